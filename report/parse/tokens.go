package parse

import (
	"slices"
	"time"

	"qunbao/report"
	"qunbao/report/zh"
)

// kind says what a token is.
type kind int

const (
	gap    kind = iota // a mention, a link: text that says nothing
	word               // a word of the workspace
	cue                // a grammar word
	number             // zh.Number
	date               // zh.Date
	hard               // the end of a sentence or line
	comma              // the end of a clause
	list               // 、 / 和: the next item of a list
	open               // ( [ 【
	shut               // ) ]
	colon              // : =
	bar                // | or tab
	blank              // space, emoji, quotes
)

// token is one stretch of the folded text that means something. What lies
// between two tokens is plain text.
type token struct {
	kind       kind
	start, end int
	senses     []sense    // of a word
	class      class      // of a cue
	num        *zh.Number // of a number, else nil
	date       *zh.Date   // of a date, else nil
	word       string     // of a word or cue, folded
}

// scene is one text with all that is needed to read it: who speaks, where, and
// the tokens found.
type scene struct {
	p       *Parser
	m       report.Message
	speaker report.Speaker
	forms   []*report.Form // that the place knows
	text    zh.Text
	runes   []rune
	ref     time.Time
	toks    []token
	fix     bool         // the message corrects an earlier one
	told    map[int]bool // tokens of labels and numbers that a report has taken
	shared  []sharing    // what is said of all units before it
	slack   int          // runes of a nickname that may stand beside a zero phrase

	question *bool                         // whether the text asks something, once known
	slots    map[*report.Form]*report.Slot // the slot that the text names, once known
}

// tokens cuts the text: at each place the longest of date, number, word and
// cue; a word of the workspace wins a tie.
func (s *scene) tokens() {
	masked := mask(s.runes)
	s.toks = make([]token, 0, len(s.runes)/2)
	dates, numbers := s.byStart()
	for i := 0; i < len(s.runes); {
		if end := masked[i]; end > i {
			s.toks = append(s.toks, token{kind: gap, start: i, end: end})
			i = end
			continue
		}
		t := token{start: i, end: i}
		if c, ok := s.cueAt(i); ok {
			t = c
		}
		if d := dates[i]; d != nil && d.End >= t.end {
			t = token{kind: date, start: i, end: d.End, date: d}
		}
		if n := numbers[i]; n != nil && max(n.End, n.UnitEnd) > t.end {
			t = token{kind: number, start: i, end: max(n.End, n.UnitEnd, i+1), num: n}
		}
		if end, senses := s.p.words.longest(s.runes, i, s.knows); end > i && s.wordWins(t, end) {
			t = token{kind: word, start: i, end: end, senses: senses, word: string(s.runes[i:end])}
		}
		if t.kind == word && t.end == i+1 && t.isLabelOnly() && !s.valueFollows(t.end, numbers) {
			t = token{end: i}
		}
		if t.end == i {
			if k := punctuation(s.runes, i); k != gap {
				s.toks = append(s.toks, token{kind: k, start: i, end: i + 1})
			}
			i++
			continue
		}
		if n := len(s.toks) - 1; n >= 0 && s.denies(s.toks[n], t) {
			s.toks[n].class = negation
		}
		s.toks = append(s.toks, t)
		i = t.end
	}
}

// denies tells whether 未 stands right before a label that a zero-report states
// as 0: 未发烧 says none, while 未解除 says not yet.
func (s *scene) denies(before, t token) bool {
	return before.kind == cue && before.class == blocking && before.word == "未" && before.end == t.start && t.kind == word &&
		slices.ContainsFunc(t.senses, func(v sense) bool { return v.isField() && s.knows(v) && slices.Contains(v.form.Zero.Sets, v.field.ID) })
}

// valueFollows tells whether a number or 无 stands at i, behind spaces or a
// colon at most: only then is a one-character alias a label.
func (s *scene) valueFollows(i int, numbers []*zh.Number) bool {
	for i < len(s.runes) && inSet(s.runes[i], " :=\t|") {
		i++
	}
	return i < len(s.runes) && (numbers[i] != nil || inSet(s.runes[i], "无没"))
}

// wordWins tells whether a word of the workspace that ends at end is taken for
// what else was found at its place.
func (s *scene) wordWins(t token, end int) bool {
	if t.kind == number || t.kind == cue && t.class == zeroPhrase {
		return end > t.end
	}
	return end >= t.end
}

// knows keeps the words that mean something here: units, people, and the forms
// of this chat with their labels and slots.
func (s *scene) knows(v sense) bool {
	if v.form == nil {
		return true
	}
	for _, f := range s.forms {
		if f == v.form {
			return true
		}
	}
	return false
}

// cueAt finds the grammar word at i. A zero phrase that ends inside a longer
// label is a negation of that label: 无新增返乡人员.
func (s *scene) cueAt(i int) (token, bool) {
	end, classes := s.p.cues.longest(s.runes, i, func(class) bool { return true })
	if end == i {
		return token{}, false
	}
	c := classes[0]
	if c == zeroPhrase && s.zeroGoesOn(end) {
		end, classes = s.p.cues.longest(s.runes[:end-1], i, func(c class) bool { return c == negation })
		if end == i {
			return token{}, false
		}
		c = classes[0]
	}
	return token{kind: cue, start: i, end: end, class: c, word: string(s.runes[i:end])}, true
}

// zeroGoesOn tells whether the phrase that ends at end only begins a longer
// noun: 无新增病例, 无新增返乡人员, 无异常人员.
func (s *scene) zeroGoesOn(end int) bool {
	if end >= len(s.runes) || end < 2 {
		return false
	}
	if e, _ := s.p.words.longest(s.runes, end-2, sense.isField); e > end {
		return true
	}
	last := string(s.runes[end-2 : end])
	if last != "新增" {
		return false
	}
	r := s.runes[end]
	return isHan(r) && !inSet(r, "无没未也且一情平零的和及与")
}

// byStart reads the dates and numbers of the text, by where they begin.
func (s *scene) byStart() ([]*zh.Date, []*zh.Number) {
	numbers, dates := make([]*zh.Number, len(s.runes)+1), make([]*zh.Date, len(s.runes)+1)
	ns, ds := zh.Read(s.text, s.p.measures, s.ref)
	for i := range ns {
		numbers[ns[i].Start] = &ns[i]
	}
	for i := range ds {
		dates[ds[i].Start] = &ds[i]
	}
	return dates, numbers
}

// mask gives, for each place where a mention or a link begins, where it ends.
func mask(runes []rune) []int {
	ends := make([]int, len(runes)+1)
	for i := 0; i < len(runes); i++ {
		j := i
		switch {
		case runes[i] == '@':
			for j < len(runes) && !inSet(runes[j], " \n\u2005\u00a0,，:：") {
				j++
			}
		case hasPrefix(runes[i:], "http://"), hasPrefix(runes[i:], "https://"):
			for j < len(runes) && runes[j] > ' ' && runes[j] < 0x80 {
				j++
			}
		case runes[i] == '[':
			j = stickerEnd(runes, i)
		}
		if j > i {
			ends[i] = j
			i = j - 1
		}
	}
	return ends
}

// stickerEnd is the end of a sticker such as [OK] or [强] at i, or i.
func stickerEnd(runes []rune, i int) int {
	for j := i + 1; j < len(runes) && j < i+5; j++ {
		if runes[j] == ']' && j > i+1 && stickers[string(runes[i+1:j])] {
			return j + 1
		}
	}
	return i
}

var stickers = map[string]bool{"OK": true, "ok": true, "强": true, "抱拳": true, "握手": true, "微笑": true, "玫瑰": true, "合十": true, "鼓掌": true, "爱心": true, "庆祝": true, "太阳": true}

// punctuation says what the mark at i does; gap: it is none.
func punctuation(runes []rune, i int) kind {
	switch r := runes[i]; r {
	case '。', '；', ';', '！', '!', '?', '？', '\n':
		return hard
	case ',', '，':
		return comma
	case '、', '/', '&':
		return list
	case '(', '（', '【', '[', '{', '〔', '「', '『':
		return open
	case ')', '）', ']', '}', '〕', '」', '』':
		return shut
	case ':', '：', '=':
		return colon
	case '|', '\t', '丨', '│':
		return bar
	case '】', ' ', '"', '“', '”', '‘', '’', '\'', '《', '》', '<', '>', '*', '#', '~', '-', '—', '–', '_', '→', '·', '•', '…':
		return blank
	case '.':
		return dot(runes, i)
	default:
		switch {
		case 0x2460 <= r && r <= 0x24ff, 0x2776 <= r && r <= 0x2793, 0x3220 <= r && r <= 0x3229, 0x3280 <= r && r <= 0x3289:
			return hard // ① ⑴ ㈠ begin an item
		case r >= 0x2190 && r < 0x3000, r >= 0x1f000:
			return blank
		}
	}
	return gap
}

// dot is the end of a sentence, unless it stands inside a word or number.
func dot(runes []rune, i int) kind {
	if i+1 < len(runes) && runes[i+1] > ' ' && !isHan(runes[i+1]) {
		return blank
	}
	return comma
}

func isHan(r rune) bool { return 0x3400 <= r && r <= 0x9fff }

func inSet(r rune, set string) bool {
	for _, x := range set {
		if x == r {
			return true
		}
	}
	return false
}

func hasPrefix(runes []rune, prefix string) bool {
	i := 0
	for _, r := range prefix {
		if i >= len(runes) || runes[i] != r {
			return false
		}
		i++
	}
	return true
}
