package summarizer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"qunbao/report"
)

// document is a briefing while it is put together: paragraphs that start as the
// template's and may each be replaced by one that passed verification.
type document struct {
	kind  string
	title string
	parts []part

	worded bool // by a model, some of it
}

// part is a heading and the paragraphs below it.
type part struct {
	head       string // 一、主要数据; empty: none stands above
	paragraphs []*paragraph
}

// paragraph is one part of a document that stands or falls whole. Without facts
// it is the office's alone, and never a model's.
type paragraph struct {
	id    string
	head  string // what it is about, without figures
	lead  string // set by code, before the first sentence whoever words it: 截至…
	open  string // the office's words behind it, before its own first sentence
	facts []report.Fact
	body  []report.Sentence
	left  int // how many facts it leaves out, for its length
}

// newDocument puts together the document of a kind, worded by the template.
func newDocument(kind string, f *report.Facts) (*document, error) {
	o := &outline{f: f, phrases: newPhrasebook(kind, f), matter: sorted(f)}
	doc := &document{kind: kind}
	switch kind {
	case report.DailyBriefing:
		doc.title, doc.parts = f.Workspace+f.Topic+"工作简报", o.daily()
	case report.SituationReport:
		doc.title, doc.parts = f.Workspace+f.Topic+"工作情况汇报", o.situation()
	case report.WorkSummary:
		doc.title, doc.parts = f.Workspace+spanned(f)+f.Topic+"工作小结", o.summary()
	default:
		return nil, fmt.Errorf("unknown kind of document %q", kind)
	}
	doc.fit(longest[kind])
	for _, p := range doc.paragraphs() {
		p.body = p.clauses()
	}
	return doc, nil
}

// paragraphs lists what a model may word, in the document's order.
func (doc *document) paragraphs() []*paragraph {
	var filled []*paragraph
	for _, part := range doc.parts {
		for _, p := range part.paragraphs {
			if len(p.facts) > 0 {
				filled = append(filled, p)
			}
		}
	}
	return filled
}

// draft is the document as it is reviewed.
func (doc *document) draft(f *report.Facts, issue int) report.Draft {
	d := report.Draft{
		ID: report.DraftID(doc.kind, f.From, f.To), Kind: doc.kind, From: f.From, To: f.To, Title: doc.title, Issue: max(issue, 0),
		Made: f.At, Facts: f.All(), Model: doc.worded, Rev: 1, State: report.Drafted, Steps: []report.DraftStep{{At: f.At, Did: report.DidDraft}},
	}
	for i := range f.Forms {
		if id := f.Forms[i].Key.Form; !slices.Contains(d.Forms, id) {
			d.Forms = append(d.Forms, id)
		}
	}
	for _, part := range doc.parts {
		to := report.Part{Head: part.head}
		for _, p := range part.paragraphs {
			to.Sentences = append(to.Sentences, p.sentences()...)
			for _, x := range p.facts {
				if leftOut(x) {
					d.Facts = append(d.Facts, x)
				}
			}
		}
		d.Parts = append(d.Parts, to)
	}
	d.Number()
	return d
}

// sentences are the paragraph's, the first with its lead.
func (p *paragraph) sentences() []report.Sentence {
	all := slices.Clone(p.body)
	if len(all) == 0 {
		return nil
	}
	first := &all[0]
	first.New = true
	if n := len(p.lead); n > 0 {
		spans := []report.Span{{To: n}}
		for _, s := range first.Spans {
			spans = append(spans, report.Span{From: s.From + n, To: s.To + n, Fact: s.Fact})
		}
		first.Text, first.Spans = p.lead+first.Text, spans
	}
	return all
}

// tell puts a fact at the end of a sentence.
func tell(s *report.Sentence, f report.Fact) {
	from := len(s.Text)
	s.Text += f.Text
	s.Facts = append(s.Facts, f.ID)
	s.Spans = append(s.Spans, report.Span{From: from, To: len(s.Text), Fact: f.ID})
}

// clauses is the paragraph as the office's template words it: its facts, one
// after the other, with a full stop where another matter begins.
func (p *paragraph) clauses() []report.Sentence {
	var all []report.Sentence
	for i, f := range p.facts {
		var s report.Sentence
		if i == 0 {
			s.Text = p.open
		}
		tell(&s, f)
		if i == len(p.facts)-1 || parts(f.Kind, p.facts[i+1].Kind) {
			s.Text += "。"
		} else {
			s.Text += "；"
		}
		all = append(all, s)
	}
	return all
}

// parts tells whether one kind of fact begins a matter of its own after another.
func parts(before, next report.FactKind) bool {
	group := func(k report.FactKind) int {
		switch k {
		case report.FactNoEvents:
			return 1
		case report.FactUrgent:
			return 2
		case report.FactCarriedEvent:
			return 3
		case report.FactJump, report.FactFall, report.FactCheck, report.FactLimit, report.FactSilence:
			return 4
		case report.FactProblem, report.FactSuggestion, report.FactNote:
			return 5
		case report.FactCarried:
			return 6
		case report.FactUnfilled:
			return 7
		case report.FactCorrection:
			return 8
		case report.FactZero:
			return 9
		}
		return 0
	}
	return next == report.FactCompleteness || next != report.FactRest && group(before) != group(next)
}

// asOf is 截至2月3日20时10分， with the days before it where the facts speak from
// a later one.
func asOf(f *report.Facts) string {
	if f.At.IsZero() {
		return ""
	}
	now := report.DayOf(f.At)
	at := fmt.Sprintf("截至%s%d时%02d分，", now.Chinese(), f.At.Hour(), f.At.Minute())
	if now > f.To {
		return spanned(f) + "（" + strings.TrimSuffix(at, "，") + "），"
	}
	return at
}

// spanned is the days told: 2月3日, 2月3日至16日, 1月28日至2月3日, or 2月 where they
// are all of a month.
func spanned(f *report.Facts) string {
	from := cmp.Or(f.From, f.To)
	y, m, d := from.Date()
	toYear, toMonth, toDay := f.To.Date()
	_, next, _ := (f.To + 1).Date()
	switch {
	case from == f.To:
		return f.To.Chinese()
	case y == toYear && m == toMonth && d == 1 && next != toMonth:
		return fmt.Sprintf("%d月", int(m))
	case y == toYear && m == toMonth:
		return fmt.Sprintf("%s至%d日", from.Chinese(), toDay)
	}
	return from.Chinese() + "至" + f.To.Chinese()
}
