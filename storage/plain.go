package storage

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"qunbao/report"
)

// plain writes the stored forms that each message makes, byte for byte as
// encoding/json does and in a quarter of its time: with a server on the same two
// cores the writing is felt. Names and their order are those of the stored structs;
// what is empty is left out. Ok is false where a sign needs a rare escape or an
// instant cannot be written, and encoding/json then decides. FuzzAQuicklyReadForm
// holds the two equal.
type plain struct {
	b  []byte
	ok bool
}

func newPlain() *plain { return &plain{b: make([]byte, 0, 512), ok: true} }

// done gives what was written, where it is what encoding/json would write.
func (p *plain) done() ([]byte, bool) { return slices.Clone(p.b), p.ok }

// name begins a member of the object that stands open.
func (p *plain) name(name string) {
	p.next('{')
	p.b = append(p.b, '"')
	p.b = append(p.b, name...)
	p.b = append(p.b, '"', ':')
}

// next parts two members or elements, unless the first follows the opening sign.
func (p *plain) next(open byte) {
	if p.b[len(p.b)-1] != open {
		p.b = append(p.b, ',')
	}
}

// object writes members between braces.
func (p *plain) object(members func()) {
	p.b = append(p.b, '{')
	members()
	p.b = append(p.b, '}')
}

// some writes a list under a name, unless it is empty.
func some[T any](p *plain, name string, list []T, element func(T)) {
	if len(list) == 0 {
		return
	}
	p.name(name)
	p.b = append(p.b, '[')
	for _, x := range list {
		p.next('[')
		element(x)
	}
	p.b = append(p.b, ']')
}

func (p *plain) text(name, s string) {
	if s != "" {
		p.name(name)
		p.quote(s)
	}
}

// flag writes the members that are true.
func (p *plain) flag(name, raw string) {
	p.name(name)
	p.b = append(p.b, raw...)
}

func (p *plain) instant(name string, t time.Time) {
	if !t.IsZero() {
		p.name(name)
		p.at(t)
	}
}

func (p *plain) at(t time.Time) {
	s, err := FormatInstant(t)
	if err != nil {
		p.ok = false
	}
	p.quote(s)
}

func (p *plain) number(name string, n int) {
	if n != 0 {
		p.flag(name, strconv.Itoa(n))
	}
}

func (p *plain) day(name string, d report.Day) {
	if d != 0 {
		p.text(name, d.String())
	}
}

// quote writes a string. The two line ends of Unicode are escaped by encoding/json.
func (p *plain) quote(s string) {
	p.ok = p.ok && utf8.ValidString(s) && !strings.ContainsAny(s, "\u2028\u2029")
	p.b = append(p.b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		p.b = append(p.b, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			p.b = append(p.b, '\\', c)
		case '\n':
			p.b = append(p.b, `\n`...)
		case '\r':
			p.b = append(p.b, `\r`...)
		case '\t':
			p.b = append(p.b, `\t`...)
		default:
			p.ok = false
		}
	}
	p.b = append(p.b, s[start:]...)
	p.b = append(p.b, '"')
}

func plainVersion(v report.Version) ([]byte, bool) {
	p := newPlain()
	p.object(func() {
		p.text("m", string(v.Message))
		p.instant("t", v.Time)
		if !v.Counts.Equal(v.Time) {
			p.name("c")
			p.at(v.Counts)
		}
		p.instant("f", v.Filed)
		p.text("b", v.By)
		p.text("k", string(v.Kind))
		if v.Proxy {
			p.flag("p", "true")
		}
		if v.Zero {
			p.flag("z", "true")
		}
		p.instant("a", v.AsOf)
		p.values(v.Values)
		some(p, "u", v.Unfilled, func(f report.FieldID) { p.quote(string(f)) })
		some(p, "q", v.Problems, p.problem)
		p.text("l", v.Line)
		p.text("w", string(v.About))
		p.text("r", v.Reason)
		p.text("s", v.Asked)
		p.text("h", string(v.Chat))
		p.text("x", v.Words)
	})
	return p.done()
}

func (p *plain) values(values map[report.FieldID]report.Value) {
	if len(values) == 0 {
		return
	}
	p.name("v")
	p.object(func() {
		for _, field := range slices.Sorted(maps.Keys(values)) {
			p.next('{')
			p.quote(string(field))
			p.b = append(p.b, ':')
			p.value(values[field])
		}
	})
}

func (p *plain) value(v report.Value) {
	p.object(func() {
		if v.Text == "" || !v.N.IsZero() {
			p.flag("n", v.N.String())
		}
		p.text("u", v.Unit)
		p.text("w", v.As)
		if v.Approx {
			p.flag("x", "true")
		}
		if v.Carried {
			p.flag("c", "true")
		}
		p.text("t", v.Text)
		p.instant("a", v.AsOf)
	})
}

func (p *plain) problem(one report.Problem) {
	p.object(func() {
		p.name("c")
		p.quote(string(one.Code))
		p.text("f", string(one.Field))
		p.text("s", one.Say)
		some(p, "v", one.Seen, p.value)
		p.number("r", one.Rule)
	})
}

func plainRow(r report.Row) ([]byte, bool) {
	p := newPlain()
	p.object(func() {
		p.name("key")
		p.quote(r.Key)
		p.text("k", string(r.Kind))
		p.text("c", string(r.To.Chat))
		p.text("p", string(r.To.Person))
		some(p, "at", r.Mentions, p.quote)
		p.text("f", string(r.Form))
		p.day("d", r.Period)
		p.text("s", string(r.Slot))
		p.text("g", r.Stage)
		some(p, "u", r.Units, func(u report.UnitID) { p.quote(string(u)) })
		p.text("t", r.Text)
		p.text("m", string(r.Message))
		p.text("r", r.Ref)
		p.number("i", r.Piece)
		some(p, "x", r.Files, p.quote)
		p.instant("b", r.NotBefore)
		p.instant("e", r.Expires)
		p.number("n", r.Attempts)
	})
	return p.done()
}

func plainOutcome(o report.Outcome) ([]byte, bool) {
	p := newPlain()
	p.object(func() {
		p.name("m")
		p.quote(string(o.Message))
		p.text("k", string(o.Kind))
		some(p, "r", o.Records, func(k report.RecordKey) {
			p.object(func() {
				p.text("f", string(k.Form))
				p.day("d", k.Day)
				p.text("s", string(k.Slot))
				p.text("u", string(k.Unit))
			})
		})
	})
	return p.done()
}
