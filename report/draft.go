package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Draft is a document on its way from facts to the leaders: what it says, what
// it may say, and everything that was done to it. A store keeps each state it
// had; Rev counts them.
type Draft struct {
	ID       string // KIND/FROM/TO
	Kind     string // daily, situation, summary
	From, To Day
	Forms    []FormID // what it is about
	Title    string
	Made     time.Time // when it was drawn up, in the workspace's zone: the day in its head
	Parts    []Part
	Facts    []Fact // what it may say, as it stood at Made, with sources
	Model    bool   // a model worded some of it
	Rev      int    // of its states, from 1
	State    DraftState
	Issue    int // 第12期; 0: it has no number yet
	Steps    []DraftStep
}

// Part is a heading and what stands below it.
type Part struct {
	Head      string // 一、报送情况; empty: an opening paragraph
	Sentences []Sentence
}

// Sentence is the smallest thing that is reviewed, edited and traced.
type Sentence struct {
	N     int    // its mark in the review copy, which it keeps; 0: it has none
	Text  string // with its last mark: 。 or ；
	Facts []string
	Spans []Span // in their order; what lies in none must hold no number
	New   bool   // it begins a paragraph
}

// Span is a stretch of a sentence, in bytes: what a fact said there.
type Span struct {
	From, To int
	Fact     string // its id; empty: a form's name or the instant of the draft, put in by code
}

// DraftStep is one thing that was done to a draft.
type DraftStep struct {
	At       time.Time
	By       string // roster name; empty: the program
	Did      DraftDeed
	Sentence int    // of an edit
	Text     string // of an edit: what the sentence says now
	Reason   string
	Hash     string // of an approval or a publication: what was approved, what was sent
}

// DraftDeed is what a step did.
type DraftDeed string

// The deeds.
const (
	DidDraft   DraftDeed = "drafted"
	DidReword  DraftDeed = "reworded" // a model's wording took the place of the template's
	DidEdit    DraftDeed = "edited"
	DidAsk     DraftDeed = "asked"     // somebody was asked to confirm: Text of Sentence, or to approve or publish
	DidConfirm DraftDeed = "confirmed" // an edit was made that Reason speaks against
	DidApprove DraftDeed = "approved"
	DidReturn  DraftDeed = "returned"
	DidPublish DraftDeed = "published"
)

// DraftState is where a draft stands.
type DraftState string

// The states of a draft.
const (
	Drafted   DraftState = "drafted"
	Edited    DraftState = "edited"
	Approved  DraftState = "approved"
	Returned  DraftState = "returned"
	Published DraftState = "published"
)

// DraftID names the draft of a kind about some days.
func DraftID(kind string, from, to Day) string {
	return kind + "/" + from.String() + "/" + to.String()
}

// ParseDraftID reads what DraftID wrote.
func ParseDraftID(id string) (kind string, days DaySpan, ok bool) {
	parts := strings.Split(id, "/")
	if len(parts) != 3 {
		return "", days, false
	}
	from, err := ParseDay(parts[1])
	if err != nil {
		return "", days, false
	}
	until, err := ParseDay(parts[2])
	return parts[0], DaySpan{From: from, Until: until}, err == nil
}

// DraftRow is the key of a row that shows a draft, by which a quote of it is known:
// what it is of, before the draft's id, and what tells it from others.
func DraftRow(what, id, rest string) string { return what + "/" + id + "/" + rest }

// DraftOf is the draft that a quoted message of ours showed or spoke of, or "".
func DraftOf(m MessageID) string {
	parts := strings.Split(strings.TrimPrefix(string(m), "answer/"), "/")
	if len(parts) < 5 || !slices.Contains([]string{"draft", "review", "published"}, parts[0]) {
		return ""
	}
	id := strings.Join(parts[1:4], "/")
	if _, _, ok := ParseDraftID(id); !ok {
		return ""
	}
	return id
}

// Number gives every sentence that has none the next mark.
func (d *Draft) Number() {
	last := 0
	for s := range d.sentences {
		last = max(last, s.N)
	}
	for s := range d.sentences {
		if s.N == 0 {
			last++
			s.N = last
		}
	}
}

// sentences are all of them, in their order; what is changed in one is changed in
// the draft.
func (d *Draft) sentences(yield func(*Sentence) bool) {
	for i := range d.Parts {
		for j := range d.Parts[i].Sentences {
			if !yield(&d.Parts[i].Sentences[j]) {
				return
			}
		}
	}
}

// Text is the whole document as it is published: title, number and date, parts.
func (d *Draft) Text() string { return d.words(d.Issue, func(s Sentence) string { return s.Text }) }

// Marked is the review copy: the document with [1] behind each sentence, by which
// it is traced and edited.
func (d *Draft) Marked() string {
	return d.words(d.Issue, func(s Sentence) string {
		if s.N == 0 {
			return s.Text
		}
		return fmt.Sprintf("%s[%d]", s.Text, s.N)
	})
}

// WordedByModel stands below a document of which a model worded some.
const WordedByModel = "（AI辅助起草，已人工审核）"

// Hash is the SHA-256 of what leaders get, with what stands below their document, but
// for the number that is given to it as it leaves.
func (d *Draft) Hash() string {
	said := d.words(0, func(s Sentence) string { return s.Text })
	if d.Model {
		said += WordedByModel
	}
	sum := sha256.Sum256([]byte(said))
	return hex.EncodeToString(sum[:])
}

// words is the document with each sentence as say has it.
func (d *Draft) words(issue int, say func(Sentence) string) string {
	var b strings.Builder
	if d.Title != "" {
		b.WriteString(d.Title + "\n" + d.Dateline(issue) + "\n")
	}
	for i, p := range d.Parts {
		if i > 0 || d.Title != "" {
			b.WriteString("\n")
		}
		if p.Head != "" {
			b.WriteString(p.Head + "\n")
		}
		for j, s := range p.Sentences {
			if j > 0 && s.New {
				b.WriteString("\n")
			}
			b.WriteString(say(s))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// Dateline is 第12期　2020年2月4日, below the title; without a number the date alone.
func (d *Draft) Dateline(issue int) string {
	y, _, _ := DayOf(d.Made).Date()
	line := fmt.Sprintf("%d年%s", y, DayOf(d.Made).Chinese())
	if issue > 0 {
		line = fmt.Sprintf("第%d期　", issue) + line
	}
	return line
}

// Sources lists the messages that the facts come from, each once.
func (d *Draft) Sources() []MessageID {
	var ids []MessageID
	for _, f := range d.Facts {
		ids = union(ids, f.Sources)
	}
	return ids
}
