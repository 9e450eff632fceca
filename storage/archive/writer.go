package archive

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// unfinished ends the name of a backup that is being written. One that is left
// behind was cut short, and may be deleted.
const unfinished = ".part"

// Writer writes a backup. It ends with Finish or Abandon.
type Writer struct {
	path string // the name it will get
	file *os.File
	zip  *zip.Writer
	made time.Time
	man  Manifest
}

// Create begins a backup that will have a name which is not taken yet. Until
// Finish it stands beside it. The file is the user's alone.
func Create(path string, m Manifest) (*Writer, error) {
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return nil, errors.Join(fmt.Errorf("%s exists already; a backup never overwrites one, name another file", path), err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*"+unfinished) // 0600
	if err != nil {
		return nil, err
	}
	m.Format, m.Parts = Format, nil
	return &Writer{path: path, file: f, zip: zip.NewWriter(f), made: m.Made, man: m}, nil
}

// Add writes a part: write is given where its bytes go.
func (w *Writer) Add(name string, write func(io.Writer) error) error {
	if !goodName(name) {
		return fmt.Errorf("%q cannot be the name of a part of a backup", name)
	}
	into, err := w.entry(name)
	if err != nil {
		return err
	}
	hash := sha256.New()
	counted := &counter{w: io.MultiWriter(into, hash)}
	if err := write(counted); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	w.man.Parts = append(w.man.Parts, Part{name, counted.n, hex.EncodeToString(hash.Sum(nil))})
	return nil
}

// entry begins an entry of the zip; what is compressed already is not again.
func (w *Writer) entry(name string) (io.Writer, error) {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: w.made}
	if strings.HasSuffix(name, ".gz") {
		h.Method = zip.Store
	}
	h.SetMode(0o600)
	return w.zip.CreateHeader(h)
}

// Finish writes the manifest with what the backup holds, reads the whole back
// and gives it its name: under that name there is a good backup or none. It
// returns its size.
func (w *Writer) Finish(holds map[string]int) (bytes int64, err error) {
	defer w.Abandon()
	w.man.Holds = holds
	if err := w.close(); err != nil {
		return 0, err
	}
	if err := check(w.file.Name()); err != nil {
		return 0, err
	}
	info, err := os.Stat(w.file.Name())
	if err != nil {
		return 0, err
	}
	if _, err := os.Lstat(w.path); !errors.Is(err, os.ErrNotExist) {
		return 0, errors.Join(fmt.Errorf("%s was made by another program meanwhile", w.path), err)
	}
	if err := os.Rename(w.file.Name(), w.path); err != nil {
		return 0, err
	}
	return info.Size(), syncFolder(filepath.Dir(w.path))
}

// close writes the manifest and brings everything to the disk.
func (w *Writer) close() error {
	into, err := w.entry(manifestName)
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(w.man, "", " ")
	if err != nil {
		return err
	}
	_, err = into.Write(b)
	return errors.Join(err, w.zip.Close(), w.file.Sync(), w.file.Close())
}

// Abandon removes what was written of a backup that was not finished.
func (w *Writer) Abandon() {
	w.file.Close()
	os.Remove(w.file.Name()) // gone already where it has its name
}

// check reads a backup that was just written as a restore would.
func check(path string) error {
	a, err := Open(path)
	if err != nil {
		return err
	}
	return errors.Join(a.Check(), a.Close())
}

// counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// syncFolder makes a new name durable; Windows does that by itself.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil // a file system, as a stick's or a share's, that has no such thing
	}
	return errors.Join(err, f.Close())
}
