package parse_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
	"qunbao/report/parse"
)

// decorations change how a message looks and nothing of what it says.
var decorations = map[string]func(string) string{
	"zero-width characters everywhere": func(s string) string { return strings.Join(strings.Split(s, ""), "\u200b") },
	"full width": func(s string) string {
		return strings.Map(func(r rune) rune {
			if '!' <= r && r <= '~' && r != '@' && r != '[' && r != ']' {
				return r - '!' + '！'
			}
			return r
		}, s)
	},
	"lines end as on Windows": func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	"an emoji before it":      func(s string) string { return "📢" + s },
	"spaces at both ends":     func(s string) string { return "  \n" + s + " \u3000\n" },
	"thanks behind it":        func(s string) string { return s + "🙏🙏" },
	"marks of direction":      func(s string) string { return "\u202d" + s + "\u202c" },
}

// adds are those that put something beside the words.
var adds = map[string]bool{"an emoji before it": true, "thanks behind it": true}

const keycap = '\u20e3'

type senseOf struct {
	command bool
	all     []any
}

// sense is what is compared of a reading: the words of a text field and of an
// event may be decorated too.
func sense(r report.Reading) senseOf {
	type value struct {
		N, Unit, As string
		Approx      bool
	}
	type filing struct {
		Form     report.FormID
		Unit     report.UnitID
		Period   string
		Slot     report.SlotID
		Zero     bool
		Values   map[report.FieldID]value
		Unfilled []report.FieldID
		Problems []report.ProblemCode
	}
	var all []filing
	for _, f := range r.Filings {
		x := filing{f.Form, f.Unit, f.Period.String(), f.Slot, f.Zero, map[report.FieldID]value{}, f.Unfilled, nil}
		for id, v := range f.Values {
			x.Values[id] = value{v.N.String(), v.Unit, v.As, v.Approx}
		}
		for _, p := range f.Problems {
			x.Problems = append(x.Problems, p.Code)
		}
		all = append(all, x)
	}
	return senseOf{command: r.Kind == report.IsCommand, all: []any{r.Kind, r.Command.Name, all}}
}

func TestDecorationChangesNothing(t *testing.T) {
	p := parse.New(workspace(t, "testdata/sample/qunbao.yaml"))
	for _, file := range []string{"testdata/messages.jsonl", "testdata/paraphrases.jsonl"} {
		for _, c := range load(t, file) {
			m := c.In.message()
			plain := sense(p.Message(m))
			for name, decorate := range decorations {
				d := m
				if plain.command && adds[name] || strings.ContainsRune(m.Text, keycap) {
					continue // a command is exactly its words; a keycap is one character
				}
				d.Text = decorate(m.Text)
				if diff := cmp.Diff(plain, sense(p.Message(d)), cmp.AllowUnexported(senseOf{})); diff != "" {
					t.Errorf("%s with %s: %q\n%s", c.Case, name, m.Text, diff)
				}
			}
		}
	}
}
