package parse_test

import (
	"testing"
	"time"

	"qunbao/report"
)

// readsVillage reads messages of a village that clears waste, keeps ditches and
// watches the water.
func readsVillage(t *testing.T, cases []spoken) {
	t.Helper()
	readsIn(t, "testdata/qingqu/qunbao.yaml", report.Message{Sender: "八里铺村-蒋玉梅", Time: time.Date(2025, 6, 10, 16, 0, 0, 0, china)}, cases)
}

// habitatDay is the village's day of clearing.
const habitatDay = "report | habitat 八里铺村 2025-06-10 "

func TestNumbersThatTouchTheLabelBehindThemAreItsInARunThatTurnsRound(t *testing.T) {
	readsVillage(t, []spoken{
		{town, "那个八里铺人居环境啊今天出动十九人次清了六处柴草堆还有两处占道物垃圾拉走三吨", habitatDay + "haystacks=6 labor=19 obstacles=2 waste_weight=3"},
		{town, "人居环境今天出动19人次6处柴草堆2处占道物垃圾3吨", habitatDay + "haystacks=6 labor=19 obstacles=2 waste_weight=3"},
		{town, "6处柴草堆2处占道物垃圾3吨", habitatDay + "haystacks=6 obstacles=2 waste_weight=3"},
	})
	reads(t, []spoken{
		{dongpo, "东坡村二十七人居家三人集中十二人解除发热零", "report | epidemic-daily 东坡村 2020-02-14 central=3 fever=0 home=27 released=12"},
		{liuwan, "27人居家3人集中12人解除发热没有", liuwanDay + "central=3 fever=0 home=27 released=12"},
		{liuwan, "27人居家3人集中发热0人", liuwanDay + "central=3 fever=0 home=27"},
		{baihe, "80份宣传单3条横幅广播6次", baiheDay + "banners=3 broadcasts=6 leaflets=80"},
	})
}

func TestARunOfLabelsFirstStaysOne(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "居家14户46人集中2人发热0人", liuwanDay + "central=2 fever=0 home=46 home_households=14"},
		{liuwan, "居家3人集中2人", liuwanDay + "central=2 home=3"},
		{liuwan, "居家3人解除集中5人", liuwanDay + "home=3 released=5"},
		{liuwan, "居家27人集中3人解除12人发热0人", liuwanDay + "central=3 fever=0 home=27 released=12"},
		{liuwan, "解除居家5人发热0人", liuwanDay + "fever=0 released=5"},
		{baihe, "对2处垃圾池消毒4次横幅3条", baiheDay + "banners=3 disinfections=4"},
		{liuwan, "3人居家5人集中2人", liuwanDay + "central=2 home=5"},
	})
	readsVillage(t, []spoken{
		{town, "柴草堆6处占道物2处垃圾3吨", habitatDay + "haystacks=6 obstacles=2 waste_weight=3"},
		{town, "出动19人次柴草堆6处占道物2处", habitatDay + "haystacks=6 labor=19 obstacles=2"},
	})
}
