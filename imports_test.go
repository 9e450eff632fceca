// Package main_test holds what the house promises about itself: which room may
// open which door, and how large anything may grow. It reads the source files
// itself: a test that asks the go command is served from the test cache.
package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// room is what one package may import besides the standard library. A name of
// ours that ends in /... means the package and all below it.
type room struct {
	ours   []string
	theirs []string // module paths
}

// domain is what every room may speak of.
const domain = "report/..."

// words are the modules of package report and below: they compute and touch
// nothing. Numbers and folded text are everywhere, so every room may use them.
var words = []string{
	"github.com/shopspring/decimal", "github.com/expr-lang/expr", "github.com/6tail/lunar-go",
	"github.com/mozillazg/go-pinyin", "github.com/agnivade/levenshtein", "github.com/rivo/uniseg", "golang.org/x/text",
}

// house is the table of ARCHITECTURE.md, "The house". A package that does not
// stand here is refused: it has to say first where it belongs.
var house = map[string]room{
	".": {
		ours:   []string{"bot/...", "commands", "configs", "documents/...", "notify", "scheduler", "storage/...", "summarizer", domain},
		theirs: []string{"github.com/alecthomas/kong", "github.com/mattn/go-isatty", "golang.org/x/sys", "github.com/prometheus/client_golang"}, // x/sys: what has passed in a suspension
	},

	"report/zh":    {},
	"report":       {ours: []string{"report/zh"}},
	"report/parse": {ours: []string{"report", "report/zh"}},

	"commands":   {ours: []string{domain}},
	"scheduler":  {ours: []string{domain}, theirs: []string{"github.com/robfig/cron/v3"}},
	"summarizer": {ours: []string{domain}, theirs: []string{"github.com/sashabaranov/go-openai", "github.com/sony/gobreaker/v2"}},
	"configs":    {ours: []string{domain}, theirs: []string{"github.com/goccy/go-yaml"}},
	"documents": {ours: []string{"documents/font", domain},
		theirs: []string{"github.com/xuri/excelize/v2", "git.sr.ht/~sbinet/gg", "golang.org/x/image"}},
	"documents/font": {ours: []string{"report/zh"}, theirs: []string{"golang.org/x/image"}},

	"notify": {theirs: []string{"github.com/wneessen/go-mail", "rsc.io/qr"}}, // the way to the operator that is no chat; knows nothing of reports

	"bot":               {ours: []string{domain}},
	"bot/console":       {ours: []string{"bot", domain}},
	"bot/jsonl":         {ours: []string{"bot", domain}},
	"bot/wechat":        {ours: []string{"bot", domain}, theirs: []string{"github.com/eatmoreapple/openwechat", "github.com/mdp/qrterminal/v3", "rsc.io/qr"}},
	"bot/wechat/wxtest": {}, // a service knows nothing of its clients
	"bot/bottest":       {ours: []string{"bot", domain}, theirs: []string{"github.com/google/go-cmp", "go.uber.org/goleak"}},

	"storage":             {ours: []string{domain}, theirs: []string{"github.com/gofrs/flock"}},
	"storage/sqlite":      {ours: []string{"storage", domain}, theirs: []string{"modernc.org/sqlite"}},
	"storage/redis":       {ours: []string{"storage", domain}, theirs: []string{"github.com/redis/go-redis/v9"}},
	"storage/archive":     {},
	"storage/place":       {theirs: []string{"golang.org/x/sys"}},
	"storage/storagetest": {ours: []string{"storage", domain}, theirs: []string{"github.com/google/go-cmp", "pgregory.net/rapid"}},

	"scripts/dist":   {ours: []string{"configs"}},
	"scripts/schema": {theirs: []string{"github.com/invopop/jsonschema"}}, // makes the schemas, which are committed: the program knows no such module
	"scripts/month":  {},
	"scripts/tally":  {},
}

// impure are the packages of the standard library by which a package would
// reach a clock's caller, a disk, a network or a log. Package report and below
// have none of them.
var impure = []string{
	"context", "crypto/rand", "database", "io/fs", "io/ioutil", "log", "math/rand", "net", "os", "syscall", "testing", "unsafe",
}

// clock are the functions of package time that ask or wait for it. Only main
// holds a timer, and, as the reasons say, a few others.
var (
	clock     = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
	clockwork = map[string]string{
		".":                   "the only loop that waits",
		"summarizer":          "the pause between two tries of a call over the network, and how long a call took",
		"bot/wechat/wxtest":   "a server, whose polls wait",
		"bot/wechat":          "a session is lived with a service: it paces what the library asks, waits between logins, and dates signs of life",
		"storage/storagetest": "waits for servers that start",
		"scripts/dist":        "a program of its own",
		"scripts/tally":       "a program of its own",
	}
)

// source is one file of the house, tests apart.
type source struct {
	name string // from the root, with slashes
	*ast.File
	fset  *token.FileSet
	lines int
}

func (s source) room() string { return path.Dir(s.name) }

// at is where a node stands.
func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.name, s.fset.Position(n.Pos()).Line)
}

// sources parses every Go file of the tree that is no test.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	tree := os.DirFS(".")
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "dist" && name == "dist" || len(name) > 1 && name[0] == '.'):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		all = append(all, source{name, file, fset, strings.Count(string(text), "\n")})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d files were found: is this the root of the module?", len(all))
	}
	return all
}

// imported is a path that a file imports.
func imported(spec *ast.ImportSpec) string {
	name, _ := strconv.Unquote(spec.Path.Value) // the parser has seen to it
	return name
}

// matches tells whether a path is one of the names, or below one.
func matches(name string, names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		if below, ok := strings.CutSuffix(n, "/..."); ok {
			return name == below || strings.HasPrefix(name, below+"/")
		}
		return name == n
	})
}

// within tells whether a path is one of some modules or packages, or below one.
func within(name string, modules []string) bool {
	return slices.ContainsFunc(modules, func(m string) bool {
		return name == m || strings.HasPrefix(name, m+"/")
	})
}

func TestArrowsPointOneWay(t *testing.T) {
	for _, s := range sources(t) {
		rules, known := house[s.room()]
		if !known {
			t.Errorf("%s: the package %s does not stand in the table of the house", s.name, s.room())
			continue
		}
		for _, spec := range s.Imports {
			name := imported(spec)
			first, _, _ := strings.Cut(name, "/")
			ours, isOurs := strings.CutPrefix(name, "qunbao/")
			switch {
			case isOurs && !matches(ours, rules.ours):
				t.Errorf("%s: %s may not import %s", s.at(spec), s.room(), name)
			case !isOurs && strings.Contains(first, ".") && !within(name, words) && !within(name, rules.theirs):
				t.Errorf("%s: %s may not import the module of %s", s.at(spec), s.room(), name)
			}
		}
	}
}

// database/sql is of the standard library and known to one package all the same.
func TestOnlyOnePackageKnowsSQL(t *testing.T) {
	for _, s := range sources(t) {
		for _, spec := range s.Imports {
			if within(imported(spec), []string{"database/sql"}) && s.room() != "storage/sqlite" {
				t.Errorf("%s: only storage/sqlite may import %s", s.at(spec), imported(spec))
			}
		}
	}
}

func TestTheDomainIsPure(t *testing.T) {
	for _, s := range sources(t) {
		if !matches(s.room(), []string{domain}) {
			continue
		}
		for _, spec := range s.Imports {
			if within(imported(spec), impure) {
				t.Errorf("%s: %s may not import %s", s.at(spec), s.room(), imported(spec))
			}
		}
	}
}

func TestNoPackageHoldsATimer(t *testing.T) {
	for _, s := range sources(t) {
		if clockwork[s.room()] != "" {
			continue
		}
		name := localName(s, "time")
		ast.Inspect(s.File, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			if ok && name != "" && x.Name == name && slices.Contains(clock, sel.Sel.Name) {
				t.Errorf("%s: %s may not use time.%s: take an instant as an argument", s.at(sel), s.room(), sel.Sel.Name)
			}
			return true
		})
	}
}

// localName is the name under which a file knows a package; empty: it does not.
func localName(s source, pkg string) string {
	for _, spec := range s.Imports {
		switch {
		case imported(spec) != pkg:
		case spec.Name != nil:
			return spec.Name.Name
		default:
			return path.Base(pkg)
		}
	}
	return ""
}
