package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// burdenCommand tells what reporting costs the units, and what could be spared.
type burdenCommand struct {
	workspaceFlags
	storeFlag
	From string        `help:"The first day; default: 30 days up to the last." placeholder:"DAY"`
	To   string        `help:"The last day; default: today." placeholder:"DAY"`
	Unit report.UnitID `help:"One unit only, week by week." placeholder:"UNIT"`
	At   string        `help:"The instant to speak from; default: what the store's last replay reached, else now." placeholder:"TIME"`
	JSON bool          `name:"json" help:"One JSON object."`
}

// The days that are looked at unless others are asked for, and the most.
const (
	usualBurden = 30
	mostBurden  = 1100 // three years
)

// Help shows an example.
func (burdenCommand) Help() string {
	return `Example: qunbao burden -c qunbao.yaml --from 2020-02-01 --to 2020-02-29
         qunbao burden -c qunbao.yaml --unit 柳湾村 --json

How many messages and values each unit sent, how often it was asked back and reminded,
what the forms got for it, and what could be spared. Nobody is ranked.`
}

// Run prints what was counted, for a person or for a program.
func (c *burdenCommand) Run(ctx context.Context, s *streams) error {
	l, err := c.look(ctx, s, c.storeFlag, c.At)
	if err != nil {
		return err
	}
	defer l.kept.Close()
	days, err := c.days(l.at)
	if err != nil {
		return err
	}
	counted, err := countBurden(ctx, l.kept, l.Workspace, days)
	if err != nil {
		return err
	}
	if from := report.DayOf(l.at) - report.Day(l.Retention.Outbox); from > days.from {
		counted.SentFrom = from
	}
	proposals := l.Workspace.Proposals(counted)
	if c.Unit != "" {
		if counted, err = c.only(counted); err != nil {
			return err
		}
	}
	return c.print(s.out, l.Workspace, counted, proposals)
}

// days are those of the flags; none is later than the instant spoken from.
func (c *burdenCommand) days(at time.Time) (s span, err error) {
	s = span{at: at}
	if s.to, err = dayOr("--to", c.To, report.DayOf(at)); err != nil {
		return s, err
	}
	if s.from, err = dayOr("--from", c.From, s.to-usualBurden+1); err != nil {
		return s, err
	}
	switch {
	case s.to < s.from:
		return s, usage("--to: %s is before %s", s.to, s.from)
	case s.to-s.from >= mostBurden:
		return s, usage("--from: %s to %s are %d days; ask for %d at most", s.from, s.to, s.to-s.from+1, mostBurden)
	}
	return s, nil
}

// only keeps one unit. What the forms got is left as it is: it belongs to no unit.
func (c *burdenCommand) only(b report.Burden) (report.Burden, error) {
	for _, u := range b.Units {
		if u.Unit == c.Unit {
			b.Units, b.Total, b.Weeks = []report.UnitBurden{u}, u.Load, u.Weeks
			return b, nil
		}
	}
	return b, usage("--unit: %q owes no form and has reported nothing in these days; write the name as in the roster", c.Unit)
}

// print writes a table for a person, or an object for a program.
func (c *burdenCommand) print(out io.Writer, w *report.Workspace, b report.Burden, proposals []report.Proposal) error {
	if c.JSON {
		object, err := line(burdenJSON(w, b, proposals))
		if err == nil {
			_, err = out.Write(object)
		}
		return err
	}
	_, err := io.WriteString(out, burdenText(w, b, proposals))
	return err
}

// burdenReader is what a count of the burden reads.
type burdenReader interface {
	Period(context.Context, report.PeriodKey) (report.Period, error)
	Log(ctx context.Context, from, to time.Time, fn func(report.Row, storage.Result) error) error
}

// countBurden reads what was sent since the first reminder of the first day, then one
// period after the other, day by day.
func countBurden(ctx context.Context, kept burdenReader, w *report.Workspace, s span) (report.Burden, error) {
	count := w.CountBurden(s.from, s.to)
	err := kept.Log(ctx, w.FirstReminder(s.from), s.at, func(r report.Row, how storage.Result) error {
		if how.State == report.Sent {
			count.Sent(r, how.At)
		}
		return nil
	})
	if err != nil {
		return report.Burden{}, fmt.Errorf("burden: %w", err)
	}
	for k := range count.Periods() {
		p, err := kept.Period(ctx, k)
		if err != nil {
			return report.Burden{}, fmt.Errorf("burden: %w", err)
		}
		count.Period(p)
	}
	return count.Burden(), nil
}
