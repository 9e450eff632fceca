package parse_test

import (
	"testing"

	"qunbao/report/parse"
)

func TestATotalOrADayBetweenLabelAndNumberCountsAsBesideThem(t *testing.T) {
	reads(t, []spoken{
		{baihe, "横幅3条，消毒2次，宣传单累计发放5000份", "report | publicity 白鹤村 2020-02-14 banners=3 disinfections=2"},
		{baihe, "横幅3条，宣传单累计：5000份", "report | publicity 白鹤村 2020-02-14 banners=3"},
		{baihe, "横幅3条，宣传单：累计5000份", "report | publicity 白鹤村 2020-02-14 banners=3"},
		{baihe, "横幅3条，宣传单（累计）5000份", "report | publicity 白鹤村 2020-02-14 banners=3"},
		{baihe, "横幅3条，宣传单今日80份，累计5000份", "report | publicity 白鹤村 2020-02-14 banners=3 leaflets=80"},
		{baihe, "横幅3条，宣传单今日80份累计5000份", "report | publicity 白鹤村 2020-02-14 banners=3 leaflets=80"},
		{baihe, "横幅3条，宣传单发放80份（累计5000份）", "report | publicity 白鹤村 2020-02-14 banners=3 leaflets=80"},
		{baihe, "横幅3条，宣传单新增80份", "report | publicity 白鹤村 2020-02-14 banners=3 leaflets=80"},
		{baihe, "宣传单今日累计发放80份，横幅3条", "report | publicity 白鹤村 2020-02-14 banners=3 leaflets=80"},
		{baihe, "宣传单共计80份，横幅3条", "report | publicity 白鹤村 2020-02-14 banners=3 leaflets=80"},
		{liuwan, "居家44人，解除今日2人，累计17人", "report | epidemic-daily 柳湾村 2020-02-14 home=44 released=17"},
		{liuwan, "居家44人，解除：今日2人，累计17人", "report | epidemic-daily 柳湾村 2020-02-14 home=44 released=17"},
		{liuwan, "居家44人，解除累计17人（今日2人）", "report | epidemic-daily 柳湾村 2020-02-14 home=44 released=17"},
		{liuwan, "居家44人，解除今日2人累计17人", "report | epidemic-daily 柳湾村 2020-02-14 home=44 released=17"},
		{liuwan, "居家44人，解除较昨日增加2人，累计17人", "report | epidemic-daily 柳湾村 2020-02-14 home=44 released=17"},
		{liuwan, "居家44人，解除人数比昨天新增2人，累计解除17人", "report | epidemic-daily 柳湾村 2020-02-14 home=44 released=17"},
		{liuwan, "集中3人，居家较昨日新增2人，现有44人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=44"},
		{liuwan, "集中3人，居家新增2人", "report | epidemic-daily 柳湾村 2020-02-14 central=3"},
		{liuwan, "集中3人，排查今日新增2人，累计58人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 new_today=2 screened=58"},
		{liuwan, "居家44人，发热今日0人，累计3人", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=44"},
		{liuwan, "居家44人，解除：昨日2人，今日3人", "report | epidemic-daily 柳湾村 2020-02-14 home=44"},
		// 累计 beside something else says nothing of the label.
		{liuwan, "累计排查58人，居家44人，集中3人", "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=44 screened=58"},
		{baihe, "宣传单80份，累计出动宣传车3辆", "report | publicity 白鹤村 2020-02-14 leaflets=80"},
		{baihe, "宣传单本周累计2000份，今日80份；横幅3条", baiheDay + "banners=3 leaflets=80"},
		{baihe, "累计：宣传单5000份、横幅60条\n今日：宣传单80份、横幅3条", baiheDay + "banners=3 leaflets=80"},
		{liuwan, "现有居家44人（累计58人），集中3人", liuwanDay + "central=3 home=44"},
		{liuwan, "居家44人（较昨日减少2人），集中3人（与昨日持平）", liuwanDay + "central=3 home=44"},
		{liuwan, "居家44人，比昨天多2人，集中3人", liuwanDay + "central=3 home=44"},
		{liuwan, "累计解除19人，其中今日解除2人，居家44人", liuwanDay + "home=44 released=19"},
		{liuwan, "今日新增排查2人，累计排查60人，居家44人", liuwanDay + "home=44 new_today=2 screened=60"},
		{liuwan, "发热新增0人，居家44人", liuwanDay + "fever=0 home=44"},
		{liuwan, "当日解除3人，累计解除20人，居家44人", liuwanDay + "home=44 released=20"},
	})
	p := parse.New(workspace(t, "testdata/harvest/qunbao.yaml"))
	for text, want := range map[string]string{
		"累计收割1850亩（今日620亩），收割机15台": "report | wheat 五里村 2020-02-14 done=1850 harvesters=15 today=620",
		"今日收割620亩，累计1850亩":         "report | wheat 五里村 2020-02-14 done=1850 today=620",
		"五里：收割机15台，今日收割620亩":       "report | wheat 五里村 2020-02-14 harvesters=15 today=620",
		"五里15台收割机":                 "report | wheat 五里村 2020-02-14 harvesters=15",
		"收割：今日620亩，累计1850亩":        "report | wheat 五里村 2020-02-14 done=1850 today=620",
		"收割机15台今日收割620亩累计收割1850亩":  "report | wheat 五里村 2020-02-14 done=1850 harvesters=15 today=620",
	} {
		m := said("五里村赵强", text)
		m.Chat = "永安镇三夏群"
		if got := gist(p.Message(m)); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
	readsTown(t, []spoken{
		{town, "武汉返乡人员较昨日新增3人,累计64人", "report | seed 青石镇 2020-02-10 wuhan_returnees=64"},
		{town, "居家隔离较昨日增加3人,目前41人", "report | seed 青石镇 2020-02-10 home_isolation_persons=41"},
		{town, "发放宣传资料今日300份,累计5000份", "report | seed 青石镇 2020-02-10 leaflets=5000"},
	})
}
