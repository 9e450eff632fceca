package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"qunbao/report"
)

// testdata/lookups.txt holds what 查 answers after conversations, written as those
// of questions.txt.

// TestALookupTellsWhoSaidWhatWhenAndWhy keeps every kind of step as people see it.
func TestALookupTellsWhoSaidWhatWhenAndWhy(t *testing.T) {
	preface, all := conversations(t, "testdata/lookups.txt")
	b := new(strings.Builder)
	b.WriteString(strings.TrimSpace(preface) + "\n")
	for _, c := range all {
		b.WriteString("\n# " + c.code + " " + c.title + "\n")
		d := newTalk(t)
		for i, line := range c.lines {
			told := strings.Join(d.told(d.sends(d.message(line, i+1))), "\n")
			b.WriteString(line + "\n" + strings.ReplaceAll(told, "\n", "\n    ") + "\n")
		}
	}
	golden(t, "lookups.txt", b.String())
}

// looks is what 查 answers the office.
func (d *desk) looks(now time.Time, ask string) string {
	d.t.Helper()
	d.n++
	m := report.Message{ID: report.MessageID(fmt.Sprint("look", d.n)), Time: now, Chat: chat, Sender: "党政办郑晓", Text: ask}
	for _, r := range d.sends(m) {
		if r.Kind == report.Reply {
			return r.Text
		}
	}
	d.t.Fatalf("%q is not answered", ask)
	return ""
}

func TestALongHistoryIsCutAndSaysSo(t *testing.T) {
	d := newDesk(t)
	for i := range 30 {
		d.sends(report.Message{ID: report.MessageID(fmt.Sprint("m", i)), Time: d.at("05 09:00").Add(time.Duration(i) * time.Minute),
			Chat: chat, Sender: "柳湾村 李会芳", Text: fmt.Sprintf("柳湾村居家观察%d人", 10+i)})
	}
	said := d.looks(d.at("05 18:00"), "查 柳湾村 2月5日")
	lines := strings.Split(said, "\n")
	if len(lines) != 11 || !strings.Contains(lines[2], "22条从略") {
		t.Errorf("%d lines:\n%s", len(lines), said)
	}
	for _, want := range []string{"09:00 李会芳报“柳湾村居家观察10人”", "09:29 李会芳报“柳湾村居家观察39人”：居家观察38→39人"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in:\n%s", want, said)
		}
	}
}

func TestADayWithoutAYearIsTheLastThatWas(t *testing.T) {
	d := newDesk(t)
	d.says("03 14:05", "柳湾村 李会芳", "柳湾村居家观察46人")
	for when, asks := range map[string][]string{
		"2020-02-05 09:00": {"查 柳湾村 2月3日", "查 柳湾村 2.3", "查 柳湾村 前天"},
		"2020-11-20 09:00": {"查 柳湾村 2月3日", "查 柳湾村 2020年2月3日", "查 柳湾村 2020.2.3"},
		"2021-01-10 09:00": {"查 柳湾村 2020年2月3日", "查 柳湾村 2月3日"},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", when, d.w.Zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, ask := range asks {
			said := d.looks(now, ask)
			if !strings.Contains(said, "居家观察46人") {
				t.Errorf("at %s %q is answered: %s", when, ask, said)
			}
			if strings.HasPrefix(said, "2020年的：") != (now.Year() == 2021) {
				t.Errorf("at %s the year is told wrongly: %s", when, said)
			}
		}
	}
}

func TestAUnitThatLeftTheRosterIsStillLookedUp(t *testing.T) {
	d := newDesk(t)
	k := report.RecordKey{PeriodKey: report.PeriodKey{Form: "epidemic-daily", Day: report.DayOf(d.at("03 12:00"))}, Unit: "老河村"}
	v := report.Version{Message: "old", Time: d.at("03 14:00"), Counts: d.at("03 14:00"), Filed: d.at("03 14:00"), By: "田老三", Kind: report.VersionNew,
		Values: map[report.FieldID]report.Value{"home": {Unit: "人"}, "gone": {Unit: "只"}}}
	err := d.store.Commit(t.Context(), report.Change{
		Outcome: report.Outcome{Message: "old", Kind: report.IsReport}, Time: v.Time, At: v.Time, Writes: []report.Write{{Key: k, Version: v}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if said := d.looks(d.at("05 09:00"), "查 老河村 2月3日"); !strings.Contains(said, "14:00 田老三") || !strings.Contains(said, "gone0只") {
		t.Errorf("it is told: %s", said)
	}
}
