package parse_test

import "testing"

func TestALabelAboveAListIsThatOfEachOfItsLines(t *testing.T) {
	two := both("home=3", "home=2")
	reads(t, []spoken{
		{lead, "居家：\n上坪3人\n下坪2人", two},
		{lead, "居家\n上坪3人\n下坪2人", two},
		{lead, "【居家】\n上坪村3人\n下坪村2人", two},
		{lead, "各村居家观察人数如下：\n上坪3人\n下坪2人", two},
		{lead, "居家：\n1. 上坪3人\n2. 下坪2人", two},
		{lead, "居家：\n1、上坪村：3人；\n2、下坪村：2人。", two},
		{lead, "居家：上坪3人；下坪2人", two},
		{lead, "居家观察情况：\n上坪3户5人\n下坪2户4人", both("home=5 home_households=3", "home=4 home_households=2")},
		{lead, "居家：\n上坪：3人\n下坪：2人\n集中：\n上坪：1人\n下坪：0人", both("central=1 home=3", "central=0 home=2")},
		{lead, "宣传单：\n上坪80份\n下坪60份", "report | publicity 上坪村 2020-02-14 leaflets=80 | publicity 下坪村 2020-02-14 leaflets=60"},
		{lead, "居家：\n上坪3人\n下坪集中2人", both("home=3", "central=2")},
		// What one village says of itself is not said of the next.
		{lead, "上坪居家3人；下坪2人", "report | epidemic-daily 上坪村 2020-02-14 home=3"},
		{lead, "关于居家的通知\n上坪3人\n下坪2人", "chatter"},
	})
}

func TestNoneUnderALabelIsNoneOfThat(t *testing.T) {
	const none = "home=0 home_households=0"
	reads(t, []spoken{
		{lead, "居家：上坪3人 下坪无", both("home=3", none)},
		{lead, "居家：上坪3人，下坪没有", both("home=3", none)},
		{lead, "居家：上坪3人、下坪无", both("home=3", none)},
		{lead, "居家：上坪3人；下坪：无", both("home=3", none)},
		{lead, "居家观察：上坪无，下坪无", both(none, none)},
		{lead, "居家人数：\n上坪3人\n下坪无", both("home=3", none)},
		{lead, "发热：上坪无，下坪无", both("fever=0", "fever=0")},
		{lead, "宣传单：上坪80份，下坪无", "report | publicity 上坪村 2020-02-14 leaflets=80 | publicity 下坪村 2020-02-14 leaflets=0"},
		{lead, "#接龙\n宣传单发放情况\n1. 上坪村 80份\n2. 下坪村 无", "report | publicity 上坪村 2020-02-14 leaflets=80 | publicity 下坪村 2020-02-14 leaflets=0"},
		{lead, "#接龙\n各村居家人数\n1. 上坪村 2\n2. 下坪村 0", both("home=2", "home=0")},
		{lead, "#接龙\n发热情况\n1. 上坪村 无\n2. 下坪村：无", both("fever=0", "fever=0")},
		// A general phrase, and 无 under a form's name, is a zero-report.
		{lead, "居家：上坪3人，下坪平安", both("home=3", "zero")},
		{lead, "今日疫情：上坪平安，下坪无", both("zero", "zero")},
		{lead, "#接龙\n疫情日报\n1. 上坪村 无\n2. 下坪村 平安", both("zero", "zero")},
		{lead, "#接龙\n今日情况\n1. 上坪村 无\n2. 下坪村 平安", both("zero", "zero")},
	})
}
