package report

import (
	"fmt"
	"slices"
)

// DigestData is what a digest says, in whole numbers and words: both layouts are
// written from it, and a template of the workspace is given it. What holds nothing is
// empty, so that a template asks for it with {{with}} or {{range}}.
type DigestData struct {
	Workspace string // 青石镇
	Title     string // 晨报, 晚报
	Day       string // 2月5日
	AsOf      string // 2月6日07:30
	Late      string // that it is made up; mostly empty
	Blind     string // when nothing could be received
	Levels    []string
	Events    []DigestEvent
	Forms     []DigestForm
	Units     []DigestUnit // of the layout by unit and of templates only
	Burden    []string     // lines about the month before, in the month's first
	Seal      string       // 2月4日 3f2a 91bc 77d0 e415 0b2c

	excused string // who is excused from all forms alike
}

// DigestForm is what there is to say of one form, or of one slot of it.
type DigestForm struct {
	Name                   string // 疫情日报2月5日, 卡点值守2月5日夜班
	Short                  string // the same without the day that the digest covers
	Base, Received, OnTime int
	State                  string // 应报12 已报11（91.7%） 按时9（75%）, or what there is to say in its place
	Due                    string // 2月6日08:00 of what is not due yet; else empty
	Quiet                  bool   // all have reported in time, and nothing has moved

	Missing     []DigestStanding // the longest silent first
	Open        []DigestStanding // not reported yet, and not due
	Late        []DigestStanding // in the order in which they came
	Excused     string
	Faults      []DigestStanding // kept from reporting by an outage
	Totals      []DigestTotal
	Besides     string       // whose figures the totals hold besides: 含免报单位新民村的数; mostly empty
	Unfilled    []DigestNote // fields left open
	Doubts      []DigestNote // not settled yet
	Corrections []DigestNote // since the digest before
	Problems    []DigestNote // what was asked for in words

	more     string // what stands behind the number of a list that is cut: ，详见表 where a table goes with it
	rest     string // where the other totals are: 详见表, else 略
	expected int    // how many units were expected, excused ones too
	excused  []string
}

// elsewhere says where the rest of what a digest cuts stands: in the table, where it
// carries one.
func (f *DigestForm) elsewhere(p DigestPlan) {
	f.rest = "略"
	if p.tabled() {
		f.more, f.rest = "，详见表", "详见表"
	}
}

// tabled tells whether a table of what every unit reported goes with the digest.
func (p DigestPlan) tabled() bool { return slices.Contains(p.Attach, Attachment{Kind: TableAttached}) }

// Settled tells whether the form is due and what came of it counts for good.
func (f DigestForm) Settled() bool { return f.Due == "" }

// DigestStanding is a unit that a list names, with what stands behind it.
type DigestStanding struct {
	Unit  string
	Leads []string // 包村干部
	Runs  int      // for how many periods in a row it is silent
	Note  string   // 包村马丽，连续2天 · 17:10
	row   string   // 连续2天, 夜班连续3班
	bare  bool     // the note is a time, and stands without brackets
}

// String is 河口村（包村马丽，连续2天）, 双井村17:10.
func (s DigestStanding) String() string {
	switch {
	case s.Note == "":
		return s.Unit
	case s.bare:
		return s.Unit + s.Note
	}
	return s.Unit + "（" + s.Note + "）"
}

// DigestTotal is the sum of a field. Fields of one label stand together: 居家观察14户46人.
type DigestTotal struct {
	Field  string // 居家观察
	Value  string // 14户46人, 约300份
	Note   string // 9个单位，2个沿用前数
	Change string // 同口径比前一天少3人; empty: it has not moved
	Nought bool   // it is 0, and was
	Kept   bool   // some units have kept their last value
	news   bool   // it has moved or, with nothing to compare with, stands and is not 0

	shares []share
	plain  string // Value without any note
}

// String is 居家观察46人（9个单位，同口径比前一天少3人）.
func (t DigestTotal) String() string {
	note := t.Note
	if t.Change != "" {
		note = joinWords(note, t.Change)
	}
	if note == "" {
		return t.Field + t.Value
	}
	return t.Field + t.Value + "（" + note + "）"
}

// brief is the total without its notes: 居家观察46人，少3人.
func (t DigestTotal) brief() string {
	if t.Change == "" {
		return t.Field + t.plain
	}
	return t.Field + t.plain + "（" + t.Change + "）"
}

// DigestNote is something about a unit's report: 柳湾村居家观察46→44人.
type DigestNote struct{ Unit, Text string }

// String is the unit and what is said of it.
func (n DigestNote) String() string { return n.Unit + n.Text }

// DigestEvent is an urgent matter and how it stands.
type DigestEvent struct {
	N     int
	Unit  string
	At    string // 2月5日16:20
	Text  string // what was told
	State string // ；16:25周国平收到；办结
	Over  bool
}

// String is 急报1号 柳湾村 2月5日16:20：村口塌方；还没有人回复收到.
func (e DigestEvent) String() string {
	return fmt.Sprintf("急报%d号 %s %s：%s%s", e.N, e.Unit, e.At, e.Text, e.State)
}

// DigestUnit is what one unit reported that matters, and what it did not report.
type DigestUnit struct {
	Unit   string
	Leads  []string
	Wants  []string // what somebody has to do about: 疫情日报未报（连续2天）
	Values []string // 居家观察49→46人

	weight int  // the heavier stays longer where there is no room
	told   bool // its words were found
}

// joinWords puts a comma between two words of which either may be empty.
func joinWords(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "，" + b
}
