package configs_test

import (
	"fmt"
	"io/fs"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/report/parse"
)

// ready loads the workspace of some ready-made forms.
func ready(t testing.TB, names ...string) *configs.Config {
	t.Helper()
	c, err := configs.LoadFS(starter(t, names...), "qunbao.yaml", env())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// open tells whether a warning is one of what only the office can decide.
func open(warning string) bool {
	return strings.Contains(warning, "the form has no owner") || strings.Contains(warning, "the form has no basis") || strings.Contains(warning, "the form has no until")
}

func TestAnyReadyMadeFormsMakeAWorkspaceThatAsksOnlyForDecisions(t *testing.T) {
	all := configs.FormNames()
	combinations := [][]string{all}
	for set := uint(1); set < 1<<len(all); set++ {
		if bits.OnesCount(set) > 2 {
			continue
		}
		var names []string
		for i, name := range all {
			if set&(1<<i) != 0 {
				names = append(names, name)
			}
		}
		combinations = append(combinations, names)
	}
	for _, names := range combinations {
		c := ready(t, names...)
		if len(c.Workspace.Forms) != len(names) || len(c.Workspace.Chats) != len(names)+1 {
			t.Errorf("%v: %d forms, %d chats", names, len(c.Workspace.Forms), len(c.Workspace.Chats))
		}
		told := map[report.FormID]bool{}
		for _, d := range c.Workspace.Digests {
			for _, f := range d.Forms {
				told[f] = true
			}
		}
		if len(told) != len(names) {
			t.Errorf("%v: leaders are told of %d", names, len(told))
		}
		for _, w := range c.Warnings {
			if !open(w.String()) {
				t.Errorf("%v: %s", names, w)
			}
		}
	}
}

func TestAReadyMadeFormLeavesOpenWhatOnlyTheOfficeDecides(t *testing.T) {
	for _, f := range ready(t, configs.FormNames()...).Workspace.Forms {
		if f.Owner != "" || f.Basis != "" || f.Until != 0 {
			t.Errorf("%s: %q %q %s is filled in", f.ID, f.Owner, f.Basis, f.Until)
		}
	}
	if _, err := configs.Starter("防讯"); err == nil || !strings.Contains(err.Error(), "防汛") {
		t.Errorf("an unknown form: %v", err)
	}
	files := starter(t, "防汛", "防汛")
	if forms, err := fs.Glob(files, "forms/*"); err != nil || len(forms) != 1 {
		t.Errorf("named twice: %v, %v", forms, err)
	}
}

// typed are messages as cadres write them about each domain, and what they say.
var typed = []struct{ form, text, want string }{
	{"疫情", "截止今日16时，竹园村累计排查返乡人员59人，其中重点地区返乡3人，居家观察14户46人，集中观察2人，已解除11人，已离开0人，发热0人。",
		"central=2 fever=0 home=46 home_households=14 key_areas=3 left=0 released=11 screened=59"},
	{"疫情", "排查59 居家46(14户) 集中2 解除11 离开0 新增1 密接0 发热无 卡点2个 值守10人",
		"central=2 checkpoints=2 contacts=0 fever=0 guards=10 home=46 home_households=14 left=0 new_today=1 released=11 screened=59"},
	{"疫情", "竹园村疫情日报\n摸排返乡：59人\n今日新增：2人\n居家隔离：46人\n体温异常：无\n密接：无", "contacts=0 fever=0 home=46 new_today=2 screened=59"},
	{"疫情", "今日无新增，无发热，一切正常", "zero contacts=0 fever=0 new_today=0"},
	{"防汛", "竹园村防汛早报：降雨62.5毫米，水位17.01米，超警戒0.11米，巡堤查险24人次，转移群众4户7人，险情1处。",
		"dangers=1 level=17.01 moved_households=4 moved_people=7 over_level=0.11 patrols=24 rain=62.5 ! over_level moved_people dangers"},
	{"防汛", "转移危房住户3户4人，倒塌房屋1户3间，农作物受灾120亩，直接经济损失3.8万元",
		"collapsed_households=1 collapsed_rooms=3 crops=120 loss=38000 moved_households=3 moved_people=4 ! moved_people collapsed_households"},
	{"防汛", "雨量35mm，巡查12人次，排查地质灾害点5处，出动人员18人，无险情，无转移", "dangers=0 moved_households=0 moved_people=0 patrols=12 rain=35 sites=5 staff=18"},
	{"防汛", "巡查12人次，小流域山洪沟排查5处，无险情", "dangers=0 patrols=12"},
	{"防汛", "受灾56人，死亡0人，失踪0人，紧急转移15人（6户）", "affected=56 dead=0 lost=0 moved_households=6 moved_people=15 ! moved_people"},
	{"森林防火", "今日巡山护林12人次，检查站2个，登记入山35人次，收缴火种6个，制止野外用火1起，未发生火情。", "fires=0 patrols=12 seized=6 stations=2 stopped=1 visitors=35"},
	{"森林防火", "森林防火日报：巡护8人次，卡点1个，卫星热点0个，火情0起", "fires=0 hotspots=0 patrols=8 stations=1"},
	{"森林防火", "发现火情1起，出动扑救人员46人，过火面积3.5亩，已扑灭", "burned=3.5 firemen=46 fires=1 ! fires"},
	{"森林防火", "森林防火零报告", "zero burned=0 fires=0 hotspots=0 stopped=0"},
	{"秸秆禁烧", "今日禁烧巡查20人次，出动宣传车2辆，发放明白纸150份，发现火点1起、黑斑2处，焚烧面积0.8亩，处罚1起200元，消防车1辆待命。",
		"burned=0.8 cars=2 engines=1 fined=200 fires=1 leaflets=150 patrols=20 punished=1 spots=2 ! fires"},
	{"秸秆禁烧", "巡查16人次，宣传车1台次，未发现火点，未发现黑斑", "cars=1 fires=0 patrols=16 spots=0"},
	{"秸秆禁烧", "秸秆禁烧：零火点，黑斑0处，制止焚烧3起", "fires=0 spots=0 stopped=3"},
	{"秸秆禁烧", "今日无焚烧，平安", "zero burned=0 fined=0 fires=0 punished=0 spots=0 stopped=0"},
	{"安全生产", "本周共派出检查组3组，检查人员21人次，督导检查企业14家次，查出问题隐患15项，当场整改隐患4项，限期整改11项。", "checkers=21 companies=14 fixed=4 hazards=15 limited=11 teams=3"},
	{"安全生产", "检查单位5家，发现隐患6处，当场整改6处，限期整改0处，下达整改通知书2份，停产整顿1家", "closures=1 companies=5 fixed=6 hazards=6 limited=0 notices=2"},
	{"安全生产", "安全生产周报：检查企业8家，隐患3处（其中当场整改2处，限期整改1处），无人员伤亡", "casualties=0 companies=8 fixed=2 hazards=3 limited=1"},
	{"安全生产", "本周检查3家，无隐患", "companies=3 hazards=0"},
	{"安全生产", "本周无隐患，无事故", "zero accidents=0 casualties=0 closures=0 fixed=0 hazards=0 limited=0"},
	{"安全生产", "本周平安", "zero accidents=0 casualties=0 closures=0 fixed=0 hazards=0 limited=0"},
	{"信访维稳", "重点对象6人，在位5人，外出1人，无失控；排查矛盾纠纷4起，化解3起，接待来访2批5人次，无越级上访。",
		"away=1 disputes=4 lost=0 people=6 present=5 settled=3 skipped=0 visitors=5 visits=2"},
	{"信访维稳", "今日来访1批3人，集体访无，赴省进京0人", "groups=0 skipped=0 visitors=3 visits=1"},
	{"信访维稳", "信访维稳平安", "zero away=0 disputes=0 groups=0 lost=0 skipped=0 visitors=0 visits=0"},
	{"值班", "在岗5人，巡查3次，发现隐患2处，已整改1处，突发事件0起，来访2人", "accidents=0 dangers=2 fixed=1 patrols=3 staff=5 visitors=2"},
	{"信访维稳", "我村1人赴京上访，请求派人", "skipped=1 ! skipped"},
	{"值班", "值班平安", "zero accidents=0 dangers=0 visitors=0"},
	{"物资", "库存：口罩800个，消毒液35瓶，酒精12瓶，编织袋2000条，铁锹40把，手电筒15把，帐篷6顶", "alcohol=12 bags=2000 disinfectant=35 lamps=15 masks=800 shovels=40 tents=6"},
	{"物资", "物资周报\n口罩：1200只\n救生衣：30件\n防护服：10套\n缺口：救生衣20件、雨衣50件", "jackets=30 masks=1200 short=救生衣20件、雨衣50件 suits=10"},
	{"物资", "口罩还有80个，缺消毒液5瓶", "masks=80"},
	{"物资", "物资无变化", "zero"},
	{"物资", "口罩：入库1000只，出库300只，库存1700只", "masks=1700"},
	{"物资", "口罩本周入库1000只，结存1700只；消毒液出库5瓶", "masks=1700"},
	{"物资", "口罩剩500只，消毒液还剩20瓶", "disinfectant=20 masks=500"},
	{"物资", "口罩剩500，消毒液20瓶", "disinfectant=20 masks=500"},
	{"安全生产", "检查企业5家，发现一般隐患3处，无重大隐患", "companies=5 hazards=3"},
	{"安全生产", "检查企业5家，无重大隐患，发现隐患3处，已整改3处", "companies=5 fixed=3 hazards=3"},
	{"安全生产", "检查企业5家，未发现重大安全隐患", "companies=5 hazards=0"},
	{"秸秆禁烧", "巡查16人次，罚款200元/户，共3户", "patrols=16"},
}

func TestReadyMadeFormsReadTheirDomain(t *testing.T) {
	all := ready(t, configs.FormNames()...)
	for _, c := range typed {
		for _, w := range []*report.Workspace{ready(t, c.form).Workspace, all.Workspace} {
			i := slices.Index(configs.FormNames(), c.form)
			if len(w.Forms) == 1 {
				i = 0
			}
			m := report.Message{ID: "m", Time: time.Date(2030, 6, 14, 15, 10, 0, 0, w.Zone), Chat: w.Chats[i].ID, Sender: "竹园村 蒋丽", Text: c.text}
			r := parse.New(w).Message(m)
			if len(r.Filings) != 1 || r.Kind != report.IsReport || r.Filings[0].Form != w.Forms[i].ID {
				t.Errorf("%s is %s with %d reports", c.text, r.Kind, len(r.Filings))
				continue
			}
			if got := says(&r.Filings[0]); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
			}
		}
	}
}

// What a morning's report tells of the night is not of the day before.
func TestTheNightBeforeIsOfThisMorningsReport(t *testing.T) {
	w := ready(t, "防汛").Workspace
	for _, text := range []string{"昨夜降雨62.5毫米，巡堤24人次", "昨晚降雨62.5毫米，无险情", "竹园村防汛早报：昨夜降雨62.5毫米"} {
		m := report.Message{ID: "m", Time: time.Date(2030, 6, 14, 7, 10, 0, 0, w.Zone), Chat: w.Chats[0].ID, Sender: "竹园村 蒋丽", Text: text}
		if r := parse.New(w).Message(m); len(r.Filings) != 1 || r.Filings[0].Period.String() != "2030-06-14" || r.Filings[0].Slot != "morning" {
			t.Errorf("%s is read as %+v", text, r.Filings)
		}
	}
}

// says writes what a filing holds: zero, its values, and behind ! what is urgent.
func says(f *report.Filing) string {
	var parts []string
	if f.Zero {
		parts = append(parts, "zero")
	}
	for _, id := range slices.Sorted(maps.Keys(f.Values)) {
		v := f.Values[id]
		said := v.Text
		if said == "" {
			said = v.N.String()
		}
		parts = append(parts, fmt.Sprintf("%s=%s", id, said))
	}
	if len(f.Urgent) > 0 {
		parts = append(parts, "!")
	}
	for _, id := range f.Urgent {
		parts = append(parts, string(id))
	}
	for _, p := range f.Problems {
		parts = append(parts, "?"+string(p.Code))
	}
	return strings.Join(parts, " ")
}
