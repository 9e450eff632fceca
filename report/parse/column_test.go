package parse_test

import "testing"

func TestAColumnOfTotalsIsNoUnits(t *testing.T) {
	both := "report | epidemic-daily 上坪村 2020-02-14 home=3 | epidemic-daily 下坪村 2020-02-14 home=4"
	for _, table := range []string{
		"|上坪村|下坪村\n居家|3|4",
		"指标|上坪村|下坪村\n居家|3|4",
		"指标|上坪村|下坪村|合计\n居家|3|4|7",
		"|上坪村|下坪村|总计\n居家|3|4|7",
		"|指标|上坪村|下坪村|合计|\n|居家|3|4|7|",
		"指标\t上坪村\t下坪村\t合计\n居家\t3\t4\t7",
	} {
		reads(t, []spoken{{admin, table, both}})
	}
	reads(t, []spoken{{admin, "|上坪村|下坪村\n居家|3|4\n集中|1|0", "report | epidemic-daily 上坪村 2020-02-14 central=1 home=3 | epidemic-daily 下坪村 2020-02-14 central=0 home=4"}})
}
