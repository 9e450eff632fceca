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
	_ "time/tzdata"

	"qunbao/report"
	"qunbao/scheduler"
)

// shanghai is the zone of the township.
func shanghai() *time.Location { return zone("Asia/Shanghai") }

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// at reads a time of the township as 2020-02-05 16:00.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai())
	if err != nil {
		panic(err)
	}
	return t
}

func clock(s string) report.Clock {
	c, err := report.ParseClock(s)
	if err != nil {
		panic(err)
	}
	return c
}

func day(s string) report.Day {
	d, err := report.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func person(name string, posts ...report.Post) report.Person {
	return report.Person{ID: report.PersonID(name), Name: name, Card: "卡-" + name, Posts: posts}
}

// township is a small township: 石桥村 has no lead, 钱海 leads two villages.
func township() report.Settings {
	return report.Settings{
		Name: "青石镇", Zone: shanghai(), TrustCards: true,
		Units: []report.Unit{
			{ID: "青石镇", Kind: "乡镇"}, {ID: "柳湾村", Kind: "行政村"}, {ID: "东坡村", Kind: "行政村"},
			{ID: "河口村", Kind: "行政村"}, {ID: "石桥村", Kind: "行政村"},
		},
		People: []report.Person{
			person("周国平", report.Post{Unit: "青石镇", Role: report.Leader}),
			person("吴敏", report.Post{Unit: "青石镇", Role: report.Leader}),
			person("孙莉", report.Post{Unit: "青石镇", Role: report.Editor}),
			person("郑晓", report.Post{Unit: "青石镇", Role: report.Admin}),
			person("李会芳", report.Post{Unit: "柳湾村", Role: report.Reporter}),
			person("赵大勇", report.Post{Unit: "柳湾村", Role: report.Deputy}),
			person("王桂兰", report.Post{Unit: "东坡村", Role: report.Reporter}),
			person("陈水生", report.Post{Unit: "河口村", Role: report.Reporter}, report.Post{Unit: "石桥村", Role: report.Deputy}),
			person("刘建国", report.Post{Unit: "石桥村", Role: report.Reporter}),
			person("钱海", report.Post{Unit: "柳湾村", Role: report.Lead}, report.Post{Unit: "东坡村", Role: report.Lead}),
			person("马丽", report.Post{Unit: "河口村", Role: report.Lead}),
		},
		Forms: []report.Form{epidemic(), publicity(), checkpoint(), flood()},
		Chats: []report.Chat{
			{ID: "工作群", Role: report.WorkChat, Forms: []report.FormID{"epidemic-daily", "publicity", "checkpoint"}},
			{ID: "防汛群", Role: report.WorkChat, Forms: []report.FormID{"flood"}},
			{ID: "班子群", Role: report.LeadersChat},
		},
		Quiet: report.Quiet{From: clock("21:00"), To: clock("07:00")},
		Digests: []report.DigestPlan{
			{At: clock("07:30"), Covers: report.Yesterday, To: []string{"leaders", "班子群"}, Forms: []report.FormID{"epidemic-daily", "publicity"}},
			{At: clock("08:30"), Covers: report.Today, To: []string{"班子群"}, Forms: []report.FormID{"flood"}},
			{At: clock("20:00"), Covers: report.Today, To: []string{"班子群"}, Forms: []report.FormID{"epidemic-daily"}},
		},
		Briefings: []report.BriefingPlan{
			{At: clock("20:10"), Kind: "daily", Forms: []report.FormID{"epidemic-daily"}, Review: report.Editor},
		},
	}
}

func epidemic() report.Form {
	return report.Form{
		ID: "epidemic-daily", Name: "疫情日报", Until: day("2020-06-30"), Calendar: report.EveryDay,
		Slots:  []report.Slot{{Opens: clock("06:00"), Due: clock("17:00")}},
		Closes: clock("23:59"),
		Remind: []report.Stage{
			{Offset: -time.Hour, To: report.ToReporter}, {To: report.ToChat}, {Offset: 30 * time.Minute, To: report.ToLead},
		},
	}
}

func publicity() report.Form {
	return report.Form{
		ID: "publicity", Name: "宣传消杀统计", Calendar: report.Workdays,
		Slots:  []report.Slot{{Opens: clock("06:00"), Due: clock("18:00")}},
		Closes: clock("23:59"), Remind: []report.Stage{{To: report.ToReporter}},
	}
}

func checkpoint() report.Form {
	return report.Form{
		ID: "checkpoint", Name: "卡点值守", Calendar: report.EveryDay, Units: []string{"石桥村"},
		Slots: []report.Slot{
			{ID: "day", Name: "白班", Opens: clock("08:00"), Due: clock("20:00")},
			{ID: "night", Name: "夜班", Opens: clock("20:00"), Due: clock("08:00") + 24*60},
		},
		Remind: []report.Stage{{Offset: 5 * time.Minute, To: report.ToReporter}},
	}
}

func flood() report.Form {
	return report.Form{
		ID: "flood", Name: "防汛日报", From: day("2020-06-01"), Until: day("2020-09-30"), Calendar: report.EveryDay,
		Slots: []report.Slot{{Due: clock("08:00")}}, Closes: clock("23:59"),
		Remind: []report.Stage{{Offset: -30 * time.Minute, To: report.ToReporter}, {To: report.ToLead}},
	}
}

// only is the township with some of its forms, no digests and no briefings.
func only(forms ...report.Form) report.Settings {
	s := township()
	s.Forms, s.Digests, s.Briefings = forms, nil, nil
	return s
}

// memory is a store in memory. It compares and keeps, and can be made to fail.
type memory struct {
	claims  map[string]report.Firing
	order   []string
	periods map[report.PeriodKey]report.Period
	started time.Time
	ran     time.Time
	marks   int
	fails   func(what string) bool // of an operation or the name of a firing
	down    error                  // of every claim
}

func newMemory() *memory {
	return &memory{
		claims: map[string]report.Firing{}, periods: map[report.PeriodKey]report.Period{},
		fails: func(string) bool { return false },
	}
}

var errDown = errors.New("the store is down")

func (m *memory) Period(_ context.Context, k report.PeriodKey) (report.Period, error) {
	if m.fails("period") {
		return report.Period{}, errDown
	}
	p := m.periods[k]
	p.Key = k
	return p, nil
}

func (m *memory) Claim(_ context.Context, f report.Firing) (bool, error) {
	if m.down != nil {
		return false, m.down
	}
	if m.fails("claim") || m.fails(f.Name) {
		return false, errDown
	}
	if _, taken := m.claims[f.Name]; taken {
		return false, nil
	}
	m.claims[f.Name] = f
	m.order = append(m.order, f.Name)
	if f.Need != nil {
		p := m.periods[f.Need.Key]
		p.Need = f.Need
		m.periods[f.Need.Key] = p
	}
	return true, nil
}

func (m *memory) Firings(_ context.Context, prefix string) ([]report.Firing, error) {
	if m.fails("firings") {
		return nil, errDown
	}
	var all []report.Firing
	for _, n := range m.named(prefix) {
		all = append(all, m.claims[n])
	}
	return all, nil
}

func (m *memory) Started(_ context.Context, now time.Time) (time.Time, error) {
	if m.fails("started") {
		return time.Time{}, errDown
	}
	if m.started.IsZero() {
		m.started = now
	}
	return m.started, nil
}

func (m *memory) Ran(context.Context) (time.Time, bool, error) {
	if m.fails("ran") {
		return time.Time{}, false, errDown
	}
	return m.ran, !m.ran.IsZero(), nil
}

func (m *memory) Mark(_ context.Context, now time.Time) error {
	if m.fails("mark") {
		return errDown
	}
	m.ran = now
	m.marks++
	return nil
}

// file puts a valid report into a period.
func (m *memory) file(u report.UnitID, k report.PeriodKey, when time.Time) {
	p := m.periods[k]
	p.Records = append(p.Records, report.Record{
		RecordKey: report.RecordKey{PeriodKey: k, Unit: u},
		Versions:  []report.Version{{Message: report.MessageID(u), Time: when, Counts: when, Kind: report.VersionNew, Zero: true}},
	})
	m.periods[k] = p
}

// named lists the names of the firings whose name begins with a prefix.
func (m *memory) named(prefix string) []string {
	var names []string
	for _, n := range m.order {
		if strings.HasPrefix(n, prefix) {
			names = append(names, n)
		}
	}
	return names
}

// rows writes all rows of the firings whose name begins with a prefix, one a
// line.
func (m *memory) rows(prefix string) []string {
	var lines []string
	for _, n := range m.named(prefix) {
		for _, r := range m.claims[n].Rows {
			lines = append(lines, line(r))
		}
	}
	return lines
}

func line(r report.Row) string {
	expires := "never"
	if !r.Expires.IsZero() {
		expires = r.Expires.In(shanghai()).Format("01-02 15:04")
	}
	var about []string
	for _, u := range r.Units {
		about = append(about, string(u))
	}
	for _, m := range r.Mentions {
		about = append(about, "@"+m)
	}
	if r.Ref != "" {
		about = append(about, "ref="+r.Ref)
	}
	return fmt.Sprintf("%s to %s %s | %s | %s", r.NotBefore.In(shanghai()).Format("01-02 15:04"),
		expires, r.Kind, r.Key, strings.Join(about, " "))
}

// desk drafts briefings that say nothing.
type desk struct {
	drafts int
	err    error
}

func (d *desk) Draft(_ context.Context, p report.BriefingPlan, on report.Day, _, now time.Time) (report.Draft, error) {
	if d.err != nil {
		return report.Draft{}, d.err
	}
	d.drafts++
	return report.Draft{ID: p.Kind + "/" + on.String() + "/" + on.String(), Made: now}, nil
}

// program is one run of the program on a store.
func program(t testing.TB, s report.Settings, m *memory) *scheduler.Scheduler {
	t.Helper()
	return programWith(t, s, m, &desk{}, scheduler.Options{Private: true})
}

func programWith(t testing.TB, s report.Settings, m *memory, d *desk, o scheduler.Options) *scheduler.Scheduler {
	t.Helper()
	p, err := scheduler.New(report.NewWorkspace(s), m, d, slog.New(slog.DiscardHandler), o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// run lets a program live from one instant to another, sleeping until whatever
// is due next.
func run(t testing.TB, s *scheduler.Scheduler, from, until time.Time) {
	t.Helper()
	for now := from; !now.After(until); now = step(t, s, now) {
	}
}

// step does one Step that must not fail and must name a later instant.
func step(t testing.TB, s *scheduler.Scheduler, now time.Time) time.Time {
	t.Helper()
	next, err := s.Step(t.Context(), now)
	if err != nil {
		t.Fatalf("Step at %s: %v", now, err)
	}
	if !next.After(now) {
		t.Fatalf("Step at %s wants to be called again at %s", now, next)
	}
	return next
}

// skipped lists the names of the firings that were recorded as stale.
func (m *memory) skipped() []string {
	return slices.DeleteFunc(m.named(""), func(n string) bool { return !m.claims[n].Skipped })
}
