package report

import "slices"

// sameKind is what anomalies of several days have in common that are told as one.
type sameKind struct {
	rule  FactKind
	form  FormID
	slot  SlotID
	field *Field
	check int
	total bool
}

// condensed tells anomalies of several days: once for all of a kind, with how often
// there were such and the worst of them.
func (b *factBuilder) condensed(found []anomaly) []Fact {
	by := map[sameKind][]*anomaly{}
	var order []sameKind
	for i := range found {
		a := &found[i]
		k := sameKind{a.rule, a.key.Form, a.key.Slot, a.field, a.check, a.unit == ""}
		if len(by[k]) == 0 {
			order = append(order, k)
		}
		by[k] = append(by[k], a)
	}
	var facts []Fact
	for _, k := range order {
		facts = append(facts, b.together(by[k]))
	}
	return facts
}

// together tells anomalies of one kind: 柳湾村、东坡村居家观察突增3次，其中2月3日，柳湾村居家
// 观察由5人升至61人，为近7日均值的9.8倍.
func (b *factBuilder) together(all []*anomaly) Fact {
	worst := slices.MaxFunc(all, (*anomaly).compare)
	f := b.tell(worst, b.raisedBy(worst))
	if len(all) == 1 {
		return f
	}
	var from trace
	for _, a := range all {
		t := b.from(a, b.raisedBy(a))
		for _, u := range t.units {
			from.unit(u)
		}
		for _, e := range t.entries {
			from.entry(e.Key, e.Field, e.Message)
		}
		f.Severity = max(f.Severity, a.severity())
	}
	var text clause
	what, done := b.w.Form(worst.key.Form).Name+"数据不符", ""
	if worst.field != nil {
		what, done = worst.field.shown(), map[FactKind]string{FactJump: "突增", FactFall: "下降"}[worst.rule]
	}
	switch {
	case worst.unit == "":
		what += "合计"
	default:
		text.list(b.unitsOf(all))
	}
	if worst.rule == FactLimit {
		what = "报送" + worst.field.bare() + "共"
	}
	text.say(what + done)
	text.count(len(all), "次", "count")
	text.say("，其中")
	text.say(f.Text)
	text.figures = append(text.figures, f.Figures...)
	f.set(text)
	return from.into(f)
}

// unitsOf lists the units of anomalies, each once.
func (b *factBuilder) unitsOf(all []*anomaly) []UnitID {
	var units []UnitID
	for _, a := range all {
		units = union(units, []UnitID{a.unit})
	}
	b.inOrder(units)
	return units
}

// compare orders anomalies of one kind: what has risen most or fallen deepest is worst,
// else the last.
func (a *anomaly) compare(o *anomaly) int {
	switch a.rule {
	case FactLimit:
		return a.now.N.Cmp(o.now.N)
	case FactFall:
		return a.last.N.Sub(a.now.N).Cmp(o.last.N.Sub(o.now.N))
	case FactJump:
		x, measured := a.base.times(a.now.N)
		y, also := o.base.times(o.now.N)
		switch {
		case measured && also:
			return x.Cmp(y)
		case measured:
			return -1
		case also:
			return 1
		}
		return a.now.N.Cmp(o.now.N)
	}
	return int(a.key.Day - o.key.Day)
}

// silence tells who has not reported for several periods in a row, and for how many
// at most.
func (s *formSpan) silence() []Fact {
	runs, longest := map[UnitID]int{}, map[UnitID]int{}
	var silent []UnitID
	most := 0
	for _, c := range s.periods {
		for _, x := range c.Standings {
			switch {
			case !x.Expected || x.State == Excused || x.State == SystemFault || x.State == Open:
				continue
			case x.State != Missing:
				runs[x.Unit] = 0
				continue
			}
			runs[x.Unit]++
			longest[x.Unit] = max(longest[x.Unit], runs[x.Unit])
			if most = max(most, runs[x.Unit]); runs[x.Unit] == 2 {
				silent = union(silent, []UnitID{x.Unit})
			}
		}
	}
	if len(silent) == 0 {
		return nil
	}
	var text clause
	s.b.inOrder(silent)
	text.list(silent)
	text.say("曾连续未报" + s.form.Name + "，最长")
	text.count(most, s.form.periodWord(), "silent")
	f := Fact{Kind: FactSilence, Must: true, Severity: Mild, Units: silent}
	if most >= longSilence {
		f.Severity = Serious
	}
	f.Hint = "连续未报" + s.form.Name + "的单位（" + f.Severity.Words() + "）"
	f.set(text)
	return []Fact{f}
}
