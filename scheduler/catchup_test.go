package scheduler_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
	"qunbao/scheduler"
)

// Whatever the hour of the first start, nothing that was due before it is said,
// and nobody is missing from a day before it.
func TestTheFirstStartAccusesNobody(t *testing.T) {
	for now := at("2020-02-05 00:00"); now.Before(at("2020-02-06 00:00")); now = now.Add(10 * time.Minute) {
		m := newMemory()
		p := program(t, township(), m)
		step(t, p, now)
		for _, n := range m.order {
			if f := m.claims[n]; f.At.Before(now) && !strings.HasPrefix(n, "open/") {
				t.Errorf("start at %s: %s was due %s", now, n, f.At)
			}
		}
		run(t, p, now, at("2020-02-06 12:00"))
		for key, period := range m.periods {
			if key.Day < day("2020-02-05") && len(period.Need.Units) > 0 {
				t.Errorf("start at %s: %s is owed", now, key)
			}
		}
		if got := append(m.rows("remind/checkpoint/2020-02-04"), m.rows("digest/2020-02-05T07:30")...); len(got) > 0 {
			t.Errorf("start at %s: %q", now, got)
		}
	}
}

// Every period of the day of the first start is owed, and so frozen.
func TestTheFirstStartFreezesWhatHasOpenedToday(t *testing.T) {
	m := newMemory()
	step(t, program(t, township(), m), at("2020-02-05 21:30"))
	want := []string{
		"open/epidemic-daily/2020-02-05/", "open/publicity/2020-02-05/",
		"open/checkpoint/2020-02-05/day", "open/checkpoint/2020-02-05/night",
	}
	if diff := cmp.Diff(want, m.order); diff != "" {
		t.Error(diff)
	}
	if need := m.periods[report.PeriodKey{Form: "epidemic-daily", Day: day("2020-02-05")}].Need; len(need.Units) != 4 {
		t.Errorf("need %+v", need)
	}
}

func TestAFormThatIsNewAfterARestartIsFrozenAtOnce(t *testing.T) {
	m := newMemory()
	run(t, program(t, only(epidemic()), m), at("2020-02-05 07:00"), at("2020-02-05 12:00"))
	run(t, program(t, only(epidemic(), publicity()), m), at("2020-02-05 12:10"), at("2020-02-05 18:00"))
	if got := m.rows("remind/publicity"); len(got) != 5 {
		t.Errorf("got %q", got)
	}
}

// What was due while the program was down is done where it is still useful,
// and otherwise recorded as skipped.
func TestDowntimeIsMadeUpWhereThatIsUseful(t *testing.T) {
	const (
		before         = "remind/epidemic-daily/2020-02-05//before-60m-reporter"
		after          = "remind/epidemic-daily/2020-02-05//after-0m-chat"
		lead           = "remind/epidemic-daily/2020-02-05//after-30m-lead"
		paper          = "remind/publicity/2020-02-05//after-0m-reporter"
		shift          = "remind/checkpoint/2020-02-05/day/after-5m-reporter"
		night          = "remind/checkpoint/2020-02-05/night/after-5m-reporter"
		tonight, early = "digest/2020-02-05T20:00", "digest/2020-02-06T07:30"
		draft          = "briefing/2020-02-05T20:10"
	)
	for name, tc := range map[string]struct {
		down, up      string
		late, skipped []string
	}{
		"over one stage":           {"2020-02-05 15:50", "2020-02-05 16:20", []string{before}, nil},
		"over two stages":          {"2020-02-05 15:50", "2020-02-05 17:10", []string{after}, []string{before}},
		"to the minute of a stage": {"2020-02-05 15:50", "2020-02-05 17:00", []string{after}, []string{before}},
		"over all stages":          {"2020-02-05 15:50", "2020-02-05 19:00", []string{lead, paper}, []string{before, after}},
		"over the evening":         {"2020-02-05 19:00", "2020-02-05 23:30", []string{tonight, shift, draft}, nil},
		"until after midnight":     {"2020-02-05 17:40", "2020-02-06 00:05", []string{shift}, []string{paper, tonight, draft}},
		"over the morning":         {"2020-02-05 23:00", "2020-02-06 11:30", []string{early, night}, nil},
		"until the afternoon":      {"2020-02-05 23:00", "2020-02-06 11:31", []string{night}, []string{early}},
		"over a day":               {"2020-02-05 21:00", "2020-02-06 21:00", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMemory()
			run(t, program(t, township(), m), at("2020-02-05 07:00"), at(tc.down))
			known := len(m.order)
			step(t, program(t, township(), m), at(tc.up))
			var late, skipped []string
			for _, n := range m.order[known:] {
				switch f := m.claims[n]; {
				case strings.HasPrefix(n, "open/"):
				case f.Skipped:
					skipped = append(skipped, n)
				case f.At.Before(f.Claimed), f.At.Equal(f.Claimed):
					late = append(late, n)
				}
			}
			if name == "over a day" {
				if len(late) == 0 || len(skipped) == 0 || len(m.named("open/epidemic-daily/2020-02-06")) != 1 {
					t.Errorf("late %q, skipped %q", late, skipped)
				}
				return
			}
			if diff := cmp.Diff(tc.late, late); diff != "" {
				t.Errorf("late: %s", diff)
			}
			if diff := cmp.Diff(tc.skipped, skipped); diff != "" {
				t.Errorf("skipped: %s", diff)
			}
		})
	}
}

func TestALaterDigestOfTheSameReplacesAnEarlierOne(t *testing.T) {
	settings := township()
	settings.Digests = []report.DigestPlan{
		{At: clock("17:00"), Covers: report.Today, To: []string{"班子群"}, Forms: []report.FormID{"epidemic-daily"}},
		{At: clock("18:00"), Covers: report.Today, To: []string{"leaders", "班子群"}, Forms: []report.FormID{"epidemic-daily", "publicity"}},
		{At: clock("18:30"), Covers: report.Yesterday, To: []string{"leaders", "班子群"}, Forms: []report.FormID{"epidemic-daily", "publicity"}},
	}
	m := newMemory()
	step(t, program(t, settings, m), at("2020-02-05 07:00"))
	step(t, program(t, settings, m), at("2020-02-05 19:00"))
	if diff := cmp.Diff([]string{"digest/2020-02-05T17:00"}, onlyDigests(m.skipped())); diff != "" {
		t.Error(diff)
	}
	if got := m.rows("digest/2020-02-05T18:00"); len(got) != 3 {
		t.Errorf("got %q", got)
	}
}

func onlyDigests(names []string) []string {
	var all []string
	for _, n := range names {
		if strings.HasPrefix(n, "digest/") {
			all = append(all, n)
		}
	}
	return all
}

func TestALeaderWhoReadsTheChatGetsTheDigestOnce(t *testing.T) {
	m := newMemory()
	o := scheduler.Options{Private: true, Members: func(c report.ChatID) []report.PersonID {
		if c == "班子群" {
			return []report.PersonID{"吴敏", "孙莉"}
		}
		return nil
	}}
	run(t, programWith(t, township(), m, &desk{}, o), at("2020-02-04 07:00"), at("2020-02-05 07:30"))
	want := []string{
		"02-05 07:30 to 02-05 13:30 digest | digest/2020-02-05T07:30/person:周国平 | ref=0",
		"02-05 07:30 to 02-05 13:30 digest | digest/2020-02-05T07:30/chat:班子群 | ref=0",
	}
	if diff := cmp.Diff(want, m.rows("digest/2020-02-05")); diff != "" {
		t.Error(diff)
	}
}

// Two plans of one time have names of their own; one in quiet hours is kept
// until it can leave; one of forms that are over is not sent.
func TestEachDigestPlanIsItsOwn(t *testing.T) {
	settings := township()
	settings.Digests = []report.DigestPlan{
		{At: clock("22:00"), Covers: report.Today, To: []string{"班子群", "班子群"}, Forms: []report.FormID{"epidemic-daily"}},
		{At: clock("22:00"), Covers: report.Today, To: []string{"班子群"}, Forms: []report.FormID{"publicity"}},
		{At: clock("22:00"), Covers: report.Today, To: []string{"班子群"}, Forms: []report.FormID{"flood"}},
		{At: clock("00:30"), Covers: report.Yesterday, To: []string{"班子群"}, Forms: []report.FormID{"epidemic-daily"}},
	}
	m := newMemory()
	run(t, program(t, settings, m), at("2020-06-30 07:00"), at("2020-07-02 01:00"))
	want := []string{
		"06-30 22:00 to 07-01 13:00 digest | digest/2020-06-30T22:00/chat:班子群 | ref=0",
		"06-30 22:00 to 07-01 13:00 digest | digest/2020-06-30T22:00#2/chat:班子群 | ref=1",
		"06-30 22:00 to 07-01 13:00 digest | digest/2020-06-30T22:00#3/chat:班子群 | ref=2",
		"07-01 00:30 to 07-01 13:00 digest | digest/2020-07-01T00:30/chat:班子群 | ref=3",
		"07-01 22:00 to 07-02 13:00 digest | digest/2020-07-01T22:00#2/chat:班子群 | ref=1",
		"07-01 22:00 to 07-02 13:00 digest | digest/2020-07-01T22:00#3/chat:班子群 | ref=2",
	}
	if diff := cmp.Diff(want, m.rows("digest/")); diff != "" {
		t.Error(diff)
	}
}

// A reviewer is told of a draft only when there is one; a drafter that fails is
// asked again, until the day is over.
func TestABriefingIsDraftedBeforeItIsAnnounced(t *testing.T) {
	m, d := newMemory(), &desk{err: errors.New("no facts")}
	p := programWith(t, township(), m, d, scheduler.Options{Private: true})
	now := at("2020-02-05 20:00")
	for now.Before(at("2020-02-05 20:30")) {
		now, _ = p.Step(t.Context(), now)
	}
	if got := m.named("briefing/"); len(got) != 0 {
		t.Fatalf("claimed %q without a draft", got)
	}
	d.err = nil
	step(t, p, now)
	want := []string{"02-05 20:10 to never briefing | draft/daily/2020-02-05/2020-02-05/person:孙莉 | ref=daily/2020-02-05/2020-02-05"}
	if diff := cmp.Diff(want, m.rows("briefing/")); diff != "" || d.drafts != 1 {
		t.Errorf("%d drafts %s", d.drafts, diff)
	}
	step(t, programWith(t, township(), m, d, scheduler.Options{Private: true}), at("2020-02-07 09:00"))
	if !slices.Contains(m.skipped(), "briefing/2020-02-06T20:10") || d.drafts != 1 {
		t.Errorf("%d drafts, skipped %q", d.drafts, m.skipped())
	}
}

func TestAWeeksBriefingIsDraftedOnSundayAndAMonthsOnItsLastDay(t *testing.T) {
	s := township()
	s.Briefings[0].Kind = report.SituationReport
	s.Briefings = append(s.Briefings, report.BriefingPlan{At: clock("20:20"), Kind: report.WorkSummary, Forms: s.Briefings[0].Forms, Review: report.Editor})
	m, d := newMemory(), &desk{}
	p := programWith(t, s, m, d, scheduler.Options{Private: true})
	for now := at("2020-02-05 19:00"); now.Before(at("2020-03-08 19:00")); {
		now, _ = p.Step(t.Context(), now)
	}
	want := []string{"2020-02-09T20:10", "2020-02-16T20:10", "2020-02-23T20:10", "2020-02-29T20:20", "2020-03-01T20:10"}
	var got []string
	for _, name := range m.named("briefing/") {
		for _, w := range want {
			if strings.Contains(name, w) {
				got = append(got, w)
			}
		}
	}
	if !slices.Equal(got, want) || d.drafts != len(want) {
		t.Errorf("%d drafts: %q", d.drafts, m.rows("briefing/"))
	}
}

// A store that cannot be reached at the start is asked again.
func TestAStartWithoutAStoreIsTriedAgain(t *testing.T) {
	for _, what := range []string{"started", "ran"} {
		m := newMemory()
		m.fails = func(w string) bool { return w == what }
		p := program(t, township(), m)
		next, err := p.Step(t.Context(), at("2020-02-05 15:59"))
		if !errors.Is(err, errDown) || !next.Equal(at("2020-02-05 16:00")) {
			t.Errorf("%s: next %s, %v", what, next, err)
		}
		m.fails = func(string) bool { return false }
		step(t, p, next)
		if what == "ran" && len(m.rows("remind/")) != 5 {
			t.Errorf("%s: got %q", what, m.rows("remind/"))
		}
	}
}
