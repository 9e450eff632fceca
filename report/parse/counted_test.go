package parse_test

import "testing"

func TestAFieldMayBeNamedByWhatItCounts(t *testing.T) {
	want := "report | epidemic-daily 柳湾村 2020-02-14 home=46 home_households=14"
	reads(t, []spoken{
		{liuwan, "居家户数14，人数46", want},
		{liuwan, "居家观察户数：14\n人数：46", want},
		{liuwan, "居家隔离：户数14，人数46", want},
		{liuwan, "居家隔离：户数14户，人数46人", want},
		{liuwan, "居家 户数14 人数46", want},
		{liuwan, "居家户数14人数46", want},
		{liuwan, "居家14户，人数46", want},
		{liuwan, "居家14户46", want},
		{liuwan, "宣传单80份，人数46", "report | publicity 柳湾村 2020-02-14 leaflets=80"},
	})
}

func TestAShortLabelGluedToTheNumberBeforeIsALabel(t *testing.T) {
	reads(t, []spoken{
		{dongpo, "卡点白班车20人30", "report | checkpoint 东坡村 2020-02-14 day cars=20 people=30"},
		{dongpo, "东坡卡点白班：车20人30劝返2异常0", "report | checkpoint 东坡村 2020-02-14 day abnormal=0 cars=20 people=30 turned_back=2"},
		{dongpo, "值守3人，车20辆人30", "report | checkpoint 东坡村 2020-02-14 day cars=20 people=30 staff=3"},
		{liuwan, "居家14户46，集中2", "report | epidemic-daily 柳湾村 2020-02-14 central=2 home=46 home_households=14"},
	})
}
