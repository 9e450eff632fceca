package parse

import (
	"regexp"
	"strings"
)

// remainder is a phrase that speaks of all that a message does not give:
// 其他均为0, 其余各项无, 没写的都是0. Other people and places are none of it
// (其余村, 其他人员).
var remainder = regexp.MustCompile(`^(?:其他|其它|其余|剩余|剩下|余下|别的|另外|(?:以上)?(?:未|没)(?:填|写|列|报|提)(?:到|明)?)` +
	`(?:的|各|项|项目|指标|情况|数据|数字|数|栏|内容|方面|几|所有|全部|一切|目前|暂时?|全|均|都|皆|也|一律|统统|为|是|填|报|计|[:=|])*` +
	`(?:[0零〇](?:人|例|个|项|次|起|处)?|无|没有|没|正常|平安|安好|无事|未发生|未发现)$`)

// remainderHeads are what such a phrase begins with.
var remainderHeads = strings.Fields("其他 其它 其余 剩余 剩下 余下 别的 另外 以上未 以上没 未填 未写 未列 未报 未提 没填 没写 没列 没报 没提")

// longestRemainder is how many runes it may have.
const longestRemainder = 24

// remains takes the phrases that say that all else is none: what they say, and
// their numbers, are of no label.
func (b *binder) remains() {
	if b.from >= b.to || !b.s.says(remaining) {
		return
	}
	runes := b.s.runes
	from, to := b.s.toks[b.from].start, len(runes)
	if b.from == 0 {
		from = 0
	}
	if b.to < len(b.s.toks) {
		to = b.s.toks[b.to].start
	}
	for _, f := range b.s.findsIn(stretch{from, to}) {
		if p := f.from; f.topic&remaining != 0 && p > 0 && (runes[p-1] == ' ' || endsClause(runes[p-1])) {
			b.remainsAt(p, to)
		}
	}
}

// remainsAt takes the phrase at rune p, if there is one that ends before to.
func (b *binder) remainsAt(p, to int) {
	runes := b.s.runes
	end := p
	for end < to && !endsClause(runes[end]) {
		end++
		if end-p > longestRemainder {
			return
		}
	}
	i := b.s.tokenAt(p)
	isLabel := i < b.to && b.s.toks[i].start == p && len(b.s.toks[i].fieldsOf(b.form)) > 0
	if isLabel || !remainder.MatchString(strings.ReplaceAll(string(runes[p:end]), " ", "")) {
		return
	}
	b.zero, b.restZero = true, true
	// On a line of its own it is said of all units above.
	b.allShared = b.allShared || runes[p-1] == '\n'
	for ; i < b.to && b.s.toks[i].start < end; i++ {
		b.mark(i).taken = true
	}
}
