package storage

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"qunbao/report"
)

type storedDraft struct {
	ID    string             `json:"id"`
	Kind  string             `json:"k,omitempty"`
	From  report.Day         `json:"f,omitzero"`
	To    report.Day         `json:"t,omitzero"`
	Forms []report.FormID    `json:"o,omitempty"`
	Title string             `json:"h,omitempty"`
	Made  instant            `json:"m,omitzero"`
	Parts []storedPart       `json:"p,omitempty"`
	Facts []storedFact       `json:"a,omitempty"`
	Large []byte             `json:"g,omitempty"` // the facts, where they are many: deflated
	Model bool               `json:"l,omitempty"`
	Rev   int                `json:"r,omitempty"`
	State report.DraftState  `json:"z,omitempty"`
	Issue int                `json:"n,omitempty"`
	Steps []storedStep       `json:"e,omitempty"`
	Text  string             `json:"x,omitempty"` // of a draft of old, which had no parts
	Of    []report.MessageID `json:"s,omitempty"` // likewise: where it came from
}

type storedPart struct {
	Head      string           `json:"h,omitempty"`
	Sentences []storedSentence `json:"s,omitempty"`
}

type storedSentence struct {
	N     int          `json:"n,omitempty"`
	Text  string       `json:"x,omitempty"`
	Facts []string     `json:"f,omitempty"`
	Spans []storedSpan `json:"p,omitempty"`
	New   bool         `json:"w,omitempty"`
}

type storedSpan struct {
	From int    `json:"f,omitempty"`
	To   int    `json:"t,omitempty"`
	Fact string `json:"a,omitempty"`
}

type storedStep struct {
	At       instant          `json:"t,omitzero"`
	By       string           `json:"b,omitempty"`
	Did      report.DraftDeed `json:"d,omitempty"`
	Sentence int              `json:"n,omitempty"`
	Text     string           `json:"x,omitempty"`
	Reason   string           `json:"r,omitempty"`
	Hash     string           `json:"h,omitempty"`
}

// EncodeDraft is a document on its way to the leaders as both stores keep it.
func EncodeDraft(d report.Draft) ([]byte, error) {
	s := storedDraft{
		ID: d.ID, Kind: d.Kind, From: d.From, To: d.To, Forms: d.Forms, Title: d.Title, Made: instant(d.Made),
		Model: d.Model, Rev: d.Rev, State: d.State, Issue: d.Issue,
	}
	for _, p := range d.Parts {
		part := storedPart{Head: p.Head}
		for _, x := range p.Sentences {
			part.Sentences = append(part.Sentences, storeSentence(x))
		}
		s.Parts = append(s.Parts, part)
	}
	if err := s.keepFacts(d.Facts); err != nil {
		return nil, err
	}
	for _, x := range d.Steps {
		s.Steps = append(s.Steps, storedStep{instant(x.At), x.By, x.Did, x.Sentence, x.Text, x.Reason, x.Hash})
	}
	return encode(s)
}

func storeSentence(x report.Sentence) storedSentence {
	s := storedSentence{N: x.N, Text: x.Text, Facts: x.Facts, New: x.New}
	for _, p := range x.Spans {
		s.Spans = append(s.Spans, storedSpan(p))
	}
	return s
}

// DecodeDraft reads what EncodeDraft wrote, and drafts of old, which were a text.
func DecodeDraft(b []byte) (report.Draft, error) {
	s, err := decode[storedDraft]("draft", b)
	if err == nil && len(s.Large) > 0 {
		s.Facts, err = inflate(s.Large)
	}
	d := report.Draft{
		ID: s.ID, Kind: s.Kind, From: s.From, To: s.To, Forms: s.Forms, Title: s.Title, Made: time.Time(s.Made),
		Model: s.Model, Rev: s.Rev, State: s.State, Issue: s.Issue,
	}
	for _, p := range s.Parts {
		part := report.Part{Head: p.Head}
		for _, x := range p.Sentences {
			part.Sentences = append(part.Sentences, x.restore())
		}
		d.Parts = append(d.Parts, part)
	}
	for _, f := range s.Facts {
		fact, ferr := f.restore()
		d.Facts, err = append(d.Facts, fact), errors.Join(err, ferr)
	}
	for _, x := range s.Steps {
		d.Steps = append(d.Steps, report.DraftStep{
			At: time.Time(x.At), By: x.By, Did: x.Did, Sentence: x.Sentence, Text: x.Text, Reason: x.Reason, Hash: x.Hash,
		})
	}
	if s.Text != "" && len(d.Parts) == 0 {
		d.Issue, d.Parts = partsOf(s.Title, s.Text)
	}
	if len(s.Of) > 0 && len(d.Facts) == 0 {
		d.Facts = []report.Fact{{Sources: s.Of}}
	}
	return d, err
}

func (s storedSentence) restore() report.Sentence {
	x := report.Sentence{N: s.N, Text: s.Text, Facts: s.Facts, New: s.New}
	for _, p := range s.Spans {
		x.Spans = append(x.Spans, report.Span(p))
	}
	return x
}

// What a draft of old looked like: its title, 第12期　2020年2月4日, and headings with
// what stands below them.
var (
	oldDateline = regexp.MustCompile(`^(?:第([0-9]+)期)?[\s　]*[0-9]+年[0-9]+月[0-9]+日\S*$`)
	oldHead     = regexp.MustCompile(`^[一二三四五六七八九十]+、[^。；]*$`)
)

// partsOf takes a text apart, a line a sentence, and finds its number.
func partsOf(title, text string) (issue int, parts []report.Part) {
	for _, line := range strings.Split(text, "\n") {
		m := oldDateline.FindStringSubmatch(line)
		switch {
		case line == "" || len(parts) == 0 && line == title:
		case len(parts) == 0 && m != nil:
			issue, _ = strconv.Atoi(m[1])
		case oldHead.MatchString(line):
			parts = append(parts, report.Part{Head: line})
		default:
			if len(parts) == 0 {
				parts = append(parts, report.Part{})
			}
			last := &parts[len(parts)-1]
			last.Sentences = append(last.Sentences, report.Sentence{Text: line, New: true})
		}
	}
	return issue, parts
}
