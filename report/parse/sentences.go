package parse

import (
	"regexp"
	"strings"

	"qunbao/report"
)

// Every sentence that a reading may say. Each names what was read and what to
// send back.

// An unknown sender who names no unit (problem who).
func sayWho() string {
	return "没认出您是哪个单位的，请带上单位名重发，如“柳湾村：……”。"
}

// Somebody who answers for several units and names none (which-unit). The
// units are listed so that a name can be copied.
func sayWhichUnit(units []report.UnitID) string {
	return "您负责" + joinUnits(units) + "，这是哪个单位的？请带上单位名重发。"
}

// A stranger who reports for a unit: kept, and counted once an admin accepts it
// (unknown-sender).
func sayUnknownSender(unit report.UnitID, sender string) string {
	return "花名册里没有“" + sender + "”，" + string(unit) + "的这条先不计入，等管理员认可。"
}

// A day after the message's own (future).
func sayFuture(d report.Day) string {
	return d.Chinese() + "还没到，这是哪天的？请带上日期重发。"
}

// Numbers without labels: nothing is guessed from their order (unreadable).
func sayUnreadable() string {
	return "这串数字没有对上指标，请写明各是什么，如“居家20人，集中2人”。"
}

// Different numbers for one field, in the order in which they stood (twice).
func sayTwice(f *report.Field, seen []report.Value) string {
	parts := make([]string, len(seen))
	for i, v := range seen {
		parts[i] = amount(v)
	}
	return f.Name + "写了" + strings.Join(parts, "和") + "，哪个对？请回正确的数。"
}

// A measure word the field does not take (unit). 是 answers it, so the sentence
// says what 是 would mean.
func sayWrongUnit(f *report.Field, v report.Value) string {
	read := v.N.String() + f.Unit()
	return f.Name + "写的是" + v.N.String() + v.As + "，应该用“" + f.Unit() + "”，是" + read + "吗？对请回“是”，不对请发正确的数。"
}

// A value below min or above max (range). It may be the truth: 是 keeps it.
func sayOutOfRange(f *report.Field, v report.Value) string {
	limit := ""
	switch {
	case f.Min.Valid && v.N.LessThan(f.Min.Decimal):
		limit = "规定不少于" + f.Min.Decimal.String() + f.Unit()
	case f.Max.Valid:
		limit = "规定不超过" + f.Max.Decimal.String() + f.Unit()
	}
	return f.Name + amount(v) + "，" + limit + "，对吗？对请回“是”，不对请发正确的数。"
}

// sayCheck names what a failed check compared: sums in words, so that the
// sender sees which number cannot be.
func sayCheck(form *report.Form, c report.Check, values map[report.FieldID]report.Value) string {
	left, op, right, ok := comparison(c.Rule.Source)
	l, lok := sideOf(form, left, values)
	r, rok := sideOf(form, right, values)
	if !ok || !lok || !rok {
		return c.Say + "，请核对后把不对的数发来；都没错请回“是”。"
	}
	if len(l.names) == 1 && len(r.names) > 1 {
		l, r = r, l
		op = turned[op]
	}
	first := strings.Join(l.names, "、")
	if len(l.names) > 1 {
		first += "合计"
	}
	second := strings.Join(r.names, "、") + "写的是"
	if len(r.names) > 1 {
		second = strings.Join(r.names, "、") + "合计"
	}
	sentence := first + l.sum + "，" + second + r.sum
	if op != "==" && op != "!=" {
		sentence += "，" + c.Say
	}
	return sentence + "，哪个数不对？请回正确的数，都没错请回“是”。"
}

// amount is a value as it was written: the number with the word that stood there.
func amount(v report.Value) string {
	if v.As != "" {
		return v.N.String() + v.As
	}
	return v.N.String() + v.Unit
}

// joinUnits lists units as people do, with 、.
func joinUnits(units []report.UnitID) string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = string(u)
	}
	return strings.Join(names, "、")
}

var (
	comparing = regexp.MustCompile(`^(.+?)\s*(==|<=|>=|!=|<|>)\s*(.+)$`)
	turned    = map[string]string{"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
)

// comparison splits a rule into its sides; ok is false where it is not a plain
// comparison.
func comparison(source string) (left, op, right string, ok bool) {
	m := comparing.FindStringSubmatch(source)
	if m == nil || strings.ContainsAny(m[1]+m[3], "()<>=!") {
		return "", "", "", false
	}
	return m[1], m[2], strings.TrimSpace(m[3]), true
}
