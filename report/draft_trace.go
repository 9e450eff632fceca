package report

import (
	"slices"
	"strings"
	"time"

	"qunbao/report/zh"
)

// Number is a number that stands in a sentence of a draft.
type Number struct {
	Text     string // with its measure word, as it stands: 约200亩
	Sentence int    // the sentence's mark
	From, To int    // in the sentence, in bytes

	value string // what it says, however it is written
}

// Untraced lists every number, date and blank of the draft that lies in no span
// of a fact. Titles and headings are the office's and are not looked at, and a
// numeral inside a unit's name (三合村) is none.
func (d *Draft) Untraced() []Number {
	var stray []Number
	units := d.units()
	for s := range d.sentences {
		stray = append(stray, s.untraced(units)...)
	}
	return stray
}

// units lists those that the facts name.
func (d *Draft) units() []UnitID {
	var units []UnitID
	for _, f := range d.Facts {
		units = union(units, f.Units)
	}
	return units
}

// untraced lists the numbers of a sentence that lie in no span and in no unit's name.
func (s *Sentence) untraced(units []UnitID) []Number {
	var names []Span
	for _, u := range units {
		for at := 0; u != ""; {
			i := strings.Index(s.Text[at:], string(u))
			if i < 0 {
				break
			}
			names = append(names, Span{From: at + i, To: at + i + len(u)})
			at += i + len(u)
		}
	}
	return slices.DeleteFunc(s.numbers(), func(n Number) bool {
		holds := func(p Span) bool { return p.From <= n.From && n.To <= p.To }
		return slices.ContainsFunc(s.Spans, holds) || slices.ContainsFunc(names, holds)
	})
}

// numbers lists what says a number or a date in a sentence, in its order, and what may
// say one though it cannot be read: ③, Ⅲ, 过半.
func (s *Sentence) numbers() []Number {
	var found []Number
	text := zh.Fold(s.Text)
	bytes := byteOffsets(s.Text)
	var days [][2]int
	add := func(from, to int, value string) {
		start, end := text.Span(from, to)
		found = append(found, Number{text.Source(from, to), s.N, bytes[start], bytes[end], value})
	}
	numbers, dates := zh.Read(text, zh.Units{}, time.Time{}.AddDate(2000, 0, 0))
	for _, n := range numbers {
		add(n.From, n.To, numberValue(n))
	}
	for _, d := range dates {
		if d.Relative { // 今天, 明早: the day of the draft is in its head
			start, end := text.Span(d.Start, d.End)
			days = append(days, [2]int{bytes[start], bytes[end]})
			continue
		}
		add(d.Start, d.End, dateValue(d))
	}
	found = append(found, s.unread(text, bytes, append(days, places(found)...))...)
	slices.SortFunc(found, func(a, b Number) int { return a.From - b.From })
	return found
}

// unread lists what may say a number outside the stretches that were read.
func (s *Sentence) unread(text zh.Text, bytes []int, read [][2]int) []Number {
	may := zh.Signs(s.Text)
	for _, n := range zh.Numerals(text) {
		start, end := text.Span(n[0], n[1])
		may = append(may, [2]int{bytes[start], bytes[end]})
	}
	var found []Number
	for _, at := range may {
		within := func(r [2]int) bool { return r[0] <= at[0] && at[1] <= r[1] }
		if !slices.ContainsFunc(read, within) {
			said := s.Text[at[0]:at[1]]
			found, read = append(found, Number{said, s.N, at[0], at[1], "unread " + said}), append(read, at)
		}
	}
	return found
}

// places are where numbers stand.
func places(of []Number) [][2]int {
	var at [][2]int
	for _, n := range of {
		at = append(at, [2]int{n.From, n.To})
	}
	return at
}

// byteOffsets is where each code point of a text begins, and where the text ends.
func byteOffsets(text string) []int {
	at := make([]int, 0, len(text)+1)
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}
