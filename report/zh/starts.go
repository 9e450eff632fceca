package zh

import "sync"

// starts says what a rune can begin, so that most runes of a text cost one
// look-up.
type starts uint8

const (
	startsNumeral starts = 1 << iota // a numeral, or its sign
	startsIdiom                      // one of idioms, or 一起
	startsOther                      // 第, 半, 几, a placeholder
	startsLatin                      // a Latin word
	startsDay                        // a calendar date
	startsPart                       // a part of the day
	endsWanting                      // a word that wants a number behind it, see nothing
)

var startTable = sync.OnceValue(func() []starts {
	t := make([]starts, 1<<16)
	mark := func(s starts, runes string) {
		for _, r := range runes {
			t[r] |= s
		}
	}
	const numerals = "0123456789〇零○一二三四五六七八九两俩仨幺壹贰叁叄肆伍陆柒捌玖弌弍弎参漆十百千万亿兆拾佰仟廿卅卌"
	mark(startsNumeral|startsDay, numerals)
	mark(startsNumeral, "负-−﹣")
	mark(startsOther, "第半几数若xX×✕╳_□■▢○＿?某*[(【百千万亿")
	mark(startsDay, "今昨前明后大去本上下这此现当寻琴听而依周星礼农阴旧正冬腊闰年除")
	mark(startsPart, "凌清早上中正午下傍晚夜半深当朝晏")
	mark(startsLatin, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
	for r := range idioms().heads {
		t[r] |= startsIdiom
	}
	for _, w := range beforeNothing {
		r := []rune(w)
		t[r[len(r)-1]] |= endsWanting
	}
	t[' '] |= endsWanting
	return t
})

func (s *scanner) starts(r rune) starts {
	if r < 0 || int(r) >= len(s.table) {
		return 0
	}
	return s.table[r]
}
