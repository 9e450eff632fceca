package storage_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

func BenchmarkAppend(b *testing.B) {
	for _, senders := range []int{1, 16, 64} {
		b.Run(fmt.Sprint(senders), func(b *testing.B) {
			j := openJournal(b, b.TempDir())
			defer j.Close()
			messages := make(chan report.Message)
			var all sync.WaitGroup
			for range senders {
				all.Go(func() {
					for m := range messages {
						if err := j.Append(b.Context(), m, at(4, 8)); err != nil {
							b.Error(err)
						}
					}
				})
			}
			for i := 0; b.Loop(); i++ {
				messages <- message(fmt.Sprint("m", i), at(4, 8))
			}
			close(messages)
			all.Wait()
		})
	}
}

// busyDay is a journal with a day of 100,000 messages.
func busyDay(b *testing.B) (dir string) {
	b.Helper()
	dir = b.TempDir()
	j, err := storage.OpenJournalOn(dir, "office-pc", quick{})
	if err != nil {
		b.Fatal(err)
	}
	defer j.Close()
	for n := range 1000 {
		var some []report.Message
		for i := range 100 {
			some = append(some, message(fmt.Sprintf("m%d-%d", n, i), at(4, 8)))
		}
		for _, err := range j.AppendTogether(at(4, 8), some...) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := j.Turn(b.Context(), dayOf(5)); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkADayOf100000 reports beside the time how much memory was live at most:
// no reader holds a day.
func BenchmarkADayOf100000(b *testing.B) {
	dir := busyDay(b)
	seen := 0
	peak := uint64(0)
	look := func() {
		if seen++; seen%20000 == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
	}
	measure := func(name string, fn func() error) {
		b.Run(name, func(b *testing.B) {
			peak = 0
			for b.Loop() {
				if err := fn(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(peak)/(1<<20), "live-MB")
		})
	}
	read := func() error {
		return storage.ReadJournal(dir, time.Time{}, func(report.Message, time.Time) error { look(); return nil })
	}
	measure("verify", func() error { return storage.Verify(dir) })
	measure("read", read)
	measure("open", func() error {
		later := filepath.Join(dir, "2020-02-05.jsonl")
		header, err := os.ReadFile(later)
		if err != nil {
			return err
		}
		if err := os.Remove(later); err != nil { // so that the busy day is the newest
			return err
		}
		j, err := storage.OpenJournal(dir, "office-pc")
		if err != nil {
			return err
		}
		return errors.Join(j.Close(), os.WriteFile(later, header, 0o600))
	})
	measure("pack", func() error {
		j, err := storage.OpenJournal(dir, "office-pc")
		if err != nil {
			return err
		}
		defer j.Close()
		_, err = j.Pack(b.Context(), dayOf(4), storage.Cleared, func(context.Context, report.Message, time.Time) (bool, error) { look(); return true, nil })
		return err
	})
	measure("read-packed", read)
}
