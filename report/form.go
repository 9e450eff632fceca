package report

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Form is what is owed: a list of fields that units report for each period of a
// calendar (the data set of WHO/DHIS2).
type Form struct {
	ID      FormID
	Name    string
	Aliases []string
	Owner   string   // who asked for it
	Basis   string   // on what ground
	From    Day      // first day in force; 0: since ever
	Until   Day      // last day in force; 0: without end
	Units   []string // kinds (类别) or unit names that owe it; empty: every unit with a reporter or deputy

	Level    Trigger // it is in force only while this level holds; zero: always
	Calendar Calendar
	Rhythm   Rhythm // of a calendar that does not ask day by day
	Slots    []Slot // at least one; the only slot of a plain daily form has the empty id
	Closes   Clock  // when reminders end, from the period's midnight; 0: when the next period opens
	Remind   []Stage
	Zero     Zero
	Fields   []Field
	Checks   []Check
	Upward   *Wording // of its upward report; nil: the default
}

// Slot is one of the reports a form asks for on a day.
type Slot struct {
	ID      SlotID
	Name    string
	Aliases []string
	Opens   Clock   // from the midnight of the period's day
	Due     Clock   // from the midnight of the period's day; beyond 24:00 when it ends the next morning
	Level   Trigger // it is asked for only while this level holds; zero: always
}

// Stage is one round of reminders.
type Stage struct {
	Offset time.Duration // from the due instant; negative is before it
	To     StageTo
}

// ID names the stage inside its form, as before-60m, after-0m.
func (s Stage) ID() string {
	if s.Offset < 0 {
		return "before-" + minutes(-s.Offset) + "-" + string(s.To)
	}
	return "after-" + minutes(s.Offset) + "-" + string(s.To)
}

// StageTo says whom a stage speaks to.
type StageTo string

// Whom a stage speaks to.
const (
	ToReporter StageTo = "reporter" // the unit's 报送员 and 副报送员
	ToChat     StageTo = "chat"     // the form's chat
	ToLead     StageTo = "lead"     // the unit's 包村干部: an escalation
)

// Zero says what a zero-report means for a form.
type Zero struct {
	Sets    []FieldID // stated as 0
	Carries []FieldID // keep the unit's last known value, marked as carried
}

// FieldKind says how values of a field behave over time.
type FieldKind string

// The kinds of fields.
const (
	Daily      FieldKind = "daily"      // a flow of this period: 今日, 新增
	Stock      FieldKind = "stock"      // what there is now: 现有
	Cumulative FieldKind = "cumulative" // 累计, never falls
	Prose      FieldKind = "text"       // words
)

// Field is one thing a form asks for (a data element).
type Field struct {
	ID       FieldID
	Name     string
	Aliases  []string
	Units    []string // measure words it accepts; the first is the one shown
	Kind     FieldKind
	PartOf   FieldID
	Min, Max decimal.NullDecimal
	MaxStep  decimal.NullDecimal // largest credible change from one period to the next
	Decimals int32
	Total    Totalling // what the units' numbers make together
	Required bool
	Urgent   Rule // on "value"; empty: never urgent
}

// Unit is the measure word that the field is shown in.
func (f *Field) Unit() string {
	if len(f.Units) == 0 {
		return ""
	}
	return f.Units[0]
}

// Short is the field's name without the words that a number behind it repeats:
// 居家观察人数 46人 is said 居家观察46人. Nothing shorter than three characters
// is made.
func (f *Field) Short() string {
	short := strings.TrimSuffix(f.Name, f.Unit()+"数")
	if f.Unit() != "" && len([]rune(short)) > 2 {
		return short
	}
	return f.Name
}

// Labels are the words that name the field: its name first, then its aliases.
func (f *Field) Labels() []string { return append([]string{f.Name}, f.Aliases...) }

// Check is a rule that the values of one report should obey.
type Check struct {
	Rule Rule
	Say  string // the rule in words
}

// Field finds a field by its id, or nil.
func (f *Form) Field(id FieldID) *Field {
	for i := range f.Fields {
		if f.Fields[i].ID == id {
			return &f.Fields[i]
		}
	}
	return nil
}

// Slot finds a slot by its id, or nil.
func (f *Form) Slot(id SlotID) *Slot {
	for i := range f.Slots {
		if f.Slots[i].ID == id {
			return &f.Slots[i]
		}
	}
	return nil
}

// Check finds a check by its place in the form, or nil: a check that a record
// speaks of may be gone from the form since.
func (f *Form) Check(i int) *Check {
	if i < 0 || i >= len(f.Checks) {
		return nil
	}
	return &f.Checks[i]
}

// ruleFields are the fields of a check, none where it is gone.
func (f *Form) ruleFields(i int) []FieldID {
	if c := f.Check(i); c != nil {
		return c.Rule.Fields
	}
	return nil
}

// minutes writes a duration of whole minutes as 90m.
func minutes(d time.Duration) string {
	return decimal.NewFromInt(int64(d/time.Minute)).String() + "m"
}
