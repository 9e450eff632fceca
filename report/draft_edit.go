package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"qunbao/report/zh"
)

// Edit lets somebody put other words in the place of a sentence; none, or 删除, take
// it out. A number that no fact of the draft holds, and a fact that may not be left
// out and would be, are named, and kept or dropped only after 确认.
func (w *Workspace) Edit(v Review, n int, text string) Reviewed {
	r := w.reviewer(v)
	if s, _ := v.Draft.Sentence(n); s != nil && strings.TrimSpace(text) == "" {
		r.unsure = fmt.Sprintf("没有写新的内容，第%d句将删去：%s", n, clippedTo(s.Text, 40))
	}
	return r.edit(n, asSentence(text), "")
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
	open := append(r.lost(), d.named(stray)...)
	if r.unsure != "" {
		open = append([]string{r.unsure}, open...)
	}
	named := strings.Join(open, "\n")
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
	text = onOneLine(copiedMark.ReplaceAllString(strings.TrimSpace(text), ""))
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

// copiedMark is [2] behind a sentence that was copied from the review copy.
var copiedMark = regexp.MustCompile(`(?:\s*[\[［【][0-9０-９]{1,6}[\]］】])+[。；;.]?$`)

// onOneLine is a text on one line. A blank parts what runs together without it: 46 12人.
func onOneLine(text string) string {
	var line string
	for _, word := range strings.Fields(text) {
		before, _ := utf8.DecodeLastRuneInString(line)
		next, _ := utf8.DecodeRuneInString(word)
		if line != "" && before < 0x2E80 && next < 0x2E80 {
			line += " "
		}
		line += word
	}
	return line
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
	d.recount()
}

// turns are what headings and enumerated sentences are counted with.
var turns = strings.Split("一二三四五六七八九十", "")

// recount gives the headings 一、二、 and in each part the sentences 一是, 二是 their
// turn again; each is as long as the one before it, so that spans stay.
func (d *Draft) recount() {
	turn := func(text, mark string, n *int) string {
		for _, c := range turns {
			if rest, ok := strings.CutPrefix(text, c+mark); ok && *n < len(turns) {
				*n++
				return turns[*n-1] + mark + rest
			}
		}
		return text
	}
	heads := 0
	for i := range d.Parts {
		d.Parts[i].Head = turn(d.Parts[i].Head, "、", &heads)
		said := 0
		for j := range d.Parts[i].Sentences {
			s := &d.Parts[i].Sentences[j]
			if s.New {
				said = 0
			}
			s.Text = turn(s.Text, "是", &said)
		}
	}
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
