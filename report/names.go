package report

// Names that matter have types of their own, so that a chat is never taken for
// a unit. Their texts are what people wrote in the roster and the forms.
type (
	// UnitID is a unit's name as the roster gives it, such as 柳湾村.
	UnitID string
	// PersonID is a person's name in the roster; two people of one name get
	// their unit behind it, as 张伟（柳湾村）.
	PersonID string
	// ChatID is the name of a chat.
	ChatID string
	// FormID is the id of a form, such as epidemic-daily.
	FormID string
	// FieldID is the id of a field inside its form.
	FieldID string
	// SlotID is the id of a slot inside its form; a form without slots has one
	// slot, whose id is empty.
	SlotID string
	// MessageID is the id that the channel gave a message.
	MessageID string
)

// Role is what a person is to a unit (角色 in the roster).
type Role string

// The roles of the roster.
const (
	Reporter Role = "reporter" // 报送员
	Deputy   Role = "deputy"   // 副报送员
	Lead     Role = "lead"     // 包村干部: answers for the unit, is told when it stays silent
	Leader   Role = "leader"   // 领导: receives digests and alerts
	Editor   Role = "editor"   // 审核: reviews drafts
	Admin    Role = "admin"    // 管理员
)

// Words is a role as the roster writes it.
func (r Role) Words() string {
	switch r {
	case Reporter:
		return "报送员"
	case Deputy:
		return "副报送员"
	case Lead:
		return "包村干部"
	case Leader:
		return "领导"
	case Editor:
		return "审核"
	case Admin:
		return "管理员"
	}
	return string(r)
}

// PeriodKey names one reporting period of a form: the day it is owed for and,
// where the form has slots, which of them. It is what a report is filed under.
type PeriodKey struct {
	Form FormID
	Day  Day
	Slot SlotID
}

// String is form:day:slot, the form in which stores and logs name a period.
func (k PeriodKey) String() string {
	return string(k.Form) + ":" + k.Day.String() + ":" + string(k.Slot)
}

// RecordKey names one unit's report for one period.
type RecordKey struct {
	PeriodKey
	Unit UnitID
}
