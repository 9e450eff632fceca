package storagetest

import (
	"fmt"
	"testing"
	"time"

	"qunbao/report"
)

// BenchmarkFile files reports one after the other, each with its receipt, the
// way a message does: one in ten is a correction.
func BenchmarkFile(b *testing.B, s Store) {
	ctx, revisions := b.Context(), map[report.RecordKey]int{}
	for i := 0; b.Loop(); i++ {
		n := i - i/10 // the tenth corrects the ninth
		k := on(daily, first+report.Day(n/1000), report.UnitID(fmt.Sprintf("单位%d", n%1000)))
		c := filed(report.MessageID(fmt.Sprint("m", i)), k, revisions[k], clock(9, 0).Add(time.Duration(i)*time.Millisecond))
		if err := s.Commit(ctx, c); err != nil {
			b.Fatal(err)
		}
		revisions[k]++
	}
}
