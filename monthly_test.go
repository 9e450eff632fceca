package main

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"qunbao/report"
	"qunbao/storage/sqlite"
)

// monthlyCounty is a township's form for as many villages as are wanted.
func monthlyCounty(t testing.TB, villages int) *report.Workspace {
	t.Helper()
	s := township(t).Workspace.Settings
	s.Units = s.Units[:1]
	for i := range villages {
		u := report.UnitID(fmt.Sprintf("村%05d", i))
		s.Units = append(s.Units, report.Unit{ID: u, Kind: "行政村"})
		s.People = append(s.People, report.Person{ID: report.PersonID(u), Posts: []report.Post{{Unit: u, Role: report.Reporter}}})
	}
	return report.NewWorkspace(s)
}

// pastMonth is a store in which everybody reported the same every day.
type pastMonth struct {
	digests []report.Firing
	asked   int // records
}

func (p *pastMonth) Firings(context.Context, string) ([]report.Firing, error) { return p.digests, nil }

// Records implements past.
func (p *pastMonth) Records(_ context.Context, keys []report.RecordKey) ([]report.Record, error) {
	p.asked += len(keys)
	var all []report.Record
	for _, k := range keys {
		all = append(all, report.Record{RecordKey: k, Versions: []report.Version{filedAt(k)}})
	}
	return all, nil
}

func filedAt(k report.RecordKey) report.Version {
	at := month
	v := report.Version{Message: report.MessageID(k.PeriodKey.String() + string(k.Unit)), Time: at, Counts: at, Filed: at, Kind: report.VersionNew}
	v.Values = map[report.FieldID]report.Value{"home": {N: decimal.NewFromInt(3), Unit: "人"}, "note": {Text: "x"}}
	return v
}

func digestRow(digest, to, about string) report.Row {
	day, _ := report.ParseDay(about)
	r := report.Row{To: report.Address{Person: report.PersonID(to)}, Period: day}
	r.Key = digest + "/" + r.To.String()
	return r
}

func TestTheMonthsFirstDigestToLeadersTellsTheBurden(t *testing.T) {
	first := "digest/2020-03-02T07:30"
	kept := &pastMonth{digests: []report.Firing{
		{Name: "digest/2020-03-01T07:30", Skipped: true}, {Name: "digest/2020-03-01T12:00"}, {Name: first}, {Name: "digest/2020-03-02T20:00"},
	}}
	m := &monthly{workspace: monthlyCounty(t, 12), kept: kept}
	yesterday, today := report.DigestPlan{Covers: report.Yesterday}, report.DigestPlan{Covers: report.Today}
	for _, c := range []struct {
		row  report.Row
		plan report.DigestPlan
		want bool
	}{
		{digestRow(first, "周国平", "2020-03-01"), yesterday, true},
		{digestRow(first, "吴敏", "2020-03-01"), yesterday, true},
		{digestRow("digest/2020-03-02T20:00", "周国平", "2020-03-02"), today, false},
		{digestRow("digest/2020-03-20T07:30", "周国平", "2020-03-19"), yesterday, false},
	} {
		b, err := m.burden(t.Context(), c.row, c.plan)
		if err != nil || (b != nil) != c.want {
			t.Errorf("%s: %+v, %v", c.row.Key, b, err)
		}
		if b != nil && (b.From.String() != "2020-02-01" || b.To.String() != "2020-02-29" || b.Total.Messages == 0) {
			t.Errorf("%s tells of %s to %s: %+v", c.row.Key, b.From, b.To, b.Total)
		}
	}
	read := kept.asked
	if _, err := m.burden(t.Context(), digestRow(first, "郑晓", "2020-03-01"), yesterday); err != nil || kept.asked != read {
		t.Errorf("%v; the month was read twice", err)
	}
}

func TestOfACountyAnEvenChoiceIsLookedAt(t *testing.T) {
	w := monthlyCounty(t, 1000)
	kept := &pastMonth{}
	m := &monthly{workspace: w, kept: kept}
	b, err := m.count(t.Context(), report.DayOf(month), report.DayOf(month)+28)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Units) != sampled || b.Of != len(w.Reporting()) || kept.asked > sampled*29*5 {
		t.Errorf("%d of %d units, %d records", len(b.Units), b.Of, kept.asked)
	}
	if !slices.Equal(evenly([]int{0, 1, 2, 3, 4, 5, 6, 7, 8}, 3), []int{0, 3, 6}) {
		t.Error("the choice is not even")
	}
}

// BenchmarkTheBurdenOfAMonth is the line in a county's digest: a month of 1,000
// units and three forms.
func BenchmarkTheBurdenOfAMonth(b *testing.B) {
	w := monthlyCounty(b, 1000)
	kept, err := sqlite.OpenReplay(b.Context(), sqlite.Memory)
	if err != nil {
		b.Fatal(err)
	}
	defer kept.Close()
	first := report.DayOf(month)
	for d := first; d < first+29; d++ {
		for i := range w.Forms {
			for _, k := range w.PeriodsOf(&w.Forms[i], d) {
				c := report.Change{Outcome: report.Outcome{Message: report.MessageID(k.String())}, Time: month}
				for _, u := range w.Owing(k.Form) {
					key := report.RecordKey{PeriodKey: k, Unit: u}
					c.Writes = append(c.Writes, report.Write{Key: key, Version: filedAt(key)})
				}
				if err := kept.Commit(b.Context(), c); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	for b.Loop() {
		m := &monthly{workspace: w, kept: kept}
		if _, err := m.count(b.Context(), first, first+28); err != nil {
			b.Fatal(err)
		}
	}
}
