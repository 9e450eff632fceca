package report

import "time"

// Kind is what kind of message leaves.
type Kind string

// The kinds of messages that leave (contract, section 2).
const (
	Receipt    Kind = "receipt"
	Ask        Kind = "question"
	Reminder   Kind = "reminder"
	Escalation Kind = "escalation"
	Alert      Kind = "alert"
	DigestKind Kind = "digest"
	Briefing   Kind = "briefing"
	Reply      Kind = "answer"
	Notice     Kind = "notice"
)

// Urgency orders what is due at one instant: the lower leaves first.
func (k Kind) Urgency() int {
	switch k {
	case Alert:
		return 0
	case Reply:
		return 1
	case Ask:
		return 2
	case Receipt:
		return 3
	case Reminder, Escalation:
		return 4
	case Briefing:
		return 6
	default:
		return 5
	}
}

// Resend tells whether a row that may or may not have been sent is sent again:
// an alert is, digests and briefings wait for a person, all others are not.
func (k Kind) Resend() bool { return k == Alert }

// StageLost is the stage of a notice that asks a chat for what may have been lost while
// the bot was away; Ref holds from when to when, as RFC 3339 with a slash between.
const StageLost = "lost"

// Address is where a message goes: a chat, or a person in private.
type Address struct {
	Chat   ChatID
	Person PersonID
}

// String is chat:NAME or person:NAME, used inside keys.
func (a Address) String() string {
	if a.Person != "" {
		return "person:" + string(a.Person)
	}
	return "chat:" + string(a.Chat)
}

// Row is one thing to say, kept in the outbox until it has left. It holds what
// to say, not the words: they are found on leaving, so that units that have
// reported meanwhile drop out. Text is set only where the words are settled
// when the row is queued (answers, questions, alerts, approved documents).
type Row struct {
	Key      string // idempotency key: two rows with one key are one
	Kind     Kind
	To       Address
	Mentions []string // group cards
	Form     FormID
	Period   Day
	Slot     SlotID
	Stage    string
	Units    []UnitID
	Text     string
	Message  MessageID // what it answers, if anything
	Ref      string    // what else the renderer needs: a draft's id, a digest's plan
	Piece    int       // which piece of a message it is, from 1, with all its words; 0: the whole
	Files    []string  // of a piece: what it carries, as local paths

	NotBefore time.Time
	Expires   time.Time // zero: never
	Attempts  int       // sends tried so far; kept by the store
}

// period is the period that a row is about, as far as it is about one.
func (r *Row) period() PeriodKey { return PeriodKey{r.Form, r.Period, r.Slot} }

// RowState is where a row of the outbox stands.
type RowState string

// The states of a row.
const (
	Queued    RowState = "queued"
	Sending   RowState = "sending"
	Sent      RowState = "sent"
	Uncertain RowState = "uncertain" // a crash between send and mark
	Failed    RowState = "failed"
	Expired   RowState = "expired"
	Settled   RowState = "settled" // nothing was left to say
)

// Outgoing is a message on its way out, in words.
type Outgoing struct {
	Time     time.Time
	Kind     Kind
	To       Address
	Mentions []string
	Form     FormID
	Period   Day
	Slot     SlotID
	Units    []UnitID
	Text     string
	Files    []string
	Key      string
}

// Firing is one thing that happened by the clock, claimed once under its name
// together with the rows it queues.
type Firing struct {
	Name    string    // open/FORM/PERIOD/SLOT, remind/FORM/PERIOD/SLOT/STAGE, digest/AT, briefing/AT
	At      time.Time // when it was due
	Claimed time.Time // when it was claimed
	Skipped bool      // stale when it was found: recorded, nothing queued
	Need    *Need     // the units a period is frozen with when it opens
	Rows    []Row
}

// Need is who owes a period, frozen when it opens so that a later roster does
// not rewrite the past.
type Need struct {
	Key   PeriodKey
	Units map[UnitID]Duty
}

// Duty is one unit's duty for a period.
type Duty struct {
	Excused string // the reason; empty: owed
	Fault   string // why the system, not the unit, is to blame; empty: nothing
}

// SendResult is how an attempt to send rows ended.
type SendResult struct {
	State     RowState  // Queued: try again
	At        time.Time // when it ended
	NotBefore time.Time // for Queued: the next try; zero: as it was
	Stranded  bool      // told by one who did not send them, when the lease of who did is over
	Note      string    // why, for the operator
}
