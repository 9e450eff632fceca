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
		{"二、工作开展情况", headed(o.done())},
		{"三、存在问题", o.wanting(lacks)},
		{"四、下一步工作", o.plans(lacks)},
	}
}

// summary is 工作小结: one sentence, the month's work as 一是, 二是, and what goes on.
func (o *outline) summary() []part {
	lacks := o.lacks()
	body := o.standing()
	for _, t := range o.done() {
		body = append(body, t.paragraph)
	}
	return []part{{"", slices.Concat([]*paragraph{o.fixed(o.phrases.say("opening-summary"))}, body, o.wanting(lacks), o.plans(lacks))}}
}

// theme is a paragraph under a heading of its own, which runs in.
type theme struct {
	head string
	*paragraph
}

// standing is how things stand at the end of the days, a paragraph a form.
func (o *outline) standing() []*paragraph {
	var all []*paragraph
	for i := range o.f.Forms {
		form := &o.f.Forms[i]
		if len(form.Figures) == 0 {
			continue
		}
		lead := form.Name + "："
		if len(all) == 0 {
			lead += "截至" + o.f.To.Chinese() + "，"
		}
		all = append(all, &paragraph{id: fmt.Sprintf("figures-%d", i+1), head: "基本情况", lead: lead, facts: form.Figures})
	}
	if len(all) == 0 {
		return []*paragraph{o.fixed(o.phrases.say("figures-none-span"))}
	}
	return all
}

// done is what was done, by theme.
func (o *outline) done() []theme {
	var reports []report.Fact
	for i := range o.f.Forms {
		for _, x := range o.f.Forms[i].Reporting {
			if !wants(x.Kind) {
				reports = append(reports, x)
			}
		}
	}
	var all []theme
	for _, t := range []struct {
		id, head string
		facts    []report.Fact
	}{
		{"reporting", "信息报送", reports},
		{"urgent", "急报处置", o.matter.urgent},
		{"kept", "数据更正", only(o.matter.kept, report.FactCorrection)},
	} {
		if len(t.facts) > 0 {
			all = append(all, theme{t.head, &paragraph{id: t.id, head: t.head, facts: t.facts}})
		}
	}
	if len(all) == 0 {
		all = append(all, theme{"信息报送", o.fixed(o.phrases.say("reporting-none-span"))})
	}
	return all
}

// headed puts （一）… before each theme.
func headed(themes []theme) []*paragraph {
	var all []*paragraph
	for i, t := range themes {
		t.lead = "（" + ordinal(i) + "）" + t.head + "。" + t.lead
		all = append(all, t.paragraph)
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
		{"reporting", only(reports, report.FactMissing, report.FactOpen)},
		{"unparsed", only(reports, report.FactUnparsed)},
		{"unfilled", only(o.matter.kept, report.FactUnfilled)},
		{"anomaly", o.matter.odd},
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

// plans answers what is wanting, and goes on with the rest.
func (o *outline) plans(lacks []lack) []*paragraph {
	var phrases []string
	if len(o.f.Raised) > 0 {
		phrases = append(phrases, o.phrases.say("plan-urgent"))
	}
	for _, l := range lacks {
		if len(phrases) < mostSteps-1 {
			phrases = append(phrases, o.phrases.say("plan-"+l.place))
		}
	}
	return []*paragraph{listed(append(phrases, o.phrases.say("plan-always")))}
}
