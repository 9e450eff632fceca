package configs

import (
	"archive/zip"
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

//go:embed all:starter
var starter embed.FS

//go:embed all:sample
var sample embed.FS

// Sample is a township of twelve units with four forms, for the demonstration;
// its configuration file is qunbao.yaml.
func Sample() fs.FS {
	sub, err := fs.Sub(sample, "sample")
	if err != nil { // only a malformed name is one
		panic(err)
	}
	return sub
}

// Starter is the workspace that Init writes: a village or five with the ready-made
// forms of some names (FormNames), to be made one's own. Without names it is a whole
// example, with the form 值班 as an office has filled it in.
func Starter(names ...string) (fs.FS, error) {
	forms, err := chosen(names)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, f := range forms {
		if files["forms/"+f.ID+".yaml"], err = f.text(); err != nil {
			return nil, err
		}
	}
	if len(names) == 0 {
		if forms, err = chosen([]string{"值班"}); err != nil {
			return nil, err
		}
		whole, err := readyMade.ReadFile("forms/duty.yaml")
		if err != nil {
			return nil, err
		}
		files["forms/duty.yaml"] = string(whole)
	}
	text, err := starter.ReadFile("starter/qunbao.yaml.tmpl")
	if err != nil {
		return nil, err
	}
	if files["qunbao.yaml"], err = settings(string(text), forms); err != nil {
		return nil, err
	}
	roster, err := starter.ReadFile("starter/roster.csv")
	if err != nil {
		return nil, err
	}
	files["roster.csv"] = string(roster)
	if err := withSchemas(files); err != nil {
		return nil, err
	}
	return inMemory(files), nil
}

// inMemory is some files as a file system.
func inMemory(files map[string]string) fs.FS {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(files[name]))
		}
		if err != nil { // memory takes everything
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		panic(err)
	}
	return r
}

// Init writes a small working workspace with the ready-made forms of some names,
// with comments for the clerk who fills it, into a folder that is new or empty. It
// never overwrites anything.
func Init(dir string, names ...string) error {
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
	files, err := Starter(names...)
	if err != nil {
		return err
	}
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return copyOut(files, filepath.Join(dir, filepath.FromSlash(name)), name, entry)
	})
}

// copyOut writes one file or folder.
func copyOut(files fs.FS, target, name string, entry fs.DirEntry) error {
	if entry.IsDir() {
		return os.MkdirAll(target, 0o750)
	}
	data, err := fs.ReadFile(files, name)
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
