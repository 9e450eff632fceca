package configs

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed all:starter
var starter embed.FS

//go:embed all:sample
var sample embed.FS

// Sample is a township of twelve units with four forms, for the demonstration;
// its configuration file is qunbao.yaml.
func Sample() fs.FS { return folder(sample, "sample") }

// Starter is the workspace that Init writes.
func Starter() fs.FS { return folder(starter, "starter") }

// folder is a folder of embedded files as a file system of its own.
func folder(files embed.FS, name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil { // only a malformed name is one
		panic(err)
	}
	return sub
}

// Init writes a small working workspace, with comments for the clerk who fills
// it, into a folder that is new or empty. It never overwrites anything.
func Init(dir string) error {
	if dir == "" {
		return errors.New("no folder is named for the new workspace")
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("the folder %s cannot be read: %w", dir, bare(err))
	}
	if len(entries) > 0 {
		return fmt.Errorf("the folder %s is not empty: name a new one, nothing was written", dir)
	}
	return fs.WalkDir(Starter(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return copyOut(dir, name, entry)
	})
}

// copyOut writes one file or folder of the starter.
func copyOut(dir, name string, entry fs.DirEntry) error {
	target := filepath.Join(dir, filepath.FromSlash(name))
	if entry.IsDir() {
		return os.MkdirAll(target, 0o750)
	}
	data, err := fs.ReadFile(Starter(), name)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
