package storage

import (
	"errors"
	"io"
	"os"
	"runtime"
	"syscall"
)

// disk is what the journal does to a folder. What is not synced may be gone, or
// half there, after a power cut: bytes until their file is synced, names until
// their folder is.
type disk interface {
	Open(path string, flag int) (file, error)
	Rename(from, to string) error
	Remove(path string) error
	SyncFolder(dir string) error
}

// file is what the journal does with an *os.File.
type file interface {
	io.ReaderAt
	io.WriterAt
	Sync() error
	Truncate(size int64) error
	Stat() (os.FileInfo, error)
	Close() error
}

// realDisk is the computer's.
type realDisk struct{}

// Open opens a file for the user alone.
func (realDisk) Open(path string, flag int) (file, error) {
	f, err := os.OpenFile(path, flag, 0o600)
	if err != nil {
		return nil, err // not a nil *os.File inside a file
	}
	return f, nil
}

// Rename replaces what has the new name.
func (realDisk) Rename(from, to string) error { return os.Rename(from, to) }

// Remove takes a file's name out of its folder.
func (realDisk) Remove(path string) error { return os.Remove(path) }

// SyncFolder makes names durable. Windows does that by itself, and a file system
// that cannot sync a folder says so with EINVAL or ENOTSUP.
func (realDisk) SyncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return errors.Join(err, f.Close())
}

// besideExt ends the name of a file that is not finished yet. A crash may leave
// one behind; it holds nothing that does not stand elsewhere.
const besideExt = ".new"

// draft writes a file beside the place it is meant for and syncs it. Renaming it
// from path+besideExt to path makes the new content whole or not at all.
func draft(d disk, path string, write func(io.Writer) error) error {
	f, err := d.Open(path+besideExt, os.O_RDWR|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	err = write(io.NewOffsetWriter(f, 0))
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
