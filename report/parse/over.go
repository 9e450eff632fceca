package parse

import "strings"

// What says that a matter is over, and what takes that back. An urgent value
// that is over is none (contract, section 4, rule 9).
var (
	over    = strings.Fields("排除 虚惊 没事了 已退烧 退烧了 已好转 复测正常 复查正常 复检正常 体温正常 体温恢复 已恢复 已正常 恢复正常 检测正常 核酸阴性 阴性 已康复 已出院 已痊愈 误报 误测 已扑灭 扑灭了 已抢通 抢通 已处置 处置完毕 已处理完 处理完毕 普通感冒 通车 修好 修通 已修复 清理完 已清理 已清除 已加固 已控制 控制住 已消除 已解决 已化解 退了 已退 成功疏散 成功转移 成功解救 成功营救 已救出 已获救 已疏散 已脱险 已找到")
	notOver = strings.Fields("不能排除 未排除 没排除 不排除 无法排除 尚未 待排除 有待排除 未扑灭 没扑灭 未抢通 没抢通 未处置 排除中 正在排除 正在抢通 正在处置")
)

// isOver tells whether a text says that the matter it tells is over.
func isOver(text string) bool { return containsAny(text, over) && !containsAny(text, notOver) }

// overcome are further words by which a message that tells nothing else says so,
// crying is one that only sounds like them.
var (
	overcome = strings.Fields("好了 康复 出院 假的 谣言 辟谣 解除警报 恢复")
	crying   = "不好了"
)

// hasPassed tells whether a message about one matter says that it is over.
func hasPassed(text string) bool {
	return isOver(text) || containsAny(strings.ReplaceAll(text, crying, ""), overcome)
}

// clear marks the values of which the words behind them, up to the next value
// or the end of the sentence, say that they are over: 发热1人，已排除.
func (b *binder) clear() {
	if !b.s.says(ended) {
		return
	}
	taken := make([]bool, b.to-b.from)
	for _, x := range b.out {
		for _, i := range []int{x.label, x.tok} {
			if b.from <= i && i < b.to {
				taken[i-b.from] = true
			}
		}
	}
	for k := range b.out {
		x := &b.out[k]
		if x.what != value || x.tok < 0 {
			continue
		}
		from := b.s.toks[max(x.tok, x.label)].end
		end := b.stop(max(x.tok, x.label), taken)
		x.over = isOver(string(b.s.runes[from:max(from, end)]))
	}
}

// stop is where the words about the value that ends with token i end.
func (b *binder) stop(i int, taken []bool) int {
	for j := i + 1; j < b.to; j++ {
		if t := b.s.toks[j]; t.kind == hard || taken[j-b.from] {
			return t.start
		}
	}
	if b.to < len(b.s.toks) {
		return b.s.toks[b.to].start
	}
	return len(b.s.runes)
}
