package configs

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"qunbao/report"
)

// Config is a workspace's settings and the program's own.
type Config struct {
	Path, Dir string   // the configuration file and its folder, as they were named
	Files     []string // all files of the workspace, from its folder, with slashes
	Workspace *report.Workspace
	Store     Store
	Channel   Channel
	LLM       LLM
	Notify    []Notify // how the operator is told when the chat cannot be used
	Listen    string   // where the program tells of its health; empty: nowhere
	Retention Retention
	Warnings  []Fault // sorted as Faults are

	workdays []*draft // the forms that ask for the calendar of workdays
	prefix   string   // of the names of files in what is found later
}

// Channel says through what the program talks to people.
type Channel struct {
	Kind    ChannelKind
	Account string // of WeChat: the name of the only account that may log in; empty: the first that does
	Session string // of WeChat: the file of the login, from the workspace's folder; empty: beside the journal
	Pace    Pace
}

// ChannelKind names a way in and out.
type ChannelKind string

// The channels that are built into this program.
const (
	Console ChannelKind = "console" // the terminal
	JSONL   ChannelKind = "jsonl"   // one JSON object a line, contracts section 2
	WeChat  ChannelKind = "wechat"  // a WeChat account, by its web protocol
)

// Reader reads workspaces.
type Reader struct {
	Getenv func(string) string
	Sheets SheetReader // nil: rosters and duty tables are CSV files
}

// Load reads the workspace whose configuration file stands at path. Its error is
// Faults: every fault of every file of the workspace.
func (r Reader) Load(path string) (*Config, error) {
	dir := filepath.Dir(path)
	l := &loader{fsys: os.DirFS(dir), dir: dir, getenv: r.Getenv, sheets: r.Sheets}
	return l.load(filepath.Base(path))
}

// Load reads a workspace that has no workbooks.
func Load(path string, getenv func(string) string) (*Config, error) {
	return Reader{Getenv: getenv}.Load(path)
}

// LoadFS does as Load with a workspace that stands in a file system, such as
// Sample; name is the configuration file's. A folder of the store is taken from
// the working directory.
func LoadFS(fsys fs.FS, name string, getenv func(string) string) (*Config, error) {
	l := &loader{fsys: fsys, dir: "", getenv: getenv}
	return l.load(name)
}

// loader reads one workspace, gathering faults on its way.
type loader struct {
	findings
	fsys   fs.FS
	dir    string // prefix of file names, and the base of the store's folder
	getenv func(string) string
	sheets SheetReader
	read   []string // the files that were read

	settings  report.Settings
	roster    *roster           // nil where it could not be read
	forms     map[string]*draft // by id; nil value: its file could not be read
	formOrder []*draft
	chats     map[string]word
	matters   map[string]word // of emergencies, by name and alias
	nameless  bool            // an emergency's matter could not be read
	awaited   []string        // the matters for which a form or slot waits
}

// load reads the workspace and, if it has no fault, indexes it. Warnings that
// need the whole workspace come last: they would mislead beside faults.
func (l *loader) load(name string) (*Config, error) {
	c := &Config{Path: filepath.Join(l.dir, name), Dir: filepath.Join(l.dir, path.Dir(name))}
	if root := l.yaml(place{file: name}, name); root != nil {
		l.workspace(root, c)
	}
	if len(l.faults) > 0 {
		return nil, l.faults.in(l.dir)
	}
	c.Workspace = report.NewWorkspace(l.settings)
	c.prefix = l.dir
	for _, f := range l.formOrder {
		if f.Calendar == report.Workdays {
			c.workdays = append(c.workdays, f)
		}
	}
	l.warnOfSilence(c.Workspace)
	l.warnOfRepeats(c.Workspace)
	c.Warnings = l.warnings.in(l.dir)
	slices.Sort(l.read)
	c.Files = slices.Compact(l.read)
	return c, nil
}

// text reads a file of the workspace, decoded; ok is false where that was not
// possible, which is noted at the place that names the file.
func (l *loader) text(named place, name string) (text string, ok bool) {
	name = strings.ReplaceAll(name, `\`, "/")
	if !fs.ValidPath(name) {
		l.wrong(named, "move the file there and name it from there", "the file %q does not stand in the workspace's folder", name)
		return "", false
	}
	data, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		hint := "`qunbao init DIR` makes a workspace to start from"
		if named.line > 0 {
			hint = "name it as it stands in the workspace's folder"
		}
		l.wrong(named, hint, "the file %q cannot be read: %v", name, bare(err))
		return "", false
	}
	l.read = append(l.read, name)
	text, err = decodeText(data)
	if err != nil {
		l.wrong(place{file: name}, "save it as UTF-8; 请另存为 UTF-8", "%v", err)
		return "", false
	}
	return text, true
}

// bare is what went wrong with a file, without the path that is said already.
func bare(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// yaml reads a YAML file of the workspace; nil where it cannot be, which is noted.
func (l *loader) yaml(named place, name string) *object {
	text, ok := l.text(named, name)
	if !ok {
		return nil
	}
	return parseYAML(name, text, &l.findings)
}
