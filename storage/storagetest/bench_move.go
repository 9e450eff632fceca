package storagetest

import (
	"fmt"
	"iter"
	"runtime/metrics"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// BenchmarkMove loads stores of several sizes and dumps them again, and tells
// how much memory that took at most: it is not to grow with the store.
func BenchmarkMove(b *testing.B, open func(testing.TB) Store) {
	for _, reports := range []int{5_000, 50_000} {
		b.Run(fmt.Sprint("Load/", reports), func(b *testing.B) {
			most := uint64(0)
			for b.Loop() {
				s := open(b)
				must(b, s.Load(b.Context(), watched(large(reports), &most)))
				must(b, s.Close())
			}
			b.ReportMetric(float64(most)/(1<<20), "MB-heap")
			b.ReportMetric(float64(reports*b.N)/b.Elapsed().Seconds(), "reports/s")
		})
		b.Run(fmt.Sprint("Dump/", reports), func(b *testing.B) {
			s := open(b)
			defer s.Close()
			must(b, s.Load(b.Context(), large(reports)))
			most, n := uint64(0), 0
			for b.Loop() {
				must(b, s.Dump(b.Context(), func(storage.Item) error {
					watch(&n, &most)
					return nil
				}))
			}
			b.ReportMetric(float64(most)/(1<<20), "MB-heap")
			b.ReportMetric(float64(reports*b.N)/b.Elapsed().Seconds(), "reports/s")
		})
	}
}

// watched counts the memory while items pass.
func watched(items iter.Seq2[storage.Item, error], most *uint64) iter.Seq2[storage.Item, error] {
	n := 0
	return func(yield func(storage.Item, error) bool) {
		for i, err := range items {
			watch(&n, most)
			if !yield(i, err) {
				return
			}
		}
	}
}

// watch looks now and then at how much of the heap was live after its last
// collection.
func watch(n *int, most *uint64) {
	if *n++; *n%1000 == 0 {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		*most = max(*most, live[0].Value.Uint64())
	}
}

// large gives the items of a store that holds so many reports, each with its
// outcome, a receipt that has been sent, and twelve fields: of 1,000 units, a day
// after the other.
func large(reports int) iter.Seq2[storage.Item, error] {
	const units = 1000
	at := func(n int) time.Time { return clock(9, 0).AddDate(0, 0, n/units) }
	kinds := []func(n int) (storage.Item, error){
		func(n int) (storage.Item, error) {
			k := on(daily, first+report.Day(n/units), report.UnitID(fmt.Sprintf("单位%04d", n%units)))
			v := filed(report.MessageID(fmt.Sprint("消息", n)), k, 0, at(n)).Writes[0].Version
			for f := range 9 {
				v.Values[report.FieldID(fmt.Sprint("field", f))] = v.Values["home"]
			}
			b, err := storage.EncodeVersion(v)
			return storage.Item{Kind: storage.VersionItem, Form: k.Form, Day: k.Day, Unit: k.Unit, Commit: int64(n + 1), Body: b}, err
		},
		func(n int) (storage.Item, error) {
			b, err := storage.EncodeOutcome(filed(report.MessageID(fmt.Sprint("消息", n)), on(daily, first, liu), 0, at(n)).Outcome)
			return storage.Item{Kind: storage.OutcomeItem, Day: report.DayOf(at(n)), Commit: int64(n + 1), Body: b}, err
		},
		func(n int) (storage.Item, error) {
			key := fmt.Sprint("receipt/消息", n)
			b, err := storage.EncodeRow(row(key, report.Receipt, at(n)))
			return storage.Item{Kind: storage.LogItem, N: int64(n + 1), Key: key, State: report.Sent, At: instantOf(at(n)), Body: b}, err
		},
	}
	return func(yield func(storage.Item, error) bool) {
		if !yield(storage.Item{Kind: storage.StoreItem, Schema: modelSchema, Commit: int64(reports), Seq: int64(reports), Log: int64(reports)}, nil) {
			return
		}
		for _, kind := range kinds {
			for n := range reports {
				if !yield(kind(n)) {
					return
				}
			}
		}
	}
}
