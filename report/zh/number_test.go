package zh_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qunbao/report/zh"
)

// show writes numbers as the tables below have them: "46人", "≈2600辆", "2..5条",
// "vague 几十", "blank 人", "ordinal 3", "95.91%", "38.1℃", "code G1234".
func show(t zh.Text, numbers []zh.Number) string {
	var all []string
	for _, n := range numbers {
		s := n.N.String() + n.Unit
		switch n.Kind {
		case zh.Range:
			s = n.N.String() + ".." + n.High.String() + n.Unit
		case zh.Vague, zh.Code:
			s = n.Kind.String() + " " + t.Slice(n.Start, n.End) + n.Unit
		case zh.Blank:
			s = "blank " + n.Unit
		case zh.Ordinal:
			s = "ordinal " + n.N.String()
		}
		if n.Approx {
			s = "≈" + s
		}
		all = append(all, strings.TrimSpace(s))
	}
	return strings.Join(all, " ")
}

// numberCases are written from research on public reports, by rule.
var numberCases = []struct{ rule, text, want string }{
	{"digits and measure word", "发热0人，居家46人，出动3车次", "0人 46人 3车次"},
	{"value before label", "0人发热，13人居家隔离，N人集中", "0人 13人"},
	{"spaces inside", "全国确诊 40235 例，疑似 23589 例，死亡 909 例", "40235例 23589例 909例"},
	{"no measure word", "发热:0\n居家:46\n集中:2", "0 46 2"},
	{"bare row", "双井村今天：59 14 46 2 11 0", "59 14 46 2 11 0"},
	{"full width", "居家４６人，发放１，２００份", "46人 1200份"},
	{"thousands", "检查车辆1,358,352辆", "1358352辆"},
	{"a list is no thousands", "3,4,5", "3 4 5"},
	{"a Chinese comma parts", "确诊5，120人隔离", "5 120人"},
	{"Han", "明白纸一百零五份，横幅十二条，广播六次", "105份 12条 6次"},
	{"two, twenty, thirty", "两人、俩、廿二户、卅人", "2人 2 22户 30人"},
	{"formal", "壹拾贰万叁仟元整", "123000元"},
	{"hundred without zero", "一百十一人，一百一十一人", "111人 111人"},
	{"short for the next unit", "八千三人 三万五 一千二份 三百六", "8300人 35000 1200份 360"},
	{"zero keeps its place", "一万零五人 一百零三 1百01", "10005人 103 101"},
	{"mixed", "3千5百 1万2千 2百5十份 8千3 3萬5 二〇人", "3500 12000 250份 8300 35000 20人"},
	{"万 and 亿", "33亿7109.6万剂次，7万份，2.61亿亩", "3371096000剂次 70000份 261000000亩"},
	{"thousand hectares", "农作物受灾面积40.7千公顷", "40700公顷"},
	{"kilogram", "消毒液5千克，三千克，八千斤", "5千克 3千克 8000斤"},
	{"decimal point", "一点五万元 水位17.01米 三点一四", "15000元 17.01米 3.14"},
	{"row of digits", "一五户 幺八九", "15户 189"},
	{"some", "居家数人，转移群众数户，车辆数十辆，好几个人，人数十二人，户数十户，宣传单数百份，居家？人", "vague 数人 vague 数户 vague 数十辆 vague 几个 12人 10户 vague 数百份 blank 人"},
	{"a question is no place", "报了吗？人齐了，几点到？个别", ""},
	{"a count's name is no measure word", "户数14 人数46，户数14人数46人，户数：8 人数：20，14人数次", "14 46 14 46人 8 20 14人"},
	{"negative", "负3人 -10.1万 −5", "-3人 -101000 -5"},
	{"no negative", "发热-3人，2-5，- 6人", "3人 2..5 6人"},
	{"approx behind", "2600余辆，6200余万元，50万余人，62万3千余人，800多立方米，66亿多立方米", "≈2600辆 ≈62000000元 ≈500000人 ≈623000人 ≈800立方米 ≈6600000000立方米"},
	{"approx before", "近3000人、约20人、超过5户、不足10人、近万人、近千台次", "≈3000人 ≈20人 ≈5户 ≈10人 ≈10000人 ≈1000台次"},
	{"approx tail", "300人左右，50人以上，10户上下，3吨许，二十来个，30多", "≈300人 ≈50人 ≈10户 ≈3吨 ≈20个 ≈30"},
	{"near is no about", "附近3户，最近2人，预约5人", "3户 2人 5人"},
	{"range", "3-5条 2~5成 5至8成 三五百人 3–5人 七八十户 十七八个 两三人", "3..5条 20..50% 50..80% 300..500人 3..5人 70..80户 17..18个 2..3人"},
	{"range with multiplier", "2-3万元", "20000..30000元"},
	{"vague", "几人 数十人 若干户 十几人 几十万 上百户 数百名 几百", "vague 几人 vague 数十人 vague 若干户 vague 十几人 vague 几十万 ≈vague 百户 vague 数百名 vague 几百"},
	{"person count before ten", "返乡人数十人", "10人"},
	{"blank", "发热X人 XX例 车辆__辆 ××户 ??人 □□人 [[数字]]人 某户", "blank 人 blank 例 blank 辆 blank 户 blank 人 blank 人 blank 人 blank 户"},
	{"blank, nothing there", "共人，宣传单  份，横幅: 条，其中务工人员人,学生人", "blank 人 blank 份 blank 条 blank 人 blank 人"},
	{"blank with a magnitude", "X余人 __万元 某万元 XX 多条 ××百户 __余万份", "blank 人 blank 元 blank 元 blank 条 blank 户 blank 份"},
	{"a magnitude alone is no count", "某百货店 X万幸 某千金", ""},
	{"a measure word may name the next number", "车28 人59 户3，居家 14 户46人，车28 人：59，3 人 5 户，8 户 居民", "28 59 3 14户 46人 28 59 3人 5户 8户"},
	{"plates", "拦下鄂A12345、粤B·D12345一辆，鄂3人", "code 鄂A12345 code 粤B·D12345 1辆 3人"},
	{"X is a place", "XX村3人 某街道5人 XX省来2人 陈某某1人", "3人 5人 2人 1人"},
	{"ordinals", "第3轮 第一剂 3号楼 2单元 六年级 第七师 3栋", "ordinal 3 ordinal 1 ordinal 3 ordinal 2 ordinal 6 ordinal 7 ordinal 3"},
	{"groups named and counted", "3组王某发热 检查组9组 消毒队63队 派出2组", "ordinal 3 9组 63队 2组"},
	{"list marks", "1. 柳湾村 3人\n2、东坡村 4人\n三、白鹤村 5人\n(4) 石桥", "ordinal 1 3人 ordinal 2 4人 ordinal 3 5人 ordinal 4"},
	{"circled digits are no numbers", "①发热3人②居家4人", "3人 4人"},
	{"percent", "65.66% 百分之三十 七成半 过八成 三分之一 百分百 95.91％", "65.66% 30% 75% ≈80% 33.3333333333% 100% 95.91%"},
	{"half", "半亩 三个半 两天半 三个半小时 河北过半", "0.5亩 3.5个 2.5天 3.5小时 ≈50%"},
	{"half as a word", "上半年 半夜 多半 一半", ""},
	{"temperature", "体温38.1℃ 37度5 36.5度 零下3度 用电300度", "38.1℃ 37.5度 36.5度 -3度 300度"},
	{"money", "壹拾壹元壹角壹分 三块五 5元2角 12.5万元", "11.11元 3.5块 5.2元 125000元"},
	{"phones and IDs", "电话13800000000 0794-1234567 身份证360123199001011234 36012319900101123X", "code 13800000000 code 0794-1234567 code 360123199001011234 code 36012319900101123X"},
	{"masked phone", "138xxxx5678 138****5678", "code 138xxxx5678 138 5678"},
	{"codes", "0010 鄂A00000 G1234次 6车厢 N95口罩20个 5G 1-2-301 295-909", "code 0010 code 鄂A00000 code G1234 ordinal 6 code N95 20个 code 5G code 1-2-301 code 295-909"},
	{"room in a list", "1.295-909 6份\n2.295-910 8份", "ordinal 1 code 295-909 6份 ordinal 2 code 295-910 8份"},
	{"links", "http://a.cn/x?id=12 3人 www.b.com/45", "code http://a.cn/x?id=12 3人 code www.b.com/45"},
	{"times sign", "口罩x20", "20"},
	{"rules are numbers", "2次/日，每日2次，不少于5人，24小时，14天", "2次 2次 ≈5人 24小时 14天"},
	{"pairs", "11户31间 14户46人 46人（14户）", "11户 31间 14户 46人 46人 14户"},
	{"longest measure word", "3家次 5台套 6人次 8台(套) 9个百分点 10亩次", "3家次 5台套 6人次 8台(套) 9个百分点 10亩次"},
	{"idioms", "万一 三心二意 四川 百姓 统一 一切 第一时间 三包一 一把手 三农 千万要注意 唯一一例 四面八方 一起努力", "1例"},
	{"slogans", "不燃一把火，不冒一处烟", ""},
	{"one incident", "发现一起 林火一起 一起火灾 发生一起交通事故 福建省沙县一起林火 二十一起", "1起 1起 1起 1起 1起 21起"},
	{"together", "大家一起加油 一起去处置火情 和家人一起从武汉回", ""},
	{"places", "五里坪村3人 十里铺2户 八里庄村", "3人 2户"},
	{"dates are no numbers", "2月1日16时居家46人，2.1日报，昨天5人", "46人 5人"},
	{"words behind the measure", "3起火灾 2处置办 5人员 4次日常", "3起 2 5 4"},
	{"names after a number", "发热0 本村平安 新增2 张三", "0 2"},
	{"listed groups", "排查1、2、3组共45户", "ordinal 1 ordinal 2 ordinal 3 45户"},
	{"none at all", "无一人外出，不漏一户，没有一例", ""},
	{"height", "身高一米八，1米65", "1.8米 1.65米"},
	{"roads", "K123+400处 乡道X012 G60高速", "code K123+400 code X012 code G60"},
	{"bare hundred and more", "百八十人 千余人", "vague 百八十人 ≈1000人"},
	{"leaflets", "传单一千二，宣传单一份", "1200 1份"},
	{"ratio", "按1:100配制，卡点:15人", "code 1:100 15人"},
	{"reasons", "一是加强领导，二是压实责任", ""},
}

func TestNumbersAreReadAsCadresMeanThem(t *testing.T) {
	for _, c := range numberCases {
		text := zh.Fold(c.text)
		if diff := cmp.Diff(c.want, show(text, zh.Numbers(text))); diff != "" {
			t.Errorf("%s: %s\n%s", c.rule, c.text, diff)
		}
	}
}

func TestWhatOnlyLooksLikeANumberIsNone(t *testing.T) {
	for _, text := range []string{
		"群众情绪十分稳定", "十分感谢各位", "三天两头往工地跑", "四处张贴通告", "千方百计", "请拨打119报警", "热线12345", "王某某电话13800001234，已到家",
		"手机13700003456。", "（2）出动车辆", "出动人员；（2）清理杂物",
	} {
		for _, n := range zh.Numbers(zh.Fold(text)) {
			if n.Kind != zh.Ordinal && n.Kind != zh.Code {
				t.Errorf("%s: %s %s", text, n.N, n.Kind)
			}
		}
	}
}

func TestWhatLooksLikeAnIdiomMayBeANumber(t *testing.T) {
	for text, want := range map[string]string{
		"降雨一毫米": "1", "十分钟": "10", "得十分": "10", "四处隐患": "4", "发热(2)": "2", "损失约3万元": "30000", "值守约1人": "1", "险情约一起": "1",
		"负百分之五": "-5", "九成五": "95", "一千零廿五": "1025", "4300000": "4300000", "打120人": "120", "劝停桌数十桌": "10",
	} {
		found := zh.Numbers(zh.Fold(text))
		if len(found) != 1 || found[0].N.String() != want {
			t.Errorf("%s: %v, want %s", text, found, want)
		}
	}
}
