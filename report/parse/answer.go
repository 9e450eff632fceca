package parse

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// The words that answer a question without a number.
var (
	yes = words("是 是的 对 对的 没错 正确 属实 确认 无误 是 嗯 嗯嗯 嗯对 对对 对对对 是对的 没问题 就是 就这样 没有错 数据没错 准确 都没错 都对")
	no  = words("不是 不对 不正确 错了 错的 有误 不对的 不是的 报错了")
)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// Answer reads a message as the answer to an open question: yes, no, a number,
// a number with its measure word, or a label of the question's form with one
// number. Anything else, a whole report or talk, is none. Its field is empty
// where the reply names none: what was asked says which it is.
func (p *Parser) Answer(m report.Message, q report.Question) (report.Answer, bool) {
	var a report.Answer
	form := p.w.Form(q.Key.Form)
	if form == nil || m.Type != "" && m.Type != report.TextMessage {
		return a, false
	}
	m.Text = cutText(spoken(m.Text))
	s := p.newScene(m, p.w.Speaker(m))
	// Only the question's form is known here, so that its labels are read even
	// where another form of the chat shares the word.
	s.forms = []*report.Form{form}
	s.toks = nil
	s.tokens()
	text := strings.Join(strings.FieldsFunc(s.spokenText(), func(r rune) bool { return !letter(r) }), "")
	switch {
	case yes[text]:
		a.Kind = report.AnswerYes
		return a, true
	case no[text]:
		a.Kind = report.AnswerNo
		return a, true
	}
	a.Kind = report.AnswerValue
	n, i, ok := s.onlyNumber()
	if !ok {
		return a, false
	}
	if b := s.bind(part{to: len(s.toks), date: -1}, form, -1); len(b.out) > 0 {
		x := b.out[0]
		a.Field, a.Value = x.field.ID, valueOf(x.field, x)
		return a, len(b.out) == 1 && x.tok == i && x.what == value
	}
	if !s.isPlainNumber(i) {
		return a, false
	}
	// A bare number answers whatever was asked; a measure word must be one that the
	// field takes, else the sender speaks of something else.
	for _, f := range askedAbout(form, q) {
		if fits(f, n) != unfit {
			a.Value = valueOf(f, bound{field: f, num: n})
			return a, true
		}
	}
	f := sibling(form, form.Field(q.Field), n)
	if f == nil {
		return a, false
	}
	a.Field, a.Value = f.ID, valueOf(f, bound{field: f, num: n})
	return a, true
}

// askedAbout are the fields that a question is about: its own, or of a failed check
// all that its rule compares.
func askedAbout(form *report.Form, q report.Question) []*report.Field {
	ids := []report.FieldID{q.Field}
	if q.Code == report.CheckFailed && q.Rule < len(form.Checks) {
		ids = append(ids, form.Checks[q.Rule].Rule.Fields...)
	}
	var fields []*report.Field
	for _, id := range ids {
		if f := form.Field(id); f != nil {
			fields = append(fields, f)
		}
	}
	return fields
}

// sibling is the one field that shares a label with another and takes the
// number's measure word: 46人 where the households were asked about.
func sibling(form *report.Form, of *report.Field, n *zh.Number) *report.Field {
	var found *report.Field
	if of == nil {
		return nil
	}
	for i := range form.Fields {
		f := &form.Fields[i]
		shares := slices.ContainsFunc(f.Labels(), func(l string) bool { return slices.Contains(of.Labels(), l) })
		if f.ID == of.ID || !shares || fits(f, n) != exact {
			continue
		}
		if found != nil {
			return nil
		}
		found = f
	}
	return found
}

// spokenText is the text without mentions and links.
func (s *scene) spokenText() string {
	var out strings.Builder
	start := 0
	for _, t := range s.toks {
		if t.kind == gap {
			out.WriteString(string(s.runes[start:t.start]))
			start = t.end
		}
	}
	out.WriteString(string(s.runes[start:]))
	return out.String()
}

// onlyNumber is the one exact number of a text.
func (s *scene) onlyNumber() (*zh.Number, int, bool) {
	found, n := -1, 0
	for i, t := range s.toks {
		if t.kind == date {
			return nil, 0, false
		}
		if t.kind == number {
			found = i
			n++
		}
	}
	if n != 1 || s.toks[found].num.Kind != zh.Exact {
		return nil, 0, false
	}
	return s.toks[found].num, found, true
}

// answering may stand around a bare number.
var answering = []string{"应该是", "应是", "应为", "改为", "改成", "是", "为", "对", "共", "正确", "的", "数", "不", "错了", "更正", "报", "有", "实际", "确实", "就", "，", "了"}

// isPlainNumber tells whether a text is the number at token i and no talk.
func (s *scene) isPlainNumber(i int) bool {
	t := s.toks[i]
	rest := string(s.runes[:t.num.From]) + string(s.runes[max(t.end, t.num.To):])
	for _, tok := range s.toks {
		if tok.kind == gap {
			rest = strings.ReplaceAll(rest, string(s.runes[tok.start:tok.end]), "")
		}
	}
	for _, w := range answering {
		rest = strings.ReplaceAll(rest, w, "")
	}
	return trim([]rune(rest)) == ""
}
