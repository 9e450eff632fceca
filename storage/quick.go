package storage

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

// quick reads a stored form as it is mostly written, some six times as fast as
// encoding/json, and more than twice as fast as goccy/go-json and
// segmentio/encoding: a digest of a county reads 50,000 versions, and each message
// questions and rows. It knows that form alone, without spaces and rare escapes; ok
// is false wherever anything else stands, and encoding/json then decides.
// FuzzAQuicklyReadForm holds the two equal.
type quick struct {
	s  string
	i  int
	ok bool
}

func quickVersion(s string) (v report.Version, ok bool) {
	q := quick{s: s, ok: utf8.ValidString(s)}
	var counts *time.Time
	q.object(func(name byte) {
		switch name {
		case 'm':
			v.Message = report.MessageID(q.text())
		case 't':
			v.Time = q.instant()
		case 'c':
			at := q.instant()
			counts = &at
		case 'f':
			v.Filed = q.instant()
		case 'b':
			v.By = q.text()
		case 'k':
			v.Kind = report.VersionKind(q.text())
		case 'p':
			v.Proxy = q.yes()
		case 'z':
			v.Zero = q.yes()
		case 'a':
			v.AsOf = q.instant()
		case 'v':
			v.Values = q.values()
		case 'u':
			q.list(func() { v.Unfilled = append(v.Unfilled, report.FieldID(q.text())) })
		case 'q':
			q.list(func() { v.Problems = append(v.Problems, q.problem()) })
		case 'l':
			v.Line = q.text()
		case 'w':
			v.About = report.MessageID(q.text())
		case 'r':
			v.Reason = q.text()
		case 's':
			v.Asked = q.text()
		case 'h':
			v.Chat = report.ChatID(q.text())
		case 'x':
			v.Words = q.text()
		default:
			q.ok = false
		}
	})
	if v.Counts = v.Time; counts != nil {
		v.Counts = *counts
	}
	return v, q.whole()
}

// whole is true where all of the text was of our form.
func (q *quick) whole() bool { return q.ok && q.i == len(q.s) }

// object calls member for each name, in the order of the text, with its letter; the
// member reads its value. A name that comes twice is not of our form.
func (q *quick) object(member func(name byte)) {
	q.want('{')
	if q.take('}') {
		return
	}
	for seen := uint64(0); q.ok; {
		name := letter(q.text())
		if name < 'a' || seen&(1<<(name-'a')) != 0 {
			q.ok = false
			return
		}
		seen |= 1 << (name - 'a')
		q.want(':')
		member(name)
		if q.take('}') {
			return
		}
		q.want(',')
	}
}

// The two longer names of a row stand for signs that are no letters.
const (
	nameKey = '{'
	nameAt  = '|'
)

// letter is what a name is told by, 0 where it is none of ours.
func letter(name string) byte {
	switch {
	case name == "key":
		return nameKey
	case name == "at":
		return nameAt
	case len(name) == 1 && name[0] <= 'z':
		return name[0]
	}
	return 0
}

func (q *quick) values() map[report.FieldID]report.Value {
	q.want('{')
	// The size of the map is all that is guessed.
	values := make(map[report.FieldID]report.Value, strings.Count(q.s[min(q.i, len(q.s)):], "{"))
	for q.ok {
		field := report.FieldID(q.text())
		_, twice := values[field]
		q.want(':')
		values[field] = q.value()
		if twice {
			q.ok = false
		}
		if q.take('}') {
			break
		}
		q.want(',')
	}
	return values
}

func (q *quick) value() (v report.Value) {
	q.object(func(name byte) {
		switch name {
		case 'n':
			v.N = q.number()
		case 'u':
			v.Unit = q.text()
		case 'w':
			v.As = q.text()
		case 'x':
			v.Approx = q.yes()
		case 'c':
			v.Carried = q.yes()
		case 't':
			v.Text = q.text()
		case 'a':
			v.AsOf = q.instant()
		default:
			q.ok = false
		}
	})
	return v
}

func (q *quick) problem() (p report.Problem) {
	q.object(func(name byte) {
		switch name {
		case 'c':
			p.Code = report.ProblemCode(q.text())
		case 'f':
			p.Field = report.FieldID(q.text())
		case 's':
			p.Say = q.text()
		case 'v':
			q.list(func() { p.Seen = append(p.Seen, q.value()) })
		case 'r':
			p.Rule = int(q.integer())
		default:
			q.ok = false
		}
	})
	return p
}

// list calls element at each element of an array that is not empty.
func (q *quick) list(element func()) {
	for q.want('['); q.ok; q.want(',') {
		if element(); q.take(']') {
			return
		}
	}
}

// text is a string with the escapes that people's words need.
func (q *quick) text() string {
	q.want('"')
	for start := q.i; q.ok && q.i < len(q.s); q.i++ {
		switch c := q.s[q.i]; {
		case c == '"':
			q.i++
			return q.s[start : q.i-1]
		case c == '\\':
			return q.escaped(start)
		case c < ' ':
			q.ok = false
		}
	}
	q.ok = false
	return ""
}

// escaped is a string that began at start, from its first escape on.
func (q *quick) escaped(start int) string {
	b := []byte(q.s[start:q.i])
	for ; q.ok && q.i < len(q.s); q.i++ {
		switch c := q.s[q.i]; {
		case c == '"':
			q.i++
			return string(b)
		case c < ' ':
			q.ok = false
		case c == '\\':
			q.i++
			at := strings.IndexByte(`nrt"\`, q.s[min(q.i, len(q.s)-1)])
			if at < 0 {
				q.ok = false
				break
			}
			b = append(b, "\n\r\t\"\\"[at])
		default:
			b = append(b, c)
		}
	}
	q.ok = false
	return ""
}

func (q *quick) instant() time.Time {
	at, err := ParseInstant(q.text())
	q.ok = q.ok && err == nil
	return at
}

// number is one that fits 18 digits and has none behind the point.
func (q *quick) number() decimal.Decimal {
	n := q.integer()
	if 0 <= n && n < int64(len(small)) {
		return small[n]
	}
	return decimal.New(n, 0)
}

// small are the numbers that most values are: one takes as long to make as the
// rest of its value to read, and none is ever changed.
var small = func() (list [512]decimal.Decimal) {
	for n := range list {
		list[n] = decimal.New(int64(n), 0)
	}
	return list
}()

func (q *quick) integer() int64 {
	start := q.i
	q.take('-')
	digits := q.i
	for q.i < len(q.s) && '0' <= q.s[q.i] && q.s[q.i] <= '9' {
		q.i++
	}
	n, err := strconv.ParseInt(q.s[start:q.i], 10, 64)
	if err != nil || q.i-digits > 1 && q.s[digits] == '0' {
		q.ok = false
	}
	return n
}

func (q *quick) yes() bool {
	if !strings.HasPrefix(q.s[q.i:], "true") {
		q.ok = false
		return false
	}
	q.i += len("true")
	return true
}

// take goes over a sign if it stands there.
func (q *quick) take(c byte) bool {
	if !q.ok || q.i >= len(q.s) || q.s[q.i] != c {
		return false
	}
	q.i++
	return true
}

// want goes over a sign that must stand there.
func (q *quick) want(c byte) {
	if !q.take(c) {
		q.ok = false
	}
}
