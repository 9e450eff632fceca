package storage

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"qunbao/report"
)

// Schema is the schema of both stores, and of the items that they give.
const Schema = 3

// oldestItems is the oldest schema whose items may be loaded as they are: the
// schemas after it added kinds of items, and changed none.
const oldestItems = 2

// ItemKind says what an item is.
type ItemKind string

// The kinds of items, in the order in which they stand. Beside its kind each has:
//
//	store     schema, commit, seq, log: the last numbers taken; started, ran; always the first
//	outage    body, by beginning and end
//	question  body: an asker's open question, by chat and sender
//	row       seq, state (queued, sending, uncertain), urgency, attempts, not_before, owner,
//	          until, begun, body: a row of the outbox that has not ended, by seq
//	event     body, by number
//	progress  commit, body: what became of an event, by number, then as it was appended
//	ruling    commit, body: what a person decided in chat, as it was appended
//	firing    body: what was claimed, by name
//	opened    form, day, slot: a period whose need is frozen; then its duties and versions
//	duty      form, day, slot, unit, body, by unit
//	version   form, day, slot, unit, commit, place, body, by commit and place; periods by form, day, slot
//	outcome   day, commit, body: what a message became, by day, commit and message
//	draft     commit, body: a state of a document, by id and commit
//	act       commit, body: what a person did to the data, by commit
//	log       n, key, state, at, owner, attempts, note, and body where the row ended: what became
//	          of the outbox's rows, by n
//
// Bodies are the stored forms of this package. Instants in until and begun are
// microseconds since 1970, others RFC 3339.
const (
	StoreItem    ItemKind = "store"
	OutageItem   ItemKind = "outage"
	QuestionItem ItemKind = "question"
	RowItem      ItemKind = "row"
	EventItem    ItemKind = "event"
	ProgressItem ItemKind = "progress"
	RulingItem   ItemKind = "ruling"
	FiringItem   ItemKind = "firing"
	OpenedItem   ItemKind = "opened"
	DutyItem     ItemKind = "duty"
	VersionItem  ItemKind = "version"
	OutcomeItem  ItemKind = "outcome"
	DraftItem    ItemKind = "draft"
	ActItem      ItemKind = "act"
	LogItem      ItemKind = "log"
)

// Item is one thing that a store keeps, as it moves from store to store and
// stands in a backup: one JSON object a line. A store gives its items in one
// order, so that the same state is the same bytes, whichever store gives them.
type Item struct {
	Kind ItemKind `json:"kind"`

	Schema  int    `json:"schema,omitempty"`
	Started string `json:"started,omitempty"`
	Ran     string `json:"ran,omitempty"`

	Form report.FormID `json:"form,omitempty"`
	Day  report.Day    `json:"day,omitzero"`
	Slot report.SlotID `json:"slot,omitempty"`
	Unit report.UnitID `json:"unit,omitempty"`

	Commit int64 `json:"commit,omitempty"`
	Place  int   `json:"place,omitempty"`
	Seq    int64 `json:"seq,omitempty"`
	Log    int64 `json:"log,omitempty"`
	N      int64 `json:"n,omitempty"`

	Key       string          `json:"key,omitempty"`
	State     report.RowState `json:"state,omitempty"`
	Urgency   int             `json:"urgency,omitempty"`
	Attempts  int             `json:"attempts,omitempty"`
	NotBefore string          `json:"not_before,omitempty"`
	At        string          `json:"at,omitempty"`
	Owner     string          `json:"owner,omitempty"`
	Until     int64           `json:"until,omitempty"`
	Begun     int64           `json:"begun,omitempty"`
	Note      string          `json:"note,omitempty"`

	Body json.RawMessage `json:"body,omitempty"`
}

// Period is the period that an item belongs to.
func (i Item) Period() report.PeriodKey {
	return report.PeriodKey{Form: i.Form, Day: i.Day, Slot: i.Slot}
}

// Messages are those that an item was made by, or is about: nothing that a store
// keeps for ever speaks of others.
func (i Item) Messages() ([]report.MessageID, error) {
	switch i.Kind {
	case VersionItem:
		v, err := DecodeVersion(i.Body)
		return []report.MessageID{v.Message, v.About}, err
	case EventItem:
		e, err := DecodeEvent(i.Body)
		return []report.MessageID{e.Message}, err
	case ProgressItem:
		p, err := DecodeProgress(i.Body)
		return []report.MessageID{p.Message}, err
	case RulingItem:
		r, err := DecodeRuling(i.Body)
		return []report.MessageID{r.Message}, err
	case OutcomeItem:
		o, err := DecodeOutcome(i.Body)
		return []report.MessageID{o.Message}, err
	case QuestionItem:
		q, err := DecodeQuestion(i.Body)
		var all []report.MessageID
		for _, turn := range q.Turns() {
			all = append(all, turn.Message)
		}
		return all, err
	}
	return nil, nil
}

// Ended tells whether a row of this state has ended: it is no longer in the
// outbox, but in its log. An uncertain one has not, since who sent it may still
// tell what became of it.
func Ended(state report.RowState) bool {
	return state != report.Queued && state != report.Sending && state != report.Uncertain
}

// EncodeItem is an item as one line, without its end.
func EncodeItem(i Item) ([]byte, error) { return encode(i) }

// ReadItems reads items, one a line, and stops at the first that is none.
func ReadItems(r io.Reader) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		lines := bufio.NewReader(r)
		for n := 1; ; n++ {
			line, err := lines.ReadBytes('\n')
			if err == io.EOF && len(line) == 0 {
				return
			}
			var i Item
			switch {
			case err == io.EOF:
				err = fmt.Errorf("line %d is cut short", n)
			case err == nil:
				if i, err = decodeItem(line); err != nil {
					err = fmt.Errorf("line %d is no item of a store: %w", n, err)
				}
			}
			if !yield(i, err) || err != nil {
				return
			}
		}
	}
}

// decodeItem refuses what it does not know: a newer program wrote it.
func decodeItem(line []byte) (i Item, err error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err = d.Decode(&i); err == nil && d.More() {
		err = errors.New("something stands behind it")
	}
	return i, err
}

// Checked passes items on that a store of a schema may load, of that schema or of
// the one whose items it knows as they are: the head first, and
// every other kind in its place. It stops at the first that is wrong.
func Checked(schema int, items iter.Seq2[Item, error]) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		var head, last Item
		for i, err := range items {
			switch {
			case err != nil:
			case head.Kind == "":
				head, err = i, checkHead(schema, i)
			default:
				err = checkItem(head, last, i)
			}
			if !yield(i, err) || err != nil {
				return
			}
			last = i
		}
		if head.Kind == "" {
			yield(Item{}, errors.New("there is nothing to load, not even the head of a store"))
		}
	}
}

func checkHead(schema int, i Item) error {
	switch {
	case i.Kind != StoreItem:
		return fmt.Errorf("the first item is %q, not the head of a store", i.Kind)
	case i.Schema > schema:
		return fmt.Errorf("a newer qunbao made it (schema %d, this program knows %d); use that version", i.Schema, schema)
	case i.Schema < oldestItems:
		return fmt.Errorf("it is of schema %d, this program loads %d to %d", i.Schema, oldestItems, schema)
	}
	return nil
}

// order is where each kind stands.
func (k ItemKind) order() int {
	return slices.Index([]ItemKind{StoreItem, OutageItem, QuestionItem, RowItem, EventItem, ProgressItem, RulingItem,
		FiringItem, OpenedItem, OutcomeItem, DraftItem, ActItem, LogItem}, k)
}

// place is the kind beside whose items an item stands: a period's are mixed.
func (i Item) place() ItemKind {
	if i.Kind == DutyItem || i.Kind == VersionItem {
		return OpenedItem
	}
	return i.Kind
}

func checkItem(head, last, i Item) error {
	switch now := i.place().order(); {
	case now < 0:
		return fmt.Errorf("an item of the unknown kind %q", i.Kind)
	case now == 0 || now < last.place().order():
		return fmt.Errorf("an item %q behind an item %q", i.Kind, last.Kind)
	case i.Commit > head.Commit, i.Seq > head.Seq, i.N > head.Log:
		return fmt.Errorf("an item %q with a number that its store had not reached", i.Kind)
	}
	return nil
}
