package parse_test

import (
	"testing"
	"time"
)

func TestWhatIsQuotedAskedOrAnothersIsNotTheSendersReport(t *testing.T) {
	daily := "report | epidemic-daily 柳湾村 2020-02-14 "
	reads(t, []spoken{
		{liuwan, "「王桂兰：居家3人」\n收到", "chatter"},
		{liuwan, "「王桂兰：有人发烧」\n收到", "chatter"},
		{liuwan, "「王桂兰：居家3人」\n我村居家5人", daily + "home=5"},
		{liuwan, "「防疫」\n居家3人", daily + "home=3"},
		{liuwan, "「宣传资料」发放80份", "report | publicity 柳湾村 2020-02-14 leaflets=80"},
		{liuwan, "@王桂兰 你们村居家3人要更正", "chatter"},
		{liuwan, "柳湾村居家人数是3人吗？", "chatter"},
		{liuwan, "柳湾村居家3人吗", "chatter"},
		{liuwan, "@王桂兰 居家几人", "chatter"},
		{liuwan, "居家十几人", daily[:len(daily)-1]},
		{liuwan, "居家十四五人", daily[:len(daily)-1]},
	})
}

func TestAValueThatTwoFormsKnowIsTheEarliersWhereBothExplainAsMuch(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "居家3人，发热0人，检查车辆20辆", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=3 | checkpoint 柳湾村 2020-02-14 day cars=20"},
		{liuwan, "居家3人，检查车辆20辆，发热0人", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=3 | checkpoint 柳湾村 2020-02-14 day cars=20"},
		{liuwan, "检查车辆20辆，检查人员30人，发热0人", "report | checkpoint 柳湾村 2020-02-14 day abnormal=0 cars=20 people=30"},
	})
}

func TestAShiftIsToldByItsHours(t *testing.T) {
	p := sample(t)
	for text, want := range map[string]string{
		"昨晚8点至今早8点，检查车辆20辆":       "2020-02-13 night cars=20",
		"2月13日20时至2月14日8时检查车辆20辆": "2020-02-13 night cars=20",
		"昨夜卡点平安":                  "2020-02-13 night zero",
		"昨晚卡点检查车辆20辆":             "2020-02-13 night cars=20",
		"昨天卡点检查车辆20辆":             "2020-02-13 day cars=20",
		"2月13日8时至2月14日8时检查车辆20辆":  "2020-02-14 day cars=20",
		"截至2月14日8时检查车辆20辆":        "2020-02-14 day cars=20",
	} {
		m := said(liuwan, text)
		m.Time = m.Time.Add(-7*time.Hour - 30*time.Minute)
		if got := gist(p.Message(m)); got != "report | checkpoint 柳湾村 "+want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}
