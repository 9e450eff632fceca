package storagetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"qunbao/report"
	"qunbao/storage"
)

// Dumped is what a store dumps, as lines.
func Dumped(ctx context.Context, s interface {
	Dump(context.Context, func(storage.Item) error) error
}) (string, error) {
	var b strings.Builder
	err := s.Dump(ctx, func(i storage.Item) error {
		line, err := storage.EncodeItem(i)
		b.Write(append(line, '\n'))
		return err
	})
	return b.String(), err
}

// Items are those of a dump.
func Items(dumped string) iter.Seq2[storage.Item, error] {
	return storage.ReadItems(strings.NewReader(dumped))
}

func dumped(t *testing.T, s Store) string {
	t.Helper()
	text, err := Dumped(t.Context(), s)
	must(t, err)
	return text
}

func empty(t *testing.T, s Store) bool {
	t.Helper()
	is, err := s.Empty(t.Context())
	must(t, err)
	return is
}

// testMoves tries that what one store dumped another one loads.
func testMoves(t *testing.T, open func(*testing.T) Store) {
	var stores []Store
	next := func(t *testing.T) Store {
		s := open(t)
		stores = append(stores, s)
		return s
	}
	t.Run("AnEmptyStoreDumpsItsHeadAlone", func(t *testing.T) {
		Check(t, "dump", fmt.Sprintf(`{"kind":"store","schema":%d}`+"\n", storage.Schema), dumped(t, next(t)))
		Check(t, "empty", true, empty(t, next(t)))
	})
	t.Run("TheSameStateIsTheSameBytes", func(t *testing.T) {
		s, m := next(t), NewModel()
		must(t, Furnish(t.Context(), s))
		must(t, Furnish(t.Context(), m))
		Check(t, "dump", strings.Split(dumped(t, m), "\n"), strings.Split(dumped(t, s), "\n"))
		Check(t, "empty", false, empty(t, s))
	})
	t.Run("ALoadedStoreIsTheDumpedOne", func(t *testing.T) {
		m, s := NewModel(), next(t)
		must(t, Furnish(t.Context(), m))
		want := dumped(t, m)
		must(t, s.Load(t.Context(), Items(want)))
		Check(t, "dumped again", strings.Split(want, "\n"), strings.Split(dumped(t, s), "\n"))
		CheckReadings(t, s)
	})
	t.Run("WhatTheSchemaBeforeDumpedIsLoaded", func(t *testing.T) { testLoadsOlder(t, next(t)) })
	t.Run("NothingIsLoadedOverSomething", func(t *testing.T) {
		m := NewModel()
		must(t, Furnish(t.Context(), m))
		for what, write := range map[string]func(Store) error{
			"a start":    func(s Store) error { _, err := s.Started(t.Context(), clock(9, 0)); return err },
			"an outage":  func(s Store) error { return s.Outage(t.Context(), clock(9, 0), clock(10, 0)) },
			"a message":  func(s Store) error { return s.Commit(t.Context(), filed("x", on(daily, first, liu), 0, clock(9, 0))) },
			"a row":      func(s Store) error { return s.Queue(t.Context(), row("x", report.Receipt, clock(9, 0))) },
			"a firing":   func(s Store) error { _, err := s.Claim(t.Context(), report.Firing{Name: "x"}); return err },
			"a document": func(s Store) error { return s.SaveDraft(t.Context(), report.Draft{ID: "x"}) },
			"an act":     func(s Store) error { return s.Audit(t.Context(), report.Act{At: clock(9, 0), What: "x"}) },
		} {
			s := next(t)
			must(t, write(s))
			before := dumped(t, s)
			Check(t, what+": empty", false, empty(t, s))
			if err := s.Load(t.Context(), Items(dumped(t, m))); !errors.Is(err, storage.ErrNotEmpty) {
				t.Errorf("%s: loaded over: %v, want ErrNotEmpty", what, err)
			}
			Check(t, what, before, dumped(t, s))
		}
	})
	t.Run("ALoadThatFailedIsDoneAgain", func(t *testing.T) {
		m := NewModel()
		must(t, Furnish(t.Context(), m))
		want := dumped(t, m)
		lines := strings.SplitAfter(want, "\n")
		for _, cut := range []int{0, 1, 5, len(lines) / 2, len(lines) - 2} {
			s := next(t)
			err := s.Load(t.Context(), Items(strings.Join(lines[:cut], "")+"no item\n"))
			if err == nil || !strings.Contains(err.Error(), "no item of a store") {
				t.Errorf("a cut dump: %v", err)
			}
			Check(t, "empty after it", true, empty(t, s))
			must(t, s.Load(t.Context(), Items(want)))
			Check(t, "dump", want, dumped(t, s))
		}
	})
	t.Run("WhoeverReadsADumpMayEndIt", func(t *testing.T) {
		s := next(t)
		must(t, Furnish(t.Context(), s))
		full := errors.New("the disk is full")
		if err := s.Dump(t.Context(), func(storage.Item) error { return full }); !errors.Is(err, full) {
			t.Errorf("said %v", err)
		}
	})
	for _, s := range stores {
		must(t, s.Close())
	}
}

func testLoadsOlder(t *testing.T, s Store) {
	m := NewModel()
	must(t, furnishFirst(t.Context(), m))
	want := dumped(t, m)
	must(t, s.Load(t.Context(), Items(strings.Replace(want, fmt.Sprintf(`"schema":%d`, storage.Schema), `"schema":2`, 1))))
	Check(t, "dumped again", strings.Split(want, "\n"), strings.Split(dumped(t, s), "\n"))
	CheckReadings(t, s)
}
