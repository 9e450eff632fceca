package parse_test

import "testing"

func TestOfTwoNumbersTheOneThatHoldsNowCounts(t *testing.T) {
	daily := "report | epidemic-daily 柳湾村 2020-02-14 "
	reads(t, []spoken{
		{liuwan, "居家由3人增加到6人", daily + "home=6"},
		{liuwan, "居家由3户5人增加到4户6人", daily + "home=6 home_households=4"},
		{liuwan, "居家人数由5人降至3人，集中2人", daily + "central=2 home=3"},
		{liuwan, "居家增加到5人", daily + "home=5"},
		{liuwan, "居家原3人，现4人", daily + "home=4"},
		{liuwan, "居家原来3人，现在4人", daily + "home=4"},
		{liuwan, "原居家3人，现居家4人", daily + "home=4"},
		{liuwan, "累计居家观察20人，现有3人", daily + "home=3"},
		{liuwan, "居家累计20人，解除17人，现有3人", daily + "home=3 released=17"},
		{liuwan, "累计居家20人", daily + "home=20"},
		{liuwan, "草原居家3人，原因不明", daily + "home=3"},
	})
}

func TestAChangeIsNoCount(t *testing.T) {
	daily := "report | epidemic-daily 柳湾村 2020-02-14 "
	reads(t, []spoken{
		{liuwan, "居家减少2人", "chatter"},
		{liuwan, "居家增加2人", "chatter"},
		{liuwan, "居家46人，比昨天多3人", daily + "home=46"},
		{liuwan, "居家46人比昨天少3人集中2人", daily + "central=2 home=46"},
		{liuwan, "居家46人，较昨日增加3人，集中2人", daily + "central=2 home=46"},
		{liuwan, "发热新增1人", daily + "fever=1 urgent [fever]"},
		{liuwan, "今解除3人", "chatter"},
		{liuwan, "自2月1日至今解除3人", daily + "released=3"},
	})
}

func TestATotalBehindItsPartsIsTheValue(t *testing.T) {
	daily := "report | epidemic-daily 柳湾村 2020-02-14 "
	reads(t, []spoken{
		{liuwan, "卡点：村口1个，桥头1个，共2个", daily + "checkpoints=2"},
		{liuwan, "居家：张家2人，李家3人，合计5人", daily + "home=5"},
		{liuwan, "居家3人、集中2人，共5人", daily + "central=2 home=3"},
	})
}
