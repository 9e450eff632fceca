package main

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// recorded are the outages of a store, as minutes from an instant.
func (h *house) recorded(from time.Time) (minutes [][2]int) {
	h.Helper()
	outages, err := h.gate.Outages(h.Context(), time.Time{}, from.AddDate(10, 0, 0))
	if err != nil {
		h.Fatal(err)
	}
	for _, o := range outages {
		minutes = append(minutes, [2]int{int(o.From.Sub(from).Minutes()), int(o.To.Sub(from).Minutes())})
	}
	return minutes
}

func (h *house) listens(at time.Time) {
	h.Helper()
	if err := h.listened(h.Context(), at); err != nil {
		h.Fatal(err)
	}
}

var tenOClock = mustInstant("2020-02-05T10:00:00+08:00")

// after is an instant some minutes after ten.
func after(minutes int) time.Time { return tenOClock.Add(time.Duration(minutes) * time.Minute) }

func TestOutagesThatFollowEachOtherAreAllRecorded(t *testing.T) {
	h := newHouse(t, &fleeting{})
	for _, m := range []int{0, 20, 40} {
		h.ear.fails(after(m))
		h.ear.fails(after(m + 1))
		h.ear.hears(after(m + 10))
	}
	h.listens(after(60))
	if got := h.recorded(tenOClock); !slices.Equal(got, [][2]int{{0, 10}, {20, 30}, {40, 50}}) {
		t.Errorf("recorded %v", got)
	}
}

func TestATimeInWhichTheMachineStoodStillIsAnOutageAndAClockThatIsSetIsNone(t *testing.T) {
	const year = 366 * 24 * 60
	for _, c := range []struct {
		name            string
		alive, from, to int // minutes
		passed          time.Duration
		want            [][2]int
	}{
		{"suspended for an hour", 0, 0, 60, time.Hour, [][2]int{{0, 60}}},
		{"suspended over a holiday", 0, 0, 9 * 1440, 9 * 24 * time.Hour, [][2]int{{0, 9 * 1440}}},
		{"set by a year", 0, 0, year, time.Minute, nil},
		{"set by an hour in a suspension of two", 0, 0, 180, 2 * time.Hour, [][2]int{{60, 180}}},
		{"started at ten with a clock of years ago, the last sign of life an hour before", -60, -10 * year, 1, time.Minute, [][2]int{{-60, 1}}},
		{"started soon after the last sign of life", -1, -10 * year, 1, time.Minute, nil},
	} {
		h := newHouse(t, &fleeting{})
		if err := h.gate.Hear(t.Context(), after(c.from)); err != nil {
			t.Fatal(err)
		}
		if h.alive = after(c.alive); c.alive == 0 {
			h.alive = time.Time{}
		}
		h.stood(after(c.from), after(c.to), c.passed)
		h.listens(after(c.to))
		if got := h.recorded(tenOClock); !slices.Equal(got, c.want) {
			t.Errorf("%s: recorded %v, want %v", c.name, got, c.want)
		}
	}
}

// Three programs share a store. What counts as an outage is the time in which none of
// them could receive, whichever was down, deaf or asleep.
func TestOneProgramsSilenceExcusesNobodyWhomAnotherCouldHear(t *testing.T) {
	type spells [][2]int // in which the channel of a program is down
	for _, c := range []struct {
		name string
		deaf [3]spells
		want [][2]int
	}{
		{"one is deaf", [3]spells{{{20, 140}}}, nil},
		{"all are, for a while", [3]spells{{{20, 140}}, {{60, 200}}, {{10, 100}}}, [][2]int{{59, 100}}},
		{"they take turns", [3]spells{{{20, 140}}, {{150, 230}}, {{10, 145}}}, nil},
		{"two are, and the third twice", [3]spells{{{20, 140}}, {{10, 40}, {70, 130}}, {{1, 220}}}, [][2]int{{19, 40}, {70, 130}}},
	} {
		h := newHouse(t, &fleeting{})
		var programs [3]*loop
		for i := range programs {
			programs[i] = newLoop(h.program, (&fleeting{}).follow, time.Now, h.log)
		}
		for minute := range 240 {
			for i, l := range programs {
				for _, spell := range c.deaf[i] {
					switch minute {
					case spell[0]:
						l.ear.fails(after(minute))
					case spell[1]:
						l.ear.hears(after(minute))
					}
				}
				if err := l.listened(t.Context(), after(minute)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := h.recorded(tenOClock); !slices.Equal(got, c.want) {
			t.Errorf("%s: recorded %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAProgramThatSleptWhileAnotherReceivedRecordsNoOutage(t *testing.T) {
	h := newHouse(t, &fleeting{})
	awake := newLoop(h.program, (&fleeting{}).follow, time.Now, h.log)
	for minute := range 60 {
		if err := awake.listened(t.Context(), after(minute)); err != nil {
			t.Fatal(err)
		}
	}
	h.stood(after(0), after(59), 59*time.Minute)
	h.listens(after(59))
	if got := h.recorded(tenOClock); got != nil {
		t.Errorf("recorded %v", got)
	}
}

// A program that was killed while its channel was down was not alive for those who
// wrote: the outage began with the channel's.
func TestAnOutageBeginsWhereTheChannelFailedThoughTheProgramRanOn(t *testing.T) {
	h := newHouse(t, &fleeting{})
	now := tenOClock
	h.loop.now = func() time.Time { return now }
	h.signs.path = filepath.Join(t.TempDir(), signsName)
	for minute := range 90 {
		if now = after(minute); minute == 30 {
			h.ear.fails(now)
		}
		h.listens(now)
		if err := errors.Join(h.signed(), h.gate.Mark(t.Context(), now)); err != nil {
			t.Fatal(err)
		}
	}
	again := newLoop(h.program, (&fleeting{}).follow, func() time.Time { return after(100) }, h.log)
	again.signs.path = h.signs.path
	if err := again.resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := h.recorded(tenOClock); !slices.Equal(got, [][2]int{{29, 100}}) {
		t.Errorf("recorded %v", got)
	}
}
