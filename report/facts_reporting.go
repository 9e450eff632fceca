package report

import "slices"

// reporting tells who reported: numerators and denominators, then names.
func (b *factBuilder) reporting(c *Completeness) FormFacts {
	ff := FormFacts{Key: c.Key, Name: b.name(c.Key), Base: c.Base, Received: c.Received, OnTime: c.OnTime}
	say := func(f Fact, s []Standing, text clause) {
		b.nReporting++
		var t trace
		t.of(c.Key, s)
		f.ID, f.Hint = number("R", b.nReporting), ff.Name+f.Hint
		f.set(text)
		ff.Reporting = append(ff.Reporting, t.into(f))
	}
	if !slices.ContainsFunc(c.Standings, func(s Standing) bool { return s.Expected }) {
		say(Fact{Kind: FactCompleteness, Hint: "报送情况"}, nil, clause{text: ff.Name + "无报送任务"})
		return ff
	}
	say(Fact{Kind: FactCompleteness, Hint: "应报、已报、按时情况", Must: true}, c.Standings, ff.counts("个单位", "个"))
	listing := func(f Fact, before, behind string, states ...State) {
		s := standings(c, func(s Standing) bool { return s.Expected && slices.Contains(states, s.State) })
		if len(s) == 0 {
			return
		}
		text := clause{text: before}
		text.list(unitsOf(s))
		text.say(behind)
		say(f, s, text)
	}
	listing(Fact{Kind: FactMissing, Hint: "未报单位", Must: true}, "", "未报"+ff.Name, Missing)
	listing(Fact{Kind: FactOpen, Hint: "未到时限的单位", Must: true}, "", "尚未报"+ff.Name+"，未到时限", Open)
	listing(Fact{Kind: FactUnparsed, Hint: "已来消息待核实的单位", Must: true}, "", "的"+ff.Name+"已来消息、待核实，未计入已报", Unparsed)
	listing(Fact{Kind: FactExcused, Hint: "免报单位", Must: true}, "", "免报"+ff.Name+"，不计入应报", Excused)
	listing(Fact{Kind: FactExcused, Hint: "因系统故障未计的单位", Must: true}, "", "的"+ff.Name+"因系统故障不计入应报", SystemFault)
	if whose := c.Besides(); whose != "" {
		s := standings(c, func(s Standing) bool { return s.counted() && !s.State.In() })
		say(Fact{Kind: FactExcused, Hint: "合计的范围", Must: true}, s, clause{text: ff.Name + "的合计" + whose})
	}
	if s := standings(c, func(s Standing) bool { return s.Expected && s.Current.Zero && s.State.In() }); len(s) > 0 {
		say(Fact{Kind: FactZeroReports, Hint: "零报告单位数"}, s, zeroReports(ff.Name, s))
	}
	return ff
}

// counts is 疫情日报应报12个单位，已报11个，按时9个，迟报2个，报送率91.7%, over several
// days in 期次. It always shows numerator and denominator (WHO/DHIS2).
func (ff *FormFacts) counts(base, part string) clause {
	text := clause{text: ff.Name + "应报"}
	text.count(ff.Base, base, "base")
	if ff.Base == 0 {
		return text
	}
	text.say("，已报")
	text.count(ff.Received, part, "received")
	text.say("，按时")
	text.count(ff.OnTime, part, "on_time")
	if late := ff.Received - ff.OnTime; late > 0 {
		text.say("，迟报")
		text.count(late, part, "received-on_time")
	}
	text.say("，报送率")
	text.rate(ff.Received, ff.Base, "received/base")
	return text
}

// zeroReports counts zero-reports and says where they kept earlier figures.
func zeroReports(name string, s []Standing) clause {
	text := clause{text: name + "零报告"}
	text.count(len(s), "个单位", "count")
	carrying := 0
	for _, x := range s {
		for _, v := range x.Current.Values {
			if v.Carried {
				carrying++
				break
			}
		}
	}
	switch carrying {
	case 0:
	case len(s):
		text.say("，存量数据沿用前次报送")
	default:
		text.say("，其中")
		text.count(carrying, "个单位", "count")
		text.say("的存量数据沿用前次报送")
	}
	return text
}

// name is a form's name with its slot where it has several.
func (b *factBuilder) name(k PeriodKey) string {
	form := b.w.Form(k.Form)
	if len(form.Slots) > 1 {
		return form.Name + form.Slot(k.Slot).Name
	}
	return form.Name
}
