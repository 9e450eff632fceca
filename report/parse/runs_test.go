package parse_test

import (
	"testing"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// readsTown reads messages of the township of the seeds, which has one reporter
// and one wide form.
func readsTown(t *testing.T, cases []spoken) {
	t.Helper()
	readsIn(t, "testdata/seeds/qunbao.yaml", report.Message{Sender: "青石镇 周平", Time: time.Date(2020, 2, 10, 16, 0, 0, 0, china)}, cases)
}

// readsIn reads messages as a person of a workspace writes them in private.
func readsIn(t *testing.T, file string, as report.Message, cases []spoken) {
	t.Helper()
	p := parse.New(workspace(t, file))
	as.ID, as.Private = "m1", true
	for _, c := range cases {
		if as.Text = c.text; gist(p.Message(as)) != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, gist(p.Message(as)), c.want)
		}
	}
}

var china = time.FixedZone("CST", 8*3600)

// Heads of readings: the day's report of a village, the day shift of a gate.
const (
	liuwanDay   = "report | epidemic-daily 柳湾村 2020-02-14 "
	baiheDay    = "report | publicity 白鹤村 2020-02-14 "
	dongpoShift = "report | checkpoint 东坡村 2020-02-14 day "
)

// town is the sender of readsTown.
const town = ""

func TestARunWithoutMarksPairsEachNumberWithTheLabelBeforeIt(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "柳湾村排查六十二人居家十三户四十四人集中三人解除十五人发热没有", "report | epidemic-daily 柳湾村 2020-02-14 central=3 fever=0 home=44 home_households=13 released=15 screened=62"},
		{liuwan, "排查62人居家13户44人集中没有解除18人发热无", "report | epidemic-daily 柳湾村 2020-02-14 central=0 fever=0 home=44 home_households=13 released=18 screened=62"},
		{liuwan, "居家44人13户集中3人发热没有新增没有", "report | epidemic-daily 柳湾村 2020-02-14 central=3 fever=0 home=44 home_households=13 new_today=0"},
		{baihe, "白鹤村宣传单八十份横幅四条广播六次消毒两次宣传车没有", "report | publicity 白鹤村 2020-02-14 banners=4 broadcasts=6 disinfections=2 leaflets=80 vehicles=0"},
		{baihe, "今天发了宣传单120份挂了横幅3条大喇叭播了8次劝停酒席1场12桌", "report | publicity 白鹤村 2020-02-14 banners=3 banquet_tables=12 banquets=1 broadcasts=8 leaflets=120"},
		{dongpo, "东坡卡点白班车辆三十五辆人员七十二人次劝返没有异常没有值守三人", "report | checkpoint 东坡村 2020-02-14 day abnormal=0 cars=35 people=72 staff=3 turned_back=0"},
		{liuwan, "共58人居家44人集中3人解除11人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=44 released=11"},
		// Labels behind their numbers, to the last.
		{liuwan, "今天44人居家3人集中15人解除", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=44 released=15"},
		{liuwan, "柳湾村13户44人居家观察3人集中隔离0人发热", "report | epidemic-daily 柳湾村 2020-02-14 central=3 fever=0 home=44 home_households=13"},
		{liuwan, "居家观察对象中有2名发热人员", "report | epidemic-daily 柳湾村 2020-02-14 fever=2 urgent [fever]"},
		{liuwan, "报告领导柳湾村居家四十四个人集中三个人解除十一个人没有发热的", liuwanDay + "central=3 fever=0 home=44 released=11"},
		{liuwan, "排查58个居家观察13户44人其中集中3人", liuwanDay + "central=3 home=44 home_households=13 unit:screened"},
		{liuwan, "居家十三户四十四人解除十一人离开三人卡点两个值守六人", liuwanDay + "checkpoints=2 guards=6 home=44 home_households=13 left=3 released=11"},
		{liuwan, "武汉5人湖北3人居家44人集中无发热无", liuwanDay + "central=0 fever=0 from_hubei=3 from_wuhan=5 home=44"},
		{liuwan, "5人武汉返乡3人湖北其他44人居家", liuwanDay + "from_hubei=3 from_wuhan=5 home=44"},
		{baihe, "发了八十份传单挂了三条横幅喇叭喊了六遍", baiheDay + "banners=3 broadcasts=6 leaflets=80"},
		{baihe, "我村出动宣传车两辆次张贴标语十条发放明白纸一百二十份消毒三处", baiheDay + "banners=10 disinfections=3 leaflets=120 vehicles=2"},
		{dongpo, "白班查车三十五辆登记七十二人劝返两人值守三人体温异常没有", dongpoShift + "abnormal=0 cars=35 staff=3 turned_back=2"},
		{dongpo, "东坡卡点早班车辆35人员72劝返0异常0值守3", dongpoShift + "abnormal=0 cars=35 people=72 staff=3 turned_back=0"},
		{liuwan, "新增2人累计排查60人居家46人集中3人解除11人", liuwanDay + "central=3 home=46 new_today=2 released=11 screened=60"},
		{liuwan, "居家44人没有集中没有发热解除11人", liuwanDay + "central=0 fever=0 home=44 released=11"},
	})
	readsTown(t, []spoken{
		{town, "目前外来人员三百零八人居家隔离五户十三人集中隔离没有", "report | seed 青石镇 2020-02-10 central_isolation_persons=0 home_isolation_households=5 home_isolation_persons=13 nonlocal_screened=308"},
		{town, "我镇居家隔离17户41人集中隔离6人疑似病例无确诊病例无", "report | seed 青石镇 2020-02-10 central_isolation_persons=6 confirmed_cases=0 home_isolation_households=17 home_isolation_persons=41 suspected_cases=0"},
		{town, "设置卡点12个值守人员60人宣传车3辆大喇叭20个", "report | seed 青石镇 2020-02-10 checkpoint_staff=60 checkpoints=12 loudspeakers=20 publicity_vehicles=3"},
	})
}

func TestANumberThatItsOwnLabelRefusesGoesToNoOther(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "今日解除2人居家25人集中3人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=25"},
		{liuwan, "今天排查六十二人居家四十四人", "report | epidemic-daily 柳湾村 2020-02-14 home=44"},
		{baihe, "累计宣传单5000份横幅3条", "report | publicity 白鹤村 2020-02-14 banners=3"},
		{baihe, "横幅3条，累计发放宣传单5000份，一封信60份", "report | publicity 白鹤村 2020-02-14 banners=3 leaflets=60"},
	})
}

func TestAPlaceCountedBeforeALabelIsNotItsNumber(t *testing.T) {
	reads(t, []spoken{
		{baihe, "对村小学、卫生室、2处垃圾池周边消毒4次，横幅3条", "report | publicity 白鹤村 2020-02-14 banners=3 disinfections=4"},
		{baihe, "沿3处路口消毒5次，横幅3条", "report | publicity 白鹤村 2020-02-14 banners=3 disinfections=5"},
		{baihe, "组织2辆车开展广播6次，横幅3条", "report | publicity 白鹤村 2020-02-14 banners=3 broadcasts=6"},
		{liuwan, "安排5名党员给居家观察44人送菜，集中3人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=44"},
		{liuwan, "3个小组排查返乡人员62人，居家44人", "report | epidemic-daily 柳湾村 2020-02-14 home=44 screened=62"},
		{baihe, "4处公共厕所已消毒，横幅3条", "report | publicity 白鹤村 2020-02-14 banners=3 disinfections=4"},
		{liuwan, "给居家的44人送菜，集中的3人送到镇上", liuwanDay + "central=3 home=44"},
		{liuwan, "对从武汉返乡的5人、湖北其他返乡的3人逐户走访，居家44人", liuwanDay + "from_hubei=3 from_wuhan=5 home=44"},
		{liuwan, "2名村医每天为居家观察的44人测体温2次，发热0人", liuwanDay + "fever=0 home=44"},
		{baihe, "5个小组3辆宣传车发宣传单80份", baiheDay + "leaflets=80 vehicles=3"},
		{baihe, "在村部、学校等6处消毒，悬挂横幅3条", baiheDay + "banners=3 disinfections=6"},
		{baihe, "20名志愿者入户200户发放宣传单300份", baiheDay + "leaflets=300"},
		{liuwan, "我村3个卡点6人值守，居家44人", liuwanDay + "checkpoints=3 guards=6 home=44"},
	})
}
