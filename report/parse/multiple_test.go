package parse_test

import (
	"testing"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// losses is a reader of one form, kept in 万元 and 万人 or in 元 and 人.
func losses(money, people string) *parse.Parser {
	return parse.New(report.NewWorkspace(report.Settings{
		Name: "青石镇", Zone: time.FixedZone("CST", 8*3600), Units: []report.Unit{{ID: "柳湾村"}},
		People: []report.Person{{ID: "李会芳", Name: "李会芳", Card: "柳湾村 李会芳", Posts: []report.Post{{Unit: "柳湾村", Role: report.Reporter}}}},
		Forms: []report.Form{{ID: "loss", Name: "灾情", Calendar: report.EveryDay, Slots: []report.Slot{{Due: 17 * 60}},
			Fields: []report.Field{
				{ID: "loss", Name: "经济损失", Units: []string{money}, Kind: report.Daily, Decimals: 4},
				{ID: "people", Name: "受灾人口", Units: []string{people}, Kind: report.Daily, Decimals: 4},
			}}},
		Chats: []report.Chat{{ID: "群", Role: report.WorkChat, Forms: []report.FormID{"loss"}}},
	}))
}

// sums reads losses of money as they are written.
func sums(t *testing.T, p *parse.Parser, unit string, cases map[string]string) {
	t.Helper()
	for text, want := range cases {
		r := p.Message(report.Message{ID: "m", Time: time.Date(2020, 6, 21, 8, 0, 0, 0, time.UTC), Chat: "群", Sender: "柳湾村 李会芳", Text: "柳湾村灾情：" + text + "，受灾人口1.1万人"})
		if len(r.Filings) != 1 || len(r.Filings[0].Problems) > 0 {
			t.Errorf("%s: %s %+v", text, r.Kind, r.Filings)
			continue
		}
		if v := r.Filings[0].Values["loss"]; v.N.String() != want || v.Unit != unit || v.As != "" {
			t.Errorf("%s: %s%s (%s), want %s", text, v.N, v.Unit, v.As, want)
		}
	}
}

// Where a form is kept in 万元, a sum in 元, 万 or 万元 is filed in 万元.
func TestASumIsFiledInTheMultipleThatTheFieldIsKeptIn(t *testing.T) {
	sums(t, losses("万元", "万人"), "万元", map[string]string{
		"经济损失3.2万元": "3.2", "经济损失32000元": "3.2", "经济损失1.5亿元": "15000", "经济损失320万元": "320",
		"经济损失3.2万": "3.2", "经济损失约3.2万": "3.2", "经济损失：三万二": "3.2", "经济损失1.5亿": "15000", "3.2万元经济损失": "3.2",
		"经济损失3万2千": "3.2", "经济损失5千": "0.5", "经济损失近10万": "10",
		"经济损失3.2": "3.2", "经济损失320": "320", "经济损失（元）：32000": "3.2", "经济损失（万元）：3.2": "3.2", "经济损失0": "0",
	})
}

func TestTheMultipleMayStandWithTheLabel(t *testing.T) {
	sums(t, losses("元", "人"), "元", map[string]string{
		"经济损失（万元）：3.2": "32000", "经济损失(万元)3.2": "32000", "经济损失（单位：万元）3.2": "32000", "经济损失3.2（万元）": "32000",
		"经济损失万元：3.2": "32000", "经济损失（亿元）：0.5": "50000000", "经济损失（元）：32000": "32000", "经济损失：32000": "32000",
		"经济损失（万元）：3.2万": "32000", "经济损失（万元）：3.2万元": "32000", "经济损失3.2万（约）": "32000", "经济损失（万元）：320元": "320",
	})
}
