package report

import "time"

// Progress is one step in the life of an urgent matter after it was raised. It
// is appended to the event and never changed.
type Progress struct {
	Event   int // its number
	Kind    ProgressKind
	Time    time.Time // the message's own time
	Message MessageID
	Chat    ChatID // where it was said; empty in private
	By      string // roster name, or the card of a stranger
	Text    string // the original words, masked; of an acknowledgement often none
}

// ProgressKind says what happened to an urgent matter.
type ProgressKind string

// The kinds of progress.
const (
	Acknowledged ProgressKind = "acknowledged" // 收到 12: somebody has it in hand
	FollowedUp   ProgressKind = "follow-up"    // 续报: more from the place
	Instructed   ProgressKind = "instruction"  // what a leader answered
	Closed       ProgressKind = "closed"       // 排除, 办结: it is over
)
