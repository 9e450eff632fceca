package parse

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// section is a stretch of tokens about the same units.
type section struct {
	from, to int // tokens, end exclusive
	units    []report.UnitID
	named    bool         // the units stand in the text
	form     *report.Form // of several that it names; nil: the one it names
	above    row          // the tokens that head it: a line above, the day before its unit
	head     *row         // of a row of a table: the row of its labels
	column   *column
}

// headLimit is the most plain text, in runes, that may stand before a unit or
// form at the head of a clause: 帮…报一下, 我村, 各位领导.
const headLimit = 6

// headTokens is how many tokens back the head of a clause is looked for.
const headTokens = 24

// sections splits tokens [from,to) by the units they name.
func (s *scene) sections(from, to int) []section {
	if table := s.unitTable(s.rows(from, to)); table != nil {
		return table
	}
	mentions := s.unitMentions(from, to)
	if len(mentions) == 0 {
		return []section{{from: from, to: to}}
	}
	var sections []section
	// Each unit speaks up to the next; those listed side by side speak together.
	for i := 0; i < len(mentions); {
		sec := section{from: mentions[i].tok, to: to, units: []report.UnitID{mentions[i].unit}, named: true}
		j := i + 1
		for ; j < len(mentions) && s.listed(mentions[j-1].tok, mentions[j].tok); j++ {
			if !slices.Contains(sec.units, mentions[j].unit) {
				sec.units = append(sec.units, mentions[j].unit)
			}
		}
		if j < len(mentions) {
			sec.to = mentions[j].tok
		}
		last, start := len(sections)-1, from
		if last >= 0 {
			start = sections[last].from
		}
		sec.from = s.dayBefore(sec.from, start)
		if sec.from == mentions[i].tok {
			sec.above = s.linesAbove(sec.from, start)
			sec.from = sec.above.from
		} else {
			sec.above = row{sec.from, mentions[i].tok}
		}
		if last >= 0 {
			sections[last].to = sec.from
		}
		dated := sec.from < mentions[i].tok
		if last >= 0 && !dated && slices.Equal(sections[last].units, sec.units) && !s.opensList(sec.from) {
			sections[last].to = sec.to
		} else {
			sections = append(sections, sec)
		}
		i = j
	}
	if len(sections) == 1 {
		sections[0].from = from
	} else if s.hasNumber(from, sections[0].from) && !s.endsOpen(from, sections[0].from) {
		sections = append([]section{{from: from, to: sections[0].from}}, sections...)
	}
	s.headed(sections)
	return sections
}

// dayBefore is where the day begins that opens the line or clause of the unit at
// token i and is said of it, 今天：双井村居家20人, else i.
func (s *scene) dayBefore(i, from int) int {
	k, dated := i, false
	for k > from {
		t := &s.toks[k-1]
		if t.kind != date && t.kind != blank && t.kind != colon && t.class != backfilling {
			break
		}
		dated = dated || t.kind == date && !t.date.AsOf
		k--
	}
	if !dated || k > 0 && !s.toks[k-1].endsClause() {
		return i
	}
	return k
}

// opensList tells whether a colon stands before the unit at token i, so that a
// label before it is shared: 疑似详情: 合肥市3例.
func (s *scene) opensList(i int) bool {
	for i > 0 && s.toks[i-1].kind == blank {
		i--
	}
	return i > 0 && s.toks[i-1].kind == colon
}

// mention is a unit named in the text.
type mention struct {
	tok  int
	unit report.UnitID
}

// unitMentions lists the units that a text speaks for. A unit behind a
// preposition, or an alias inside a clause, is a place; it counts only where
// nothing else is named and the speaker answers for it.
func (s *scene) unitMentions(from, to int) []mention {
	var strong, weak []mention
	// An unnamed unit is better than a wrong one: in doubt the speaker's own is
	// taken by address.
	for i := from; i < to && s.things&aUnit != 0; i++ {
		v, ok := s.unitSense(i, to)
		if !ok {
			continue
		}
		if s.isPlace(i, from, v) {
			weak = append(weak, mention{i, v.unit})
		} else {
			strong = append(strong, mention{i, v.unit})
		}
	}
	if len(strong) > 0 {
		return strong
	}
	weak = slices.DeleteFunc(weak, func(m mention) bool { return !s.speaker.AnswersFor(m.unit) })
	if len(weak) > 0 && !slices.ContainsFunc(weak, func(m mention) bool { return m.unit != weak[0].unit }) {
		return weak[:1]
	}
	return nil
}

// unitSense is the unit that token i names.
func (s *scene) unitSense(i, to int) (sense, bool) {
	t := &s.toks[i]
	if !t.namesUnit() {
		return sense{}, false
	}
	var found sense
	for _, v := range t.senses {
		if !v.isUnit() || v.common && !s.isOwn(v.unit) {
			continue
		}
		if found.unit != "" && found.unit != v.unit {
			return sense{}, false
		}
		found = v
	}
	if found.unit == "" || !s.isOwn(found.unit) && !s.owesHere(found.unit) {
		return sense{}, false
	}
	// The township before one of its villages is part of that name.
	if i+1 < to && s.toks[i+1].start == t.end { // 青石镇柳湾村
		for _, v := range s.toks[i+1].senses {
			if v.isUnit() && v.parent == found.unit {
				return sense{}, false
			}
		}
	}
	return found, true
}

// isOwn tells whether the speaker is one of the unit's people.
func (s *scene) isOwn(u report.UnitID) bool {
	if s.speaker.Person == nil {
		return s.speaker.Unit == u
	}
	return s.speaker.Person.IsOf(u)
}

// owesHere tells whether the unit owes any form of this place.
func (s *scene) owesHere(u report.UnitID) bool {
	return slices.ContainsFunc(s.forms, func(f *report.Form) bool { return s.p.owes(f, u) })
}

// placeTails make of a village's name one of a place: 东坡组, 南山小学.
var placeTails = strings.Fields("组 小组 队 屯 片 路 街 桥 小学 中学 学校 小区 水库 河 山 沟 市场 自然村")

// isPlace tells whether the unit at token i is only a place in a sentence.
func (s *scene) isPlace(i, from int, v sense) bool {
	t := s.toks[i]
	if t.start > 0 && inSet(s.runes[t.start-1], "从由自往去赴到至经在离向对于沿隔") {
		return true
	}
	if v.alias && !s.isOwn(v.unit) && slices.ContainsFunc(placeTails, func(w string) bool { return hasPrefix(s.runes[t.end:], w) }) {
		return true
	}
	for _, w := range []string{"转来", "转入", "返回", "回来", "籍", "交界", "方向", "边界", "路口", "接壤", "来的"} {
		if hasPrefix(s.runes[t.end:], w) {
			return true
		}
	}
	return (v.alias && !s.isOwn(v.unit)) && !s.atHead(i, from)
}

// atHead tells whether only heads stand before token i in its clause.
func (s *scene) atHead(i, from int) bool {
	text := 0
	end := s.toks[i].start
	for j := i - 1; j >= max(from, i-headTokens); j-- {
		t := s.toks[j]
		text += end - t.end
		end = t.start
		switch t.kind {
		case hard, comma, open, shut, list, bar, colon:
			return text <= headLimit
		case number:
			if t.num.Kind != zh.Ordinal {
				return false
			}
		case word:
			if t.isLabelOnly() {
				return text <= headLimit && end > 0 // 居家观察上坪村3人
			}
		}
	}
	if i-from > headTokens {
		return false
	}
	if from == 0 || s.toks[from].start == 0 {
		text += end
	}
	return text <= headLimit
}

// listed tells whether two units stand side by side: 上坪、下坪.
func (s *scene) listed(a, b int) bool {
	for j := a + 1; j < b; j++ {
		if s.toks[j].kind != list && s.toks[j].kind != blank && s.toks[j].kind != comma {
			return false
		}
	}
	for _, r := range s.runes[s.toks[a].end:s.toks[b].start] {
		if isHan(r) && !inSet(r, "和与及、") {
			return false
		}
	}
	return true
}

func (s *scene) hasNumber(from, to int) bool {
	return slices.ContainsFunc(s.toks[from:to], func(t token) bool { return t.kind == number && t.num.Unit != "" })
}

// endsOpen tells whether a prelude ends with a label that what follows shares:
// 居家观察：上坪村3人、下坪村2人.
func (s *scene) endsOpen(from, to int) bool {
	return to > from && s.toks[to-1].isLabelOnly()
}

// heading is the form that token i names as a heading, or nil. A name that
// carries a value is a field: 卡点2个, 值守10人.
func (s *scene) heading(i int, sec section) *report.Form {
	t := s.toks[i]
	if !t.namesForm() {
		return nil
	}
	if !s.headsClause(i) || s.carriesValue(i, sec) || s.isSuffix(i) {
		return nil
	}
	return t.firstForm()
}

// isSuffix tells whether the form's name at token i only ends another right
// before it: 卡点值守日报 is no 日报.
func (s *scene) isSuffix(i int) bool {
	t := s.toks[i]
	if i == 0 || s.toks[i-1].end != t.start || !s.toks[i-1].namesForm() {
		return false
	}
	return generic[t.word] || t.end-t.start < s.toks[i-1].end-s.toks[i-1].start
}

// generic are names that any form may end with.
var generic = map[string]bool{"日报": true, "统计": true, "报表": true, "通报": true, "情况": true, "日报表": true, "每日": true, "报告": true}

// headsClause tells whether only units, dates, slots, other form names and a
// few words stand before token i in its sentence or line.
func (s *scene) headsClause(i int) bool {
	text, end := 0, s.toks[i].start
	for j := i - 1; j >= max(0, i-headTokens); j-- {
		t := s.toks[j]
		text += end - t.end
		end = t.start
		switch {
		case t.kind == hard, t.kind == open:
			return text <= headLimit
		case t.kind == number && t.num.Kind != zh.Ordinal, t.kind == word && t.isLabelOnly():
			return s.endsWithColon(i) && text <= headLimit
		case t.kind == cue && t.class == each:
			return false
		}
	}
	return i <= headTokens && text+end <= headLimit
}

// endsWithColon tells whether a colon follows token i in its clause.
func (s *scene) endsWithColon(i int) bool {
	for j := i + 1; j < len(s.toks) && j <= i+4; j++ {
		switch k := s.toks[j].kind; k {
		case colon:
			return true
		case hard, comma, number, open, shut:
			return false
		}
	}
	return false
}

// carriesValue tells whether the form's name at token i is rather a label of
// some form here, with its number right behind or before it.
func (s *scene) carriesValue(i int, sec section) bool {
	if !s.toks[i].namesField() {
		return false
	}
	text := 0
	for j := i + 1; j < sec.to && j <= i+headTokens; j++ { // over the columns of a table: 值守    | 4人
		t := s.toks[j]
		text += t.start - s.toks[j-1].end
		switch {
		case t.kind == number && text <= 3:
			return true
		case t.kind == cue && t.class == negation && text <= 1:
			return true
		case t.kind != blank && t.kind != colon && t.kind != bar:
			j = sec.to
		}
	}
	return i > sec.from && s.toks[i-1].kind == number && s.toks[i-1].end == s.toks[i].start && s.toks[i-1].num.Unit != ""
}
