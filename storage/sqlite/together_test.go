package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"qunbao/report"
	"qunbao/storage"
)

// openAlone opens a store whose writes wait until the returned function is
// called, which lets them all into one transaction.
func openAlone(t *testing.T) (*Store, func()) {
	t.Helper()
	s, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	se := <-s.writing
	t.Cleanup(func() { s.Close() })
	return s, func() { s.writing <- se }
}

// queued waits until n writes stand in line.
func queued(s *Store, n int) {
	for {
		s.line.mu.Lock()
		waits := len(s.line.all)
		s.line.mu.Unlock()
		if waits == n {
			return
		}
	}
}

func rowNamed(key string) report.Row { return report.Row{Key: key, Kind: report.Notice} }

func TestAWriteThatIsRefusedTakesNoOtherOfItsTransactionAlong(t *testing.T) {
	s, free := openAlone(t)
	refused := errors.New("refused")
	results := map[string]error{}
	var mu sync.Mutex
	var all sync.WaitGroup
	file := func(name string, end func() error) {
		all.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					mu.Lock()
					results[name] = fmt.Errorf("panic: %v", r)
					mu.Unlock()
				}
			}()
			err := s.write(t.Context(), "test", func(ctx context.Context, se *session) error {
				if err := se.queue(ctx, []report.Row{rowNamed(name)}); err != nil {
					return err
				}
				return end()
			})
			mu.Lock()
			results[name] = err
			mu.Unlock()
		})
	}
	file("good", func() error { return nil })
	queued(s, 1)
	file("bad", func() error { return refused })
	queued(s, 2)
	file("broken", func() error { panic("柳湾村平安") })
	queued(s, 3)
	file("good too", func() error { return nil })
	queued(s, 4)
	free()
	all.Wait()
	if results["good"] != nil || results["good too"] != nil || !errors.Is(results["bad"], refused) || fmt.Sprint(results["broken"]) != "panic: 柳湾村平安" {
		t.Errorf("results: %v", results)
	}
	for name, want := range map[string]bool{"good": true, "bad": false, "broken": false, "good too": true} {
		if _, kept, err := s.RowState(t.Context(), name); kept != want || err != nil {
			t.Errorf("%s is kept: %v (%v)", name, kept, err)
		}
	}
}

func TestNothingIsAcknowledgedOfATransactionThatIsLost(t *testing.T) {
	s, free := openAlone(t)
	errs := make([]error, 3)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			errs[i] = s.write(t.Context(), "test", func(ctx context.Context, se *session) error {
				if err := se.queue(ctx, []report.Row{rowNamed(fmt.Sprint(i))}); err != nil || i != 1 {
					return err
				}
				// What SQLite does by itself when the disk is full.
				if err := se.script(ctx, `ROLLBACK`); err != nil {
					return err
				}
				return storage.ErrUnavailable
			})
		})
		queued(s, i+1)
	}
	free()
	all.Wait()
	for i, err := range errs {
		if _, kept, _ := s.RowState(t.Context(), fmt.Sprint(i)); kept || !errors.Is(err, storage.ErrUnavailable) {
			t.Errorf("write %d: kept %v, error %v", i, kept, err)
		}
	}
	if err := s.Queue(t.Context(), rowNamed("later")); err != nil {
		t.Error("the next write:", err)
	}
}

func TestAWriteWhoseCallerLeavesTheLineIsNotDone(t *testing.T) {
	s, free := openAlone(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- s.Queue(ctx, rowNamed("left")) }()
	queued(s, 1)
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	free()
	if err := s.Queue(t.Context(), rowNamed("next")); err != nil {
		t.Fatal(err)
	}
	if _, kept, _ := s.RowState(t.Context(), "left"); kept {
		t.Error("it was done all the same")
	}
}
