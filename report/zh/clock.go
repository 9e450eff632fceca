package zh

import "sync"

// dayPart is a part of the day that an hour is counted in.
type dayPart int

const (
	dawn      dayPart = iota + 1 // 凌晨
	morning                      // 早上, 上午
	noon                         // 中午
	afternoon                    // 下午, 傍晚
	dusk
	evening // 晚上, 夜里
)

// usual is the hour a part of the day stands for where none was said.
func (p dayPart) usual() int {
	return [...]int{0, 0, 6, 12, 15, 18, 22}[p]
}

// hour puts h into the part of the day: 下午3时 and 下午15时 are 15, 晚12点 is 24.
func (p dayPart) hour(h int) int {
	switch {
	case p == dawn && h == 12:
		return 0
	case (p == afternoon || p == dusk) && h < 12, p == noon && 1 <= h && h <= 4, p == evening && 5 <= h && h < 12:
		return h + 12
	case p == evening && h%12 == 0:
		return 24
	}
	return h
}

// A partWord names a part of the day. Short ones count only beside a date or
// an hour: 晚 in 晚8点.
type partWord struct {
	word  string
	part  dayPart
	alone bool // is a time by itself: 下午巡查
}

var partWords = sync.OnceValue(func() *trie[partWord] {
	t := newTrie[partWord]()
	for _, w := range partList {
		t.add(w.word, w)
	}
	return t
})

var partList = [...]partWord{
	{"凌晨", dawn, true}, {"清晨", morning, false}, {"早上", morning, true}, {"早晨", morning, false}, {"早间", morning, false}, {"上午", morning, true},
	{"中午", noon, true}, {"正午", noon, false}, {"午间", noon, false}, {"午后", afternoon, false}, {"下午", afternoon, true}, {"傍晚", dusk, true},
	{"晚上", evening, true}, {"晚间", evening, false}, {"夜晚", evening, false}, {"夜里", evening, false}, {"夜间", evening, false}, {"半夜", dawn, false},
	{"深夜", evening, false}, {"朝早", morning, true}, {"晏昼", afternoon, true}, {"午夜", dawn, false}, {"当晚", evening, false}, {"早", morning, false}, {"晚", evening, false}, {"夜", evening, false},
}

// partAt finds the part of the day at i.
func (s *dateScanner) partAt(i int) (partWord, int) {
	w, n := partWords().longest(s.from(i))
	return w, i + n
}

// ground says whether what stands before makes a time of day certain.
type ground bool

// The grounds for reading a time of day.
const (
	bare   ground = false // it must show by itself that it is one
	beside ground = true  // a date or a part of the day stands before it
)

// clock reads a time of day at i.
func (s *dateScanner) clock(i int, on ground) (stated, bool) {
	w, at := s.partAt(i)
	if at == i {
		return s.clockIn(i, 0, on)
	}
	if d, ok := s.clockIn(s.gap(at), w.part, beside); ok {
		d.start, d.part = i, w.part
		d.has |= hasPart
		return d, true
	}
	d := stated{start: i, end: at, has: hasPart, part: w.part, hour: w.part.usual()}
	whole := at > i+1 || s.goesOn || among(s.peek(at), "至到平无未均都零")
	return d, (w.alone || on == beside && whole) && !among(s.peek(at), "班报好茶饭") && !among(s.peek(i-1), "以之")
}

// clockIn reads an hour and what is behind it, in a part of the day.
func (s *dateScanner) clockIn(i int, part dayPart, on ground) (stated, bool) {
	if i >= len(s.r) || on == bare && !s.beginsNumeral(i) {
		return stated{}, false
	}
	f := s.figure(i)
	if f.end == i || f.digits > 2 || f.value > 24 {
		return stated{}, false
	}
	d := stated{start: i, end: f.end, has: hasHour, hour: f.value, part: part}
	ok := false
	switch at := s.gap(f.end); s.peek(at) {
	case ':':
		ok = at == f.end && s.colon(&d, on)
	case '时':
		ok = s.hours(&d, f, at, on)
	case '点':
		ok = s.points(&d, f, at, on)
	case 'a', 'p', 'A', 'P':
		ok = s.meridiem(&d)
	}
	if !ok {
		return d, false
	}
	if d.part != 0 {
		d.hour = d.part.hour(d.hour)
	}
	return d, d.hour < 24 || d.hour == 24 && d.minute == 0
}

// colon reads :MM and :MM:SS. The minutes have two digits, and nothing is
// counted by what follows: 卡点2:15人 is a label and a number.
func (s *dateScanner) colon(d *stated, on ground) bool {
	m, ok := s.twoDigits(d.end + 1)
	if !ok || s.peek(d.start-1) == '比' || s.peek(d.start-1) == ':' && on == bare {
		return false
	}
	end := d.end + 3
	if sec, ok := s.twoDigits(end + 1); ok && s.peek(end) == ':' && sec < 60 {
		end += 3
	}
	if on == bare && s.unit(end).found() {
		return false
	}
	d.minute, d.end = m, end
	d.has |= hasMin
	s.meridiem(d)
	return true
}

// twoDigits reads exactly two digits below 60.
func (s *dateScanner) twoDigits(i int) (int, bool) {
	a, b := s.peek(i), s.peek(i+1)
	if !isDigit(a) || !isDigit(b) || isDigit(s.peek(i+2)) || a > '5' {
		return 0, false
	}
	return int(a-'0')*10 + int(b-'0'), true
}

// meridiem reads am or pm.
func (s *dateScanner) meridiem(d *stated) bool {
	r := s.peek(d.end)
	if !among(r, "aApP") || d.hour > 12 {
		return false
	}
	end := d.end + 1
	if among(s.peek(end), "mM") {
		end++
	} else if !d.has.any(hasMin) {
		return false
	}
	if isAlnum(s.peek(end)) {
		return false
	}
	d.end = end
	if among(r, "pP") && d.hour < 12 {
		d.hour += 12
	} else if among(r, "aA") && d.hour == 12 {
		d.hour = 0
	}
	return true
}

// hours reads 时 and the minutes behind it.
func (s *dateScanner) hours(d *stated, f figure, at int, on ground) bool {
	if among(s.peek(at+1), "间候期段代刻常差速") || on == bare && f.han && f.value == 1 && f.end-d.start == 1 {
		return false
	}
	d.end = at + 1
	s.minutes(d)
	if s.peek(d.end) == '许' || s.peek(d.end) == '整' || s.peek(d.end) == '正' {
		d.end++
	}
	return true
}

// points reads 点 and the minutes behind it. 三点五 is a decimal, 三点要求 are
// three points.
func (s *dateScanner) points(d *stated, f figure, at int, on ground) bool {
	next := at + 1
	m := s.figure(next)
	switch r := s.peek(next); {
	case m.end == next && s.numeral(next) && bigUnit(r) == 0:
		return false
	case m.end > next:
		tens := m.han && smallUnit(s.r[next]) == 1 || m.han && m.end-next > 1 && (smallUnit(s.r[next+1]) == 1 || on == beside && hanDigit(s.r[next]) == 0) || m.han && tens(s.r[next]) > 0
		minute := s.peek(m.end) == '分' && s.peek(m.end+1) != '之' || tens || !m.han && m.digits == 2 && s.isBareDay(m.end)
		if !minute {
			return false
		}
	case on == bare && f.han && f.value <= 2 && f.end-d.start == 1 && !among(r, "半钟整多左前一三") && isWord(r):
		return false
	case on == bare && among(r, "要建意内措原体问希位名名火经感看说评防工") && r != 0:
		return false
	}
	d.end = next
	if s.peek(next) == '钟' {
		d.end++
		return true
	}
	s.minutes(d)
	if r := s.peek(d.end); r == '整' || r == '正' || r == '许' {
		d.end++
	}
	return true
}

// minutes reads 半, 一刻, 三刻, 30分 or 30 at the end of d, and the seconds.
func (s *dateScanner) minutes(d *stated) {
	at := s.gap(d.end)
	switch {
	case s.peek(at) == '半':
		d.minute, d.end = 30, at+1
	case s.hasPrefix(at, "一刻"):
		d.minute, d.end = 15, at+2
	case s.hasPrefix(at, "三刻"):
		d.minute, d.end = 45, at+2
	default:
		f := s.figure(at)
		if f.end == at || f.value > 59 || f.digits > 2 {
			return
		}
		switch {
		case s.peek(f.end) == '分' && s.peek(f.end+1) != '之':
			d.end = f.end + 1
			if s.peek(d.end) == '钟' {
				d.end++
			}
		case at == d.end && s.isBareDay(f.end) && (f.digits == 2 || f.han && f.value >= 10 || f.han && f.digits == 2):
			d.end = f.end
		default:
			return
		}
		d.minute = f.value
	}
	d.has |= hasMin
	if f := s.figure(d.end); f.end > d.end && s.peek(f.end) == '秒' {
		d.end = f.end + 1
	}
}
