package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// sourceLines is how many lines an answer about a sentence's sources has, the rest
// is counted; quotedSources how many of a fact are told with their words.
const (
	sourceLines   = 12
	quotedSources = 3
)

// SourceKeys are the records behind a sentence of a draft.
func (d *Draft) SourceKeys(n int) []RecordKey {
	var keys []RecordKey
	for _, f := range d.factsOf(n) {
		for _, e := range f.Entries {
			if e.Key.Unit != "" {
				keys = append(keys, e.Key)
			}
		}
	}
	slices.SortFunc(keys, compareRecordKeys)
	return slices.Compact(keys)
}

// factsOf are the facts that a sentence tells.
func (d *Draft) factsOf(n int) []Fact {
	s, _ := d.Sentence(n)
	if s == nil {
		return nil
	}
	var facts []Fact
	for _, id := range s.Facts {
		for _, f := range d.Facts {
			if f.ID == id {
				facts = append(facts, f)
			}
		}
	}
	return facts
}

// SourceText answers 出处 N: of each fact of the sentence the messages it comes from,
// with unit, value, time and who, those of a few in their own words.
func (w *Workspace) SourceText(d Draft, n int, records []Record, events []Event) string {
	s, last := d.Sentence(n)
	if s == nil {
		return fmt.Sprintf("%s没有第%d句，编号到%d。", d.Name(), n, last)
	}
	lines := []string{fmt.Sprintf("%s第%d句：", d.Name(), n)}
	for _, f := range d.factsOf(n) {
		lines = append(lines, "〔"+clippedTo(f.Text, 60)+"〕")
		lines = append(lines, w.sources(f, d.To, records, events)...)
	}
	for _, p := range s.Spans {
		if p.Fact == Vouched {
			lines = append(lines, "“"+s.Text[p.From:p.To]+"”"+w.vouched(&d, n))
		}
	}
	if len(lines) == 1 {
		return lines[0] + "办公室用语，没有引用数据。"
	}
	if rest := len(lines) - sourceLines; rest > 0 {
		lines = append(lines[:sourceLines-1], fmt.Sprintf("另有%d条未列出。", rest+1))
	}
	return strings.Join(lines, "\n")
}

// vouched says who confirmed a number without a source.
func (w *Workspace) vouched(d *Draft, n int) string {
	for _, s := range slices.Backward(d.Steps) {
		if s.Did == DidConfirm && s.Sentence == n {
			return "无来源，" + s.By + w.when(s.At) + "确认。"
		}
	}
	return "无来源。"
}

// sources are the lines of one fact: its entries of fields, else its records, else
// the messages told outside any record.
func (w *Workspace) sources(f Fact, day Day, records []Record, events []Event) []string {
	var lines []string
	refs := slices.Clone(f.Entries)
	if slices.ContainsFunc(refs, func(e EntryRef) bool { return e.Field != "" }) {
		refs = filter(refs, func(e EntryRef) bool { return e.Field != "" })
	}
	slices.SortStableFunc(refs, func(a, b EntryRef) int { return cmp.Compare(b.Key.Day, a.Key.Day) })
	quoted := 60
	if len(refs) > quotedSources {
		quoted = 0
	}
	for _, e := range refs {
		if line := w.source(e, day, quoted, records, events); line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return []string{"　按花名册和报送记录统计。"}
	}
	return lines
}

// source is 柳湾村 46人，2月3日16:20 李会芳：“…”, with so many characters of the words.
func (w *Workspace) source(e EntryRef, day Day, quoted int, records []Record, events []Event) string {
	if e.Key.Unit == "" {
		i := slices.IndexFunc(events, func(x Event) bool { return x.Message == e.Message })
		if i < 0 {
			return ""
		}
		return fmt.Sprintf("　%s %s %s：“%s”", events[i].place(), w.when(events[i].Time), events[i].By, clippedTo(w.words(events[i].Text), 60))
	}
	i := slices.IndexFunc(records, func(r Record) bool { return r.RecordKey == e.Key })
	if i < 0 {
		return ""
	}
	at := slices.IndexFunc(records[i].Versions, func(v Version) bool { return v.Message == e.Message })
	if at < 0 {
		return ""
	}
	v := records[i].Versions[at]
	line := "　"
	if e.Key.Day != day {
		line += e.Key.Day.Chinese()
	}
	line += string(e.Key.Unit)
	if x, ok := v.Values[e.Field]; ok && x.Text == "" {
		line += " " + map[bool]string{true: "约"}[x.Approx] + x.N.String() + x.Unit
		if x.Carried {
			line += "（沿用）"
		}
	}
	line += "，" + w.when(v.Time) + " " + v.By
	if words := cmp.Or(v.Words, v.Line); quoted > 0 && words != "" {
		line += "：“" + clippedTo(w.words(words), quoted) + "”"
	}
	return line
}
