package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"qunbao/report/zh"
)

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
	edited, stray := r.w.matcher(d).trace(d, *old, text)
	said := fmt.Sprintf("%s第%d句已改为：%s", d.Name(), n, text)
	if text == "" {
		said = fmt.Sprintf("%s第%d句已删。", d.Name(), n)
		r.next.drop(n)
	} else {
		*old = edited
	}
	named := strings.Join(append(r.lost(), d.named(stray)...), "\n")
	if named != "" && named != confirmed {
		r.next.Parts = d.Parts
		return r.ask(DraftStep{Sentence: n, Text: text, Reason: named}, named+"\n确认请回复 确认，不改就不用回。")
	}
	if text != "" {
		old.vouch(stray)
	}
	did := DidEdit
	if confirmed != "" {
		did = DidConfirm
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
