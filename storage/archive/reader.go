package archive

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
)

// Bounds of what is read. What people type shrinks to a tenth, seldom to a
// fiftieth; a file that would grow by more was made to fill a disk.
const (
	maxManifest = 32 << 20 // bytes
	maxEntries  = 100_000  // some 250 years of journal
	maxGrowth   = 200      // times the size of the file, above freeGrowth
	freeGrowth  = 16 << 20 // bytes
)

// Archive is a backup that is open for reading. Its faults are a *Fault.
type Archive struct {
	Manifest

	file    *os.File
	name    string
	entries map[string]*zip.File
}

// Open opens a backup and checks that it is one, that it holds exactly what its
// manifest names, and that it does not grow beyond reason. The parts are not
// read: Check and Read do that.
func Open(path string) (*Archive, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	a := &Archive{file: f, name: path, entries: map[string]*zip.File{}}
	if err := a.open(); err != nil {
		f.Close()
		return nil, err
	}
	return a, nil
}

func (a *Archive) open() error {
	info, err := a.file.Stat()
	if err != nil {
		return err
	}
	switch {
	case !info.Mode().IsRegular():
		return a.fault("it is not a file")
	case info.Size() == 0:
		return a.fault("it is empty; copy it again from where it was made")
	}
	z, err := zip.NewReader(a.file, info.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are judged below
		return a.broken(err)
	}
	if err := a.index(z.File, info.Size()); err != nil {
		return err
	}
	if err := a.readManifest(); err != nil {
		return err
	}
	return a.compare()
}

// broken is why a file cannot be opened as a zip.
func (a *Archive) broken(err error) error {
	if ofDisk(err) {
		return err
	}
	var head [4]byte
	a.file.ReadAt(head[:], 0)
	if bytes.Equal(head[:], []byte("PK\x03\x04")) {
		return a.fault("its end is missing or damaged; copy it again from where it was made")
	}
	return a.fault("it is no zip file; what was packed or encrypted by another program must be opened with that first")
}

// index finds the entries and refuses what no backup has.
func (a *Archive) index(files []*zip.File, size int64) error {
	if len(files) > maxEntries {
		return a.fault("it holds %d files, more than a backup can", len(files))
	}
	var packed, whole uint64
	for _, f := range files {
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0 {
			continue // of a backup that was unpacked and packed again
		}
		if f.Flags&1 != 0 {
			return a.fault("it is encrypted with a password; unpack it with that and pack it again without")
		}
		if a.entries[f.Name] != nil {
			return a.fault("it holds %q twice", f.Name)
		}
		if f.CompressedSize64 > uint64(size) || f.UncompressedSize64 > 1<<50 {
			return a.fault("the sizes in it cannot be")
		}
		a.entries[f.Name] = f
		packed += f.CompressedSize64
		whole += f.UncompressedSize64
	}
	if packed > uint64(size) || whole > freeGrowth && whole > maxGrowth*uint64(size) {
		return a.fault("it would grow to %d bytes from %d, which no backup does", whole, size)
	}
	return nil
}

// readManifest reads and judges the manifest.
func (a *Archive) readManifest() error {
	f := a.entries[manifestName]
	if f == nil {
		return a.fault("it is a zip file of something else, without the manifest of qunbao")
	}
	delete(a.entries, manifestName)
	if f.UncompressedSize64 > maxManifest {
		return a.fault("its manifest is too long")
	}
	r, err := f.Open()
	if err != nil {
		return a.damaged(manifestName, err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		return a.damaged(manifestName, err)
	}
	if err := json.Unmarshal(b, &a.Manifest); err != nil {
		return a.fault("its manifest cannot be read: %v", err)
	}
	if why := a.Manifest.check(); why != "" {
		return a.fault("%s", why)
	}
	return nil
}

// compare holds the entries against the manifest.
func (a *Archive) compare() error {
	for _, p := range a.Parts {
		f := a.entries[p.Name]
		switch {
		case f == nil:
			return a.fault("%s is missing in it", p.Name)
		case f.UncompressedSize64 != uint64(p.Bytes):
			return a.fault("%s has another size than its manifest says", p.Name)
		}
	}
	if len(a.entries) > len(a.Parts) {
		for name := range a.entries {
			if _, named := a.Part(name); !named {
				return a.fault("it holds %q, which its manifest does not name", name)
			}
		}
	}
	return nil
}

// Part finds a part by its name.
func (a *Archive) Part(name string) (Part, bool) {
	i := slices.IndexFunc(a.Parts, func(p Part) bool { return p.Name == name })
	if i < 0 {
		return Part{}, false
	}
	return a.Parts[i], true
}

// Name is the file's, as it was opened.
func (a *Archive) Name() string { return a.name }

// Check reads every part and compares it with its hash.
func (a *Archive) Check() error {
	for _, p := range a.Parts {
		r, err := a.Read(p)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, r)
		r.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// Read reads a part. In the place of io.EOF it gives a *Fault where the bytes
// are not those of the manifest: what was read is good only after io.EOF.
func (a *Archive) Read(p Part) (io.ReadCloser, error) {
	f := a.entries[p.Name]
	if f == nil {
		return nil, fmt.Errorf("%s: %w", p.Name, fs.ErrNotExist)
	}
	r, err := f.Open()
	if err != nil {
		return nil, a.damaged(p.Name, err)
	}
	return &checked{ReadCloser: r, archive: a, part: p, hash: sha256.New()}, nil
}

// Close closes the file.
func (a *Archive) Close() error { return a.file.Close() }

func (a *Archive) fault(why string, args ...any) error {
	return &Fault{a.name, fmt.Sprintf(why, args...)}
}

// damaged is a fault of the file, or the disk's error.
func (a *Archive) damaged(name string, err error) error {
	if ofDisk(err) {
		return err
	}
	return a.fault("%s in it is damaged (%v); copy it again from where it was made", name, err)
}

// ofDisk tells the system's errors from those of what a file holds.
func ofDisk(err error) bool {
	var system syscall.Errno
	return errors.As(err, &system)
}

// checked compares what is read with the manifest.
type checked struct {
	io.ReadCloser
	archive *Archive
	part    Part
	hash    hash.Hash
	n       int64
}

// Read implements io.Reader.
func (c *checked) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	c.hash.Write(b[:n])
	c.n += int64(n)
	switch {
	case errors.Is(err, io.EOF) && (c.n != c.part.Bytes || hex.EncodeToString(c.hash.Sum(nil)) != c.part.SHA256):
		return n, c.archive.fault("%s in it has been changed since it was made", c.part.Name)
	case err != nil && !errors.Is(err, io.EOF):
		return n, c.archive.damaged(c.part.Name, err)
	}
	return n, err
}
