package parse

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"qunbao/report"
	"qunbao/report/zh"
)

// What makes an event of a sentence: something bad, and a sign that it has
// happened to somebody or is going on here (contract, section 4, rule 9).
var (
	symptoms = strings.Fields("发烧 发热 高烧 高热 低烧 咳嗽 咳得 咳血 呼吸困难 喘不上 胸闷 胸痛 晕倒 昏迷 昏倒 抽搐 吐血 呕吐 腹泻 中毒 中暑 休克 窒息 过敏 不省人事 心脏病 脑溢血 中风 犯病 发病 病倒 阳性 疑似 确诊 难产 大出血 肚子疼 肚子痛 拉肚子 腹痛 头晕 晕过去 晕了 嗓子疼 嗓子痛 喉咙痛 流血 出血 脸色发白 烧得厉害 口吐白沫 动不了")
	dangers  = strings.Fields("滑坡 塌方 垮塌 坍塌 塌了 塌陷 倒塌 崩塌 垮了 泥石流 山洪 决口 决堤 溃堤 溃坝 管涌 漫堤 漫坝 渗水 渗漏 裂缝 开裂 洪水 被淹 淹了 进水 水涨 内涝 起火 着火 失火 火灾 火情 烧起来 山火 冒烟 爆炸 漏气 泄漏 泄露 触电 断电 溺水 落水 掉进 掉河 掉水 掉下 落井 车祸 翻车 撞车 追尾 撞了 失联 失踪 走失 走丢 被困 困住 压住 埋了 被埋 被砸 砸中 受伤 伤人 打伤 摔伤 摔倒 骨折 重伤 死亡 死了 去世 出人命 闯卡 冲卡 打架 斗殴 打起来 动手打 持刀 拿刀 砍人 砍伤 捅 殴打 围攻 闹事 聚众 堵路 跳楼 跳河 自杀 轻生 喝药 喝农药 咬伤 中断 断裂 垮桥 桥断 出事 不明气体 房子倒 房屋倒 墙倒 树倒 屋塌 房塌 墙塌 桥塌 路塌 路断 断路 溃口 落石 滚石 发大水 涨大水 垮坝 水快进 水进村 水进屋 进村了 快淹 淹到 水位暴涨 河水暴涨 漫上 漫过 漫出 浑水 冒水 翻沙鼓水 杆倒 压在路 撞到 撞上 撞人 撞伤 撞倒 被打 烧伤 烫伤 摔下 喝了农药 服毒 上吊 闯关 扣人 被蛇咬 被狗咬 被咬 刮倒 刮翻 掀了 掀翻 线断 要生了 私自外出 擅自外出 擅自离开 偷跑 人不见了 孩子不见了 小孩不见了 娃不见了")
	calls    = strings.Fields("救命 求救 求助 求援 请求支援 请求增援 需要支援 快来人 快来 快派人 赶紧来 赶快来 马上来 马上派 请派人 派人来 请速 速派 火速 十万火急 紧急 急! 急！ 急急急 急报 突发 请卫生院 叫救护车 救护车 消防车 打120 打了120 叫120 打119 打了119 报警")
	happened = strings.Fields("有人 有个 有一 有两 有几 一人 一名 一个 一位 一户 某 老人 小孩 孩子 学生 司机 村民 群众 住户 病人 男子 女子 他 她 发现 出现 发生 正在 已经 刚刚 刚才 现在 好像")
	unreal   = slices.Concat(staged, strings.Fields("如果 如有 如发现 若 假如 一旦 万一 要是 凡 防止 预防 谨防 严防 避免 防范 以防 学习 宣传 通知 要求 发现有 请各 各村 各单位 应当 必须 注意 禁止 严禁 不得 小心 提醒 隐患排查 整治 会上 开会 要报 须报"))
	onlyRisk = strings.Fields("沟 隐患 风险 监测 预警 易发 危险区 应急 防治 防控 防范 位 退 消退 问题 知识")
	heated   = strings.Fields("体温 烧 发热 温度 量了 量出 量得 测了 测出 测得")
	negating = strings.Fields("无 没 未 不 非 零")
)

// feverish is the temperature from which a person counts as feverish (37.3 ℃,
// the threshold of the 2020 guidance), impossible the one above which it is no
// person's.
var feverish, impossible = decimal.RequireFromString("37.3"), decimal.NewFromInt(43)

// event tells whether the message as a whole tells an urgent matter in words.
// What asks something of all others tells one only with a call for help.
func (s *scene) event(notice noticing) bool {
	if !s.alarms() {
		return false
	}
	runes := s.untold() // 倒塌房屋0户 is a value, and no danger
	text := without(string(runes), exaggerated, belongings)
	urgent := containsAny(text, calls) || strings.HasPrefix(text, "急")
	if notice == sent || notice == perhaps && !urgent || isUnreal(text) || hasPassed(text) || s.asksOnly() || s.remembers(text) {
		return false
	}
	fever := s.hasFever(stretch{0, len(s.runes)})
	if fever || affirmed(text, symptoms) && (urgent || s.aboutSomebody(text)) {
		return true
	}
	if affirmed(text, dangers) {
		return urgent || hasHappened(text) || strings.ContainsAny(text, "!！") || s.namesUnit(0, len(s.toks)) || s.tellsDanger(runes)
	}
	return false
}

// alarms tells whether anything that the reports have left may be urgent: a word
// for something bad, or a fever.
func (s *scene) alarms() bool {
	return s.saysUntold(bad) || s.hasFever(stretch{0, len(s.runes)})
}

// hasFever tells whether a person's temperature of a fever stands in a stretch
// of the text, and is no value of a report.
func (s *scene) hasFever(in stretch) bool {
	if !slices.ContainsFunc(s.findsIn(in), func(f find) bool { return f.topic&heat != 0 && f.to <= in.to }) {
		return false
	}
	for i := s.tokenAt(in.from); i < len(s.toks) && s.toks[i].start < in.to; i++ {
		t := s.toks[i]
		if t.kind != number || s.told[i] || t.num.Kind != zh.Temperature && !(t.num.Kind == zh.Exact && (t.num.Unit == "" || t.num.Unit == "度")) {
			continue
		}
		if t.num.N.GreaterThanOrEqual(feverish) && t.num.N.LessThan(impossible) && (t.num.Unit != "" || !t.num.N.IsInteger() || s.heatBefore(t.start)) {
			return !containsAny(s.slice(in), weather)
		}
	}
	return false
}

// heatLimit is how many runes may lie between 发烧 and a bare number of degrees.
const heatLimit = 8

// heatBefore tells whether the words right before a rune, in its phrase and
// column, speak of heat: 体温39, but not the 39 of a table with a column 发热.
func (s *scene) heatBefore(at int) bool {
	from := at
	for from > 0 && at-from < heatLimit && !endsPhrase(s.runes[from-1]) && !inSet(s.runes[from-1], "\t|") {
		from--
	}
	return containsAny(s.slice(stretch{from, at}), heated)
}

// hasHappened tells whether a text says that something is so, or has come about.
func hasHappened(text string) bool {
	return strings.Contains(text, "了") || containsAny(text, happened)
}

// aboutSomebody tells whether the text speaks of a person.
func (s *scene) aboutSomebody(text string) bool {
	return containsAny(strings.ReplaceAll(text, "其他", ""), happened) || s.namesTheIll(text)
}

// longestDenial is how far from a word, in bytes, what takes it back may stand.
const longestDenial = 600

// affirmed tells whether one of the words stands in a text without a negation
// before it in its clause.
func affirmed(text string, words []string) bool {
	for _, clause := range strings.FieldsFunc(text, endsPhrase) {
		for _, w := range words {
			before, behind, ok := strings.Cut(clause, w)
			before, behind = before[max(0, len(before)-longestDenial):], behind[:min(len(behind), longestDenial)]
			if ok && !denies(before) && !strings.HasSuffix(before, "防") && !isOnlyRisk(behind) && !deniedBehind.MatchString(behind) {
				return true
			}
		}
	}
	return false
}

// Words that look like a denial and are none, and a zero that stands for itself:
// 10组 denies nothing.
var (
	seeming   = strings.NewReplacer("不慎", "", "不幸", "", "不小心", "", "不少", "", "不断", "", "不停", "", "不明", "", "不料", "", "不知", "", "不远", "", "不到", "", "非常", "", "未成年", "", "没想到", "", "无证", "", "无人机", "")
	aloneZero = regexp.MustCompile(`(?:^|[^0-9.])0+(?:[^0-9.]|$)`)
)

// denies tells whether what stands before a word in its clause takes it back.
func denies(before string) bool {
	return containsAny(seeming.Replace(before), negating) || aloneZero.MatchString(before)
}

// isUnreal tells whether a text warns, teaches or supposes.
func isUnreal(text string) bool { return containsAny(seeming.Replace(text), unreal) }

// deniedBehind is what takes back a word before it: 咳嗽：无, 咳嗽、乏力均无.
var deniedBehind = regexp.MustCompile(`^(?:人员|人数|症状|情况|现象|病人|患者|者|的|等)*(?:[:是为]|均|都|皆|全|全部)*(?:无|没有|没得|莫得|冇|0|〇|零|未发现|未出现|未发生)|^[^,，]*(?:均|都|皆|全|也)(?:[为是]?[无0〇零]|没有|没得|莫得|冇|未)`)

// isOnlyRisk tells whether what follows a danger makes it one that may come:
// 滑坡隐患点, 火灾风险.
func isOnlyRisk(behind string) bool {
	return slices.ContainsFunc(onlyRisk, func(w string) bool { return strings.HasPrefix(behind, w) })
}

// endsClause tells the marks between two clauses.
func endsClause(r rune) bool { return strings.ContainsRune(",，。；;!！?？\n、", r) }

func containsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// eventUnit is the unit that an event told at a place of the text is about: the
// one whose section that is, else the first named, else the sender's.
func (s *scene) eventUnit(at int) report.UnitID {
	var unit report.UnitID
	for _, sec := range s.sections(0, len(s.toks)) {
		if !sec.named || len(sec.units) == 0 || unit != "" && s.toks[sec.from].start > at {
			continue
		}
		unit = sec.units[0]
	}
	if unit != "" {
		return unit
	}
	// A chat without forms, as the leaders', knows no words of reports.
	if named := s.p.w.UnitIn(report.FoldCard(s.text.String())); named != "" && len(s.forms) == 0 {
		return named
	}
	if own := s.speaker.Units(); len(own) == 1 {
		return own[0]
	}
	return s.speaker.Unit
}
