package summarizer

import (
	"log/slog"
	"strings"

	"qunbao/report/zh"
)

// Account is how the wording of a draft by a model went.
type Account struct {
	Asked      bool // a model was asked; if not, Secret or Fault says why, or all was remembered
	Secret     bool // a secrecy word stands in the sources: nothing was asked
	Fault      *ModelError
	Rounds     int            // answers, the first and its repairs
	Paragraphs int            // that were to be worded
	First      int            // of them passed in the first answer
	Remembered int            // were taken from drafts that had passed before
	Replaced   int            // are the template's
	Sections   []string       // the ids of those
	Issues     map[string]int // findings by rule, over all answers
	Traced     int            // numbers of facts that the first answer told, as far as it could be read
	Invented   int            // numbers of its own in it
}

// LogValue gives the account to a log.
func (a Account) LogValue() slog.Value {
	class := Class("")
	if a.Fault != nil {
		class = a.Fault.Class
	}
	return slog.GroupValue(
		slog.Int("rounds", a.Rounds), slog.Int("paragraphs", a.Paragraphs), slog.Int("first", a.First), slog.Int("remembered", a.Remembered),
		slog.Int("replaced", a.Replaced), slog.Any("sections", a.Sections), slog.Any("issues", a.Issues), slog.String("class", string(class)), slog.Bool("secret", a.Secret))
}

// round counts an answer: what was wrong with it, and what is left to word of what
// was asked for.
func (a *Account) round(issues []issue, left []*paragraph, asked int) {
	a.Asked = true
	if a.Rounds == 0 {
		a.First = asked - len(left)
	}
	a.Rounds++
	for _, i := range issues {
		a.Issues[string(i.Rule)]++
	}
}

// first counts the numbers of a paragraph as it was first answered, whether it
// passes or not.
func (a *Account) first(p *paragraph, sentences []string) {
	for _, s := range sentences {
		for _, ref := range placeholder.FindAllStringSubmatch(s, -1) {
			for _, f := range p.facts {
				if f.ID == ref[1] {
					a.Traced += len(f.Figures)
				}
			}
		}
		a.Invented += len(strings.FieldsFunc(idioms.Replace(ordinals.ReplaceAllString(placeholder.ReplaceAllString(s, "，"), "")), func(r rune) bool { return !zh.IsNumeral(r) }))
	}
}
