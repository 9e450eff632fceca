package parse

import (
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// quotes tells whether a person of the roster quotes another message: what it
// leaves unsaid, unit, form or field, the quoted one may say.
func (s *scene) quotes() bool { return s.m.RefersTo != "" && s.speaker.Known() }

// bare reads a message that quotes another and says no more than a number:
// 应为90份. Without a measure word or a word of correction it is a nod (1, 666).
func (s *scene) bare() (report.Filing, bool) {
	if !s.quotes() {
		return report.Filing{}, false
	}
	i, ok := s.loneNumber()
	if !ok || s.toks[i].num.Unit == "" && !s.fix && !strings.ContainsAny(s.text.String(), "是为应对") || !s.fix && strings.Contains(s.text.String(), "有") || s.asks() {
		return report.Filing{}, false
	}
	f := s.bareOf(i)
	f.Amends = s.fix
	if secs := s.sections(0, len(s.toks)); len(secs) == 1 && secs[0].named && len(secs[0].units) == 1 {
		f.Unit, f.UnitNamed = secs[0].units[0], true
	} else if own := s.speaker.Units(); len(own) == 1 {
		f.Unit = own[0]
	}
	f.Proxy = f.Unit != "" && !s.speaker.Person.IsOf(f.Unit)
	return f, true
}

// bareOf is a filing that says no more than the number at token i.
func (s *scene) bareOf(i int) report.Filing {
	n := s.toks[i].num
	return report.Filing{Values: map[report.FieldID]report.Value{}, Bare: &report.Value{N: n.N, Unit: n.Unit, Approx: n.Approx}}
}

// longestReply is how many tokens a reply may have that only gives a number.
const longestReply = 24

// loneNumber is the one exact number of a text that says nothing else. A number
// that is put right does not count: 80份改成90份.
func (s *scene) loneNumber() (int, bool) {
	b := &binder{s: s, form: &report.Form{}, to: len(s.toks)}
	whole := clause{to: len(s.toks)}
	if len(s.toks) > longestReply {
		return 0, false
	}
	found := -1
	var rest strings.Builder
	end := 0
	for i, t := range s.toks {
		if t.kind == date {
			return 0, false
		}
		if t.kind == number && b.counts(whole, i) {
			if found >= 0 || t.num.Kind != zh.Exact {
				return 0, false
			}
			found = i
		}
		if t.kind == number || t.kind == gap || t.isUnitWord() {
			rest.WriteString(string(s.runes[end:max(end, t.start)]))
			end = t.end
		}
	}
	rest.WriteString(string(s.runes[end:]))
	return found, found >= 0 && saysNothing(rest.String())
}

// saysNothing tells whether a text holds nothing but words that stand around the
// number of an answer.
func saysNothing(text string) bool {
	for _, words := range [][]string{correcting, answering} {
		for _, w := range words {
			text = strings.ReplaceAll(text, w, "")
		}
	}
	return trim([]rune(text)) == ""
}
