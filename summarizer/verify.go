package summarizer

import (
	"regexp"
	"slices"
	"strings"

	"qunbao/report"
)

const (
	maxFree      = 160 // runes of a paragraph outside placeholders, marks between facts apart
	maxSentences = 60  // of a paragraph
)

// issue is one finding, as a model is told of it: place and rule, no quotation.
type issue struct {
	Section  string `json:"section,omitempty"`
	Sentence int    `json:"sentence"` // from 0, as the answer has them
	Rule     rule   `json:"rule"`
	Fact     string `json:"fact,omitempty"` // the id that is wrong or missing
}

var placeholder = regexp.MustCompile(`\{\{([A-Z]+[0-9]+)\}\}`)

// rules are what an answer is held to beside the facts.
type rules struct {
	names   []string // units and people
	phrases []string // the office's own
	ids     []string // of all facts of the document
}

// verify makes a paragraph's sentences from a model's, or says what is wrong.
// Outside placeholders only what the grammar allows may stand; each fact stands once
// (what a document need not say was left out of the paragraph before); and what comes of it is scanned again, so
// that no numeral stands outside a fact whatever the rules let through.
func verify(p *paragraph, sentences []string, by rules) ([]report.Sentence, []issue) {
	v := &verifier{p: p, by: by, used: map[string]bool{}, advised: map[string]bool{}}
	if len(sentences) > maxSentences {
		return nil, []issue{{Section: p.id, Rule: ruleLength}}
	}
	for i, s := range sentences {
		v.at = i
		for _, one := range split(s) {
			v.sentence(one)
		}
	}
	v.whole()
	for _, s := range v.said {
		if len(v.issues) == 0 && untraced(s) {
			v.refuse(ruleNumber, "")
		}
	}
	if len(v.issues) > 0 {
		return nil, v.issues
	}
	return v.said, nil
}

// verifier is a paragraph while it is read.
type verifier struct {
	p       *paragraph
	by      rules
	at      int // which of the answer's sentences
	used    map[string]bool
	beside  []report.Fact // those of the sentence, or of the last one before it that has some
	advised map[string]bool
	ordinal int // the last 一是, 二是, …
	free    int
	said    []report.Sentence
	issues  []issue
}

func (v *verifier) refuse(r rule, fact string) {
	if one := (issue{v.p.id, v.at, r, fact}); !slices.Contains(v.issues, one) {
		v.issues = append(v.issues, one)
	}
}

// split cuts behind 。 and ；, since models put two sentences into one.
func split(s string) []string {
	var all []string
	for s != "" {
		i := strings.IndexAny(s, "。；")
		if i < 0 {
			return append(all, s)
		}
		all, s = append(all, s[:i+len("。")]), s[i+len("。"):]
	}
	return all
}

// stretch is what stands between two marks: words, a fact, or words before a fact.
type stretch struct {
	words, fact, after string
	mark               string // behind it
}

// behind is 、 behind a fact, where it is a mark; between words it is theirs.
var behind = regexp.MustCompile(`\}\}、`)

// stretches cuts a sentence at its marks.
func stretches(s string) []stretch {
	var all []stretch
	for s != "" {
		i := strings.IndexAny(s, "，：。；")
		if at := behind.FindStringIndex(s); at != nil && (i < 0 || at[0] < i) {
			i = at[1] - len("、")
		}
		one := stretch{words: s}
		if i >= 0 {
			one.words, one.mark = s[:i], s[i:i+len("，")]
		}
		s = s[len(one.words)+len(one.mark):]
		if at := placeholder.FindStringSubmatchIndex(one.words); at != nil {
			one.words, one.fact, one.after = one.words[:at[0]], one.words[at[2]:at[3]], one.words[at[1]:]
		}
		all = append(all, one)
	}
	return all
}

// sentence reads a sentence and puts it together.
func (v *verifier) sentence(s string) {
	all := stretches(s)
	last := all[len(all)-1]
	if last.mark != "。" && last.mark != "；" {
		v.refuse(ruleEnding, "")
	}
	v.said = append(v.said, report.Sentence{})
	if facts := v.told(all); len(facts) > 0 {
		v.beside = facts
	}
	c := clauses{verifier: v}
	if len(v.said) == 1 && v.led() && len(all) > 1 && all[0].fact == "" && mannerOf(all[0].words, nil) == leading {
		all = all[1:]
	}
	for i := range all {
		if i == 0 {
			v.count(&all[0])
		}
		c.read(all[i])
	}
	c.close()
}

// told are the facts that a sentence tells, wherever in it.
func (v *verifier) told(all []stretch) (facts []report.Fact) {
	for _, f := range v.p.facts {
		if slices.ContainsFunc(all, func(s stretch) bool { return s.fact == f.ID }) {
			facts = append(facts, f)
		}
	}
	return facts
}

// led tells whether the paragraph begins with words of the office's that lead to its
// facts, as 据已报单位汇总, so that a second lead says nothing.
func (v *verifier) led() bool {
	return strings.HasSuffix(v.p.lead, "，") && !strings.HasSuffix(v.p.lead, "分，")
}

// ordinals are what sentences of an enumeration begin with.
var ordinals = regexp.MustCompile(`^([一二三四五六七八九])是，?`)

// count takes 一是 off a sentence's beginning.
func (v *verifier) count(first *stretch) {
	m := ordinals.FindStringSubmatch(first.words)
	if m == nil {
		return
	}
	v.ordinal++
	if m[1] != string([]rune("一二三四五六七八九")[min(v.ordinal-1, 8)]) {
		v.refuse(ruleOrdinal, "")
	}
	first.words = first.words[len(m[0]):]
	v.write(m[1] + "是")
}

// write adds words of a model to the sentence.
func (v *verifier) write(words string) {
	v.said[len(v.said)-1].Text += words
	v.free += len([]rune(words))
}

// fact puts in a fact's clause.
func (v *verifier) fact(id string) (f report.Fact) {
	i := slices.IndexFunc(v.p.facts, func(f report.Fact) bool { return f.ID == id })
	switch {
	case i < 0 && slices.Contains(v.by.ids, id):
		v.refuse(ruleWrong, id)
		return f
	case i < 0:
		v.refuse(ruleUnknown, "") // what is no id of ours is not repeated
		return f
	case v.used[id]:
		v.refuse(ruleDuplicate, id)
	}
	v.used[id] = true
	tell(&v.said[len(v.said)-1], v.p.facts[i])
	return v.p.facts[i]
}

// whole checks what only the whole paragraph shows.
func (v *verifier) whole() {
	if len(v.said) == 0 || !strings.HasSuffix(v.said[len(v.said)-1].Text, "。") {
		v.refuse(ruleEnding, "")
	}
	if v.free > maxFree+len(v.p.facts) {
		v.refuse(ruleLength, "")
	}
	if v.ordinal == 1 {
		v.refuse(ruleOrdinal, "")
	}
	for _, f := range v.p.facts {
		if !v.used[f.ID] {
			v.refuse(ruleMissing, f.ID)
		}
	}
}

// untraced tells whether a numeral of a sentence stands outside the spans of
// facts, apart from 一是 that begins it.
func untraced(s report.Sentence) bool {
	at := len(ordinals.FindString(s.Text))
	if len(s.Spans) > 0 && s.Spans[0].From < at {
		at = 0
	}
	for _, span := range s.Spans {
		if span.From < at || hasNumeral(s.Text[at:span.From]) {
			return true
		}
		at = span.To
	}
	return hasNumeral(s.Text[at:])
}
