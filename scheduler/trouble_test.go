package scheduler_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
	"qunbao/scheduler"
)

// notices lists what the admins are told, with when.
func (m *memory) notices() []string {
	var lines []string
	for _, n := range m.order {
		for _, r := range m.claims[n].Rows {
			if r.Kind == report.Notice {
				lines = append(lines, fmt.Sprintf("%s %s %s", r.NotBefore.In(shanghai()).Format("01-02 15:04"), r.To, r.Text))
			}
		}
	}
	return lines
}

// What fails is tried after a minute, then after twice as long, and after a
// quarter of an hour at the latest; the admins hear of it once, and once when it
// is over.
func TestAJobThatFailsIsTriedLessAndLessOftenAndToldOnce(t *testing.T) {
	m := newMemory()
	p := program(t, township(), m)
	var tries []string
	m.fails = func(what string) bool {
		if strings.HasPrefix(what, "remind/epidemic-daily/2020-02-05//after-30m") {
			tries = append(tries, "")
			return true
		}
		return false
	}
	now := at("2020-02-05 17:00")
	for now.Before(at("2020-02-05 18:20")) {
		before := len(tries)
		next, _ := p.Step(t.Context(), now)
		if len(tries) > before {
			tries[before] = now.Format("15:04")
		}
		now = next
	}
	if diff := cmp.Diff([]string{"17:30", "17:31", "17:33", "17:37", "17:45", "18:00", "18:15"}, tries); diff != "" {
		t.Error(diff)
	}
	m.fails = func(string) bool { return false }
	run(t, p, now, at("2020-02-06 20:00"))
	want := []string{
		"02-05 17:31 person:郑晓 疫情日报的催报（应于2月5日17:30）没有办成，程序会接着重试，其他工作照常。如迟迟没有恢复的通知，请看运行日志。",
		"02-05 18:30 person:郑晓 疫情日报的催报已恢复正常：2月5日17:30起没有办成，2月5日18:30恢复。",
	}
	if diff := cmp.Diff(want, m.notices()); diff != "" {
		t.Error(diff)
	}
}

func TestWhatFailsOnceBothersNobody(t *testing.T) {
	m := newMemory()
	p := program(t, township(), m)
	step(t, p, at("2020-02-05 16:59"))
	m.fails = func(what string) bool { return strings.HasPrefix(what, "remind/") }
	next, err := p.Step(t.Context(), at("2020-02-05 17:00"))
	if err == nil || !next.Equal(at("2020-02-05 17:01")) {
		t.Fatalf("next %s, %v", next, err)
	}
	m.fails = func(string) bool { return false }
	run(t, p, next, at("2020-02-05 23:00"))
	if got := m.notices(); len(got) != 0 {
		t.Errorf("told %q", got)
	}
}

// The trouble ends with another program, on another day; the admins are told of
// its end all the same, and once.
func TestATroubleThatOutlivesItsProgramIsToldOnce(t *testing.T) {
	m := newMemory()
	m.fails = func(what string) bool { return strings.HasPrefix(what, "remind/publicity/2020-02-05") }
	for now := at("2020-02-05 17:00"); now.Before(at("2020-02-05 20:00")); now = now.Add(10 * time.Minute) {
		p := program(t, township(), m) // a new one each time, and two more minutes to try
		p.Step(t.Context(), now)
		p.Step(t.Context(), now.Add(time.Minute))
	}
	if got := m.notices(); len(got) != 1 {
		t.Fatalf("told %q", got)
	}
	m.fails = func(string) bool { return false }
	run(t, program(t, township(), m), at("2020-02-06 17:59"), at("2020-02-06 18:10"))
	run(t, program(t, township(), m), at("2020-02-06 18:10"), at("2020-02-08 18:10"))
	if got := m.notices(); len(got) != 2 || !strings.Contains(got[1], "宣传消杀统计的催报已恢复正常：2月5日18:00起没有办成，2月6日18:00恢复。") {
		t.Errorf("told %q", got)
	}
}

// A notice that cannot be queued is tried again; of what is over by then nobody
// is told.
func TestANoticeThatFailsIsTriedAgain(t *testing.T) {
	m := newMemory()
	p := program(t, township(), m)
	m.fails = func(what string) bool {
		return strings.HasPrefix(what, "trouble/") || strings.HasPrefix(what, "remind/publicity")
	}
	now := at("2020-02-05 18:00")
	for now.Before(at("2020-02-05 19:00")) {
		now, _ = p.Step(t.Context(), now)
	}
	if n := len(m.notices()); n != 0 {
		t.Fatalf("%d notices were queued", n)
	}
	m.fails = func(what string) bool { return strings.HasPrefix(what, "remind/publicity") }
	for now.Before(at("2020-02-05 20:00")) {
		now, _ = p.Step(t.Context(), now)
	}
	if n := len(m.notices()); n != 1 {
		t.Errorf("%d notices were queued", n)
	}
}

// That the store is away is told by the loop, and is no failure of a job: it is
// tried again whenever somebody asks.
func TestAStoreThatIsAwayIsNoTroubleOfAJob(t *testing.T) {
	m := newMemory()
	p := program(t, township(), m)
	step(t, p, at("2020-02-05 16:59"))
	m.down = fmt.Errorf("%w: connection refused", report.ErrUnavailable)
	for i := range 20 {
		now := at("2020-02-05 17:00").Add(time.Duration(i) * 500 * time.Millisecond)
		if _, err := p.Step(t.Context(), now); !errors.Is(err, report.ErrUnavailable) {
			t.Fatalf("said %v", err)
		}
	}
	m.down = nil
	step(t, p, at("2020-02-05 17:00").Add(11*time.Second))
	if got := m.rows("remind/epidemic-daily/2020-02-05//after-0m"); len(got) != 1 || len(m.notices()) != 0 {
		t.Errorf("rows %q, notices %q", got, m.notices())
	}
}

// panicking drafts nothing and panics with what somebody typed.
type panicking struct{}

func (panicking) Draft(context.Context, report.BriefingPlan, report.Day, time.Time, time.Time) (report.Draft, error) {
	panic("柳湾村钱海")
}

func TestAJobThatPanicsStopsNothingElse(t *testing.T) {
	m := newMemory()
	var log strings.Builder
	settings := township()
	settings.Digests[2].At = settings.Briefings[0].At
	p, err := scheduler.New(report.NewWorkspace(settings), m, panicking{},
		slog.New(slog.NewTextHandler(&log, nil)), scheduler.Options{Private: true})
	if err != nil {
		t.Fatal(err)
	}
	for now := at("2020-02-05 20:00"); now.Before(at("2020-02-05 20:20")); {
		now, _ = p.Step(t.Context(), now)
	}
	if got := m.named("digest/2020-02-05"); !slices.Equal(got, []string{"digest/2020-02-05T20:10"}) {
		t.Errorf("digests %q", got)
	}
	if got := m.notices(); len(got) != 1 || !strings.Contains(got[0], "20:10的简报草稿") {
		t.Errorf("told %q", got)
	}
	if strings.Contains(log.String(), "钱海") || !strings.Contains(log.String(), "panic of type string") {
		t.Errorf("the log says:\n%s", &log)
	}
}
