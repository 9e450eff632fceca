package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"qunbao/report/zh"
)

// Vouched is the fact of a span whose number somebody confirmed without a source.
const Vouched = "!"

// Edit lets somebody put other words in the place of a sentence; none, or 删除, take
// it out. A number that no fact of the draft holds, and a fact that may not be left
// out and would be, are named, and kept or dropped only after 确认.
func (w *Workspace) Edit(v Review, n int, text string) Reviewed {
	return w.reviewer(v).edit(n, asSentence(text), "")
}

// edit is Edit, of what was named and confirmed.
func (r *reviewer) edit(n int, text, confirmed string) Reviewed {
	d := &r.Draft
	if d.State == Returned || d.State == Published {
		return answers("%s%s，不能再改。", d.Name(), r.w.closedBy(d))
	}
	r.next.Parts = d.cloneParts()
	old, last := r.next.Sentence(n)
	switch {
	case old == nil && last == 0:
		return answers("%s没有编号，不能逐句改。", d.Name())
	case old == nil:
		return answers("%s没有第%d句，编号到%d。", d.Name(), n, last)
	}
	edited, stray := d.trace(*old, text)
	open := d.lost(*old, edited)
	if len(stray) > 0 {
		open = append(open, "以下数字无来源："+strings.Join(texts(stray), "、")+"。")
	}
	named := strings.Join(open, "\n")
	if named != "" && named != confirmed {
		return r.ask(DraftStep{Sentence: n, Text: text, Reason: named}, named+"\n确认请回复 确认，不改就不用回。")
	}
	for _, x := range stray {
		edited.Spans = append(edited.Spans, Span{From: x.From, To: x.To, Fact: Vouched})
	}
	slices.SortFunc(edited.Spans, func(a, b Span) int { return a.From - b.From })
	did, said := DidEdit, fmt.Sprintf("%s第%d句已改为：%s", d.Name(), n, text)
	if confirmed != "" {
		did = DidConfirm
	}
	if text == "" {
		said = fmt.Sprintf("%s第%d句已删。", d.Name(), n)
		r.next.drop(n)
	} else {
		*old = edited
		said += r.borrowed(edited)
	}
	r.next.State = Edited
	if d.State == Approved {
		said += "\n改过的要重新通过才能发布。"
	}
	r.step(DraftStep{Did: did, Sentence: n, Text: text, Reason: confirmed})
	r.tell(r.w.AllWith(r.w.ReviewRole(d.Kind)), fmt.Sprintf("%s：%s", r.Speaker.Name(), said))
	return r.done(said)
}

// asSentence is what was typed as a sentence of a document: on one line, with its last
// mark; "" where it is to go.
func asSentence(text string) string {
	text = strings.Join(strings.Fields(text), "")
	switch strings.TrimRight(text, "。.！!") {
	case "", "删", "删除", "删掉", "去掉", "（删除）", "(删除)", "空", "（空）":
		return ""
	}
	text = strings.TrimRight(text, ".;；，,")
	if !strings.HasSuffix(text, "。") && !strings.HasSuffix(text, "！") && !strings.HasSuffix(text, "？") {
		text += "。"
	}
	return text
}

func texts(numbers []Number) []string {
	var all []string
	for _, n := range numbers {
		all = append(all, n.Text)
	}
	return all
}

func (d *Draft) cloneParts() []Part {
	parts := slices.Clone(d.Parts)
	for i := range parts {
		parts[i].Sentences = slices.Clone(parts[i].Sentences)
	}
	return parts
}

// Sentence is the one with a mark, or nil; last is the highest mark.
func (d *Draft) Sentence(n int) (found *Sentence, last int) {
	for s := range d.sentences {
		if s.N == n && n > 0 {
			found = s
		}
		last = max(last, s.N)
	}
	return found, last
}

// drop takes a sentence out; where it began a paragraph the next does, and a part
// without sentences goes with its heading.
func (d *Draft) drop(n int) {
	for i := range d.Parts {
		list := d.Parts[i].Sentences
		at := slices.IndexFunc(list, func(s Sentence) bool { return s.N == n })
		if at < 0 {
			continue
		}
		if list[at].New && at+1 < len(list) {
			list[at+1].New = true
		}
		d.Parts[i].Sentences = slices.Delete(list, at, at+1)
		if at == len(list)-1 && at > 0 {
			last := &d.Parts[i].Sentences[at-1]
			if whole, cut := strings.CutSuffix(last.Text, "；"); cut {
				last.Text = whole + "。"
			}
		}
	}
	d.Parts = slices.DeleteFunc(d.Parts, func(p Part) bool { return len(p.Sentences) == 0 })
}

// trace is a sentence with other words, and the numbers in them that come from no
// fact: what it kept of the old words has its places, and a number is traced where a
// fact of the draft holds the same one, with the same measure word.
func (d *Draft) trace(old Sentence, text string) (Sentence, []Number) {
	s := Sentence{N: old.N, Text: text, New: old.New}
	for _, p := range old.Spans {
		was := old.Text[p.From:p.To]
		if i := strings.Index(text, was); i >= 0 && was != "" {
			s.Spans = append(s.Spans, Span{From: i, To: i + len(was), Fact: p.Fact})
		}
	}
	stray := slices.DeleteFunc(s.untraced(d.units()), func(n Number) bool {
		id, ok := d.holder(n, old.Facts)
		if ok {
			s.Spans = append(s.Spans, Span{From: n.From, To: n.To, Fact: id})
		}
		return ok
	})
	for _, p := range s.Spans {
		if p.Fact != "" && p.Fact != Vouched {
			s.Facts = union(s.Facts, []string{p.Fact})
		}
	}
	return s, stray
}

// holder finds the fact whose text holds a number, first among some.
func (d *Draft) holder(n Number, first []string) (string, bool) {
	var found string
	for _, f := range d.Facts {
		if !slices.ContainsFunc(values(f.Text), n.same) {
			continue
		}
		if slices.Contains(first, f.ID) {
			return f.ID, true
		}
		if found == "" {
			found = f.ID
		}
	}
	return found, found != ""
}

// values are what the numbers of a text say, apart from how they are written.
func values(text string) []Number {
	s := Sentence{Text: text}
	return s.numbers()
}

// same tells whether two numbers say the same.
func (n Number) same(o Number) bool { return n.value == o.value }

// lost names the facts that may not be left out and that other words leave out: one
// is there where its numbers and units are.
func (d *Draft) lost(old, edited Sentence) []string {
	var open []string
	for _, id := range old.Facts {
		i := slices.IndexFunc(d.Facts, func(f Fact) bool { return f.ID == id })
		if i >= 0 && d.Facts[i].Must && !d.Facts[i].told(edited) {
			open = append(open, "改后没有了必写的内容："+d.Facts[i].Text+"。")
		}
	}
	return open
}

// told tells whether a sentence still says a fact.
func (f *Fact) told(s Sentence) bool {
	if strings.Contains(s.Text, f.Text) {
		return true
	}
	said := values(s.Text)
	for _, n := range values(f.Text) {
		if !slices.ContainsFunc(said, n.same) {
			return false
		}
	}
	for _, u := range f.Units {
		if strings.Contains(f.Text, string(u)) && !strings.Contains(s.Text, string(u)) {
			return false
		}
	}
	return len(values(f.Text)) > 0 || slices.ContainsFunc(f.Units, func(u UnitID) bool { return strings.Contains(f.Text, string(u)) })
}

// borrowed tells which numbers of an edited sentence come from another's facts, so
// that whoever wrote them sees whether these are meant.
func (r *reviewer) borrowed(s Sentence) string {
	old, _ := r.Draft.Sentence(s.N)
	var said []string
	for _, p := range s.Spans {
		if p.Fact == "" || p.Fact == Vouched || slices.Contains(old.Facts, p.Fact) {
			continue
		}
		i := slices.IndexFunc(r.Draft.Facts, func(f Fact) bool { return f.ID == p.Fact })
		said = append(said, s.Text[p.From:p.To]+"取自“"+clippedTo(r.Draft.Facts[i].Text, 40)+"”")
	}
	if len(said) == 0 {
		return ""
	}
	return "\n其中" + strings.Join(said, "，") + "，请核对。"
}

// clippedTo is the beginning of a text.
func clippedTo(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// numberValue is what a number says: 46 人, whether written 46人 or 四十六人.
func numberValue(n zh.Number) string {
	return fmt.Sprintf("%s %s %s %s %v", n.Kind, n.N, n.High, n.Unit, n.Approx)
}

// dateValue is what a date says.
func dateValue(d zh.Date) string {
	return fmt.Sprintf("%s %s %s", d.Time.Format(time.RFC3339), d.EndTime.Format(time.RFC3339), d.Grain)
}
