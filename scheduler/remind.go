package scheduler

import (
	"context"
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
	expires := r.workspace.Until(key, r.stage)
	if !now.Before(expires) {
		return &report.Firing{Skipped: true}, nil
	}
	p, err := r.period(ctx, key, now)
	if err != nil {
		return nil, err
	}
	rows := r.rows(r.workspace.Missing(p, now))
	if len(rows) > 0 {
		if said, err := r.said(ctx, o); err != nil || said {
			return &report.Firing{Skipped: true}, err
		}
	}
	name, stage := o.name(), r.stage.ID()
	for i := range rows {
		rows[i].Key = name + "/" + rows[i].To.String()
		rows[i].Form, rows[i].Period, rows[i].Slot, rows[i].Stage = key.Form, key.Day, key.Slot, stage
		rows[i].NotBefore, rows[i].Expires = o.at, expires
	}
	return &report.Firing{Rows: rows}, nil
}

// rows says to whom the stage speaks about the missing units: to each lead
// about the lead's own, to each reporter and deputy about theirs, or to the
// form's chat about all. A unit of whose people none can be reached in private is
// named in the chat; without a chat, all are spoken to in private.
func (r reminder) rows(missing []report.UnitID) []report.Row {
	kind, people := report.Reminder, r.workspace.Reporters
	if r.stage.To == report.ToLead {
		kind, people = report.Escalation, r.workspace.ToAsk
	}
	chat := r.workspace.ChatOf(r.form.ID)
	private := newShares(r.stage, len(missing))
	var together []report.UnitID
	for _, u := range missing {
		all, reached := people(u), false
		for _, p := range all {
			if chat == nil || r.reaches(p) {
				private.give(p, u)
				reached = true
			}
		}
		if !reached && chat != nil && (kind != report.Escalation || len(all) > 0) {
			together = append(together, u)
		}
	}
	rows := private.rows(kind)
	if len(together) > 0 {
		rows = append(rows, report.Row{
			Kind: kind, To: report.Address{Chat: chat.ID},
			Mentions: r.workspace.MentionsOf(kind, together), Units: together,
		})
	}
	return rows
}

// reaches tells whether the stage speaks to a person in private.
func (r reminder) reaches(p *report.Person) bool {
	private := r.stage.To == report.ToLead || r.stage.To == report.ToReporter && r.options.Private
	return private && (r.options.Reaches == nil || r.options.Reaches(p.ID))
}

// share is a person with the missing units that the person is asked about.
type share struct {
	person *report.Person
	units  []report.UnitID
}

// shares are those of all, in the order in which they were given something.
type shares struct {
	all []share
	at  map[*report.Person]int
}

// newShares are none yet, with room for those of so many units, if the stage speaks to
// people in private.
func newShares(s report.Stage, units int) shares {
	if s.To == report.ToChat {
		units = 0
	}
	return shares{make([]share, 0, units), make(map[*report.Person]int, units)}
}

func (s *shares) give(p *report.Person, u report.UnitID) {
	i, ok := s.at[p]
	if !ok {
		i, s.at[p] = len(s.all), len(s.all)
		s.all = append(s.all, share{person: p})
	}
	s.all[i].units = append(s.all[i].units, u)
}

// rows is one row a person about the person's share.
func (s *shares) rows(kind report.Kind) []report.Row {
	rows := make([]report.Row, 0, len(s.all)+1)
	for _, one := range s.all {
		rows = append(rows, report.Row{Kind: kind, To: report.Address{Person: one.person.ID}, Units: one.units})
	}
	return rows
}
