package parse_test

import "testing"

func TestAnAnswerToWhetherThereIsSomethingIsReadAsMeant(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "有无发热人员：无", liuwanDay + "fever=0"},
		{liuwan, "有没有发热：没有", liuwanDay + "fever=0"},
		{liuwan, "是否有发热：否", liuwanDay + "fever=0"},
		{liuwan, "居家3人，有无发热：无", liuwanDay + "fever=0 home=3"},
		{liuwan, "柳湾村：居家3人，是否有发热：否，是否有新增：否", liuwanDay + "fever=0 home=3 new_today=0"},
		{liuwan, "有无新增：有，3人", liuwanDay + "new_today=3"},
		{liuwan, "有无返乡人员：有5人", liuwanDay + "screened=5"},
		{liuwan, "有无异常情况：无", liuwanDay + "zero"},
		{liuwan, "有无发热人员：有，1人", liuwanDay + "fever=1 urgent [fever]"},
	})
}

func TestThatThereIsSomethingIsNeverNone(t *testing.T) {
	p := sample(t)
	for text, field := range map[string]string{
		"有无发热人员：有": "fever", "有无返乡人员：有": "screened", "是否有发热：是": "fever", "发热：有": "fever",
		"有没有发热：有": "fever", "居家：有": "home", "有无新增（有）": "new_today", "有无异常：有": "abnormal",
	} {
		f := only(t, p.Message(said(liuwan, text)))
		if len(f.Unfilled) != 1 || string(f.Unfilled[0]) != field || len(f.Values) > 0 {
			t.Errorf("%s: unfilled %v, values %v", text, f.Unfilled, f.Values)
		}
	}
	reads(t, []spoken{
		{liuwan, "有无发热人员", "chatter"},
		{liuwan, "大家报一下有没有发热", "chatter"},
		{liuwan, "你们村有没有发热的？", "chatter"},
		{liuwan, "居家3人，是否解除待定", liuwanDay + "home=3"},
		{liuwan, "居家3人，逐户排查有无发热人员", liuwanDay + "home=3"},
		{liuwan, "居家有3人", liuwanDay + "home=3"},
		{liuwan, "备注：有", "chatter"},
	})
}

func TestAQuestionWhetherSomethingIsDoneIsNoZeroReport(t *testing.T) {
	var rows []spoken
	for _, text := range []string{
		"柳湾村报了没有", "收到没有", "收到了没有", "好了没有", "完成没有", "有情况没有", "日报报了没有", "东坡村宣传消杀报了没有",
		"柳湾村发热报了没有", "柳湾村卡点报了没有", "柳湾村卡点报了没", "柳湾村报了没有啊", "柳湾村报了没有，等着汇总",
	} {
		rows = append(rows, spoken{liuwan, text, "chatter"}, spoken{liuwan, text + "？", "chatter"}, spoken{liuwan, "@群报助手 " + text, "chatter"})
	}
	reads(t, append(rows,
		spoken{liuwan, "发热没有", liuwanDay + "fever=0"},
		spoken{liuwan, "发热人员没有", liuwanDay + "fever=0"},
		spoken{liuwan, "无异常情况没有", liuwanDay + "zero"},
		spoken{liuwan, "居家3人，发热没有", liuwanDay + "fever=0 home=3"},
	))
}
