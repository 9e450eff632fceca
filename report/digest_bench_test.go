package report_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"qunbao/report"
)

// BenchmarkDigest writes the digest of a usual day after the data is read: the sample's
// three forms, five parts and what they are compared with, a tenth of it out of order.
//
//	GOMAXPROCS=1 taskset -c 0 go test ./report -run '^$' -bench BenchmarkDigest -benchtime 1x -benchmem
func BenchmarkDigest(b *testing.B) {
	for _, units := range []int{12, 1000, 50_000} {
		for _, layout := range []report.Layout{report.ByTopic, report.ByUnit} {
			b.Run(fmt.Sprintf("units=%d/%s", units, layout), func(b *testing.B) {
				all := make([]report.UnitID, units)
				for i := range all {
					all[i] = report.UnitID(fmt.Sprintf("第%d村", i))
				}
				c := newCounty(b, all)
				c.fill(b, rand.New(rand.NewPCG(1, 1)), all, 10)
				c.in.Plan.Layout = layout
				b.ReportAllocs()
				for b.Loop() {
					c.w.BuildDigest(c.in)
				}
			})
		}
	}
}
