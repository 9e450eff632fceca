package parse

import (
	"strings"

	"qunbao/report/zh"
)

// class says what a grammar word does to the labels and numbers around it.
type class uint8

const (
	noCue       class = iota
	plain             // an idiom that only looks like another cue: 无症状, 没问题
	zeroPhrase        // nothing at all to report: 平安, 无异常
	negation          // none of what follows or stands before: 无, 未发现
	blocking          // what follows is not so yet: 未解除
	allZero           // all that was listed is none: 均无
	replacing         // the number before is old, the one behind counts: 应为
	denied            // the number behind is wrong: 不是42人
	becoming          // the number before is old, the one behind is now: 减为
	partOf            // what follows is part of the total before: 其中
	breakdown         // what follows lists places or kinds: 详情
	pairing           // numbers answer to the labels before, one by one: 分别为
	limiting          // the number behind is a rule: 不少于
	each              // the numbers of the clause are a rule: 每班
	asking            // the number behind is wished for or left: 需要, 只剩
	today             // 今日
	spanning          // more days than one: 本周
	fresh             // 新增
	cumulative        // 累计
	standing          // 现有
	totalling         // 共: what follows belongs to the label before
	elsewhere         // a higher or foreign unit: 全县
	ourselves         // the sender's own: 我村
	backfilling       // 补报
	ending            // what follows is over: 解除
	whether           // what follows is asked, and answered behind: 有无发热：无
	lost              // the number counts what was lost or broken: 坏了2个
)

// cueWords lists the grammar words by class.
var cueWords = map[class]string{
	plain: "警戒水位 保证水位 汛限水位 设防水位 设计水位 正常蓄水位 " + // marks to compare with, no levels
		"日报告 可疑 可控 可能 不足 不到 不含 不等 不一 各村民 各村民小组 各村组 无症状 无效 无关 无语 无人机 无法 无论 无需 无须 无偿 无声 无线 无缝 无死角 无私 无故 无疑 无奈 无比 无数 无锡 无明显 无明确" +
		" 无接触史 无旅行史 无证 无房 无业 无障碍 无条件 无接触 无纺布 无名 没问题 没事 没收 没收到 没看到 没报 没空 没电 没人报 没吃 没法 没用 没关系 没来得及" +
		" 没有异议 没有问题 无异议 未报 未成年 未来 未婚 不是很 零星 零售 零下 零距离 零容忍 零点 零时 零食 零钱 一切以 平安到 平安是福 平安健康 平安夜" +
		" 一路平安 平安回 平安镇 平安村 平安建设 平安创建 恢复正常 正常上班 每日情况 共同 共产党 共青团 公共 共享 共建 合计划 其中心",
	zeroPhrase: "平安 平安无事 报平安 一切平安 一切安好 平稳可控 平稳有序 " +
		"无异常 无异常情况 无异样 没有异常 没有异常情况 没异常 未发现异常 未发现异常情况 未见异常 没有发现异常 无任何异常 无任何异常情况 没有任何异常 没有任何异常情况 均无异常 都无异常 未出现异常 未出现异常情况 无情况异常 " +
		"无情况 没有情况 没情况 无特殊情况 没有特殊情况 无突发情况 无突发事件 没有突发情况 无新情况 没有新情况 无其他情况 无任何情况 没有任何情况 无重要情况 无意外情况 无紧急情况 无特别情况 没有特别情况 " +
		"无事 无事故 无事件 平安无事故 安全无事故 安全无事 一切安全 无安全事故 未发生安全事故 未发生突发事件 未发生任何情况 无事可报 无报告事项 没有需要报告的情况 没有需要报告的事项 无需要报告的情况 没有需要上报的情况 没什么情况 没啥情况 没有什么情况 没有啥情况 " +
		"零报告 0报告 〇报告 日报告零报告 一切正常 全部正常 情况正常 都正常 均正常 一切都正常 一切情况正常 各项正常 各项工作正常 情况一切正常 " +
		"无新增 没有新增 没新增 零新增 0新增 〇新增 无新增情况 没有新增情况 无变化 没有变化 无变动 没有变动 无增减",
	negation: "无 没有 没 未发现 未出现 未接到 未接报 未发生 未见 未有 没发现 没有发现 没有出现 没出现 没有发生 没发生 未发现有 没有发现有 不存在 暂无 尚无 尚未发现 尚未出现 暂未发现 暂未出现 " +
		"目前无 无人 没人 没有人 未新增 未再发现 未再出现 未监测到 未检测到 未排查出 未排查到 没有排查到 零",
	blocking:  "可 可以 未 尚未 暂未 还未 还没 还没有 不 待 即将 不再 拟 计划 预计 准备 打算 将要 即可 方可",
	allZero:   "均无 都无 皆无 全无 均没有 都没有 全没有 全都没有 也都没有 均未发现 均未出现 均为零 均为0 都是0 都为0 均是0 都是零 均为无 全为0 全部为0 全部为零 全是0 全部是0 均0",
	replacing: "应为 应是 应该为 应该是 改为 改成 改到 更正为 更改为 修改为 修正为 订正为 调整为 变为 变成 实为 实际为 实际是 实际应为 其实是 改",
	becoming: "减为 增为 降为 升为 增加到 增加至 增加为 增到 增至 增长到 增长至 上升到 上升至 升到 升至 涨到 涨至 扩大到 扩大至 " +
		"减少到 减少至 减少为 减到 减至 下降到 下降至 下降为 降到 降至 回落到 回落至 缩减到 缩减至",
	denied:     "不是 并非 而不是 而非 不应是 不应为",
	partOf:     "其中 含 包括 包含 里面 内含 当中",
	breakdown:  "详情 明细 分布 具体 分别来自 来自",
	pairing:    "分别为 分别是 分别有 分别 依次为 依次是 依次",
	limiting:   "不少于 不低于 不得少于 不得低于 不能少于 不能低于 至少 最少 不超过 不得超过 不能超过 不多于 不高于 不大于 最多 至多 应不少于 须 必须 应当 限 满 未满 已满 达到标准 大于等于 小于等于 间隔 保持 相隔 为期 历时 持续 提前 按 按照 其中一 任意 凡 低于 高于",
	each:       "每 每人 每天 每日 每班 每户 每村 每个 每次 每晚 每名 每组 每隔 每周 每月 每小时 逐人 逐日 人均 户均 日均",
	asking:     "需要 还需 还差 还缺 急需 尚缺 缺 差 缺少 申请 申领 想要 只剩 还剩 剩 剩下 剩余 借 给我 再给 再来 再要 领取 来领 多报 少报 漏报 多打 少打 多写 少写 多算 少算 多了 少了 奖 罚 超过定额",
	today:      "今日 今天 当日 当天 本日 今早 今晨 今晚 今天下午 今天上午 昨日 昨天 前天 昨晚 日增",
	spanning:   "本周 这周 一周 近一周 本周以来 一周以来 本月 这个月 近期 近日来 近几天 这几天 近三天 本季度 今年 今年以来 年内 全年 节日期间 假期",
	fresh:      "新增 新发 新发现 新发生 新排查 增加 新增加 新来 新到 新设 新建",
	cumulative: "累计 累积 累计共 共累计 总计 历史累计 总累计",
	standing:   "现有 现 目前 目前有 尚有 现存 仍有 还有 当前 库存 结存 结余 现有库存",
	totalling:  "涉及 折合 共 共计 合计 总共 计 共有 一共 共是 合共",
	elsewhere: "全国 全省 全市 全县 全区 全镇 全乡 我省 我市 我县 我区 我国 我镇 我乡 我街道 本省 本市 本县 本镇 本乡 本街道 全街道 全球 全世界 国外 境外 县里通报 上级通报 邻县 邻镇 邻村 其他村 其它村 别的村 隔壁村 周边村 相邻村 附近村 外村 兄弟乡镇 湖北省新增 " +
		"你们村 你村 你们社区 贵村 贵社区 他们村 他们社区 各村 各社区 各单位 各卡点 各乡镇 各镇 各地",
	ourselves:   "我村 本村 我们村 全村 我社区 本社区 我们社区 全社区 我组 我单位 本单位 我校 本校 全校 我院 我站 我所 我点 本点 俺村 咱村 我们 我方 本辖区 我辖区",
	backfilling: "补报 补 补录 补交 补充 更正 订正 重报 补发 迟报 后补",
	lost:        "坏 坏了 丢 丢了 破了 吹跑 吹跑了 吹走 吹倒 被偷 偷了 撕了 撕掉 掉了 换了 修了 修好 不见 不见了 报废 损坏 淋湿 被风",
	whether:     "有无 有没有 是否 是否有 是否存在 是否出现 是否发现 有否",
	ending:      "解除 已解除 取消 撤销 停止 结束 拆除 期满 撤除 撤离 终止",
}

// ownTown are cues that mean a higher unit, unless the speaker's unit has none
// above it: then they are its own, and 各村 are the villages below it.
func ownTown(word string) bool {
	return strings.HasPrefix(word, "全") || strings.HasPrefix(word, "我") || strings.HasPrefix(word, "本") || strings.HasPrefix(word, "各")
}

func newCues() *trie[meaning] {
	t := newTrie[meaning]()
	for c := plain; c <= lost; c++ {
		for _, w := range strings.Fields(cueWords[c]) {
			for _, said := range dialects(w) {
				*t.at(said) = meaning{word: zh.Fold(said).String(), class: c}
			}
		}
	}
	return t
}

// dialectal are the words for 没有 in the dialects of the southwest, of Guangdong and
// Hunan, and online.
var dialectal = [...]string{"没得", "莫得", "冇得", "冇", "木有"}

// dialects lists a word and how it is said where people say none otherwise.
func dialects(word string) []string {
	all := []string{word}
	if !strings.Contains(word, "没有") {
		return all
	}
	for _, n := range dialectal {
		all = append(all, strings.Replace(word, "没有", n, 1))
	}
	return all
}

// dateNames name the date behind them: 日期：2月13日.
const dateNames = "日期 时间 报送日期 报告日期 填报日期 上报日期 报告时间 报送时间 填报时间 上报时间"

// courtesies may stand beside a zero phrase without making it talk. They are
// taken out longest first.
var courtesies = strings.Fields("连续 连日 晚 夜 晚上 夜间 晚间 上午 下午 中午 傍晚 凌晨 白天 " +
	"各位领导 各位 领导 领导们 书记 镇长 主任 站长 同志 同志们 大家好 大家上午好 大家下午好 大家晚上好 大家早上好 您好 你好 上午好 中午好 下午好 晚上好 早上好 早安 好 早 " +
	"收到 好的 明白 报告 汇报 上报 报送 补报 代报 帮报 电话 来电 报来 代 帮 替 报 现将 情况 如下 以上 特此报告 特此 敬请 请 向 放心 知悉 谢谢 谢谢大家 辛苦了 辛苦 不好意思 抱歉 见谅 报晚了 晚报 报迟了 晚了 才看到 刚看到 刚忙完 忘了报 忘记报 忘报了 忘报 漏报了 漏报 忘了 " +
	"今日 今天 今早 今晚 今夜 当日 当天 本日 昨日 昨天 目前 截至目前 截止目前 截至 截止 至今 现在 现 到目前为止 " + dateNames + " 为止 此刻 全天 一天 " +
	"全村 我村 本村 我们村 我们 全社区 我社区 本社区 村内 村里 村 社区 辖区 辖区内 范围内 境内 各组 各村民小组 村民小组 组 各卡点 所有 全部 一切 均 都 全 也 了 的 是 为 有 地 又 仍 仍然 继续 依然 还是 和 与 及 且 " +
	"值守 值班 卡点 卡口 夜班 白班 交班 人员 群众 村民 居民 全体 工作 日报告 疫情 防控 防汛 宣传 消杀 巡查 巡逻 排查 检查 完毕 已完成 完成 两村 三村 两个村 三个村 正常 稳定 秩序 良好 有序 平稳 状况 状态 日报 每日 日 天 24小时 在岗 在位 带班 干部 已 村委 村两委 支部 大队 这边 那边 这里 方面 各方面 内 无 零 呢 哈 啊 哦 嗯 呀 啦 哟 ok OK 一样 同昨日 同昨天 同上 与昨日 与昨天 较昨日 接龙 打卡 情况报告 任何 其他 其它 其余")

// askingTails end a question: what stands before is no report.
var askingTails = strings.Fields("吗 么 呢 吧 嘛 不 谁 啥 什么 几点 怎么办 怎么报 咋办 咋报")

// denyingTails do so behind what may have been done.
var denyingTails = strings.Fields("没有 没")

// askingWords make a sentence a question wherever they stand.
var askingWords = strings.Fields("吗 是不是 能不能 可不可以 行不行 对不对 怎么 为什么 为啥 咋 哪个 哪些 哪里 多少 谁")

// noticeWords show that somebody tells all others what to do or how to report.
var noticeWords = strings.Fields("请各 请大家 大家注意 大家按 所有村 每村 通知如下 通知 注意 格式 模板 样式 模版 参照 按以下 按如下 按照以下 照此 " +
	"请按 请于 请在 请及时 请尽快 明起 从明天起 即日起 转发")

// templateWords are those of them that show a form to fill in.
var templateWords = strings.Fields("格式 模板 样式 模版 参照 按以下 按如下 按照以下 照此")

// addressWords name all the units below: in a village's words they are
// addressed, in those of the office above them they are its own.
var addressWords = strings.Fields("各村 各社区 各单位 各位支书 各卡点 各村居 各乡镇 各网格 各包村")

// demandWords stand in notices, and in reports of what was done on demand.
var demandWords = strings.Fields("要求 必须 不得 严禁 不准 不许 务必 抓紧 尽快 认真 落实好")
