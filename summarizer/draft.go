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
	asked  []*paragraph
	names  []string
	passed map[string][]report.Sentence // verified, by paragraph id
	rounds int
	issues []issue // of the last round
}

func newJob(doc *document, f *report.Facts) *job {
	return &job{asked: doc.paragraphs(), names: f.Names, passed: map[string][]report.Sentence{}}
}

// run asks, judges and has the rest mended. A paragraph that has passed once is
// kept whatever comes later.
func (j *job) run(ctx context.Context, model Model) error {
	prompt, err := ask(j.asked, j.names)
	for err == nil && j.rounds <= maxRepairs {
		var answer string
		if answer, err = model.Complete(ctx, prompt); err != nil {
			return err
		}
		j.rounds++
		if j.issues = j.judge(answer); len(j.passed) == len(j.asked) {
			return nil
		}
		prompt, err = prompt.repair(answer, j.issues)
	}
	return err
}

// judge takes over the paragraphs of an answer that pass and lists what is wrong
// with the others.
func (j *job) judge(answer string) []issue {
	sections, err := readAnswer(answer)
	if err != nil {
		return []issue{{Rule: ruleJSON}}
	}
	var issues []issue
	for _, p := range j.asked {
		if _, done := j.passed[p.id]; done {
			continue
		}
		found := slices.DeleteFunc(slices.Clone(sections), func(s section) bool { return s.ID != p.id })
		if len(found) != 1 {
			issues = append(issues, issue{Section: p.id, Rule: ruleSection})
			continue
		}
		said, wrong := verify(p, found[0].Sentences, j.names)
		if len(wrong) > 0 {
			issues = append(issues, wrong...)
			continue
		}
		j.passed[p.id] = said
	}
	return issues
}

// rules counts the last round's issues by rule, for the log.
func (j *job) rules() map[rule]int {
	n := map[rule]int{}
	for _, i := range j.issues {
		n[i.Rule]++
	}
	return n
}

// section is a paragraph as a model answered it.
type section struct {
	ID        string   `json:"id"`
	Sentences []string `json:"sentences"`
}

var errAnswer = errors.New("not the JSON that was asked for")

// readAnswer reads the one JSON object of an answer. A fence around it is dropped;
// anything else is refused.
func readAnswer(answer string) ([]section, error) {
	if len(answer) > answerBytes {
		return nil, errAnswer
	}
	answer = strings.TrimSpace(answer)
	if rest, ok := strings.CutPrefix(answer, "```"); ok {
		answer = strings.TrimSuffix(strings.TrimPrefix(rest, "json"), "```")
	}
	var body struct {
		Sections []section `json:"sections"`
	}
	dec := json.NewDecoder(strings.NewReader(answer))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&body); err != nil {
		return nil, errAnswer
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errAnswer
	}
	return body.Sections, nil
}
