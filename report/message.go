package report

import "time"

// Message is one inbound message as a channel gave it.
type Message struct {
	ID          MessageID
	Time        time.Time // when the sender sent it, by the channel
	Chat        ChatID    // empty in private
	Private     bool
	Sender      string // the group card
	SenderID    string // stable account id, where the channel knows one
	Text        string
	Type        MessageType
	RefersTo    MessageID // the message quoted or recalled
	MentionsBot bool
	Files       []string

	// Unproven says of a private message that the channel knows its sender only by a
	// name that people choose themselves: it gives the right to report, and no other.
	Unproven bool
}

// MessageType says what kind of message it is.
type MessageType string

// The types of messages.
const (
	TextMessage    MessageType = "text"
	JielongMessage MessageType = "jielong"
	ImageMessage   MessageType = "image"
	VoiceMessage   MessageType = "voice"
	FileMessage    MessageType = "file"
	RecallMessage  MessageType = "recall"
	ReadingMessage MessageType = "reading" // what a model read in another message: the program's own, never a channel's
)

// media tells whether a message holds no text to read.
func (t MessageType) media() bool { return t == ImageMessage || t == VoiceMessage || t == FileMessage }

// Reading is what a message says: the result of parse.Message. It is read from
// the message and the workspace alone; what needs history is added by Decide.
type Reading struct {
	ID       MessageID
	Kind     ReadingKind
	Filings  []Filing
	Problems []Problem // of the message as a whole
	Command  Command
	Answer   *Answer // to the open question the caller passed; with filings, what they lacked
	Event    *EventWords
	Jielong  bool // every filing is a line of a 接龙
}

// ReadingKind is what a message is.
type ReadingKind string

// The kinds of readings (contract, section 4).
const (
	IsReport     ReadingKind = "report"
	IsCorrection ReadingKind = "correction"
	IsEvent      ReadingKind = "event"
	IsCommand    ReadingKind = "command"
	IsRecall     ReadingKind = "recall"
	IsUnparsed   ReadingKind = "unparsed"
	IsChatter    ReadingKind = "chatter"
	IsAnswer     ReadingKind = "answer" // to an open question; only where one is open
)

// Filing is one report inside a message: one unit, one form, one period.
type Filing struct {
	Form     FormID
	Unit     UnitID
	Period   Day // 0 with problem future
	Slot     SlotID
	AsOf     time.Time // zero: none stated with an hour
	Zero     bool      // the whole message is a zero phrase
	Proxy    bool      // filed by a roster person without a role for the unit
	Values   map[FieldID]Value
	Unfilled []FieldID
	Urgent   []FieldID
	Further  []FieldID // urgent fields whose number comes on top of what was reported: 又有1人发热
	Problems []Problem
	Guessed  []Guess

	// Bare is a lone number, maybe with its measure word, of a message that
	// quotes another; Decide finds the field. Nil in all other filings.
	Bare *Value

	// Was is the number that Bare takes the place of, where the words name it.
	Was *Value

	Amends bool // of a bare number: its words say that an earlier report was wrong

	DateNamed bool   // the period was written, not taken from the clock
	SlotNamed bool   // the slot was written
	FormNamed bool   // the form was written, or values settle it; false: a bare zero
	UnitNamed bool   // the unit was written in the text
	Line      string // the folded line of a 接龙, to tell what is new in a re-sent list
}

// Valid tells whether the filing counts: unit, form and period known, the
// sender may speak, and a value or a zero phrase held.
func (f *Filing) Valid() bool {
	for _, p := range f.Problems {
		if p.Code.Invalidates() {
			return false
		}
	}
	return f.Form != "" && f.Unit != "" && f.Period != 0 && (f.Zero || len(f.Values) > 0)
}

// Key is what the filing is filed under.
func (f *Filing) Key() RecordKey {
	return RecordKey{PeriodKey{f.Form, f.Period, f.Slot}, f.Unit}
}

// Guess is a word matched by close spelling, shown in the receipt.
type Guess struct {
	Wrote string // as typed: 隔里
	Read  string // as understood: 隔离
}

// Command is one of the commands of the contract, section 4, rule 10.
type Command struct {
	Name string   // the canonical name: 谁没报 for 未报 and 未报名单, 统计 for 今日情况
	Args []string // what stood behind it
	Form FormID   // the form it names, if any
}

// EventWords is an urgent matter told in words outside a form's fields.
type EventWords struct {
	Unit UnitID // empty where nobody can tell
	Text string // the original words
}

// Answer is what somebody replied to an open question.
type Answer struct {
	Kind  AnswerKind
	Field FieldID  // named in the answer, or empty
	Value Value    // for AnswerValue
	Units []UnitID // for AnswerUnits
	Day   Day      // for AnswerDay
}

// AnswerKind says how somebody answered.
type AnswerKind string

// The ways to answer a question.
const (
	AnswerYes   AnswerKind = "yes"   // 是, 对: what was read stands
	AnswerNo    AnswerKind = "no"    // 不对: it does not, and no number was given
	AnswerValue AnswerKind = "value" // a number, with or without label and measure word
	AnswerUnits AnswerKind = "units" // whose the report is that names no unit
	AnswerDay   AnswerKind = "day"   // for which day the report is that names one to come
)
