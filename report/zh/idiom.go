package zh

import (
	"strings"
	"sync"
	"unicode"
)

// idioms are words that hold a numeral and count nothing. Those that begin
// with a numeral are read only where no numeral stands before: 三万一 is 31000.
var idioms = sync.OnceValue(func() *words {
	return newWords(strings.Fields(`
统一 唯一 惟一 逐一 专一 单一 同一 另一 任一 之一 归一 不一 合一 划一 其一 万一 以防万一 老百姓 百姓 始终如一 表里如一
一切 一般 一直 一定 一些 一样 一边 一旦 一律 一致 一线 一带 一同 一并 一体 一体化 一度 一向 一再 一经 一贯 一概 一流 一味 一举 一连 一共 一系列 一方面 一会 一会儿 一点儿 一点也 一点都 一点点
一下 一番 一次性 一把手 一条龙 一站式 一票否决 一刀切 一盘棋 一张网 一张图 一口气 一条心 一门心思 一如既往 一目了然 一视同仁 一丝不苟 一手抓 一家人 一家子 一辈子 一生 一世 一早 一大早 一心一意
一时间 一时半会 一朝 一日游 一日三餐 一日三检 一年一度 一对一 一老一小 一岗双责 一肩挑 一事一议 一图 一码通 一卡通 一本通 一窗 一网 一键 一把火 一处烟 一片红 一席之地 一丝 一毫 一臂之力
前一天 上一天 后一天 同一天 那一天 这一天 当一天 上一次 前一次 上一年 前一年 一封信 一声 说一千道一万 一线工作 一半 一旁 一侧 一角 一幕 一律不 一刻不停 一起来 一代人 一分子 一份子 一份力 一道道 一户一 一村一 一人一 一企一 一校一 一车一 一车间 一日一 一天一 一周一 一月一 一年一
三天两头 三更半夜 三下五除二 三头六臂 三生有幸 隔三差五 一天到晚 一五一十 一波三折 一草一木 一砖一瓦 一针一线 一言一行 一举一动 一朝一夕 一来二去 一鼓作气 一落千丈 一触即发 一哄而 一拥而 一盘散沙 一筹莫展 一帆风顺 一路平安 一路顺风
多此一举 略知一二 首屈一指 独树一帜 十之八九 五大三粗 五体投地 五味杂陈 七拼八凑 百年不遇 百花齐放 百忙 百感交集 百密一疏 百废待 千家万户 千方百计 千辛万苦 千山万水 千真万确 千丝万缕 千叮万嘱 千言万语 千钧一发 万无一失 万家灯火 万分感谢 万分火急 万分紧急 万分抱歉 九牛一毛
三心二意 三农 三包一 三包 三令五申 三三两两 三五成群 三番五次 三长两短 三言两语 三角 三轮车 三峡 三亚 三门峡 三明市 三甲 三无 三公 三资 三产 三防 三堂 三夏 三秋 三伏 三九天 三八 三观 三严三实 三级联动 三方
再三 张三 李四 王五 接二连三 朝三暮四 不三不四 丢三落四 颠三倒四 低三下四 推三阻四 四川 四季 四周 四面 四面八方 四处奔 四处走 四处寻 四处找 四处打 四处张 四处宣 四处游 四处逃 四处散 四处蔓 四处求 四处借 四处搜 四处转 四处跑 四处看 四处飘 四处流 四平八稳 四分五裂 四通八达 四不两直 四邻 四舍五入 四肢 四清 四议两公开 四早 四有 四类人员
五保 五保户 五一 五星 五金 五官 五谷 五湖四海 五花八门 五四 五味 五岳 五包一 五小 五级书记 六一 六安 六神无主 六稳 六保 六畜 七一 七上八下 乱七八糟 七嘴八舌 七手八脚 七夕 七七八八
八一 八方 八卦 八宝 八项规定 八家子 横七竖八 九江 九寨 九九 九牛 九州 九一八 双十一 双十二 双十 十一假期 十一期间 国庆十一 十一长假 十一黄金周 
十足 十堰 十全十美 十字 十字路口 十佳 十九大 二十大 十八大 十二五规划 十二五时期 十二五期间 十二五以来 十二五末 十二五开局 十三五规划 十三五时期 十三五期间 十三五以来 十三五末 十三五开局 十四五规划 十四五时期 十四五期间 十四五以来 十四五末 十四五开局 十五五规划 十五五时期 十五五期间 十五五以来 十五五末 十五五开局 十有八九 八九不离十 十里八乡 十拿九稳 十万火急 十户联保 十个一 二十四节气 三百六十行 二十四史
两会 两委 两山 两手 两侧 两岸 两端 两旁 两地 两者 两头 两极 两用 两口子 两下子 两不愁 两面 两边 两码 两难 两全 一举两得 一分为二 说一不二 数一数二 独一无二 一清二楚 一干二净 一穷二白 合二为一 二者
二维码 二手 二胡 二月二 二孩 二胎 二婚 二程 二房东 二次供水 二次元 二话 二级响应 一级响应 三级响应 四级响应 二线 三线 零报告 日零报告 零距离 零星 零售 零食 零钱 零散 零件 零部件 零容忍 零工 零用 零上 零碎 零敲 清零 归零
几乎 几何 几率 茶几 几经 几番 几时 几度 未几 几许 几近 无几 寥寥无几 半夜 半路 半山 夜半 大半 多半 半数 半径 半成品 一年半载 半途 半空 半岛 百分点 无数 不计其数
七星 八仙 九龙 三桥 三元 三合 三河 四海 五里 五道口 六合 七里 八里 九里 三里 双五 千万不 千万要 千万别 千万注意 万众一心 万万不 百闻不如一见 百里挑一 千篇一律 九死一生 专人专 一专多能 一式 一式两份 一式三份
初一 初二 初三 高一 高二 高三 大一 大二 大三 大四 研一 研二 研三 老大 老二 老三 老四 老五 老六 小二 第一时间 第一书记 第一责任人 第一线 星期一 礼拜一
`)...)
})

// idiom returns the length of the idiom at i, or 0.
func (s *scanner) idiom(i int) int {
	if s.r[i] < 0x80 {
		return 0
	}
	if n := max(s.together(i), s.very(i)); n > 0 {
		return n
	}
	word, n := idioms().longest(s.r[i:])
	if n == 0 || s.dated(i+n-1) {
		return 0
	}
	if s.numeral(i) && (s.numeral(i-1) || s.peek(i-1) == '第') {
		return 0
	}
	if s.numeral(i) && s.unit(i+1).end > i+n {
		return 0 // 一毫米 is no 一毫
	}
	if !s.numeral(i) && s.numeral(i+n-1) && s.countsOn(i, i+n) {
		return 0
	}
	if isPlace(word) && !unicode.Is(unicode.Han, s.peek(i+n)) {
		return 0
	}
	return n
}

// very returns 2 where 十分 at i means very: 十分稳定, not 得十分 or 十分钟.
func (s *scanner) very(i int) int {
	if s.r[i] != '十' || s.peek(i+1) != '分' || s.numeral(i-1) || among(s.peek(i-1), "得扣打加减满记") {
		return 0
	}
	if next := s.peek(i + 2); unicode.Is(unicode.Han, next) && !among(next, "之钟多余左上以为和与") {
		return 2
	}
	return 0
}

// countsOn tells 宣传单一千份 and 宣传单一份 from 单一: the numeral that the
// idiom [i,end) ends with goes on, or 单一, 高一 or 大一 has a measure word
// behind it.
func (s *scanner) countsOn(i, end int) bool {
	next := s.peek(end)
	if smallUnit(next) > 0 || bigUnit(next) > 0 {
		return true
	}
	return among(s.r[i], "单高大") && s.unit(end).found()
}

// isPlace tells the idioms that are only names before something else: 五里 is
// five li, 五里坪 is a place.
func isPlace(w string) bool {
	switch w {
	case "三里", "五里", "七里", "八里", "九里", "三元", "四周", "一角":
		return true
	}
	return false
}

// incidents are what 一起 counts.
var incidents = sync.OnceValue(func() *words {
	return newWords(strings.Fields(`
火灾 火情 火警 火险 山火 林火 森林火灾 火点 事故 事件 案件 案 纠纷 矛盾 疫情 险情 灾情 警情 交通 车祸 溺水 违法 违规 违章 聚集 举报 投诉 上访 信访 焚烧 露天焚烧 秸秆焚烧 盗窃 诈骗 电诈 打架 斗殴
塌方 滑坡 山体滑坡 泥石流 决口 管涌 漏水 停电 中毒 食物中毒 触电 刑事 治安 突发 邻里 家庭 婚姻 土地 较大 重大 一般 生产 安全 道路 追尾 酒驾 闯卡 酒席 赌博 隐患 违建 火患 烧荒 烧秸秆 自燃
`)...)
})

// togetherBefore are the words behind which 一起 counts an incident.
var togetherBefore = sync.OnceValue(func() endings {
	return newEndings("发现", "发生", "处置", "查处", "接报", "报告", "制止", "处理", "引发", "扑灭", "新增", "共", "仅", "有", "了", "调处", "化解", "接到", "上报", "劝停", "办理", "受理", "取缔", "破获", "整改", "立案")
})

// together returns 2 where 一起 at i means together and counts nothing.
func (s *scanner) together(i int) int {
	if s.r[i] != '一' || s.peek(i+1) != '起' || s.numeral(i-1) {
		return 0
	}
	if s.namesIncident(i+2) || s.followsIncident(i) || togetherBefore().before(s.r, i) > 0 {
		return 0
	}
	return 2
}

// namesIncident tells whether an incident is named within four runes from i
// and nothing before it is something people do together.
func (s *scanner) namesIncident(i int) bool {
	for k := i; k <= i+4 && k < len(s.r); k++ {
		if _, n := incidents().longest(s.r[k:]); n > 0 {
			return true
		}
		if !unicode.Is(unicode.Han, s.r[k]) || among(s.r[k], "来去处做把将帮协配参到和对在吃看玩走回干搞抓管清扑灭防应为努打学开") {
			return false
		}
	}
	return false
}

// followsIncident tells 火情一起 at the end of a clause.
func (s *scanner) followsIncident(i int) bool {
	if unicode.IsLetter(s.peek(i + 2)) {
		return false
	}
	i -= s.approxBefore(i).words // 险情约一起
	for k := max(0, i-4); k < i; k++ {
		if _, n := incidents().longest(s.r[k:i]); n > 0 && k+n == i {
			return true
		}
	}
	return s.peek(i-1) == ':' || s.peek(i-1) == ' ' && i >= 2
}
