package parse_test

import (
	"strings"
	"testing"
)

// zeros is the gist of zero-reports of the epidemic form for days of 2020.
func zeros(unit string, days ...string) string {
	out := "report"
	for _, d := range days {
		out += " | epidemic-daily " + unit + " 2020-" + d + " zero"
	}
	return out
}

func TestEveryDayOfAListIsFiled(t *testing.T) {
	for text, days := range map[string]string{
		"2月3日、2月4日均平安":          "02-03 02-04",
		"补报2月12日、13日平安":         "02-12 02-13",
		"补报2月11、12、13日零报告":      "02-11 02-12 02-13",
		"12、13日平安":              "02-12 02-13",
		"2月12日和13日都无异常":         "02-12 02-13",
		"2月12日，2月13日，均无异常":      "02-12 02-13",
		"昨天、今天均平安":              "02-13 02-14",
		"前天、昨天、今天平安":            "02-12 02-13 02-14",
		"补报上周五、周六、周日零报告":        "02-07 02-08 02-09",
		"2.12、2.13平安":           "02-12 02-13",
		"1月30日、31日、1日均平安":       "01-30 01-31 02-01",
		"正月十八、十九、二十平安":          "02-11 02-12 02-13",
		"平安（2月12日、13日）":         "02-12 02-13",
		"连续三天（2月11日、12日、13日）平安": "02-11 02-12 02-13",
		"2月3日至5日均平安":            "02-03 02-04 02-05",
		"2月3日-5日平安":             "02-03 02-04 02-05",
		"2.12-2.14平安":           "02-12 02-13 02-14",
		"2月3日到5日每天平安":           "02-03 02-04 02-05",
		"从2月10日到2月13日均平安":       "02-10 02-11 02-12 02-13",
		"补报2月3日—2月5日零报告":        "02-03 02-04 02-05",
		"2月3日-5日、7日均平安":         "02-03 02-04 02-05 02-07",
		"正月十八至二十平安":             "02-11 02-12 02-13",
	} {
		want := zeros("柳湾村", strings.Fields(days)...)
		reads(t, []spoken{{liuwan, text, want}, {liuwan, "柳湾村" + text, want}, {liuwan, text + "，特此报告。", want}})
	}
	reads(t, []spoken{
		{lead, "上坪村、下坪村2月12日、13日均平安", "report | epidemic-daily 上坪村 2020-02-12 zero | epidemic-daily 下坪村 2020-02-12 zero | epidemic-daily 上坪村 2020-02-13 zero | epidemic-daily 下坪村 2020-02-13 zero"},
		{lead, "上坪村2月12日、13日平安\n下坪村2月13日居家2人", "report | epidemic-daily 上坪村 2020-02-12 zero | epidemic-daily 上坪村 2020-02-13 zero | epidemic-daily 下坪村 2020-02-13 home=2"},
		{liuwan, "2月12日、13日夜班均平安", "report | checkpoint 柳湾村 2020-02-12 night zero | checkpoint 柳湾村 2020-02-13 night zero"},
		{liuwan, "2月13日、14日、15日平安", "report | epidemic-daily 柳湾村 2020-02-13 zero | epidemic-daily 柳湾村 2020-02-14 zero | epidemic-daily 柳湾村 zero future:"},
		{liuwan, "13日、14日、15日平安", "report | epidemic-daily 柳湾村 2020-02-13 zero | epidemic-daily 柳湾村 2020-02-14 zero | epidemic-daily 柳湾村 zero future:"},
		{liuwan, "15日平安", zeros("柳湾村", "01-15")},
		{liuwan, solitaire("柳湾村 2月12日、13日均平安"), zeros("柳湾村", "02-12", "02-13")},
	})
}

func TestValuesSaidOfEachDayAreFiledForEach(t *testing.T) {
	two := "report | epidemic-daily 柳湾村 2020-02-12 home=3 | epidemic-daily 柳湾村 2020-02-13 home=3"
	reads(t, []spoken{
		{liuwan, "2月12日、13日居家均为3人", two},
		{liuwan, "2月12日、13日居家3人", two},
		{liuwan, "2月12日至13日每天居家3人", two},
		{liuwan, "2月12日、13日居家2户、3人", "report | epidemic-daily 柳湾村 2020-02-12 home=3 home_households=2 | epidemic-daily 柳湾村 2020-02-13 home=3 home_households=2"},
		{liuwan, "2月12日、13日居家3人，1人集中", "report | epidemic-daily 柳湾村 2020-02-12 central=1 home=3 | epidemic-daily 柳湾村 2020-02-13 central=1 home=3"},
		{liuwan, "2月12日、13日居家3人、集中1人", "report | epidemic-daily 柳湾村 2020-02-12 central=1 home=3 | epidemic-daily 柳湾村 2020-02-13 central=1 home=3"},
		{liuwan, "2月12日-13日居家都是3人", two},
		{liuwan, "2月12日、13日各发宣传单80份", "report | publicity 柳湾村 2020-02-12 leaflets=80 | publicity 柳湾村 2020-02-13 leaflets=80"},
	})
}

// What may be the total of several days is asked for day by day.
func TestAFlowOfSeveralDaysIsAskedAbout(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "2月12日、13日宣传单80份", "unparsed | problem unreadable"},
		{liuwan, "昨天、今天新增返乡2人", "unparsed | problem unreadable"},
		{liuwan, "2月12日、13日居家分别为3人、4人", "unparsed | problem unreadable"},
		{liuwan, "居家：12、13日分别为3、4人", "unparsed | problem unreadable"},
		{liuwan, "居家观察2月11日、12日和13日分别是3人、4人、5人", "unparsed | problem unreadable"},
		{liuwan, "2月12日、13日居家4人、5人", "unparsed | problem unreadable"},
		{liuwan, "2月12日、13日居家4、5人", "unparsed | problem unreadable"},
		{liuwan, "2月12日、13日、14日解除观察3人、4人、5人", "unparsed | problem unreadable"},
		{liuwan, "12日和13日居家：4人，5人", "unparsed | problem unreadable"},
		{admin, "2月12日、13日宣传单80份", "chatter"},
	})
	r := sample(t).Message(said(liuwan, "2月12日、13日宣传单80份"))
	if want := "2月12日、2月13日各是多少？请一天一行分开发，如“2月12日宣传单80份”。"; r.Problems[0].Say != want {
		t.Errorf("%s", r.Problems[0].Say)
	}
}

func TestTheDayMayBeNamedAsSuch(t *testing.T) {
	for _, name := range []string{"日期", "时间", "报告日期", "报送日期", "填报日期", "报告时间", "报送时间"} {
		for _, text := range []string{"：2月13日\n平安", "：2月13日 平安", ":2.13\n零报告"} {
			reads(t, []spoken{{liuwan, name + text, zeros("柳湾村", "02-13")}})
		}
		reads(t, []spoken{{liuwan, name + "：2月13日\n居家3人", "report | epidemic-daily 柳湾村 2020-02-13 home=3"}})
	}
	reads(t, []spoken{{liuwan, "时间不早了，平安到家", "chatter"}})
}

func TestAWindowIsOnePeriod(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "2月10日至13日居家3人", "report | epidemic-daily 柳湾村 2020-02-13 home=3"},
		{liuwan, "2月1日至2月13日累计排查40人", "report | epidemic-daily 柳湾村 2020-02-13 screened=40"},
		{liuwan, "2月5日16时至2月6日16时居家3人，集中2人", "report | epidemic-daily 柳湾村 2020-02-06 central=2 home=3"},
		{liuwan, "2月13日0时至24时平安", zeros("柳湾村", "02-13")},
		{liuwan, "2月12日晚至2月13日早平安", zeros("柳湾村", "02-13")},
		{liuwan, "2月12日20时至13日8时居家3人", "report | epidemic-daily 柳湾村 2020-02-13 home=3"},
	})
}

func TestEachDateHeadsWhatFollowsIt(t *testing.T) {
	two := "report | epidemic-daily 柳湾村 2020-02-12 central=1 home=3 | epidemic-daily 柳湾村 2020-02-13 home=4"
	mixed := "report | epidemic-daily 柳湾村 2020-02-12 home=3 | epidemic-daily 柳湾村 2020-02-13 zero"
	reads(t, []spoken{
		{liuwan, "2月12日居家3人，集中1人，2月13日居家4人", two},
		{liuwan, "2月12日：居家3人，集中1人。2月13日：居家4人", two},
		{liuwan, "2月12日，居家3人，集中1人，2月13日，居家4人", two},
		{liuwan, "2月12日居家3人 集中1人 2月13日居家4人", two},
		{liuwan, "1、2月12日居家3人，集中1人\n2、2月13日居家4人", two},
		{liuwan, "1. 2月12日居家3人，集中1人\n2. 2月13日居家4人", two},
		{liuwan, "（1）2月12日居家3人，集中1人；（2）2月13日居家4人", two},
		{liuwan, "补报：1. 2月12日居家3人，集中1人；2. 2月13日居家4人", two},
		{liuwan, "①12日居家3人，集中1人②13日居家4人", two},
		{liuwan, "1、12日居家3人，集中1人\n2、13日居家4人", two},
		{liuwan, "2月12日居家3人，2月13日平安", mixed},
		{liuwan, "补报：2月12日居家3人；2月13日零报告", mixed},
		{liuwan, "2月12日居家3人\n2月13日平安", mixed},
		{liuwan, "13日居家3人，14日居家5人，15日居家6人", "report | epidemic-daily 柳湾村 2020-02-13 home=3 | epidemic-daily 柳湾村 2020-02-14 home=5 | epidemic-daily 柳湾村 home=6 future:"},
		{liuwan, "1、12日平安\n2、13日平安", zeros("柳湾村", "02-12", "02-13")},
		{liuwan, "2月12日疫情日报：居家3人，集中1人\n2月13日疫情日报：居家4人", two},
		{liuwan, "2月12日疫情日报平安，2月13日疫情日报平安", zeros("柳湾村", "02-12", "02-13")},
		{liuwan, "2月12日疫情日报：居家3人。2月13日宣传消杀：宣传单80份", "report | epidemic-daily 柳湾村 2020-02-12 home=3 | publicity 柳湾村 2020-02-13 leaflets=80"},
		{liuwan, "2月12日平安，2月13日平安", zeros("柳湾村", "02-12", "02-13")},
		{liuwan, "2月12日平安 2月13日平安", zeros("柳湾村", "02-12", "02-13")},
		{liuwan, "前天、昨天平安，今天居家3人", "report | epidemic-daily 柳湾村 2020-02-12 zero | epidemic-daily 柳湾村 2020-02-13 zero | epidemic-daily 柳湾村 2020-02-14 home=3"},
		{liuwan, "柳湾村2月11日居家3人，2月12日平安，2月13日居家2人", "report | epidemic-daily 柳湾村 2020-02-11 home=3 | epidemic-daily 柳湾村 2020-02-12 zero | epidemic-daily 柳湾村 2020-02-13 home=2"},
	})
}

// A date inside a sentence says when something was, and files nothing.
func TestADateInsideASentenceHeadsNothing(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "居家3人（2月12日、13日从武汉返回）", "report | epidemic-daily 柳湾村 2020-02-14 home=3"},
		{liuwan, "1月25日、26日返回的3人已解除", "report | epidemic-daily 柳湾村 2020-02-14 released=3"},
		{liuwan, "2月3日、4日从武汉回来3人，居家3人", "report | epidemic-daily 柳湾村 2020-02-14 home=3"},
		{liuwan, "2月13日，1月25日返回的3人居家", "report | epidemic-daily 柳湾村 2020-02-13 home=3"},
		{liuwan, "2月13日居家3人，1月25日返乡2人", "report | epidemic-daily 柳湾村 2020-02-13 home=3"},
		{liuwan, "今天居家3人，昨天解除2人", "report | epidemic-daily 柳湾村 2020-02-14 home=3"},
		{liuwan, "2月12日、13日下午开会", "chatter"},
		{liuwan, "2月13日居家3人，每天消毒2次", "report | epidemic-daily 柳湾村 2020-02-13 home=3"},
	})
}

// 今天 names no day, however often it is said.
func TestTodaySaidTwiceIsThePeriodThatIsOpen(t *testing.T) {
	f := only(t, sample(t).Message(said(liuwan, "柳湾村今日今日居家3人")))
	if f.DateNamed || f.Period.String() != "2020-02-14" || f.Values["home"].N.String() != "3" {
		t.Errorf("%v %s %v", f.DateNamed, f.Period, f.Values)
	}
}
