package main

import (
	"fmt"
	"strings"
	"testing"

	"qunbao/report"
)

// keep freezes the periods of some days in February and files a zero-report for
// every unit but some, in every one of them.
func (r *remindery) keep(from, until string, but ...report.UnitID) {
	r.Helper()
	silent := map[report.UnitID]bool{}
	for _, u := range but {
		silent[u] = true
	}
	first := report.DayOf(r.at(from + " 12:00"))
	for day := first; day <= report.DayOf(r.at(until+" 12:00")); day++ {
		for i := range r.w.Forms {
			for _, k := range r.w.PeriodsOf(&r.w.Forms[i], day) {
				r.keepPeriod(k, first, silent)
			}
		}
	}
}

func (r *remindery) keepPeriod(k report.PeriodKey, started report.Day, silent map[report.UnitID]bool) {
	r.Helper()
	if _, err := r.store.Claim(r.Context(), report.Firing{Name: "open/" + k.String(), Need: r.w.NewNeed(k, started)}); err != nil {
		r.Fatal(err)
	}
	if !r.w.Owed(k) {
		return
	}
	r.n++
	at := r.w.Due(k).Add(-1)
	c := report.Change{Outcome: report.Outcome{Message: report.MessageID(fmt.Sprint("k", r.n)), Kind: report.IsReport}, Time: at, At: at}
	for _, u := range r.w.Owing(k.Form) {
		if !silent[u] {
			c.Writes = append(c.Writes, report.Write{Key: report.RecordKey{PeriodKey: k, Unit: u}, Version: report.Version{Message: c.Outcome.Message, Time: at, Counts: at, Kind: report.VersionNew, Zero: true}})
		}
	}
	if err := r.store.Commit(r.Context(), c); err != nil {
		r.Fatal(err)
	}
}

// morning is the digest of the morning after 8 February.
func (r *remindery) morning() string {
	r.Helper()
	return r.say("09 07:30", report.Row{
		Key: "digest/2020-02-09T07:30/chat:青石镇班子群", Kind: report.DigestKind, To: report.Address{Chat: "青石镇班子群"},
		Period: report.DayOf(r.at("08 12:00")), Ref: "0",
	}).Text
}

// 白鹤村 is silent from the first start on, 河口村 since the day before; on 7
// February nobody could be heard, and 石桥村 was excused.
func TestTheDigestSaysForHowLongAUnitHasBeenSilent(t *testing.T) {
	r := newRemindery(t, none)
	if _, err := r.store.Started(t.Context(), r.at("05 00:00")); err != nil {
		t.Fatal(err)
	}
	r.keep("05", "06", "白鹤村", "石桥村")
	r.keep("07", "08", "白鹤村", "河口村", "石桥村")
	r.w.Rule([]report.Ruling{{Kind: report.ExcuseRuling, Unit: "石桥村", From: report.DayOf(r.at("07 12:00")), Until: report.DayOf(r.at("07 12:00")), Reason: "停电"}})
	text := r.morning()
	for _, want := range []string{
		"未报：白鹤村（包村冯刚，连续4天）、石桥村（包村马丽，连续3天）、河口村（包村马丽，连续2天）\n",
		"未报：白鹤村（包村冯刚，连续7班）、石桥村（包村马丽，连续5班）、河口村（包村马丽，连续3班）\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("not %q in\n%s", want, text)
		}
	}
}

// A month in which a few of 1,000 units never report: the digest looks back over
// all of it.
func BenchmarkADigestAfterASilentMonthOf1000Units(b *testing.B) {
	r := newRemindery(b, func(s *report.Settings) {
		s.Units, s.People = nil, s.People[:1]
		for i := range 1000 {
			u := report.UnitID(fmt.Sprintf("%d号村", i))
			s.Units = append(s.Units, report.Unit{ID: u, Kind: "行政村"})
			s.People[0].Posts = append(s.People[0].Posts, report.Post{Unit: u, Role: report.Reporter})
		}
		s.Forms, s.Digests[0].Forms = s.Forms[:1], s.Digests[0].Forms[:1]
		s.Chats[0].Forms = s.Chats[0].Forms[:1]
	})
	if _, err := r.store.Started(b.Context(), r.at("01 00:00").AddDate(0, -1, 0)); err != nil {
		b.Fatal(err)
	}
	first := report.DayOf(r.at("08 12:00")) - 31
	for day := first; day <= first+31; day++ {
		r.keepPeriod(report.PeriodKey{Form: "epidemic-daily", Day: day}, first, map[report.UnitID]bool{"7号村": true, "8号村": true})
	}
	for b.Loop() {
		if text := r.morning(); !strings.Contains(text, "连续31天") {
			b.Fatal(text)
		}
	}
}
