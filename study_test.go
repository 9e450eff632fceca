package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qunbao/report"
)

// newStudious is a house with a study.
func newStudious(t *testing.T) *house {
	h := newHouse(t, &fleeting{})
	h.program.study = newStudy(slog.New(slog.NewTextHandler(h.said, nil)))
	h.program.study.ring = h.ring
	return h
}

// notes are what was applied, in order.
type notes struct {
	mu   sync.Mutex
	list []string
}

func (n *notes) add(s string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, s)
}

func (n *notes) all() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.list)
}

// takes is an errand that takes a time and notes when its outcome is applied.
func takes(name string, d time.Duration, applied *notes) errand {
	began := time.Now()
	return errand{name, func(ctx context.Context) (outcome, error) {
		if !pause(ctx, d) {
			return nil, ctx.Err()
		}
		return func(context.Context, time.Time) error {
			applied.add(name + " " + time.Since(began).String())
			return nil
		}, nil
	}}
}

func TestCadresAreAnsweredWhileAnErrandTakesHours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var applied notes
		h := newStudious(t)
		for _, e := range []errand{takes("a", time.Hour, &applied), takes("b", time.Minute, &applied)} {
			if !h.program.study.want(e) || h.program.study.want(e) {
				t.Error("an errand is taken on once")
			}
		}
		h.serve()
		time.Sleep(30 * time.Minute)
		h.say("m1", villages[0], 46)
		time.Sleep(time.Minute)
		if units, _ := h.sent(report.Receipt); len(units) != 1 || len(applied.all()) != 0 {
			t.Errorf("receipts of %v, applied %v", units, applied.all())
		}
		time.Sleep(time.Hour)
		h.stops()
		if !slices.Equal(applied.all(), []string{"a 1h0m0s", "b 1h1m0s"}) {
			t.Errorf("applied %v", applied.all())
		}
		if !h.program.study.want(takes("a", 0, &applied)) {
			t.Error("a name is not free again")
		}
	})
}

func TestAProgramThatStopsWaitsForNoErrand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var applied notes
		h := newStudious(t)
		h.program.study.want(takes("a", time.Hour, &applied))
		h.serve()
		time.Sleep(time.Minute)
		began := time.Now()
		h.stops()
		if took := time.Since(began); took > time.Second || len(applied.all()) != 0 {
			t.Errorf("stopped after %v, applied %v", took, applied.all())
		}
		if said := h.said.of("nothing came"); len(said) != 0 {
			t.Errorf("the operator is told of %v", said)
		}
	})
}

func TestWhatCameOfAnErrandWaitsForTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newStudious(t)
		tried, failed := 0, errors.New("no such thing")
		h.program.study.want(errand{"a", func(ctx context.Context) (outcome, error) {
			pause(ctx, time.Minute)
			return func(ctx context.Context, _ time.Time) error {
				tried++
				return h.program.store.Queue(ctx, report.Row{Key: "x", Kind: report.Notice, To: report.Address{Person: h.program.workspace.People[0].ID}, Text: "好"})
			}, nil
		}})
		h.program.study.want(errand{"b", func(context.Context) (outcome, error) {
			return func(context.Context, time.Time) error { return failed }, nil
		}})
		h.serve()
		time.Sleep(30 * time.Second)
		h.gate.set(func(g *gate) { g.shut = true })
		time.Sleep(time.Minute)
		h.gate.set(func(g *gate) { g.shut = false })
		time.Sleep(time.Minute)
		h.stops()
		if _, told := h.sent(report.Notice); tried == 0 || !slices.Contains(told, "好") {
			t.Errorf("tried %d times, told %q", tried, told)
		}
		if said := h.said.of("was not applied"); len(said) != 1 || !strings.Contains(said[0], "errand=b") {
			t.Errorf("the operator is told %q", said)
		}
	})
}

func TestAStudyTakesOnSoMuchAndNoneTakesOnAnything(t *testing.T) {
	s := newStudy(slog.New(slog.DiscardHandler))
	var none *study
	none.Run(t.Context())
	if err := none.apply(t.Context(), time.Time{}); err != nil || none.want(errand{name: "a"}) {
		t.Error("a study that is none does something")
	}
	for i := range mostErrands + 1 {
		if took := s.want(errand{name: strings.Repeat("x", i)}); took != (i < mostErrands) {
			t.Errorf("errand %d: %v", i, took)
		}
	}
}
