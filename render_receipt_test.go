package main

import (
	"testing"

	"qunbao/report"
)

// What quiet hours have held of several forms is one receipt, in which each report
// has its place: of one unit both forms, of many a line a form.
func TestAReceiptOfSeveralFormsNamesEachReport(t *testing.T) {
	r := newRemindery(t, none)
	filed := func(form string, u report.UnitID) report.Row {
		row := r.row(form, report.StageFiled, theWorkChat, u)
		row.Kind = report.Receipt
		r.file(row, u, report.VersionNew)
		return row
	}
	rows := []report.Row{filed("epidemic-daily", "柳湾村"), filed("publicity", "柳湾村"), filed("checkpoint night", "东坡村")}
	again := rows[0]
	again.Stage = report.StageCorrected
	for _, tt := range []struct {
		rows []report.Row
		want string
	}{
		{rows, "柳湾村 疫情日报2月5日已收：平安（零报告）\n柳湾村 宣传消杀统计2月5日已收：平安（零报告）\n东坡村 卡点值守2月5日夜班已收：平安（零报告）"},
		{append(rows[:2:2], again), "柳湾村 宣传消杀统计2月5日已收：平安（零报告）\n柳湾村 疫情日报2月5日已更新：平安（零报告）"},
		{append(rows, filed("epidemic-daily", "河口村")), "已收疫情日报2月5日：柳湾村、河口村。\n已收宣传消杀统计2月5日：柳湾村。\n已收卡点值守2月5日夜班：东坡村。"},
	} {
		got := r.say("06 07:00", tt.rows...)
		if got.Text != tt.want || got.Form != "" {
			t.Errorf("form %q\n got %s\nwant %s", got.Form, got.Text, tt.want)
		}
	}
	gone := rows[0]
	gone.Form = "gone"
	if got := r.say("06 07:00", gone, rows[1]); got.Form != "publicity" || len(got.Units) != 1 {
		t.Errorf("beside a form that is gone: %+v", got)
	}
}
