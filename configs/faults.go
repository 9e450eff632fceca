package configs

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Fault is one thing wrong with a workspace's files, for the person who set them
// up. Line counts from 1, 0 where the whole file is meant. Column counts
// characters in a YAML file and cells in a roster (7 is column G); 0 is none.
type Fault struct {
	File         string
	Line, Column int
	Say          string // one sentence without its full stop
	Hint         string // what to do about it; may be empty
}

// String is file:line:column: say (hint), without the parts that are not known.
func (f Fault) String() string {
	var b strings.Builder
	if f.File != "" {
		b.WriteString(f.File + ":")
		if f.Line > 0 {
			fmt.Fprintf(&b, "%d:", f.Line)
		}
		if f.Line > 0 && f.Column > 0 {
			fmt.Fprintf(&b, "%d:", f.Column)
		}
		b.WriteByte(' ')
	}
	b.WriteString(f.Say)
	if f.Hint != "" {
		b.WriteString(" (" + f.Hint + ")")
	}
	return b.String()
}

// Faults is every fault of a workspace, sorted by file, line and column.
type Faults []Fault

// Error writes one fault a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].String()
	}
	return strings.Join(lines, "\n")
}

// in gives faults with their files named from dir, sorted, each once.
func (f Faults) in(dir string) Faults {
	for i := range f {
		if f[i].File != "" {
			f[i].File = filepath.Join(dir, filepath.FromSlash(f[i].File))
		}
	}
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, a.Column-b.Column, strings.Compare(a.Say, b.Say))
	})
	return slices.Compact(f)
}

// place is where something stands in a file.
type place struct {
	file         string
	line, column int
}

// fault makes a fault of a place; say may hold arguments.
func (p place) fault(hint, say string, args ...any) Fault {
	return Fault{p.file, p.line, p.column, fmt.Sprintf(say, args...), hint}
}

// findings gathers the faults and warnings of all files of a workspace.
type findings struct {
	faults, warnings Faults
	asked            map[string][]string // the keys that readers asked for, by what they stand in
}

// asks remembers the keys that a reader has asked for: the schemas are held to them.
func (f *findings) asks(what string, keys []string) {
	if f.asked == nil {
		f.asked = map[string][]string{}
	}
	for _, k := range keys {
		if !slices.Contains(f.asked[what], k) {
			f.asked[what] = append(f.asked[what], k)
		}
	}
}

// wrong notes a fault: the workspace cannot be used.
func (f *findings) wrong(at place, hint, say string, args ...any) {
	f.faults = append(f.faults, at.fault(hint, say, args...))
}

// odd notes a warning: the workspace works, but perhaps not as meant.
func (f *findings) odd(at place, hint, say string, args ...any) {
	f.warnings = append(f.warnings, at.fault(hint, say, args...))
}
