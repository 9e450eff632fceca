package zh

import (
	"strings"
	"sync"
	"unicode"

	"github.com/shopspring/decimal"
)

// Scale splits a unit that holds a multiplier: 万元 is 10000 of 元. Units
// without one have the factor 1. 千克, 千米 and 千瓦 are units of their own.
func Scale(unit string) (base string, factor decimal.Decimal) {
	r := []rune(unit)
	if len(r) < 2 || strings.ContainsRune("克米瓦伏卡", r[1]) {
		return unit, decimal.NewFromInt(1)
	}
	e := bigUnit(r[0])
	if e == 0 {
		e = smallUnit(r[0])
	}
	if e == 0 || e == 2 && r[1] == '分' {
		return unit, decimal.NewFromInt(1)
	}
	return string(r[1:]), decimal.New(1, e)
}

// notUnits are words that begin like a measure word and are none.
var notUnits = sync.OnceValue(func() *words {
	return newWords(strings.Fields(`
家庭 家长 家属 家禽 家畜 家具 家电 家园 家中 家里 人员 人民 人群 人口 人工 名单 名称 名下 名字 条件 条例 台风 台账 台州 支书 支部 支援 支持 支出 支付 支行
只有 只是 只要 只能 只需 本村 本日 本周 本月 本镇 本乡 本人 本班 本次 本市 本县 本区 本省 本地 本单位 本社区 本辖区 处理 处置 处罚 处分 处于 次日 头部 头条 口罩 口岸 口头
口号 点位 点名 点火 点评 点击 组织 组长 组员 组成 队员 队长 队伍 班长 班级 班子 期间 期望 期盼 场所 场地 场面 份额 面积 面对 面向 面临 面上 道路 道德 道理 对象 对方 对照 对于 对口 对外
株洲 根据 把手 把关 张贴 方面 方案 方式 方向 方法 方舱 度假 车辆 车间 车站 车主 车牌 船只 船舶 层面 层级 级别 位于 位置 步行 步骤 笔录 案件 单位 单元 单独 册子
项目经理 批准 批评 批示 包村 包保 包联 包片 包抓 包括 包含 包组 包户 包干 节日 节气 节约 节假日 节点 课堂 课程 封控 封闭 篇章 件套 箱子 盒子 袋子 瓶子 管理 管控 管制 管辖 管道 管委会 管护
升级 升高 升温 升至 升起 克服 米面 里程 年级 年度 年龄 年底 年初 年终 天气 天然气 周边 周围 周末 周期 周密 周知 月份 月底 月初 日报 日常 日均 日起 日期 日前 日内 日子 秒杀 针对
号召 门口 门诊 眼睛 座谈 块头 串联 捆绑 顶岗 双方 双向 副书记 副主任 副镇长 副局长 副报送员 双报到 通知 通报 通过 通行 通讯 通道 则为 届时 手机 手续 手持 听取 听说 代表 代理 声音 票据 担心 担任 担当 担负 案例 元宵 元旦 分别 分布 分散 分之 分为 分管 分析
分类 分钟 分组 分流 列入 列为 列第 列车 列席 批次号 起点 起至 起始 起来 点整 点半 员工 员额 位列 轮流 轮换 轮值 轮岗 场镇 口径 趟次数 盏茶 间隔 间接 户外 户籍 户主 户名 户口 户型 户长 起诉 起草 头晕 头痛 头疼
`)...)
})

// afterSpace are the one-character measure words that may stand behind a space
// with a Han character following: 8 户 居民. Others would swallow a name or
// the next word: 3 张三.
const afterSpace = "例人名个户间处起条家次辆台份项头只吨米元亩天岁"

// A measure is a measure word in a text. Where there is none, word is empty, and
// start and end are where one was looked for.
type measure struct {
	word       string
	start, end int
}

func (m measure) found() bool { return m.word != "" }

// unit finds the measure word at i, behind at most two spaces.
func (s *scanner) unit(i int) measure {
	none, at := measure{start: i, end: i}, i
	for at < i+2 && s.peek(at) == ' ' {
		at++
	}
	rest := s.from(at)
	word, n := s.units.longest(rest)
	if n == 0 {
		return none
	}
	if _, other := notUnits().longest(rest); other > n && !s.fires(at, n) {
		return none
	}
	next := s.peek(at + n)
	switch {
	case isLatin(rest[n-1]) && isAlnum(next):
		return none // a Latin word, not a unit
	case rest[n-1] == '起' && next == '火' && !s.fires(at, n):
		return none
	case at > i && n == 1 && unicode.Is(unicode.Han, next) && !among(rest[0], afterSpace):
		return none
	}
	return measure{word, at, at + n}
}

// counts makes m what n counts.
func (n *Number) counts(m measure) {
	n.Unit, n.UnitStart, n.UnitEnd, n.To = m.word, m.start, m.end, m.end
}

// fires tells 3起火灾 from 起火.
func (s *scanner) fires(at, n int) bool {
	return n == 1 && s.r[at] == '起' && s.peek(at+1) == '火' && among(s.peek(at+2), "灾情警险")
}

// isBoundary tells what ends a clause or a word: the end, space, punctuation.
func isBoundary(r rune) bool {
	return r == 0 || !unicode.IsLetter(r) && !unicode.IsNumber(r)
}
