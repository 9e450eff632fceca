package storagetest_test

import (
	"fmt"
	"testing"
	"time"

	"qunbao/report"
)

// BenchmarkLease lets two programs send a queue of rows to twenty chats, twenty
// at a time and in turn: what a row costs does not grow with the queue.
func BenchmarkLease(b *testing.B) {
	now := benchDay.At(8*60, time.UTC)
	for _, h := range reading() {
		for _, n := range []int{1000, 20_000} {
			b.Run(fmt.Sprintf("%s/%d", h.name, n), func(b *testing.B) {
				s, _ := h.open(b)
				defer s.Close()
				for round := range b.N {
					var rows []report.Row
					for i := range n {
						rows = append(rows, report.Row{Key: fmt.Sprint(round, "/", i), Kind: report.Receipt,
							To: report.Address{Chat: report.ChatID(fmt.Sprint("群", i%20))}, Units: []report.UnitID{unit(i)}, NotBefore: now})
					}
					if err := s.Queue(b.Context(), rows...); err != nil {
						b.Fatal(err)
					}
					b.ResetTimer()
					for sent := 0; sent < n; {
						for _, owner := range []string{"a", "b"} {
							some, err := s.Lease(b.Context(), owner, now, now.Add(time.Minute), 20)
							if err != nil {
								b.Fatal(err)
							}
							keys := make([]string, len(some))
							for i, r := range some {
								keys[i] = r.Key
							}
							if err := s.Finish(b.Context(), owner, report.SendResult{State: report.Settled, At: now}, keys...); err != nil {
								b.Fatal(err)
							}
							sent += len(some)
						}
					}
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n*b.N), "µs/row")
			})
		}
	}
}
