package parse_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
	"qunbao/report/parse"
)

const workChat = "青石镇疫情防控工作群"

func sample(t testing.TB) *parse.Parser {
	t.Helper()
	return parse.New(workspace(t, "testdata/sample/qunbao.yaml"))
}

// said is a message of the work chat on the afternoon of 14 February 2020.
func said(sender, text string) report.Message {
	return report.Message{ID: "m1", Time: time.Date(2020, 2, 14, 16, 0, 0, 0, time.FixedZone("CST", 8*3600)), Chat: workChat, Sender: sender, Text: text}
}

func only(t *testing.T, r report.Reading) report.Filing {
	t.Helper()
	if len(r.Filings) != 1 {
		t.Fatalf("%d filings (kind %s), want one", len(r.Filings), r.Kind)
	}
	return r.Filings[0]
}

func TestWhatWasWrittenIsToldFromWhatWasTaken(t *testing.T) {
	p := sample(t)
	type flags struct{ Date, Slot, Form, Unit bool }
	for text, want := range map[string]flags{
		"居家20人，集中2人":          {Form: true},
		"柳湾村居家20人，集中2人":       {Form: true, Unit: true},
		"2月13日柳湾村居家20人":       {Date: true, Form: true, Unit: true},
		"柳湾卡点白班：车辆20辆，人员31人次": {Slot: true, Form: true, Unit: true},
		"平安":            {},
		"柳湾村疫情日报零报告":    {Form: true, Unit: true},
		"补报2月13日 柳湾村平安": {Date: true, Unit: true},
		"截至今日12时，柳湾村居家20人，集中2人":    {Form: true, Unit: true, Date: true},
		"今日柳湾村居家20人，集中2人，解除18人":    {Form: true, Unit: true},
		"【柳湾村】2月13日夜班卡点：车辆3辆，值守3人": {Date: true, Slot: true, Form: true, Unit: true},
	} {
		f := only(t, p.Message(said("柳湾村 李会芳", text)))
		if diff := cmp.Diff(want, flags{f.DateNamed, f.SlotNamed, f.FormNamed, f.UnitNamed}); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestAGuessIsShown(t *testing.T) {
	p := sample(t)
	f := only(t, p.Message(said("柳湾村 李会芳", "柳湾村横副3条，宣传单80份")))
	if want := []report.Guess{{Wrote: "横副", Read: "横幅"}}; !slices.Equal(f.Guessed, want) {
		t.Errorf("guessed %v, want %v", f.Guessed, want)
	}
	f = only(t, p.Message(said("包村干部钱海", "东波村居家24人，解除12人")))
	if want := []report.Guess{{Wrote: "东波村", Read: "东坡村"}}; !slices.Equal(f.Guessed, want) || f.Unit != "东坡村" {
		t.Errorf("%s guessed %v, want %v", f.Unit, f.Guessed, want)
	}
}

func TestANameNearTwoUnitsIsNotGuessed(t *testing.T) {
	if r := sample(t).Message(said("胡军（包上坪下坪）", "平坪村居家24人，解除12人")); r.Kind != report.IsUnparsed {
		t.Errorf("kind %s %v, want unparsed", r.Kind, describe(r.Filings))
	}
}

func TestEveryJielongLineIsItsUnitsOwn(t *testing.T) {
	m := said("柳湾村 李会芳", "#接龙\n2月14日疫情日报\n\n1. 柳湾村 居家40人\n2. 东坡村 居家２４人")
	r := sample(t).Message(m)
	if !r.Jielong || len(r.Filings) != 2 {
		t.Fatalf("jielong %v, %d filings", r.Jielong, len(r.Filings))
	}
	for i, want := range []string{"柳湾村 居家40人", "东坡村 居家24人"} {
		if f := r.Filings[i]; f.Proxy || f.Line != want || !f.DateNamed {
			t.Errorf("%s: proxy %v, line %q, date named %v", f.Unit, f.Proxy, f.Line, f.DateNamed)
		}
	}
}

func TestWhatIsKeptOutIsShown(t *testing.T) {
	p := sample(t)
	for text, want := range map[string]report.Problem{
		"石桥村居家19人，集中2人，居家17人": {Code: report.Twice, Field: "home"},
		"白鹤村宣传单120条，横幅4条":     {Code: report.WrongUnit, Field: "leaflets"},
	} {
		f := only(t, p.Message(said("党政办郑晓", text)))
		if len(f.Problems) != 1 || f.Problems[0].Code != want.Code || f.Problems[0].Field != want.Field || len(f.Problems[0].Seen) == 0 {
			t.Errorf("%s: %+v", text, f.Problems)
		}
		if _, kept := f.Values[want.Field]; kept {
			t.Errorf("%s: %s is kept", text, want.Field)
		}
	}
}

func TestOnlyTheReplySpeaksInAQuote(t *testing.T) {
	p := sample(t)
	if r := p.Message(said("柳湾村 李会芳", "「东坡村王桂兰：东坡村居家24人，集中3人」\n- - - - - -\n收到")); r.Kind != report.IsChatter {
		t.Errorf("kind %s, want chatter", r.Kind)
	}
}

func TestPicturesAndUnboundChatsAreLeftAlone(t *testing.T) {
	p := sample(t)
	m := said("柳湾村 李会芳", "柳湾村居家20人，集中2人")
	m.Type = report.ImageMessage
	if r := p.Message(m); r.Kind != report.IsChatter {
		t.Errorf("a picture is %s", r.Kind)
	}
	m.Type, m.Chat = report.TextMessage, "老同学群"
	if r := p.Message(m); r.Kind != report.IsChatter {
		t.Errorf("a message of an unbound chat is %s", r.Kind)
	}
}

func TestCommandsHaveOneNameEach(t *testing.T) {
	p := sample(t)
	for text, want := range map[string]report.Command{
		"未报":                {Name: "谁没报"},
		"未报名单":              {Name: "谁没报"},
		"今日情况":              {Name: "统计"},
		"统计 宣传":             {Name: "统计", Args: []string{"宣传"}, Form: "publicity"},
		"宣传谁没报":             {Name: "谁没报", Form: "publicity"},
		"格式 疫情日报":           {Name: "格式", Args: []string{"疫情日报"}, Form: "epidemic-daily"},
		"查柳湾村":              {Name: "查", Args: []string{"柳湾村"}},
		"查 柳湾村 2月13日":       {Name: "查", Args: []string{"柳湾村", "2月13日"}},
		"取消免报 白鹤村 2月15日":    {Name: "免报", Args: []string{"取消", "白鹤村", "2月15日"}},
		"免报取消白鹤村 2月15日":     {Name: "免报", Args: []string{"取消", "白鹤村", "2月15日"}},
		"免报 白鹤村 2月15日 停电":   {Name: "免报", Args: []string{"白鹤村", "2月15日", "停电"}},
		"收到 3":              {Name: "收到", Args: []string{"3"}},
		"改 5：把第二段删掉":        {Name: "改", Args: []string{"5", "把第二段删掉"}},
		"改2：":               {Name: "改", Args: []string{"2", ""}},
		"改 2句:居家46人，\n发热0人": {Name: "改", Args: []string{"2句", "居家46人,\n发热0人"}},
		"出处3":               {Name: "出处", Args: []string{"3"}},
		"出处 3":              {Name: "出处", Args: []string{"3"}},
		"通过 日报 2月3日":        {Name: "通过", Args: []string{"日报", "2月3日"}},
		"简报 小结 2月":          {Name: "简报", Args: []string{"小结", "2月"}},
		"发布":                {Name: "发布"},
		"退回 数字不对":           {Name: "退回", Args: []string{"数字不对"}},
		"退回：数字不对\n请重写":      {Name: "退回", Args: []string{":数字不对", "请重写"}},
		"导出 2月1日 2月14日":     {Name: "导出", Args: []string{"2月1日", "2月14日"}},
	} {
		r := p.Message(said("党政办郑晓", text))
		if r.Kind != report.IsCommand {
			t.Errorf("%s: kind %s", text, r.Kind)
		} else if diff := cmp.Diff(want, r.Command); diff != "" && !(len(want.Args) == 0 && len(r.Command.Args) == 0 && r.Command.Name == want.Name && r.Command.Form == want.Form) {
			t.Errorf("%s: %s", text, diff)
		}
	}
	for _, text := range []string{"统计表我下午发", "谁没吃饭", "收到", "收到2份表", "查一下", "改天再说", "发布会几点", "发布了", "通过了", "退回", "退回去的快递", "出处不明", "改2次", "帮助困难群众", "导出来看看"} {
		if r := p.Message(said("党政办郑晓", text)); r.Kind != report.IsChatter {
			t.Errorf("%s: kind %s, want chatter", text, r.Kind)
		}
	}
}

func TestAMentionedBotHearsNaturalQuestions(t *testing.T) {
	p := sample(t)
	for text, want := range map[string]string{"今天还有谁没报？": "谁没报", "@小助手 哪些村还没报": "谁没报", "疫情日报统计一下": "统计", "怎么用": "帮助"} {
		m := said("党政办郑晓", text)
		m.MentionsBot = true
		if r := p.Message(m); r.Kind != report.IsCommand || r.Command.Name != want {
			t.Errorf("%s: %s %q, want %s", text, r.Kind, r.Command.Name, want)
		}
	}
}

func TestAnEventNamesItsUnit(t *testing.T) {
	r := sample(t).Message(said("林涛", "南山村2组有老人晕倒了，快叫救护车"))
	if r.Kind != report.IsEvent || r.Event == nil || r.Event.Unit != "南山村" {
		t.Errorf("%s %+v", r.Kind, r.Event)
	}
}

func TestAnAnswerSettlesOneField(t *testing.T) {
	p := sample(t)
	q := report.Question{Key: report.RecordKey{PeriodKey: report.PeriodKey{Form: "epidemic-daily", Day: 18306}, Unit: "柳湾村"}, Field: "home"}
	for text, want := range map[string]string{
		"是": "yes", "对的": "yes", "没错": "yes", "@群报 是的": "yes", "不对": "no", "不是": "no",
		"40": " 40", "40人": " 40", "是40人": " 40", "应为40": " 40", "四十人": " 40", "14户": "home_households 14",
		"居家40人": "home 40", "集中3人": "central 3", "解除：18": "released 18",
	} {
		a, ok := p.Answer(said("柳湾村 李会芳", text), q)
		got := string(a.Kind)
		if a.Kind == report.AnswerValue {
			got = string(a.Field) + " " + a.Value.N.String()
		}
		if !ok || got != want {
			t.Errorf("%s: %v %q, want %q", text, ok, got, want)
		}
	}
	for _, text := range []string{"收到", "柳湾村居家40人，集中3人，解除18人", "平安", "我问问", "明天再报", "40份", "40.5", "居家40份", "下午3点开会", "有3个人来了，怎么办", ""} {
		if a, ok := p.Answer(said("柳湾村 李会芳", text), q); ok {
			t.Errorf("%q is taken for the answer %+v", text, a)
		}
	}
}

func TestANumberForAFailedCheckMayBeAnyOfItsFields(t *testing.T) {
	p := sample(t)
	q := report.Question{Key: report.RecordKey{PeriodKey: report.PeriodKey{Form: "epidemic-daily", Day: 18306}, Unit: "柳湾村"}, Field: "screened", Code: report.CheckFailed}
	for text, want := range map[string]string{"64": " 64", "64人": " 64", "应该是43名": " 43", "居家40人": "home 40", "改为六十四": " 64"} {
		if a, ok := p.Answer(said("柳湾村 李会芳", text), q); !ok || string(a.Field)+" "+a.Value.N.String() != want {
			t.Errorf("%s: %v %s %s, want %q", text, ok, a.Field, a.Value.N, want)
		}
	}
	for _, text := range []string{"64辆", "64份", "我再核一下"} {
		if a, ok := p.Answer(said("柳湾村 李会芳", text), q); ok {
			t.Errorf("%q is taken for the answer %+v", text, a)
		}
	}
}

func TestTheSiblingOfAFieldMayAnswerForItsLabel(t *testing.T) {
	p := sample(t)
	q := report.Question{Key: report.RecordKey{PeriodKey: report.PeriodKey{Form: "epidemic-daily", Day: 18306}, Unit: "柳湾村"}, Field: "home_households", Code: report.WrongUnit}
	for text, want := range map[string]string{"46人": "home 46", "是46人": "home 46", "46": " 46", "14户": " 14", "四十六名": "home 46"} {
		if a, ok := p.Answer(said("柳湾村 李会芳", text), q); !ok || string(a.Field)+" "+a.Value.N.String() != want {
			t.Errorf("%s: %v %s %s, want %q", text, ok, a.Field, a.Value.N, want)
		}
	}
}

func TestExplainPointsIntoTheOriginalText(t *testing.T) {
	text := "🌿東坡村２月１３日：居家觀(guān)察２３人，約１２０份"
	e := sample(t).Explain(said("东坡村王桂兰", text))
	runes := []rune(text)
	cut := func(start, end int) string { return string(runes[start:end]) }
	if len(e.Numbers) != 2 || cut(e.Numbers[0].Start, e.Numbers[0].End) != "２３人" || e.Numbers[0].N != "23" || !e.Numbers[1].Approx {
		t.Errorf("numbers %+v", e.Numbers)
	}
	if len(e.Dates) != 1 || cut(e.Dates[0].Start, e.Dates[0].End) != "２月１３日" || e.Dates[0].Grain != "day" {
		t.Errorf("dates %+v", e.Dates)
	}
	if len(e.Labels) == 0 || cut(e.Labels[0].Start, e.Labels[0].End) != "居家觀(guān)察" {
		t.Errorf("labels %+v", e.Labels)
	}
}

func TestWithoutAWorkspaceNumbersAndDatesAreExplained(t *testing.T) {
	p := parse.New(report.NewWorkspace(report.Settings{Zone: time.FixedZone("CST", 8*3600)}))
	e := p.Explain(report.Message{ID: "m", Time: time.Date(2020, 2, 14, 16, 0, 0, 0, time.UTC), Text: "2月13日发放宣传单1.2万份"})
	if len(e.Numbers) != 1 || e.Numbers[0].N != "12000" || len(e.Dates) != 1 || e.Reading.Kind != report.IsChatter {
		t.Errorf("%+v", e)
	}
}

// Every question names what was read and what to send back.
func TestQuestionsSayWhatWasReadAndWhatToSend(t *testing.T) {
	p := sample(t)
	for _, c := range []struct{ sender, text, want string }{
		{"东坡村王桂兰", "东坡村排查40人，居家22人，集中3人，解除12人，离开1人", "居家、集中、解除、离开合计38，排查写的是40，哪个数不对？请回不对的那一项和正确的数，都没错请回“是”。"},
		{"上坪村-杨秀英", "上坪村排查5人，武汉4人，湖北其他3人", "武汉、湖北合计7，排查只写了5，哪个数不对？请回不对的那一项和正确的数，都没错请回“是”。"},
		{"白鹤村文书唐文", "宣传单120条，横幅4条", "宣传单写的是120条，是120份吗？对请回“是”，不对请回正确的数。"},
		{"白鹤村文书唐文", "宣传单7万余条", "宣传单写的是7万余条，是约7万份吗？对请回“是”，不对请回正确的数。"},
		{"柳湾村 李会芳", "居家46辆，居家40辆，集中2人", "居家观察写的是46辆、40辆，应该是多少人？请回数字。"},
		{"石桥村支书刘建国", "居家19人，集中2人，居家17人", "居家观察写了19人和17人，哪个对？请回那个数。"},
		{"石桥村支书刘建国", "居家约19名，集中2人，居家50余人，居家２０", "居家观察写了约19名、50余人和２０，哪个对？请回那个数。"},
		{"石桥村支书刘建国", "无发热，发热2人", "发热人员写了无和2人，哪个对？请回那个数。"},
		{"东坡村王桂兰", "东坡卡点白班：车22辆，人员41人次，值守1人", "值守人员写的是1人，按要求不少于2人，对吗？对请回“是”，不对请回正确的数。"},
		{"包村干部钱海", "居家19人，集中2人", "您负责柳湾村、东坡村，这条是哪个单位的？请回单位名，如“柳湾村”。"},
		{"老张头", "居家19人，集中2人", "没认出您是哪个单位的，请回单位名，如“柳湾村”。"},
		{"小太阳13800000001", "东坡村居家19人，集中2人", "名单里没有“小太阳138****01”，东坡村这条先不计入。请把群名片改成单位加姓名再发一次，或请管理员认可。"},
		{"柳湾村 李会芳", "2月20日柳湾村居家19人，集中2人", "2月20日还没到，这是哪天的？请回日期，如“2月14日”。"},
		{"柳湾村 李会芳", "64 35 3 26 0", "这几个数没写是什么，请带上项目名重发，如“排查返乡人员20人，武汉返乡3人”。"},
	} {
		r := p.Message(said(c.sender, c.text))
		var said []string
		for _, x := range r.Problems {
			said = append(said, x.Say)
		}
		for _, f := range r.Filings {
			for _, x := range f.Problems {
				said = append(said, x.Say)
			}
		}
		if got := strings.Join(said, "|"); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestManyMayReadAtOnce(t *testing.T) {
	p := sample(t)
	done := make(chan report.Reading)
	for range 8 {
		go func() { done <- p.Message(said("柳湾村 李会芳", "柳湾村居家19人，集中2人")) }()
	}
	for range 8 {
		only(t, <-done)
	}
}
