package main

import (
	"bytes"
	"log/slog"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/bot/bottest"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// A program that is stopped and started again at every minute of a day, on one
// store, says what one that runs through says, each thing once and in the same
// words.
func TestARestartAtEveryMinuteOfADayChangesNothingThatIsSaid(t *testing.T) {
	in, err := os.ReadFile("testdata/replays/one-day/in.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	config, err := configs.Load("testdata/township/qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	day, err := messages(bytes.TrimSpace(in), config.Workspace.Zone)
	if err != nil {
		t.Fatal(err)
	}
	from, until := mustInstant("2020-02-05T07:00:00+08:00"), mustInstant("2020-02-06T09:00:00+08:00")
	through := said(t, config, day, []time.Time{from, until})
	restarted := said(t, config, day, restarts(from, until))
	if diff := cmp.Diff(through, restarted); diff != "" {
		t.Errorf("without restarts (-) and with (+):\n%s", diff)
	}
	if !slices.ContainsFunc(through, func(key string) bool { return len(key) > 6 && key[:6] == "digest" }) {
		t.Errorf("no digest was said: %v", through)
	}
}

// restarts are the minutes of a day; but for a soak, all of those in the hours in
// which something is due or arrives, and every seventh of the others.
func restarts(from, until time.Time) (all []time.Time) {
	busy := []int{7, 8, 16, 17, 18, 20}
	for at := from; !at.After(until); at = at.Add(time.Minute) {
		if at.Equal(until) || at.Minute()%7 == 0 || storagetest.Times(1) > 1 || slices.Contains(busy, at.Hour()) {
			all = append(all, at)
		}
	}
	return all
}

// said runs messages through programs that live from one of the instants to the
// next, one after the other on one store, and gives what they said: sorted keys,
// each with its text.
func said(t *testing.T, config *configs.Config, day []report.Message, lives []time.Time) []string {
	t.Helper()
	kept, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	chat := bottest.NewFake()
	for i, until := range lives[1:] {
		p, err := join(rooms{config: config, store: kept, channel: chat, owner: "test", log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for n < len(day) && day[n].Time.Before(until) {
			n++
		}
		r := &replay{program: p, lines: &list{day[:n]}, now: lives[i], until: until.Add(-time.Nanosecond)}
		if err := r.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		day = day[n:]
	}
	var all []string
	for _, o := range chat.Sent() {
		all = append(all, o.Key+": "+o.Text)
	}
	slices.Sort(all)
	return all
}
