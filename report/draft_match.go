package report

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// told is a number of a text, with what it is told of.
type told struct {
	Number
	of     string   // the words before it, else those of the number before it, else those behind it
	units  []UnitID // before it, or in brackets behind it
	forms  []string // named before it
	behind string   // what goes on behind it, up to the next mark
	clause string   // all that stands between the commas
}

// is tells whether another number says the same of the same thing. It need not name
// the form.
func (n told) is(o told) bool {
	other := func(f string) bool { return !slices.Contains(n.forms, f) }
	if len(n.forms) > 0 && slices.ContainsFunc(o.forms, other) {
		return false
	}
	return n.same(o.Number) && n.of == o.of && n.behind == o.behind && slices.Equal(n.units, o.units)
}

const (
	pauses  = "，,；;。！!？?\n"
	endings = pauses + "：:、（）()"
)

// additions are words that tell nothing of what a number is told of.
var additions = strings.NewReplacer(split("截至目前 目前 当前 今日 今天 当日 全镇 全乡 全县 全街道 各村 共有 共计 总共 合计 总计 一共 其中 分别为 分别 现有 另有 还有 人员 人数 户数 数量 共 计 为 有 达 的 是")...)

// split is a list of words, each to be replaced by nothing.
func split(words string) (pairs []string) {
	for _, word := range strings.Fields(words) {
		pairs = append(pairs, word, "")
	}
	return pairs
}

// matcher knows the names that numbers are told of.
type matcher struct {
	units []UnitID
	names []string // of forms, the workspace's before them
}

// matcher is for the numbers of a draft.
func (w *Workspace) matcher(d *Draft) matcher {
	m := matcher{units: slices.Clone(d.units()), names: []string{w.Name}}
	for i := range w.Units {
		m.units = union(m.units, []UnitID{w.Units[i].ID})
	}
	m.units = slices.DeleteFunc(m.units, func(u UnitID) bool { return u == "" || string(u) == w.Name })
	slices.SortStableFunc(m.units, func(a, b UnitID) int { return len(b) - len(a) })
	for i := range w.Forms {
		m.names = append(m.names, w.Forms[i].Name)
	}
	return m
}

// topic parts words into the units in them and the rest, without what adds nothing.
func (m matcher) topic(words string) (of string, units []UnitID) {
	for _, u := range m.units {
		if strings.Contains(words, string(u)) {
			units, words = append(units, u), strings.ReplaceAll(words, string(u), "")
		}
	}
	for _, name := range m.names {
		if name != "" {
			words = strings.ReplaceAll(words, name, "")
		}
	}
	slices.Sort(units)
	return strings.TrimSpace(additions.Replace(words)), units
}

// told lists the numbers of a text with what they are told of.
func (m matcher) told(text string) []told {
	var all, held []told // held: what was spoken of before each bracket that is open
	s := Sentence{Text: text}
	numbers := s.untraced(m.units)
	at, last := 0, told{}
	for i, n := range numbers {
		at = min(at, n.From)
		for _, r := range text[at:n.From] {
			switch {
			case r == '（' || r == '(':
				held = append(held, last)
			case (r == '）' || r == ')') && len(held) > 0:
				last, held = held[len(held)-1], held[:len(held)-1]
			}
		}
		next := len(text)
		if i+1 < len(numbers) {
			next = max(n.To, numbers[i+1].From)
		}
		one := told{Number: n, of: last.of, units: last.units, forms: last.forms, clause: text[pauseBefore(text, n.From):pauseBehind(text, n.To)]}
		one.describe(m, behindMark(text[at:n.From], endings), text[n.To:next])
		all, last, at = append(all, one), one, n.To
	}
	return all
}

// describe reads the words before a number and those behind it.
func (n *told) describe(m matcher, before, behind string) {
	of, units := m.topic(before)
	if of != "" {
		n.of = of
	}
	if len(units) > 0 {
		n.units = units
	}
	if forms := filter(m.names[1:], func(f string) bool { return f != "" && strings.Contains(before, f) }); len(forms) > 0 {
		n.forms = forms
	}
	more := ""
	if end := strings.IndexAny(behind, endings); end >= 0 {
		if inside, ok := inBrackets(behind[end:]); ok {
			rest, named := m.topic(inside)
			if more = rest; len(units) == 0 && len(named) > 0 {
				n.units = named
			}
		}
		behind = behind[:end]
	}
	n.behind, _ = m.topic(behind)
	n.behind += more
	if n.of == "" {
		n.of, n.behind = n.behind, ""
	}
}

// inBrackets is what stands in the brackets that begin a text.
func inBrackets(text string) (string, bool) {
	rest, ok := strings.CutPrefix(strings.ReplaceAll(strings.ReplaceAll(text, "(", "（"), ")", "）"), "（")
	inside, _, closed := strings.Cut(rest, "）")
	return inside, ok && closed
}

// behindMark is what stands behind the last of some marks.
func behindMark(text, marks string) string {
	i := strings.LastIndexAny(text, marks)
	if i < 0 {
		return text
	}
	_, n := utf8.DecodeRuneInString(text[i:])
	return text[i+n:]
}

// pauseBefore is where the clause begins in which a byte stands.
func pauseBefore(text string, at int) int { return at - len(behindMark(text[:at], pauses)) }

// pauseBehind is where a clause ends that reaches to a byte.
func pauseBehind(text string, at int) int {
	if i := strings.IndexAny(text[at:], pauses); i >= 0 {
		return at + i
	}
	return len(text)
}

// whole finds a fact's own words in a text, with nothing before or behind them in
// their clause that could make them say something else.
func (m matcher) whole(text, words string) (from int, ok bool) {
	for at := 0; words != ""; {
		i := strings.Index(text[at:], words)
		if i < 0 {
			break
		}
		from, to := at+i, at+i+len(words)
		lead, units := m.topic(behindMark(text[:from], endings))
		if lead == "" && len(units) == 0 && (to == len(text) || strings.IndexAny(text[to:], pauses+"、）)") == 0) {
			return from, true
		}
		at = to
	}
	return 0, false
}
