package report_test

import (
	"strings"
	"testing"

	"qunbao/report"
)

func TestAnExcuseLeavesTheBaseAndKeepsWhatCame(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 16:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46)}})
	p := d.period(daily5)
	end := at(t, "05 20:00:00")
	excuse := func(u report.UnitID, from, until report.Day, reason string, f report.FormID) report.Ruling {
		return report.Ruling{Kind: report.ExcuseRuling, Unit: u, From: from, Until: until, Reason: reason, Form: f}
	}
	day := daily5.Day
	for name, c := range map[string]struct {
		made           []report.Ruling
		base, received int
	}{
		"nobody":                   {nil, 3, 1},
		"one who is missing":       {[]report.Ruling{excuse("上坪村", day, day, "停电", "")}, 2, 1},
		"one who reported":         {[]report.Ruling{excuse("柳湾村", day, day, "停电", "")}, 2, 0},
		"within a span":            {[]report.Ruling{excuse("上坪村", day-1, day+1, "停电", "")}, 2, 1},
		"another day":              {[]report.Ruling{excuse("上坪村", day+1, day+2, "停电", "")}, 3, 1},
		"this form":                {[]report.Ruling{excuse("上坪村", day, day, "停电", daily5.Form)}, 2, 1},
		"another form":             {[]report.Ruling{excuse("上坪村", day, day, "停电", "flood")}, 3, 1},
		"a slot it has not":        {[]report.Ruling{{Kind: report.ExcuseRuling, Unit: "上坪村", From: day, Until: day, Reason: "停电", Form: daily5.Form, Slot: "night"}}, 3, 1},
		"taken back":               {[]report.Ruling{excuse("上坪村", day, day, "停电", ""), excuse("上坪村", day, day, "", "")}, 3, 1},
		"one form of it back":      {[]report.Ruling{excuse("上坪村", day, day, "停电", ""), excuse("上坪村", day, day, "", "flood")}, 2, 1},
		"taken back and given":     {[]report.Ruling{excuse("上坪村", day, day, "", ""), excuse("上坪村", day, day, "停电", "")}, 2, 1},
		"a ruling of another kind": {[]report.Ruling{{Kind: report.DutyRuling, Unit: "上坪村", From: day, Until: day, Reason: "停电"}}, 3, 1},
	} {
		d.w.Rule(c.made)
		got := d.w.Complete(p, end, nil)
		if got.Base != c.base || got.Received != c.received || len(got.Standings) != 3 {
			t.Errorf("%s: base %d received %d of %d, want %d %d of 3", name, got.Base, got.Received, len(got.Standings), c.base, c.received)
		}
		for _, u := range d.w.Missing(p, end) {
			if d.w.Excused(daily5, u) != "" {
				t.Errorf("%s: %s is excused and reminded", name, u)
			}
		}
	}
}

// What a unit reports that owes nothing is not lost, and wherever the totals stand it is
// said that they hold it, though it is not among those that have reported.
func TestTheFiguresOfAnExcusedUnitCountAndAreSaidTo(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 16:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46)}})
	d.files("m2", "东坡村 王桂兰", at(t, "05 16:01:00"), report.Filing{Unit: "东坡村", Values: values{"home": n(2)}})
	end := at(t, "05 20:00:00")
	said := func() map[string]string {
		c := d.w.Complete(d.period(daily5), end, nil)
		in := report.DigestInput{Day: daily5.Day, At: end, Now: end, Parts: []report.Completeness{c}}
		return map[string]string{
			"upward": d.w.UpwardText(c, end), "totals": d.w.TotalsText(c), "board": d.w.TotalsGiven(c), "digest": d.w.BuildDigest(in).Text,
		}
	}
	for where, text := range said() {
		if strings.Contains(text, "含") {
			t.Errorf("%s: nobody is excused: %s", where, text)
		}
	}
	day := daily5.Day
	d.w.Rule([]report.Ruling{{Kind: report.ExcuseRuling, Unit: "柳湾村", From: day, Until: day, Reason: "停电"}})
	for where, text := range said() {
		if !strings.Contains(text, "48人") || !strings.Contains(text, "含免报单位柳湾村的数") {
			t.Errorf("%s: %s", where, text)
		}
	}
	if text := said()["upward"]; !strings.Contains(text, "应报2个，已报1个") {
		t.Error(text)
	}
}

func TestOutagesThatOverlapCountOnce(t *testing.T) {
	d := newDesk(t)
	p := d.period(daily5)
	morning := report.Window{From: at(t, "05 06:00:00"), To: at(t, "05 10:00:00")}
	later := report.Window{From: at(t, "05 09:00:00"), To: at(t, "05 11:00:00")}
	if c := d.w.Complete(p, at(t, "05 20:00:00"), []report.Window{later, morning, later}); c.Base != 3 {
		t.Errorf("five hours of eleven leave a base of %d", c.Base)
	}
	later.To = at(t, "05 11:31:00")
	if c := d.w.Complete(p, at(t, "05 20:00:00"), []report.Window{later, morning}); c.Base != 0 {
		t.Errorf("over half of the window leaves a base of %d", c.Base)
	}
}
