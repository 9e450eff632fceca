package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunbao/report"
)

// monthly is the burden of the month before, for the month's first digest to
// leaders. It is counted once a month, and read in little time however large the
// county is: of more units than sampled, an even choice is looked at.
type monthly struct {
	workspace *report.Workspace
	kept      past
	month     report.Day // the first day of the month that counted is about; 0: none was counted yet
	counted   report.Burden
}

// past is what the burden of a month is read from.
type past interface {
	Firings(ctx context.Context, prefix string) ([]report.Firing, error)
	Records(context.Context, []report.RecordKey) ([]report.Record, error)
}

// sampled is how many units are looked at.
const sampled = 100

// early is until which day of a month its first digest may come: after holidays.
const early = 10

// burden is the burden of the month before, if the row is of the first digest that
// goes to leaders in its month; else nil.
func (m *monthly) burden(ctx context.Context, row report.Row, plan report.DigestPlan) (*report.Burden, error) {
	sent := row.Period
	if plan.Covers == report.Yesterday {
		sent++
	}
	year, month, d := sent.Date()
	if d > early {
		return nil, nil
	}
	first, err := m.first(ctx, row, sent.String()[:len("2006-01-")])
	if !first || err != nil {
		return nil, err
	}
	this := report.DayOf(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC))
	last := report.DayOf(time.Date(year, month-1, 1, 0, 0, 0, 0, time.UTC))
	if m.month != last {
		if m.counted, err = m.count(ctx, last, this-1); err != nil {
			return nil, err
		}
		m.month = last
	}
	return &m.counted, nil
}

// first tells whether no digest to leaders was queued earlier in the month.
func (m *monthly) first(ctx context.Context, row report.Row, month string) (bool, error) {
	digests, err := m.kept.Firings(ctx, "digest/"+month)
	if err != nil {
		return false, err
	}
	name := firingOf(row)
	for _, f := range digests { // by name, and so by day and time
		if !f.Skipped && m.toLeaders(f.Name) {
			return f.Name == name, nil
		}
	}
	return false, nil
}

// toLeaders tells whether a digest of that name goes to leaders.
func (m *monthly) toLeaders(name string) bool {
	_, clock, _ := strings.Cut(name, "T")
	clock, _, _ = strings.Cut(clock, "#")
	return slices.ContainsFunc(m.workspace.Digests, func(p report.DigestPlan) bool {
		return p.At.String() == clock && slices.ContainsFunc(p.To, func(to string) bool {
			chat := m.workspace.Chat(report.ChatID(to))
			return to == "leaders" || chat != nil && chat.Role == report.LeadersChat
		})
	})
}

// count reads what the units reported, day by day. Of reminders nothing is counted:
// they are the office's matter.
func (m *monthly) count(ctx context.Context, from, to report.Day) (report.Burden, error) {
	units := evenly(m.workspace.Reporting(), sampled)
	count := m.workspace.CountBurden(from, to, units...)
	opened, err := m.opened(ctx, from)
	if err != nil {
		return report.Burden{}, err
	}
	for k := range count.Periods() {
		p, err := m.period(ctx, k, units)
		if opened[fmt.Sprintf("open/%s/%s/%s", k.Form, k.Day, k.Slot)] && len(p.Records) == 0 {
			p.Need = m.need(k, units) // nobody reported, and not because nobody was asked
		}
		if err != nil {
			return report.Burden{}, err
		}
		count.Period(p)
	}
	return count.Burden(), nil
}

// opened are the names of the periods of a month that were opened, and so were owed.
func (m *monthly) opened(ctx context.Context, month report.Day) (map[string]bool, error) {
	opened := map[string]bool{}
	for _, f := range m.workspace.Forms {
		all, err := m.kept.Firings(ctx, fmt.Sprintf("open/%s/%s", f.ID, month.String()[:len("2006-01-")]))
		if err != nil {
			return nil, err
		}
		for _, one := range all {
			opened[one.Name] = true
		}
	}
	return opened, nil
}

// need is who of some units owes a period.
func (m *monthly) need(k report.PeriodKey, units []report.UnitID) *report.Need {
	n := &report.Need{Key: k, Units: map[report.UnitID]report.Duty{}}
	for _, u := range units {
		if m.workspace.Owes(k.Form, u) {
			n.Units[u] = report.Duty{}
		}
	}
	return n
}

// period is a period as far as some units reported it.
func (m *monthly) period(ctx context.Context, k report.PeriodKey, units []report.UnitID) (report.Period, error) {
	p := report.Period{Key: k}
	var keys []report.RecordKey
	for _, u := range units {
		if m.workspace.Owes(k.Form, u) {
			keys = append(keys, report.RecordKey{PeriodKey: k, Unit: u})
		}
	}
	records, err := m.kept.Records(ctx, keys)
	for _, r := range records {
		if r.Revision() > 0 {
			p.Records = append(p.Records, r)
		}
	}
	return p, err
}

// evenly chooses at most n of a list, at even distances.
func evenly[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	chosen := make([]T, n)
	for i := range chosen {
		chosen[i] = list[i*len(list)/n]
	}
	return chosen
}
