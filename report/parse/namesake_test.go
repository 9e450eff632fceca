package parse_test

import "testing"

func TestANumberThatALabelCannotTakeIsThatOfTheWordOneWithIt(t *testing.T) {
	reads(t, []spoken{
		{baihe, "酒席劝停2起18桌", baiheDay + "banquet_tables=18 banquets=2"},
		{baihe, "酒席劝停18桌2起", baiheDay + "banquet_tables=18 banquets=2"},
		{baihe, "宣传单80份酒席劝停2起18桌横幅3条", baiheDay + "banners=3 banquet_tables=18 banquets=2 leaflets=80"},
		{baihe, "酒席劝停2起，18桌，横幅3条", baiheDay + "banners=3 banquet_tables=18 banquets=2"},
		{baihe, "宴席劝停2起（18桌）", baiheDay + "banquet_tables=18 banquets=2"},
		{baihe, "劝停酒席2起18桌", baiheDay + "banquet_tables=18 banquets=2"},
	})
}

// Two labels side by side that share no field are two things.
func TestANumberThatALabelCannotTakeIsOfNoOtherThing(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "居家集中14户", liuwanDay + "unit:central"},
		{liuwan, "居家14户46人集中2户3人", liuwanDay + "central=3 home=46 home_households=14"},
		{baihe, "酒席18桌，劝停2起9桌", baiheDay + "banquet_tables=18 banquets=2"},
		{baihe, "酒席劝停2起18人，横幅3条", baiheDay + "banners=3 banquets=2"},
	})
}

// A measure word that the label does not take loses no number that follows it.
func TestTheRightNumberBehindAStrangeOneIsTheLabels(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "排查30户120人", liuwanDay + "screened=120"},
		{liuwan, "排查30户、120人，居家14户46人", liuwanDay + "home=46 home_households=14 screened=120"},
		{liuwan, "解除5户11人离开2户3人", liuwanDay + "left=3 released=11"},
		{baihe, "宣传单30户80份，横幅3处5条", baiheDay + "banners=5 leaflets=80"},
		{liuwan, "排查30户，居家46人", liuwanDay + "home=46 unit:screened"},
	})
}
