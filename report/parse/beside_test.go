package parse_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"qunbao/report"
)

// gist is a reading in one line: kind, filings with values, problems and urgent
// fields, the event in its own words.
func gist(r report.Reading) string {
	out := []string{string(r.Kind)}
	for _, f := range r.Filings {
		s := strings.Join(strings.Fields(fmt.Sprintf("%s %s", f.Form, f.Unit)), " ")
		if f.Period != 0 {
			s = strings.TrimSpace(s + " " + f.Period.String())
		}
		if f.Slot != "" {
			s += " " + string(f.Slot)
		}
		if f.Zero {
			s += " zero"
		} else {
			for _, id := range slices.Sorted(maps.Keys(f.Values)) {
				s += fmt.Sprintf(" %s=%v", id, f.Values[id].N)
			}
		}
		if f.Bare != nil {
			s += fmt.Sprintf(" bare %v%s", f.Bare.N, f.Bare.Unit)
		}
		if len(f.Urgent) > 0 {
			s += fmt.Sprintf(" urgent %v", f.Urgent)
		}
		for _, p := range f.Problems {
			s += fmt.Sprintf(" %s:%s", p.Code, p.Field)
		}
		out = append(out, strings.TrimSpace(s))
	}
	for _, p := range r.Problems {
		out = append(out, "problem "+string(p.Code))
	}
	if r.Event != nil {
		out = append(out, fmt.Sprintf("event %s“%s”", r.Event.Unit, r.Event.Text))
	}
	return strings.Join(out, " | ")
}

// spoken is a message and the gist of its reading.
type spoken struct{ sender, text, want string }

func reads(t *testing.T, cases []spoken) {
	t.Helper()
	p := sample(t)
	for _, c := range cases {
		if got := gist(p.Message(said(c.sender, c.text))); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

const (
	liuwan  = "柳湾村 李会芳"
	dongpo  = "东坡村王桂兰"
	hekou   = "河口陈水生"
	shiqiao = "石桥村支书刘建国"
	xiaping = "下坪杨志强"
	baihe   = "白鹤村文书唐文"
	lead    = "胡军（包上坪下坪）"
	admin   = "党政办郑晓"
)

func TestAnUrgentMatterIsRaisedBesideTheReport(t *testing.T) {
	reads(t, []spoken{
		{dongpo, "东坡村平安，刚才后山滑坡堵了路", "event | event 东坡村“刚才后山滑坡堵了路”"},
		{hekou, "河口村有人发烧38.5度\n居家3人，集中2人，解除1人", "report | epidemic-daily 河口村 2020-02-14 central=2 home=3 released=1 | event 河口村“河口村有人发烧38.5度”"},
		{liuwan, "柳湾村居家40人，集中3人，解除21人。另有村民晕倒了，请派救护车", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=40 released=21 | event 柳湾村“另有村民晕倒了，请派救护车”"},
		{dongpo, "东坡村今日居家24人，集中3人。2组老人摔伤，送医院了。", "report | epidemic-daily 东坡村 2020-02-14 central=3 home=24 | event 东坡村“2组老人摔伤，送医院了”"},
		{hekou, "急！河口村桥边有人落水，居家32人，解除14人", "report | epidemic-daily 河口村 2020-02-14 home=32 released=14 | event 河口村“急！河口村桥边有人落水”"},
		{baihe, "白鹤村宣传单80份，横幅4条，回来路上宣传车翻车了，司机受伤", "report | publicity 白鹤村 2020-02-14 banners=4 leaflets=80 | event 白鹤村“回来路上宣传车翻车了，司机受伤”"},
		{shiqiao, "石桥村零报告，但是刚刚有人闯卡，把值守人员打伤了", "event | event 石桥村“但是刚刚有人闯卡，把值守人员打伤了”"},
		{lead, "上坪村居家34人，集中4人\n下坪村居家25人，集中3人，有一户人家起火", "report | epidemic-daily 上坪村 2020-02-14 central=4 home=34 | epidemic-daily 下坪村 2020-02-14 central=3 home=25 | event 下坪村“有一户人家起火”"},
		{liuwan, "#接龙\n2月14日疫情日报\n\n1. 柳湾村 平安\n2. 东坡村 平安，刚才后山滑坡堵了路\n3. 白鹤村 居家35人", "report | epidemic-daily 柳湾村 2020-02-14 zero | epidemic-daily 白鹤村 2020-02-14 home=35 | event 东坡村“刚才后山滑坡堵了路”"},
		{liuwan, "#接龙\n2月14日疫情日报\n\n1. 柳湾村 居家40人\n2. 东坡村 2组有老人晕倒了，快叫救护车", "report | epidemic-daily 柳湾村 2020-02-14 home=40 | event 东坡村“东坡村 2组有老人晕倒了,快叫救护车”"},
		{lead, "上坪村平安\n下坪村刚刚滑坡，有人被困", "report | epidemic-daily 上坪村 2020-02-14 zero | event 下坪村“下坪村刚刚滑坡，有人被困”"},
	})
}

func TestWhatIsOverDeniedOrPractisedRaisesNothing(t *testing.T) {
	reads(t, []spoken{
		{dongpo, "东坡村居家24人，集中3人，村民未发烧", "report | epidemic-daily 东坡村 2020-02-14 central=3 fever=0 home=24"},
		{hekou, "河口村居家32人，集中2人，昨晚有人发烧，已排除", "report | epidemic-daily 河口村 2020-02-14 central=2 home=32"},
		{liuwan, "柳湾村居家40人，集中3人。早上有村民说起火，虚惊一场", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=40"},
		{liuwan, "柳湾村开展山火演练，村民参加\n居家40人，集中3人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=40"},
		{baihe, "白鹤村宣传单80份，横幅4条，提醒村民防火灾、防溺水", "report | publicity 白鹤村 2020-02-14 banners=4 leaflets=80"},
		{shiqiao, "石桥村居家19人，集中2人，没有人咳嗽，也没发生火灾", "report | epidemic-daily 石桥村 2020-02-14 central=2 home=19"},
		{shiqiao, "石桥村居家19人，集中2人，发热1人，体温38.6度，已送医", "report | epidemic-daily 石桥村 2020-02-14 central=2 fever=1 home=19 urgent [fever]"},
		{shiqiao, "石桥村居家19人，集中2人，上周受伤的村民已出院", "report | epidemic-daily 石桥村 2020-02-14 central=2 home=19"},
		{shiqiao, "石桥村居家19人，集中2人，后山有滑坡隐患点1处，已安排人巡查", "report | epidemic-daily 石桥村 2020-02-14 central=2 home=19"},
		{shiqiao, "石桥村居家19人，集中2人，发热0人", "report | epidemic-daily 石桥村 2020-02-14 central=2 fever=0 home=19"},
	})
}

func TestAValueThatIsClearedIsNotUrgent(t *testing.T) {
	reads(t, []spoken{
		{xiaping, "下坪村发热1人已排除", "report | epidemic-daily 下坪村 2020-02-14 fever=1"},
		{xiaping, "下坪村居家25人，发热1人，已排除", "report | epidemic-daily 下坪村 2020-02-14 fever=1 home=25"},
		{xiaping, "下坪村发热1人（系感冒已排除），居家25人", "report | epidemic-daily 下坪村 2020-02-14 fever=1 home=25"},
		{xiaping, "下坪村居家25人，发热1人，复测正常", "report | epidemic-daily 下坪村 2020-02-14 fever=1 home=25"},
		{xiaping, "下坪村居家25人，发热1人，不能排除", "report | epidemic-daily 下坪村 2020-02-14 fever=1 home=25 urgent [fever]"},
		{xiaping, "下坪村居家25人，发热1人，解除2人，险情已排除", "report | epidemic-daily 下坪村 2020-02-14 fever=1 home=25 released=2 urgent [fever]"},
		{xiaping, "下坪村发热2人，居家25人", "report | epidemic-daily 下坪村 2020-02-14 fever=2 home=25 urgent [fever]"},
	})
}

func TestTwoSlotsAreTwoReports(t *testing.T) {
	two := "report | checkpoint 东坡村 2020-02-14 day cars=6 staff=3 | checkpoint 东坡村 2020-02-13 night cars=7 staff=3"
	reads(t, []spoken{
		{dongpo, "东坡村白班车辆6辆，值守3人\n东坡村夜班车辆7辆，值守3人", two},
		{dongpo, "东坡村\n白班：车辆6辆，值守3人\n夜班：车辆7辆，值守3人", two},
		{dongpo, "白班车辆6辆，值守3人；夜班车辆7辆，值守3人", two},
		{dongpo, "东坡村卡点值守\n白班 车辆6 值守3\n夜班 车辆7 值守3", two},
		{dongpo, "东坡村卡点：早班检查车辆6辆、值守人员3人，晚班检查车辆7辆、值守人员3人", two},
		{dongpo, "东坡村\n白班：平安\n夜班：车辆7辆，值守3人", "report | checkpoint 东坡村 2020-02-14 day zero | checkpoint 东坡村 2020-02-13 night cars=7 staff=3"},
		{dongpo, "2月13日夜班车辆7辆值守3人，2月14日白班车辆6辆值守3人", "report | checkpoint 东坡村 2020-02-13 night cars=7 staff=3 | checkpoint 东坡村 2020-02-14 day cars=6 staff=3"},
		{dongpo, "东坡村白班、夜班均平安", "report | checkpoint 东坡村 2020-02-14 day zero | checkpoint 东坡村 2020-02-13 night zero"},
		{dongpo, "东坡村白班车辆6辆，值守3人，已交给夜班", "report | checkpoint 东坡村 2020-02-14 day cars=6 staff=3"},
	})
}

func TestASlotOfOneFormNamesTheForm(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "柳湾村夜班值守2人", "report | checkpoint 柳湾村 2020-02-13 night staff=2"},
		{liuwan, "柳湾村白班发热0人", "report | checkpoint 柳湾村 2020-02-14 day abnormal=0"},
		{liuwan, "柳湾村晚班在岗3人，值守正常", "report | checkpoint 柳湾村 2020-02-13 night staff=3"},
		{liuwan, "柳湾村居家40人，集中3人，夜班值守2人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 guards=2 home=40"},
		{liuwan, "柳湾村值守10人，卡点2个", "report | epidemic-daily 柳湾村 2020-02-14 checkpoints=2 guards=10"},
	})
}

func TestAMeasureWordNoSiblingTakesAsksAboutPeople(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "柳湾村居家46辆，集中2人", "report | epidemic-daily 柳湾村 2020-02-14 central=2 unit:home"},
		{liuwan, "柳湾村居家14户46辆", "report | epidemic-daily 柳湾村 2020-02-14 home_households=14 unit:home"},
		{liuwan, "居家观察14户46份，集中2人", "report | epidemic-daily 柳湾村 2020-02-14 central=2 home_households=14 unit:home"},
		{liuwan, "居家隔离：14户、46辆，解除11人", "report | epidemic-daily 柳湾村 2020-02-14 home_households=14 released=11 unit:home"},
		{liuwan, "居家46人14辆，解除11人", "report | epidemic-daily 柳湾村 2020-02-14 home=46 released=11 unit:home_households"},
		{liuwan, "居家14户46人，车12辆", "report | epidemic-daily 柳湾村 2020-02-14 home=46 home_households=14"},
	})
}

func TestAnAdmittedMistakeMayEndInAZeroReport(t *testing.T) {
	zero := "correction | epidemic-daily 河口村 2020-02-14 zero"
	reads(t, []spoken{
		{hekou, "河口村上条报错了，平安", zero},
		{hekou, "更正：河口村今日平安", zero},
		{hekou, "不好意思，刚才报错了，河口村零报告", zero},
		{hekou, "上一条发错了，河口村一切正常", zero},
		{hekou, "河口村前面那条作废，无异常", zero},
		{hekou, "上条错了，大家平安回家", "chatter"},
	})
}

func TestADeniedLabelBesideAZeroPhraseIsAZeroReport(t *testing.T) {
	zero := "report | epidemic-daily 石桥村 2020-02-14 zero"
	reads(t, []spoken{
		{shiqiao, "石桥村未发烧，一切正常", zero},
		{shiqiao, "没有人发烧，平安", zero},
		{shiqiao, "无人发热，一切安好", zero},
		{shiqiao, "石桥村无新增、无发热，平安", zero},
		{shiqiao, "石桥村没人发烧，零报告", zero},
		{shiqiao, "均未发热，石桥村平安", zero},
		{shiqiao, "石桥村无发热、无咳嗽，平安", zero},
		{shiqiao, "未发热，未咳嗽，一切正常", zero},
	})
}

func TestADateAtTheHeadOfALineHeadsAReport(t *testing.T) {
	reads(t, []spoken{
		{hekou, "河口村2月4日居家3人\n2月5日居家4人", "report | epidemic-daily 河口村 2020-02-04 home=3 | epidemic-daily 河口村 2020-02-05 home=4"},
		{hekou, "补报：\n2月12日：居家3人，集中1人\n2月13日：居家4人，集中1人", "report | epidemic-daily 河口村 2020-02-12 central=1 home=3 | epidemic-daily 河口村 2020-02-13 central=1 home=4"},
		{hekou, "河口村疫情日报\n2.12 居家3人 集中1人\n2.13 居家4人 集中1人", "report | epidemic-daily 河口村 2020-02-12 central=1 home=3 | epidemic-daily 河口村 2020-02-13 central=1 home=4"},
		{hekou, "昨天居家3人，集中1人\n今天居家4人，集中1人", "report | epidemic-daily 河口村 2020-02-13 central=1 home=3 | epidemic-daily 河口村 2020-02-14 central=1 home=4"},
		{hekou, "河口村2月13日居家3人，其中2人\n2月1日从武汉回", "report | epidemic-daily 河口村 2020-02-13 home=3"},
		{hekou, "河口村2月12日居家3人、2月13日居家4人", "report | epidemic-daily 河口村 2020-02-12 home=3 | epidemic-daily 河口村 2020-02-13 home=4"},
		{hekou, "2月12日平安\n2月13日居家4人，集中1人", "report | epidemic-daily 河口村 2020-02-12 zero | epidemic-daily 河口村 2020-02-13 central=1 home=4"},
	})
}

func TestNoneOfAllUnitsIsSaidOfEach(t *testing.T) {
	two := "report | epidemic-daily 上坪村 2020-02-14 fever=0 home=3 | epidemic-daily 下坪村 2020-02-14 fever=0 home=2"
	reads(t, []spoken{
		{lead, "上坪村居家3人、下坪村居家2人，发热均为0", two},
		{lead, "上坪村居家3人、下坪村居家2人，均无发热", two},
		{lead, "上坪村居家3人，下坪村居家2人。两村均无发热", two},
		{lead, "上坪村居家3人\n下坪村居家2人\n发热都没有", two},
		{lead, "上坪居家3人、下坪居家2人，各村均无发热人员", two},
		{lead, "上坪村居家3人、下坪村居家2人，发热0", "report | epidemic-daily 上坪村 2020-02-14 home=3 | epidemic-daily 下坪村 2020-02-14 fever=0 home=2"},
		{lead, "上坪村居家3人\n下坪村居家2人，集中、发热均无", "report | epidemic-daily 上坪村 2020-02-14 home=3 | epidemic-daily 下坪村 2020-02-14 central=0 fever=0 home=2"},
	})
}

func TestAQuoteSaysWhatIsCorrected(t *testing.T) {
	p := sample(t)
	for _, c := range []spoken{
		{lead, "居家应为44人", "correction | epidemic-daily 2020-02-14 home=44"},
		{admin, "更正：居家应为43人", "correction | epidemic-daily 2020-02-14 home=43"},
		{lead, "下坪村居家应为44人", "correction | epidemic-daily 下坪村 2020-02-14 home=44"},
		{baihe, "应为90份", "correction | 白鹤村 bare 90份"},
		{baihe, "90份", "correction | 白鹤村 bare 90份"},
		{lead, "应该是25人", "correction | bare 25人"},
		{baihe, "80份改成90份", "correction | 白鹤村 bare 90份"},
		{baihe, "不对，是90", "correction | 白鹤村 bare 90"},
		{"老张头", "居家应为44人", "unparsed | problem who"},
		{"老张头", "90份", "chatter"},
		{baihe, "1", "chatter"},
		{baihe, "有3人", "chatter"},
		{baihe, "收到", "chatter"},
		{baihe, "还差90份表没领", "chatter"},
		{baihe, "90份够吗", "chatter"},
	} {
		m := said(c.sender, c.text)
		m.RefersTo = "m0"
		if got := gist(p.Message(m)); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}
