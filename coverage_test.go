package main

import (
	"strings"
	"testing"

	"qunbao/report"
)

// digestOf is a plan's digest of a day in February, said at an instant.
func (r *remindery) digestOf(plan, day, clock string) string {
	r.Helper()
	p := r.w.Digests[plan[0]-'0']
	return r.say(clock, report.Row{
		Key: "digest/2020-02-" + day + "T" + p.At.String() + "/chat:青石镇班子群", Kind: report.DigestKind,
		To: report.Address{Chat: "青石镇班子群"}, Period: report.DayOf(r.at(day + " 12:00")), Ref: plan,
	}).Text
}

// holds compares a text with what must stand in it and what must not.
func holds(t *testing.T, text string, want, never []string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("not %q in\n%s", w, text)
		}
	}
	for _, n := range never {
		if strings.Contains(text, n) {
			t.Errorf("%q in\n%s", n, text)
		}
	}
}

// A night shift ends after the digest of its day has left: that one says how far it
// is, the next one how it ended, and the one after says nothing of it.
func TestTheDigestAfterANightShiftSaysHowItEnded(t *testing.T) {
	r := newRemindery(t, none)
	if _, err := r.store.Started(t.Context(), r.at("05 00:00")); err != nil {
		t.Fatal(err)
	}
	r.keep("05", "08", "河口村")
	holds(t, r.digestOf("0", "05", "06 07:30"),
		[]string{"■ 卡点值守2月5日夜班：应报12 已报11（2月6日08:00截止）\n  还没报：河口村", "■ 卡点值守2月5日白班：应报12 已报11（91.7%）"}, []string{"2月4日"})
	holds(t, r.digestOf("0", "06", "07 07:30"),
		[]string{"■ 卡点值守2月5日夜班：应报12 已报11（91.7%） 按时11（91.7%）\n  未报：河口村（包村马丽，连续2班）\n",
			"■ 卡点值守2月6日夜班：应报12 已报11（2月7日08:00截止）\n"}, []string{"2月5日白班", "疫情日报2月5日"})
	holds(t, r.digestOf("0", "07", "08 07:30"), []string{"卡点值守2月6日夜班：应报12 已报11（"}, []string{"2月5日"})
}

// What another digest to the same people has told is not told again.
func TestADigestCarriesOnlyWhatNoOtherHasTold(t *testing.T) {
	late := func(s *report.Settings) {
		s.Forms[0].Slots[0].Due = 20*60 + 30
		s.Digests[2].At = 20 * 60
	}
	alone := func(s *report.Settings) { late(s); s.Digests[0].Forms = s.Digests[0].Forms[1:] }
	for _, c := range []struct {
		change func(*report.Settings)
		told   bool
	}{{late, false}, {alone, true}} {
		r := newRemindery(t, c.change)
		r.keep("05", "06", "河口村")
		text := r.digestOf("2", "06", "06 20:00")
		if got := strings.Contains(text, "疫情日报2月5日"); got != c.told {
			t.Errorf("told %v in\n%s", got, text)
		}
	}
}

// Whoever was due before the first start is not named, and their silence counts for
// nothing.
func TestWhatWasDueBeforeTheFirstStartIsNobodysSilence(t *testing.T) {
	r := newRemindery(t, none)

	if _, err := r.store.Started(t.Context(), r.at("05 22:30")); err != nil {
		t.Fatal(err)
	}
	r.keep("05", "06", "河口村")
	holds(t, r.digestOf("0", "05", "06 07:30"),
		[]string{"■ 疫情日报2月5日：应报12 已报11，当天22:30起用，不计未报和迟报\n", "■ 卡点值守2月5日夜班：应报12 已报11（2月6日08:00截止）\n"}, []string{"未报：", "连续"})
	holds(t, r.digestOf("0", "06", "07 07:30"),
		[]string{"■ 疫情日报2月6日：应报12 已报11（91.7%） 按时11（91.7%）\n  未报：河口村（包村马丽）\n", "  未报：河口村（包村马丽，连续2班）\n"}, []string{"连续3班", "连续2天"})
}

// A form for workdays is left out at the weekend.
func TestADigestLeavesOutWhatWasNotOwed(t *testing.T) {
	only := func(s *report.Settings) { s.Digests[0].Forms = []report.FormID{"publicity"} }
	for _, c := range []struct {
		change      func(*report.Settings)
		want, never []string
	}{
		{none, []string{"疫情日报2月8日"}, []string{"宣传消杀", "应报0", "没有要报的"}},
		{only, []string{"（当天没有要报的）"}, []string{"宣传消杀"}},
	} {
		r := newRemindery(t, c.change)
		r.keep("07", "08")
		holds(t, r.digestOf("0", "08", "09 07:30"), c.want, c.never)
	}
}
