package parse_test

import (
	"strings"
	"testing"
)

func TestADayAboveSeveralUnitsIsThatOfEach(t *testing.T) {
	four := "report | epidemic-daily 柳湾村 2020-02-13 home=3 | epidemic-daily 东坡村 2020-02-13 home=4 | epidemic-daily 柳湾村 2020-02-14 home=5 | epidemic-daily 东坡村 2020-02-14 home=6"
	text := "D1\n柳湾村居家3人\n东坡村居家4人\nD2\n柳湾村居家5人\n东坡村居家6人"
	for _, days := range [][2]string{
		{"2月13日", "2月14日"}, {"2月13日：", "2月14日："}, {"昨天", "今天"}, {"【2月13日】", "【2月14日】"},
		{"2月13日疫情日报", "2月14日疫情日报"}, {"补报2月13日：", "2月14日："}, {"2.13", "2.14"},
	} {
		lines := strings.NewReplacer("D1", days[0], "D2", days[1]).Replace(text)
		reads(t, []spoken{
			{admin, lines, four},
			{admin, strings.ReplaceAll(lines, "\n", "\n\n"), four},
			{admin, strings.NewReplacer("柳湾", "1. 柳湾", "东坡", "2. 东坡").Replace(lines), four},
		})
	}
	reads(t, []spoken{
		{admin, "2月13日柳湾村居家3人、东坡村居家4人\n2月14日柳湾村居家5人、东坡村居家6人", four},
		{admin, "昨天：柳湾村居家3人，东坡村居家4人\n今天：柳湾村居家5人，东坡村居家6人", four},
		{admin, "今天\n柳湾村居家3人\n东坡村居家4人\n昨天\n柳湾村平安\n东坡村平安",
			"report | epidemic-daily 柳湾村 2020-02-14 home=3 | epidemic-daily 东坡村 2020-02-14 home=4 | epidemic-daily 柳湾村 2020-02-13 zero | epidemic-daily 东坡村 2020-02-13 zero"},
	})
}

func TestAFormOrSlotAboveSeveralUnitsIsThatOfEach(t *testing.T) {
	reads(t, []spoken{
		{admin, "疫情日报\n柳湾村平安\n东坡村平安\n宣传消杀\n柳湾村平安\n东坡村平安",
			"report | epidemic-daily 柳湾村 2020-02-14 zero | epidemic-daily 东坡村 2020-02-14 zero | publicity 柳湾村 2020-02-14 zero | publicity 东坡村 2020-02-14 zero"},
		{admin, "2月13日夜班\n柳湾村平安\n东坡村车辆4辆\n2月14日白班\n柳湾村车辆5辆\n东坡村平安",
			"report | checkpoint 柳湾村 2020-02-13 night zero | checkpoint 东坡村 2020-02-13 night cars=4 | checkpoint 柳湾村 2020-02-14 day cars=5 | checkpoint 东坡村 2020-02-14 day zero"},
	})
}

func TestTheFirstUnitKeepsItsOwnDay(t *testing.T) {
	own := "report | epidemic-daily 柳湾村 2020-02-14 home=3 | epidemic-daily 东坡村 2020-02-13 home=4"
	reads(t, []spoken{
		{admin, "今天柳湾村居家3人\n昨天东坡村居家4人", own},
		{admin, "今天柳湾村居家3人。昨天东坡村居家4人", own},
		{admin, "今天柳湾村居家3人，昨天东坡村居家4人", own},
		{admin, "今天：柳湾村居家3人\n昨天：东坡村居家4人", own},
		{admin, "2月14日柳湾村居家3人，2月13日东坡村居家4人", own},
		{admin, "各位领导，今天柳湾村居家3人，昨天东坡村居家4人", own},
		{admin, "今天柳湾村平安\n昨天东坡村平安", "report | epidemic-daily 柳湾村 2020-02-14 zero | epidemic-daily 东坡村 2020-02-13 zero"},
		{admin, "今天柳湾村居家3人\n石桥村居家2人\n昨天东坡村居家4人",
			"report | epidemic-daily 柳湾村 2020-02-14 home=3 | epidemic-daily 石桥村 2020-02-14 home=2 | epidemic-daily 东坡村 2020-02-13 home=4"},
		// A day beside one unit below is that unit's alone.
		{admin, "柳湾村居家3人\n昨天东坡村居家4人\n石桥村居家2人",
			"report | epidemic-daily 柳湾村 2020-02-14 home=3 | epidemic-daily 东坡村 2020-02-13 home=4 | epidemic-daily 石桥村 2020-02-14 home=2"},
	})
}
