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
)

// A program that is stopped and started again at every minute of a day, on one
// store, says what one that runs through says, each thing once.
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
	from, until := mustInstant("2020-02-05T07:00:00+08:00"), mustInstant("2020-02-05T22:00:00+08:00")
	through := said(t, config, day, from, until, until.Sub(from))
	restarted := said(t, config, day, from, until, time.Minute)
	if diff := cmp.Diff(through, restarted); diff != "" {
		t.Errorf("without restarts (-) and with (+):\n%s", diff)
	}
	if !slices.ContainsFunc(through, func(key string) bool { return len(key) > 6 && key[:6] == "digest" }) {
		t.Errorf("no digest was said: %v", through)
	}
}

// said runs messages through programs that live for a while each, one after the
// other on one store, and gives the sorted keys of what they said.
func said(t *testing.T, config *configs.Config, day []report.Message, from, until time.Time, life time.Duration) []string {
	t.Helper()
	kept, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	chat := bottest.NewFake()
	for at := from; at.Before(until); at = at.Add(life) {
		p, err := join(rooms{config: config, store: kept, channel: chat, owner: "test", log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for n < len(day) && day[n].Time.Before(at.Add(life)) {
			n++
		}
		r := &replay{program: p, lines: &list{day[:n]}, now: at, until: at.Add(life - time.Nanosecond)}
		if err := r.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		day = day[n:]
	}
	var keys []string
	for _, o := range chat.Sent() {
		keys = append(keys, o.Key)
	}
	slices.Sort(keys)
	return keys
}
