package scheduler

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"qunbao/report"
)

// job is one line of the timetable: when it is due and what it then does.
type job struct {
	when  schedule
	shift report.Day // from the day a firing speaks of to the day it is due
	name  dated      // of its firings
	what  string     // it does, in the words of the office
	plan  planner
}

// dated is a name with a day in the middle.
type dated struct{ before, after string }

// occasion is one time at which a job is due.
type occasion struct {
	job *job
	day report.Day // the day it speaks of
	at  time.Time
}

func (d dated) on(day report.Day) string { return d.before + day.String() + d.after }

// day is the day in the middle of a name.
func (d dated) day(name string) (report.Day, bool) {
	rest, ours := strings.CutPrefix(name, d.before)
	rest, same := strings.CutSuffix(rest, d.after)
	day, err := report.ParseDay(rest)
	return day, ours && same && err == nil
}

func (o occasion) name() string { return o.job.name.on(o.day) }

// planner makes the firing of an occasion, complete but for its name and times.
// Nil: there is nothing to do on that day.
type planner func(ctx context.Context, o occasion, now time.Time) (*report.Firing, error)

// timetable lists every job. What is due at one instant is done in this order:
// a period opens before anybody is reminded of it.
func (s *Scheduler) timetable() ([]job, error) {
	t := table{zone: s.workspace.Zone}
	for f, slot := range s.slots() {
		t.add(f.Freezes(slot), job{name: openingName(f.ID, slot.ID), what: f.Name + slot.Name + "的应报名单", plan: opening{s, f, slot}.plan})
	}
	for f, slot := range s.slots() {
		for _, stage := range f.Remind {
			name := dated{"remind/" + string(f.ID) + "/", "/" + string(slot.ID) + "/" + stage.ID()}
			at, err := offset(slot.Due, stage.Offset)
			if err != nil {
				return nil, fmt.Errorf("form %s: stage %s: %w", f.ID, stage.ID(), err)
			}
			t.add(at, job{name: name, what: f.Name + slot.Name + "的催报", plan: reminder{s, f, slot, stage}.plan})
		}
	}
	for i, p := range s.workspace.Digests {
		same := func(q report.DigestPlan) bool { return q.At == p.At }
		name := dated{"digest/", clocked(p.At, count(s.workspace.Digests[:i], same))}
		t.add(p.At, job{name: name, what: p.At.String() + "的情况汇总", plan: digest{s, i, p}.plan})
	}
	for i, p := range s.workspace.Briefings {
		same := func(q report.BriefingPlan) bool { return q.At == p.At }
		name := dated{"briefing/", clocked(p.At, count(s.workspace.Briefings[:i], same))}
		t.add(p.At, job{name: name, what: p.At.String() + "的简报草稿", plan: briefing{s, p}.plan})
	}
	return t.jobs, t.err
}

// slots ranges over the slots of all forms, in the order of the workspace.
func (s *Scheduler) slots() iter.Seq2[*report.Form, *report.Slot] {
	return func(yield func(*report.Form, *report.Slot) bool) {
		for i := range s.workspace.Forms {
			f := &s.workspace.Forms[i]
			for j := range f.Slots {
				if !yield(f, &f.Slots[j]) {
					return
				}
			}
		}
	}
}

// table gathers jobs and the first error.
type table struct {
	zone *time.Location
	jobs []job
	err  error
}

// add puts a job into the table that is due at a clock of every day.
func (t *table) add(at report.Clock, j job) {
	var err error
	j.when, j.shift, err = daily(at, t.zone)
	if err != nil && t.err == nil {
		t.err = fmt.Errorf("%sDAY%s: %w", j.name.before, j.name.after, err)
	}
	t.jobs = append(t.jobs, j)
}

// clocked is THH:MM, with the number of the plan behind it where several plans
// have one time. The name does not depend on where in the file a plan stands.
func clocked(at report.Clock, earlier int) string {
	name := "T" + at.String()
	if earlier > 0 {
		name += "#" + strconv.Itoa(earlier+1)
	}
	return name
}

func count[T any](all []T, is func(T) bool) int {
	n := 0
	for _, x := range all {
		if is(x) {
			n++
		}
	}
	return n
}

// due lists the occasions in (from, to], in time order and at one instant in
// the order of the timetable.
func due(jobs []job, from, to time.Time) []occasion {
	var all []occasion
	for i := range jobs {
		j := &jobs[i]
		for day, at := j.when.after(from); !at.After(to); day, at = j.when.after(at) {
			all = append(all, occasion{j, day - j.shift, at})
		}
	}
	slices.SortStableFunc(all, func(a, b occasion) int { return a.at.Compare(b.at) })
	return all
}

// upcoming is the first instant after t at which a job is due; with an empty
// timetable, a day later.
func upcoming(jobs []job, t time.Time) time.Time {
	next := t.Add(24 * time.Hour)
	for i := range jobs {
		if at := jobs[i].when.Next(t); at.Before(next) {
			next = at
		}
	}
	return next
}
