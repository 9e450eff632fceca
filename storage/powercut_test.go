package storage_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"pgregory.net/rapid"

	"qunbao/storage"
)

// frail is a disk that fails, and whose power may be cut. It works on a real
// folder, and remembers what a power cut would leave of it: bytes that were
// synced since they were written, names that were there when their folder was
// synced, and of everything later any part. As on a real system a sync that
// fails forgets what it was to write.
type frail struct {
	storage.RealDisk

	mu     sync.Mutex
	ops    int               // how many operations were begun
	fails  map[int]failure   // by operation
	off    bool              // the power is cut: everything fails
	names  map[string]*inode // as programs see the folder
	safe   map[string]*inode // as it is on the disk
	unsafe []map[string]*inode
}

// failure is how an operation fails.
type failure int

const (
	refused failure = iota + 1 // for once
	cutOff                     // and every later one
)

var errPower = errors.New("input/output error")

// block is what a disk writes at once.
const block = 512

// inode is a file whatever its name is.
type inode struct {
	disk  []byte         // what is on the disk
	dirty map[int64]bool // blocks that were written since
	size  int64
}

func newFrail(fails map[int]failure) *frail {
	return &frail{fails: fails, names: map[string]*inode{}, safe: map[string]*inode{}}
}

// begin counts an operation and tells how it fails; 0: not.
func (d *frail) begin() failure {
	d.ops++
	f := d.fails[d.ops]
	if f == cutOff {
		d.off = true
	}
	if d.off {
		return cutOff
	}
	return f
}

// changed notes that the folder's names have changed.
func (d *frail) changed() { d.unsafe = append(d.unsafe, maps.Clone(d.names)) }

func (d *frail) Open(path string, flag int) (storage.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	name := filepath.Base(path)
	if _, err := os.Stat(path); err != nil && flag&os.O_CREATE == 0 {
		return nil, err
	}
	if d.begin() != 0 {
		return nil, errPower
	}
	f, err := d.RealDisk.Open(path, flag)
	if err != nil {
		return nil, err
	}
	i := d.names[name]
	if i == nil {
		i = &inode{dirty: map[int64]bool{}}
		d.names[name] = i
		d.changed()
	}
	if flag&os.O_TRUNC != 0 {
		i.size = 0
	}
	return &frailFile{f, d, i}, nil
}

func (d *frail) Rename(from, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.begin() != 0 {
		return errPower
	}
	d.names[filepath.Base(to)] = d.names[filepath.Base(from)]
	delete(d.names, filepath.Base(from))
	d.changed()
	return d.RealDisk.Rename(from, to)
}

func (d *frail) Remove(path string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.begin() != 0 {
		return errPower
	}
	delete(d.names, filepath.Base(path))
	d.changed()
	return d.RealDisk.Remove(path)
}

func (d *frail) SyncFolder(string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.begin() != 0 {
		return errPower
	}
	d.safe, d.unsafe = maps.Clone(d.names), nil
	return nil
}

// frailFile is an open file of a frail disk.
type frailFile struct {
	storage.File
	d *frail
	*inode
}

func (f *frailFile) WriteAt(b []byte, at int64) (int, error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	why := f.d.begin()
	if why != 0 {
		b = b[:len(b)/2]
	}
	for n := at / block; n <= (at+int64(len(b)))/block; n++ {
		f.dirty[n] = true
	}
	f.size = max(f.size, at+int64(len(b)))
	n, err := f.File.WriteAt(b, at)
	if why != 0 {
		err = errPower
	}
	return n, err
}

func (f *frailFile) Truncate(size int64) error {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if f.d.begin() != 0 {
		return errPower
	}
	f.size = size
	f.dirty[size/block] = true
	return f.File.Truncate(size)
}

func (f *frailFile) Sync() error {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	defer clear(f.dirty)
	if f.d.begin() != 0 {
		return errPower
	}
	f.inode.disk = f.after(slices.Sorted(maps.Keys(f.dirty)), f.File)
	return nil
}

func (f *frailFile) ReadAt(b []byte, at int64) (int, error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if f.d.begin() != 0 {
		return 0, errPower
	}
	return f.File.ReadAt(b, at)
}

// after is what the disk holds when some blocks have been written.
func (i *inode) after(blocks []int64, f storage.File) []byte {
	b := make([]byte, i.size)
	copy(b, i.disk)
	for _, n := range blocks {
		if from := n * block; from < i.size {
			f.ReadAt(b[from:min(from+block, i.size)], from)
		}
	}
	return b
}

// rubble makes the folder that is found when the power is back: of what was not
// synced, any names up to some moment, and any blocks.
func (d *frail) rubble(t *rapid.T, live, dir string) {
	names := append([]map[string]*inode{d.safe}, d.unsafe...)
	left := names[rapid.IntRange(0, len(names)-1).Draw(t, "names")]
	for name, i := range left {
		b := i.disk
		for now, other := range d.names {
			if other != i || len(i.dirty) == 0 && int64(len(i.disk)) == i.size {
				continue
			}
			f, err := d.RealDisk.Open(filepath.Join(live, now), os.O_RDWR)
			if err != nil {
				t.Fatal(err)
			}
			dirty := slices.Sorted(maps.Keys(i.dirty))
			if rapid.Bool().Draw(t, "grown "+name) {
				b = i.after(slices.DeleteFunc(dirty, func(int64) bool { return rapid.Bool().Draw(t, "lost") }), f)
			}
			f.Close()
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
