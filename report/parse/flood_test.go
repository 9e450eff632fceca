package parse_test

import (
	"testing"
	"time"

	"qunbao/report"
)

func TestAMarkToCompareWithIsNoLevel(t *testing.T) {
	p := sample(t)
	for text, want := range map[string]string{
		"8时水位17.01米，超保证水位（16.9米）0.11米": "report | flood 柳湾村 2020-06-21 level=17.01",
		"水位17.2米，超警戒水位0.2米":            "report | flood 柳湾村 2020-06-21 level=17.2",
		"超警戒水位0.2米，水位17.2米":            "report | flood 柳湾村 2020-06-21 level=17.2",
		"巡堤查险20人次，发现管涌1处已处置":           "report | flood 柳湾村 2020-06-21 patrols=20",
		"巡堤查险20人次，发现管涌1处":              "report | flood 柳湾村 2020-06-21 patrols=20 | event 柳湾村“发现管涌1处”",
	} {
		m := report.Message{ID: "m1", Time: time.Date(2020, 6, 21, 9, 0, 0, 0, time.FixedZone("CST", 8*3600)), Chat: "青石镇防汛工作群", Sender: liuwan, Text: text}
		if got := gist(p.Message(m)); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}
