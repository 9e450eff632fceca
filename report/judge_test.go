package report_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

// checked is a form with one rule.
func checked(t *testing.T, source, say string) *report.Form {
	t.Helper()
	f := &report.Form{Name: "防汛日报", Fields: []report.Field{
		{ID: "a", Name: "转移户数", Aliases: []string{"转移"}, Units: []string{"户"}, Kind: report.Daily},
		{ID: "b", Name: "转移人数", Aliases: []string{"转移"}, Units: []string{"人"}, Kind: report.Daily},
		{ID: "c", Name: "值守人员", Aliases: []string{"值守"}, Units: []string{"人"}, Kind: report.Daily},
		{ID: "d", Name: "直接经济损失", Units: []string{"元"}, Kind: report.Daily},
	}}
	rule, err := report.CompileRule(source, []report.FieldID{"a", "b", "c", "d"})
	if err != nil {
		t.Fatal(err)
	}
	f.Checks = []report.Check{{Rule: rule, Say: say}}
	return f
}

func TestAFailedCheckIsSaidWithItsSums(t *testing.T) {
	for _, c := range []struct {
		rule, say  string
		a, b, c, d int64
		want       string
	}{
		{"a <= b", "", 5, 3, 0, 0, "转移户数5，转移人数只写了3，"},
		{"a < b", "", 5, 5, 0, 0, "转移户数5，转移人数写的也是5，"},
		{"b > a", "", 5, 5, 0, 0, "转移人数5，转移户数写的也是5，"},
		{"b >= a", "", 5, 3, 0, 0, "转移人数3，转移户数写的是5，"},
		{"c >= a + b", "", 5, 3, 2, 0, "转移户数、转移人数合计8，值守只写了2，"},
		{"a + b == c + d", "", 5, 3, 2, 30000, "转移户数、转移人数合计8，值守、直接经济损失合计30002，"},
		{"a != b", "", 5, 5, 0, 0, "转移户数5，转移人数写的也是5，"},
		{"c >= 2", "每班值守不少于2人", 0, 0, 1, 0, "每班值守不少于2人，写的是值守人员1人，"},
		{"d <= b * 10000", "人均损失不超过1万元", 0, 2, 0, 32000, "人均损失不超过1万元，写的是转移人数2人、直接经济损失3.2万元，"},
	} {
		f := checked(t, c.rule, c.say)
		v := func(n int64, unit string) report.Value { return report.Value{N: decimal.NewFromInt(n), Unit: unit} }
		problems := f.Judge(values{"a": v(c.a, "户"), "b": v(c.b, "人"), "c": v(c.c, "人"), "d": v(c.d, "元")})
		want := c.want + "哪个数不对？请回不对的那一项和正确的数，都没错请回“是”。"
		if len(problems) != 1 || problems[0].Say != want {
			t.Errorf("%s: %+v, want %s", c.rule, problems, want)
		}
	}
}

func TestANumberIsSaidAsPeopleTypeIt(t *testing.T) {
	for want, v := range map[string]report.Value{
		"46人":     {N: decimal.RequireFromString("46"), Unit: "人"},
		"约50名":    {N: decimal.RequireFromString("50"), Unit: "人", As: "名", Approx: true},
		"3.2万元":   {N: decimal.RequireFromString("32000"), Unit: "元"},
		"1.2亿元":   {N: decimal.RequireFromString("120000000"), Unit: "元"},
		"12345份":  {N: decimal.RequireFromString("12345"), Unit: "份"},
		"17.01米":  {N: decimal.RequireFromString("17.01"), Unit: "米"},
		"32000万元": {N: decimal.RequireFromString("32000"), Unit: "万元"},
	} {
		if got := v.Said(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestACountBelowNothingAndAMeasureTooFineAreAskedAbout(t *testing.T) {
	f := &report.Form{Fields: []report.Field{
		{ID: "home", Name: "居家观察", Units: []string{"人"}, Kind: report.Stock},
		{ID: "level", Name: "水位", Units: []string{"米"}, Kind: report.Stock, Decimals: 2},
	}}
	for _, c := range []struct {
		field report.FieldID
		n     string
		want  string
	}{
		{"home", "-3", "居家观察写的是-3人，是负数，对吗？对请回“是”，不对请回正确的数。"},
		{"home", "0", ""},
		{"level", "3.256", "水位写的是3.256米，按要求最多2位小数，对吗？对请回“是”，不对请回正确的数。"},
		{"level", "3.250", ""},
		{"level", "-0.5", ""},
	} {
		got := ""
		for _, p := range f.Judge(map[report.FieldID]report.Value{c.field: {N: decimal.RequireFromString(c.n), Unit: f.Field(c.field).Unit()}}) {
			got += p.Say
		}
		if got != c.want {
			t.Errorf("%s %s: %q, want %q", c.field, c.n, got, c.want)
		}
	}
}
