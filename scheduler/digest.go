package scheduler

import (
	"context"
	"slices"
	"strconv"
	"time"

	"qunbao/report"
)

// digestUseful is how late a digest is still made up after downtime;
// digestKept is how long one waits in the outbox for a channel that is down,
// counted from when quiet hours let it leave.
const (
	digestUseful = 4 * time.Hour
	digestKept   = 6 * time.Hour
)

// toLeaders is the recipient that means all persons with the role of leader.
const toLeaders = "leaders"

// digest is one of the workspace's digest plans.
type digest struct {
	*Scheduler
	index int // in the workspace's plans; the rows carry it as Ref
	report.DigestPlan
}

// plan queues a digest without its words. Nothing is told of a day before the
// first start, and of a day on which none of the forms was in force.
func (d digest) plan(_ context.Context, o occasion, now time.Time) (*report.Firing, error) {
	day := d.covered(o.day)
	if day < d.started || !d.anyInForce(d.Forms, day) {
		return nil, nil
	}
	if now.Sub(o.at) > digestUseful || d.superseded(o, now) {
		return &report.Firing{Skipped: true}, nil
	}
	expires := d.workspace.Leaves(report.Row{Kind: report.DigestKind}, o.at).Add(digestKept)
	var rows []report.Row
	for _, to := range d.recipients() {
		rows = append(rows, report.Row{
			Key: o.name() + "/" + to.String(), Kind: report.DigestKind, To: to, Period: day,
			Ref: strconv.Itoa(d.index), NotBefore: o.at, Expires: expires,
		})
	}
	return &report.Firing{Rows: rows}, nil
}

// covered is the day that a digest of a day speaks of.
func (d digest) covered(day report.Day) report.Day {
	if d.Covers == report.Yesterday {
		return day - 1
	}
	return day
}

// superseded tells whether a later digest of the same day has come due that
// tells everybody who gets this one at least as much.
func (d digest) superseded(o occasion, now time.Time) bool {
	return slices.ContainsFunc(d.workspace.Digests, func(p report.DigestPlan) bool {
		at := o.day.At(p.At, d.workspace.Zone)
		return at.After(o.at) && !at.After(now) && p.Covers == d.Covers &&
			within(d.To, p.To) && within(d.Forms, p.Forms)
	})
}

// recipients are the chats of the plan and the leaders, each once. A leader who
// is known to read one of the chats gets nothing in private.
func (d digest) recipients() []report.Address {
	var chats, all []report.Address
	var reads []report.PersonID
	for _, to := range d.To {
		if to != toLeaders {
			chats = append(chats, report.Address{Chat: report.ChatID(to)})
			if d.options.Members != nil {
				reads = append(reads, d.options.Members(report.ChatID(to))...)
			}
		}
	}
	if slices.Contains(d.To, toLeaders) {
		for _, p := range d.workspace.AllWith(report.Leader) {
			if !slices.Contains(reads, p.ID) {
				all = append(all, report.Address{Person: p.ID})
			}
		}
	}
	for _, c := range chats {
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}

// anyInForce tells whether one of the forms is in force and has a period of a day.
func (s *Scheduler) anyInForce(forms []report.FormID, day report.Day) bool {
	return slices.ContainsFunc(forms, func(id report.FormID) bool {
		f := s.workspace.Form(id)
		return f != nil && s.workspace.Falls(f, day)
	})
}

// within tells whether all of part stand in whole.
func within[T comparable](part, whole []T) bool {
	return !slices.ContainsFunc(part, func(x T) bool { return !slices.Contains(whole, x) })
}
