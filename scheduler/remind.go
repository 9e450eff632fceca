package scheduler

import (
	"context"
	"slices"
	"time"

	"qunbao/report"
)

// reminder is one stage of a form's reminders for one slot.
type reminder struct {
	*Scheduler
	form  *report.Form
	slot  *report.Slot
	stage report.Stage
}

// plan names those who are missing now. A stage is stale when a later stage of
// the period has come due, which says the same to more people, and when the
// period is over.
func (r reminder) plan(ctx context.Context, o occasion, now time.Time) (*report.Firing, error) {
	key := report.PeriodKey{Form: r.form.ID, Day: o.day, Slot: r.slot.ID}
	if !r.workspace.Owed(key) || o.day < r.started {
		return nil, nil
	}
	expires := r.expires(key, o.at)
	if !now.Before(expires) {
		return &report.Firing{Skipped: true}, nil
	}
	p, err := r.period(ctx, key, now)
	if err != nil {
		return nil, err
	}
	rows := r.rows(r.workspace.Missing(p, now))
	for i := range rows {
		rows[i].Key = o.name() + "/" + rows[i].To.String()
		rows[i].Form, rows[i].Period, rows[i].Slot, rows[i].Stage = key.Form, key.Day, key.Slot, r.stage.ID()
		rows[i].NotBefore, rows[i].Expires = o.at, expires
	}
	return &report.Firing{Rows: rows}, nil
}

// rows says to whom the stage speaks about the missing units: to each lead
// about the lead's own, to each reporter and deputy about theirs, or to the
// form's chat about all. Where one of the last two cannot be had, the other
// takes its place.
func (r reminder) rows(missing []report.UnitID) []report.Row {
	if len(missing) == 0 {
		return nil
	}
	if r.stage.To == report.ToLead {
		return private(report.Escalation, r.responsible(missing, report.Lead))
	}
	asked := r.responsible(missing, report.Reporter, report.Deputy)
	chat := r.workspace.ChatOf(r.form.ID)
	if chat == nil || r.stage.To == report.ToReporter && r.options.Private {
		return private(report.Reminder, asked)
	}
	return []report.Row{{
		Kind: report.Reminder, To: report.Address{Chat: chat.ID},
		Mentions: cards(asked), Units: missing,
	}}
}

// expires is when a reminder that is due at an instant is no longer worth
// saying: at the next stage's time, and when the period is over.
func (r reminder) expires(key report.PeriodKey, at time.Time) time.Time {
	expires := r.workspace.Closes(key)
	for _, stage := range r.form.Remind {
		later := key.Day.At(r.slot.Due+report.Clock(stage.Offset/time.Minute), r.workspace.Zone)
		if later.After(at) && later.Before(expires) {
			expires = later
		}
	}
	return expires
}

// share is a person with the missing units that the person is responsible for.
type share struct {
	person *report.Person
	units  []report.UnitID
}

// responsible divides units among the people who have one of the roles for
// them, in the order of the units.
func (r reminder) responsible(units []report.UnitID, roles ...report.Role) []share {
	var shares []share
	at := map[*report.Person]int{}
	for _, u := range units {
		for _, role := range roles {
			for _, p := range r.workspace.With(u, role) {
				i, ok := at[p]
				if !ok {
					i, at[p] = len(shares), len(shares)
					shares = append(shares, share{person: p})
				}
				if !slices.Contains(shares[i].units, u) {
					shares[i].units = append(shares[i].units, u)
				}
			}
		}
	}
	return shares
}

// private is one row a person about the person's share.
func private(kind report.Kind, shares []share) []report.Row {
	rows := make([]report.Row, len(shares))
	for i, s := range shares {
		rows[i] = report.Row{Kind: kind, To: report.Address{Person: s.person.ID}, Units: s.units}
	}
	return rows
}

// cards are the group cards by which a chat knows people.
func cards(shares []share) []string {
	var all []string
	for _, s := range shares {
		if card := s.person.Card; card != "" && !slices.Contains(all, card) {
			all = append(all, card)
		}
	}
	return all
}
