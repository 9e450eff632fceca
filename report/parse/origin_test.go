package parse_test

import "testing"

func TestAPartIsNeverFiledAsItsTotal(t *testing.T) {
	daily := "report | epidemic-daily 柳湾村 2020-02-14 "
	reads(t, []spoken{
		{liuwan, "湖北返乡5人", daily + "from_hubei=5"},
		{liuwan, "从湖北返乡5人", daily + "from_hubei=5"},
		{liuwan, "湖北籍返乡人员4人", daily + "from_hubei=4"},
		{liuwan, "武汉返乡人员3人湖北返乡人员5人", daily + "from_hubei=5 from_wuhan=3"},
		{liuwan, "武汉、湖北返乡分别为3人、4人", daily + "from_hubei=4 from_wuhan=3"},
		{liuwan, "武汉、湖北返乡均无", daily + "from_hubei=0 from_wuhan=0"},
		{liuwan, "武汉湖北无", daily + "from_hubei=0 from_wuhan=0"},
		{liuwan, "武汉3人返乡10人", daily + "from_wuhan=3 screened=10"},
		{liuwan, "返乡10人，湖北4人", daily + "from_hubei=4 screened=10"},
		{liuwan, "武汉返乡3人排查返乡10人", daily + "from_wuhan=3 screened=10"},
		{liuwan, "武汉3人，返乡人员共10人", daily + "from_wuhan=3 screened=10"},
	})
}
