package parse

import (
	"fmt"
	"strings"

	"qunbao/report"
)

// Every sentence that a reading may say: one each, naming what was read and what
// to send back. What is offered in quotes behind 如 or 回 is understood when it is
// sent. Doubts about numbers are worded by package report, which has them about
// answers too.

// longestUnits is how many units a sentence lists.
const longestUnits = 4

// An unknown sender who names no unit (problem who).
func sayWho(like report.UnitID) string {
	return "没认出您是哪个单位的，请回单位名，如“" + string(like) + "”。"
}

// Somebody who answers for several units and names none (which-unit). The
// units are listed so that a name can be copied.
func sayWhichUnit(units []report.UnitID) string {
	named := joinUnits(units[:min(len(units), longestUnits)])
	if len(units) > longestUnits {
		named += fmt.Sprintf("等%d个单位", len(units))
	}
	return "您负责" + named + "，这条是哪个单位的？请回单位名，如“" + string(units[0]) + "”。"
}

// A stranger who reports for a unit: kept, and not counted until an admin accepts
// it (unknown-sender). A card in the township's manner is known at once.
func sayUnknownSender(unit report.UnitID, sender string) string {
	return "名单里没有“" + report.AsShown(sender) + "”，" + string(unit) + "这条先不计入。请把群名片改成单位加姓名再发一次，或请管理员认可。"
}

// A day after the message's own (future).
func sayFuture(d, today report.Day) string {
	return d.Chinese() + "还没到，这是哪天的？请回日期，如“" + today.Chinese() + "”。"
}

// Values of which nobody can tell what each of several days had (unreadable).
func sayWhichDays(days []report.Day, form *report.Form, values map[report.FieldID]report.Value) string {
	var names []string
	for _, d := range days {
		if d != 0 {
			names = append(names, d.Chinese())
		} else {
			names = append(names, "今天")
		}
	}
	like := ""
	for i := range form.Fields {
		if v, said := values[form.Fields[i].ID]; said && v.Text == "" {
			like = form.Fields[i].Short() + v.N.String() + v.Unit
			break
		}
	}
	return strings.Join(names, "、") + "各是多少？请一天一行分开发，如“" + names[0] + like + "”。"
}

// A correction of which nobody can tell what it puts right (unreadable).
func sayAmended(like string) string {
	return "要改的是哪一项，改成多少？请连同项目名把正确的数发来，如“" + like + "”。"
}

// Numbers without labels: nothing is guessed from their order (unreadable).
func sayUnreadable(like string) string {
	return "这几个数没写是什么，请带上项目名重发，如“" + like + "”。"
}

// Different numbers for one field, as they were typed and in their order (twice).
func sayTwice(f *report.Field, wrote []string) string {
	last := len(wrote) - 1
	if len(wrote) == mostHeard {
		return f.Short() + "写了" + strings.Join(wrote, "、") + "等几个数，哪个对？请回那个数。"
	}
	return f.Short() + "写了" + strings.Join(wrote[:last], "、") + "和" + wrote[last] + "，哪个对？请回那个数。"
}

// A measure word the field does not take (unit). 是 answers it where one number
// was read, so the sentence says what 是 would mean.
func sayWrongUnit(f *report.Field, wrote []string, seen []report.Value) string {
	if len(seen) > 1 {
		return f.Short() + "写的是" + strings.Join(wrote, "、") + "，应该是多少" + f.Unit() + "？请回数字。"
	}
	if f.TooFine(seen[0].N) {
		return f.Short() + "写的是" + wrote[0] + "，" + f.Unit() + "数应该是整数，是多少？请回数字。"
	}
	meant := seen[0]
	meant.As = ""
	return f.Short() + "写的是" + wrote[0] + "，是" + meant.Said() + "吗？对请回“是”，不对请回正确的数。"
}

// joinUnits lists units as people do, with 、.
func joinUnits(units []report.UnitID) string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = string(u)
	}
	return strings.Join(names, "、")
}
