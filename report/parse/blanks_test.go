package parse_test

import (
	"slices"
	"testing"

	"qunbao/report"
)

func TestAMeasureWordWithoutItsNumberIsAPlaceLeftEmpty(t *testing.T) {
	p := sample(t)
	for text, want := range map[string][]report.FieldID{
		"柳湾村宣传单份，横幅3条":     {"leaflets"},
		"柳湾村宣传：宣传单份\n横幅条":  {"banners", "leaflets"},
		"柳湾村卡点：检查车辆辆，值守4人": {"cars"},
	} {
		f := only(t, p.Message(said(liuwan, text)))
		got := slices.Sorted(slices.Values(f.Unfilled))
		if !slices.Equal(got, want) {
			t.Errorf("%s: unfilled %v, want %v", text, got, want)
		}
	}
	for _, text := range []string{"返乡人、外来人都要登记", "大家把宣传单份，都领一下", "接待返乡人，有3个"} {
		if r := p.Message(said(liuwan, text)); len(r.Filings) > 0 && len(r.Filings[0].Unfilled) > 0 {
			t.Errorf("%s: unfilled %v", text, r.Filings[0].Unfilled)
		}
	}
}
