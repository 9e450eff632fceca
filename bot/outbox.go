package bot

import (
	"context"
	"time"

	"qunbao/report"
)

// Outbox is the store's queue of what has to leave, as the sender uses it.
//
//	queued ──Lease──▸ queued, leased ──Begin──▸ sending ──Finish──▸ sent, uncertain, failed, queued …
//	                        └────────────────────────Finish──▸ settled, expired, queued
//
// A lease ends by itself at its instant: a queued row is then free again, one
// that was sending is stranded. Every operation may be repeated.
type Outbox interface {
	// Lease gives up to max queued rows that are due at now to owner until an
	// instant: the urgent first, then the earlier. Rows to an address of which
	// another owner holds one are left out, so that what goes to one chat leaves
	// in its order. What the owner held before and has not begun is given up.
	Lease(ctx context.Context, owner string, now, until time.Time, max int) ([]report.Row, error)
	// Begin marks leased rows as being sent until an instant, as one message, and
	// counts the attempt; false, and nothing is changed, where one of them is no
	// longer leased by owner.
	Begin(ctx context.Context, owner string, now, until time.Time, rows ...string) (bool, error)
	// Finish ends the leases of rows with a result; queued without a NotBefore,
	// they keep their places. report.ErrMoved tells that another has taken one of
	// them over or ended it; the others are finished all the same. Who sent a row
	// that was given up as uncertain may still tell how it ended.
	Finish(ctx context.Context, owner string, result report.SendResult, rows ...string) error
	// Stranded lists the rows that were being sent when their lease ended, and
	// those that owner began, who sends nothing while it asks.
	Stranded(ctx context.Context, owner string, now time.Time) ([]report.Row, error)
	// NextRow is the instant at which a row is due or a lease ends; false
	// where nothing waits.
	NextRow(ctx context.Context) (time.Time, bool, error)
}

// Renderer puts rows into words when they leave.
type Renderer interface {
	// Render makes one message of rows that have one kind, address, form,
	// period and slot; reminders may differ in their stage, and they and receipts
	// that quiet hours have held or somebody asked for in all but kind and address. Key and Time are set
	// by the sender. ok is false where nothing is left to say: the
	// units have reported, the alert is acknowledged.
	Render(ctx context.Context, rows []report.Row, now time.Time) (out report.Outgoing, ok bool, err error)
}

// batchKey is what rows have in common that leave as one message.
type batchKey struct {
	kind   report.Kind
	to     report.Address
	form   report.FormID
	period report.Day
	slot   report.SlotID
	row    string // the row's own key where it leaves alone; the message that asked for a round
}

// batchOf tells with which rows a row leaves: receipts of a chat gathered in
// the window, the reminders of a period that an outage has held up, a round that
// somebody asked for, all receipts and all reminders to one address that quiet
// hours have held, and the alerts of one form that were gathered.
func (s *Sender) batchOf(r report.Row) batchKey {
	k := batchKey{kind: r.Kind, to: r.To, form: r.Form, period: r.Period, slot: r.Slot}
	switch r.Kind {
	case report.Receipt:
		if s.wasHeld(r) {
			k = batchKey{kind: r.Kind, to: r.To}
		}
	case report.Reminder, report.Escalation:
		if s.wasHeld(r) {
			k = batchKey{kind: r.Kind, to: r.To}
		} else if r.Stage == report.StageAsked {
			k = batchKey{kind: r.Kind, to: r.To, row: string(r.Message)}
		}
	case report.Alert:
		if r.Form == "" || !r.Calls() {
			k.row = r.Key
		}
	case report.Notice:
		if k.row = r.Key; r.Stage == report.StageStrangers || r.Stage == report.StageLost {
			k = batchKey{kind: r.Kind, to: r.To, row: r.Stage}
		}
	default:
		k.row = r.Key
	}
	if r.Piece > 0 {
		k = batchKey{kind: r.Kind, to: r.To, row: r.Key}
	}
	return k
}

// wasHeld tells whether quiet hours lasted until a row was due, or longer: one
// that they have held is due at their end.
func (s *Sender) wasHeld(r report.Row) bool {
	return s.Hold != nil && !s.Hold(r, r.NotBefore.Add(-1)).Before(r.NotBefore)
}

// batches groups rows in their order: a batch stands where its first row stood.
func (s *Sender) batches(rows []report.Row) [][]report.Row {
	var all [][]report.Row
	index := map[batchKey]int{}
	for _, r := range rows {
		k := s.batchOf(r)
		i, ok := index[k]
		if !ok {
			i = len(all)
			index[k] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], r)
	}
	return all
}
