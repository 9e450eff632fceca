package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Case is a message that the parser gives up on and that is meant as a report: what
// somebody else may help to read, and what it would be a report of.
type Case struct {
	Message Message // its Text is Said
	Unit    UnitID
	Periods []PeriodKey // what it may be a report of, the likeliest first
	Silent  bool        // to the parser it is talk: nobody is asked about it otherwise
	Same    bool        // it says that nothing has changed: the earlier values are meant
}

// Key is the record that the message would be filed under, as a report for a period.
func (c *Case) Key(k PeriodKey) RecordKey { return RecordKey{k, c.Unit} }

// longestCase is the most characters of a message that help is asked about. What is
// longer is no report of one unit, and nothing is cut: a number could be cut in two.
const longestCase = 2000

// Said are the words of a message as help is shown them and as they are quoted:
// without what cannot be seen, and without the brackets that stand for what is masked.
// It is false where there are none, too many, or bytes that are no text.
func Said(text string) (string, bool) {
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '〔':
			return '（'
		case r == '〕':
			return '）'
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.C, r) || r == unicode.ReplacementChar || r == 0x115f || r == 0x1160 || r == 0x3164 || r == 0xffa0:
			return -1
		}
		return r
	}, text))
	n := utf8.RuneCountInString(text)
	return text, n > 0 && n <= longestCase
}

// Claim is what a model says that a message gives for a field. Nothing of it is
// believed before it has been held against the message.
type Claim struct {
	Field FieldID
	Value string // a decimal; empty: the message says nothing of the field
	Quote string // the words of the message that say so
}

// Meant is a value that is put to who sent the message, and counts for nothing
// before the answer is 对.
type Meant struct {
	Field  FieldID
	Value  Value
	Quote  string // the words of the message, as they stand there; may hold what is personal
	Unsure bool   // no word of the field stands by the number, or the words hedge
}

// Fault says why a claim was refused.
type Fault string

// The faults of claims.
const (
	FaultField  Fault = "field"  // no field of numbers of the form
	FaultQuote  Fault = "quote"  // the quote does not stand in the message exactly once
	FaultValue  Fault = "value"  // no decimal
	FaultNumber Fault = "number" // the quote does not hold exactly that number
	FaultKind   Fault = "kind"   // what stands there is no single number: a range, a rank, a code, a place left empty
	FaultTwice  Fault = "twice"  // the number or the field is claimed twice
	FaultUnit   Fault = "unit"   // the field does not take the measure word
	FaultLabel  Fault = "label"  // another field's word stands by the number, or no word at all
	FaultOther  Fault = "other"  // the words are of other units, of another day, of a rule or of a change
	FaultZero   Fault = "zero"   // nothing in the quote says that there is none
	FaultRange  Fault = "range"  // below the least or above the most that the field takes
)

// Examined is what is left of some claims when they have been held against the message.
type Examined struct {
	Meant     []Meant           // in the form's order
	Refused   map[FieldID]Fault // the last fault of a field that is not offered
	Unclaimed []string          // numbers of the message, with their measure words, that are of no offer
	Missing   []FieldID         // required fields that are not offered
}

// mostPoints is how many open points one question may hold.
const mostPoints = 3

// Open counts what a question would leave open or doubtful.
func (e *Examined) Open() int {
	n := len(e.Unclaimed) + len(e.Missing)
	for _, o := range e.Meant {
		if o.Unsure {
			n++
		}
	}
	return n
}

// Askable tells whether what is left can be put in one question. Where it cannot, the
// sender is asked for the report in the usual form.
func (e *Examined) Askable() bool { return len(e.Meant) > 0 && e.Open() <= mostPoints }
