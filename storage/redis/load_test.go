package redis_test

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"qunbao/storage"
	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// furnishedDump is what the furnished model dumps.
func furnishedDump(t *testing.T) string {
	t.Helper()
	m := storagetest.NewModel()
	if err := storagetest.Furnish(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	text, err := storagetest.Dumped(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// A loader dies at every one of its transactions; the next one finishes, with
// the same keys as one that was never cut short.
func TestALoadThatWasCutShortAnywhereIsFinishedByTheNext(t *testing.T) {
	url := storagetest.StartRedis(t)
	c, dump := raw(t, url), furnishedDump(t)
	s := open(t, url, "镇")
	if err := s.Load(t.Context(), storagetest.Items(dump)); err != nil {
		t.Fatal(err)
	}
	s.Close()
	want := contents(t, c)
	for left := 0; ; left++ {
		c.FlushAll(t.Context())
		dying, err := redis.OpenWith(t.Context(), url, "镇", &cut{left: left + 1}) // one marks the new workspace
		if err != nil {
			t.Fatal(err)
		}
		loaded := dying.Load(t.Context(), storagetest.Items(dump))
		dying.Close()
		if loaded == nil {
			if left < 3 {
				t.Errorf("the load has only %d steps", left)
			}
			return
		}
		if left > 0 {
			refused(t, url, "镇")
		}
		again, err := redis.Open(t.Context(), url, "镇", redis.Options{ToLoad: true})
		if err != nil {
			t.Fatal(err)
		}
		if empty, err := again.Empty(t.Context()); err != nil || !empty {
			t.Errorf("half loaded after %d steps, empty: %v (%v)", left, empty, err)
		}
		if err := again.Load(t.Context(), storagetest.Items(dump)); err != nil {
			t.Fatal(err)
		}
		again.Close()
		storagetest.Check(t, fmt.Sprint("after ", left, " steps"), want, contents(t, c))
	}
}

func refused(t *testing.T, url, workspace string) {
	t.Helper()
	_, err := redis.Open(t.Context(), url, workspace, redis.Options{})
	if !errors.Is(err, storage.ErrHalfLoaded) || !strings.Contains(err.Error(), "restore it again, or another one") {
		t.Errorf("a half loaded workspace: %v", err)
	}
}

// amid is the items of a dump; something is done before the twentieth.
func amid(dump string, do func()) iter.Seq2[storage.Item, error] {
	return func(yield func(storage.Item, error) bool) {
		lines := 0
		for i, err := range storagetest.Items(dump) {
			if lines++; lines == 20 {
				do()
			}
			if !yield(i, err) {
				return
			}
		}
	}
}

func TestNobodyWritesOrReadsADumpWhileAWorkspaceIsLoaded(t *testing.T) {
	url := storagetest.StartRedis(t)
	dump := furnishedDump(t)
	loading, other := open(t, url, "镇"), open(t, url, "镇")
	defer loading.Close()
	defer other.Close()
	err := loading.Load(t.Context(), amid(dump, func() {
		refused(t, url, "镇")
		if err := other.Commit(t.Context(), change(1)); !errors.Is(err, storage.ErrUnavailable) {
			t.Errorf("commit: %v, want ErrUnavailable", err)
		}
		if _, err := storagetest.Dumped(t.Context(), other); !errors.Is(err, storage.ErrUnavailable) {
			t.Errorf("dump: %v, want ErrUnavailable", err)
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := storagetest.Dumped(t.Context(), other); err != nil || text != dump {
		t.Errorf("what was loaded is another state (%v)", err)
	}
}

func TestTheLoadThatWasBegunLastWins(t *testing.T) {
	url := storagetest.StartRedis(t)
	dump := furnishedDump(t)
	first, second := open(t, url, "镇"), open(t, url, "镇")
	defer first.Close()
	defer second.Close()
	err := first.Load(t.Context(), amid(dump, func() {
		if err := second.Load(t.Context(), storagetest.Items(dump)); err != nil {
			t.Error(err)
		}
	}))
	if err == nil || !strings.Contains(err.Error(), "another load was begun") {
		t.Errorf("the first load: %v", err)
	}
	if text, err := storagetest.Dumped(t.Context(), second); err != nil || text != dump {
		t.Errorf("what was loaded is another state (%v)", err)
	}
}

func BenchmarkMove(b *testing.B) {
	next := fresh(storagetest.StartRedis(b))
	storagetest.BenchmarkMove(b, func(t testing.TB) storagetest.Store { return next(t) })
}
