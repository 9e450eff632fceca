package zh

import "sync"

// A class says what a rune is or can begin, so that most runes of a text cost
// one look-up.
type class uint16

const (
	numeralRune class = 1 << iota // a numeral begins or goes on with it
	latinRune                     // a Latin letter
	signRune                      // the sign of a numeral
	openRune                      // the bracket of a list mark
	dashRune                      // from … to, also among the signs
	startsIdiom                   // one of idioms, or 一起
	startsRank                    // 第
	startsHalf                    // 半
	startsVague                   // 几, 数, 若干, and 百 as in 百余
	startsBlank                   // a place left empty
	startsDay                     // the word for a day
	startsPart                    // a part of the day
	endsWanting                   // a word that wants a number behind it, see nothing
)

const (
	startsNumber = numeralRune | latinRune | signRune | openRune | startsIdiom | startsRank | startsHalf | startsVague | startsBlank
	startsDate   = numeralRune | startsDay | startsPart
)

// classes holds the basic plane; what lies beyond begins nothing.
var classes = sync.OnceValue(func() *[1 << 16]class {
	t := &[1 << 16]class{}
	mark := func(c class, runes string) {
		for _, r := range runes {
			t[r] |= c
		}
	}
	mark(numeralRune, "0123456789〇零○一二三四五六七八九两俩仨幺壹贰叁叄肆伍陆柒捌玖弌弍弎参漆十百千万亿兆拾佰仟廿卅卌")
	mark(latinRune, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	mark(signRune, "负-−﹣")
	mark(openRune, "(")
	mark(dashRune, "-~—–─〜−")
	mark(startsRank, "第")
	mark(startsHalf, "半")
	mark(startsVague, "几数若百千万亿")
	mark(startsBlank, "xX×✕╳_□■▢○＿?某*[(【")
	mark(startsDay, "今昨前明后大去本上下这此现当寻琴听而依周星礼农阴旧正冬腊闰年除")
	mark(startsPart, "凌清早上中正午下傍晚夜半深当朝晏")
	for r := range idioms().heads {
		t[r] |= startsIdiom
	}
	for r := range beforeNothing().backwards.heads {
		t[r] |= endsWanting
	}
	t[' '] |= endsWanting
	return t
})

// class is what the rune at i is; nothing outside the text.
func (s *scanner) class(i int) class {
	if r := s.peek(i); uint32(r) < uint32(len(s.classes)) {
		return s.classes[r]
	}
	return 0
}

// numeral tells whether a numeral may begin or go on at i.
func (s *scanner) numeral(i int) bool { return s.class(i)&numeralRune != 0 }
