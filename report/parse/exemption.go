package parse

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/zh"
)

// Exemption is what the words behind 免报 say: who owes nothing, when and why.
type Exemption struct {
	Units   []report.UnitID
	Unknown string // what stands where a unit belongs and is none of the roster
	Spans   []Span
	Form    report.FormID // empty: every form
	Reason  string
}

// Span is some days in a row; the last is the first where one day is named.
type Span struct{ From, Until report.Day }

// Exemption reads the words behind 免报, in whatever order: units (柳湾村、东坡村),
// days (2月3日, 今天, 2月3日至5日), a form's name; the rest is the reason. Units that
// stand inside the reason are none of those exempted.
func (p *Parser) Exemption(c report.Command, ref time.Time) Exemption {
	text := zh.Fold(dotted.ReplaceAllString(strings.Join(c.Args, " "), "${1}月${2}日"))
	e := &exempting{p: p, text: text.Runes(), dates: zh.Dates(text, ref)}
	for e.at < len(e.text) {
		e.next()
	}
	if len(e.Units) == 0 && e.Unknown == "" && e.Reason != "" {
		e.Unknown, _, _ = strings.Cut(e.Reason, " ")
	}
	e.Reason = strings.ReplaceAll(strings.TrimLeft(strings.TrimPrefix(e.Reason, "原因"), ": "), ",", "，")
	return e.Exemption
}

// dotted is a day written as 2.3 or 2/3.
var dotted = regexp.MustCompile(`\b(\d{1,2})[./](\d{1,2})(?:日|号|\b)`)

// exempting reads an Exemption from left to right.
type exempting struct {
	Exemption
	p     *Parser
	text  []rune
	dates []zh.Date
	at    int
	last  thing // what was read before the place: aUnit, aReason, or something else
}

// aReason is a word of the reason.
const aReason = thing(1 << 7)

// next reads one thing: the marks before it, then a day, a unit, a form's name, or
// a word of the reason.
func (e *exempting) next() {
	from := e.at
	for e.at < len(e.text) && isMark(e.text[e.at]) {
		e.at++
	}
	mark := string(e.text[from:e.at])
	if e.at == len(e.text) || e.day() || e.named() || e.form() {
		return
	}
	e.because(mark)
}

// because reads a word of the reason, or what stands in a list of units and is none.
func (e *exempting) because(mark string) {
	end := e.at
	for end < len(e.text) && (!isMark(e.text[end]) || e.text[end] == '和') {
		end++
	}
	word := string(e.text[e.at:end])
	switch {
	case e.last == aUnit && strings.ContainsAny(mark, "、和") && e.Unknown == "":
		e.Unknown = word
	case e.Reason == "":
		e.Reason = word
	case e.last == aReason:
		e.Reason += mark + word
	default:
		e.Reason += " " + word
	}
	e.at, e.last = end, aReason
}

// day reads a day or days in a row. Behind the reason's first word only the first
// day named is read.
func (e *exempting) day() bool {
	i := slices.IndexFunc(e.dates, func(d zh.Date) bool { return d.Start == e.at && !d.Day.IsZero() })
	if i < 0 || e.Reason != "" && len(e.Spans) > 0 {
		return false
	}
	d := e.dates[i]
	span := Span{report.DayOf(d.Day), report.DayOf(d.Day)}
	if !d.EndTime.IsZero() && d.EndTime.Hour() == 0 {
		span.Until = report.DayOf(d.EndTime)
	}
	backwards := d.EndTime.IsZero() && strings.ContainsAny(string(e.text[d.Start:d.End]), "至到")
	if !backwards && span.From <= span.Until {
		e.Spans = append(e.Spans, span)
	}
	e.at, e.last = d.End, 0
	return true
}

// named reads a unit: the first, or one of a list.
func (e *exempting) named() bool {
	end, word := e.p.words.longest(e.text, e.at, (*meaning).namesUnit)
	if word == nil || len(e.Units) > 0 && (e.last != aUnit || !e.ends(end)) {
		return false
	}
	var named []report.UnitID
	for _, s := range word.senses {
		if s.isUnit() {
			named = append(named, s.unit)
		}
	}
	switch {
	case len(named) > 1: // an alias of several
		e.Unknown = string(e.text[e.at:end])
	case !slices.Contains(e.Units, named[0]):
		e.Units = append(e.Units, named[0])
	}
	e.at, e.last = end, aUnit
	return true
}

// form reads a form's name that stands before the reason.
func (e *exempting) form() bool {
	end, word := e.p.words.longest(e.text, e.at, (*meaning).namesForm)
	if word == nil || !e.ends(end) || e.Form != "" || e.Reason != "" {
		return false
	}
	e.Form, e.at, e.last = word.firstForm().ID, end, 0
	return true
}

// ends tells whether a word that ends here is not the beginning of a longer one.
func (e *exempting) ends(end int) bool {
	return end == len(e.text) || isMark(e.text[end]) ||
		slices.ContainsFunc(e.dates, func(d zh.Date) bool { return d.Start == end })
}

// isMark tells whether a rune parts the words behind a command.
func isMark(r rune) bool { return inSet(r, " \t\n,，、;；和") }
