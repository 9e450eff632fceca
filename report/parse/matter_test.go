package parse_test

import (
	"slices"
	"testing"

	"qunbao/report"
)

func TestWhatIsSaidOfAnUrgentMatterNamesItsNumber(t *testing.T) {
	p := sample(t)
	for text, want := range map[string][]string{
		"收到 12":           {"收到", "12"},
		"收到12号":           {"收到", "12"},
		"收到 急报12号。":       {"收到", "12"},
		"收到 13、14":        {"收到", "13", "14"},
		"收到 13和14":        {"收到", "13", "14"},
		"收到13号了":          {"收到", "13"},
		"办结 13 14":        {"办结", "13", "14"},
		"收到 13 14":        {"收到", "13", "14"},
		"收到 12，马上到！":      {"收到", "12", "马上到！"},
		"急报12号收到":         {"收到", "12"},
		"续报 12 已转移3人，无伤亡": {"续报", "12", "已转移3人，无伤亡"},
		"续报12号：王某已送医\n结果未出": {"续报", "12", "王某已送医\n结果未出"},
		"办结 12":     {"办结", "12"},
		"办结 12 水退了": {"办结", "12", "水退了"},
		"急报12号已处置":  {"办结", "12", "已处置"},
		"排除12号":     {"办结", "12", "排除"},
		"解除 急报12号":  {"办结", "12", "解除"},
		"回复 12 先撤人，卫生院马上到": {"回复", "12", "先撤人，卫生院马上到"},
		"答复12号：同意":         {"回复", "12", "同意"},
		"@群报 收到 12":        {"收到", "12"},
		"收到":               nil,
		"收到2份表":            nil,
		"收到 12 箱口罩":        nil,
		"解除 12":            nil, // 12 released
		"续报：王某已送县医院":       nil,
		"收到请回复":            nil,
		"办结12件":            nil,
		"收到，马上落实":          nil,
		"急报12号是哪个村":        nil,
		"急报：柳湾村堤坝决口，排除12处险情后再报": nil,
	} {
		r := p.Message(report.Message{ID: "m", Chat: "青石镇疫情防控工作群", Sender: "柳湾村 李会芳", Text: text, Type: report.TextMessage})
		var got []string
		if r.Kind == report.IsCommand {
			got = append([]string{r.Command.Name}, r.Command.Args...)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}
