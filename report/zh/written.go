package zh

import (
	"strings"
	"sync"
	"unicode"
)

// numeralRunes are the Chinese characters that write numbers, with their formal,
// short and traditional forms.
const numeralRunes = "〇零一二三四五六七八九十百千万亿兆两俩仨半倍双廿卅卌皕幺" +
	"壹贰叁肆伍陆柒捌玖拾佰仟萬億兩貳參叄陸弌弍弎雙"

// IsNumeral tells whether a rune can write a number: digits of every script and
// width, circled and Roman ones, fractions, percent signs, and the Chinese
// numerals with their formal, short and traditional forms. Radicals and
// compatibility forms that look like them count too.
func IsNumeral(r rune) bool { return isSign(r) || strings.ContainsRune(numeralRunes, r) }

// isSign tells whether a rune writes a number wherever it stands: part of no word.
func isSign(r rune) bool {
	return unicode.IsNumber(r) || strings.ContainsRune("%％‰", r) ||
		r >= 0x2E80 && r <= 0x2FDF || r >= 0xF900 && r <= 0xFAFF || r >= 0x3200 && r <= 0x33FF
}

// amounts are words that say how many where nothing is counted, among them such as
// Numbers takes for idioms: in a chat they say nothing, in a document they claim it.
var amounts = sync.OnceValue(func() *words {
	return newWords(strings.Fields(`过半 一半 半数 大半 多半 翻番 翻一番 翻了一番 翻两番 翻了两番 成倍 倍增 清零 归零 零星 一起
一级响应 二级响应 三级响应 四级响应 大部 大部分 多数 少数 个别 部分 绝大部分 绝大多数 不少 许多 众多 无数 不计其数
多户 多人 多名 多处 多起 多次 多件 数户 数人 数名 数处 数起 数次 数件`)...)
})

// unnumbered are words that hold a numeral and say no number, beside the idioms.
var unnumbered = sync.OnceValue(func() *words {
	return newWords(strings.Fields(`进一步 下一步 第一步 新一轮 双方 双向 双重 双休日 双拥 双减 双报告 部分之 各部分 组成部分 一起来 一起做 一起抓 一起推 一起努力 一起把`)...)
})

// Numerals lists the stretches [from,to) of folded text in which a number may be
// written, words of an amount among them, whether or not Numbers can read it. It
// would rather list one too many: what counts something (一起, 零死亡, 半数) is no
// idiom here. An enumeration's 一是, 二要 is none.
func Numerals(t Text) [][2]int {
	s := newScanner(t, Units{})
	for d := range scanDates(t) {
		s.avoid(d.start, d.end)
	}
	s.avoid(len(s.r), len(s.r))
	var found [][2]int
	for i := 0; i < len(s.r); {
		n, numeral := s.written(i)
		if last := len(found) - 1; numeral && last >= 0 && found[last][1] == i {
			found[last][1] = i + n
		} else if numeral {
			found = append(found, [2]int{i, i + n})
		}
		i += n
	}
	return found
}

// written is how many runes at i belong together, and whether they write a number.
func (s *scanner) written(i int) (n int, numeral bool) {
	if _, n = unnumbered().longest(s.r[i:]); n > 0 {
		return n, false
	}
	if _, n = amounts().longest(s.r[i:]); n > 0 {
		return n, true
	}
	if isSign(s.r[i]) {
		return 1, true
	}
	if s.class(i)&startsIdiom != 0 {
		if n = s.idiom(i); n > 0 {
			return n, false
		}
	}
	if !IsNumeral(s.r[i]) || s.enumerates(i) {
		return 1, false
	}
	return 1, true
}

// enumerates tells 一是 and 二要 at the beginning of a clause.
func (s *scanner) enumerates(i int) bool {
	return among(s.r[i], "一二三四五六七八九十") && among(s.peek(i+1), "是要") &&
		(i == 0 || among(s.peek(i-1), "，,；;。：: \n"))
}

// Signs lists the bytes [from,to) of a text as it was typed in which runes stand that
// write numbers in any script, since folding makes letters of some (Ⅲ).
func Signs(text string) [][2]int {
	var found [][2]int
	for i, r := range text {
		n := len(string(r))
		switch last := len(found) - 1; {
		case r == unicode.ReplacementChar:
		case last >= 0 && found[last][1] == i && (isSign(r) || r == 0xFE0F || r == 0x20E3):
			found[last][1] = i + n
		case isSign(r):
			found = append(found, [2]int{i, i + n})
		}
	}
	return found
}
