package scheduler

import (
	"context"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
)

// Alarm wakes a program that runs in real time whenever a job is due. It does
// nothing else: what is due is done by Step.
type Alarm struct{ cron *cron.Cron }

// idle bounds the sleep of a computer that is suspended: the library's timer
// stands still with it, and is set anew by this entry.
const idle = time.Minute

// Alarm returns an alarm that calls wake at every time of the timetable and once
// a minute. Wake must not block, and is called by several goroutines. Recover
// stands last in the chain: before SkipIfStillRunning, one panic would disable
// an entry for ever.
func (s *Scheduler) Alarm(wake func()) *Alarm {
	log := cronLog{s.log}
	c := cron.New(cron.WithLocation(s.workspace.Zone), cron.WithLogger(log),
		cron.WithChain(cron.SkipIfStillRunning(log), cron.Recover(log)))
	c.Schedule(cron.Every(idle), cron.FuncJob(wake))
	for _, j := range s.jobs {
		c.Schedule(j.when, cron.FuncJob(wake))
	}
	return &Alarm{c}
}

// Run wakes until the context is done, and returns when the last call of wake
// has returned.
func (a *Alarm) Run(ctx context.Context) error {
	a.cron.Start()
	<-ctx.Done()
	<-a.cron.Stop().Done()
	return nil
}

// cronLog is slog in the shape that cron asks for. Its news of every wake are
// for debugging.
type cronLog struct{ *slog.Logger }

// Info implements cron.Logger.
func (l cronLog) Info(msg string, attrs ...any) { l.Logger.Debug("cron: "+msg, attrs...) }

// Error implements cron.Logger.
func (l cronLog) Error(err error, msg string, attrs ...any) {
	l.Logger.Error("cron: "+msg, append(attrs, "error", err)...)
}
