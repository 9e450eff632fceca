package parse

import (
	"slices"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/zh"
)

// stated is what a text says of the time it reports on.
type stated struct {
	day   report.Day // 0: none named
	since report.Day // the first of a window; else 0
	asOf  time.Time  // zero: none with an hour
	named bool
	above row // the tokens that head it
	days      // several; else none
}

// statedIn finds the date that moves the period: one that opens the text,
// stands beside a form's name or 补报, alone in its clause, or follows 截至. A
// date inside a sentence (1月25日从武汉回) moves nothing.
func (s *scene) statedIn(from, to int) stated {
	var st stated
	for i := from; i < to; i++ {
		t := s.toks[i]
		if t.kind != date {
			continue
		}
		if !t.date.AsOf && !s.governs(i, from, to) {
			i = s.lastListed(i, to) // those side by side with it govern no more than it does
			continue
		}
		d := t.date
		if d.AsOf && d.Grain >= zh.GrainHour && st.asOf.IsZero() {
			st.asOf = d.Time
			if !d.EndTime.IsZero() {
				st.asOf = d.EndTime
			}
		}
		if day := s.dayOf(d); !st.named && (day != 0 || !d.AsOf && s.lastListed(i, to) > i) {
			st.on(s.daysFrom(i, to))
			if st.all == nil {
				st.day, st.named = day, day != 0
			}
			if !d.EndTime.IsZero() && !d.Day.IsZero() {
				st.since = report.DayOf(d.Day)
			}
		}
		if st.named && !st.asOf.IsZero() {
			break
		}
		i = s.lastListed(i, to) // those beside it have been looked at
	}
	return st
}

// on notes several days: the first that is named stands for all. 今天 names none,
// however often it is said.
func (st *stated) on(d days) {
	if len(d.all) < 2 || slices.Max(d.all) == 0 {
		return
	}
	st.days, st.named = d, true
	st.day = slices.Max(d.all)
	if !d.span {
		st.day = d.all[slices.IndexFunc(d.all, func(d report.Day) bool { return d != 0 })]
	}
}

// dayOf is the day that a date names, or 0: 今天 and bare hours name none, the
// period that is open decides.
func (s *scene) dayOf(d *zh.Date) report.Day {
	if d.Grain < zh.GrainDay || d.Day.IsZero() {
		return 0
	}
	day := report.DayOf(d.Day)
	if !d.EndTime.IsZero() && d.EndTime.After(d.Time) {
		end := d.EndTime
		if d.Grain != zh.GrainDay {
			end = end.Add(-time.Second) // 24时 is the next day's 00:00
		}
		day = max(day, report.DayOf(end))
	}
	// 今天 said at half past midnight is still the day whose period is open.
	if d.Relative && !d.AsOf && day == report.DayOf(s.ref) {
		return 0
	}
	return day
}

// isToday tells whether a date token says 今天 in any of its forms.
func (s *scene) isToday(t token) bool {
	return t.date.Relative && t.date.Grain >= zh.GrainDay && !t.date.Day.IsZero() && report.DayOf(t.date.Day) == report.DayOf(s.ref)
}

// ofAnotherDay tells whether the date at token i makes its clause tell of a day
// that the report is not about.
func (s *scene) ofAnotherDay(i, from, to int) bool {
	t := s.toks[i]
	if t.date.Grain < zh.GrainDay || t.date.AsOf || t.date.Day.IsZero() || s.isToday(t) || !t.date.EndTime.IsZero() || s.partOfDay(&t) {
		return false
	}
	return !bounding.begins(s.runes, t.end) && !s.governs(i, from, to)
}

// bounding are the words that make of a date before them the end of a time.
var bounding = newSet("后 以来 至今 起 之后 以后 开始 前 之前 以前 左右 上下")

// partOfDay tells whether a date is last evening or this morning: it says when
// something was, not which day is reported on (昨夜降雨45毫米).
func (s *scene) partOfDay(t *token) bool {
	return t.date.Relative && slices.ContainsFunc(s.runes[t.start:t.end], func(r rune) bool { return inSet(r, "夜晚晨早") })
}

// governs tells whether the date at token i says what the report is about.
func (s *scene) governs(i, from, to int) bool {
	// Dates side by side govern together.
	i = s.firstListed(i, from)
	last := s.lastListed(i, to)
	t := s.toks[i]
	if t.date.Grain < zh.GrainDay || s.insideSentence(i, last, to) {
		return false
	}
	if s.besideHeading(i) || s.besideHeading(last) {
		// 防汛早报：昨夜降雨45毫米 is of this morning.
		return !s.partOfDay(&t) || last+1 >= to || s.toks[last+1].start > s.toks[last].end || !s.toks[last+1].namesField()
	}
	return !s.partOfDay(&t) && (s.aloneInClause(i, last, to) || s.opensText(i, from))
}

// insideSentence tells whether the words around the dates from token i to last
// make them an event's.
func (s *scene) insideSentence(i, last, to int) bool {
	if t := &s.toks[i]; t.start > 0 && inSet(s.runes[t.start-1], "从自于在至到由") && !s.spansDays(t, s.toks[last].end) {
		return true
	}
	t := s.toks[last]
	at := t.end
	for at < len(s.runes) && s.runes[at] == ' ' {
		at++
	}
	return telling.begins(s.runes, at) && !s.labelAt(t.end, to, last)
}

// telling are the words that make a date before them an event's.
var telling = newSet("从 由 自 乘 坐 回 返 到 抵 起 开始 以来 以后 之后 后 以前 之前 前 至今 出发 离 入住 期满 才 将 去 来 驾 因 左右 上下")

// spansDays tells whether 从 before a date only opens the window that it is, of
// which something is said that ends at rune at: 从2月10日到13日均平安.
func (s *scene) spansDays(t *token, at int) bool {
	return !t.date.EndTime.IsZero() && t.date.Grain == zh.GrainDay && at < len(s.runes) && inSet(s.runes[at], "均都每平无零一全未没")
}

// labelAt tells whether a word of the workspace follows token i at once, and
// is no clause of its own: 返乡46人, but 返乡的3人.
func (s *scene) labelAt(at, to, i int) bool {
	return i+1 < to && s.toks[i+1].kind == word && s.toks[i+1].start == at && !hasPrefix(s.runes[s.toks[i+1].end:], "的")
}

// besideHeading tells whether a form's name, a slot or 补报 stands beside the
// date at token i.
func (s *scene) besideHeading(i int) bool {
	t := s.toks[i]
	for _, j := range []int{i - 2, i - 1, i + 1, i + 2} {
		if j < 0 || j >= len(s.toks) || s.toks[j].kind == hard {
			continue
		}
		o := s.toks[j]
		space := max(o.start-t.end, t.start-o.end)
		if space > 2 {
			continue
		}
		if o.kind == cue && o.class == backfilling {
			return true
		}
		if o.namesForm() || o.namesSlot() {
			return true
		}
	}
	return false
}

// aloneInClause tells whether nothing but the dates from token i to last stands in
// their clause, or they answer to 日期：.
func (s *scene) aloneInClause(i, last, to int) bool {
	left, right := -1, len(s.runes)
	for j := i - 1; j >= 0; j-- {
		if k := s.toks[j].kind; k == hard || k == comma || k == open || k == shut || k == bar {
			left = s.toks[j].end
			break
		} else if k != blank && k != colon {
			return s.toks[j].kind == word && s.toks[j].isUnitWord() && s.toks[j].start == 0 && last+1 < to && s.toks[last+1].kind == hard
		}
	}
	for j := last + 1; j < to; j++ {
		if k := s.toks[j].kind; k == hard || k == comma || k == open || k == shut || k == bar {
			right = s.toks[j].start
			break
		} else if k != blank && k != colon {
			return false
		}
	}
	before, behind := trim(s.runes[max(left, 0):s.toks[i].start]), trim(s.runes[s.toks[last].end:right])
	return behind == "" && (before == "" || slices.Contains(strings.Fields(dateNames), before))
}

// opensText tells whether nothing but units, names and greetings stand before
// the date at token i in the text or line that opens at token from.
func (s *scene) opensText(i, from int) bool {
	if s.opensUnit(i, from) {
		return true
	}
	text, end := 0, s.toks[i].start
	for j := i - 1; j >= max(0, i-headTokens); j-- {
		t := s.toks[j]
		text += end - t.end
		end = t.start
		switch t.kind {
		case number:
			if t.num.Kind != zh.Ordinal {
				return false
			}
		case hard:
			return text <= headLimit && j < from+8
		case word:
			if t.isLabelOnly() {
				return false
			}
		}
	}
	return i <= headTokens && text+end <= headLimit
}

// opensUnit tells whether the clause that begins with token from names a unit with
// nothing but its day, at token i, beside it: 南山居家3人，2月4日北岭居家4人.
func (s *scene) opensUnit(i, from int) bool {
	if from == 0 || from > i || !s.toks[from-1].endsClause() {
		return false
	}
	named, end := false, s.toks[from].start
	for j := from; j < len(s.toks) && s.toks[j].start == end; j++ {
		t := &s.toks[j]
		end, named = t.end, named || t.namesUnit()
		switch {
		case j >= i && named:
			return true
		case !t.namesUnit() && t.kind != date && t.kind != blank && t.kind != colon:
			return false
		}
	}
	return false
}

// period is the period that a filing is for: the day and slot it names, else
// the one that is open at the message's time.
func (s *scene) period(f *report.Filing, form *report.Form, st stated, slot *report.Slot) {
	open := s.p.w.PeriodAt(form, s.ref)
	f.Period, f.Slot, f.AsOf = open.Day, open.Slot, st.asOf
	f.DateNamed, f.SlotNamed = st.named, slot != nil
	// A named slot is the latest of that name that has opened: 夜班 said at 08:20
	// is yesterday's.
	if slot != nil {
		named := report.PeriodKey{Form: form.ID, Day: form.DayFor(report.DayOf(s.ref)), Slot: slot.ID}
		for s.p.w.Opens(named).After(s.ref) {
			named = s.p.w.DayBefore(named)
		}
		f.Period, f.Slot = named.Day, slot.ID
	}
	if key := s.spanOf(form); slot == nil && key.Form != "" {
		f.Period, f.Slot, f.SlotNamed = key.Day, key.Slot, true
		return
	}
	if !st.named {
		if end := s.spanNamed(form); end != 0 {
			f.Period, f.DateNamed = end, true
		}
		return
	}
	f.Period = form.DayFor(st.day)
	// A night's window, 13日20时至14日8时, is that of the day on which it began.
	if slot != nil && slot.Due > midnight && st.since == st.day-1 {
		f.Period = st.since
		return
	}
	// No period is opened for a day that has not come; the sender is asked. The
	// last day of the week that is reported on may be still to come.
	if st.day > report.DayOf(s.ref) && (form.ByDay() || f.Period != open.Day) {
		f.Period = 0
		f.Problems = append([]report.Problem{{Code: report.Future, Say: sayFuture(st.day, report.DayOf(s.ref))}}, f.Problems...)
	}
}

// midnight ends a day.
const midnight = report.Clock(24 * 60)

// spanOf is what spanned finds, looked for once; its form is empty where that is none.
func (s *scene) spanOf(form *report.Form) report.PeriodKey {
	if s.spans == nil {
		s.spans = map[*report.Form]report.PeriodKey{}
	}
	key, known := s.spans[form]
	if !known {
		if own, ok := s.spanned(form); ok {
			key = own
		}
		s.spans[form] = key
	}
	return key
}

// spanned is the period of a form with several slots in which the hours lie that the
// text reports on: 昨晚8点至今早8点, 昨夜. None: it names no hours, or those of
// several periods.
func (s *scene) spanned(form *report.Form) (report.PeriodKey, bool) {
	var key report.PeriodKey
	if len(form.Slots) < 2 {
		return key, false
	}
	found := false
	for i := range s.toks {
		t := &s.toks[i]
		if t.kind != date || t.date.Grain < zh.GrainHour || t.date.Time.After(s.ref) {
			continue
		}
		own := s.p.w.PeriodAt(form, t.date.Time)
		switch end := t.date.EndTime; {
		case !end.IsZero():
			if s.p.w.PeriodAt(form, end.Add(-time.Second)) != own {
				continue
			}
		case !lastNight[s.text.Slice(t.start, t.end)] || !s.opensText(i, 0) || form.Slot(own.Slot).Due <= midnight:
			continue // 昨夜降雨45毫米 is of this morning's report where no shift lasts the night
		}
		if found && own != key {
			return key, false
		}
		key, found = own, true
	}
	return key, found
}

// lastNight are the words for the night before.
var lastNight = map[string]bool{"昨夜": true, "昨晚": true, "昨天夜里": true, "昨天晚上": true, "昨日夜间": true, "昨夜间": true}

// slotIn is the slot of a form that tokens [from,to) name, or nil.
func (s *scene) slotIn(form *report.Form, from, to int) *report.Slot {
	for _, t := range s.toks[from:to] {
		if !t.namesSlot() {
			continue
		}
		for _, v := range t.senses {
			if v.isSlot() && v.form == form {
				return v.slot
			}
		}
	}
	return nil
}

// slotNamed is the slot of a form that the text names anywhere, or nil.
func (s *scene) slotNamed(form *report.Form) *report.Slot {
	if s.things&aSlot == 0 {
		return nil
	}
	if s.slots == nil {
		s.slots = map[*report.Form]*report.Slot{}
	}
	slot, known := s.slots[form]
	if !known {
		slot = s.slotIn(form, 0, len(s.toks))
		s.slots[form] = slot
	}
	return slot
}

// trim takes spaces and marks off both ends.
func trim(runes []rune) string { return string(trimmed(runes)) }

func trimmed(runes []rune) []rune {
	i, j := 0, len(runes)
	for i < j && !letter(runes[i]) {
		i++
	}
	for j > i && !letter(runes[j-1]) {
		j--
	}
	return runes[i:j]
}

func letter(r rune) bool {
	return isHan(r) || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}
