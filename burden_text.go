package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"

	"qunbao/report"
)

// burdenText is the burden as a person reads it in a terminal.
func burdenText(w *report.Workspace, b report.Burden, proposals []report.Proposal) string {
	var text strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	say("%s %s至%s（%d天）的报送负担", w.Name, b.From, b.To, b.Days())
	if b.Empty() {
		say("这些天没有报送记录。")
		return text.String()
	}
	say("\n%s", unitTable(b))
	say("%s", weekTable(b))
	if b.SentFrom > 0 {
		say("追问和提醒只记得%s以后的（retention.outbox）。", b.SentFrom)
	}
	if b.Unnamed > 0 {
		say("另有%d条追问，还不知道是哪个单位。", b.Unnamed)
	}
	if b.Gone > 0 {
		say("另有%d条追问、提醒属于已经撤下的表单，没有计入。", b.Gone)
	}
	if len(b.Units) == 1 && b.Of > 1 {
		say("以下表单和建议是全部%d个单位的，不只是%s：", b.Of, b.Units[0].Unit)
	}
	say("%s", formTable(w, b))
	said := stageLines(w, b) + unchangedLines(w, b) + twiceLines(w, b)
	if said != "" {
		say("%s", said)
	}
	if len(proposals) == 0 {
		say("按这些天的数，没有要建议停报的。")
		return text.String()
	}
	say("建议（供表单的发起部门定，不涉及哪个单位）：")
	for i, p := range proposals {
		say("%d. %s", i+1, p.Say)
	}
	return text.String()
}

// unitTable is a line a unit and their sum.
func unitTable(b report.Burden) string {
	rows := [][]string{{"单位", "发消息", "填项", "被追问", "被提醒", "每周发", "每周填"}}
	add := func(name string, l report.Load) {
		rows = append(rows, append(append([]string{name}, loadCells(l)...), b.PerWeek(l.Messages).StringFixed(1), b.PerWeek(l.Fields).StringFixed(1)))
	}
	for _, u := range b.Units {
		add(string(u.Unit), u.Load)
	}
	if len(b.Units) > 1 {
		add("合计", b.Total)
	}
	return table(rows)
}

// weekTable is a line a week.
func weekTable(b report.Burden) string {
	rows := [][]string{{"周（星期一）", "发消息", "填项", "被追问", "被提醒"}}
	for _, w := range b.Weeks {
		rows = append(rows, append([]string{w.Monday.String()}, loadCells(w.Load)...))
	}
	return table(rows)
}

func loadCells(l report.Load) []string {
	return []string{strconv.Itoa(l.Messages), strconv.Itoa(l.Fields), strconv.Itoa(l.Questions), strconv.Itoa(l.Reminders)}
}

// formTable is a line a form that was reported or owed.
func formTable(w *report.Workspace, b report.Burden) string {
	rows := [][]string{{"表单", "项×单位", "期数", "收到", "每周收", "零报告", "实填项"}}
	for _, f := range b.Forms {
		if f.Periods == 0 {
			continue
		}
		form := w.Form(f.Form)
		rows = append(rows, []string{
			form.Name, fmt.Sprintf("%d×%d", len(form.Fields), f.Units), strconv.Itoa(f.Periods), strconv.Itoa(f.Reports),
			b.PerWeek(f.Reports).StringFixed(1), fmt.Sprintf("%d（%s）", f.Zero, report.Rate(f.Zero, f.Reports)), strconv.Itoa(f.Filled),
		})
	}
	return table(rows)
}

// stageLines says what came of the reminders.
func stageLines(w *report.Workspace, b report.Burden) string {
	var said strings.Builder
	for _, f := range b.Forms {
		for _, s := range f.Stages {
			fmt.Fprintf(&said, "提醒：“%s”%s%d次，1小时内报来%d次（%s）\n",
				w.Form(f.Form).Name, w.Form(f.Form).StageWords(s.Stage), s.Reminders, s.Answered, report.Rate(s.Answered, s.Reminders))
		}
	}
	return said.String()
}

// unchangedLines says which fields some unit never changed.
func unchangedLines(w *report.Workspace, b report.Burden) string {
	var said strings.Builder
	for _, f := range b.Forms {
		for _, u := range f.Unchanged {
			if u.Same > 0 {
				fmt.Fprintf(&said, "未变：“%s”的“%s”近%d期%d个单位中%d个未变\n", w.Form(f.Form).Name, w.Form(f.Form).Field(u.Field).Name, u.Periods, u.Units, u.Same)
			}
		}
	}
	return said.String()
}

// twiceLines says what two forms both ask for.
func twiceLines(w *report.Workspace, b report.Burden) string {
	var said strings.Builder
	for _, t := range b.Twice {
		if t.Both == 0 {
			continue // one of them alone, or nothing but zeros
		}
		fmt.Fprintf(&said, "重复：“%s”在“%s”和“%s”里都要报（%d个单位），两处都报的%d次中%d次数相同\n",
			t.Label, w.Form(t.Forms[0]).Name, w.Form(t.Forms[1]).Name, t.Units, t.Both, t.Equal)
	}
	return said.String()
}

// table aligns columns in a terminal, where a Chinese character takes two cells:
// the first to the left, figures to the right.
func table(rows [][]string) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	var text strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-uniseg.StringWidth(cell))
			if i == 0 {
				text.WriteString(cell + space)
			} else {
				text.WriteString("  " + space + cell)
			}
		}
		text.WriteString("\n")
	}
	return text.String()
}
