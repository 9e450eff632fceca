package documents

import (
	"fmt"
	"strings"

	"qunbao/report"
)

// historyFixed are the columns of 更正记录 that stay in sight: day, form, slot, unit.
const historyFixed = 4

// historySecond is the column, 原因, at which the second page across begins.
const historySecond = 13

func historyColumns() []column {
	return []column{
		{"日期", 11}, {"表单", 12}, {"班次", 6}, {"单位", 10}, {"第几条", 7}, {"发出时间", 19}, {"处理时间", 19}, {"谁", 10}, {"做了什么", 9},
		{"项目", 14}, {"原值", 11}, {"新值", 42}, {"原因", 22}, {"原话", 30}, {"群", 22}, {"消息编号", 18}, {"针对的消息", 18},
	}
}

// steps adds a unit's history: a row for what a step says for the first time, one
// for each value that it changes, and one for a step that changes nothing.
func (e *Export) steps(r report.Record) error {
	form := e.workspace.Form(r.Form)
	for _, s := range r.Steps() {
		why := strings.Join(e.workspace.Why(r.RecordKey, s), "；")
		chat := string(s.Chat)
		if s.Private() {
			chat = private
		}
		for _, c := range rowsOf(form, s) {
			err := e.history.add([]any{
				r.Day, text(form.Name), text(slotName(form, r.Slot)), text(string(r.Unit)), s.N,
				s.Time.In(e.workspace.Zone), s.Filed.In(e.workspace.Zone), text(s.By), s.Did(),
				text(c.field), text(c.old), text(c.new), text(why), text(s.Said()), text(chat), id(s.Message), id(s.About),
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// change is what one row of the history says.
type change struct{ field, old, new string }

// rowsOf are the rows of a step.
func rowsOf(form *report.Form, s report.Step) []change {
	var rows []change
	var fresh []report.FieldChange
	for _, c := range form.Changes(s) {
		switch {
		case c.Old == nil:
			fresh = append(fresh, c)
		case c.New == nil:
			rows = append(rows, change{c.Field.Name, words(*c.Old), "（撤回）"})
		default:
			rows = append(rows, change{c.Field.Name, words(*c.Old), words(*c.New)})
		}
	}
	switch {
	case len(fresh) == 1:
		rows = append([]change{{fresh[0].Field.Name, "", words(*fresh[0].New)}}, rows...)
	case len(fresh) > 1:
		var said []string
		for _, c := range fresh {
			said = append(said, c.Field.Name+marked(*c.New))
		}
		rows = append([]change{{fmt.Sprintf("%d项", len(fresh)), "", strings.Join(said, "、")}}, rows...)
	case len(rows) == 0:
		rows = []change{{"", "", form.Changed(s)}}
	}
	return rows
}

// words are a value alone in its cell.
func words(v report.Value) string {
	if v.Text != "" {
		return v.Text
	}
	return marked(v)
}

// marked is a value as people say it, a carried one marked.
func marked(v report.Value) string {
	if v.Carried {
		return v.Words() + "（结转）"
	}
	return v.Words()
}
