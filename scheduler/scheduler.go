package scheduler

import (
	"context"
	"log/slog"
	"time"

	"qunbao/report"
)

// Book is what the scheduler reads.
type Book interface {
	// Period reads all that is kept of a period.
	Period(context.Context, report.PeriodKey) (report.Period, error)
	// Firings lists what was claimed under names with a prefix, by name.
	Firings(ctx context.Context, prefix string) ([]report.Firing, error)
}

// Store is what the scheduler needs kept.
type Store interface {
	Book
	// Claim takes a firing's name and queues its rows in one operation. It is
	// false where the name was taken before: nothing is queued then.
	Claim(context.Context, report.Firing) (bool, error)
	// Started is the instant of the first start: the first now it was ever given.
	Started(ctx context.Context, now time.Time) (time.Time, error)
	// Ran is the instant up to which everything due has been done. It is false
	// before the first Mark.
	Ran(context.Context) (time.Time, bool, error)
	// Mark sets what Ran returns.
	Mark(ctx context.Context, now time.Time) error
}

// Drafter writes the draft of a briefing about a day, which is due at an instant, and
// keeps it. It may be asked for the same draft again and then returns the one it has,
// unless that was returned, or is older and nobody has worked on it.
type Drafter interface {
	Draft(ctx context.Context, plan report.BriefingPlan, day report.Day, due, now time.Time) (report.Draft, error)
}

// Options say what the channel can do.
type Options struct {
	// Private tells that the channel can write to a single person. Without it
	// the reminders for reporters go to the form's chat and mention them.
	Private bool
	// Reaches tells whether the channel knows a person to write to. Whoever it
	// does not know is mentioned in the form's chat instead. Nil: it knows all.
	Reaches func(report.PersonID) bool
	// Members lists the known members of a chat, so that a leader who reads a
	// digest there is not sent it in private too. Nil: nobody knows.
	Members func(report.ChatID) []report.PersonID
	// Wording is how long a draft waits before it is shown, for a model that may
	// word it better meanwhile.
	Wording time.Duration
}

// Scheduler does what is due. It is not safe for concurrent use; several
// programs may share a store, each with a Scheduler of its own.
type Scheduler struct {
	workspace *report.Workspace
	store     Store
	drafter   Drafter
	log       *slog.Logger
	options   Options
	jobs      []job

	begun   bool
	started report.Day      // the day of the first start: nothing before it is owed
	last    time.Time       // everything due up to here is done or in the backlog
	next    time.Time       // the first instant after last at which a job is due
	marked  time.Time       // what the store was last told
	backlog []attempt       // what failed and is tried again
	rulings int             // how many were known when the openings were last looked through
	failing map[string]bool // what has been logged as failing

	troubles map[*job]*trouble
}

// New makes the timetable of a workspace. It fails where a time of the
// workspace is impossible: one that never comes, or that is no whole minute.
func New(w *report.Workspace, s Store, d Drafter, log *slog.Logger, o Options) (*Scheduler, error) {
	sch := &Scheduler{workspace: w, store: s, drafter: d, log: log, options: o,
		failing: map[string]bool{}, troubles: map[*job]*trouble{}}
	jobs, err := sch.timetable()
	if err != nil {
		return nil, err
	}
	sch.jobs = jobs
	return sch, nil
}
