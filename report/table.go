package report

import (
	"fmt"
	"strings"
)

// StageTable is that of an answer with a workbook: it is made when the row leaves, about
// the days that Ref names.
const StageTable = "table"

// ActTaken is what somebody did who had a workbook sent.
const ActTaken = "table"

// DaySpan is the days From to Until.
type DaySpan struct{ From, Until Day }

// String is 2020-02-01/2020-02-14, as a row's Ref has it.
func (s DaySpan) String() string { return s.From.String() + "/" + s.Until.String() }

// ParseDaySpan reads what String writes.
func ParseDaySpan(text string) (s DaySpan, err error) {
	from, until, _ := strings.Cut(text, "/")
	if s.From, err = ParseDay(from); err == nil {
		s.Until, err = ParseDay(until)
	}
	return s, err
}

// Words are 2020年2月1日, 2020年2月1日至2月14日, or with both years where they differ.
func (s DaySpan) Words() string {
	from, _, _ := s.From.Date()
	until, _, _ := s.Until.Date()
	said := fmt.Sprintf("%d年%s", from, s.From.Chinese())
	switch {
	case s.From == s.Until:
		return said
	case from == until:
		return said + "至" + s.Until.Chinese()
	}
	return fmt.Sprintf("%s至%d年%s", said, until, s.Until.Chinese())
}

// TableName is what a workbook about some days is called: 青石镇数据2020年2月1日至2月14日.
func (w *Workspace) TableName(s DaySpan) string { return w.Name + "数据" + s.Words() }

// TableText goes with a workbook.
func (w *Workspace) TableText(s DaySpan) string {
	return w.TableName(s) + "，见附件，用Excel或WPS打开。里面有姓名，转发前请先看一眼。"
}

// TableByHand says how to come by a workbook that cannot be sent, and why.
func (w *Workspace) TableByHand(s DaySpan, why string) string {
	return fmt.Sprintf("%s，请在装了本程序的电脑上运行：qunbao export --from %s --to %s -o %s.xlsx", why, s.From, s.Until, w.TableName(s))
}

// Why a workbook is not sent.
const (
	NoFilesHere = "这里发不了文件"
	TableFailed = "表没有做成"
	TableLarge  = "数据太多，这里做不了"
)
