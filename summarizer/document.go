package summarizer

import (
	_ "embed"
	"fmt"
	"strings"
	"text/template"

	"qunbao/report"
)

//go:embed templates/daily.tmpl
var dailySource string

// document is a briefing while it is put together: paragraphs that start as the
// template's and may each be replaced by one that passed verification.
type document struct {
	tmpl  *template.Template
	Title string
	Issue int

	reporting *paragraph
	figures   []*paragraph // one a form, so that a figure never stands under another form's name
	attention *paragraph
	Steps     []string
}

// paragraph is one part of a document that stands or falls whole.
type paragraph struct {
	id    string
	head  string // what it is about, without figures
	lead  string // set by code: 截至…, or the form's name
	facts []report.Fact
	body  string
}

func newDocument(f *report.Facts, issue int) (*document, error) {
	tmpl, err := template.New("daily").Funcs(template.FuncMap{"ordinal": ordinal}).Parse(dailySource)
	if err != nil {
		return nil, err
	}
	doc := &document{
		tmpl: tmpl, Title: f.Workspace + f.Topic + "工作简报", Issue: max(issue, 0),
		reporting: &paragraph{id: "reporting", head: "报送情况", lead: asOf(f)},
		attention: &paragraph{id: "attention", head: "需要关注的情况", facts: f.Attention},
	}
	for i := range f.Forms {
		form := &f.Forms[i]
		doc.reporting.facts = append(doc.reporting.facts, form.Reporting...)
		if len(form.Figures) > 0 {
			doc.figures = append(doc.figures, &paragraph{
				id: fmt.Sprintf("figures-%d", i+1), head: "主要数据", lead: form.Name + "：", facts: form.Figures,
			})
		}
	}
	for _, p := range doc.paragraphs() {
		if p.body, err = doc.render("paragraph", p.facts); err != nil {
			return nil, err
		}
	}
	return doc, doc.plan(f)
}

// paragraphs lists what a model may word, in the document's order.
func (doc *document) paragraphs() []*paragraph {
	all := append([]*paragraph{doc.reporting}, doc.figures...)
	all = append(all, doc.attention)
	var filled []*paragraph
	for _, p := range all {
		if len(p.facts) > 0 {
			filled = append(filled, p)
		}
	}
	return filled
}

// plan chooses the next steps among the office's phrases by what the facts
// hold. They are never a model's.
func (doc *document) plan(f *report.Facts) error {
	steps := []struct {
		when bool
		name string
	}{
		{len(f.Raised) > 0, "step-urgent"},
		{f.Has(report.FactMissing), "step-missing"},
		{f.Has(report.FactUnparsed), "step-unparsed"},
		{f.Has(report.FactUnfilled), "step-unfilled"},
		{f.Has(report.FactNote), "step-note"},
		{true, "step-always"},
	}
	for _, s := range steps {
		if !s.when {
			continue
		}
		text, err := doc.render(s.name, nil)
		if err != nil {
			return err
		}
		doc.Steps = append(doc.Steps, text)
	}
	return nil
}

// say is the paragraph's text, or what stands where there are no facts.
func (p *paragraph) say(otherwise string) string {
	if len(p.facts) == 0 {
		return otherwise
	}
	return p.lead + p.body
}

func (doc *document) render(name string, view any) (string, error) {
	var b strings.Builder
	if err := doc.tmpl.ExecuteTemplate(&b, name, view); err != nil {
		return "", err
	}
	return b.String(), nil
}

// asOf is 截至20时10分， with the day where the facts speak from a later one.
func asOf(f *report.Facts) string {
	if f.At.IsZero() {
		return ""
	}
	clock := fmt.Sprintf("%d时%02d分，", f.At.Hour(), f.At.Minute())
	if day := report.DayOf(f.At); day != f.To {
		return f.To.Chinese() + "，截至" + day.Chinese() + clock
	}
	return "截至" + clock
}

// ordinal numbers the next steps: 一是, 二是. The template has fewer than nine.
func ordinal(i int) string { return string([]rune("一二三四五六七八九")[i]) }
