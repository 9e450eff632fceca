package scheduler

import (
	"context"
	"fmt"
	"time"

	"qunbao/report"
)

// opening freezes who owes a period, so that a later roster does not rewrite
// the past. It is made up however late.
type opening struct {
	*Scheduler
	form *report.Form
	slot *report.Slot
}

func (p opening) plan(_ context.Context, o occasion, _ time.Time) (*report.Firing, error) {
	key := report.PeriodKey{Form: p.form.ID, Day: o.day, Slot: p.slot.ID}
	if !p.workspace.Owed(key) || o.day < p.started {
		return nil, nil
	}
	return &report.Firing{Need: p.workspace.NewNeed(key, p.started)}, nil
}

// openingName names the openings of a form's slot.
func openingName(f report.FormID, slot report.SlotID) dated {
	return dated{"open/" + string(f) + "/", "/" + string(slot)}
}

// opened lists the openings, at or before from, of what is open at an instant
// and of all that has opened on its day. At the first start, and for a form that
// is new to the workspace, no other firing freezes those periods.
func (s *Scheduler) opened(from, instant time.Time) []occasion {
	var all []occasion
	today := report.DayOf(instant.In(s.workspace.Zone))
	i := 0
	for f, slot := range s.slots() {
		j := &s.jobs[i] // the timetable begins with the openings, in this order
		i++
		for _, day := range []report.Day{today - 1, today} {
			key := report.PeriodKey{Form: f.ID, Day: day, Slot: slot.ID}
			at := s.workspace.Frozen(key)
			if !at.After(from) && (day == today || key == s.workspace.PeriodAt(f, instant)) {
				all = append(all, occasion{j, day, at})
			}
		}
	}
	return all
}

// decided lists, once after a person has decided something in chat, the openings
// of what is open: a response level makes periods owed that have opened before.
func (s *Scheduler) decided(now time.Time) []occasion {
	rulings := len(s.workspace.Rulings())
	if rulings == s.rulings {
		return nil
	}
	s.rulings = rulings
	return s.opened(now, now)
}

// period reads a period that somebody is to be reminded of. One that is not
// frozen yet, because its opening failed or comes later, is frozen first:
// otherwise nobody would seem to owe it.
func (s *Scheduler) period(ctx context.Context, key report.PeriodKey, now time.Time) (report.Period, error) {
	p, err := s.store.Period(ctx, key)
	if err != nil || p.Need != nil {
		return p, err
	}
	if _, err := s.store.Claim(ctx, report.Firing{
		Name:    openingName(key.Form, key.Slot).on(key.Day),
		At:      s.workspace.Frozen(key),
		Claimed: now,
		Need:    s.workspace.NewNeed(key, s.started),
	}); err != nil {
		return report.Period{}, fmt.Errorf("open %s: %w", key, err)
	}
	return s.store.Period(ctx, key)
}
