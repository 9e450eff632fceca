package parse_test

import "testing"

func TestNumbersSaidRespectivelyOfUnitsGoToEach(t *testing.T) {
	two := "report | epidemic-daily 上坪村 2020-02-14 home=30 | epidemic-daily 下坪村 2020-02-14 home=21"
	more := "report | epidemic-daily 上坪村 2020-02-14 home=30 released=12 | epidemic-daily 下坪村 2020-02-14 home=21 released=13"
	reads(t, []spoken{
		{lead, "上坪、下坪两村居家观察人数分别为30人、21人，解除分别为12人、13人", more},
		{lead, "上坪、下坪两村居家观察分别为30人和21人", two},
		{lead, "上坪村、下坪村居家分别30人、21人。", two},
		{lead, "上坪村和下坪村分别居家30人、21人", two},
		{lead, "上坪村、下坪村分别有居家30人、21人，解除12人、13人", more},
		{lead, "上坪、下坪居家依次为30、21人，解除依次为12、13人", more},
		{lead, "居家观察：上坪、下坪分别为30人、21人", two},
		{lead, "上坪、下坪居家分别为30人、21人，解除均为12人", "report | epidemic-daily 上坪村 2020-02-14 home=30 released=12 | epidemic-daily 下坪村 2020-02-14 home=21 released=12"},
		{lead, "上坪、下坪居家分别为7户30人、6户21人，发热均无", "report | epidemic-daily 上坪村 2020-02-14 fever=0 home=30 home_households=7 | epidemic-daily 下坪村 2020-02-14 fever=0 home=21 home_households=6"},
		{lead, "上坪、下坪居家分别为30人（7户）、21人（6户）", "report | epidemic-daily 上坪村 2020-02-14 home=30 home_households=7 | epidemic-daily 下坪村 2020-02-14 home=21 home_households=6"},
		{lead, "上坪、下坪两村居家、集中分别为30人、4人", "report | epidemic-daily 上坪村 2020-02-14 central=4 home=30 | epidemic-daily 下坪村 2020-02-14 central=4 home=30"},
		{lead, "上坪村居家、集中分别为30人、4人", "report | epidemic-daily 上坪村 2020-02-14 central=4 home=30"},
		{lead, "上坪、下坪居家30人、21人", two},
		{lead, "上坪、下坪居家30人和21人，解除12人和13人", more},
		{lead, "上坪、下坪居家7户、30人", "report | epidemic-daily 上坪村 2020-02-14 home=30 home_households=7 | epidemic-daily 下坪村 2020-02-14 home=30 home_households=7"},
		{lead, "上坪、下坪两村居家均为30人", "report | epidemic-daily 上坪村 2020-02-14 home=30 | epidemic-daily 下坪村 2020-02-14 home=30"},
		{lead, "上坪村、下坪村宣传单分别发放80份、60份，横幅分别悬挂3条、2条", "report | publicity 上坪村 2020-02-14 banners=3 leaflets=80 | publicity 下坪村 2020-02-14 banners=2 leaflets=60"},
		{admin, "上坪、下坪、南山三村居家分别为30人、21人、19人，集中分别为4人、3人、0人", "report | epidemic-daily 上坪村 2020-02-14 central=4 home=30 | epidemic-daily 下坪村 2020-02-14 central=3 home=21 | epidemic-daily 南山村 2020-02-14 central=0 home=19"},
		{admin, "上坪、下坪、南山居家观察户数分别为7户、6户、5户，人数分别为30人、21人、19人", "report | epidemic-daily 上坪村 2020-02-14 home=30 home_households=7 | epidemic-daily 下坪村 2020-02-14 home=21 home_households=6 | epidemic-daily 南山村 2020-02-14 home=19 home_households=5"},
		{admin, "上坪、下坪、南山三村居家分别为30人、21人", "chatter"},
		{lead, "上坪34人、下坪40人居家", "report | epidemic-daily 上坪村 2020-02-14 home=34 | epidemic-daily 下坪村 2020-02-14 home=40"},
		{lead, "上坪、下坪居家、集中人数分别为34人、4人和40人、3人", "report | epidemic-daily 上坪村 2020-02-14 central=4 home=34 | epidemic-daily 下坪村 2020-02-14 central=3 home=40"},
		{lead, "两村居家分别为：上坪34人，下坪40人", "report | epidemic-daily 上坪村 2020-02-14 home=34 | epidemic-daily 下坪村 2020-02-14 home=40"},
		{lead, "上坪、下坪发热分别为0人、1人", "report | epidemic-daily 上坪村 2020-02-14 fever=0 | epidemic-daily 下坪村 2020-02-14 fever=1 urgent [fever]"},
		{lead, "上坪和下坪今天各发宣传单80份", "report | publicity 上坪村 2020-02-14 leaflets=80 | publicity 下坪村 2020-02-14 leaflets=80"},
	})
}

func TestADayBeforeAUnitIsThatUnits(t *testing.T) {
	reads(t, []spoken{
		{lead, "补报昨天：上坪村居家22人，解除15人\n今天：上坪村居家20人，解除17人", "report | epidemic-daily 上坪村 2020-02-13 home=22 released=15 | epidemic-daily 上坪村 2020-02-14 home=20 released=17"},
		{lead, "2月13日上坪村居家30人\n2月14日下坪村居家21人", "report | epidemic-daily 上坪村 2020-02-13 home=30 | epidemic-daily 下坪村 2020-02-14 home=21"},
		{lead, "2.13 上坪村居家30人\n2.12 下坪村居家21人", "report | epidemic-daily 上坪村 2020-02-13 home=30 | epidemic-daily 下坪村 2020-02-12 home=21"},
		{lead, "昨天上坪居家30人，今天下坪居家21人", "report | epidemic-daily 上坪村 2020-02-13 home=30 | epidemic-daily 下坪村 2020-02-14 home=21"},
		{lead, "2月13日\n上坪村居家30人\n下坪村居家21人", "report | epidemic-daily 上坪村 2020-02-13 home=30 | epidemic-daily 下坪村 2020-02-13 home=21"},
		{lead, "上坪村居家30人，从2月1日起下坪村居家21人", "report | epidemic-daily 上坪村 2020-02-14 home=30 | epidemic-daily 下坪村 2020-02-14 home=21"},
	})
}
