package parse_test

import "testing"

func TestValuesOfASecondFormAreAReportOfThatForm(t *testing.T) {
	const home, both = "report | epidemic-daily 柳湾村 2020-02-14 home=3 | publicity 柳湾村 2020-02-14 leaflets=80", "report | publicity 柳湾村 2020-02-14 leaflets=80 | epidemic-daily 柳湾村 2020-02-14 home=3"
	reads(t, []spoken{
		{liuwan, "疫情日报：居家3人；宣传单80份", home},
		{liuwan, "疫情日报：居家3人，发放宣传单80份。", home},
		{liuwan, "柳湾村疫情日报\n居家：3\n宣传单：80", home},
		{liuwan, "疫情日报 居家3人 宣传单80份", home},
		{liuwan, "宣传消杀：宣传单80份，居家3人", both},
		{liuwan, "宣传统计\n宣传单：80份\n居家：3人", both},
		{liuwan, "居家3人，宣传单80份", both},
		{liuwan, "宣传单80份，居家3人", both},
		{liuwan, "宣传单80份\n居家3人", both},
		{liuwan, "村名 居家 宣传单\n柳湾村 3 80", both},
		{liuwan, "居家3人，集中2人，出动宣传车2辆", "report | epidemic-daily 柳湾村 2020-02-14 central=2 home=3 | publicity 柳湾村 2020-02-14 vehicles=2"},
		{liuwan, "居家3人，检查车辆20辆，检查人员30人次", "report | checkpoint 柳湾村 2020-02-14 day cars=20 people=30 | epidemic-daily 柳湾村 2020-02-14 home=3"},
		{liuwan, "居家3人、宣传单80份、检查车辆20辆", "report | checkpoint 柳湾村 2020-02-14 day cars=20 | epidemic-daily 柳湾村 2020-02-14 home=3 | publicity 柳湾村 2020-02-14 leaflets=80"},
		{liuwan, "2月13日居家3人，宣传单80份", "report | publicity 柳湾村 2020-02-13 leaflets=80 | epidemic-daily 柳湾村 2020-02-13 home=3"},
		{liuwan, "居家3人，宣传单X份", "report | publicity 柳湾村 2020-02-14 | epidemic-daily 柳湾村 2020-02-14 home=3"},
		{liuwan, "疫情日报：居家3人，宣传单80条", "report | epidemic-daily 柳湾村 2020-02-14 home=3 | publicity 柳湾村 2020-02-14 unit:leaflets"},
		{lead, "上坪村居家3人，宣传单80份\n下坪村宣传单60份，居家2人", "report | publicity 上坪村 2020-02-14 leaflets=80 | epidemic-daily 上坪村 2020-02-14 home=3 | publicity 下坪村 2020-02-14 leaflets=60 | epidemic-daily 下坪村 2020-02-14 home=2"},
		{liuwan, solitaire("柳湾村 居家40人，宣传单30份", "东坡村 居家20人"), "report | epidemic-daily 柳湾村 2020-02-14 home=40 | publicity 柳湾村 2020-02-14 leaflets=30 | epidemic-daily 东坡村 2020-02-14 home=20"},
		{liuwan, "更正：居家应为4人，宣传单应为90份", "correction | publicity 柳湾村 2020-02-14 leaflets=90 | epidemic-daily 柳湾村 2020-02-14 home=4"},
	})
}

// What a form knows stays with it, and what stands inside a sentence of something
// else is no second report.
func TestWhatIsNoValueOfASecondFormIsLeft(t *testing.T) {
	home := "report | epidemic-daily 柳湾村 2020-02-14 home=3"
	reads(t, []spoken{
		{liuwan, "疫情日报：居家3人，值守2人", "report | epidemic-daily 柳湾村 2020-02-14 guards=2 home=3"},
		{liuwan, "疫情日报：居家3人，卡点2个", "report | epidemic-daily 柳湾村 2020-02-14 checkpoints=2 home=3"},
		{liuwan, "疫情日报：居家3人，发热0人", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=3"},
		{liuwan, "疫情日报：居家3人\n备注：宣传单80份", "report | epidemic-daily 柳湾村 2020-02-14 home=3 note=0"},
		{liuwan, "居家3人\n备注：宣传单80份", "report | epidemic-daily 柳湾村 2020-02-14 home=3 note=0"},
		{liuwan, "居家3人，还需宣传单80份", home},
		{liuwan, "居家3人，申请宣传单80份", home},
		{liuwan, "居家3人，宣传车坏了2辆", home},
		{liuwan, "居家3人，出动车辆3辆", home},
		{liuwan, "居家3人，租用车辆3辆送物资", home},
		{liuwan, "居家3人，全镇发放宣传单8000份", home},
		{liuwan, "居家3人，本周累计发放宣传单800份", home},
		{liuwan, "疫情日报：居家3人，明天发宣传单80份", home},
		{liuwan, "疫情日报：居家3人，县里送来的宣传单80份已入库", home},
		{liuwan, "疫情日报：居家3人，家中有车2辆", home},
		{liuwan, "对居家3人发放宣传单80份", "report | publicity 柳湾村 2020-02-14 leaflets=80"},
		{liuwan, "宣传单80份发给居家3人", "report | publicity 柳湾村 2020-02-14 leaflets=80"},
	})
}

func TestAZeroPhraseBesideTwoFormsSpeaksOfTheNamedOrTheFirst(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "居家3人，宣传单80份，平安", "report | publicity 柳湾村 2020-02-14 leaflets=80 | epidemic-daily 柳湾村 2020-02-14 fever=0 home=3 new_today=0"},
		{liuwan, "疫情日报：居家3人，宣传单80份，无异常", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=3 new_today=0 | publicity 柳湾村 2020-02-14 leaflets=80"},
		{liuwan, "居家3人，车辆20辆，其余均为0", "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=3 new_today=0 | checkpoint 柳湾村 2020-02-14 day abnormal=0 cars=20 turned_back=0"},
	})
}

// A count of a week or a month is none of a day.
func TestACountOfMoreDaysIsNoValueOfOne(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "居家3人，本周新增2人", "report | epidemic-daily 柳湾村 2020-02-14 home=3"},
		{liuwan, "本月发放宣传单800份，横幅3条", "report | publicity 柳湾村 2020-02-14 banners=3"},
		{liuwan, "1月以来累计排查40人，目前居家3人", "report | epidemic-daily 柳湾村 2020-02-14 home=3 screened=40"},
		{liuwan, "2月疫情日报：新增2人，居家3人", "report | epidemic-daily 柳湾村 2020-02-14 home=3 new_today=2"},
	})
}
