package parse_test

import "testing"

func TestAGeneralPhraseForAllElseSetsWhatAZeroReportStates(t *testing.T) {
	for _, phrase := range []string{
		"其他均为0", "其余均为零", "其余无", "其它指标均为0", "其他都是0", "其他没有", "其余各项为0", "其余0", "其他0人", "其他数据均为0", "其余全部为零",
		"剩下的都是0", "其他均无", "另外都是0", "没写的都是0", "以上没写的都是0", "未填的均为0", "其他正常", "其余一切正常", "其他：无", "其余： 0", "别的没有", "其他各项指标全部为0，特此报告",
	} {
		want := "report | epidemic-daily 柳湾村 2020-02-14 central=2 fever=0 home=3 new_today=0"
		reads(t, []spoken{
			{liuwan, "居家3人，集中2人，" + phrase, want},
			{liuwan, "居家3人、集中2人、" + phrase, want},
			{liuwan, "柳湾村疫情日报\n居家：3\n集中：2\n" + phrase, want},
			{liuwan, "柳湾村居家3人 集中2人 " + phrase, want},
		})
	}
	reads(t, []spoken{
		{liuwan, "居家3人，新增2人，其余均为0", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=3 new_today=2"},
		{liuwan, "居家3人，发热X人，其余均为0", "report | epidemic-daily 柳湾村 2020-02-14 home=3 new_today=0"},
		{lead, "上坪村居家3人\n下坪村居家2人\n其余均为0", "report | epidemic-daily 上坪村 2020-02-14 fever=0 home=3 new_today=0 | epidemic-daily 下坪村 2020-02-14 fever=0 home=2 new_today=0"},
		{lead, "上坪村居家3人，其余均为0\n下坪村居家2人", "report | epidemic-daily 上坪村 2020-02-14 fever=0 home=3 new_today=0 | epidemic-daily 下坪村 2020-02-14 home=2"},
	})
}

func TestWhatSpeaksOfOtherPeopleOrPlacesSetsNothing(t *testing.T) {
	for _, phrase := range []string{"其余村均为0", "湖北其他均为0", "其他人员无外出", "其余的人都走了", "其余7人", "其余均已解除", "其余3户均为0", "其他地方都在下雨", "其余物资0元采购", "其他同志休息"} {
		for _, f := range sample(t).Message(said(liuwan, "居家3人，集中2人，"+phrase)).Filings {
			if _, set := f.Values["fever"]; set {
				t.Errorf("%s: %v", phrase, f.Values)
			}
		}
	}
	reads(t, []spoken{{liuwan, "其他均为0", "chatter"}, {liuwan, "其余无", "chatter"}})
}

func TestALineWithoutMarksIsReadAsOneWithMarks(t *testing.T) {
	all := "report | epidemic-daily 柳湾村 2020-02-14 central=2 fever=0 home=3 new_today=0"
	fever := "report | epidemic-daily 柳湾村 2020-02-14 central=2 fever=0 home=3"
	reads(t, []spoken{
		{liuwan, "柳湾村居家3人 集中2人 均无异常", all},
		{liuwan, "居家3人 集中2人 平安", all},
		{liuwan, "居家3人 集中2人 其他无异常", all},
		{liuwan, "居家3人 集中2人 发热均无", fever},
		{liuwan, "居家3人 集中2人 发热 咳嗽均无", fever},
		{liuwan, "居家3人 集中2人 均未发热", fever},
		{liuwan, "居家3人 集中2人 体温均正常", "report | epidemic-daily 柳湾村 2020-02-14 central=2 home=3"},
		{liuwan, "居家3人 集中2人 都平安到家", "report | epidemic-daily 柳湾村 2020-02-14 central=2 home=3"},
	})
}

func TestADenialAtTheEndIsNoQuestion(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "居家3人，发热没有", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=3"},
		{liuwan, "居家3人，发热的没有。", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=3"},
		{liuwan, "居家3人，发热报了没有", "chatter"},
		{liuwan, "居家的3人到位没有", "chatter"},
		{liuwan, "今天的数报了没", "chatter"},
	})
}

func TestASymptomDeniedBehindItRaisesNothing(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "发热、咳嗽、其他均无，居家3人", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=3 new_today=0"},
		{liuwan, "居家3人，村民咳嗽：无", "report | epidemic-daily 柳湾村 2020-02-14 home=3"},
		{liuwan, "居家3人，村民咳嗽、呕吐均无", "report | epidemic-daily 柳湾村 2020-02-14 home=3"},
		{liuwan, "居家3人，村民咳嗽0例", "report | epidemic-daily 柳湾村 2020-02-14 home=3"},
		{liuwan, "居家3人，有村民咳嗽、呕吐", "report | epidemic-daily 柳湾村 2020-02-14 home=3 | event 柳湾村“有村民咳嗽、呕吐”"},
	})
}
