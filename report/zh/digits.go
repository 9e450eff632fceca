package zh

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// longestRun is the most digits a value may have; more is a code of some kind.
const longestRun = 30

// hanDigit returns the value of a Han digit, formal or everyday, or -1.
func hanDigit(r rune) int64 {
	switch r {
	case '〇', '零', '○':
		return 0
	case '一', '壹', '弌', '幺':
		return 1
	case '二', '贰', '弍', '两', '俩':
		return 2
	case '三', '叁', '弎', '参', '仨', '叄':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒', '漆':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// isPaired tells words for two or three that already hold a measure word.
func isPaired(r rune) bool { return r == '俩' || r == '仨' }

// smallUnit returns the power of ten of 十, 百 or 千, or 0.
func smallUnit(r rune) int32 {
	switch r {
	case '十', '拾':
		return 1
	case '百', '佰':
		return 2
	case '千', '仟':
		return 3
	}
	return 0
}

// bigUnit returns the power of ten of 万, 亿 or 兆, or 0.
func bigUnit(r rune) int32 {
	switch r {
	case '万':
		return 4
	case '亿':
		return 8
	case '兆':
		return 12
	}
	return 0
}

// tens returns the value of 廿, 卅 or 卌, or 0.
func tens(r rune) int64 {
	switch r {
	case '廿':
		return 20
	case '卅':
		return 30
	case '卌':
		return 40
	}
	return 0
}

// A run is an unbroken row of digits, Han or ASCII.
type run struct {
	start, end int
	value      decimal.Decimal
	step       int64 // of a pair such as 三五: what the second is more; else 0
	whole      bool  // no decimal point
	zero       bool  // only zeros
	zeroed     bool  // begins with a zero and goes on
	han        bool
	digits     int
}

// readRun reads the digits at i. Thousands separators count only where every
// group has three digits and they are as wide as the digits: 1,200 but not 3,4,5.
func readRun(t Text, i, limit int) run {
	r := t.runes
	n := run{start: i, end: i, whole: true, zero: true}
	var small int64           // the value, as long as it fits
	var large strings.Builder // the digits, once it does not
	for n.end < limit {
		c := r[n.end]
		d := int64(c - '0')
		if !isDigit(c) {
			if d = hanDigit(c); d < 0 {
				if c == ',' && n.end > i && thousands(t, i, n.end, limit) {
					n.end++
					continue
				}
				break
			}
			n.han = true
		}
		n.zero = n.zero && d == 0
		n.digits++
		switch {
		case n.digits <= 18:
			small = small*10 + d
		case n.digits == 19:
			large.WriteString(strconv.FormatInt(small, 10))
			fallthrough
		case n.digits <= longestRun:
			large.WriteByte(byte('0' + d))
		}
		n.end++
	}
	n.zeroed = n.digits > 1 && (r[i] == '0' || hanDigit(r[i]) == 0)
	n.value = whole(small)
	if large.Len() > 0 {
		n.value = parseDigits(large.String())
	}
	if !n.han && n.end+1 < limit && r[n.end] == '.' && isDigit(r[n.end+1]) {
		n.point(r, limit)
	}
	if n.han && n.digits == 2 && n.end-i == 2 {
		n.step = pairStep(hanDigit(r[i]), hanDigit(r[i+1]))
	}
	return n
}

// point reads the decimal point and what follows it.
func (n *run) point(r []rune, limit int) {
	begin := n.end
	n.end++
	for n.end < limit && isDigit(r[n.end]) {
		n.zero = n.zero && r[n.end] == '0'
		n.end++
	}
	n.whole, n.zeroed = false, false
	if n.end-begin > longestRun {
		n.digits = longestRun + 1
		return
	}
	n.value = withDecimals(n.value, string(r[begin+1:n.end]))
}

// thousands tells whether the comma at c separates thousands of the digits
// that begin at i.
func thousands(t Text, i, c, limit int) bool {
	r := t.runes
	first := c-i < 4 || r[c-4] == ','
	if r[c] != ',' || r[i] == '0' || !first || c-i > longestRun || c+3 >= limit || c+4 < len(r) && isDigit(r[c+4]) {
		return false
	}
	for k := 1; k <= 3; k++ {
		if !isDigit(r[c+k]) {
			return false
		}
	}
	return isDigit(r[c-1]) && (len(t.Source(c, c+1)) == 1) == (len(t.Source(c-1, c)) == 1)
}

// parseDigits reads ASCII digits, at most longestRun.
func parseDigits(s string) decimal.Decimal {
	if len(s) > 18 {
		d, err := decimal.NewFromString(s)
		if err != nil {
			return decimal.Zero
		}
		return d
	}
	var v int64
	for _, c := range []byte(s) {
		v = v*10 + int64(c-'0')
	}
	return whole(v)
}

// pairStep tells two neighbouring digits that mean from … to: 三四, 七八, 两三, 三五.
func pairStep(a, b int64) int64 {
	if a > 0 && b == a+1 || a == 3 && b == 5 {
		return b - a
	}
	return 0
}
