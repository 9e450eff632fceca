package report

import (
	"errors"
	"slices"
	"time"
)

// Record is one unit's report for one period: the versions that messages made
// of it, oldest filing first. Everything else is derived from them, and none is
// ever changed or taken away: a recall is a version too.
type Record struct {
	RecordKey
	Versions []Version
}

// Revision counts the versions; a store refuses a write that was decided on
// another revision.
func (r *Record) Revision() int { return len(r.Versions) }

// Version is what one message made of a report.
type Version struct {
	Message  MessageID
	Time     time.Time // the message's own time: the newer replaces the older
	Counts   time.Time // the instant that decides timeliness; mostly Time
	Filed    time.Time // when the program handled it
	By       string    // roster name, or the card of an unknown sender
	Kind     VersionKind
	Proxy    bool // fills what is missing, replaces nothing
	Zero     bool
	AsOf     time.Time
	Values   map[FieldID]Value
	Unfilled []FieldID
	Problems []Problem
	Line     string    // the 接龙 line it came from
	About    MessageID // the message it withdraws, answers for or, being a report, quotes
	Reason   string    // of an answer that confirms: which problem, as Problem.tag has it
	Asked    string    // of what answers a question: the problem asked about, as Problem.tag has it
	Chat     ChatID    // where it was said; empty in private
	Words    string    // the first words of the message, masked; a 接龙 has Line instead
}

// VersionKind says what a version does.
type VersionKind string

// The kinds of versions.
const (
	VersionNew        VersionKind = "new"
	VersionCorrection VersionKind = "correction"
	VersionAnswer     VersionKind = "answer"    // settled an open question
	VersionAttempt    VersionKind = "attempt"   // came, and is not settled: counts for nothing yet
	VersionWithdrawal VersionKind = "withdrawn" // a recall
)

// Period is all that is kept of one period: who owes it and what came.
type Period struct {
	Key     PeriodKey
	Need    *Need // nil: not opened while the program ran
	Records []Record
}

// Outcome is what a message became, remembered so that it is handled once and
// so that a recall or a quote finds its reports.
type Outcome struct {
	Message MessageID
	Kind    ReadingKind
	Records []RecordKey
}

// Question is one thing asked back, open until it is answered or too old. Of the
// record it is about, whatever else its message left open waits with it: the
// problems stand in the record's versions.
type Question struct {
	Asker   Asker
	Key     RecordKey
	Message MessageID // the message that raised it
	Code    ProblemCode
	Field   FieldID
	Rule    int     // of a failed check
	Seen    []Value // what was read, for unit and twice
	Meant   []Meant // what a model read, for proposed
	Text    string  // the words to be read again with what they lack, for who, which-unit and future
	Counts  time.Time
	Asked   time.Time // zero: it waits and has not been asked yet
	Until   time.Time
	Row     string     // the key of the question's outbox row
	Again   bool       // it was put again, after an answer that settled nothing
	Waits   []Question // the asker's others, the next first; they have none themselves
}

// Turns lists a question and those that wait behind it, each at the head of all
// others.
func (q Question) Turns() []Question {
	all := append([]Question{q}, q.Waits...)
	all[0].Waits = nil
	turns := make([]Question, len(all))
	for i, head := range all {
		head.Waits = slices.Delete(slices.Clone(all), i, i+1)
		turns[i] = head
	}
	return turns
}

// Asker is the person in a place who was asked: the same person in another chat
// is asked apart.
type Asker struct {
	Chat   ChatID // empty in private
	Sender string // roster name, or the folded card of a stranger
}

// Event is an urgent matter: a field over its limit, or words outside the form.
type Event struct {
	N       int // the number people use: 急报3号
	Time    time.Time
	Message MessageID
	Chat    ChatID
	Unit    UnitID
	By      string
	Text    string // the original words, or the field and its value
	Form    FormID // of a field over its limit
	Field   FieldID
	Key     PeriodKey

	Progress []Progress // what became of it, oldest first; a store appends it by Change.Progress alone
}

// Change is what a message changes: one atomic operation of a store, refused
// whole if the message is known or a revision has moved.
type Change struct {
	Outcome Outcome
	Time    time.Time // the message's own time; its day is where the outcome is remembered
	At      time.Time // when it was decided
	Writes  []Write
	Ask     *Question // opens, in the place of the asker's open one, which waits behind it or is settled
	Close   *Asker    // closes the asker's open question
	Events  []Event   // refused as moved where a number is taken
	Rows    []Row

	Progress []Progress // appended to events, which are there or among Events
	Rulings  []Ruling   // appended to all rulings
	Acts     []Act      // kept, each once
	Drafts   []Draft    // new states of documents, each of another; refused as moved unless their Rev is the next
}

// Empty tells whether a change of a message changes nothing, so that nothing
// need be kept of it.
func (c *Change) Empty(m MessageID) bool {
	return len(c.Writes)+len(c.Rows)+len(c.Events)+len(c.Progress)+len(c.Rulings)+len(c.Acts)+len(c.Drafts) == 0 && c.Close == nil && c.Ask == nil && c.Outcome.Message == m
}

// Units are those whose records a change writes, each once.
func (c *Change) Units() []UnitID {
	var units []UnitID
	for _, w := range c.Writes {
		units = union(units, []UnitID{w.Key.Unit})
	}
	return units
}

// Write appends one version to a record.
type Write struct {
	Key      RecordKey
	Revision int // of the record it was decided on
	Version  Version
}

// What a store answers to a change it does not make; nothing is written then.
var (
	ErrKnown       = errors.New("the message is known")           // it was handled before
	ErrMoved       = errors.New("the record has moved meanwhile") // read and decide again
	ErrUnavailable = errors.New("the store is not available")     // it passes by itself: try again later
)
