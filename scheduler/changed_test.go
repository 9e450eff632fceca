package scheduler_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
)

// The program ends at 17:15, a quarter of an hour after the deadline, and starts
// again with another configuration. What was said is not said again because it
// stands elsewhere now, what is new or has been moved ahead is said, what would
// have been due before the end is not made up, and what is gone is silent.
func TestAChangeOfTheConfigurationLosesAndDoublesNothing(t *testing.T) {
	stage := func(offset time.Duration, to report.StageTo) report.Stage {
		return report.Stage{Offset: offset, To: to}
	}
	chat, lead := stage(0, report.ToChat), stage(30*time.Minute, report.ToLead)
	for name, tc := range map[string]struct {
		after func(*report.Form)
		up    string
		want  []string // reminders said on that day
	}{
		"nothing": {func(*report.Form) {}, "17:20", []string{"after-0m-chat", "after-30m-lead"}},
		"a stage that was said is moved": {func(f *report.Form) { f.Remind = []report.Stage{stage(25*time.Minute, report.ToChat), lead} },
			"17:20", []string{"after-0m-chat", "after-30m-lead"}},
		"a stage that was not said is moved": {func(f *report.Form) { f.Remind = []report.Stage{chat, stage(time.Hour, report.ToLead)} },
			"17:20", []string{"after-0m-chat", "after-60m-lead"}},
		"a stage is added": {func(f *report.Form) { f.Remind = append(f.Remind, stage(time.Hour, report.ToChat)) },
			"17:20", []string{"after-0m-chat", "after-30m-lead", "after-60m-chat"}},
		"a stage is added that was due before": {func(f *report.Form) { f.Remind = append(f.Remind, stage(10*time.Minute, report.ToReporter)) },
			"17:20", []string{"after-0m-chat", "after-30m-lead"}},
		"a stage is removed": {func(f *report.Form) { f.Remind = f.Remind[:1] }, "17:20", []string{"after-0m-chat"}},
		"the deadline is moved": {func(f *report.Form) { f.Slots[0].Due = clock("18:00") }, "17:20",
			[]string{"after-0m-chat", "after-30m-lead"}},
		"it is changed while the program is down over the old time and the new": {
			func(f *report.Form) { f.Remind = []report.Stage{chat, stage(20*time.Minute, report.ToLead)} }, "17:40",
			[]string{"after-0m-chat", "after-20m-lead"}},
	} {
		t.Run(name, func(t *testing.T) {
			m, f := newMemory(), epidemic()
			f.Remind = []report.Stage{chat, lead}
			before := program(t, only(f), m)
			run(t, before, at("2020-02-05 07:00"), at("2020-02-05 17:15"))
			step(t, before, at("2020-02-05 17:15"))
			g := epidemic()
			g.Remind = []report.Stage{chat, lead}
			tc.after(&g)
			run(t, program(t, only(g), m), at("2020-02-05 "+tc.up), at("2020-02-05 23:00"))
			var said []string
			for _, n := range m.named("remind/epidemic-daily/2020-02-05//") {
				if len(m.claims[n].Rows) > 0 {
					said = append(said, strings.TrimPrefix(n, "remind/epidemic-daily/2020-02-05//"))
				}
			}
			if diff := cmp.Diff(tc.want, said); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A form and a digest that are gone say nothing more, also what was due while the
// program was down; what comes back is theirs again.
func TestWhatLeavesTheConfigurationIsSilentAndMayComeBack(t *testing.T) {
	m := newMemory()
	run(t, program(t, township(), m), at("2020-02-05 07:00"), at("2020-02-05 15:00"))
	without := only(publicity())
	run(t, program(t, without, m), at("2020-02-05 19:00"), at("2020-02-06 19:00"))
	for _, prefix := range []string{"remind/epidemic", "remind/checkpoint", "digest/", "briefing/"} {
		if got := m.named(prefix); len(got) != 0 {
			t.Errorf("claimed %q", got)
		}
	}
	run(t, program(t, township(), m), at("2020-02-06 19:05"), at("2020-02-07 18:00"))
	if got := m.rows("remind/epidemic-daily/2020-02-06"); len(got) != 0 {
		t.Errorf("accused of a time in which the form was not there: %q", got)
	}
	if got := m.rows("remind/epidemic-daily/2020-02-07"); len(got) == 0 {
		t.Error("the form is back, and nobody is reminded")
	}
}
