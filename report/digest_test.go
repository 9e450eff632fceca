package report_test

import (
	"strings"
	"testing"
	"time"

	"qunbao/report"
)

// late is the line of a digest about units that reported late.
func late(t *testing.T, w *report.Workspace, due time.Time, first map[report.UnitID]time.Time) string {
	t.Helper()
	c := report.Completeness{Key: daily5, Due: due, At: due.Add(48 * time.Hour), Base: 3}
	for _, u := range []report.UnitID{"柳湾村", "东坡村", "上坪村"} {
		c.Standings = append(c.Standings, report.Standing{Unit: u, State: report.Late, Expected: true, Current: report.Current{First: first[u]}})
	}
	c.Standings = append(c.Standings, report.Standing{Unit: "下坪村", State: report.OnTime, Expected: true})
	text := w.BuildDigest(report.DigestInput{Day: daily5.Day, At: c.At, Now: c.At, Parts: []report.Completeness{c}}).Text
	for _, line := range strings.Split(text, "\n") {
		if strings.Contains(line, "迟报：") {
			return strings.TrimSpace(line)
		}
	}
	return text
}

func TestADigestSaysHowLateInTheOrderOfArrival(t *testing.T) {
	d := newDesk(t)
	got := late(t, d.w, at(t, "05 17:00:00"), map[report.UnitID]time.Time{
		"柳湾村": at(t, "06 00:30:00"), "东坡村": at(t, "07 09:05:00"), "上坪村": at(t, "05 17:00:01"),
	})
	if want := "迟报：上坪村17:00:01、柳湾村次日00:30、东坡村2月7日09:05"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestADigestSaysWhatBecameOfAnUrgentValue(t *testing.T) {
	d := newDesk(t)
	form := d.w.Form("daily")
	field := form.Field("home")
	raised := report.Event{N: 1, Unit: "柳湾村", Form: form.ID, Field: field.ID, Key: daily5, Time: at(t, "05 14:00:00"), Text: form.Name + "：" + field.Name + n(46).Words()}
	for _, c := range []struct {
		now  report.Current
		want string
	}{
		{report.Current{Values: values{"home": n(46)}}, ""},
		{report.Current{Values: values{"home": n(0)}}, "（后更正为" + n(0).Words() + "）"},
		{report.Current{}, "（已撤回）"},
	} {
		part := report.Completeness{Key: daily5, Base: 1, Standings: []report.Standing{{Unit: "柳湾村", Expected: true, Current: c.now}}}
		text := d.w.BuildDigest(report.DigestInput{Day: daily5.Day, Parts: []report.Completeness{part}, Events: []report.Event{raised}}).Text
		if want := raised.Text + c.want + "；还没有人回复收到\n"; !strings.Contains(text, want) {
			t.Errorf("%q does not hold %s", text, want)
		}
	}
}

func TestAtTheDueInstantItselfNobodyIsMissingYet(t *testing.T) {
	d := newDesk(t)
	due := at(t, "05 20:00:00")
	said := func(now time.Time, state report.State, layout report.Layout) string {
		part := report.Completeness{Key: daily5, Due: due, At: now, Base: 2, Received: 1, OnTime: 1, Standings: []report.Standing{
			{Unit: "柳湾村", State: report.OnTime, Expected: true}, {Unit: "东坡村", State: state, Expected: true},
		}}
		return d.w.BuildDigest(report.DigestInput{Day: daily5.Day, At: now, Now: now, Parts: []report.Completeness{part}, Plan: report.DigestPlan{Layout: layout}}).Text
	}
	for _, layout := range []report.Layout{"", report.ByUnit} {
		if text := said(due, report.Open, layout); !strings.Contains(text, "2月5日20:00截止") || !strings.Contains(text, "还没报：东坡村") || strings.Contains(text, "未报") {
			t.Errorf("at the due instant: %s", text)
		}
		if text := said(due.Add(time.Second), report.Missing, layout); !strings.Contains(text, "未报") || strings.Contains(text, "还没报：") {
			t.Errorf("after it: %s", text)
		}
	}
}

func TestAShiftThatIsNeverReportedDoesNotHideBehindTheOthers(t *testing.T) {
	d := newDesk(t)
	part := report.Completeness{Key: daily5, Due: at(t, "05 17:00:00"), At: at(t, "06 07:30:00"), Base: 2, Standings: []report.Standing{
		{Unit: "上坪村", State: report.Missing, Expected: true}, {Unit: "柳湾村", State: report.OnTime, Expected: true},
	}}
	said := func(all, same int) string {
		return d.w.BuildDigest(report.DigestInput{Day: daily5.Day, At: part.At, Now: part.At, Parts: []report.Completeness{part},
			Silent: map[report.PeriodKey]map[report.UnitID]int{daily5: {"上坪村": all}}, Shifts: map[report.PeriodKey]map[report.UnitID]int{daily5: {"上坪村": same}}}).Text
	}
	if text := said(1, 10); !strings.Contains(text, "连续10") {
		t.Error(text)
	}
	if text := said(2, 1); !strings.Contains(text, "连续2") {
		t.Error(text)
	}
}
