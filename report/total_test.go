package report_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/report"
)

// What is measured is not added up: wherever a total is told, it is the highest, with
// whose it is and how many gave it.
func TestWhatIsMeasuredIsNotAddedUp(t *testing.T) {
	w := factsTown(t, "柳湾村", "东坡村", "河口村")
	form := w.Form("daily")
	form.Fields = slices.Concat([]report.Field{
		{ID: "rain", Name: "降雨量", Units: []string{"毫米"}, Kind: report.Daily, Decimals: 1, Total: report.Highest},
		{ID: "level", Name: "水位", Units: []string{"米"}, Kind: report.Stock, Decimals: 2, Total: report.Highest},
		{ID: "over", Name: "超警戒水位", Units: []string{"米"}, Kind: report.Daily, Decimals: 2, Total: report.Highest},
	}, form.Fields[5:6])
	now := []factsTold{
		{unit: "柳湾村", clock: 900, values: factsValues{"rain": "60", "level": "98.2", "over": "0", "leaflets": "30"}},
		{unit: "东坡村", clock: 900, values: factsValues{"rain": "60", "over": "0", "leaflets": "20"}},
		{unit: "河口村", clock: 900, values: factsValues{"rain": "50.5", "level": "约120.5", "over": "0", "leaflets": "10"}},
	}
	day, _ := report.ParseDay(factsDay)
	c := w.Complete(factsPeriod(w, day, now...), day.At(1210, w.Zone), nil)
	if got, want := w.TotalsText(c), "降雨量最高60毫米（柳湾村等2个单位）、水位最高约120.5米（河口村）、超警戒水位0米、宣传单60份"; got != want {
		t.Errorf("the totals are %q, want %q", got, want)
	}
	if got, want := w.TotalsGiven(c), "降雨量最高60毫米（柳湾村等2个单位）、水位最高约120.5米（河口村，2个单位）、超警戒水位0米、宣传单60份"; got != want {
		t.Errorf("the totals are %q, want %q", got, want)
	}
	if got, want := w.UpwardText(c, day.At(1210, w.Zone)), "降雨量最高60毫米（柳湾村等2个单位）；水位最高约120.5米（河口村）；超警戒水位0米；宣传单60份"; !strings.Contains(got, want) {
		t.Errorf("upward goes %q, want %q", got, want)
	}
	before := []factsTold{{unit: "河口村", clock: 900, values: factsValues{"level": "119"}}}
	got := factTexts(factsOf(t, w, now, before).Forms[0].Figures)
	want := []string{"D1 降雨量最高60毫米（柳湾村等2个单位）", "D2 水位最高约120.5米（河口村，2个单位填报）", "D3 宣传单60份", "D4 超警戒水位为0"}
	if !slices.Equal(got, want) {
		t.Errorf("the facts are %q, want %q", got, want)
	}
	sums := w.NewSummary("daily")
	for range 2 {
		sums.Add(c)
	}
	total := sums.Total()
	rain, _ := total.Of("rain")
	level, _ := total.Of("level")
	if rain.N.String() != "120" || level.N.String() != "120.5" || level.Units != 2 {
		t.Errorf("over two days it rained %s, the highest level is %s of %d", rain.N, level.N, level.Units)
	}
	night := c
	night.Due = night.Due.Add(time.Hour)
	if p := w.TrendPoint(day, []report.Completeness{c, night}, "rain", ""); p.N.String() != "60" || p.Base != 3 {
		t.Errorf("the trend of two shifts shows %s of %d", p.N, p.Base)
	}
	if p := w.TrendPoint(day, []report.Completeness{c, night}, "rain", "河口村"); p.N.String() != "101" {
		t.Errorf("a unit's own shifts add up to %s", p.N)
	}
}
