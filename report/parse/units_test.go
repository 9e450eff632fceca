package parse_test

import "testing"

// both is the gist of a report of the villages that the lead answers for.
func both(shang, xia string) string {
	return "report | epidemic-daily 上坪村 2020-02-14 " + shang + " | epidemic-daily 下坪村 2020-02-14 " + xia
}

func TestVillagesWrittenSideBySideSpeakTogether(t *testing.T) {
	reads(t, []spoken{
		{lead, "上坪下坪平安", both("zero", "zero")},
		{lead, "上坪村下坪村平安", both("zero", "zero")},
		{lead, "上坪下坪两村平安", both("zero", "zero")},
		{lead, "上坪下坪均无异常", both("zero", "zero")},
		{lead, "上坪村下坪村居家3人", both("home=3", "home=3")},
		{lead, "上坪下坪居家分别3人、2人", both("home=3", "home=2")},
		{lead, "上坪下坪都无发热", both("fever=0", "fever=0")},
		{lead, "上坪村居家3人下坪村居家2人", both("home=3", "home=2")},
		{lead, "上坪2人下坪3人居家", both("home=2", "home=3")},
		// A group or a school is a place in the village before it.
		{liuwan, "柳湾村东坡组居家3人", liuwanDay + "home=3"},
		{liuwan, "柳湾村南山小学无发热", liuwanDay + "fever=0"},
	})
}

func TestALabelBehindTheListIsSharedByAll(t *testing.T) {
	reads(t, []spoken{
		{lead, "上坪村3人，下坪村2人居家观察", both("home=3", "home=2")},
		{lead, "上坪村3人、下坪村2人居家", both("home=3", "home=2")},
		{lead, "上坪3户5人，下坪2户4人居家", both("home=5 home_households=3", "home=4 home_households=2")},
		{lead, "上坪3户5人、下坪2户4人居家，均无发热", both("fever=0 home=5 home_households=3", "fever=0 home=4 home_households=2")},
		{lead, "上坪3人，下坪2人居家，1人集中", both("home=3", "central=1 home=2")},
		{lead, "上坪、下坪分别3人、2人居家", both("home=3", "home=2")},
		{lead, "上坪、下坪分别有3人和2人居家观察", both("home=3", "home=2")},
		{lead, "排查：上坪3人，下坪2人居家", both("screened=3", "home=2")},
		{lead, "上坪3人集中，下坪2人居家", both("central=3", "home=2")},
		// What is told of the first in words is not the label of the second.
		{lead, "上坪3人开会，下坪2人居家", "report | epidemic-daily 下坪村 2020-02-14 home=2"},
		{lead, "上坪来了3人，下坪2人居家", "report | epidemic-daily 下坪村 2020-02-14 home=2"},
	})
}

func TestADayBesideAUnitBehindACommaIsThatUnits(t *testing.T) {
	two := "report | epidemic-daily 上坪村 2020-02-12 home=3 | epidemic-daily 下坪村 2020-02-13 home=4"
	reads(t, []spoken{
		{lead, "2月12日上坪居家3人，13日下坪居家4人", two},
		{lead, "2月12日上坪村居家3人，2月13日下坪村居家4人", two},
		{lead, "2月12日上坪村居家3人，2月13日 下坪村居家4人", two},
		{lead, "上坪村2月12日居家3人，下坪村2月13日居家4人", two},
		{lead, "2月12日上坪村：居家3人，2月13日下坪村：居家4人", two},
		{lead, "2月12日上坪平安，13日下坪居家4人", "report | epidemic-daily 上坪村 2020-02-12 zero | epidemic-daily 下坪村 2020-02-13 home=4"},
		{lead, "上坪村居家3人，2月13日下坪村居家4人", "report | epidemic-daily 上坪村 2020-02-14 home=3 | epidemic-daily 下坪村 2020-02-13 home=4"},
		{lead, "上坪村居家3人，下坪村1月25日从武汉返回的2人居家", both("home=3", "home=2")},
	})
}
