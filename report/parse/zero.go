package parse

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"qunbao/report"
	"qunbao/report/zh"
)

// longestAside is the most plain text, in runes, that may stand beside a clean
// zero phrase that names its unit.
const longestAside = 12

// onlyZeros tells whether a binder found nothing but negated labels.
func (b *binder) onlyZeros() bool {
	return !slices.ContainsFunc(b.out, func(x bound) bool { return x.what != zeroed })
}

// labelZero tells whether the section is negated labels and courtesies, with no
// more talk than that: 今日无发热.
func (b *binder) labelZero() bool {
	labelled := slices.ContainsFunc(b.out, func(x bound) bool { return x.label >= 0 })
	if b.zero || !labelled || !b.onlyZeros() {
		return false
	}
	rest, question := b.s.residue(b.from, b.to)
	limit := 2
	if b.s.namesUnit(b.from, b.to) {
		limit = longestAside
	}
	return !question && (rest <= limit || b.s.isTop())
}

// isShort tells whether a part says little beside its labels and numbers, or
// names its unit and several labels.
func (b *binder) isShort() bool {
	rest, question := b.s.residue(b.from, b.to)
	for _, x := range b.out {
		if x.tok >= 0 {
			rest -= b.s.rude(b.s.toks[x.tok].start, b.s.toks[x.tok].end)
		}
	}
	labels := 0
	for _, t := range b.s.toks[b.from:b.to] {
		if len(t.fieldsOf(b.form)) > 0 {
			labels++
		}
	}
	return !question && (rest <= 2 || rest <= longestAside && labels > 1 && b.s.namesUnit(b.from, b.to))
}

// namesUnit tells whether a unit stands in tokens [from,to).
func (s *scene) namesUnit(from, to int) bool {
	for i := from; i < to; i++ {
		if s.toks[i].namesUnit() {
			return true
		}
	}
	return false
}

// zeroReport reads a section that is a general zero phrase and, apart from
// unit, date, form and courtesies, nothing else (contract, section 4, rule 6).
func (s *scene) zeroReport(sec section, inherited *report.Form, st stated) (report.Filing, bool) {
	var f report.Filing
	if !s.hasZeroPhrase(sec) || s.speaker.Person == nil && s.speaker.Unit == "" {
		return f, false
	}
	rest, question := s.residue(sec.from, sec.to)
	if question || rest > s.slack && !s.cleanZeroClause(sec, rest) {
		return f, false
	}
	form := s.zeroForm(sec, inherited, st)
	if form == nil {
		return f, false
	}
	f = report.Filing{Form: form.ID, Zero: true, Values: map[report.FieldID]report.Value{}, FormNamed: s.formIn(sec.from, sec.to) != nil || inherited != nil || !s.knows(form)}
	// Labels that are denied beside the phrase are 0 as well, whether or not the
	// form's zero.sets names them.
	b := s.bind(s.part(sec.from, sec.to), form, -1)
	for _, x := range b.out {
		if x.what == zeroed {
			f.Values[x.field.ID] = report.Value{Unit: x.field.Unit()}
			f.FormNamed = true // by its field: no bare phrase
		}
	}
	setZeros(&f, form)
	judge(&f, form)
	return f, true
}

// zeroReports reads a section as zeroReport does, for each slot and day that it
// names: 白班、夜班均平安, 2月3日至5日平安.
func (s *scene) zeroReports(sec section, inherited *report.Form, st stated) []report.Filing {
	f, ok := s.zeroReport(sec, inherited, st)
	if !ok {
		return nil
	}
	form, own := s.p.w.Form(f.Form), s.statedIn(sec.from, sec.to)
	if !own.named {
		own = st
	}
	slot := s.slotIn(form, sec.from, sec.to)
	if slot == nil {
		slot = s.slotIn(form, st.above.from, st.above.to)
	}
	out := s.onDays(f, form, own, slot)
	for i := sec.from; i < sec.to; i++ {
		slot := s.slotIn(form, i, i+1)
		if slot == nil || slices.ContainsFunc(out, func(o report.Filing) bool { return o.Slot == slot.ID }) {
			continue
		}
		f.Values = maps.Clone(f.Values)
		out = append(out, s.onDays(f, form, own, slot)...)
	}
	return out
}

// hasZeroPhrase tells whether a section says anywhere that there is nothing.
func (s *scene) hasZeroPhrase(sec section) bool {
	for i := sec.from; i < sec.to; i++ {
		if t := s.toks[i]; t.kind == cue && t.class == zeroPhrase {
			return true
		}
		if s.deniesForm(i, sec.to) {
			return true
		}
	}
	return sec.named && s.isBareNone(sec)
}

// deniesForm tells whether token i and the next say that a form has nothing to
// report: 无疫情.
func (s *scene) deniesForm(i, to int) bool {
	t := s.toks[i]
	if t.kind != cue || t.class != negation || i+1 >= to || s.toks[i+1].start != t.end || s.toks[i+1].kind != word {
		return false
	}
	return s.toks[i+1].namesForm() && !s.toks[i+1].namesField()
}

// isBareNone tells whether a unit says no more than 无: 柳湾村：无.
func (s *scene) isBareNone(sec section) bool {
	for i := sec.from; i < sec.to; i++ {
		t := s.toks[i]
		none := t.kind == cue && (t.word == "无" || t.word == "没有" || t.word == "零") || t.kind == number && t.num.Kind == zh.Exact && t.num.N.IsZero() && t.num.Unit == "" && s.isOnlyNumber(i)
		if none && (i+1 == sec.to || s.toks[i+1].kind == hard) && t.end == s.endOf(i) {
			return true
		}
	}
	return false
}

// isOnlyNumber tells whether no other number stands in the text: beside 柳湾村20
// the 0 of 东坡村0 counts something that is not named.
func (s *scene) isOnlyNumber(i int) bool {
	for j := range s.toks {
		if t := &s.toks[j]; j != i && t.kind == number && t.num.Kind == zh.Exact {
			return false
		}
	}
	return true
}

// endOf is where plain text behind token i ends.
func (s *scene) endOf(i int) int {
	end := s.toks[i].end
	for end < len(s.runes) && s.runes[end] == ' ' {
		end++
	}
	if i+1 < len(s.toks) && s.toks[i+1].kind == hard || end == len(s.runes) {
		return s.toks[i].end
	}
	return end + 1
}

// zeroForm is the form that a zero phrase means: the one it names, else the
// first of this place that is in force.
func (s *scene) zeroForm(sec section, inherited *report.Form, st stated) *report.Form {
	if sec.form != nil {
		return sec.form
	}
	if f := s.formIn(sec.from, sec.to); f != nil {
		return f
	}
	if inherited != nil {
		return inherited
	}
	day := st.day
	if day == 0 {
		day = report.DayOf(s.ref)
	}
	if f := s.strangeForm(sec); f != nil {
		if s.p.w.InForce(f, day) && slices.ContainsFunc(s.speaker.Units(), func(u report.UnitID) bool { return s.p.owes(f, u) }) {
			return f
		}
		return nil // 防汛平安 says nothing of the forms here
	}
	for _, f := range s.forms {
		if s.p.w.Falls(f, day) {
			return f
		}
	}
	for _, f := range s.forms {
		if s.p.w.InForce(f, day) {
			return f
		}
	}
	if len(s.forms) > 0 {
		return s.forms[0]
	}
	return nil
}

// strangeForm is the form that a section names by what its name begins with, and
// that this place does not know, or nil.
func (s *scene) strangeForm(sec section) *report.Form {
	from, to := 0, len(s.runes)
	if sec.from > 0 {
		from = s.toks[sec.from].start
	}
	if sec.to < len(s.toks) {
		to = s.toks[sec.to].start
	}
	for i := from; i < to; i++ {
		_, m := s.p.words.longest(s.runes[:to], i, (*meaning).namesForm)
		if m == nil || m.namesField() || generic[m.word] || s.isKnown(m) {
			continue
		}
		if f := m.firstForm(); strings.HasPrefix(f.Name, m.word) {
			return f
		}
	}
	return nil
}

// formIn is the last form that tokens [from,to) name, by its name or a slot.
func (s *scene) formIn(from, to int) *report.Form {
	var form *report.Form
	for _, t := range s.toks[from:to] {
		if t.kind != word {
			continue
		}
		for i := range t.senses {
			if v := &t.senses[i]; v.isForm() || v.isSlot() && form == nil {
				form = v.form
				break
			}
		}
	}
	return form
}

// cleanZeroClause tells whether one clause is unit and zero phrase alone and
// the rest, of a roster person, is a short aside: 柳湾村平安，卡点有人在.
func (s *scene) cleanZeroClause(sec section, rest int) bool {
	if !s.speaker.Known() || rest > longestAside || !sec.named {
		return false
	}
	for _, c := range s.clauses(sec.from, sec.to) {
		unit, zero := false, false
		for i := c.from; i < c.to; i++ {
			t := s.toks[i]
			unit = unit || t.namesUnit()
			zero = zero || t.kind == cue && t.class == zeroPhrase
		}
		if n, _ := s.residue(c.from, c.to); unit && zero && n == 0 {
			return true
		}
	}
	return false
}

// residue counts the runes of tokens [from,to) and between them that are
// neither names, dates, zero phrases, negated labels nor courtesies, and tells
// whether they ask something.
func (s *scene) residue(from, to int) (rest int, question bool) {
	if from >= to {
		return 0, false
	}
	start, end := s.toks[from].start, len(s.runes)
	if from == 0 {
		start = 0
	}
	if to < len(s.toks) {
		end = s.toks[to].start
	}
	dated := false
	for i := from; i < to; i++ {
		t := s.toks[i]
		rest += s.rude(start, t.start)
		if t.kind == date && t.start > start && inSet(s.runes[t.start-1], "从自") && s.spansDays(&t, t.end) {
			rest--
		}
		start = t.end
		switch t.kind {
		case cue:
			if past := s.pastSymptom(t); past > t.end {
				start = past
				continue
			}
			switch t.class {
			case each: // 2月3日至5日每天平安
				if !everyDay[t.word] || !dated {
					rest += s.rude(t.start, t.end)
				}
			case zeroPhrase, negation, allZero, today, backfilling, ourselves, standing, totalling, whether:
			case spanning:
				if !s.isOwnSpan(&t, s.formIn(from, to)) {
					rest += s.rude(t.start, t.end)
				}
			default:
				rest += s.rude(t.start, t.end)
			}
		case date:
			dated = dated || s.namesDay(&t)
		case number:
			if s.countsUnits(t) || s.numbersItem(i, 0) {
				continue // 两村均无异常
			}
			if n := s.rude(t.start, t.end); n > 0 && !t.num.N.IsZero() && s.runes[t.start] < 0x2460 {
				rest += n
			}
		case word:
			// 社区 is a unit to its own people and a word to all others.
			if slices.ContainsFunc(t.senses, func(v sense) bool { return v.common }) && len(t.senses) == 1 {
				rest += s.rude(t.start, t.end)
			}
		case hard:
			question = question || inSet(s.runes[t.start], "?？")
		}
	}
	rest += s.rude(start, max(start, end))
	return rest, question
}

// pastSymptom is the end of a token, or of the symptom that it denies: 无咳嗽.
func (s *scene) pastSymptom(t token) int {
	if t.class == negation || t.word == "未" {
		for _, w := range symptoms {
			if hasPrefix(s.runes[t.end:], w) {
				return t.end + utf8.RuneCountInString(w)
			}
		}
	}
	return t.end
}

// countsUnits tells whether a number only counts the units named: 两村, 3个村.
func (s *scene) countsUnits(t token) bool {
	return strings.HasSuffix(t.num.Unit, "村") || t.num.Unit == "个" && hasPrefix(s.runes[t.end:], "村") ||
		t.num.Unit == "" && (hasPrefix(s.runes[t.end:], "村") || hasPrefix(s.runes[t.end:], "个村"))
}

// rude counts the letters of runes [i,j) that are no courtesy, nor the words of
// a correction in one.
func (s *scene) rude(i, j int) int {
	n := 0
	for i < j {
		if end, _ := s.p.polite.longest(s.runes[:j], i, s.allows); end > i {
			i = end
			continue
		}
		if letter(s.runes[i]) {
			n++
		}
		i++
	}
	return n
}

// manners says when a word may stand beside a zero phrase.
type manners int

const (
	always manners = iota
	amends         // in a correction: 上条报错了
)

func (s *scene) allows(m *manners) bool { return *m == always || s.fix }
