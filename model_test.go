package main

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage/sqlite"
	"qunbao/summarizer"
)

func TestWhatAModelCostsIsCountedByTheMonthAndOverRestarts(t *testing.T) {
	kept, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	zone := time.FixedZone("CST", 8*3600)
	now := time.Date(2020, 1, 31, 23, 59, 0, 0, zone)
	open := func(month int) *purse {
		return &purse{kept: kept, month: month, by: "pc", now: func() time.Time { return now }}
	}
	left := func(month, want int) {
		t.Helper()
		if got, err := open(month).Left(t.Context()); err != nil || got != want {
			t.Errorf("%d left, %v, want %d", got, err, want)
		}
	}
	call := summarizer.Call{Purpose: "draft", About: "daily/2020-01-31/2020-01-31", Host: "model.local", Model: "qwen", PromptTokens: 617, AnswerTokens: 293, Finish: "stop"}
	for range 2 {
		if err := open(2000).Spend(t.Context(), call); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Second)
	}
	if err := kept.Audit(t.Context(), report.Act{At: now, By: "pc", What: "purge", Reason: "5+5 tokens"}); err != nil {
		t.Fatal(err)
	}
	left(2000, 2000-2*910)
	left(0, math.MaxInt)
	now = now.Add(time.Minute)
	left(2000, 2000)
	call.PromptTokens, call.AnswerTokens = math.MaxInt, math.MaxInt
	for range 3 {
		if err := open(2000).Spend(t.Context(), call); err != nil {
			t.Fatal(err)
		}
	}
	left(2000, 2000-math.MaxInt) // spent, and no sum runs over
}

// broke is a ledger that cannot be reached.
type broke struct{ ledger }

func (broke) Acts(context.Context, time.Time, time.Time) ([]report.Act, error) {
	return nil, errors.New("away")
}

func TestAPurseThatCannotBeReadIsNotTakenForAFullOne(t *testing.T) {
	p := &purse{kept: broke{}, month: 2000, now: time.Now}
	if _, err := p.Left(t.Context()); err == nil {
		t.Error("no error")
	}
}

func TestACallThatIsKeptSaysNothingOfWhatWasSaid(t *testing.T) {
	kept, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	p := &purse{kept: kept, by: "pc", now: time.Now}
	call := summarizer.Call{Purpose: "draft", About: "daily/x", Host: "model.local", Model: "qwen", Prompt: "daily-1", Hash: "ab12cd34", Try: 2, PromptTokens: 617, Class: summarizer.ClassCut}
	if err := p.Spend(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	acts, err := kept.Acts(t.Context(), time.Time{}, time.Now().Add(time.Hour))
	if err != nil || len(acts) != 1 {
		t.Fatal(acts, err)
	}
	if got := strings.Join([]string{acts[0].What, acts[0].About, acts[0].Reason}, "|"); got != "model|draft daily/x|617+0 tokens; qwen at model.local; prompt daily-1/ab12cd34; try 2; cut" {
		t.Error(got)
	}
}
