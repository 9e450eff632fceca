package report_test

import (
	"strings"
	"testing"

	"qunbao/report"
)

func TestADigestSaysWhenNothingCouldBeReceived(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 16:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46)}})
	p := d.period(daily5)
	down := func(from, to string) report.Window { return report.Window{From: at(t, from), To: at(t, to)} }
	for name, c := range map[string]struct {
		outages []report.Window
		want    string
	}{
		"never":               {nil, ""},
		"at the deadline":     {[]report.Window{down("05 16:40:00", "05 17:30:00")}, "▽ 16:40–17:30收不到消息，期间缺报不计"},
		"for an hour at noon": {[]report.Window{down("05 12:00:00", "05 13:00:00")}, "▽ 12:00–13:00收不到消息，不影响统计"},
		"twice, overlapping":  {[]report.Window{down("05 12:30:00", "05 13:00:00"), down("05 12:00:00", "05 12:40:00")}, "▽ 12:00–13:00收不到消息，不影响统计"},
		"from the night on":   {[]report.Window{down("04 23:00:00", "05 07:00:00")}, "▽ 2月4日23:00–07:00收不到消息，不影响统计"},
		"after the deadline":  {[]report.Window{down("05 18:00:00", "05 19:00:00")}, ""},
		"often": {[]report.Window{down("05 08:00:00", "05 08:10:00"), down("05 09:00:00", "05 09:10:00"), down("05 10:00:00", "05 10:10:00"), down("05 11:00:00", "05 11:10:00")},
			"▽ 08:00–08:10、09:00–09:10、10:00–10:10等4次收不到消息，不影响统计"},
	} {
		part := d.w.Complete(p, at(t, "05 20:00:00"), c.outages)
		text := d.w.BuildDigest(report.DigestInput{Day: daily5.Day, At: part.At, Now: part.At, Parts: []report.Completeness{part}, Outages: c.outages}).Text
		got := ""
		for _, line := range strings.Split(text, "\n") {
			if strings.Contains(line, "▽") {
				got += line
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestADigestNamesWhoIsExcusedAndWhyAlsoWhereNobodyOwesAnything(t *testing.T) {
	d := newDesk(t)
	p := d.period(daily5)
	var made []report.Ruling
	for u := range p.Need.Units {
		made = append(made, report.Ruling{Kind: report.ExcuseRuling, Unit: u, From: daily5.Day, Until: daily5.Day, Reason: "停电"})
	}
	d.w.Rule(made)
	part := d.w.Complete(p, at(t, "05 20:00:00"), nil)
	text := d.w.BuildDigest(report.DigestInput{Day: daily5.Day, At: part.At, Now: part.At, Parts: []report.Completeness{part}}).Text
	if !strings.Contains(text, "应报0，—\n  免报：柳湾村、东坡村、上坪村（停电）") {
		t.Errorf("it says:\n%s", text)
	}
}

// Of a day before the first start nobody owes anything: that is said once.
func TestADigestOfADayBeforeTheStartSaysThatNothingWasOwed(t *testing.T) {
	d := newDesk(t)
	end := at(t, "06 07:30:00")
	p := d.period(daily5)
	p.Need = d.w.NewNeed(daily5, daily5.Day+1)
	text := d.w.BuildDigest(report.DigestInput{Day: daily5.Day, At: end, Now: end, Parts: []report.Completeness{d.w.Complete(p, end, nil)}}).Text
	if !strings.Contains(text, "（当天没有要报的）") || strings.Contains(text, "应报0") {
		t.Error(text)
	}
}
