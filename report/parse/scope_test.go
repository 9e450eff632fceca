package parse_test

import "testing"

func TestAnIdiomGivesWayToALabelThatItCutsInto(t *testing.T) {
	readsTown(t, []spoken{
		{town, "截至2月9日24时,我乡无确诊病例、无疑似病例,现有居家隔离18人", "report | seed 青石镇 2020-02-09 confirmed_cases=0 home_isolation_persons=18 suspected_cases=0"},
		{town, "我镇居家隔离17户41人,无疑似病例", "report | seed 青石镇 2020-02-10 home_isolation_households=17 home_isolation_persons=41 suspected_cases=0"},
		{town, "居家隔离41人,无疑似病例和确诊病例", "report | seed 青石镇 2020-02-10 confirmed_cases=0 home_isolation_persons=41 suspected_cases=0"},
		{town, "居家隔离41人,无疑是做得细", "report | seed 青石镇 2020-02-10 home_isolation_persons=41"},
	})
	reads(t, []spoken{
		{liuwan, "居家44人，无发热、无集中、无新增返乡人员", "report | epidemic-daily 柳湾村 2020-02-14 central=0 fever=0 home=44 new_today=0"},
		{liuwan, "居家44人，没有发热，没有集中隔离", "report | epidemic-daily 柳湾村 2020-02-14 central=0 fever=0 home=44"},
		{liuwan, "居家44人，无发热、集中隔离人员", "report | epidemic-daily 柳湾村 2020-02-14 central=0 fever=0 home=44"},
	})
}

func TestWhatIsSaidOfAHigherUnitIsNotTheTowns(t *testing.T) {
	readsTown(t, []spoken{
		{town, "全县累计摸排48210人,我镇摸排1204人", "report | seed 青石镇 2020-02-10 persons_screened_total=1204"},
		{town, "全市确诊病例已达26例,我镇无确诊病例", "report | seed 青石镇 2020-02-10 confirmed_cases=0"},
		{town, "全县确诊病例3例,青石镇0例,居家隔离41人", "report | seed 青石镇 2020-02-10 confirmed_cases=0 home_isolation_persons=41"},
		{town, "我镇摸排1204人(全县48210人),居家隔离41人", "report | seed 青石镇 2020-02-10 home_isolation_persons=41 persons_screened_total=1204"},
		{town, "我镇居家隔离41人,集中隔离6人。全县居家隔离1200人", "report | seed 青石镇 2020-02-10 central_isolation_persons=6 home_isolation_persons=41"},
		{town, "全省新增确诊病例20例,全市2例,我镇现有居家隔离41人", "report | seed 青石镇 2020-02-10 home_isolation_persons=41"},
		{town, "全镇居家隔离41人,我镇集中隔离6人", "report | seed 青石镇 2020-02-10 central_isolation_persons=6 home_isolation_persons=41"},
		{town, "全市累计摸排48210人,居家隔离1200人", "report | seed 青石镇 2020-02-10 home_isolation_persons=1200 persons_screened_total=48210"},
		{town, "全镇累计摸排1204人,居家隔离41人", "report | seed 青石镇 2020-02-10 home_isolation_persons=41 persons_screened_total=1204"},
	})
	reads(t, []spoken{
		{liuwan, "全镇累计排查1204人，我村排查58人，居家44人", "report | epidemic-daily 柳湾村 2020-02-14 home=44 screened=58"},
		{liuwan, "全县发热3人，全镇1人，我村无发热，居家44人", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=44"},
	})
}

func TestWhatEndsIsTheFieldItselfWhereTheFieldCountsEndings(t *testing.T) {
	readsTown(t, []spoken{
		{town, "引导群众取消宴请活动17起,从简办理丧事5起,延期办理9起", "report | seed 青石镇 2020-02-10 banquets_cancelled=17 events_postponed=9 funerals_simplified=5"},
		{town, "取消酒席17起120桌", "report | seed 青石镇 2020-02-10 banquet_tables=120 banquets_cancelled=17"},
		{town, "已撤除卡点3个,居家隔离41人", "report | seed 青石镇 2020-02-10 home_isolation_persons=41"},
	})
	reads(t, []spoken{
		{baihe, "横幅3条，取消酒席2场", "report | publicity 白鹤村 2020-02-14 banners=3 banquets=2"},
		{baihe, "横幅3条，停止酒席2场30桌", "report | publicity 白鹤村 2020-02-14 banners=3 banquet_tables=30 banquets=2"},
		{liuwan, "居家44人，解除居家观察11人", "report | epidemic-daily 柳湾村 2020-02-14 home=44 released=11"},
		{liuwan, "居家44人，撤销卡点2个", "report | epidemic-daily 柳湾村 2020-02-14 home=44"},
	})
}

func TestAMeasureWordOfAnotherFieldIsAsked(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "柳湾宣传：横幅5块，广播6次", "report | publicity 柳湾村 2020-02-14 broadcasts=6 unit:banners"},
		{liuwan, "宣传单80块，横幅4条", "report | publicity 柳湾村 2020-02-14 banners=4 unit:leaflets"},
		{liuwan, "宣传车3桌，横幅4条", "report | publicity 柳湾村 2020-02-14 banners=4 unit:vehicles"},
		{liuwan, "横幅4条，广播2小时", "report | publicity 柳湾村 2020-02-14 banners=4"},
		{liuwan, "横幅4条，消毒5公里", "report | publicity 柳湾村 2020-02-14 banners=4"},
		{liuwan, "居家44人，卡点2级", "report | epidemic-daily 柳湾村 2020-02-14 home=44"},
		{liuwan, "横幅4条，花了宣传车油钱200块", "report | publicity 柳湾村 2020-02-14 banners=4"},
		{baihe, "横幅3份，宣传单80份", baiheDay + "leaflets=80 unit:banners"},
		{liuwan, "居家44份，集中3人", liuwanDay + "central=3 unit:home"},
		{baihe, "宣传车2次，宣传单80份", baiheDay + "leaflets=80 unit:vehicles"},
	})
}

func TestTogetherBehindALabelIsOne(t *testing.T) {
	reads(t, []spoken{
		{baihe, "横幅3条，劝停酒席一起", "report | publicity 白鹤村 2020-02-14 banners=3 banquets=1"},
		{baihe, "宴席一起，横幅3条", "report | publicity 白鹤村 2020-02-14 banners=3 banquets=1"},
		{baihe, "横幅3条 取消宴席一起 消毒2次", "report | publicity 白鹤村 2020-02-14 banners=3 banquets=1 disinfections=2"},
		{baihe, "劝停一起", "report | publicity 白鹤村 2020-02-14 banquets=1"},
		{dongpo, "东坡卡点白班车辆35辆，异常一起", "report | checkpoint 东坡村 2020-02-14 day abnormal=1 cars=35 urgent [abnormal]"},
		{dongpo, "东坡卡点白班车辆35辆，异常：一起，劝返3人", "report | checkpoint 东坡村 2020-02-14 day abnormal=1 cars=35 turned_back=3 urgent [abnormal]"},
		{baihe, "横幅3条，酒席一起劝停了", "report | publicity 白鹤村 2020-02-14 banners=3"},
		{baihe, "横幅和标语一起，4条", "report | publicity 白鹤村 2020-02-14 banners=4"},
		{baihe, "横幅3条，消毒一起", "report | publicity 白鹤村 2020-02-14 banners=3"},
		{baihe, "横幅3条，明天和酒席一起报", "report | publicity 白鹤村 2020-02-14 banners=3"},
		{baihe, "横幅3条，明天跟酒席一起", "report | publicity 白鹤村 2020-02-14 banners=3"},
		{baihe, "劝停宴席1起，横幅3条", baiheDay + "banners=3 banquets=1"},
		{baihe, "劝停婚宴一起，横幅3条", baiheDay + "banners=3 banquets=1"},
		{dongpo, "白班车辆35辆，异常一起（已处置）", dongpoShift + "abnormal=1 cars=35"},
		{baihe, "党员群众一起劝停酒席2起，横幅3条", baiheDay + "banners=3 banquets=2"},
	})
	readsTown(t, []spoken{
		{town, "劝停酒席一起,从简办理丧事一起", "report | seed 青石镇 2020-02-10 banquets_cancelled=1 funerals_simplified=1"},
	})
}

func TestAShortLabelIsGuessedWhereTheWrongCharacterRhymes(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "居家44人，集中3人，解徐17人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=44 released=17"},
		{liuwan, "居家44人，极中3人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=44"},
		{liuwan, "居家44人，集宗3人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=44"},
		{liuwan, "居观观察44人，集中3人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=44"},
		{baihe, "横副3条，宣传单80份", "report | publicity 白鹤村 2020-02-14 banners=3 leaflets=80"},
		{liuwan, "居家44人集中3人解徐17人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=44 released=17"},
		// Words that only share a character, or rhyme in talk.
		{liuwan, "出家3人", "chatter"},
		{liuwan, "住家3人来帮忙搬桌子", "chatter"},
		{liuwan, "集中3人，孤寡老人住家8户", "report | epidemic-daily 柳湾村 2020-02-14 central=3"},
		{liuwan, "集中3人，全家5人", "report | epidemic-daily 柳湾村 2020-02-14 central=3"},
		{liuwan, "居家44人，河北3人", "report | epidemic-daily 柳湾村 2020-02-14 home=44"},
		{liuwan, "居家44人，集合5人", "report | epidemic-daily 柳湾村 2020-02-14 home=44"},
		{liuwan, "居家44人，路口3个", "report | epidemic-daily 柳湾村 2020-02-14 home=44"},
		{liuwan, "居家44人，检查12人", "report | epidemic-daily 柳湾村 2020-02-14 home=44"},
		{liuwan, "局家44人，极中3人，接触11人，发惹0人", liuwanDay + "central=3 fever=0 home=44 released=11"},
		{liuwan, "居加44人，集种3人", liuwanDay + "central=3 home=44"},
		{liuwan, "居家观察44人，集中现察3人", liuwanDay + "central=3 home=44"},
		{baihe, "宣转单80份，黄幅3条，广波6次", baiheDay + "broadcasts=6 leaflets=80"},
		{liuwan, "居家44人，专家3人", liuwanDay + "home=44"},
		{liuwan, "居家44人，大家3人一组", liuwanDay + "home=44"},
	})
}

func TestAHundredAndMoreIsAboutAHundred(t *testing.T) {
	p := sample(t)
	for text, want := range map[string]int64{"明白纸百余份": 100, "明白纸百余张": 100, "明白纸千余份": 1000, "宣传单发放万余份": 10000, "宣传单近百份": 100, "宣传单百多份": 100, "宣传单一百余份": 100} {
		f := only(t, p.Message(said(shiqiao, "石桥：消毒2次，"+text)))
		if v := f.Values["leaflets"]; v.N.IntPart() != want || !v.Approx {
			t.Errorf("%s: %v", text, f.Values)
		}
	}
	for _, text := range []string{"宣传单上百份", "宣传单数百份", "宣传单成百上千份", "宣传单几百份"} {
		f := only(t, p.Message(said(shiqiao, "石桥：消毒2次，"+text)))
		if len(f.Unfilled) != 1 {
			t.Errorf("%s: %v", text, f.Values)
		}
	}
}

func TestAZeroReportMayShoutOrStandInBrackets(t *testing.T) {
	zero := "report | epidemic-daily 下坪村 2020-02-14 zero"
	reads(t, []spoken{
		{xiaping, "【下坪】【2.14】无异常！无异常！", zero},
		{xiaping, "【下坪村】【2月14日】平安", zero},
		{xiaping, "【下坪村】[平安]", zero},
		{xiaping, "（下坪村）（2.14）（零报告）", zero},
		{xiaping, "下坪村平安平安", zero},
		{xiaping, "无异常 无异常 无异常", zero},
		{xiaping, "下坪村2.14无异常，无异常。", zero},
		{xiaping, "【2.14】【下坪】平安！！！", zero},
		{xiaping, "《下坪村》2.14：平安", zero},
		{xiaping, "下坪村2.13：平安", "report | epidemic-daily 下坪村 2020-02-13 zero"},
		{xiaping, "下坪村2.13 居家25人 集中3人", "report | epidemic-daily 下坪村 2020-02-13 central=3 home=25"},
		{xiaping, "下坪村2.13：居家25人，集中3人", "report | epidemic-daily 下坪村 2020-02-13 central=3 home=25"},
		{xiaping, "下坪村【2.13】平安", "report | epidemic-daily 下坪村 2020-02-13 zero"},
		{xiaping, "【下坪】【2.14】无异常！有异常再报！", "chatter"},
		{liuwan, "柳湾村：平安！平安！", liuwanDay + "zero"},
		{liuwan, "【柳湾】（2月14日）零报告", liuwanDay + "zero"},
		{liuwan, "柳湾村 2.14 无异常 值班李会芳", liuwanDay + "zero"},
	})
}

func TestAWindowBesideADayKeepsTheCount(t *testing.T) {
	readsTown(t, []spoken{
		{town, "对1月23日前后从武汉返回的12人逐一上门回访", "report | seed 青石镇 2020-02-10 wuhan_returnees=12"},
		{town, "1月20日以后从武汉返回的12人已逐一登记", "report | seed 青石镇 2020-02-10 wuhan_returnees=12"},
		{town, "1月10日左右从武汉返回的12人均已登记", "report | seed 青石镇 2020-02-10 wuhan_returnees=12"},
		{town, "1月23日之前从武汉返回12人", "report | seed 青石镇 2020-02-10 wuhan_returnees=12"},
	})
	reads(t, []spoken{
		{liuwan, "居家44人，1月23日前后武汉返乡的7人", "report | epidemic-daily 柳湾村 2020-02-14 from_wuhan=7 home=44"},
		{liuwan, "居家44人，2月1日返乡的3人", "report | epidemic-daily 柳湾村 2020-02-14 home=44"},
	})
}

func TestWhatIsSaidOfAHigherUnitEndsWithItsBracketOrAnOwnName(t *testing.T) {
	p := sample(t)
	for _, text := range []string{
		"（全县居家310人），柳湾村居家46人",
		"全县居家310人，柳湾村居家46人",
		"柳湾村居家46人（全县310人），集中2人",
		"按全县统一部署（全县已居家310人、集中40人），柳湾村居家46人",
	} {
		f := only(t, p.Message(said(liuwan, text)))
		if n := f.Values["home"].N.String(); n != "46" {
			t.Errorf("%s: home %s, want 46", text, n)
		}
	}
}

func TestWhatIsCountedSinceADayIsCountedNow(t *testing.T) {
	p := sample(t)
	for text, want := range map[string]string{
		"柳湾村自1月24日以来累计排查59人，今日新增1人": "59",
		"柳湾村从1月24日至今共排查59人":         "59",
		"柳湾村1月24日起累计排查59人":          "59",
		"柳湾村居家3人，其中1月24日排查59人":      "0",
	} {
		f := only(t, p.Message(said(liuwan, text)))
		if n := f.Values["screened"].N.String(); n != want {
			t.Errorf("%s: screened %s, want %s", text, n, want)
		}
	}
}

func TestABracketOfPartsEndsThem(t *testing.T) {
	f := only(t, sample(t).Message(said(liuwan, "柳湾村排查59人（其中3人昨天到家），发热0人，居家46人")))
	if len(f.Values) != 3 || f.Values["screened"].N.String() != "59" {
		t.Errorf("values %v", f.Values)
	}
}

func TestABareZeroBesideOtherNumbersIsNoZeroReport(t *testing.T) {
	for _, text := range []string{"柳湾村20，东坡村0", "柳湾村20\n东坡村0"} {
		for _, f := range sample(t).Message(said("党政办郑晓", text)).Filings {
			if f.Zero {
				t.Errorf("%q: a zero-report of %s", text, f.Unit)
			}
		}
	}
	if f := only(t, sample(t).Message(said(liuwan, "柳湾村：0"))); !f.Zero {
		t.Error("柳湾村：0 is no zero-report")
	}
}
