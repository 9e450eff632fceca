package configs

import (
	"slices"
	"strings"

	"qunbao/report"
)

// usualLevels are the levels of a national emergency response, from the mildest.
var usualLevels = []string{"四级", "三级", "二级", "一级"}

// readEmergencies reads the matters about which levels are raised in chat.
func (l *loader) readEmergencies(root *object) {
	l.matters = map[string]word{}
	for _, o := range root.objects("emergency") {
		e := l.emergency(o)
		if l.nameless = l.nameless || e.Matter == ""; e.Matter != "" {
			l.settings.Emergencies = append(l.settings.Emergencies, e)
		}
	}
}

// emergency reads one matter; of two with one name the first stays.
func (l *loader) emergency(o *object) report.Emergency {
	matter := o.must("matter")
	e := report.Emergency{Matter: matter.text, Aliases: texts(o.words("aliases")), Levels: usualLevels}
	if o.take("levels") != nil {
		o.need("levels", "write them from the mildest: levels: [四级, 三级, 二级, 一级]")
		if named := texts(o.words("levels")); len(named) > 0 {
			e.Levels = named
		}
	}
	colours := o.words("colours")
	if e.Colours = texts(colours); len(colours) > 0 && len(colours) != len(e.Levels) {
		o.wrong(colours[0].place, "as many as levels, from the mildest: [蓝色, 黄色, 橙色, 红色]", "%d colours stand for %d levels", len(colours), len(e.Levels))
	}
	switch w := o.word("quiet"); w.text {
	case "", "lift":
	case "keep":
		e.KeepsQuiet = true
	default:
		o.wrong(w.place, "quiet: keep, or leave it out", "quiet: %q is unknown here", w.text)
	}
	o.close("an emergency")
	for _, name := range append([]string{e.Matter}, e.Aliases...) {
		if first, twice := l.matters[name]; twice {
			o.wrong(matter.place, "give each matter names of its own", "%q stands in line %d too", name, first.line)
			return report.Emergency{}
		}
		l.matters[name] = matter
	}
	return e
}

// trigger reads for which level a form or slot waits: {matter: 防汛, from: 四级}.
// With one matter alone it may be left out, and without a level it is the mildest.
func (l *loader) trigger(o *object) report.Trigger {
	o = o.object("level")
	matter, from := o.word("matter"), o.word("from")
	o.close("level")
	if o == nil {
		return report.Trigger{}
	}
	known := l.settings.Emergencies
	if !matter.given() && len(known) == 1 {
		matter.text = known[0].Matter
	}
	i := slices.IndexFunc(known, func(e report.Emergency) bool { return e.Matter == matter.text })
	switch {
	case i < 0 && l.nameless: // which one it waits for cannot be told
		return report.Trigger{}
	case i < 0 && !matter.given():
		l.wrong(o.place, l.mattersHint(), "the key %q is missing", "matter")
		return report.Trigger{}
	case i < 0:
		l.wrong(matter.place, l.mattersHint(), "level: unknown matter %q", matter.text)
		return report.Trigger{}
	case from.given() && !slices.Contains(known[i].Levels, from.text):
		l.wrong(from.place, "levels of "+matter.text+": "+strings.Join(known[i].Levels, ", "), "level: unknown level %q", from.text)
	case !from.given():
		from.text = known[i].Levels[0]
	}
	l.awaited = append(l.awaited, matter.text)
	return report.Trigger{Matter: matter.text, From: from.text}
}

// mattersHint says which matters there are.
func (l *loader) mattersHint() string {
	if len(l.settings.Emergencies) == 0 {
		return "qunbao.yaml has to name it: emergency: [{matter: 防汛}]"
	}
	var names []string
	for _, e := range l.settings.Emergencies {
		names = append(names, e.Matter)
	}
	return "matters of emergency: in qunbao.yaml: " + strings.Join(names, ", ")
}

// warnOfIdleMatters warns of matters whose levels would change nothing.
func (l *loader) warnOfIdleMatters() {
	for _, e := range l.settings.Emergencies {
		if !slices.Contains(l.awaited, e.Matter) {
			l.odd(l.matters[e.Matter].place, "write level: {matter: "+e.Matter+"} into a form or a slot", "no form and no slot waits for a level of %s", e.Matter)
		}
	}
}

// lifted tells whether quiet hours do not hold what waits for a level.
func (l *loader) lifted(t report.Trigger) bool {
	i := slices.IndexFunc(l.settings.Emergencies, func(e report.Emergency) bool { return e.Matter == t.Matter })
	return i >= 0 && !l.settings.Emergencies[i].KeepsQuiet
}
