package zh

import "github.com/shopspring/decimal"

// A numeral is a value written in digits, in Chinese numerals or in both:
// 46, 1,200, 一百十一, 8千3, 33亿7109.6万, 三五百, 十几万.
type numeral struct {
	start, end int
	value      decimal.Decimal
	high       decimal.Decimal // of a range
	kind       NumberKind      // Exact, Range, Vague; Code if too long to be a number
	approx     bool            // 余 or 多 stands inside: 6200余万
	plain      bool            // ASCII digits only
	single     bool            // one Han digit only
	digits     int             // digits written in the first run
	zeroed     bool            // the first run begins with 0 and goes on
	scaled     bool            // 千, 万 or more stands inside
	big        int32           // the power of ten of the last word, if 万 or more
}

// A tally adds up a numeral word by word.
type tally struct {
	parts   []part          // closed by 万, 亿 …, their powers of ten falling
	section decimal.Decimal // hundreds and tens behind the last of them
	inside  bool            // section holds something
	floor   int32           // the last small unit in section; the next must be smaller
	last    int32           // the last unit of all; 0: none yet
	scaled  bool            // 千, 万 or more was read
	step    decimal.Decimal // of a range: high less low

	cur    run
	hasCur bool
}

// A part of a tally is its value and the power of ten that closed it.
type part struct {
	value decimal.Decimal
	exp   int32
}

// readNumeral reads the numeral at i, up to limit at most. implicit lets it
// begin with a bare 百, 千, 万 or 亿, as in 近万人.
func readNumeral(t Text, i, limit int, implicit implied) (numeral, bool) {
	a := tally{floor: 4}
	n := numeral{start: i, end: i}
	pos := i
	for pos < limit {
		c := t.runes[pos]
		next, ok := pos, false
		switch {
		case isDigit(c) || hanDigit(c) >= 0:
			next, ok = a.digits(t, pos, limit, &n)
		case tens(c) > 0:
			next, ok = a.twenty(t, pos)
		case smallUnit(c) > 0:
			next, ok = a.small(t, pos, limit, implicit)
		case bigUnit(c) > 0:
			next, ok = a.big(t, pos, implicit)
		case c == '点' || c == '點':
			next, ok = a.point(t, pos, limit)
		case c == '几' || c == '数':
			next, ok = a.some(t, pos, limit, &n)
		case (c == '余' || c == '多') && (a.hasCur || a.inside || len(a.parts) > 0) && pos+1 < limit && bigUnit(t.runes[pos+1]) > 0:
			next, ok = pos+1, true
			n.approx = true
		}
		if !ok {
			break
		}
		pos = next
	}
	return a.finish(t, n, pos)
}

// implied says whether a numeral may begin with a bare 百, 千, 万 or 亿.
type implied int

const (
	needsDigit implied = iota
	mayImplyOne
)

// digits reads a row of digits; two rows never touch.
func (a *tally) digits(t Text, pos, limit int, n *numeral) (int, bool) {
	if a.hasCur {
		return pos, false
	}
	a.cur, a.hasCur = readRun(t, pos, limit), true
	if pos == n.start {
		n.digits, n.zeroed = a.cur.digits, a.cur.zeroed
		n.plain = !a.cur.han
		if a.cur.digits > longestRun {
			n.kind = Code
		}
	} else {
		n.plain = false
	}
	return a.cur.end, true
}

// twenty reads 廿, 卅 and the digit behind.
func (a *tally) twenty(t Text, pos int) (int, bool) {
	if a.hasCur && a.cur.zero && a.cur.han && a.last > 0 {
		a.hasCur = false // 一千零廿五
	}
	if a.hasCur || a.floor <= 1 {
		return pos, false
	}
	a.section = sum(a.section, whole(tens(t.runes[pos])))
	a.inside, a.floor, a.last = true, 1, 1
	return pos + 1, true
}

// small reads 十, 百 or 千 and adds what it multiplies to the section.
func (a *tally) small(t Text, pos, limit int, implicit implied) (int, bool) {
	e := smallUnit(t.runes[pos])
	if e >= a.floor || a.thousandOfUnit(t.runes, pos, limit, e) {
		return pos, false
	}
	one := !a.hasCur || a.cur.zero && a.cur.han && a.cur.start != a.cur.end && a.last > 0
	switch {
	case one && !a.hasCur && e > 1 && (a.last > 0 || implicit == needsDigit):
		return pos, false
	case !one && e == 1 && (a.cur.digits > 1 && a.cur.step == 0 && !a.cur.zeroed || !a.cur.whole):
		return pos, false
	case !one && a.cur.zero:
		return pos, false
	}
	if one {
		a.section = sum(a.section, shifted(whole(1), e))
	} else {
		a.section = sum(a.section, a.curValue(e))
	}
	a.inside, a.floor, a.last, a.hasCur = true, e, e, false
	a.scaled = a.scaled || e == 3
	return pos + 1, true
}

// thousandOfUnit tells the 千 of 千克 and 千米 from a thousand.
func (a *tally) thousandOfUnit(r []rune, pos, limit int, e int32) bool {
	if e != 3 || a.last > 0 || !a.hasCur || pos+1 >= limit {
		return false
	}
	switch r[pos+1] {
	case '克', '米', '瓦', '伏', '卡':
		return true
	}
	return false
}

// big reads 万, 亿 or 兆 and closes the section with it.
func (a *tally) big(t Text, pos int, implicit implied) (int, bool) {
	e := bigUnit(t.runes[pos])
	top := len(a.parts) - 1
	given := a.hasCur || a.inside
	v := a.section
	switch {
	case !given && top < 0 && implicit == needsDigit:
		return pos, false
	case !given && top < 0:
		v = whole(1)
	case given && top >= 0 && a.parts[top].exp == e:
		return pos, false
	case a.hasCur:
		v = sum(v, a.curValue(0))
	}
	for top >= 0 && (a.parts[top].exp < e || !given && a.parts[top].exp == e) {
		v = sum(v, a.parts[top].value)
		a.parts = a.parts[:top]
		top--
	}
	if v.Coefficient().BitLen() > widestSum {
		return pos, false
	}
	a.parts = append(a.parts, part{shifted(v, e), e})
	a.step = shifted(a.step, e)
	a.section, a.inside, a.hasCur = decimal.Zero, false, false
	a.floor, a.last, a.scaled = 4, e, true
	return pos + 1, true
}

// widestSum bounds, in bits, what words such as 万亿 may pile up.
const widestSum = 160

// curValue is the value of the pending digits behind a unit of 10^e; of a
// pair the lower one, noting the step.
func (a *tally) curValue(e int32) decimal.Decimal {
	if a.cur.step == 0 {
		return shifted(a.cur.value, e)
	}
	a.step = decimal.New(a.cur.step, e)
	pair, _ := small(a.cur.value)
	return shifted(whole(pair/10), e)
}

// point reads 点 and the digits behind it.
func (a *tally) point(t Text, pos, limit int) (int, bool) {
	if a.hasCur && !a.cur.whole || !a.hasCur && !a.inside && len(a.parts) == 0 || pos+1 >= limit {
		return pos, false
	}
	if d := t.runes[pos+1]; !isDigit(d) && hanDigit(d) < 0 {
		return pos, false
	}
	frac := readRun(t, pos+1, limit)
	if !frac.whole || frac.digits > longestRun {
		return pos, false
	}
	v := frac.value.Shift(-int32(frac.digits))
	if a.hasCur {
		v = sum(v, a.cur.value)
	}
	a.cur = run{start: pos, end: frac.end, value: v, han: true, digits: frac.digits + 1}
	a.hasCur = true
	return frac.end, true
}

// some reads 几 and 数 as a digit nobody knows: 几十, 十几, 数百.
func (a *tally) some(t Text, pos, limit int, n *numeral) (int, bool) {
	if a.hasCur || t.runes[pos] == '数' && pos > n.start {
		return pos, false
	}
	if t.runes[pos] == '数' && (pos+1 >= limit || smallUnit(t.runes[pos+1]) == 0 && bigUnit(t.runes[pos+1]) == 0) {
		return pos, false
	}
	n.kind = Vague
	a.cur = run{start: pos, end: pos + 1, value: whole(1), whole: true, han: true, digits: 1}
	a.hasCur = true
	return pos + 1, true
}

// finish adds what is pending. A single digit behind 百 or more is short for
// the next lower unit: 八千三 is 8300, 三万五 is 35000; 一万零五 is not.
func (a *tally) finish(t Text, n numeral, pos int) (numeral, bool) {
	n.end = pos
	if a.hasCur && a.last > 0 && !a.fits() {
		n.end, a.hasCur = a.cur.start, false
	}
	if a.hasCur && a.cur.step > 0 && a.last == 0 && !isRangePair(t.runes, n.end) {
		a.cur.step = 0
	}
	if n.end == n.start {
		return n, false
	}
	n.scaled = a.scaled
	n.single = n.end-n.start == 1 && !n.plain
	if a.last == 0 && a.hasCur && a.cur.step == 0 {
		n.value = a.cur.value
		return n, true
	}
	total := a.section
	if a.hasCur {
		e := int32(0)
		if short := a.cur.digits == 1 || a.cur.step > 0; short && a.last > 1 && a.cur.whole && a.cur.end == pos {
			e = a.last - 1
		}
		total = sum(total, a.curValue(e))
	}
	for _, p := range a.parts {
		total = sum(total, p.value)
	}
	n.value = total
	if a.last >= 4 && !a.hasCur && !a.inside {
		n.big = a.last
	}
	if !a.step.IsZero() && n.kind == Exact {
		n.kind, n.high = Range, sum(total, a.step)
	}
	return n, true
}

// fits tells whether the pending digits may stand behind the last unit: they
// must be smaller than it. 一百500 is two numbers.
func (a *tally) fits() bool {
	if a.cur.step > 0 || !a.cur.whole {
		return true
	}
	return a.cur.value.LessThan(decimal.New(1, a.last))
}

// isRangePair tells whether a pair of digits that ends at i is meant as
// from … to: only before a measure word or the like, else 三五 is 35.
func isRangePair(r []rune, i int) bool {
	if i >= len(r) {
		return false
	}
	_, n := everyday().words.longest(r[i:])
	return n > 0
}
