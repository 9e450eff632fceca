package main

import (
	"strings"
	"testing"

	"qunbao/report"
)

func TestAReceiptSaysThatTheFormHasEnded(t *testing.T) {
	for until, want := range map[string]bool{"2020-02-04": true, "2020-02-05": false} {
		r := newRemindery(t, func(s *report.Settings) { s.Forms[0].Until, _ = report.ParseDay(until) })
		row := r.row("epidemic-daily", report.StageFiled, theWorkChat, "河口村")
		row.Kind = report.Receipt
		r.file(row, "河口村", report.VersionNew)
		if text := r.say("05 15:01", row).Text; strings.Contains(text, "（该表2月4日已停报，不用再报）") != want {
			t.Errorf("until %s: %s", until, text)
		}
	}
}

func TestABriefingThatIsMadeUpSaysSo(t *testing.T) {
	r := newRemindery(t, none)
	d := report.Draft{ID: "d1", Parts: []report.Part{{Head: "一、情况"}}, Made: r.at("05 20:10")}
	if err := r.store.SaveDraft(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	row := report.Row{Key: "briefing/d1", Kind: report.Briefing, To: person("孙莉"), Ref: "d1", NotBefore: r.at("05 20:10")}
	for clock, want := range map[string]string{
		"05 20:11": "【简报草稿，请审核】\n一、情况", "05 20:40": "【简报草稿，请审核】（应于2月5日20:10发，因故迟发）\n一、情况",
	} {
		if got := r.say(clock, row).Text; got != want {
			t.Errorf("at %s: %s", clock, got)
		}
	}
}
