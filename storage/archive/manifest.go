// Package archive is the form of a backup: one zip file, which anybody can open
// by a double click, of named parts and a manifest that gives the size and the
// SHA-256 of each. It knows nothing of what the parts hold.
//
//	manifest.go  what stands in manifest.json, and what a name may be
//	writer.go    a backup is written beside its name and gets it when it is whole
//	reader.go    nothing of a backup is believed before its sizes and hashes agree
package archive

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Format is the form that this program writes, and the newest it reads.
const Format = 1

// manifestName is the entry of the zip that holds the manifest.
const manifestName = "manifest.json"

// Manifest says what a backup is.
type Manifest struct {
	Format    int            `json:"format"`
	Program   string         `json:"program"` // the version that wrote it
	Workspace string         `json:"workspace"`
	Made      time.Time      `json:"made"`
	Holds     map[string]int `json:"holds,omitempty"` // how many of what, for people
	Parts     []Part         `json:"parts"`           // in the order in which they were written
}

// Part is one file inside.
type Part struct {
	Name   string `json:"name"` // with slashes
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Fault says why a file is no good backup.
type Fault struct {
	File string
	Why  string
}

// Error is one sentence.
func (f *Fault) Error() string { return fmt.Sprintf("%s is not a good backup: %s", f.File, f.Why) }

// devices are the names that mean no file on Windows, whatever their ending.
var devices = []string{
	"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
}

// maxName bounds a name, in bytes.
const maxName = 400

// goodName tells whether a name can be that of a file below a folder, on every
// system the same.
func goodName(name string) bool {
	if len(name) > maxName || name == "." || name == manifestName || !fs.ValidPath(name) || strings.ContainsAny(name, `\:*?"<>|`) {
		return false
	}
	return !slices.ContainsFunc(strings.Split(name, "/"), func(element string) bool {
		stem, _, _ := strings.Cut(strings.ToLower(element), ".")
		last := element[len(element)-1]
		control := strings.ContainsFunc(element, func(r rune) bool { return r < ' ' || r == 0x7f })
		return last == '.' || last == ' ' || control || slices.Contains(devices, strings.TrimRight(stem, " "))
	})
}

// check tells what is wrong with a manifest; "" for nothing.
func (m *Manifest) check() string {
	switch {
	case m.Format > Format:
		return fmt.Sprintf("a newer qunbao made it (format %d, this program knows %d); use that version", m.Format, Format)
	case m.Format < 1 || m.Workspace == "":
		return "its manifest is none of qunbao's"
	}
	seen := map[string]bool{}
	for _, p := range m.Parts {
		folded := strings.ToLower(path.Clean(p.Name)) // names that Windows takes for one
		if !goodName(p.Name) || p.Bytes < 0 || seen[folded] {
			return fmt.Sprintf("its manifest holds a name or a size that cannot be: %q", p.Name)
		}
		seen[folded] = true
	}
	return ""
}
