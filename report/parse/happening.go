package parse

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// stretch is runes [from,to) of the folded text.
type stretch struct{ from, to int }

// happening is an urgent matter that stands beside the values of a report.
type happening struct {
	stretch
	unit   report.UnitID
	counts bool // a value of the report stands in its clause
}

// staged are words that make everything in a message no more than talk.
var staged = strings.Fields("演练 演习 模拟 案例 新闻 转发 据报道 据悉 听说 网上 视频 电影 电视 小说 培训 讲座")

// covered stands for what a report has taken, so that no word is found there.
const covered = '\ufffc'

// tell notes which words and numbers a report has taken.
func (s *scene) tell(b *binder) {
	for _, x := range b.out {
		for _, i := range []int{x.label, x.tok} {
			if i >= 0 {
				s.told[i] = true
			}
		}
	}
}

// beside finds the urgent matter that a message with reports tells outside
// their fields (contract, section 4, rule 9): its sentence, without the clauses
// that hold values.
func (s *scene) beside(filings []report.Filing, notice noticing) (happening, bool) {
	if len(filings) == 0 || notice == sent || !s.alarms() {
		return happening{}, false
	}
	text := s.text.String()
	if containsAny(text, staged) || s.asksOnly() {
		return happening{}, false
	}
	runes := s.untold()
	known := slices.ContainsFunc(filings, func(f report.Filing) bool { return len(f.Urgent) > 0 })
	sentences := sentencesOf(s.runes)
	for k, sentence := range sentences {
		near := sentence
		if k+1 < len(sentences) {
			near.to = sentences[k+1].to // 现已扑灭 often stands in the next
		}
		tone := s.toneOf(sentence)
		tone.known = known
		if !tone.grave || isUnreal(s.plainly(sentence)) || s.remembers(s.slice(sentence)) || isOver(s.slice(near)) {
			continue
		}
		clauses := split(s.runes, sentence, endsPhrase)
		for i, c := range clauses {
			if !s.isUrgent(string(runes[c.from:c.to]), c, tone) {
				continue
			}
			h := happening{stretch: s.widen(clauses, i), counts: s.holdsValue(c)}
			h.unit = s.eventUnit(h.from)
			return h, true
		}
	}
	return happening{}, false
}

// valueApart tells whether what a report has taken stands in sentences of its
// own, with nothing urgent in them: 居家3人。村口塌方 is a report too.
func (s *scene) valueApart() bool {
	for _, sentence := range sentencesOf(s.runes) {
		from, to := s.tokenAt(sentence.from), s.tokenAt(sentence.to)
		if slices.Contains(s.told[from:to], true) && s.toneOf(sentence).grave {
			return false
		}
	}
	return slices.Contains(s.told, true)
}

// raise takes the urgent matter out of what a message files: who tells of a
// danger does not say that all is well.
func (s *scene) raise(filings []report.Filing, h happening) ([]report.Filing, *report.EventWords) {
	filings = slices.DeleteFunc(filings, func(f report.Filing) bool { return f.Zero && f.Unit == h.unit })
	return filings, &report.EventWords{Unit: h.unit, Text: s.text.Source(h.from, h.to)}
}

// tone is what a sentence as a whole says of an urgent matter in one of its
// clauses.
type tone struct {
	grave    bool // it holds a word for something bad
	urgent   bool // it calls for help
	somebody bool // it speaks of a person
	real     bool // it tells what happened, or where
	known    bool // a value of the report is urgent: a temperature only describes it
}

func (s *scene) toneOf(x stretch) tone {
	text := s.slice(x)
	if !containsAny(text, symptoms) && !containsAny(text, dangers) && !strings.Contains(text, "烧") && !strings.Contains(text, "体温") {
		return tone{}
	}
	return tone{
		grave:    true,
		urgent:   containsAny(text, calls) || strings.HasPrefix(text, "急"),
		somebody: s.aboutSomebody(text),
		real:     hasHappened(text) || slices.ContainsFunc(s.tokensIn(x), names(aUnit)),
	}
}

// isUrgent tells whether a clause, given without what the reports have taken,
// tells an urgent matter.
func (s *scene) isUrgent(text string, c stretch, sentence tone) bool {
	switch {
	case slices.ContainsFunc(s.tokensIn(c), token.isBlankNumber):
		return false // a form to fill in
	case s.hasFever(c) && !sentence.known:
		return true
	case affirmed(text, symptoms):
		return sentence.urgent || sentence.somebody
	case affirmed(text, dangers):
		return sentence.urgent || sentence.real || s.speaker.Known() && isToldPlainly(text)
	}
	return false
}

func (t token) isBlankNumber() bool { return t.kind == number && t.num.Kind == zh.Blank }

func (t token) isZeroPhrase() bool { return t.kind == cue && t.class == zeroPhrase }

// tokensIn are the tokens that begin in a stretch.
func (s *scene) tokensIn(x stretch) []token {
	from, to := s.tokenAt(x.from), s.tokenAt(x.to)
	return s.toks[from:to]
}

// tokenAt is the first token that begins at a rune or behind it.
func (s *scene) tokenAt(at int) int {
	i, _ := slices.BinarySearchFunc(s.toks, at, func(t token, at int) int { return t.start - at })
	return i
}

// plainly is a stretch without the words of the workspace: 宣传车 is no 宣传.
func (s *scene) plainly(x stretch) string {
	var out strings.Builder
	for _, t := range s.tokensIn(x) {
		if t.kind == word && t.end <= x.to {
			out.WriteString(string(s.runes[x.from:t.start]))
			x.from = t.end
		}
	}
	out.WriteString(s.slice(x))
	return out.String()
}

func (s *scene) slice(x stretch) string { return string(s.runes[x.from:x.to]) }

// widen adds the clauses around the urgent one that belong to it: all but those
// that hold values or say that nothing is.
func (s *scene) widen(clauses []stretch, i int) stretch {
	x := clauses[i]
	for k := i - 1; k >= 0 && !s.holdsValue(clauses[k]) && !s.holdsZero(clauses[k]); k-- {
		x.from = clauses[k].from
	}
	for k := i + 1; k < len(clauses) && !s.holdsValue(clauses[k]) && !s.holdsZero(clauses[k]); k++ {
		x.to = clauses[k].to
	}
	return x
}

func (s *scene) holdsValue(x stretch) bool {
	for i := s.tokenAt(x.from); i < len(s.toks) && s.toks[i].start < x.to; i++ {
		if s.told[i] {
			return true
		}
	}
	return false
}

func (s *scene) holdsZero(x stretch) bool {
	return slices.ContainsFunc(s.tokensIn(x), token.isZeroPhrase)
}

// untold is the text with all that the reports have taken covered.
func (s *scene) untold() []rune {
	runes := slices.Clone(s.runes)
	for i, told := range s.told {
		for k := s.toks[i].start; told && k < s.toks[i].end; k++ {
			runes[k] = covered
		}
	}
	return runes
}

// shortCry is how long, in runes, a sentence may be that only calls for
// attention to the next: 急！ 报告：
const shortCry = 3

// sentencesOf cuts a text into sentences and lines.
func sentencesOf(runes []rune) []stretch {
	var out []stretch
	for _, x := range split(runes, stretch{0, len(runes)}, endsSentence) {
		if n := len(out); n > 0 && out[n-1].to-out[n-1].from <= shortCry && runes[out[n-1].to] != '\n' {
			out[n-1].to = x.to
			continue
		}
		out = append(out, x)
	}
	return out
}

// split cuts a stretch at marks and drops what is empty.
func split(runes []rune, in stretch, ends func(rune) bool) []stretch {
	var out []stretch
	from := in.from
	for i := in.from; i <= in.to; i++ {
		if i < in.to && !ends(runes[i]) {
			continue
		}
		x := stretch{from, i}
		for x.from < x.to && runes[x.from] == ' ' {
			x.from++
		}
		if x.from < x.to {
			out = append(out, x)
		}
		from = i + 1
	}
	return out
}

func endsSentence(r rune) bool { return strings.ContainsRune("。；;!！?？\n", r) }
func endsPhrase(r rune) bool   { return endsSentence(r) || r == ',' || r == '，' }
