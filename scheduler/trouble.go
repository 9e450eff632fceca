package scheduler

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"qunbao/report"
)

// trouble is a job that fails. The admins are told once that it does and once
// that it is over, by whichever program gets to it: both are firings, named after
// the one with which it began.
type trouble struct {
	began string    // the name of the firing that failed
	since time.Time // when that was due
	over  time.Time // zero: it lasts
	told  bool      // that it began
}

const (
	troubled = "trouble/"
	mended   = "mended/"
	// troubling is how often a firing fails before anybody is told: what fails
	// once and works a minute later bothers nobody.
	troubling = 2
	// noticeKept is how long a notice waits for a channel that is down.
	noticeKept = 24 * time.Hour
)

// recall finds the troubles that a program before this one has told of and that
// were not over when it ended.
func (s *Scheduler) recall(ctx context.Context) error {
	begun, err := s.store.Firings(ctx, troubled)
	if err != nil || len(begun) == 0 {
		return err
	}
	ended, err := s.store.Firings(ctx, mended)
	if err != nil {
		return err
	}
	over := map[string]bool{}
	for _, f := range ended {
		over[strings.TrimPrefix(f.Name, mended)] = true
	}
	for _, f := range begun {
		name := strings.TrimPrefix(f.Name, troubled)
		if j := s.jobOf(name); j != nil && !over[name] {
			s.troubles[j] = &trouble{began: name, since: f.At, told: true}
		}
	}
	return nil
}

// jobOf finds the job that has a firing of a name, or nil.
func (s *Scheduler) jobOf(name string) *job {
	for i := range s.jobs {
		day, ok := s.jobs[i].name.day(name)
		if ok && s.jobs[i].name.on(day) == name {
			return &s.jobs[i]
		}
	}
	return nil
}

// ended notes how an attempt has ended: done, or with an error.
func (s *Scheduler) ended(a attempt, err error, now time.Time) {
	t := s.troubles[a.job]
	switch {
	case err != nil && a.failed >= troubling && t == nil:
		s.troubles[a.job] = &trouble{began: a.name(), since: a.at}
	case err != nil && t != nil:
		t.over = time.Time{}
	case err == nil && t != nil && t.over.IsZero() && !s.fails(a.job):
		t.over = now
	}
}

// fails tells whether firings of a job still wait to be tried again.
func (s *Scheduler) fails(j *job) bool {
	for _, a := range s.backlog {
		if a.job == j {
			return true
		}
	}
	return false
}

// tell queues what the admins are to know of troubles. Where that fails too, the
// next Step tries it again.
func (s *Scheduler) tell(ctx context.Context, now time.Time) error {
	var errs []error
	for i := range s.jobs {
		j := &s.jobs[i]
		t := s.troubles[j]
		switch {
		case t == nil:
			continue
		case !t.told && !t.over.IsZero():
			delete(s.troubles, j) // it was over before anybody could be told
			continue
		case !t.told:
			err := s.notice(ctx, report.Firing{Name: troubled + t.began, At: t.since, Claimed: now}, s.troubleText(j, t))
			t.told, errs = err == nil, append(errs, err)
		}
		if t.told && !t.over.IsZero() {
			err := s.notice(ctx, report.Firing{Name: mended + t.began, At: t.over, Claimed: now}, s.mendedText(j, t))
			if errs = append(errs, err); err == nil {
				delete(s.troubles, j)
			}
		}
	}
	return s.noted("notice", errors.Join(errs...))
}

// notice claims a firing that tells every admin the same.
func (s *Scheduler) notice(ctx context.Context, f report.Firing, text string) error {
	for _, p := range s.workspace.AllWith(report.Admin) {
		to := report.Address{Person: p.ID}
		f.Rows = append(f.Rows, report.Row{Key: f.Name + "/" + to.String(), Kind: report.Notice, To: to,
			Text: text, NotBefore: f.Claimed, Expires: f.Claimed.Add(noticeKept)})
	}
	if _, err := s.store.Claim(ctx, f); err != nil {
		return fmt.Errorf("notice %s: %w", f.Name, err)
	}
	return nil
}

func (s *Scheduler) troubleText(j *job, t *trouble) string {
	return fmt.Sprintf("%s（应于%s）没有办成，程序会接着重试，其他工作照常。如迟迟没有恢复的通知，请看运行日志。", j.what, s.instant(t.since))
}

func (s *Scheduler) mendedText(j *job, t *trouble) string {
	return fmt.Sprintf("%s已恢复正常：%s起没有办成，%s恢复。", j.what, s.instant(t.since), s.instant(t.over))
}

// instant is 2月5日16:00.
func (s *Scheduler) instant(t time.Time) string {
	t = t.In(s.workspace.Zone)
	return report.DayOf(t).Chinese() + t.Format("15:04")
}
