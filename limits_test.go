package main_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// The limits of the house style, CONTRIBUTING.md. They bound the worst, since
// the usual is good everywhere: tests and tables of data are exempt.
const (
	maxFile       = 500 // lines
	maxFunction   = 80  // lines
	maxParameters = 5
	maxMethods    = 5 // of an interface
)

// exempt are the names that may break a limit, with the reason.
var exempt = map[string]string{
	"program.go store":                   "everything the program asks of a store, put together from what each package declares",
	"storage/storagetest/store.go Store": "the suite holds the whole of a store, not what one caller needs",
	"main.go run":                        "the whole program: its context, arguments, environment and three streams, as the tests call it",
}

// functions calls fn with every function of the house.
func functions(t *testing.T, fn func(source, *ast.FuncDecl)) {
	t.Helper()
	for _, s := range sources(t) {
		for _, d := range s.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				fn(s, f)
			}
		}
	}
}

func isExempt(s source, name string) bool { return exempt[s.name+" "+name] != "" }

func TestNoFileAndNoFunctionIsLong(t *testing.T) {
	for _, s := range sources(t) {
		if s.lines > maxFile {
			t.Errorf("%s:1: %d lines, at most %d", s.name, s.lines, maxFile)
		}
	}
	functions(t, func(s source, f *ast.FuncDecl) {
		lines := s.fset.Position(f.End()).Line - s.fset.Position(f.Pos()).Line + 1
		if lines > maxFunction {
			t.Errorf("%s: %s has %d lines, at most %d", s.at(f), f.Name.Name, lines, maxFunction)
		}
	})
}

func TestNothingHappensByImporting(t *testing.T) {
	functions(t, func(s source, f *ast.FuncDecl) {
		if f.Name.Name == "init" && f.Recv == nil {
			t.Errorf("%s: no init functions: wire it in main", s.at(f))
		}
	})
}

func TestACallCanBeReadWithoutItsDeclaration(t *testing.T) {
	functions(t, func(s source, f *ast.FuncDecl) { checkParameters(t, s, f.Name, f.Type) })
	interfaces(t, func(s source, _ *ast.TypeSpec, in *ast.InterfaceType) {
		for _, m := range in.Methods.List {
			if f, ok := m.Type.(*ast.FuncType); ok {
				checkParameters(t, s, m.Names[0], f)
			}
		}
	})
}

func checkParameters(t *testing.T, s source, name *ast.Ident, f *ast.FuncType) {
	t.Helper()
	n := 0
	for _, p := range f.Params.List {
		n += max(1, len(p.Names))
		if id, ok := p.Type.(*ast.Ident); ok && id.Name == "bool" {
			t.Errorf("%s: %s takes a bool, which says nothing where it is called", s.at(name), name.Name)
		}
	}
	if n > maxParameters && !isExempt(s, name.Name) {
		t.Errorf("%s: %s has %d parameters, at most %d", s.at(name), name.Name, n, maxParameters)
	}
}

// interfaces calls fn with every named interface of the house.
func interfaces(t *testing.T, fn func(source, *ast.TypeSpec, *ast.InterfaceType)) {
	t.Helper()
	for _, s := range sources(t) {
		ast.Inspect(s.File, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if in, ok := spec.Type.(*ast.InterfaceType); ok {
					fn(s, spec, in)
				}
			}
			return true
		})
	}
}

// An interface that is embedded counts where it is declared.
func TestInterfacesAreSmall(t *testing.T) {
	interfaces(t, func(s source, spec *ast.TypeSpec, in *ast.InterfaceType) {
		n := 0
		for _, m := range in.Methods.List {
			n += len(m.Names)
		}
		if n > maxMethods && !isExempt(s, spec.Name.Name) {
			t.Errorf("%s: %s has %d methods, at most %d", s.at(spec), spec.Name.Name, n, maxMethods)
		}
	})
}

func TestEveryExportedNameIsDocumented(t *testing.T) {
	functions(t, func(s source, f *ast.FuncDecl) {
		if f.Name.IsExported() && f.Doc == nil && (f.Recv == nil || ast.IsExported(receiver(f))) {
			t.Errorf("%s: %s has no comment", s.at(f), f.Name.Name)
		}
	})
	for _, s := range sources(t) {
		for _, d := range s.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				checkComments(t, s, g)
			}
		}
	}
}

// receiver is the name of the type that a method belongs to.
func receiver(f *ast.FuncDecl) string {
	name := ""
	ast.Inspect(f.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" {
			name = id.Name
		}
		return true
	})
	return name
}

// checkComments wants a comment on the group, above the name or behind it.
func checkComments(t *testing.T, s source, g *ast.GenDecl) {
	t.Helper()
	for _, spec := range g.Specs {
		var names []*ast.Ident
		documented := g.Doc != nil
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			names, documented = []*ast.Ident{spec.Name}, documented || spec.Doc != nil || spec.Comment != nil
		case *ast.ValueSpec:
			names, documented = spec.Names, documented || spec.Doc != nil || spec.Comment != nil
		}
		for _, name := range names {
			if name.IsExported() && !documented {
				t.Errorf("%s: %s has no comment", s.at(name), name.Name)
			}
		}
	}
}

func TestEveryPackageIsDocumentedOnce(t *testing.T) {
	where := map[string][]string{}
	for _, s := range sources(t) {
		if s.Doc != nil && strings.HasPrefix(s.Doc.Text(), wanted(s)) {
			where[s.room()] = append(where[s.room()], s.name)
		} else if _, seen := where[s.room()]; !seen {
			where[s.room()] = nil
		}
	}
	for pkg, files := range where {
		slices.Sort(files)
		if len(files) != 1 {
			t.Errorf("%s:1: the package's comment stands in %d files: %v", pkg, len(files), files)
		}
	}
}

// wanted is how a package's comment begins.
func wanted(s source) string {
	if s.Name.Name == "main" {
		return ""
	}
	return "Package " + s.Name.Name + " "
}
