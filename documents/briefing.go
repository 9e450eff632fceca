package documents

import (
	"cmp"
	"regexp"
	"strings"

	"qunbao/report"
)

// Briefing is a draft as a document: its name in the masthead, its number and the day
// on which it was made below, and what it is about as the title. One that nobody has
// approved says so.
func Briefing(w *report.Workspace, d report.Draft) Document {
	all, issuer := lines(d.Text), cmp.Or(w.Issuer, w.Name)
	doc := Document{Masthead: d.Title, Issuer: issuer, Signer: issuer, Day: report.DayOf(d.Made.In(w.Zone)), Made: d.Made}
	if len(all) > 0 && all[0] == d.Title {
		all = all[1:]
	}
	if len(all) > 0 {
		if m := issueLine.FindStringSubmatch(all[0]); m != nil {
			doc.Issue, all = m[1], all[1:]
		}
	}
	doc.Title = about(w, d.Title, (&Contents{From: cmp.Or(d.From, d.To), To: d.To}).days())
	doc.Text = strings.Join(all, "\n")
	if d.State != report.Approved && d.State != report.Published {
		doc.Mark = "草稿"
	}
	return doc
}

// issueLine is 第12期　2020年2月3日, the second line of a draft.
var issueLine = regexp.MustCompile(`^(第[0-9]+期)?[\s　]*([0-9]+年[0-9]+月[0-9]+日\S*)$`)

// about is 2020年2月3日疫情防控工作情况, of 青石镇疫情防控工作简报.
func about(w *report.Workspace, title, date string) string {
	topic := strings.TrimPrefix(title, w.Name)
	topic = strings.TrimSuffix(strings.TrimSuffix(topic, "简报"), "工作")
	return date + topic + "工作情况"
}
