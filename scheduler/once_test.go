package scheduler_test

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"qunbao/report"
	"qunbao/scheduler"
)

// settled is a store with a day of the township that nothing interrupted.
func settled(t *testing.T, from, until time.Time) *memory {
	m := newMemory()
	run(t, program(t, township(), m), from, until)
	return m
}

// The union of what is said does not depend on restarts.
func TestARestartAtEveryMinuteOfADayChangesNothing(t *testing.T) {
	from, until := at("2020-02-05 07:00"), at("2020-02-06 09:00")
	m := newMemory()
	for now := from; !now.After(until); now = now.Add(time.Minute) {
		step(t, program(t, township(), m), now)
	}
	if diff := cmp.Diff(settled(t, from, until).claims, m.claims); diff != "" {
		t.Error(diff)
	}
}

func TestTwoProgramsOnOneStoreSayEverythingOnce(t *testing.T) {
	from, until := at("2020-02-05 07:00"), at("2020-02-06 09:00")
	m := newMemory()
	a, b := program(t, township(), m), program(t, township(), m)
	for now := from; !now.After(until); now = now.Add(time.Minute) {
		step(t, a, now)
		step(t, b, now)
	}
	if diff := cmp.Diff(settled(t, from, until).claims, m.claims); diff != "" {
		t.Error(diff)
	}
}

// However the program is stopped, restarted and woken, and whatever fails on
// the way, each firing of the timetable is claimed: in time, late or as skipped.
func TestNoFiringIsLostWhateverHappens(t *testing.T) {
	from, until := at("2020-02-05 07:00"), at("2020-02-06 12:00")
	want := slices.Sorted(maps.Keys(settled(t, from, until).claims))
	rapid.Check(t, func(rt *rapid.T) {
		m := newMemory()
		p := program(t, township(), m)
		for now := from; now.Before(until); {
			if rapid.IntRange(0, 9).Draw(rt, "restart") == 0 {
				p = program(t, township(), m)
			}
			broken := rapid.SampledFrom([]string{"", "", "", "period", "claim", "mark", "ran", "remind/publicity"}).Draw(rt, "broken")
			m.fails = func(what string) bool { return broken != "" && strings.HasPrefix(what, broken) }
			next, err := p.Step(t.Context(), now)
			if err != nil && broken == "" {
				rt.Fatal(err)
			}
			if !next.After(now) {
				rt.Fatalf("Step at %s returns %s", now, next)
			}
			now = now.Add(time.Duration(rapid.IntRange(1, 7000).Draw(rt, "seconds")) * time.Second)
		}
		m.fails = func(string) bool { return false }
		for now := until; now.Before(until.Add(time.Hour)); { // what failed last is tried again by then
			next, err := p.Step(t.Context(), now)
			if err != nil {
				rt.Fatal(err)
			}
			now = next
		}
		if diff := cmp.Diff(want, slices.DeleteFunc(slices.Sorted(maps.Keys(m.claims)), isNotice)); diff != "" {
			rt.Fatal(diff)
		}
		for _, r := range m.rows("remind/") {
			if strings.Contains(r, "2020-02-04") {
				rt.Fatalf("accused before the first start: %s", r)
			}
		}
	})
}

func TestAStoreThatFailsForTenMinutesLosesNothing(t *testing.T) {
	from, until := at("2020-02-05 07:00"), at("2020-02-06 09:00")
	want := settled(t, from, until)
	for _, what := range []string{"period", "claim", "mark", "remind/epidemic-daily"} {
		t.Run(what, func(t *testing.T) {
			m := newMemory()
			p := program(t, township(), m)
			for now := from; !now.After(until); {
				down := !now.Before(at("2020-02-05 16:00")) && now.Before(at("2020-02-05 16:10"))
				m.fails = func(w string) bool { return down && strings.HasPrefix(w, what) }
				next, err := p.Step(t.Context(), now)
				if (err != nil) && !down {
					t.Fatal(err)
				}
				now = next
			}
			if diff := cmp.Diff(sorted(want.rows("")), slices.DeleteFunc(sorted(m.rows("")), isNotice)); diff != "" {
				t.Error(diff)
			}
			if m.ran.Before(at("2020-02-06 08:30")) {
				t.Errorf("marked only up to %s", m.ran)
			}
		})
	}
}

// What failed before a crash is found again by the next start.
func TestAFailedFiringIsNotMarkedAsPassed(t *testing.T) {
	m := newMemory()
	p := program(t, township(), m)
	run(t, p, at("2020-02-05 07:00"), at("2020-02-05 15:59"))
	m.fails = func(what string) bool { return strings.HasPrefix(what, "remind/epidemic") }
	if _, err := p.Step(t.Context(), at("2020-02-05 16:00")); err == nil {
		t.Fatal("the failure is not told")
	}
	if _, err := p.Step(t.Context(), at("2020-02-05 16:02")); err == nil {
		t.Fatal("the failure is not told")
	}
	m.fails = func(string) bool { return false }
	step(t, program(t, township(), m), at("2020-02-05 16:05"))
	if got := m.rows("remind/epidemic"); len(got) != 5 {
		t.Errorf("got %q", got)
	}
}

// One form's failing stage does not hold up another form, and is logged once.
func TestAFailureStopsNothingElseAndIsLoggedOnce(t *testing.T) {
	m := newMemory()
	var log strings.Builder
	p, err := scheduler.New(report.NewWorkspace(township()), m, &desk{},
		slog.New(slog.NewTextHandler(&log, nil)), scheduler.Options{Private: true})
	if err != nil {
		t.Fatal(err)
	}
	m.fails = func(what string) bool { return strings.HasPrefix(what, "remind/epidemic-daily/2020-02-05//after-30m") }
	for now := at("2020-02-05 07:00"); now.Before(at("2020-02-05 18:30")); {
		now, _ = p.Step(t.Context(), now)
	}
	if got := m.named("remind/publicity"); len(got) != 1 {
		t.Errorf("publicity: %q", got)
	}
	m.fails = func(string) bool { return false }
	step(t, p, at("2020-02-05 18:30"))
	if n := strings.Count(log.String(), "level=ERROR"); n != 1 {
		t.Errorf("logged %d times:\n%s", n, &log)
	}
	if n := strings.Count(log.String(), "mended"); n != 1 {
		t.Errorf("mended logged %d times:\n%s", n, &log)
	}
	if strings.Contains(log.String(), "钱海") {
		t.Errorf("a name stands in the log:\n%s", &log)
	}
}

// A form whose opening cannot be claimed does not look like one that nobody owes.
func TestAReminderWaitsForItsOpening(t *testing.T) {
	m := newMemory()
	m.fails = func(what string) bool { return strings.HasPrefix(what, "open/epidemic") }
	p := program(t, township(), m)
	now := at("2020-02-05 15:00")
	for now.Before(at("2020-02-05 16:20")) {
		now, _ = p.Step(t.Context(), now)
	}
	if got := m.named("remind/epidemic"); len(got) != 0 {
		t.Fatalf("claimed %q", got)
	}
	m.fails = func(string) bool { return false }
	step(t, p, now)
	if got := m.rows("remind/epidemic"); len(got) != 5 {
		t.Errorf("got %q", got)
	}
}

func TestAStopInTheMiddleLeavesTheRestForLater(t *testing.T) {
	m := newMemory()
	p := program(t, township(), m)
	step(t, p, at("2020-02-05 15:00"))
	ctx, cancel := context.WithCancel(t.Context())
	m.fails = func(what string) bool {
		if strings.HasPrefix(what, "remind/") {
			cancel()
		}
		return false
	}
	if _, err := p.Step(ctx, at("2020-02-05 18:00")); err == nil {
		t.Fatal("the stop is not told")
	}
	m.fails = func(string) bool { return false }
	step(t, program(t, township(), m), at("2020-02-05 18:00"))
	if got := m.named("remind/"); len(got) != 4 {
		t.Errorf("got %q", got)
	}
}

// A clock that was set forward by mistake and back again does not silence the
// program until it gets there.
func TestAClockThatIsSetBackIsFollowed(t *testing.T) {
	m := newMemory()
	p := program(t, township(), m)
	run(t, p, at("2020-02-05 07:00"), at("2020-02-05 12:00"))
	step(t, p, at("2020-02-07 12:00"))
	step(t, p, at("2020-02-05 12:05"))
	if !m.ran.Equal(at("2020-02-05 12:05")) {
		t.Errorf("marked %s", m.ran)
	}
	run(t, p, at("2020-02-05 12:05"), at("2020-02-08 20:00"))
	if got := m.rows("remind/epidemic-daily/2020-02-08"); len(got) != 9 {
		t.Errorf("got %q", got)
	}
	seconds := at("2020-02-08 20:00")
	if next := step(t, p, seconds.Add(-10*time.Second)); !next.After(seconds) {
		t.Errorf("ten seconds back: next is %s", next)
	}
}

func TestTheStoreIsToldAtMostOnceAMinute(t *testing.T) {
	m := newMemory()
	p := program(t, township(), m)
	step(t, p, at("2020-02-05 12:00"))
	before := m.marks
	for i := range 600 {
		step(t, p, at("2020-02-05 12:00").Add(time.Duration(i)*time.Second))
	}
	if n := m.marks - before; n != 9 {
		t.Errorf("marked %d times in ten minutes", n)
	}
}

func TestAnEmptyTimetableStillNamesAnInstant(t *testing.T) {
	step(t, program(t, report.Settings{Zone: shanghai()}, newMemory()), at("2020-02-05 12:00"))
}

// isNotice tells whether a firing or a row tells of trouble.
func isNotice(line string) bool {
	return strings.Contains(line, "trouble/") || strings.Contains(line, "mended/")
}

func sorted(lines []string) []string {
	slices.Sort(lines)
	return lines
}

// BenchmarkADay is a day of a county of n units: five forms, each with a stage
// before and at the deadline and an escalation, half of the units silent.
func BenchmarkADay(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			settings := county(n)
			w := report.NewWorkspace(settings)
			for b.Loop() {
				m := newMemory()
				for _, f := range settings.Forms {
					key := report.PeriodKey{Form: f.ID, Day: day("2020-02-05")}
					for i := 0; i < n; i += 2 {
						m.file(settings.Units[i].ID, key, at("2020-02-05 10:00"))
					}
				}
				p, err := scheduler.New(w, m, &desk{}, slog.New(slog.DiscardHandler), scheduler.Options{Private: true})
				if err != nil {
					b.Fatal(err)
				}
				run(b, p, at("2020-02-05 00:00"), at("2020-02-05 23:59"))
			}
		})
	}
}

// BenchmarkPlanAMinute is the minute of a deadline in a county of n units that
// are all silent: a stage for each reporter and one for each lead are planned and
// claimed.
func BenchmarkPlanAMinute(b *testing.B) {
	for _, n := range []int{100, 1000, 10000, 50000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			settings := county(n)
			f := epidemic()
			f.Remind = []report.Stage{{To: report.ToReporter}, {To: report.ToLead}}
			settings.Forms = []report.Form{f}
			w, due := report.NewWorkspace(settings), at("2020-02-05 17:00")
			for b.Loop() {
				b.StopTimer()
				m := newMemory()
				p, err := scheduler.New(w, m, &desk{}, slog.New(slog.DiscardHandler), scheduler.Options{Private: true})
				if err != nil {
					b.Fatal(err)
				}
				step(b, p, due.Add(-time.Minute))
				b.StartTimer()
				step(b, p, due)
				if rows := len(m.claims["remind/epidemic-daily/2020-02-05//after-0m-reporter"].Rows); rows != n {
					b.Fatalf("%d rows, want %d", rows, n)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/unit")
		})
	}
}

// BenchmarkAnIdleStep is what a message costs when nothing is due.
func BenchmarkAnIdleStep(b *testing.B) {
	p := program(b, township(), newMemory())
	now := at("2020-02-05 12:00")
	for b.Loop() {
		now = now.Add(time.Microsecond)
		if _, err := p.Step(b.Context(), now); err != nil {
			b.Fatal(err)
		}
	}
}

// county is a workspace of n units with a reporter each, twenty to a lead.
func county(n int) report.Settings {
	s := report.Settings{Zone: shanghai()}
	for i := range n {
		u := report.UnitID(fmt.Sprintf("村%05d", i))
		s.Units = append(s.Units, report.Unit{ID: u, Kind: "行政村"})
		s.People = append(s.People, person(fmt.Sprintf("人%05d", i), report.Post{Unit: u, Role: report.Reporter}))
	}
	for i := 0; i < n; i += 20 {
		var posts []report.Post
		for j := i; j < min(i+20, n); j++ {
			posts = append(posts, report.Post{Unit: s.Units[j].ID, Role: report.Lead})
		}
		s.People = append(s.People, person(fmt.Sprintf("干部%05d", i), posts...))
	}
	for i := range 5 {
		f := epidemic()
		f.ID = report.FormID(fmt.Sprintf("form-%d", i))
		s.Forms = append(s.Forms, f)
	}
	return s
}
