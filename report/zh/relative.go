package zh

import "sync"

// A relativeWord is a word for a day as seen from the reference.
type relativeWord struct {
	word  string
	days  int
	part  dayPart
	avoid string // runes that make another word of it when they follow
}

var relativeWords = sync.OnceValue(func() *trie[relativeWord] {
	t := newTrie[relativeWord]()
	for _, w := range relativeList {
		t.add(w.word, w)
	}
	return t
})

var relativeList = [...]relativeWord{
	{"大前天", -3, 0, ""}, {"大后天", 3, 0, ""}, {"大后日", 3, 0, ""},
	{"今天", 0, 0, ""}, {"今日", 0, 0, ""}, {"今早", 0, morning, ""}, {"今晨", 0, morning, ""}, {"今晚", 0, evening, ""}, {"今夜", 0, evening, ""},
	{"昨天", -1, 0, ""}, {"昨日", -1, 0, ""}, {"昨晚", -1, evening, ""}, {"昨夜", -1, evening, ""}, {"昨早", -1, morning, ""},
	{"前天", -2, 0, ""}, {"前日", -2, 0, "均常检产"}, {"前晚", -2, evening, ""},
	{"明天", 1, 0, ""}, {"明日", 1, 0, ""}, {"明早", 1, morning, ""}, {"明晨", 1, morning, ""}, {"明晚", 1, evening, ""},
	{"寻日", -1, 0, ""}, {"琴日", -1, 0, ""}, {"听日", 1, 0, ""}, // as in Guangdong
	{"后天", 2, 0, ""}, {"后日", 2, 0, "均常检产"},
}

// relative reads 昨天, 今晚, 现在, 去年2月, 上月3日.
func (s *dateScanner) relative(i int) (stated, bool) {
	if w, n := relativeWords().longest(s.from(i)); n > 0 {
		end := i + n
		if among(s.peek(end), w.avoid) || s.r[i] != '今' && among(s.peek(i-1), "目之以此今年") {
			return stated{}, false // 之前日均, 今后天天
		}
		d := stated{start: i, end: end, has: hasDayShift, shift: w.days, part: w.part}
		if w.part != 0 {
			d.has |= hasPart
		}
		return d, true
	}
	for _, w := range [...]string{"此时", "此刻", "现在", "当前", "而家", "依家"} {
		if s.hasPrefix(i, w) && !(w == "此时" && s.peek(i+2) == '此') {
			return stated{start: i, end: i + 2, has: hasNow}, true
		}
	}
	if d, ok := s.relativeYear(i); ok {
		return d, true
	}
	return s.relativeMonth(i)
}

// relativeYear reads 去年, 今年, 明年 and the month and day behind it.
func (s *dateScanner) relativeYear(i int) (stated, bool) {
	d := stated{start: i, end: i + 2, has: hasYearShift}
	switch {
	case s.hasPrefix(i, "今年"), s.hasPrefix(i, "本年"):
	case s.hasPrefix(i, "去年"):
		d.shift = -1
	case s.hasPrefix(i, "明年"):
		d.shift = 1
	case s.hasPrefix(i, "前年"):
		d.shift = -2
	default:
		return d, false
	}
	at := s.afterYear(d.end)
	f := s.figure(at)
	if tail := s.gap(f.end); f.end > at && s.peek(tail) == '月' {
		return s.month(d, f, tail)
	}
	return d, s.peek(d.end) != '级' && s.peek(d.end) != '度' || s.hasPrefix(i, "去年")
}

// relativeMonth reads 本月, 上个月, 下月 and the day behind it.
func (s *dateScanner) relativeMonth(i int) (stated, bool) {
	d := stated{start: i, has: hasMonthShift}
	switch s.r[i] {
	case '本', '这', '今', '当':
	case '上':
		d.shift = -1
	case '下':
		d.shift = 1
	default:
		return d, false
	}
	at := i + 1
	if s.peek(at) == '个' {
		at++
	}
	if s.peek(at) != '月' {
		return d, false
	}
	d.end = at + 1
	if s.peek(d.end) == '份' {
		d.end++
	}
	f := s.figure(d.end)
	if r := s.peek(f.end); f.end > d.end && f.digits <= 2 && (r == '日' || r == '号') {
		d.day, d.end = f.value, f.end+1
		d.has |= hasDay
		d.impossible = f.value < 1 || f.value > 31
	}
	return d, true
}

// week reads 周三, 星期日, 上周五, 本礼拜一. 每周一 is a rule and no date.
func (s *dateScanner) week(i int) (stated, bool) {
	d := stated{start: i, has: hasWeekday}
	at := i
	switch s.r[i] {
	case '上':
		d.weeks, d.has, at = -1, d.has|hasWeek, at+1
	case '下':
		d.weeks, d.has, at = 1, d.has|hasWeek, at+1
	case '本', '这', '今':
		d.has, at = d.has|hasWeek, at+1
	}
	if at > i && d.weeks != 0 && s.peek(at) == s.r[i] {
		d.weeks, at = 2*d.weeks, at+1 // 上上周四
	}
	if at > i && s.peek(at) == '个' {
		at++
	}
	switch {
	case s.peek(at) == '周':
		at++
	case s.hasPrefix(at, "星期"), s.hasPrefix(at, "礼拜"):
		at += 2
	default:
		return d, false
	}
	r := s.peek(at)
	switch n := hanDigit(r); {
	case 1 <= n && n <= 6 && r != '两' && r != '俩':
		d.weekday = int(n)
	case '1' <= r && r <= '7' && !isDigit(s.peek(at+1)) && s.peek(at-1) != '周':
		d.weekday = int(r - '0')
	case r == '日' || r == '天':
		d.weekday = 7
	default:
		return d, false
	}
	d.end = at + 1
	if s.numeral(d.end) && !isDigit(s.peek(d.end)) && !s.hasPrefix(d.end, "零报") || among(s.peek(i-1), "每逢一二两三四五六七八九十百年末全各") {
		return d, false
	}
	if s.peek(d.end) == '均' && (s.goesOn || among(s.peek(d.end+1), said)) {
		return d, true
	}
	return d, !(s.peek(at-1) == '周' && among(s.peek(d.end), "岁年天均报期"))
}
