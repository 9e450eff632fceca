package parse_test

import (
	"slices"
	"testing"

	"qunbao/report"
)

// A count that says no number leaves its field unfilled, alone and among others;
// it is never talk and never a number.
func TestAVagueCountLeavesItsFieldUnfilled(t *testing.T) {
	p := sample(t)
	for text, field := range map[string]report.FieldID{
		"居家数十人": "home", "居家若干人": "home", "居家若干": "home", "居家十几人": "home", "居家几十人": "home", "居家几人": "home", "居家好几人": "home", "居家几个人": "home",
		"居家上百人": "home", "居家数人": "home", "居家：数十": "home", "居家几十户": "home_households", "居家？人": "home", "居家??人": "home", "居家：？": "home",
		"居家X人": "home", "居家__人": "home", "居家某人": "home", "居家3-5人": "home", "居家二三十人": "home", "集中观察若干名": "central", "发热几例": "fever",
		"宣传单数十份": "leaflets", "宣传单若干份": "leaflets", "检查车辆数十辆": "cars", "车辆数十辆": "cars",
	} {
		for _, whole := range []string{text, "柳湾村" + text, "柳湾村：" + text + "。", text + "，具体数字稍后补", "各位领导，今日" + text} {
			f := only(t, p.Message(said(liuwan, whole)))
			if !slices.Equal(f.Unfilled, []report.FieldID{field}) || len(f.Values) > 0 || f.Unit != "柳湾村" {
				t.Errorf("%s: unfilled %v, values %v", whole, f.Unfilled, f.Values)
			}
		}
	}
}

func TestAVagueWordInASentenceIsTalk(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "来了几个", "chatter"},
		{liuwan, "卡点来了几个人", "chatter"},
		{liuwan, "居家几个人要出去买菜", "chatter"},
		{liuwan, "居家有几个人想出门", "chatter"},
		{liuwan, "居家几人？", "chatter"},
		{liuwan, "发热几天了吗", "chatter"},
		{admin, "居家数十人", "chatter"},
		{"老张头", "居家数十人", "chatter"},
		{lead, "居家数十人", "unparsed | problem which-unit"},
	})
}

func TestPeopleAreCountedInEverydayWords(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "居家5个人", "report | epidemic-daily 柳湾村 2020-02-14 home=5"},
		{liuwan, "居家3户8口人，集中1个人", "report | epidemic-daily 柳湾村 2020-02-14 central=1 home=8 home_households=3"},
		{liuwan, "5个人居家，两个人集中", "report | epidemic-daily 柳湾村 2020-02-14 central=2 home=5"},
		{liuwan, "居家10多个人，解除3个人左右", "report | epidemic-daily 柳湾村 2020-02-14 home=10 released=3"},
		{liuwan, "居家人数十二人，居家户数十户", "report | epidemic-daily 柳湾村 2020-02-14 home=12 home_households=10"},
		{liuwan, "居家5个", "report | epidemic-daily 柳湾村 2020-02-14 unit:home"},
	})
}
