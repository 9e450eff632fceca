package parse

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// softly are words of correction that also begin an ordinary answer: 应该是3个人.
// They correct only beside the unit or the old number.
var softly = []string{"应该是", "应该为", "应是", "实为", "实际应"}

// aside are words that stand around the number of a correction, besides those
// that correct and those that answer.
var aside = []string{"把", "那个", "这个", "一下", "个", "才", "请", "从", "由", "到", "少了", "多了", "改到", "改", "少写", "多写", "少打", "多打", "少算", "多算", "少填", "多填"}

// amended is what a text that only corrects a number says of it.
type amended struct {
	now, was int  // tokens of the new number and of the old one; -1: none
	unclear  bool // several numbers, or one that no word places
}

// unquoted reads a message that corrects a number without naming its field or
// quoting the report, 刚才的改成30, 不是46，是48: what was reported tells the field,
// or it is asked.
func (s *scene) unquoted(notice noticing) (report.Filing, []report.Problem, bool) {
	var f report.Filing
	a, ok := s.amended()
	if !ok || notice != noNotice || s.asks() || !s.speaker.Known() {
		return f, nil, false
	}
	own, secs := s.speaker.Units(), s.sections(0, len(s.toks))
	named := len(secs) == 1 && secs[0].named && len(secs[0].units) == 1
	if !named && (len(own) == 0 || slices.ContainsFunc(secs, func(sec section) bool { return sec.named })) || !named && a.was < 0 && s.onlySoftly() {
		return f, nil, false
	}
	st := s.statedIn(0, len(s.toks))
	if a.unclear || len(st.all) > 1 || st.day > report.DayOf(s.ref) {
		return f, []report.Problem{{Code: report.Unreadable, Say: sayAmended(s.likeValue())}}, true
	}
	f = s.bareOf(a.now)
	f.Amends = true
	if a.was >= 0 {
		f.Was = s.bareOf(a.was).Bare
	}
	switch {
	case named:
		f.Unit, f.UnitNamed = secs[0].units[0], true
	case len(own) == 1:
		f.Unit = own[0]
	}
	f.Proxy = f.Unit != "" && !s.speaker.Person.IsOf(f.Unit)
	if form := s.formIn(0, len(s.toks)); form != nil {
		f.Form, f.FormNamed = form.ID, true
		s.period(&f, form, st, s.slotIn(form, 0, len(s.toks)))
	} else if st.named {
		f.Period, f.DateNamed = st.day, true
	}
	return f, nil, true
}

// onlySoftly tells whether nothing but an answer's words correct.
func (s *scene) onlySoftly() bool {
	text := s.text.String()
	for _, w := range softly {
		text = strings.ReplaceAll(text, w, "")
	}
	return !containsAny(text, correcting)
}

// amended finds the numbers of a text that says nothing but that one was wrong.
func (s *scene) amended() (amended, bool) {
	a := amended{now: -1, was: -1}
	if !s.fix || len(s.toks) > longestReply || !s.saysOnlyAmends() {
		return a, false
	}
	b := &binder{s: s, form: &report.Form{}, to: len(s.toks)}
	whole, stray := clause{to: len(s.toks)}, false
	for i := range s.toks {
		t := &s.toks[i]
		switch {
		case t.kind == date && !s.namesDay(t), t.kind == number && (t.num.Kind != zh.Exact || uncounted[t.num.Unit]):
			return a, false
		case t.kind == word && t.isLabelOnly():
			a.unclear = true // its number was no value: 居家多报2人
		case t.kind != number:
		case s.countsUnits(*t):
			return a, false
		case s.isReplaced(i):
			a.unclear = a.unclear || a.was >= 0
			a.was = i
		case b.counts(whole, i):
			a.unclear = a.unclear || a.now >= 0
			a.now = i
		default:
			stray = true // 多报2人
		}
	}
	a.unclear = a.unclear || stray && a.now < 0
	return a, a.now >= 0 || a.unclear && (a.was >= 0 || s.hasKind(whole, number))
}

// isReplaced tells whether the words right beside the number at token i say that
// it was wrong: 不是46, 46改48, 46→48.
func (s *scene) isReplaced(i int) bool {
	t := s.toks
	beside := func(a, b int) bool { return a >= 0 && b < len(t) && t[b].start-t[a].end <= 1 }
	return beside(i-1, i) && t[i-1].class == denied || beside(i, i+1) && t[i+1].class == replacing || s.isChange(t[i].num)
}

// saysOnlyAmends tells whether nothing stands beside numbers, dates and names but
// words that correct, answer or greet.
func (s *scene) saysOnlyAmends() bool {
	start := 0
	for i := 0; i <= len(s.toks); i++ {
		end := len(s.runes)
		if i < len(s.toks) {
			t := &s.toks[i]
			if t.kind != number && t.kind != date && t.kind != gap && !(t.kind == word && t.names&aPerson == 0) {
				continue
			}
			end = t.start
		}
		if !s.amendsOnly(start, end) {
			return false
		}
		if i < len(s.toks) {
			start = max(s.toks[i].end, start)
		}
	}
	return true
}

// amendsOnly tells whether runes [i,j) are marks and such words.
func (s *scene) amendsOnly(i, j int) bool {
	for i < j {
		end, _ := s.p.polite.longest(s.runes[:j], i, s.allows)
		for _, words := range [][]string{answering, aside} {
			for _, w := range words {
				if n := i + len([]rune(w)); n > end && hasPrefix(s.runes[i:j], w) {
					end = n
				}
			}
		}
		switch {
		case end > i:
			i = end
		case letter(s.runes[i]):
			return false
		default:
			i++
		}
	}
	return true
}
