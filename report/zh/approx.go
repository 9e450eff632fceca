package zh

import (
	"sync"
	"unicode/utf8"
)

// A prefix is the approximation word before a numeral.
type prefix struct {
	words   int     // its length, 0 if there is none
	implies implied // 近万人: the numeral may begin with 万
	vague   bool    // 上百, 成百: says no number
}

// approxWords stand before a numeral.
var approxWords = sync.OnceValue(func() endings {
	return newEndings(
		"不少于", "不低于", "不超过", "不多于", "不高于", "不小于", "不大于",
		"少于", "低于", "多于", "高于", "大于", "小于", "超过", "不足", "不到", "不下", "大约", "大概", "将近", "接近", "约有", "至少", "至多", "最多", "最少", "多达", "估计")
})

// approxBefore finds the approximation word that ends at i.
func (s *scanner) approxBefore(i int) prefix {
	if n := approxWords().before(s.r, i); n > 0 {
		return prefix{words: n, implies: mayImplyOne}
	}
	before := s.peek(i - 2)
	switch s.peek(i - 1) {
	case '约':
		if !among(before, "预节邀签违履") { // 预约20人; but 损失约3万元, 值守约20人
			return prefix{words: 1, implies: mayImplyOne}
		}
	case '近':
		if !among(before, "附最靠邻就远临新亲") {
			return prefix{words: 1, implies: mayImplyOne}
		}
	case '超', '逾':
		if !among(before, "赶高") {
			return prefix{words: 1, implies: mayImplyOne}
		}
	case '过':
		if next := s.peek(i); (smallUnit(next) > 1 || bigUnit(next) > 0 || s.peek(i+1) == '成' || next == '半') && !among(before, "通经不") {
			return prefix{words: 1, implies: mayImplyOne}
		}
	case '上', '成', '好':
		if next := s.peek(i); (smallUnit(next) > 1 || bigUnit(next) > 0) && !among(before, "以完早晚") {
			return prefix{words: 1, implies: mayImplyOne, vague: true}
		}
	}
	return prefix{}
}

// endsWith tells whether the text before i ends with w.
func (s *scanner) endsWith(i int, w string) bool {
	for w != "" {
		r, size := utf8.DecodeLastRuneInString(w)
		if i--; s.peek(i) != r {
			return false
		}
		w = w[:len(w)-size]
	}
	return true
}

// hasPrefix tells whether the text at i begins with w.
func (s *scanner) hasPrefix(i int, w string) bool {
	for _, r := range w {
		if s.peek(i) != r {
			return false
		}
		i++
	}
	return true
}

// approxTails stand behind a number or its measure word.
var approxTails = sync.OnceValue(func() *words {
	return newWords("左右", "上下", "以上", "以下", "以内", "不等", "开外", "出头", "之多", "许", "余")
})

// approxAfter takes the approximation words behind what n holds so far.
func (s *scanner) approxAfter(n *Number) {
	if tail := s.approxTail(n.To); tail > 0 {
		n.Approx = true
		n.To += tail
		return
	}
	if s.peek(n.To) == '多' && n.To > n.End && isBoundary(s.peek(n.To+1)) {
		n.Approx = true
		n.To++
	}
}

// approxTail returns the length of the approximation word at i, or 0.
func (s *scanner) approxTail(i int) int {
	_, n := approxTails().longest(s.from(i))
	return n
}
