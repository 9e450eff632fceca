package summarizer

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"qunbao/report"
)

// maxRepairs is how often a model may mend an answer: further tries were not
// found to help (research: repair works with concrete findings, soon or never).
const maxRepairs = 2

// answerBytes is the longest answer that is read.
const answerBytes = 64 << 10

// job is one document being worded by a model.
type job struct {
	about   string // the document's id, for logs
	wanted  []*paragraph
	by      rules
	passed  map[string][]report.Sentence // verified, by paragraph id
	memory  *memory
	account Account
}

func newJob(doc *document, f *report.Facts) *job {
	j := &job{
		about: report.DraftID(doc.kind, f.From, f.To), wanted: doc.paragraphs(),
		passed: map[string][]report.Sentence{},
	}
	j.by.names = f.Names
	for _, p := range j.wanted {
		for _, x := range p.facts {
			j.by.ids = append(j.by.ids, x.ID)
		}
	}
	j.account = Account{Paragraphs: len(j.wanted), Issues: map[string]int{}}
	return j
}

// missing are the paragraphs that have not passed.
func (j *job) missing() []*paragraph {
	return slices.DeleteFunc(slices.Clone(j.wanted), func(p *paragraph) bool { return j.passed[p.id] != nil })
}

// recall takes over the paragraphs of which enough wordings are remembered.
func (j *job) recall(m *memory) {
	j.memory = m
	for _, p := range j.wanted {
		sentences := m.recall(p, j.by)
		if sentences == nil {
			continue
		}
		if said, wrong := verify(p, sentences, j.by); len(wrong) == 0 {
			j.passed[p.id] = said
			j.account.Remembered++
		}
	}
}

// run asks, judges and has the rest mended. A paragraph that has passed once is
// kept whatever comes later.
func (j *job) run(ctx context.Context, model Model) error {
	left := j.missing()
	if len(left) == 0 {
		return nil
	}
	prompt, err := ask(left, j.by, j.about)
	for err == nil {
		var answer string
		if answer, err = model.Complete(ctx, prompt); err != nil {
			return err
		}
		sections, unread := readAnswer(answer)
		issues := []issue{{Rule: ruleJSON}}
		if unread == nil {
			issues = j.judge(sections)
		}
		j.account.round(issues, j.missing(), len(left))
		if left = j.missing(); len(left) == 0 || j.account.Rounds > maxRepairs {
			return nil
		}
		prompt, err = mend(left, j.by, j.about, findings{sections, issues})
	}
	return err
}

// judge takes over the paragraphs of an answer that pass and lists what is wrong
// with the others.
func (j *job) judge(sections []section) []issue {
	var issues []issue
	for _, p := range j.missing() {
		found := slices.DeleteFunc(slices.Clone(sections), func(s section) bool { return s.ID != p.id })
		if len(found) != 1 {
			issues = append(issues, issue{Section: p.id, Rule: ruleSection})
			continue
		}
		if j.account.Rounds == 0 {
			j.account.first(p, found[0].Sentences)
		}
		issues = append(issues, j.take(p, found[0].Sentences)...)
	}
	return issues
}

// take takes a paragraph over where it passes. One that only lacks facts is given
// their own sentences.
func (j *job) take(p *paragraph, sentences []string) []issue {
	sentences = slices.Clone(sentences)
	for _, f := range p.facts {
		if f.Kind == report.FactRest {
			sentences = append(sentences, "{{"+f.ID+"}}。")
		}
	}
	said, wrong := verify(p, sentences, j.by)
	if len(wrong) > 0 {
		whole := slices.Clone(sentences)
		for _, i := range wrong {
			if i.Rule == ruleMissing {
				whole = append(whole, "{{"+i.Fact+"}}。")
			}
		}
		if again, still := verify(p, whole, j.by); len(still) == 0 {
			said, wrong, sentences = again, nil, whole
		}
	}
	if len(wrong) == 0 {
		j.passed[p.id] = said
		j.memory.remember(p, j.by, sentences)
	}
	return wrong
}

// section is a paragraph as a model answered it.
type section struct {
	ID        string   `json:"id"`
	Sentences []string `json:"sentences"`
}

var errAnswer = errors.New("not the JSON that was asked for")

// readAnswer reads the sections of an answer.
func readAnswer(answer string) ([]section, error) {
	var body struct {
		Sections []section `json:"sections"`
	}
	err := decode(answer, &body)
	return body.Sections, err
}

// decode reads the one JSON object of an answer. A fence around it is dropped; anything
// else is refused.
func decode(answer string, into any) error {
	if len(answer) > answerBytes {
		return errAnswer
	}
	answer = strings.TrimSpace(answer)
	if rest, ok := strings.CutPrefix(answer, "```"); ok {
		answer = strings.TrimSuffix(strings.TrimPrefix(rest, "json"), "```")
	}
	dec := json.NewDecoder(strings.NewReader(answer))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return errAnswer
	}
	if _, err := dec.Token(); err != io.EOF {
		return errAnswer
	}
	return nil
}
