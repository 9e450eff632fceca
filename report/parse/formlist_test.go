package parse_test

import "testing"

const (
	epidemicZero  = "epidemic-daily 柳湾村 2020-02-14 zero"
	publicityZero = "publicity 柳湾村 2020-02-14 zero"
	shiftZero     = "checkpoint 柳湾村 2020-02-14 day zero"
)

func TestAZeroPhraseBehindAListOfFormsIsSaidOfEach(t *testing.T) {
	both := "report | " + epidemicZero + " | " + publicityZero
	reads(t, []spoken{
		{liuwan, "疫情、宣传、卡点都平安", both + " | " + shiftZero},
		{liuwan, "疫情、宣传、卡点：平安", both + " | " + shiftZero},
		{liuwan, "疫情日报、宣传消杀均零报告", both},
		{liuwan, "疫情和宣传都平安", both},
		{liuwan, "柳湾村2月14日疫情、宣传均无异常", both},
		{liuwan, "疫情平安，宣传平安，卡点平安", both + " | " + shiftZero},
		{liuwan, "疫情、卡点平安，宣传单80份", "report | " + epidemicZero + " | " + shiftZero + " | publicity 柳湾村 2020-02-14 leaflets=80"},
		{liuwan, "疫情、宣传工作正常开展，居家3人", liuwanDay + "home=3"},
	})
}

func TestAZeroPhraseOfAnotherFormIsThatFormsReport(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "卡点无异常，居家3人", "report | " + shiftZero + " | epidemic-daily 柳湾村 2020-02-14 home=3"},
		{liuwan, "居家3人，卡点无异常", "report | epidemic-daily 柳湾村 2020-02-14 home=3 | " + shiftZero},
		{liuwan, "居家3人，发热0人，卡点平安", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=3 | " + shiftZero},
		{liuwan, "居家3人，白班平安", "report | epidemic-daily 柳湾村 2020-02-14 home=3 | " + shiftZero},
		{liuwan, "宣传零报告，居家3人", "report | " + publicityZero + " | epidemic-daily 柳湾村 2020-02-14 home=3"},
		{liuwan, "宣传单80份，疫情零报告", "report | publicity 柳湾村 2020-02-14 leaflets=80 | " + epidemicZero},
		// Of the form of the values it is what they leave open.
		{liuwan, "居家3人，疫情平安", liuwanDay + "fever=0 home=3 new_today=0"},
		{liuwan, "居家3人，平安", liuwanDay + "fever=0 home=3 new_today=0"},
		{liuwan, "卡点检查车辆20辆，卡点无异常", "report | checkpoint 柳湾村 2020-02-14 day abnormal=0 cars=20 turned_back=0"},
	})
}

func TestNoneOfAnotherFormsLabelIsThatFormsReport(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "宣传单无，横幅无，居家无", "report | publicity 柳湾村 2020-02-14 banners=0 leaflets=0 | epidemic-daily 柳湾村 2020-02-14 home=0 home_households=0"},
		{liuwan, "居家3人，无横幅", "report | epidemic-daily 柳湾村 2020-02-14 home=3 | publicity 柳湾村 2020-02-14 banners=0"},
		{liuwan, "居家3人，劝返无", "report | epidemic-daily 柳湾村 2020-02-14 home=3 | checkpoint 柳湾村 2020-02-14 day turned_back=0"},
		{liuwan, "居家3人，发热、横幅均无", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=3 | publicity 柳湾村 2020-02-14 banners=0"},
		{liuwan, "居家3人，宣传单没有发完", liuwanDay + "home=3"},
		{liuwan, "居家3人，无其他人员", liuwanDay + "home=3"},
		{liuwan, "居家3人，无集中隔离人员", liuwanDay + "central=0 home=3"},
	})
}

// The head of a list names one form, the line another before all else.
func TestALineOfAListMayBeginWithAnotherForm(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "#接龙\n疫情日报\n\n1. 宣传日报 柳湾村 宣传单80份", "report | publicity 柳湾村 2020-02-14 leaflets=80"},
	})
}
