package parse_test

import "testing"

const waterDay = "report | water 八里铺村 2025-06-10 "

func TestAnotherMeasureOfWhatALabelMeasuresIsAskedAbout(t *testing.T) {
	readsVillage(t, []spoken{
		{town, "降雨23厘米", waterDay + "unit:rain"},
		{town, "降雨23厘米，转移3户12人", waterDay + "moved_households=3 moved_people=12 unit:rain"},
		{town, "今日降雨2.5厘米，水位3米", waterDay + "level=3 unit:rain"},
		{town, "清理沟渠2公里，柴草堆6处", habitatDay + "haystacks=6 unit:ditch_length"},
	})
	reads(t, []spoken{
		{baihe, "消杀3000平方米", baiheDay + "unit:disinfections"},
		{baihe, "横幅3条，消杀3000平方米", baiheDay + "banners=3 unit:disinfections"},
		{baihe, "消杀3次3000平方米，横幅3条", baiheDay + "banners=3 disinfections=3"},
	})
}

func TestAnAsideInMetresIsNoSlip(t *testing.T) {
	readsVillage(t, []spoken{
		{town, "降雨23毫米，积雪23厘米", waterDay + "rain=23"},
		{town, "水位下降23厘米，降雨23毫米", waterDay + "rain=23"},
		{town, "距沟渠3公里，柴草堆6处", habitatDay + "haystacks=6"},
		{town, "沟渠3公里外有柴草堆6处", habitatDay + "haystacks=6"},
	})
	reads(t, []spoken{
		{liuwan, "积雪23厘米，居家46人", liuwanDay + "home=46"},
		{liuwan, "每户居家房间20平方米，居家46人", liuwanDay + "home=46"},
		{liuwan, "居家14天，集中2人", liuwanDay + "central=2"},
		{liuwan, "距卡点3公里，居家46人", liuwanDay + "home=46"},
		{liuwan, "卡点20平方米，居家46人", liuwanDay + "home=46"},
		{baihe, "对村部20平方米消杀3次，横幅3条", baiheDay + "banners=3 disinfections=3"},
		{baihe, "消杀3000平方米的场地，横幅3条", baiheDay + "banners=3"},
	})
}
