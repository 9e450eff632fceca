package summarizer

import (
	"slices"
	"strings"

	"qunbao/report"
)

// parts is the document as it is reviewed.
func (doc *document) parts() ([]report.Part, error) {
	next, err := doc.render("next", doc.Steps)
	if err != nil {
		return nil, err
	}
	figures := report.Part{Head: "二、主要数据"}
	for _, p := range doc.figures {
		figures.Sentences = append(figures.Sentences, p.sentence(""))
	}
	if len(figures.Sentences) == 0 {
		figures.Sentences = []report.Sentence{{Text: "暂无已报数据。", New: true}}
	}
	return []report.Part{
		{Head: "一、报送情况", Sentences: []report.Sentence{doc.reporting.sentence("当日无报送任务。")}},
		figures,
		{Head: "三、需要关注的情况", Sentences: []report.Sentence{doc.attention.sentence("无。")}},
		{Head: "四、下一步", Sentences: []report.Sentence{{Text: next, New: true}}},
	}, nil
}

// sentence is the paragraph with the places of its facts.
func (p *paragraph) sentence(otherwise string) report.Sentence {
	s := report.Sentence{Text: p.say(otherwise), New: true}
	if len(p.facts) == 0 {
		return s
	}
	if p.lead != "" {
		s.Spans = append(s.Spans, report.Span{To: len(p.lead)})
	}
	for _, f := range p.facts {
		from := len(p.lead)
		for {
			i := strings.Index(s.Text[from:], f.Text)
			if i < 0 {
				break
			}
			at := report.Span{From: from + i, To: from + i + len(f.Text), Fact: f.ID}
			if from = at.To; !slices.ContainsFunc(s.Spans, func(x report.Span) bool { return x.From < at.To && at.From < x.To }) {
				s.Spans, s.Facts = append(s.Spans, at), append(s.Facts, f.ID)
				break
			}
		}
	}
	slices.SortFunc(s.Spans, func(a, b report.Span) int { return a.From - b.From })
	return s
}
