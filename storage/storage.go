// Package storage holds what both stores share: the errors their callers test,
// the stored form of every domain value, and the journal.
//
// A store compares and writes, it decides nothing: what to write is decided in
// package report. Two stores exist, storage/sqlite (one file, no server) and
// storage/redis (a server, several programs), and storage/storagetest holds
// them equal. Callers declare the few methods they need; both concrete types
// provide exactly these:
//
//	Commit(ctx, report.Change) error                    what a message changes, whole or not at all; ErrKnown, ErrMoved
//	Claim(ctx, report.Firing) (bool, error)             false: the name was claimed before, nothing changes
//	Firings(ctx, prefix) ([]report.Firing, error)       what was claimed, by name; without needs and rows
//
//	Queue(ctx, ...report.Row) error                     rows on their own; existing keys are left alone
//	Lease(ctx, owner, now, until, max) ([]Row, error)   due rows, by urgency, due time, order of queueing; of the first LeaseLook
//	Begin(ctx, owner, now, until, ...key) (bool, error) queued → sending, one more attempt; false: not all are the owner's, none is begun
//	Finish(ctx, owner, Result, ...key) error            ended and logged, or queued again; ErrMoved: another holds one or it has ended
//	Stranded(ctx, owner, now) ([]report.Row, error)     in sending, and the lease is over or the owner's: a crash between send and mark
//	NextRow(ctx) (time.Time, bool, error)               the earliest due time, or end of a lease
//	RowState(ctx, key) (report.RowState, bool, error)
//	Log(ctx, from, to, func(report.Row, Result) error) error   rows that ended in from ≤ time < to, in the order of the log, and how
//
//	Outcome(ctx, id) (report.Outcome, bool, error)      what a message became
//	Record(ctx, key) (report.Record, error)             no versions: none kept
//	Records(ctx, keys) ([]report.Record, error)         in one round trip, in the order asked
//	Period(ctx, key) (report.Period, error)             what is owed and every record, units by id
//	Previous(ctx, key) (report.Record, bool, error)     the unit's last record of the form in an earlier period
//	Open(ctx, asker, now) (report.Question, bool, error)  the asker's open question, until and with its last instant
//	Events(ctx, from, to) ([]report.Event, error)       from ≤ time < to, by time and number; each with its progress
//	Event(ctx, n) (report.Event, bool, error)           with its progress
//	LastEvent(ctx) (int, error)                         the highest number taken; 0: none
//	Rulings(ctx, after) ([]report.Ruling, error)        in the order they were made, without the first after
//	SaveDraft(ctx, report.Draft) error                  every state of a draft is kept, the last is current
//	Draft(ctx, id) (report.Draft, bool, error)
//	DraftIDs(ctx) ([]string, error)                     of all drafts, sorted
//
//	Started(ctx, now) (time.Time, error)                the first start: the first call's now, for ever
//	Mark(ctx, now) error                                the program ran at now; the last call counts
//	Ran(ctx) (time.Time, bool, error)                   what Mark was last told
//	Hear(ctx, now) error                                some program could receive at now; the last call counts; in no Dump
//	Heard(ctx) (time.Time, bool, error)                 what Hear was last told
//	Outage(ctx, from, to) error                         nothing could be received in between; saying it twice is saying it once
//	Outages(ctx, from, to) ([]Window, error)            those that touch the span, by beginning
//
//	Audit(ctx, report.Act) error                        what somebody did to the data; the same act is one
//	Acts(ctx, from, to) ([]report.Act, error)           from ≤ time < to, by time, then as they were kept
//	Prune(ctx, Cut) (Pruned, error)                     takes what is before a cut, some at a time
//
//	Dump(ctx, func(Item) error) error                   everything of one state, in one order, while others write
//	Load(ctx, iter.Seq2[Item, error]) error             into an empty store alone: ErrNotEmpty; one that was cut short is begun anew
//	Empty(ctx) (bool, error)                            nothing was ever kept, and no program has started
//	Close() error
//
// Every write is one atomic operation and may be repeated after a lost answer.
// Instants are kept exactly and compared to the microsecond; a lease that ends
// at an instant is over at it. Previous orders a unit's records by day, then by
// the time of the first version, then by slot; a record without versions stands
// after all others of its day.
package storage

import (
	"errors"

	"qunbao/report"
)

// The errors that callers test.
var (
	// ErrKnown refuses a change whose message is already remembered.
	ErrKnown = report.ErrKnown
	// ErrMoved refuses what was decided on a state that is no longer there: read
	// and decide again.
	ErrMoved = report.ErrMoved
	// ErrUnavailable says that the server or the disk cannot be reached or is
	// full: nothing was refused, the same operation may be tried later.
	ErrUnavailable = report.ErrUnavailable
	// ErrNotEmpty refuses to load into a store that holds something.
	ErrNotEmpty = errors.New("the store is not empty; load into an empty one")
	// ErrHalfLoaded says that a Load into the store was cut short.
	ErrHalfLoaded = errors.New("a backup was being loaded into the store and is not whole there: restore it again, or another one")
)

// LeaseLook is at how many due rows a lease looks, so that it costs the same
// however many wait: those behind wait until it is their turn, even where the
// ones before are to an address that is in another program's hands.
const LeaseLook = 2000

// Window is a span in which nothing could be received.
type Window = report.Window

// Result is how an attempt to send rows ended. Its note is an error for the
// operator's log, never a message's text.
type Result = report.SendResult

// Ends tells whether the result ends the row, and false with an error where it
// is no result at all.
func Ends(r Result) (bool, error) {
	switch r.State {
	case report.Queued:
		return false, nil
	case report.Sent, report.Uncertain, report.Failed, report.Expired, report.Settled:
		return true, nil
	}
	return false, errors.New("a row cannot be finished as " + string(r.State))
}
