package report

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"
)

// Value is what a report says of one field.
type Value struct {
	N       decimal.Decimal // exact, in the field's base unit
	Unit    string          // the field's first measure word
	As      string          // the measure word as written, where it differs
	Approx  bool            // 余 多 近 约 …
	Carried bool            // not said: kept from the unit's last report by a zero-report
	Text    string          // the words of a text field; N is then meaningless
	AsOf    time.Time       // the 截至 instant, where one with an hour was stated
}

// Equal tells whether two values say the same.
func (v Value) Equal(o Value) bool {
	return v.N.Equal(o.N) && v.Unit == o.Unit && v.As == o.As && v.Approx == o.Approx &&
		v.Carried == o.Carried && v.Text == o.Text && v.AsOf.Equal(o.AsOf)
}

// Problem is what the sender can mend. Say is one Chinese sentence that names
// what was read and what to send back.
type Problem struct {
	Code  ProblemCode
	Field FieldID // empty: the whole message
	Say   string
	Seen  []Value // what was read and kept out, for unit and twice
	Rule  int     // for check: the index of the form's check
}

// tag names a problem inside its record, as check//0 and range/staff/0.
func (p *Problem) tag() string {
	return fmt.Sprintf("%s/%s/%d", p.Code, p.Field, p.Rule)
}

// ProblemCode names a kind of problem (contract, section 4).
type ProblemCode string

// The problems. Who, WhichUnit, UnknownSender and Future make a report invalid;
// all others leave it received.
const (
	Who           ProblemCode = "who"            // an unknown sender who names no unit
	WhichUnit     ProblemCode = "which-unit"     // answers for several units and names none
	UnknownSender ProblemCode = "unknown-sender" // names a unit, but is not in the roster
	Future        ProblemCode = "future"         // a day after the message's own
	WrongUnit     ProblemCode = "unit"           // a measure word the field does not take
	Unfilled      ProblemCode = "unfilled"       // a required field is left empty
	Twice         ProblemCode = "twice"          // different numbers for one field
	OutOfRange    ProblemCode = "range"          // below min or above max
	CheckFailed   ProblemCode = "check"          // a form's check does not hold
	Jump          ProblemCode = "jump"           // a cumulative that falls, or too large a step
	Unreadable    ProblemCode = "unreadable"     // meant as a report, cannot be settled
	Proposed      ProblemCode = "proposed"       // read by a model, to be confirmed by the sender
)

// Invalidates tells whether a report with the problem does not count.
func (c ProblemCode) Invalidates() bool {
	return c == Who || c == WhichUnit || c == UnknownSender || c == Future || c == Unreadable
}
