package commands_test

import (
	"strings"
	"testing"
	"time"

	"qunbao/report"
)

func TestSomebodyWhoIsNotInTheRosterIsAnsweredOnceADayAndRecorded(t *testing.T) {
	d := newDesk(t)
	rows := d.says("05 14:05", "路过的老吴13912345678", "统计")
	if len(rows) != 1 || !strings.Contains(rows[0].Text, "不在花名册") || !strings.Contains(rows[0].Text, "郑晓") {
		t.Errorf("the first answer: %+v", rows)
	}
	if rows := d.says("05 15:05", "路过的老吴13912345678", "谁没报"); len(rows) != 0 {
		t.Errorf("the second of a day: %+v", rows)
	}
	if rows := d.says("06 15:05", "路过的老吴13912345678", "谁没报"); len(rows) != 1 {
		t.Errorf("the next day: %+v", rows)
	}
	d.refused("统计", "谁没报", "谁没报")
}

// refused wants these commands recorded as refused, with nobody's card and words.
func (d *desk) refused(want ...string) {
	d.t.Helper()
	acts, err := d.store.Acts(d.t.Context(), time.Time{}, d.at("28 00:00"))
	if err != nil {
		d.t.Fatal(err)
	}
	var got []string
	for _, a := range acts {
		known := d.w.Person(report.PersonID(a.By)) != nil || a.By == "花名册以外的人"
		if a.What != "refused" || a.Reason != "" || !known {
			d.t.Errorf("it is recorded: %+v", a)
		}
		got = append(got, a.About)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		d.t.Errorf("refused: %q, want %q", got, want)
	}
}
