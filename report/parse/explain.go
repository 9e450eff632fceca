package parse

import (
	"time"

	"qunbao/report"
	"qunbao/report/zh"
)

// Explanation tells how a message was read. Offsets are code points of the
// original text, ends exclusive (contract, section 3).
type Explanation struct {
	Numbers []ExplainedNumber
	Dates   []ExplainedDate
	Labels  []ExplainedLabel
	Reading report.Reading
}

// ExplainedNumber is one number; N is an exact decimal string.
type ExplainedNumber struct {
	Text       string
	N          string
	Unit       string
	Approx     bool
	Start, End int
}

// ExplainedDate is one date, time or window; EndTime is zero for a single one.
type ExplainedDate struct {
	Text          string
	Time, EndTime time.Time
	Grain         string
	Start, End    int
}

// ExplainedLabel is one word that names fields of a form.
type ExplainedLabel struct {
	Text       string
	Form       report.FormID
	Field      report.FieldID
	Start, End int
}

// Explain lists every number and date of a message, whether or not a report
// uses it, the labels of the forms its chat knows, and the Reading. A range is
// two numbers with one text: 3–5条. Ordinals, phones and IDs are left out, and
// places left empty.
func (p *Parser) Explain(m report.Message) Explanation {
	// Read twice, since a Reading keeps no tokens; explaining is for people to look
	// at, not for the path of a message.
	e := Explanation{Reading: p.Message(m)}
	m.Text = cutText(m.Text)
	s := p.newScene(m)
	s.look()
	numbers, dates := zh.Read(s.text, p.measures, s.ref)
	for _, n := range s.withCases(numbers) {
		switch n.Kind {
		case zh.Ordinal, zh.Code, zh.Blank, zh.Vague:
			continue
		}
		start, end := s.text.Span(n.From, n.To)
		x := ExplainedNumber{Text: s.text.Source(n.From, n.To), N: n.N.String(), Unit: n.Unit, Approx: n.Approx, Start: start, End: end}
		e.Numbers = append(e.Numbers, x)
		if n.Kind == zh.Range {
			x.N = n.High.String()
			e.Numbers = append(e.Numbers, x)
		}
	}
	for _, d := range dates {
		start, end := s.text.Span(d.Start, d.End)
		e.Dates = append(e.Dates, ExplainedDate{Text: s.text.Source(d.Start, d.End), Time: d.Time, EndTime: d.EndTime, Grain: d.Grain.String(), Start: start, End: end})
	}
	for _, t := range s.toks {
		if t.kind != word {
			continue
		}
		for _, v := range t.senses {
			if v.isField() && s.knows(v.form) {
				start, end := s.text.Span(t.start, t.end)
				e.Labels = append(e.Labels, ExplainedLabel{Text: s.text.Source(t.start, t.end), Form: v.form.ID, Field: v.field.ID, Start: start, End: end})
			}
		}
	}
	return e
}
