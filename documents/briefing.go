package documents

import (
	"cmp"
	"fmt"
	"strings"

	"qunbao/report"
)

// Briefing is a draft as a document. One that nobody has approved says so. A 日报简报
// has its name in the masthead, its number and the day on which it was made below, and
// what it is about as the title; a 情况汇报 or 工作小结 its name as the title.
func Briefing(w *report.Workspace, d report.Draft) Document {
	issuer := cmp.Or(w.Issuer, w.Name)
	doc := Document{Title: d.Title, Issuer: issuer, Signer: issuer, Day: report.DayOf(d.Made.In(w.Zone)), Made: d.Made}
	if d.Kind != report.SituationReport && d.Kind != report.WorkSummary {
		doc.Masthead = d.Title
		if d.Issue > 0 {
			doc.Issue = fmt.Sprintf("第%d期", d.Issue)
		}
		doc.Title = about(w, d.Title, (&Contents{From: cmp.Or(d.From, d.To), To: d.To}).days())
	}
	body := d
	body.Title = ""
	doc.Text = strings.Join(lines(body.Text()), "\n")
	switch {
	case d.State != report.Approved && d.State != report.Published:
		doc.Mark = "草稿"
	case d.Model:
		doc.Text += "\n" + report.WordedByModel
	}
	return doc
}

// ReviewCopy is a draft as whoever reviews it gets it: one that still waits has the
// marks [1][2] by which its sentences are traced and edited.
func ReviewCopy(w *report.Workspace, d report.Draft) Document {
	doc := Briefing(w, d)
	if d.Waits() {
		d.Title = ""
		doc.Text = strings.Join(lines(d.Marked()), "\n")
	}
	return doc
}

// about is 2020年2月3日疫情防控工作情况, of 青石镇疫情防控工作简报.
func about(w *report.Workspace, title, date string) string {
	topic := strings.TrimPrefix(title, w.Name)
	topic = strings.TrimSuffix(strings.TrimSuffix(topic, "简报"), "工作")
	return date + topic + "工作情况"
}
