package storagetest_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"qunbao/commands"
	"qunbao/report"
	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// township is the sample with as many units and reporters as are asked for.
func township(b testing.TB, units int) *report.Workspace {
	s := sample(b).Settings
	s.Units, s.People = nil, nil
	for i := range units {
		s.Units = append(s.Units, report.Unit{ID: unit(i), Kind: "行政村"})
		s.People = append(s.People, report.Person{ID: report.PersonID(fmt.Sprint("p", i)), Name: "李会芳", Card: string(unit(i)) + " 李会芳",
			Posts: []report.Post{{Unit: unit(i), Role: report.Reporter}}})
	}
	return report.NewWorkspace(s)
}

// fill opens a period and lets its units report, a tenth of them twice.
func fill(b *testing.B, s storagetest.Store, w *report.Workspace, f filings, k report.PeriodKey) {
	b.Helper()
	ctx := b.Context()
	if _, err := s.Claim(ctx, report.Firing{Name: "open/" + k.String(), Need: w.NewNeed(k, k.Day)}); err != nil {
		b.Fatal(err)
	}
	parallel(b, len(w.Units), func(i int) error {
		key := report.RecordKey{PeriodKey: k, Unit: w.Units[i].ID}
		err := s.Commit(ctx, about(f.report, report.MessageID(fmt.Sprintf("wx-%s-%012d", k, i)), key))
		if err == nil && i%10 == 9 {
			err = s.Commit(ctx, about(f.correction, report.MessageID(fmt.Sprintf("wx-%s-%012dc", k, i)), key))
		}
		return err
	})
}

// parallel calls do with 0 … n−1, sixteen at once.
func parallel(b *testing.B, n int, do func(i int) error) {
	b.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				if err := do(int(i)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if b.Failed() {
		b.FailNow()
	}
}

// reading are the stores of the benchmarks that read: how they reach the disk
// makes no difference to them.
func reading() []house {
	var some []house
	for _, h := range houses() {
		if h.name != "redis" {
			some = append(some, h)
		}
	}
	return some
}

// BenchmarkStatus says how complete a period of 1,000 units is, as 统计 and
// qunbao status do.
func BenchmarkStatus(b *testing.B) {
	f, w := newFilings(b), township(b, 1000)
	k := report.PeriodKey{Form: "epidemic-daily", Day: benchDay}
	for _, h := range reading() {
		b.Run(h.name, func(b *testing.B) {
			s, _ := h.open(b)
			defer s.Close()
			fill(b, s, w, f, k)
			for b.Loop() {
				completed(b, s, w, k, 1000)
			}
		})
	}
}

func completed(b *testing.B, s storagetest.Store, w *report.Workspace, k report.PeriodKey, want int) {
	b.Helper()
	c, err := commands.Complete(b.Context(), s, w, k, benchDay.At(20*60, w.Zone))
	if err != nil || c.Received != want {
		b.Fatalf("%d of %d are received (%v)", c.Received, want, err)
	}
}

// BenchmarkDigest reads a day of 50,000 reports as a digest does: four forms of
// 12,500 units each, one after the other.
func BenchmarkDigest(b *testing.B) {
	const forms, units = 4, 12_500
	f, w := newFilings(b), township(b, units)
	base := *w.Form("epidemic-daily")
	settings := w.Settings
	settings.Forms = nil
	for i := range forms {
		base.ID = report.FormID(fmt.Sprint("form-", i))
		settings.Forms = append(settings.Forms, base)
	}
	w = report.NewWorkspace(settings)
	for _, h := range reading() {
		b.Run(h.name, func(b *testing.B) {
			s, _ := h.open(b)
			defer s.Close()
			for _, form := range w.Forms {
				fill(b, s, w, f, report.PeriodKey{Form: form.ID, Day: benchDay})
			}
			for b.Loop() {
				for _, form := range w.Forms {
					completed(b, s, w, report.PeriodKey{Form: form.ID, Day: benchDay}, units)
				}
			}
		})
	}
}

// BenchmarkMemory is what a report with twelve figures takes of a Redis server
// with all that goes with it (its history, a tenth of them corrected, what
// became of its messages, its receipts and their log): every key of a workspace
// after ten days of 1,000 units, by MEMORY USAGE, for each report.
func BenchmarkMemory(b *testing.B) {
	const units, days = 1000, 10
	f, w := newFilings(b), township(b, units)
	server := storagetest.StartServer(b, "--appendfsync", "no")
	s, err := redis.Open(b.Context(), server.URL(), "镇", redis.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for d := range report.Day(days) {
		fill(b, s, w, f, report.PeriodKey{Form: "epidemic-daily", Day: benchDay + d})
		sendAll(b, s)
	}
	o, err := goredis.ParseURL(server.URL())
	if err != nil {
		b.Fatal(err)
	}
	c := goredis.NewClient(o)
	defer c.Close()
	for b.Loop() {
		byKind, total := usage(b.Context(), b, c)
		for kind, n := range byKind {
			b.ReportMetric(float64(n)/(units*days), kind+"-B")
		}
		b.ReportMetric(float64(total)/(units*days), "B/report")
	}
}

// sendAll lets every receipt leave.
func sendAll(b *testing.B, s storagetest.Store) {
	b.Helper()
	now := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	for {
		rows, err := s.Lease(b.Context(), "a", now, now.Add(time.Minute), 500)
		if err != nil {
			b.Fatal(err)
		}
		if len(rows) == 0 {
			return
		}
		keys := make([]string, len(rows))
		for i, r := range rows {
			keys[i] = r.Key
		}
		if ok, err := s.Begin(b.Context(), "a", now, now.Add(time.Minute), keys...); err != nil || !ok {
			b.Fatal(ok, err)
		}
		if err := s.Finish(b.Context(), "a", report.SendResult{State: report.Sent, At: now}, keys...); err != nil {
			b.Fatal(err)
		}
	}
}

// usage is what the keys of a server take, by their kind and together.
func usage(ctx context.Context, b *testing.B, c *goredis.Client) (byKind map[string]int64, total int64) {
	b.Helper()
	keys, err := c.Keys(ctx, "*").Result()
	if err != nil {
		b.Fatal(err)
	}
	byKind = map[string]int64{}
	for _, key := range keys {
		n, err := c.MemoryUsage(ctx, key, 0).Result()
		if err != nil {
			b.Fatal(err)
		}
		_, kind, _ := strings.Cut(key, "}:")
		if !strings.HasPrefix(kind, "ob") {
			kind, _, _ = strings.Cut(kind, ":")
		}
		byKind[strings.ReplaceAll(kind, ":", "-")] += n
		total += n
	}
	return byKind, total
}
