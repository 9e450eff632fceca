package parse

import (
	"slices"
	"time"

	"qunbao/report"
	"qunbao/report/zh"
)

// kind says what a token is.
type kind uint8

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
	class      class // of a cue
	joined     bool  // a date that stands side by side with the one before
	start, end int
	num        *zh.Number // of a number, else nil
	date       *zh.Date   // of a date, else nil
	*meaning              // of a word or cue, else meaningless
}

// scene is one text with all that is needed to read it: who speaks, where, and
// the tokens found.
type scene struct {
	p        *Parser
	m        report.Message
	speaker  report.Speaker
	forms    []*report.Form // that the place knows
	text     zh.Text
	runes    []rune
	ref      time.Time
	toks     []token
	fix      bool   // the message corrects an earlier one
	classes  uint64 // of all cues, a bit each
	things   thing  // that all words name
	finds    []find
	topics   topic                 // of all finds
	told     []bool                // tokens of labels and numbers that a report has taken
	misspelt map[int][]misspelling // by where they end
	shared   []sharing             // what is said of all units before it
	doubts   []report.Problem      // what cannot be settled though the rest is filed
	slack    int                   // runes of a nickname that may stand beside a zero phrase

	question *bool                             // whether the text asks something, once known
	slots    map[*report.Form]*report.Slot     // the slot that the text names, once known
	spans    map[*report.Form]report.PeriodKey // the period whose hours the text names, once known
	unitFrom *int                              // the first token that names a unit, once known
	level    *int                              // of the speaker's own unit, as the text names it, once known
}

// tokens cuts the text: at each place the longest of date, number, word and
// cue; a word of the workspace wins a tie.
func (s *scene) tokens() {
	numbers, dates := zh.Read(s.text, s.p.measures, s.ref)
	masked := masks(s.runes)
	s.toks = make([]token, 0, len(s.runes)/2+2)
	s.classes, s.things = 0, 0
	var places []int // tokens that are places left empty between a label and its measure word
	for i := 0; i < len(s.runes); {
		if len(masked) > 0 && masked[0].from <= i {
			if masked[0].from == i {
				s.toks = append(s.toks, token{kind: gap, start: i, end: masked[0].to, meaning: meaningless})
				i = masked[0].to
			}
			masked = masked[1:]
			continue
		}
		for len(dates) > 0 && dates[0].Start < i {
			dates = dates[1:]
		}
		for len(numbers) > 0 && numbers[0].Start < i {
			numbers = numbers[1:]
		}
		if len(s.toks)+2 > cap(s.toks) { // dense with marks: no more than one a rune is to come
			s.toks = slices.Grow(s.toks, len(s.runes)-i+1)
		}
		t := token{end: i}
		if s.mayBegin(i, dates, numbers) {
			t = s.tokenFrom(i, dates, numbers)
		}
		if t.end == i {
			if k := punctuation(s.runes, i); k != gap {
				s.toks = append(s.toks, token{kind: k, start: i, end: i + 1, meaning: meaningless})
			}
			i++
			continue
		}
		if n := len(s.toks) - 1; n >= 0 && s.denies(&s.toks[n], &t) {
			s.toks[n].class = negation
			s.classes |= 1 << negation
		}
		s.toks = append(s.toks, t)
		s.classes |= 1 << t.class
		s.things |= t.names
		i = t.end
		if place, ok := s.unitPlace(&t); ok {
			places = append(places, len(s.toks))
			s.toks = append(s.toks, place)
			i = place.end
		}
	}
	s.dropLonelyPlace(places)
	s.unnumber()
	s.joinDays()
	s.told = make([]bool, len(s.toks))
}

// mayBegin tells whether a date, number, word or cue may begin at i.
func (s *scene) mayBegin(i int, dates []zh.Date, numbers []zh.Number) bool {
	return s.p.cues.begin(s.runes, i) != 0 || s.p.words.begin(s.runes, i) != 0 ||
		len(dates) > 0 && dates[0].Start == i || len(numbers) > 0 && numbers[0].Start == i || s.runes[i] == '一'
}

// hasCue tells whether a grammar word of a class stands in the text.
func (s *scene) hasCue(c class) bool { return s.classes&(1<<c) != 0 }

// tokenFrom is the token that begins at i, empty where none does; the dates and
// numbers are those from there on.
func (s *scene) tokenFrom(i int, dates []zh.Date, numbers []zh.Number) token {
	if s.isOneCase(i) {
		return token{kind: number, start: i, end: i + 2, num: oneCase(i), meaning: meaningless}
	}
	t, ok := s.cueAt(i)
	if !ok {
		t = token{start: i, end: i, meaning: meaningless}
	}
	if len(dates) > 0 && dates[0].Start == i && dates[0].End >= t.end {
		t = token{kind: date, start: i, end: dates[0].End, date: &dates[0], meaning: meaningless}
	}
	if len(numbers) > 0 && numbers[0].Start == i {
		n := &numbers[0]
		s.countPeople(n)
		if s.labelsNext(n, numbers) {
			n.Unit, n.UnitStart, n.UnitEnd, n.To = "", n.End, n.End, n.End
		}
		if max(n.End, n.UnitEnd) > t.end {
			t = token{kind: number, start: i, end: max(n.End, n.UnitEnd, i+1), num: n, meaning: meaningless}
		}
	}
	if end, m := s.p.words.longest(s.runes, i, s.isKnown); end > i && s.wordWins(t, end, m) {
		t = token{kind: word, start: i, end: end, meaning: m}
	}
	if t.kind == word && t.end == i+1 && t.isLabelOnly() && !s.valueFollows(t.end, numbers) {
		return token{end: i}
	}
	return t
}

// countPeople takes the 人 of 5个人 and 3口人 for what a number counts.
func (s *scene) countPeople(n *zh.Number) {
	at := n.UnitEnd
	if n.Unit != "个" && n.Unit != "口" || at >= len(s.runes) || s.runes[at] != '人' {
		return
	}
	if at+1 == len(s.runes) || !inSet(s.runes[at+1], "员民群口工事次类均力才物") {
		n.Unit, n.UnitStart, n.UnitEnd, n.To = people, at, at+1, max(n.To, at+1)
	}
}

// denies tells whether 未 stands right before a label that a zero-report states
// as 0: 未发烧 says none, while 未解除 says not yet.
func (s *scene) denies(before, t *token) bool {
	return before.class == blocking && before.word == "未" && before.end == t.start &&
		slices.ContainsFunc(t.senses, func(v sense) bool {
			return v.isField() && s.knows(v.form) && slices.Contains(v.form.Zero.Sets, v.field.ID)
		})
}

// valueFollows tells whether one of the numbers or 无 stands at i, behind spaces
// or a colon at most: only then is a one-character alias a label.
func (s *scene) valueFollows(i int, numbers []zh.Number) bool {
	for i < len(s.runes) && inSet(s.runes[i], " :=\t|") {
		i++
	}
	for len(numbers) > 0 && numbers[0].Start < i {
		numbers = numbers[1:]
	}
	return i < len(s.runes) && (len(numbers) > 0 && numbers[0].Start == i || inSet(s.runes[i], "无没"))
}

// wordWins tells whether a word of the workspace that ends at end is taken for
// what else was found at its place. A village may be called as five li are, 五里,
// and a shift as the second class is: 二班.
func (s *scene) wordWins(t token, end int, m *meaning) bool {
	if t.kind == number && m.names&(aUnit|aForm|aSlot) == 0 || t.kind == cue && t.class == zeroPhrase {
		return end > t.end
	}
	return end >= t.end
}

// isKnown keeps the words that mean something here: units, people, and the forms
// of this chat with their labels and slots.
func (s *scene) isKnown(m *meaning) bool {
	if m.names&(aUnit|aPerson) != 0 {
		return true
	}
	for i := range m.senses {
		if s.knows(m.senses[i].form) {
			return true
		}
	}
	return false
}

// knows tells whether a form is one of those of this place.
func (s *scene) knows(f *report.Form) bool { return slices.Contains(s.forms, f) }

// cueAt finds the grammar word at i. A zero phrase that ends inside a longer
// label is a negation of that label: 无新增返乡人员.
func (s *scene) cueAt(i int) (token, bool) {
	end, m := s.p.cues.longest(s.runes, i, func(*meaning) bool { return true })
	if m != nil && m.class == whether && s.asksForAll(end) {
		return token{}, false
	}
	if m != nil && m.class == zeroPhrase && (s.zeroGoesOn(end) || s.zeroIsSplit(i, end)) {
		end, m = s.p.cues.longest(s.runes[:end-1], i, func(m *meaning) bool { return m.class == negation })
	}
	if m != nil && m.class == negation && s.asksWhetherDone(i, end) {
		return token{}, false
	}
	if m != nil && m.class == elsewhere && s.runes[end-1] == '村' && hasPrefix(s.runes[end:], "民") {
		return token{}, false // 其他村民
	}
	if m != nil && m.class == plain {
		end, m = s.uncut(i, end, m)
	}
	if m == nil {
		return token{}, false
	}
	return token{kind: cue, start: i, end: end, class: m.class, meaning: m}, true
}

// uncut shortens the idiom [i,end) to the grammar word before a label that it
// cuts into: of 无疑似病例 it is 无, not 无疑.
func (s *scene) uncut(i, end int, m *meaning) (int, *meaning) {
	for at := i + 1; at < end; at++ {
		if e, _ := s.p.words.longest(s.runes, at, func(m *meaning) bool { return m.namesField() && s.isKnown(m) }); e > end {
			return s.p.cues.longest(s.runes[:at], i, func(*meaning) bool { return true })
		}
	}
	return end, m
}

// zeroGoesOn tells whether the phrase that ends at end only begins a longer
// noun: 无新增病例, 无新增返乡人员, 无异常人员.
func (s *scene) zeroGoesOn(end int) bool {
	if end >= len(s.runes) || end < 2 {
		return false
	}
	if e, _ := s.p.words.longest(s.runes, end-2, (*meaning).namesField); e > end {
		return true
	}
	last := string(s.runes[end-2 : end])
	if last != "新增" {
		return false
	}
	r := s.runes[end]
	return isHan(r) && !inSet(r, "无没未也且一情平零的和及与")
}

// zeroIsSplit tells whether the phrase [i,end) is the end of one pair and the
// beginning of the next, in a run without marks: 发热没有|新增没有, 发热无|新增2人.
func (s *scene) zeroIsSplit(i, end int) bool {
	n := len(s.toks) - 1
	return n >= 0 && s.toks[n].end == i && s.toks[n].isLabelOnly() && end < len(s.runes) && inSet(s.runes[end], "没无0123456789一二两三四五六七八九十")
}

// masks are the mentions and links of a text, in order.
func masks(runes []rune) []stretch {
	var found []stretch
	for i := 0; i < len(runes); i++ {
		j := i
		switch runes[i] {
		case '@':
			for j < len(runes) && !inSet(runes[j], " \n\u2005\u00a0,，:：") {
				j++
			}
		case 'h':
			if !hasPrefix(runes[i:], "http://") && !hasPrefix(runes[i:], "https://") {
				continue
			}
			for j < len(runes) && runes[j] > ' ' && runes[j] < 0x80 {
				j++
			}
		case '[':
			j = stickerEnd(runes, i)
		}
		if j > i {
			found = append(found, stretch{i, j})
			i = j - 1
		}
	}
	return found
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
