package zh_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/report/zh"
)

var china = time.FixedZone("CST", 8*3600)

// showDates writes dates as the table below has them: 02-01, 02-01T16:00,
// 02-01T00:00/02-02T00:00, with the year where it is not the reference's, the
// grain where it is coarser than a day, and the marks asof, lunar, rel, part.
func showDates(dates []zh.Date, ref time.Time) string {
	var all []string
	for _, d := range dates {
		s := showTime(d.Time, d.Grain, ref)
		if !d.EndTime.IsZero() {
			s += "/" + showTime(d.EndTime, d.Grain, ref)
		}
		if d.Grain > zh.GrainDay && !d.Day.IsZero() && d.Day.YearDay() != d.Time.YearDay() {
			s += " of " + d.Day.Format("01-02")
		}
		for _, m := range []struct {
			on   bool
			word string
		}{{d.AsOf, "asof"}, {d.Lunar, "lunar"}, {d.Relative, "rel"}, {d.Part, "part"}, {d.Day.IsZero() && d.Grain > zh.GrainDay, "noday"}} {
			if m.on {
				s += " " + m.word
			}
		}
		all = append(all, s)
	}
	return strings.Join(all, ", ")
}

func showTime(t time.Time, g zh.Grain, ref time.Time) string {
	layout := [...]string{"2006", "2006-01", "01-02", "01-02T15:04", "01-02T15:04"}[g]
	if t.Year() != ref.Year() && g > zh.GrainMonth {
		layout = "2006-" + layout
	}
	return t.Format(layout)
}

var dateCases = []struct{ rule, ref, text, want string }{
	{"month and day", "2020-02-05 17:00", "2月1日柳湾村", "02-01"},
	{"with spaces", "2020-02-05 17:00", "2020 年 2 月 1 日", "02-01"},
	{"day word dropped", "2020-02-05 17:00", "2月1 居家3人", "02-01"},
	{"a count behind the month is no day", "2020-02-05 17:00", "2月3人", "2020-02"},
	{"号", "2020-02-05 17:00", "2月1号", "02-01"},
	{"Han", "2020-02-05 17:00", "二〇二〇年二月一日，二月廿日", "02-01, 02-20"},
	{"dotted year", "2022-04-22 09:00", "2022.04.21 共排查5人", "04-21"},
	{"dashes", "2020-02-07 09:00", "2020-02-06，2020/2/6，20200206", "02-06, 02-06, 02-06"},
	{"year and month", "2022-04-22 09:00", "2022年4月", "2022-04"},
	{"dot opens the text", "2020-02-05 17:00", "2.1柳湾村居家3人", "02-01"},
	{"dot closes the heading", "2020-02-06 17:00", "📌双井村 2.6\n居家：8户23人", "02-06"},
	{"dot beside a report word", "2020-02-05 17:00", "柳湾村2.1日报，补报2.2，截至2.3 居家", "02-01, 02-02, 02-03 asof"},
	{"slash", "2020-02-14 17:00", "2/14 东坡村：居家24人", "02-14"},
	{"dash", "2020-02-14 17:00", "2-1日报", "02-01"},
	{"decimals are none", "2020-02-05 17:00", "2.5米，水位7.5，1/3，2.1", ""},
	{"times with dots are none", "2020-02-05 17:00", "乙 7.50-9.20 早餐", ""},
	{"nearest year", "2020-01-02 09:00", "12月31日日报，1月3日", "2019-12-31, 01-03"},
	{"day alone", "2020-02-05 17:00", "3日，24日晚8:30", "02-03, 01-24T20:30"},
	{"days that go on", "2020-02-05 17:00", "3日、4日、6日，7日，12日", "02-03, 02-04, 02-06, 02-07, 01-12"},
	{"a day behind one of this month", "2020-02-05 17:00", "2月4日，6日", "02-04, 02-06"},
	{"a day behind one of last month", "2020-02-05 17:00", "1月24日，25日，24日", "01-24, 01-25, 01-24"},
	{"a day behind a window", "2020-02-05 17:00", "3日至5日，6日", "02-03/02-05, 02-06"},
	{"day and hour", "2020-07-08 09:00", "8日8时水位17.01米", "07-08T08:00"},
	{"durations are none", "2020-02-05 17:00", "近3日，3日内，满14日，每日2次", ""},
	{"house numbers are none", "2020-02-05 17:00", "3号楼，长江路12号，1号，101室，3号卡口", ""},
	{"relative", "2020-02-05 17:00", "今天，昨日，前天，大前天，明天", "02-05 rel, 02-04 rel, 02-03 rel, 02-02 rel, 02-06 rel"},
	{"last night", "2020-02-05 17:00", "截至昨晚9时30分", "02-04T21:30 asof rel"},
	{"weekdays into the past", "2020-02-05 17:00", "周三，周四，上周日，星期二", "02-05 rel, 01-30 rel, 02-02 rel, 02-04 rel"},
	{"every Monday is a rule", "2020-02-05 17:00", "每周一例会", ""},
	{"weekday repeats", "2020-02-05 17:00", "2月1日（周六）居家3人", "02-01"},
	{"as of an hour", "2020-02-01 17:00", "截止1月31日下午4时", "01-31T16:00 asof"},
	{"24 hours", "2020-02-02 08:00", "截至2月1日24时", "02-02T00:00 of 02-01 asof"},
	{"up to", "2020-02-02 08:00", "2月1日18时止", "02-01T18:00 asof"},
	{"afternoon 15", "2020-02-05 17:00", "下午15时", "02-05T15:00 noday"},
	{"half past", "2020-02-05 17:00", "上午9点半，早六点半", "02-05T09:30 noday, 02-05T06:30 noday"},
	{"clock", "2020-02-05 17:00", "8:20，18时许，晚12点", "02-05T08:20 noday, 02-05T18:00 noday, 02-06T00:00 noday"},
	{"bare 24 hours in the morning", "2020-02-05 08:00", "截至24时", "02-05T00:00 asof noday"},
	{"window of a day", "2020-02-05 08:00", "2月4日0时至24时", "02-04T00:00/02-05T00:00"},
	{"window without a day", "2020-02-05 08:00", "0时至24时", "02-04T00:00/02-05T00:00 noday"},
	{"short windows", "2020-02-05 18:00", "0—12时，0-12时，8:00-18:00", "02-05T00:00/02-05T12:00 noday, 02-05T00:00/02-05T12:00 noday, 02-05T08:00/02-05T18:00 noday"},
	{"overnight", "2020-02-05 21:00", "20时至次日20时", "02-05T20:00/02-06T20:00 noday"},
	{"overnight, told in the morning", "2020-02-05 08:30", "20时至次日8时", "02-04T20:00/02-05T08:00 noday"},
	{"two days", "2020-02-06 17:00", "2月5日16:00至2月6日16:00", "02-05T16:00/02-06T16:00"},
	{"days", "2020-02-06 17:00", "1月25日至2月3日，2月3-5日，3日至5日", "01-25/02-03, 02-03/02-05, 02-03/02-05"},
	{"to this day", "2020-02-06 17:00", "1月24日至今", "01-24/02-06"},
	{"afternoon to afternoon", "2020-02-06 17:00", "下午2点至4点", "02-06T14:00/02-06T16:00 noday"},
	{"months of a year", "2020-06-01 09:00", "2020年1至3月", "2020-01/2020-03"},
	{"hours of a day", "2020-02-02 09:00", "2月1日0-24时，昨日0时—12时", "02-01T00:00/02-02T00:00, 02-01T00:00/02-01T12:00 rel"},
	{"address", "2020-02-05 17:00", "住3组12号", ""},
	{"year and month in figures", "2022-04-22 09:00", "(2022-04)", "2022-04"},
	{"place left for a date", "2020-02-05 17:00", "截至[[今天日期]]，https://a.cn/2020/02/13/", ""},
	{"greeting", "2020-02-05 17:00", "各位领导下午好", ""},
	{"lunar", "2020-02-01 17:00", "正月初八，腊月廿九，农历二月初二，大年初一", "02-01 lunar, 01-23 lunar, 02-24 lunar, 01-25 lunar"},
	{"new year's eve", "2020-02-01 17:00", "除夕", "01-24 lunar"},
	{"impossible", "2020-02-05 17:00", "2月31日，13月1日，4月31日，2021年2月29日，农历正月三十一", ""},
	{"leap day", "2021-02-05 17:00", "2月29日", "2020-02-29"},
	{"last month's day", "2020-03-02 17:00", "31日", ""},
	{"part of a day", "2020-02-05 17:00", "今天下午，昨晚", "02-05T15:00 rel part, 02-04T22:00 rel part"},
	{"points are no hours", "2020-02-05 17:00", "三点要求，有一点问题，三点五公里", ""},
	{"hours lasted are none", "2020-02-05 17:00", "24小时值守，3小时", ""},
	{"labels with colons are none", "2020-02-05 17:00", "卡点2:15人", ""},
	{"last year", "2020-02-05 17:00", "去年12月3日，2019年", "2019-12-03 rel, 2019"},
	{"days of one month", "2020-02-14 17:00", "2月11、12、13日平安，2月3日和4日，2月5、6号", "02-11, 02-12, 02-13, 02-03, 02-04, 02-05, 02-06"},
	{"days without a month", "2020-02-14 17:00", "12、13日平安；二十、廿一日", "02-12, 02-13, 01-20, 01-21"},
	{"the month goes on", "2020-02-14 17:00", "1月5日、6日，1月30日、31日、1日", "01-05, 01-06, 01-30, 01-31, 02-01"},
	{"days in figures", "2020-02-14 17:00", "2.12、2.13平安\n2.1-2.3 平安", "02-12, 02-13, 02-01/02-03"},
	{"days before 均", "2020-02-14 17:00", "2月3日至5日均平安，12日、13日均无异常，3至5日均为0，周六、周日均正常", "02-03/02-05, 02-12, 02-13, 02-03/02-05, 02-08 rel, 02-09 rel"},
	{"averages are no days", "2020-02-14 17:00", "日均5人，近13日均值，周均3次，3、5日内，每3日均有人", ""},
	{"weekdays of one week", "2020-02-14 17:00", "上周三、周四，上周五、周六、周日零报告", "02-05 rel, 02-06 rel, 02-07 rel, 02-08 rel, 02-09 rel"},
	{"days of the lunar month", "2020-02-14 17:00", "大年初一、初二，正月初三至初五", "01-25 lunar, 01-26 lunar, 01-27/01-29 lunar"},
	{"a night of a day", "2020-02-14 17:00", "12日夜班，2月12日-13日夜间", "02-12, 02-12/02-13"},
	{"lists of other things", "2020-02-14 17:00", "3、4人，2月3日、4号楼，2月3日、5、6组，水位2.12、2.13米，1、3人", "02-03, 02-03"},
	{"numbered lines", "2020-02-14 17:00", "1、12日平安\n2、13日平安\n3、2月14日平安", "02-12, 02-13, 02-14"},
	{"month's day", "2020-02-05 17:00", "上月20号，本月3日", "01-20 rel, 02-03 rel"},
}

func TestDatesAreReadIntoThePast(t *testing.T) {
	for _, c := range dateCases {
		ref, err := time.ParseInLocation("2006-01-02 15:04", c.ref, china)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, showDates(zh.Dates(zh.Fold(c.text), ref), ref)); diff != "" {
			t.Errorf("%s: %s\n%s", c.rule, c.text, diff)
		}
	}
}
