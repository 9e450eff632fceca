package parse

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// The words that answer a question without a number. Several may follow each
// other: 嗯嗯，是的，没错.
var (
	yes  = strings.Fields("是 是的 是啊 是呀 是这样 对 对的 对啊 对呀 没错 没有错 没问题 数据没错 都没错 都对 都对的 正确 属实 确认 确实 无误 准确 嗯 就是 就这样")
	no   = strings.Fields("不是 不是的 不对 不对的 不正确 不准 错了 错的 有误 报错了 写错了 填错了 搞错了 都不对 都不是")
	none = strings.Fields("无 没 没有 暂无 零")
)

// manner is what people say around an answer.
var manner = strings.NewReplacer("谢谢", "", "辛苦了", "", "辛苦", "", "领导", "", "老师", "", "收到", "", "好的", "", "不好意思", "", "抱歉", "")

// saysOnly tells whether a text is made of some words.
func saysOnly(text string, of []string) bool {
	for text != "" {
		longest := ""
		for _, w := range of {
			if len(w) > len(longest) && strings.HasPrefix(text, w) {
				longest = w
			}
		}
		if longest == "" {
			return false
		}
		text = text[len(longest):]
	}
	return true
}

// Answer reads a message as the answer to an open question: yes, no, a number,
// a number with its measure word, a label of the question's form with one
// number, which of two numbers seen is right, or the unit or the day that was
// asked for. Anything else, a whole report or talk, is none. Its field is empty
// where the reply names none: what was asked says which it is.
func (p *Parser) Answer(m report.Message, q report.Question) (report.Answer, bool) {
	form := p.w.Form(q.Key.Form)
	if m.Type != "" && m.Type != report.TextMessage || q.Code == report.Unreadable {
		return report.Answer{}, false
	}
	m.Text = withoutExcuses(cutText(spoken(m.Text)))
	s := p.newScene(m)
	switch {
	case q.Code == report.Who || q.Code == report.WhichUnit:
		s.look()
		return s.answersWithUnits()
	case q.Code == report.Future:
		s.look()
		return s.answersWithDay()
	case form == nil:
		return report.Answer{}, false
	}
	// Only the question's form is known here, so that its labels are read even
	// where another form of the chat shares the word.
	s.forms = []*report.Form{form}
	s.look()
	if a, ok := s.answersInWords(q); ok {
		return a, true
	}
	if s.speaksOfAnother(q.Key) {
		return report.Answer{}, false
	}
	if s.uphold(q) {
		return report.Answer{Kind: report.AnswerNo}, true
	}
	return s.answersWithNumber(form, q)
}

// TakesBack tells whether a message says no more than that something was wrong, maybe
// with the right number but without what it counts.
func (p *Parser) TakesBack(m report.Message) bool {
	if m.Type != "" && m.Type != report.TextMessage {
		return false
	}
	m.Text = withoutExcuses(cutText(spoken(m.Text)))
	s := p.newScene(m)
	s.look()
	text := manner.Replace(trimAll(s.spokenText()))
	if saysOnly(text, no) {
		return text != ""
	}
	_, i, ok := s.onlyNumber()
	return ok && s.isPlainNumber(i) && slices.ContainsFunc(no, func(w string) bool { return strings.HasPrefix(text, w) })
}

// answersInWords reads yes, no, none, and which of the numbers seen is right.
func (s *scene) answersInWords(q report.Question) (report.Answer, bool) {
	text := strings.Join(strings.FieldsFunc(s.spokenText(), func(r rune) bool { return !letter(r) }), "")
	text = manner.Replace(text)
	if v, ok := picked(text, q); ok {
		return report.Answer{Kind: report.AnswerValue, Value: v}, true
	}
	switch {
	case text == "":
		return report.Answer{}, false
	case saysOnly(text, yes):
		return report.Answer{Kind: report.AnswerYes}, true
	case saysOnly(text, no):
		return report.Answer{Kind: report.AnswerNo}, true
	case saysOnly(text, none):
		return sayingNone(q)
	}
	return report.Answer{}, false
}

// sayingNone is what 没有 answers: 0 where a number was asked for, or was one of
// those seen. Of other numbers it says that none is right; elsewhere it may deny
// anything.
func sayingNone(q report.Question) (report.Answer, bool) {
	isZero := func(v report.Value) bool { return v.N.IsZero() }
	switch {
	case q.Code == report.Unfilled, q.Code == report.Twice && slices.ContainsFunc(q.Seen, isZero):
		return report.Answer{Kind: report.AnswerValue}, true
	case q.Code == report.Twice:
		return report.Answer{Kind: report.AnswerNo}, true
	}
	return report.Answer{}, false
}

// answersWithNumber reads a number, alone or with a label of the form.
func (s *scene) answersWithNumber(form *report.Form, q report.Question) (report.Answer, bool) {
	a := report.Answer{Kind: report.AnswerValue}
	n, i, ok := s.onlyNumber()
	if !ok {
		return a, false
	}
	if b := s.bind(s.part(0, len(s.toks)), form, -1); len(b.out) > 0 {
		x := b.out[0]
		a.Field, a.Value = x.field.ID, valueOf(x.field, x)
		if !x.field.Urgent.IsZero() && s.isOnTop(x, onTopAlone) {
			return a, false // one more is news
		}
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
		return report.Answer{Kind: report.AnswerNo}, saysAgain(q, n)
	}
	a.Field, a.Value = f.ID, valueOf(f, bound{field: f, num: n})
	return a, true
}

// saysAgain tells whether a number repeats what was asked about, measure word and
// all: which the field does not take.
func saysAgain(q report.Question, n *zh.Number) bool {
	return q.Code == report.WrongUnit && slices.ContainsFunc(q.Seen, func(v report.Value) bool {
		return v.N.Equal(n.N) && v.As == n.Unit
	})
}

// speaksOfAnother tells whether a text names a unit or a slot other than those
// of a record.
func (s *scene) speaksOfAnother(k report.RecordKey) bool {
	for i, t := range s.toks {
		if v, ok := s.unitSense(i, len(s.toks)); ok && v.unit != k.Unit {
			return true
		}
		for _, v := range t.senses {
			if v.isSlot() && s.knows(v.form) && v.slot.ID != k.Slot {
				return true
			}
		}
	}
	return false
}

// askedAbout are the fields that a question is about: its own, or of a failed check
// all that its rule compares.
func askedAbout(form *report.Form, q report.Question) []*report.Field {
	ids := []report.FieldID{q.Field}
	if c := form.Check(q.Rule); q.Code == report.CheckFailed && c != nil {
		ids = append(ids, c.Rule.Fields...)
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

// answering may stand around a bare number, or the unit or day that was asked
// for; longer ones first.
var answering = []string{
	"不好意思", "没有错", "没问题", "不会错", "都不对", "都不是", "没错", "不对", "应该是", "打错了", "写错了", "填错了", "看错了", "报错了", "弄错了", "搞错了",
	"应是", "应为", "应该", "改为", "改成", "改到", "为准", "正确", "错了", "更正", "实际", "确实", "一共", "总共", "一下", "谢谢", "抱歉", "刚才", "领导",
	"是", "为", "对", "共", "的", "数", "不", "报", "有", "就", "改", "以", "请", "我", "刚", "写", "填", "吧", "哦", "啊", "呢", "哈", "嗯", "和", "与", "，", "了",
}

// isPlainNumber tells whether a text is the number at token i, maybe with its
// unit's name, and no talk.
func (s *scene) isPlainNumber(i int) bool {
	t := s.toks[i]
	rest := string(s.runes[:t.num.From]) + string(s.runes[max(t.end, t.num.To):])
	for _, tok := range s.toks {
		if tok.kind == gap || tok.namesUnit() {
			rest = strings.ReplaceAll(rest, string(s.runes[tok.start:tok.end]), "")
		}
	}
	return isFrame(rest)
}

// isFrame tells whether a text holds nothing but words that stand around an answer.
func isFrame(rest string) bool {
	for _, w := range answering {
		rest = strings.ReplaceAll(rest, w, "")
	}
	return trim([]rune(rest)) == ""
}
