package report

import "slices"

// A document about several days tells of each form what its periods come to: of
// flows the sum, of what stands the last known figures and how they have moved since
// the day before, and of what stood out the rule, how often and the worst.

// formSpan is the periods of a form that are told, oldest first.
type formSpan struct {
	b       *factBuilder
	form    *Form
	periods []*Completeness
}

// spans are the forms that are told, in their order.
func (b *factBuilder) spans() []*formSpan {
	by := map[FormID]*formSpan{}
	var all []*formSpan
	for i := range b.in.Periods {
		c := &b.in.Periods[i]
		s := by[c.Key.Form]
		if s == nil {
			s = &formSpan{b: b, form: b.w.Form(c.Key.Form)}
			by[c.Key.Form], all = s, append(all, s)
		}
		s.periods = append(s.periods, c)
	}
	for _, s := range all {
		slices.SortStableFunc(s.periods, func(x, y *Completeness) int { return x.Due.Compare(y.Due) })
	}
	return all
}

// told picks standings of all periods, with the entries that made them so.
func (s *formSpan) told(keep func(*Completeness, Standing) bool) (from trace, n int) {
	for _, c := range s.periods {
		for _, x := range c.Standings {
			if keep(c, x) {
				from.unit(x.Unit)
				from.entry(RecordKey{c.Key, x.Unit}, "", x.Current.Message)
				n++
			}
		}
	}
	s.b.inOrder(from.units)
	return from, n
}

// inOrder puts units in the roster's order, so that nobody is ranked.
func (b *factBuilder) inOrder(units []UnitID) {
	slices.SortStableFunc(units, func(x, y UnitID) int { return b.place[x] - b.place[y] })
}

// inState picks those that were expected and are in one of some states.
func inState(states ...State) func(*Completeness, Standing) bool {
	return func(_ *Completeness, s Standing) bool { return s.Expected && slices.Contains(states, s.State) }
}

// facts tells who reported over the periods: numerators and denominators in 期次,
// which are units times periods.
func (s *formSpan) facts() FormFacts {
	name := s.form.Name
	ff := FormFacts{Key: PeriodKey{Form: s.form.ID, Day: s.b.in.To}, Name: name}
	for _, c := range s.periods {
		ff.Base, ff.Received, ff.OnTime = ff.Base+c.Base, ff.Received+c.Received, ff.OnTime+c.OnTime
	}
	say := func(f Fact, text clause, from trace) {
		s.b.nReporting++
		f.ID, f.Hint = number("R", s.b.nReporting), name+f.Hint
		f.set(text)
		ff.Reporting = append(ff.Reporting, from.into(f))
	}
	all, n := s.told(func(_ *Completeness, x Standing) bool { return x.Expected })
	if n == 0 {
		say(Fact{Kind: FactCompleteness, Hint: "报送情况"}, clause{text: name + "无报送任务"}, trace{})
		return ff
	}
	say(Fact{Kind: FactCompleteness, Hint: "应报、已报、按时期次", Must: true}, ff.counts("期次", "期次"), all)
	tell := func(f Fact, before, behind string, states ...State) {
		from, n := s.told(inState(states...))
		if n == 0 {
			return
		}
		var text clause
		text.list(from.units)
		text.say(before)
		text.count(n, "期次", "count")
		text.say(behind)
		say(f, text, from)
	}
	tell(Fact{Kind: FactMissing, Hint: "未报期次", Must: true}, "未报"+name+"共", "", Missing)
	tell(Fact{Kind: FactOpen, Hint: "未到时限的期次", Must: true}, "的"+name+"尚有", "未到时限", Open)
	tell(Fact{Kind: FactUnparsed, Hint: "已来消息待核实的期次", Must: true}, "的"+name+"有", "已来消息、待核实，未计入已报", Unparsed)
	tell(Fact{Kind: FactExcused, Hint: "免报期次", Must: true}, "免报"+name+"共", "，不计入应报", Excused)
	tell(Fact{Kind: FactExcused, Hint: "因系统故障未计的期次", Must: true}, "的"+name+"有", "因系统故障不计入应报", SystemFault)
	if from, n := s.told(func(_ *Completeness, x Standing) bool { return x.Expected && x.Current.Zero && x.State.In() }); n > 0 {
		text := clause{text: name + "零报告"}
		text.count(n, "期次", "count")
		say(Fact{Kind: FactZeroReports, Hint: "零报告期次"}, text, from)
	}
	ff.Figures = s.figures()
	return ff
}

// attend tells what was left open over the periods, and what was corrected.
func (s *formSpan) attend() {
	from, n := trace{}, 0
	for _, c := range s.periods {
		for _, x := range c.Standings {
			if len(x.Current.Unfilled) == 0 {
				continue
			}
			n++
			from.unit(x.Unit)
			for _, id := range x.Current.Unfilled {
				from.entry(RecordKey{c.Key, x.Unit}, id, x.Current.Message)
			}
		}
	}
	if n > 0 {
		var text clause
		s.b.inOrder(from.units)
		text.list(from.units)
		text.say("的" + s.form.Name + "有")
		text.count(n, "期次", "count")
		text.say("存在未填指标，不计入合计")
		f := Fact{Kind: FactUnfilled, Hint: s.form.Name + "中未填的指标", Must: true}
		f.set(text)
		s.b.attend(from.into(f))
	}
	s.corrections()
}

func (s *formSpan) corrections() {
	from, n := trace{}, 0
	for _, c := range s.periods {
		for _, x := range c.Standings {
			r := s.b.records[RecordKey{c.Key, x.Unit}]
			if r == nil {
				continue
			}
			for _, v := range r.Live() {
				if v.Kind == VersionCorrection {
					n++
					from.unit(x.Unit)
					from.entry(r.RecordKey, "", v.Message)
				}
			}
		}
	}
	if n == 0 {
		return
	}
	var text clause
	s.b.inOrder(from.units)
	text.list(from.units)
	text.say("更正" + s.form.Name + "共")
	text.count(n, "次", "count")
	text.say("，数据以更正后为准")
	f := Fact{Kind: FactCorrection, Hint: s.form.Name + "的更正情况", Must: true}
	f.set(text)
	s.b.attend(from.into(f))
}
