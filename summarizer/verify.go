package summarizer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"qunbao/report"
)

// rule names what an answer broke.
type rule string

const (
	ruleJSON      rule = "json"        // not the object asked for
	ruleSection   rule = "section"     // a paragraph missing or there twice
	ruleNumber    rule = "bare-number" // a numeral outside a placeholder
	ruleName      rule = "bare-name"   // a unit or person outside a placeholder
	ruleUnknown   rule = "unknown-ref" // an id the paragraph does not have
	ruleDuplicate rule = "dup-ref"     // an id twice
	ruleMissing   rule = "missing-ref" // an id left out
	ruleWords     rule = "unapproved"  // words that are not on the office's list
	ruleTouching  rule = "touching"    // words that run into a fact and could bend it
	ruleEnding    rule = "ending"      // no 。 or ； at the end
	ruleLength    rule = "length"      // too many words or sentences
)

const (
	maxFree      = 160     // runes of a paragraph outside placeholders, marks between facts apart
	maxSentences = 60      // of a paragraph
	marks        = "，。；：、" // what may stand between words and facts
)

// numerals are the Chinese characters that write numbers, with their formal,
// short and traditional forms.
const numerals = "〇零一二三四五六七八九十百千万亿兆两俩仨半倍双廿卅卌皕幺" +
	"壹贰叁肆伍陆柒捌玖拾佰仟萬億兩貳參叄陸弌弍弎雙"

// issue is one finding, as a model is told of it: place and rule, no quotation.
type issue struct {
	Section  string `json:"section,omitempty"`
	Sentence int    `json:"sentence"`
	Rule     rule   `json:"rule"`
}

var placeholder = regexp.MustCompile(`\{\{([A-Z][0-9]+)\}\}`)

// verify makes a paragraph's sentences from a model's, or says what is wrong.
// Outside placeholders only the office's approved words may stand; each fact of
// the paragraph stands exactly once; and the rendered text is scanned again, so
// that no numeral stands outside a fact whatever the rules above let through.
func verify(p *paragraph, sentences []string, names []string) ([]report.Sentence, []issue) {
	v := &verifier{p: p, names: names, used: map[string]bool{}}
	for i, s := range sentences {
		v.at = i
		v.sentence(s)
	}
	v.whole(sentences)
	if len(v.issues) > 0 {
		return nil, v.issues
	}
	for i, said := range v.said {
		if untraced(said) {
			return nil, []issue{{p.id, i, ruleNumber}}
		}
	}
	return v.said, nil
}

// verifier is a paragraph while it is read.
type verifier struct {
	p      *paragraph
	names  []string
	at     int // the sentence
	used   map[string]bool
	free   int
	said   []report.Sentence
	issues []issue
}

func (v *verifier) refuse(r rule) { v.issues = append(v.issues, issue{v.p.id, v.at, r}) }

// sentence reads one sentence: words, fact, words, …
func (v *verifier) sentence(s string) {
	if !strings.HasSuffix(s, "。") && !strings.HasSuffix(s, "；") {
		v.refuse(ruleEnding)
	}
	v.said = append(v.said, report.Sentence{})
	rest := s
	for beside := (facts{}); ; beside.before = true {
		at := placeholder.FindStringSubmatchIndex(rest)
		if at == nil {
			v.words(rest, beside)
			return
		}
		beside.behind = true
		v.words(rest[:at[0]], beside)
		beside.behind = false
		v.fact(rest[at[2]:at[3]])
		rest = rest[at[1]:]
	}
}

// fact puts in a fact's clause.
func (v *verifier) fact(id string) {
	i := slices.IndexFunc(v.p.facts, func(f report.Fact) bool { return f.ID == id })
	switch {
	case i < 0:
		v.refuse(ruleUnknown)
		return
	case v.used[id]:
		v.refuse(ruleDuplicate)
	}
	v.used[id] = true
	tell(&v.said[v.at], v.p.facts[i])
}

// facts tells on which sides of some words a fact stands.
type facts struct{ before, behind bool }

// words reads what stands between two facts, or before the first or after the
// last. A fact is never run into from behind, and from before only by a lead-in:
// 约{{D1}}, 并非{{A1}}, {{A1}}不实 would bend it.
func (v *verifier) words(s string, beside facts) {
	v.said[v.at].Text += s
	v.free += len([]rune(s))
	v.forbidden(s)
	clauses := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(marks, r) })
	if len(clauses) == 0 {
		if s == "" && beside.before && beside.behind {
			v.refuse(ruleTouching)
		}
		return
	}
	if beside.before && strings.HasPrefix(s, clauses[0]) {
		v.refuse(ruleTouching)
	}
	last := clauses[len(clauses)-1]
	if beside.behind && strings.HasSuffix(s, last) && !slices.Contains(leadIns, last) {
		v.refuse(ruleTouching)
	}
	for _, c := range clauses {
		if !slices.Contains(leadIns, c) && !slices.Contains(advice, c) {
			v.refuse(ruleWords)
		}
	}
}

// forbidden names the worst there is in words, so that a repair knows what to
// mend: any of it would also be unapproved.
func (v *verifier) forbidden(s string) {
	if hasNumeral(s) {
		v.refuse(ruleNumber)
	}
	if slices.ContainsFunc(v.names, func(n string) bool { return n != "" && strings.Contains(s, n) }) {
		v.refuse(ruleName)
	}
}

// whole checks what only the whole paragraph shows.
func (v *verifier) whole(sentences []string) {
	v.at = max(len(sentences)-1, 0)
	if len(sentences) == 0 || !strings.HasSuffix(sentences[len(sentences)-1], "。") {
		v.refuse(ruleEnding)
	}
	if v.free > maxFree+len(v.p.facts) || len(sentences) > maxSentences {
		v.refuse(ruleLength)
	}
	for _, f := range v.p.facts {
		if !v.used[f.ID] {
			v.refuse(ruleMissing)
			return
		}
	}
}

// idioms are approved words that hold a numeral and say no number.
var idioms = strings.NewReplacer("进一步", "", "统一", "")

func hasNumeral(s string) bool { return strings.IndexFunc(idioms.Replace(s), isNumeral) >= 0 }

// isNumeral tells whether a rune can write a number: digits of every script and
// width, circled and Roman ones, fractions, percent signs, and the Chinese
// numerals with their formal, short and traditional forms. Radicals and
// compatibility forms that look like them count too.
func isNumeral(r rune) bool {
	return unicode.IsNumber(r) || strings.ContainsRune(numerals, r) || strings.ContainsRune("%％‰", r) ||
		r >= 0x2E80 && r <= 0x2FDF || r >= 0xF900 && r <= 0xFAFF || r >= 0x3200 && r <= 0x33FF
}

// untraced tells whether a numeral of a sentence stands outside the spans of
// facts.
func untraced(s report.Sentence) bool {
	at := 0
	for _, span := range s.Spans {
		if span.From < at || hasNumeral(s.Text[at:span.From]) {
			return true
		}
		at = span.To
	}
	return hasNumeral(s.Text[at:])
}
