package commands_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"qunbao/commands"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/report/parse"
)

// newAlarm is a desk over the sample township whose flood form waits for the third
// level of 防汛 and whose gates' nights wait for the fourth.
func newAlarm(t *testing.T, matters string) *desk {
	t.Helper()
	files := fstest.MapFS{}
	for name, edits := range map[string][]string{
		"qunbao.yaml":               {"quiet:", "emergency: [" + matters + "]\nquiet:"},
		"roster.csv":                nil,
		"forms/epidemic-daily.yaml": nil, "forms/publicity.yaml": nil,
		"forms/flood.yaml":      {"from: 2020-06-01\n", "", "calendar:", "level: {matter: 防汛, from: 三级}\ncalendar:"},
		"forms/checkpoint.yaml": {`due: "08:00"}`, `due: "08:00", level: {matter: 防汛}}`},
	} {
		text := read(t, name)
		for i := 0; i+1 < len(edits); i += 2 {
			text = strings.Replace(text, edits[i], edits[i+1], 1)
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, err := configs.LoadFS(files, "qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.w = c.Workspace
	d.h = commands.New(d.w, parse.New(d.w), d.store, d.store, d.store)
	return d
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(configs.Sample(), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const oneMatter, twoMatters = "{matter: 防汛, colours: [蓝色, 黄色, 橙色, 红色]}", "{matter: 防汛}, {matter: 森林防火, aliases: [防火]}"

// orders gives the answer to somebody, and lets the workspace follow.
func (d *desk) orders(when, card, text string) string {
	d.t.Helper()
	at, err := time.ParseInLocation(time.DateTime, when+":00", d.w.Zone)
	if err != nil {
		d.t.Fatal(err)
	}
	d.n++
	rows := d.sends(report.Message{
		ID: report.MessageID(rune('a' + d.n)), Time: at, Chat: chat, Sender: card, Text: text, MentionsBot: strings.HasPrefix(text, "@"),
	})
	all, err := d.store.Rulings(d.t.Context(), 0)
	if err != nil {
		d.t.Fatal(err)
	}
	d.w.Rule(all)
	for _, r := range rows {
		if r.Kind == report.Reply {
			return r.Text
		}
	}
	return ""
}

func TestALevelIsRaisedInWhateverOrderItIsSaid(t *testing.T) {
	for _, text := range []string{
		"应急 四级 防汛 至 7月20日 依据 县防指〔2020〕3号",
		"应急 防汛 四级 到7月20日 根据 县防指〔2020〕3号",
		"应急 至7月20日 防汛 Ⅳ级 依据：县防指〔2020〕3号",
		"应急 防汛 蓝色 7月20日 依据县防指〔2020〕3号",
		"应急响应 启动防汛四级应急响应，至7月20日，依据县防指〔2020〕3号。",
		"应急 4级 7月1日至7月20日 依据 县防指〔2020〕3号",
		"应急 依据 县防指〔2020〕3号 启动防汛四级应急响应 至7月20日",
		"应急 四级 依据 县防指〔2020〕3号，至7月20日",
		"应急四级防汛至7月20日依据县防指〔2020〕3号",
		"應急 四級 防汛 至 20日 依据 县防指〔2020〕3号",
		"@小群 应急 IV级响应 即日起至2020年7月20日止 依据 县防指〔2020〕3号",
		"@小群 根据县防指〔2020〕3号，启动防汛四级应急响应，至7月20日。",
		"应急 四级 防汛 至 7.20 依据 县防指〔2020〕3号",
		"应急 四级 防汛 7月1日8时至7月20日24时 依据 县防指〔2020〕3号",
		"应急 四级 防汛\n至 7月20日\n依据 县防指〔2020〕3号",
	} {
		d := newAlarm(t, oneMatter)
		got := d.orders("2020-07-01 14:10", "党政办郑晓", text)
		want := "防汛四级应急响应7月1日起，至7月20日，到期自动解除，依据县防指〔2020〕3号。其间增报：卡点值守夜班。已通知工作群和领导。"
		if got != want {
			t.Errorf("%s\n got  %s\n want %s", text, got, want)
		}
	}
}

func TestAnOrderThatLacksSomethingIsAskedForItOnceWithAnExample(t *testing.T) {
	for _, tt := range []struct{ matters, text, want string }{
		{oneMatter, "应急", "现在没有启动应急响应。"},
		{oneMatter, "应急 四级 防汛 依据 县防指〔2020〕3号", "到哪一天为止？请整句发，比如：应急 四级 防汛 至 7月8日 依据 县防指〔2020〕3号"},
		{oneMatter, "应急 四级 防汛 至 7月20日", "依据哪个文件或通知？请整句发，比如：应急 四级 防汛 至 7月20日 依据 县指挥部〔2020〕3号"},
		{oneMatter, "应急 启动防汛", "启动几级（四级、三级、二级、一级），到哪一天为止，依据哪个文件或通知？请整句发，比如：应急 四级 防汛 至 7月8日 依据 县指挥部〔2020〕3号"},
		{oneMatter, "应急 四级 防汛 至 6月20日 依据 县里电话", "6月20日已经过了，到哪一天为止？请整句发，比如：应急 四级 防汛 至 7月8日 依据 县里电话"},
		{oneMatter, "应急 五级 防汛 至 7月20日 依据 县里电话", "这里没有“五级”，防汛有：四级、三级、二级、一级。请整句发，比如：应急 四级 防汛 至 7月20日 依据 县里电话"},
		{oneMatter, "应急 四级 森林防火 至 7月20日 依据 县里电话", "这里没有“森林防火”，这里有：防汛。请整句发，比如：应急 四级 防汛 至 7月20日 依据 县里电话"},
		{twoMatters, "应急 四级 至 7月20日 依据 县里电话", "是哪一项的应急响应？这里有：防汛、森林防火。请整句发，比如：应急 四级 防汛 至 7月20日 依据 县里电话"},
		{twoMatters, "应急 四级 防火 至 7月20日 依据 县里电话", "森林防火四级应急响应7月1日起，至7月20日，到期自动解除，依据县里电话。这一级没有要增报的表。"},
		{oneMatter, "应急 解除 防汛", "防汛现在没有启动应急响应，不用解除。"},
		{oneMatter, "应急 四级 防汛 7月5日起至7月3日 依据 县里电话", "只能从今天起启动；到7月5日再发。"},
		{oneMatter, "应急 四级 防汛 从7月5日至7月8日 依据 县里电话", "只能从今天起启动；到7月5日再发。"},
		{oneMatter, "应急 六级 防汛 至 7月20日 依据 县里电话", "这里没有“六级”，防汛有：四级、三级、二级、一级。请整句发，比如：应急 四级 防汛 至 7月20日 依据 县里电话"},
		{oneMatter, "应急 四级 抗旱 至 7月20日 依据 县里电话", "这里没有“抗旱”，这里有：防汛。请整句发，比如：应急 四级 防汛 至 7月20日 依据 县里电话"},
		{twoMatters, "应急 四级 抗旱 至 7月20日 依据 县里电话", "这里没有“抗旱”，这里有：防汛、森林防火。请整句发，比如：应急 四级 防汛 至 7月20日 依据 县里电话"},
		{oneMatter, "应急响应 抗旱 四级", "这里没有“抗旱”，这里有：防汛。请整句发，比如：应急 四级 防汛 至 7月8日 依据 县指挥部〔2020〕3号"},
		{oneMatter, "应急抗旱四级至7月20日依据县里电话", "这里没有“抗旱”，这里有：防汛。请整句发，比如：应急 四级 防汛 至 7月20日 依据 县里电话"},
		{oneMatter, "应急 抗旱 四级", "这里没有“抗旱”，这里有：防汛。请整句发，比如：应急 四级 防汛 至 7月8日 依据 县指挥部〔2020〕3号"},
		{twoMatters, "应急 抗旱 四级 至 7月20日 依据 县里电话", "这里没有“抗旱”，这里有：防汛、森林防火。请整句发，比如：应急 四级 防汛 至 7月20日 依据 县里电话"},
		{twoMatters, "应急 抗旱 至 7月20日 依据 县里电话", "这里没有“抗旱”，这里有：防汛、森林防火。请整句发，比如：应急 四级 防汛 至 7月20日 依据 县里电话"},
		{oneMatter, "应急 四级 防汛 至 明年1月5日", "依据哪个文件或通知？请整句发，比如：应急 四级 防汛 至 2021年1月5日 依据 县指挥部〔2020〕3号"},
		{oneMatter, "应急 防汛 至 2021年7月1日", "启动几级（四级、三级、二级、一级），依据哪个文件或通知？请整句发，比如：应急 四级 防汛 至 2021年7月1日 依据 县指挥部〔2020〕3号"},
		{oneMatter, "应急 四级 防汛 至 2019年7月20日 依据 县里电话", "2019年7月20日已经过了，到哪一天为止？请整句发，比如：应急 四级 防汛 至 7月8日 依据 县里电话"},
		{oneMatter, "应急 四级 防汛 至 2月30日 依据 县里电话", "没有2月30日这一天，请整句发，比如：应急 四级 防汛 至 7月8日 依据 县里电话"},
		{twoMatters, "应急 四级 防汛 森林防火 至 7月20日 依据 县里电话", "一次只能说一项，这里说了：森林防火、防汛。请分开整句发，比如：应急 四级 森林防火 至 7月20日 依据 县里电话"},
		{oneMatter, "应急 四级 防汛 至 明年7月3日 依据 县里电话13812345678", "防汛四级应急响应7月1日起，至2021年7月3日，到期自动解除，依据县里电话138****78。其间增报：卡点值守夜班。已通知工作群和领导。"},
	} {
		d := newAlarm(t, tt.matters)
		if got := d.orders("2020-07-01 14:10", "党政办郑晓", tt.text); got != tt.want {
			t.Errorf("%s\n got  %s\n want %s", tt.text, got, tt.want)
		}
	}
}

func TestALevelIsChangedProlongedShownAndLifted(t *testing.T) {
	d := newAlarm(t, oneMatter)
	for _, tt := range []struct{ when, card, text, want string }{
		{"2020-07-01 14:10", "党政办郑晓", "应急 四级 防汛 至 7月20日 依据 县防指〔2020〕3号", "防汛四级应急响应7月1日起，至7月20日，到期自动解除，依据县防指〔2020〕3号。其间增报：卡点值守夜班。已通知工作群和领导。"},
		{"2020-07-01 14:11", "党政办郑晓", "应急 四级 防汛 至 7月20日 依据 县防指〔2020〕3号", "已经是防汛四级应急响应（7月1日起，至7月20日，依据县防指〔2020〕3号），不用再发。"},
		{"2020-07-02 09:00", "柳湾村 李会芳", "应急", "防汛四级应急响应（7月1日起，至7月20日，依据县防指〔2020〕3号），郑晓发布。其间增报：卡点值守夜班。"},
		{"2020-07-03 09:00", "党政办郑晓", "应急 升级到三级 依据 县防指电话", "防汛三级应急响应7月1日起，7月3日升为三级，至7月20日，到期自动解除，依据县防指电话。其间增报：卡点值守夜班；防汛日报。已通知工作群和领导。"},
		{"2020-07-18 09:00", "党政办郑晓", "应急 延长至 7月25日 依据 县防指〔2020〕9号", "防汛三级应急响应7月1日起，7月3日升为三级，延长至7月25日，到期自动解除，依据县防指〔2020〕9号。其间增报：卡点值守夜班；防汛日报。已通知工作群和领导。"},
		{"2020-07-18 10:00", "党政办郑晓", "应急", "防汛三级应急响应（7月1日起，7月3日升为三级，至7月25日，依据县防指〔2020〕9号），郑晓发布。其间增报：卡点值守夜班；防汛日报。"},
		{"2020-07-19 10:00", "党政办郑晓", "应急 解除", "防汛三级应急响应已解除。已通知工作群和领导。"},
		{"2020-07-19 10:01", "周书记", "应急", "现在没有启动应急响应。"},
		{"2020-07-19 10:02", "柳湾村 李会芳", "应急 四级 防汛 至 7月30日 依据 村里说的", "“应急”要管理员才能办，请找管理员郑晓。"},
	} {
		if got := d.orders(tt.when, tt.card, tt.text); got != tt.want {
			t.Errorf("%s\n got  %s\n want %s", tt.text, got, tt.want)
		}
	}
}

func TestTalkThatMerelyBeginsWithTheWordIsNoOrder(t *testing.T) {
	d := newAlarm(t, oneMatter)
	for _, text := range []string{
		"应急物资已到位", "应急响应期间请各村24小时值守", "应急演练7月20日举行", "应急四级响应期间值守到岗", "应急演练四级", "应急响应 物资三级储备到位", "应急响应 期间请大家在岗",
		"启动防汛四级应急响应", "县防指决定启动防汛四级应急响应",
	} {
		if got := d.orders("2020-07-01 14:10", "党政办郑晓", text); got != "" {
			t.Errorf("%s is answered: %s", text, got)
		}
	}
}

// A level that an outage made late is raised when it is handled, since nobody could
// be told before; one that is lifted ends when that was said.
func TestAnOutageBlamesNobodyForALevelThatCameLate(t *testing.T) {
	d := newAlarm(t, oneMatter)
	said := time.Date(2020, 7, 1, 7, 0, 0, 0, d.w.Zone)
	late := func(id report.MessageID, text string, said time.Time) {
		m := report.Message{ID: id, Time: said, Chat: chat, Sender: "党政办郑晓", Text: text}
		if err := d.h.Handle(t.Context(), m, said.Add(2*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	flood := report.PeriodKey{Form: "flood", Day: report.DayOf(said)} // due at 08:00
	late("m1", "应急 三级 防汛 至 7月3日 依据 县防指电话", said)
	if d.w.Owed(flood) || !d.w.Owed(report.PeriodKey{Form: "flood", Day: flood.Day + 1}) {
		t.Error("what was due before anybody could be told is owed, or what comes is not")
	}
	late("m2", "应急 解除 防汛", said.AddDate(0, 0, 1))
	if d.w.Owed(report.PeriodKey{Form: "flood", Day: flood.Day + 1}) {
		t.Error("what was due after it was said to be over is owed")
	}
}

// A word that ends things ends a level only where nothing else is said.
func TestALevelIsLiftedOnlyByWordsThatSayNothingElse(t *testing.T) {
	for text, want := range map[string]string{
		"应急 防汛 延长至7月4日24时结束 依据 县防指5号":    "防汛四级应急响应7月1日起，延长至7月4日，到期自动解除，依据县防指5号。",
		"应急 防汛 三级 取消休假 至7月3日 依据 县防指5号":   "防汛三级应急响应7月1日起，7月2日升为三级，至7月3日，到期自动解除，依据县防指5号。",
		"应急 防汛 解除四级，启动三级 至7月5日 依据 县防指5号": "防汛三级应急响应7月1日起，7月2日升为三级，至7月5日，到期自动解除，依据县防指5号。",
		"应急 四级 防汛 至7月5日24时结束 依据 县防指5号":   "防汛四级应急响应7月1日起，延长至7月5日，到期自动解除，依据县防指5号。",
		"应急 解除 防汛":                "防汛四级应急响应已解除。",
		"应急 解除防汛四级应急响应":           "防汛四级应急响应已解除。",
		"应急 防汛 即日起终止 依据 县防指5号":    "防汛四级应急响应已解除。",
		"应急 解除 防汛 三级":             "是要解除，还是要启动、延长？",
		"应急 取消休假 防汛":              "是要解除，还是要启动、延长？",
		"应急 解除 防汛 至7月3日 依据 县防指5号": "是要解除，还是要启动、延长？",
	} {
		d := newAlarm(t, oneMatter)
		d.orders("2020-07-01 14:10", "党政办郑晓", "应急 四级 防汛 至 7月3日 依据 县防指3号")
		if got := d.orders("2020-07-02 09:00", "党政办郑晓", text); !strings.HasPrefix(got, want) {
			t.Errorf("%s\n got  %s\n want %s", text, got, want)
		}
	}
}

// Recalling an order undoes nothing, and who recalls it is told so once.
func TestARecalledOrderStandsAndIsSaidTo(t *testing.T) {
	d := newAlarm(t, oneMatter)
	recall := func(when, sender string, of report.MessageID) string {
		d.n++
		at, _ := time.ParseInLocation(time.DateTime, when+":00", d.w.Zone)
		rows := d.sends(report.Message{ID: report.MessageID(rune('a' + d.n)), Time: at, Chat: chat, Sender: sender, Type: report.RecallMessage, RefersTo: of})
		if len(rows) == 0 {
			return ""
		}
		return rows[0].Text
	}
	d.orders("2020-07-01 14:10", "党政办郑晓", "应急 四级 防汛 至 7月20日 依据 县防指〔2020〕3号")
	raised := report.MessageID(rune('a' + d.n))
	if got := recall("2020-07-01 14:11", "周书记", raised); got != "" {
		t.Errorf("somebody else recalls it: %s", got)
	}
	const want = "撤回消息解除不了应急响应，防汛四级应急响应（7月1日起，至7月20日，依据县防指〔2020〕3号）仍有效。要解除请发：应急 解除 防汛"
	if got := recall("2020-07-01 14:12", "党政办郑晓", raised); got != want {
		t.Errorf("got %s", got)
	}
	if got := recall("2020-07-01 14:13", "党政办郑晓", raised); got != "" {
		t.Errorf("again: %s", got)
	}
	d.orders("2020-07-01 14:14", "党政办郑晓", "应急 解除 防汛")
	if got := recall("2020-07-01 14:15", "党政办郑晓", report.MessageID(rune('a'+d.n))); got != "撤回消息不能再启动应急响应，防汛仍是已解除。要启动请重新整句发。" {
		t.Errorf("the end recalled: %s", got)
	}
}
