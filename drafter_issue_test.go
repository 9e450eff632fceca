package main

import (
	"context"
	"testing"
	"time"

	"qunbao/report"
)

// startedShelf knows when the program first ran, and nothing else.
type startedShelf struct {
	shelf
	at time.Time
}

func (s startedShelf) Started(context.Context, time.Time) (time.Time, error) { return s.at, nil }

func TestADayBeforeTheFirstStartHasNoIssueNumber(t *testing.T) {
	began := time.Date(2020, 2, 3, 9, 0, 0, 0, time.UTC)
	d := drafter{
		workspace: report.NewWorkspace(report.Settings{Zone: time.UTC}), shelf: startedShelf{at: began},
		ran: func(context.Context) (time.Time, bool, error) { return began, true, nil },
	}
	for ahead, want := range map[report.Day]int{-2: 0, -1: 0, 0: 1, 1: 2} {
		if got, err := d.issue(t.Context(), report.DayOf(began)+ahead, began); got != want || err != nil {
			t.Errorf("%+d days: number %d, %v; want %d", ahead, got, err, want)
		}
	}
}
