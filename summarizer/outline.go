package summarizer

import (
	"fmt"
	"slices"
	"strings"

	"qunbao/report"
)

// outline puts the facts into the sections in which an office expects them.
type outline struct {
	f       *report.Facts
	phrases *phrasebook
	matter  matter
}

// matter is what stands beside who reported and the figures, by what a document
// does with it.
type matter struct {
	urgent   []report.Fact // what was raised as urgent, or that nothing was
	odd      []report.Fact // figures that moved more than they use to
	kept     []report.Fact // what else was written, what stays unfilled, corrections
	problems []report.Fact // what units told of in their own words
}

// sorted sorts a document's matter: what is carried stands behind what is new.
func sorted(f *report.Facts) matter {
	m := matter{urgent: f.Events, odd: f.Anomalies, problems: slices.Concat(f.Problems, f.Suggestions)}
	for _, x := range slices.Concat(f.Carried, f.Attention) {
		switch x.Kind {
		case report.FactCarriedEvent:
			m.urgent = append(m.urgent, x)
		case report.FactCarried:
			m.problems = append(m.problems, x)
		default:
			m.kept = append(m.kept, x)
		}
	}
	return m
}

// fixed is a paragraph of the office's words alone.
func (o *outline) fixed(text string) *paragraph {
	return &paragraph{body: []report.Sentence{o.dated(text)}}
}

// dated is a phrase with the days told in the place of {span}.
func (o *outline) dated(text string) report.Sentence {
	before, after, found := strings.Cut(text, "{span}")
	if !found {
		return report.Sentence{Text: text}
	}
	days := spanned(o.f)
	return report.Sentence{Text: before + days + after, Spans: []report.Span{{From: len(before), To: len(before) + len(days)}}}
}

// daily is 日报简报: the figures, who reported, what to look at, what units need,
// and what is next.
func (o *outline) daily() []part {
	return []part{
		{"一、主要数据", o.figures()},
		{"二、报送情况", o.reporting()},
		{"三、需要关注的情况", o.attention()},
		{"四、问题与协调", o.problems()},
		{"五、下一步工作", o.steps("next-")},
	}
}

// figures is a paragraph a form, so that a figure never stands under another
// form's name.
func (o *outline) figures() []*paragraph {
	var all []*paragraph
	for i := range o.f.Forms {
		form := &o.f.Forms[i]
		if len(form.Figures) == 0 {
			continue
		}
		lead := form.Name + "："
		if len(all) == 0 {
			lead += asOf(o.f)
		}
		p := &paragraph{id: fmt.Sprintf("figures-%d", i+1), head: "主要数据", lead: lead, facts: form.Figures}
		if form.Received < form.Base {
			p.lead += o.phrases.say("figures-partial")
		} else {
			p.open = o.phrases.say("figures-whole")
		}
		all = append(all, p)
	}
	switch {
	case len(all) > 0:
		return all
	case o.silent():
		return []*paragraph{o.fixed(o.phrases.say("figures-none"))}
	}
	return []*paragraph{o.fixed(o.phrases.say("figures-open"))}
}

// reporting is who reported, form by form.
func (o *outline) reporting() []*paragraph {
	p := &paragraph{id: "reporting", head: "报送情况", open: o.phrases.say("reporting")}
	for i := range o.f.Forms {
		p.facts = append(p.facts, o.f.Forms[i].Reporting...)
	}
	if len(p.facts) == 0 {
		return []*paragraph{o.fixed(o.phrases.say("reporting-none"))}
	}
	return []*paragraph{p}
}

// attention is what leaders should look at: urgent matters, odd figures, and what
// became of reports.
func (o *outline) attention() []*paragraph {
	m := o.matter
	p := &paragraph{id: "attention", head: "需要关注的情况"}
	p.facts = append(append(append(p.facts, m.urgent...), m.odd...), m.kept...)
	if len(p.facts) == 0 {
		return []*paragraph{o.fixed(o.phrases.say("attention-none"))}
	}
	return []*paragraph{p}
}

// problems is what units told of, in their own words.
func (o *outline) problems() []*paragraph {
	switch {
	case len(o.matter.problems) > 0:
	case o.silent():
		return []*paragraph{o.fixed(o.phrases.say("problems-silent"))}
	default:
		return []*paragraph{o.fixed(o.phrases.say("problems-none"))}
	}
	return []*paragraph{{id: "problems", head: "问题与协调", facts: o.matter.problems}}
}

// silent tells whether nobody has reported anything.
func (o *outline) silent() bool {
	for i := range o.f.Forms {
		if o.f.Forms[i].Received > 0 {
			return false
		}
	}
	return true
}

// mostSteps is how many next steps a document gives: more are a list, not a plan.
const mostSteps = 5

// steps are the next steps that the facts call for, as 一是, 二是. They are never a
// model's.
func (o *outline) steps(prefix string) []*paragraph {
	var phrases []string
	for _, s := range []struct {
		when  bool
		place string
	}{
		{len(only(o.matter.urgent, report.FactUrgent, report.FactCarriedEvent)) > 0 || o.f.Has(report.FactLimit), "urgent"},
		{o.f.Has(report.FactMissing), "missing"},
		{len(only(o.matter.odd, report.FactJump, report.FactFall, report.FactCheck)) > 0, "anomaly"},
		{o.f.Has(report.FactUnparsed), "unparsed"},
		{o.f.Has(report.FactUnfilled), "unfilled"},
		{len(o.matter.problems) > 0, "problems"},
	} {
		if text := o.phrases.say(prefix + s.place); s.when && text != "" && len(phrases) < mostSteps-1 {
			phrases = append(phrases, text)
		}
	}
	return []*paragraph{listed(append(phrases, o.phrases.say(prefix+"always")))}
}

// listed is 一是…；二是…。, or one phrase without a number.
func listed(phrases []string) *paragraph {
	p := &paragraph{}
	for i, text := range phrases {
		if len(phrases) > 1 {
			text = ordinal(i) + "是" + text
		}
		mark := "；"
		if i == len(phrases)-1 {
			mark = "。"
		}
		p.body = append(p.body, report.Sentence{Text: text + mark})
	}
	return p
}

// ordinal numbers what is listed. No list is longer than nine.
func ordinal(i int) string { return string([]rune("一二三四五六七八九")[i]) }
