package zh

// window reads a date or a time at i, and with 至, 到 or a dash the one it
// lasts to: 0时至24时, 20时至次日20时, 1月25日至2月3日, 0-12时, 3-5日.
func (s *dateScanner) window(i int) (stated, bool) {
	if s.numeral(i) && !s.mayBeDate(i) {
		return stated{}, false
	}
	d, ok := s.one(i)
	if !ok {
		if s.numeral(i) && s.beginsNumeral(i) {
			return s.bareWindow(i)
		}
		return d, false
	}
	if d.impossible {
		return d, true
	}
	at := s.toward(d.end)
	if at == d.end {
		s.daysOf(&d)
		return d, true
	}
	if end, ok := s.lasting(&d, at); ok {
		d.to, d.end = &end, end.end
	}
	return d, true
}

// mayBeDate tells whether what stands behind the figure at i can be a date's.
func (s *dateScanner) mayBeDate(i int) bool {
	f := s.figure(i)
	if f.end == i || f.digits == 8 {
		return f.end > i
	}
	switch s.peek(s.gap(f.end)) {
	case '年', '月', '日', '号', '.', '/', '-', '点', '时', ':', 'a', 'p', 'A', 'P', '~', '—', '–', '─', '〜', '−', '至', '到':
		return true
	}
	return false
}

// toward returns where the end of a window may begin, behind 至, 到 or a dash,
// or at itself.
func (s *dateScanner) toward(at int) int {
	i := s.gap(at)
	begin := i
	for i < begin+2 && s.class(i)&dashRune != 0 {
		i++
	}
	if i == begin && among(s.peek(i), "至到") {
		i++
	}
	if i == begin {
		return at
	}
	return s.gap(i)
}

// lasting reads the end of the window that d begins.
func (s *dateScanner) lasting(d *stated, at int) (stated, bool) {
	if at >= len(s.r) {
		return stated{}, false
	}
	for _, w := range [...]string{"今", "目前", "现在", "当前"} {
		if s.hasPrefix(at, w) && !among(s.peek(at+1), "天日晚早晨年夜") && d.has.any(dayParts) {
			return stated{start: at, end: at + len([]rune(w)), has: hasNow}, true
		}
	}
	for _, w := range [...]string{"次日", "第二天", "翌日", "第二日", "隔日"} {
		if !s.hasPrefix(at, w) {
			continue
		}
		end := at + len([]rune(w))
		if c, ok := s.clock(s.gap(end), beside); ok {
			c.start, c.has = at, c.has|hasNext
			return c, true
		}
		return stated{}, false
	}
	for _, w := range [...]string{"当日", "当天"} {
		if s.hasPrefix(at, w) {
			at += 2
		}
	}
	if at >= len(s.r) {
		return stated{}, false
	}
	if e, ok := s.lunarGoesOn(d, at); ok {
		return e, true
	}
	before := s.goesOn
	s.goesOn = true
	e, ok := s.one(at)
	s.goesOn = before
	if !ok || e.impossible || d.has.any(hasHour) != e.has.any(hasHour) || d.has.any(hasMonth) && d.grain() == GrainMonth && e.grain() != GrainMonth {
		return e, false
	}
	if e.part == 0 && d.part != 0 && e.has.any(hasHour) && e.hour < d.hour && d.part.hour(e.hour) > d.hour {
		e.hour = d.part.hour(e.hour)
	}
	return e, true
}

// bareWindow reads a window whose unit stands only at its end: 0-12时, 3至5日,
// 1-3月.
func (s *dateScanner) bareWindow(i int) (stated, bool) {
	f := s.figure(i)
	if f.end == i || f.digits > 2 || among(s.peek(i-1), "-~—–") && isAlnum(s.peek(i-2)) {
		return stated{}, false
	}
	at := s.toward(f.end)
	if at == f.end {
		return stated{}, false
	}
	g := s.figure(at)
	if g.end == at || g.digits > 2 {
		return stated{}, false
	}
	d := stated{start: i, end: f.end}
	switch tail := s.gap(g.end); s.peek(tail) {
	case '时', '点':
		end, ok := s.clockIn(at, 0, bare)
		if !ok || f.value > 24 {
			return d, false
		}
		d.has, d.hour, d.to, d.end = hasHour, f.value, &end, end.end
	case '日', '号':
		if f.value < 1 || f.value >= g.value || g.value > 31 || s.namesHouse(tail) || among(s.peek(tail+1), "内游龄") || s.peek(tail+1) == '均' && !among(s.peek(tail+2), said) {
			return d, false
		}
		d.has, d.day, d.end = hasDay, f.value, tail+1
		d.to = &stated{start: at, end: tail + 1, has: hasDay, day: g.value}
	case '月':
		if f.value < 1 || f.value >= g.value || g.value > 12 || s.numeral(tail+1) {
			return d, false
		}
		d.has, d.month, d.end = hasMonth, f.value, tail+1
		d.to = &stated{start: at, end: tail + 1, has: hasMonth, month: g.value}
		if s.peek(d.end) == '份' {
			d.end++
		}
	default:
		return d, false
	}
	return d, true
}

// daysOf reads the days of 2月3-5日 behind the month d, the months of
// 2020年1-3月 behind the year, the hours of 2月1日0-24时 behind the day.
func (s *dateScanner) daysOf(d *stated) {
	at := s.gap(d.end)
	if d.grain() > GrainDay || at >= len(s.r) {
		return
	}
	w, ok := s.bareWindow(at)
	if !ok {
		return
	}
	switch {
	case d.grain() == GrainMonth && w.has == hasDay && possibleDay(d.year, max(d.month, 1), w.day):
		d.day = w.day
	case d.grain() == GrainYear && w.has == hasMonth:
		d.month = w.month
	case d.grain() == GrainDay && w.has == hasHour:
		d.hour = w.hour
	default:
		return
	}
	d.has |= w.has
	d.to, d.end = w.to, w.end
}
