package zh_test

import (
	"fmt"
	"time"

	"qunbao/report/zh"
)

func ExampleNumbers() {
	text := zh.Fold("柳灣村：居家觀察十二户38人，發放宣傳單1.2万余份")
	for _, n := range zh.Numbers(text) {
		start, end := text.Span(n.Start, n.End)
		fmt.Println(text.Source(n.Start, n.End), n.N, n.Unit, n.Approx, start, end)
	}
	// Output:
	// 十二 12 户 false 8 10
	// 38 38 人 false 11 13
	// 1.2万 12000 份 true 20 24
}

func ExampleDates() {
	ref := time.Date(2020, 2, 2, 8, 30, 0, 0, time.FixedZone("CST", 8*3600))
	for _, d := range zh.Dates(zh.Fold("截至2月1日24时，正月初七，昨晚9时30分"), ref) {
		fmt.Println(d.Time.Format("01-02 15:04"), d.Day.Format("01-02"), d.Grain, d.AsOf, d.Lunar)
	}
	// Output:
	// 02-02 00:00 02-01 hour true false
	// 01-31 00:00 01-31 day false true
	// 02-01 21:30 02-01 minute false false
}
