package summarizer

import (
	"fmt"
	"slices"
	"strings"

	"qunbao/report"
)

// situation is 情况汇报: how things stand, what was done, what is wanting, and what
// is next; 下一步 answers 存在问题 one by one.
func (o *outline) situation() []part {
	lacks := o.lacks()
	return []part{
		{"", []*paragraph{o.fixed(o.phrases.say("opening-situation"))}},
		{"一、基本情况", o.standing()},
		{"二、工作开展情况", o.done()},
		{"三、存在问题", o.wanting(lacks)},
		{"四、下一步工作", []*paragraph{listed(o.plans(lacks))}},
	}
}

// summary is 工作小结: one sentence, the month's work as 一是, 二是, what is wanting,
// and what goes on.
func (o *outline) summary() []part {
	all := []*paragraph{o.fixed(o.phrases.say("opening-summary"))}
	for i, t := range o.themes() {
		t.lead = ordinal(i) + "是" + t.head + "方面，" + t.lead
		all = append(all, t.paragraph)
	}
	lacks := o.lacks()
	var facts []report.Fact
	for _, l := range lacks {
		facts = append(facts, l.facts...)
	}
	if len(facts) > 0 {
		all = append(all, &paragraph{id: "lacks", head: "存在不足", lead: "工作中还存在以下不足：", facts: facts})
	} else {
		all = append(all, o.fixed(o.phrases.say("lack-none")))
	}
	next := o.plans(lacks)
	return []part{{"", append(all, o.fixed("下一步，"+strings.Join(next, "；")+"。"))}}
}

// theme is a paragraph with what it is about.
type theme struct {
	head string
	*paragraph
}

// figuresOf is a form's figures of some kinds, or of all but them.
func (o *outline) figuresOf(i int, keep func(report.Fact) bool) theme {
	form := &o.f.Forms[i]
	var facts []report.Fact
	for _, x := range form.Figures {
		if keep(x) {
			facts = append(facts, x)
		}
	}
	name := form.Name
	for _, tail := range []string{"日报", "统计", "报表", "报告"} {
		name = strings.TrimSuffix(name, tail)
	}
	return theme{name, &paragraph{head: name, facts: facts}}
}

func isFlow(x report.Fact) bool { return x.Kind == report.FactFlow }

// standing is how things stand at the end of the days, a paragraph a form.
func (o *outline) standing() []*paragraph {
	var all []*paragraph
	for i := range o.f.Forms {
		t := o.figuresOf(i, func(x report.Fact) bool { return !isFlow(x) })
		if len(t.facts) == 0 {
			continue
		}
		t.id, t.lead = fmt.Sprintf("figures-%d", i+1), o.f.Forms[i].Name+"："
		if len(all) == 0 {
			t.lead += asOf(o.f)
		}
		all = append(all, t.paragraph)
	}
	if len(all) == 0 {
		return []*paragraph{o.fixed(o.phrases.say("figures-none-span"))}
	}
	return all
}

// done is what was done, as （一）, （二）: reports, what flowed form by form, urgent
// matters, and what else became of reports.
func (o *outline) done() []*paragraph {
	all := o.reports()
	for i := range o.f.Forms {
		if t := o.figuresOf(i, isFlow); len(t.facts) > 0 {
			t.id = fmt.Sprintf("flows-%d", i+1)
			all = append(all, t)
		}
	}
	var paragraphs []*paragraph
	for i, t := range append(all, o.events()...) {
		t.lead = "（" + ordinal(i) + "）" + t.head + "。" + t.lead
		paragraphs = append(paragraphs, t.paragraph)
	}
	return paragraphs
}

// themes is all that a summary tells, in its order.
func (o *outline) themes() []theme {
	var all []theme
	for i := range o.f.Forms {
		if t := o.figuresOf(i, func(report.Fact) bool { return true }); len(t.facts) > 0 {
			t.id = fmt.Sprintf("figures-%d", i+1)
			if len(all) == 0 {
				t.lead = asOf(o.f)
			}
			all = append(all, t)
		}
	}
	return append(append(all, o.reports()...), o.events()...)
}

// reports is who reported how often.
func (o *outline) reports() []theme {
	var facts []report.Fact
	for i := range o.f.Forms {
		for _, x := range o.f.Forms[i].Reporting {
			if !wants(x.Kind) {
				facts = append(facts, x)
			}
		}
	}
	if len(facts) == 0 {
		return []theme{{"信息报送", o.fixed(o.phrases.say("reporting-none-span"))}}
	}
	return []theme{{"信息报送", &paragraph{id: "reporting", head: "信息报送", facts: facts}}}
}

// events is what was urgent, and what became of reports.
func (o *outline) events() []theme {
	var all []theme
	for _, t := range []struct {
		id, head string
		facts    []report.Fact
	}{
		{"urgent", "急报处置", slices.Concat(o.matter.urgent, only(o.matter.odd, report.FactLimit))},
		{"kept", "数据更正", only(o.matter.kept, report.FactCorrection)},
		{"notes", "其他", only(o.matter.kept, report.FactNote, report.FactRest)},
	} {
		if len(t.facts) > 0 {
			all = append(all, theme{t.head, &paragraph{id: t.id, head: t.head, facts: t.facts}})
		}
	}
	return all
}

// wants tells whether a fact about reports says that something is wanting.
func wants(kind report.FactKind) bool {
	return slices.Contains([]report.FactKind{report.FactMissing, report.FactOpen, report.FactUnparsed}, kind)
}

func only(facts []report.Fact, kinds ...report.FactKind) []report.Fact {
	var some []report.Fact
	for _, x := range facts {
		if slices.Contains(kinds, x.Kind) {
			some = append(some, x)
		}
	}
	return some
}

func except(facts []report.Fact, kinds ...report.FactKind) []report.Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(x report.Fact) bool { return slices.Contains(kinds, x.Kind) })
}

// lack is something wanting: its place among the phrases, and the facts.
type lack struct {
	place string
	facts []report.Fact
}

// lacks is what is wanting, in the order in which an office says it.
func (o *outline) lacks() []lack {
	var reports []report.Fact
	for i := range o.f.Forms {
		reports = append(reports, o.f.Forms[i].Reporting...)
	}
	all := []lack{
		{"reporting", slices.Concat(only(reports, report.FactMissing, report.FactOpen), only(o.matter.odd, report.FactSilence))},
		{"unparsed", only(reports, report.FactUnparsed)},
		{"unfilled", only(o.matter.kept, report.FactUnfilled)},
		{"anomaly", except(o.matter.odd, report.FactLimit, report.FactSilence)},
		{"problems", o.matter.problems},
	}
	return slices.DeleteFunc(all, func(l lack) bool { return len(l.facts) == 0 })
}

// wanting tells what is wanting as 一是, 二是, a paragraph each.
func (o *outline) wanting(lacks []lack) []*paragraph {
	if len(lacks) == 0 {
		return []*paragraph{o.fixed(o.phrases.say("lack-none"))}
	}
	var all []*paragraph
	for i, l := range lacks {
		lead := o.phrases.say("lack-" + l.place)
		if len(lacks) > 1 {
			lead = ordinal(i) + "是" + lead
		}
		all = append(all, &paragraph{id: "lack-" + l.place, head: "存在问题", lead: strings.TrimSuffix(lead, "。") + "。", facts: l.facts})
	}
	return all
}

// plans answers what is wanting, each, and goes on with the rest.
func (o *outline) plans(lacks []lack) []string {
	var phrases []string
	if o.f.Has(report.FactUrgent) || o.f.Has(report.FactCarriedEvent) || o.f.Has(report.FactLimit) {
		phrases = append(phrases, o.phrases.say("plan-urgent"))
	}
	for _, l := range lacks {
		phrases = append(phrases, o.phrases.say("plan-"+l.place))
	}
	if len(phrases) < mostSteps {
		phrases = append(phrases, o.phrases.say("plan-always"))
	}
	return phrases
}
