package commands_test

import (
	"strings"
	"testing"

	"qunbao/report"
)

// list is a 接龙 of 5 February with these lines.
func list(lines ...string) string {
	text := "#接龙\n2月5日疫情日报\n"
	for i, line := range lines {
		text += "\n" + string(rune('1'+i)) + ". " + line
	}
	return text
}

// news are the units of which a message brought something, with what was done.
func news(rows []report.Row) string {
	var out []string
	for _, r := range rows {
		for _, u := range r.Units {
			out = append(out, string(r.Kind)+" "+string(u)+" "+r.Stage)
		}
	}
	return strings.Join(out, ", ")
}

// A list that is sent again tells only what is new in it, whoever sends it.
func TestAListSentAgainTellsOnlyWhatChanged(t *testing.T) {
	d := newDesk(t)
	const liuwan, dongpo, hekou = "柳湾村 李会芳", "东坡村王桂兰", "河口陈水生"
	for _, c := range []struct{ when, card, text, want string }{
		{"05 10:00", liuwan, list("柳湾村 居家40人", "东坡村 居家20人"), "receipt 柳湾村 filed, receipt 东坡村 filed"},
		{"05 10:10", dongpo, list("柳湾村 居家40人", "东坡村 居家21人", "河口村 平安"), "receipt 东坡村 corrected, receipt 河口村 filed"},
		{"05 10:20", hekou, list("柳湾村 居家40人", "东坡村 居家21人", "河口村 平安"), ""},
		{"05 10:30", liuwan, "柳湾村居家应为44人", "receipt 柳湾村 corrected"},
		{"05 10:40", hekou, list("柳湾村 居家40人", "东坡村 居家21人", "河口村 居家1人"), "receipt 河口村 corrected"},
		{"05 10:50", dongpo, list("柳湾村 居家40人", "东坡村 居家21人", "河口村 居家1人", "东坡村 居家22人"), "question 东坡村 open"},
		{"05 10:55", hekou, list("柳湾村 居家40人", "东坡村 居家21人", "河口村 居家1人", "东坡村 居家22人"), ""},
		{"05 11:00", dongpo, "22人", "receipt 东坡村 corrected"},
		{"05 11:10", liuwan, list("柳湾村 居家40人", "东坡村 居家21人", "河口村 居家1人", "东坡村 集中3人"), "receipt 东坡村 corrected"},
	} {
		if got := news(d.says(c.when, c.card, c.text)); got != c.want {
			t.Errorf("%s %s\n got %s\nwant %s", c.when, c.text, got, c.want)
		}
	}
}
