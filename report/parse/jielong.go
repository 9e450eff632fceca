package parse

import (
	"regexp"
	"strings"

	"qunbao/report"
)

// opening begins a 接龙: #接龙, 打卡#接龙, #Group Note, 接龙 on a line alone.
var opening = regexp.MustCompile(`^\s*(?:@\S+\s*)*[^\n#]{0,8}#\s*(?:接龙|Group Note)|^[\s\p{So}]*接龙[^\n]{0,20}\n`)

// itemMark begins an item, at the head of a line or inside it.
var (
	lineMark   = regexp.MustCompile(`(?m)^[ \t]*(\d{1,3})[ \t]*[.、．][ \t]*`)
	inlineMark = regexp.MustCompile(`(?:^|\s)(\d{1,3})[.、．][ \t]*`)
)

// mostItems is how many items are read: numbers of three digits count no more.
const mostItems = 999

// longestNick is how much of a nickname, in runes, may stand in an item beside
// the unit and the person: 南山村妇联何春燕 平安.
const longestNick = 4

// item is one line of a 接龙 in the original text.
type item struct{ text string }

// solitaire cuts a 接龙 into its head and items; ok is false for other texts.
func (s *scene) solitaire() (head string, items []item, ok bool) {
	if s.m.Type != report.JielongMessage && !s.says(listing) {
		return "", nil, false
	}
	text := s.text.String()
	if s.m.Type != report.JielongMessage && !opening.MatchString(text) {
		return "", nil, false
	}
	// Items stand a line each; some clients paste them all on one.
	marks := lineMark.FindAllStringIndex(text, -1)
	inline := false
	if len(marks) == 0 {
		marks = inlineMark.FindAllStringIndex(text, -1)
		inline = true
	}
	if len(marks) == 0 {
		return text, nil, s.m.Type == report.JielongMessage
	}
	if len(marks) > mostItems {
		text, marks = text[:marks[mostItems][0]], marks[:mostItems]
	}
	head = text[:marks[0][0]]
	for k, m := range marks {
		end := len(text)
		if k+1 < len(marks) {
			end = marks[k+1][0]
		}
		body := text[m[1]:end]
		if !inline {
			body, _, _ = strings.Cut(body, "\n\n") // a footer stands apart
		}
		items = append(items, item{strings.TrimSpace(body)})
	}
	return head, items, true
}

// readSolitaire reads every item as a report of its own; the head gives form,
// date, slot and shared labels.
func (s *scene) readSolitaire(r *report.Reading, head string, items []item) {
	h := s.within(head)
	st := h.statedIn(0, len(h.toks))
	form := h.formIn(0, len(h.toks))
	columns := h.columns(head, len(items))
	for _, it := range items {
		if it.text == "" {
			continue
		}
		filings, event := s.readItem(it, h, form, st, columns)
		r.Filings = append(r.Filings, filings...)
		if r.Event == nil {
			r.Event = event
		}
	}
	r.Filings = s.merge(r.Filings)
	switch {
	case len(r.Filings) > 0:
		r.Kind, r.Jielong = report.IsReport, true
	case r.Event != nil:
		r.Kind = report.IsEvent
	}
}

// within is a scene of the same message for a piece of its text.
func (s *scene) within(text string) *scene {
	n := &scene{p: s.p, m: s.m, speaker: s.speaker, forms: s.forms, ref: s.ref}
	n.fold(text)
	n.look()
	return n
}

// columns is what stands before an item of bare numbers to make sense of it:
// the line 例 村名 居家 集中, or the one label of the head. It is read again with
// each item, so that no more of both is looked at than stands in a few messages.
func (s *scene) columns(head string, items int) string {
	if labels := example(head); labels != "" && len(labels)*items <= 2*longestText {
		return labels + "\n"
	}
	return s.onlyLabel()
}

// onlyLabel is the one label that stands in a text, with a colon; "": none or more.
func (s *scene) onlyLabel() string {
	label := ""
	for _, t := range s.toks {
		if !t.isLabelOnly() {
			continue
		}
		if label != "" {
			return ""
		}
		label = s.text.Slice(t.start, t.end) + ":"
	}
	return label
}

// example is the line that shows the order of the labels.
func example(head string) string {
	for _, line := range strings.Split(head, "\n") {
		line = strings.TrimSpace(line)
		for _, w := range []string{"例", "格式", "示例"} {
			if rest, ok := strings.CutPrefix(line, w); ok {
				return strings.TrimLeft(rest, " :")
			}
		}
	}
	return ""
}

// readItem reads one line, with the urgent matter that it tells. It is its
// unit's own report: nobody is a proxy.
func (s *scene) readItem(it item, head *scene, form *report.Form, st stated, columns string) ([]report.Filing, *report.EventWords) {
	line := s.within(it.text)
	line.slack = longestNick
	sec := section{from: 0, to: len(line.toks)}
	// A line speaks for the first unit it names, else for that of the person whose
	// name it bears; a line that names neither is nobody's (团购, 报名).
	units := line.unitMentions(sec.from, sec.to)
	if len(units) > 0 {
		sec.units, sec.named = []report.UnitID{units[0].unit}, true
	} else if u := line.personUnit(); u != "" {
		sec.units, sec.named = []report.UnitID{u}, true
	} else {
		return nil, nil
	}
	var found []report.Filing
	// Under a label alone 无 is none of that, and no more.
	if form == nil && line.isBareNone(sec) {
		found = s.readColumns(it, head.onlyLabel(), sec, form, st)
	}
	if len(found) == 0 {
		found = line.readSection(sec, form, -1, st)
	}
	if len(found) == 0 {
		found = s.readColumns(it, columns, sec, form, st)
	}
	var out []report.Filing
	for _, f := range found {
		if f.Zero && !s.p.owes(s.p.w.Form(f.Form), sec.units[0]) {
			continue
		}
		// A slot in the head holds for every line.
		if f.Slot == "" || !f.SlotNamed {
			if form := s.p.w.Form(f.Form); head.slotNamed(form) != nil {
				day, named := f.Period, f.DateNamed
				head.period(&f, form, st, head.slotNamed(form))
				if named {
					f.Period = day // the line's own
				}
			}
		}
		f.Unit, f.UnitNamed, f.Line = sec.units[0], true, line.text.String()
		stamp(f)
		if !s.speaker.Known() {
			f.Problems = append(f.Problems, report.Problem{Code: report.UnknownSender, Say: sayUnknownSender(f.Unit, s.m.Sender)})
		}
		out = append(out, f)
	}
	if len(out) == 0 && line.event(line.notice()) {
		return nil, &report.EventWords{Unit: sec.units[0], Text: it.text}
	}
	h, urgent := line.beside(out, line.notice())
	if !urgent {
		return out, nil
	}
	h.unit = sec.units[0]
	return line.raise(out, h)
}

// readColumns reads an item of bare numbers by the head's example.
func (s *scene) readColumns(it item, columns string, sec section, form *report.Form, st stated) []report.Filing {
	if columns == "" {
		return nil
	}
	table := s.within(columns + it.text)
	return table.readSection(section{from: 0, to: len(table.toks), units: sec.units, named: true}, form, -1, st)
}

// personUnit is the unit of the one roster person whom a line names.
func (s *scene) personUnit() report.UnitID {
	var unit report.UnitID
	for _, t := range s.toks {
		if t.kind != word {
			continue
		}
		for _, v := range t.senses {
			if v.person == "" {
				continue
			}
			if unit != "" && unit != v.person {
				return ""
			}
			unit = v.person
		}
	}
	return unit
}
