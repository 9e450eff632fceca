package report_test

import (
	"testing"
	"time"

	"qunbao/report"
)

func TestTheBaseLeavesOutWhoIsExcusedAndWhatWasOurFault(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 16:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46)}})
	p := d.period(daily5)
	p.Need.Units["上坪村"] = report.Duty{Excused: "停电"}
	end := at(t, "05 20:00:00")
	c := d.w.Complete(p, end, nil)
	if c.Base != 2 || c.Received != 1 || c.OnTime != 1 {
		t.Errorf("base %d received %d on time %d, want 2 1 1", c.Base, c.Received, c.OnTime)
	}
	outage := []report.Window{{From: at(t, "05 16:30:00"), To: at(t, "05 17:30:00")}}
	c = d.w.Complete(p, end, outage)
	if c.Base != 1 || c.Received != 1 {
		t.Errorf("down at the deadline: base %d received %d, want 1 1 (东坡村 is nobody's fault)", c.Base, c.Received)
	}
	short := []report.Window{{From: at(t, "05 12:00:00"), To: at(t, "05 13:00:00")}}
	if c = d.w.Complete(p, end, short); c.Base != 2 {
		t.Errorf("an hour at noon took 东坡村 out of the base")
	}
	half := []report.Window{{From: at(t, "05 06:00:00"), To: at(t, "05 11:31:00")}}
	if c = d.w.Complete(p, end, half); c.Base != 1 {
		t.Errorf("over half of the window down left the base at %d", c.Base)
	}
	if c = d.w.Complete(p, at(t, "05 17:00:00"), half); c.Base != 2 {
		t.Errorf("whoever may still report in time has left the base of %d", c.Base)
	}
}

// A clock that was a year ahead for a while has recorded an outage of a year.
func TestAnOutageThatEndsInTheFutureExcusesNobody(t *testing.T) {
	d := newDesk(t)
	wrong := []report.Window{{From: at(t, "05 12:00:00"), To: at(t, "05 12:00:00").AddDate(1, 0, 0)}}
	if c := d.w.Complete(d.period(daily5), at(t, "05 20:00:00"), wrong); c.Base == 0 || len(c.Unreported()) != c.Base {
		t.Errorf("base %d, unreported %v", c.Base, c.Unreported())
	}
}

func TestBeforeTheDeadlineSilenceIsOpenAndNotMissing(t *testing.T) {
	d := newDesk(t)
	for _, tt := range []struct {
		now  string
		want report.State
	}{{"05 16:59:59", report.Open}, {"05 17:00:00", report.Open}, {"05 17:00:01", report.Missing}} {
		if s := d.standing(daily5, "上坪村", at(t, tt.now)); s.State != tt.want {
			t.Errorf("at %s silence is %s, want %s", tt.now, s.State, tt.want)
		}
	}
}

func TestAReportWithoutADutyIsKeptAndCountsForNothing(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 16:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46)}})
	p := d.period(daily5)
	delete(p.Need.Units, "柳湾村")
	c := d.w.Complete(p, at(t, "05 20:00:00"), nil)
	if c.Base != 2 || c.Received != 0 || len(c.Totals) != 0 || len(c.Standings) != 3 {
		t.Errorf("base %d received %d totals %v standings %d", c.Base, c.Received, c.Totals, len(c.Standings))
	}
}

func TestNothingIsOwedBeforeTheFirstStart(t *testing.T) {
	w := township(t)
	if need := w.NewNeed(daily5, daily5.Day+1); len(need.Units) != 0 {
		t.Errorf("%d units owe the day before the first start", len(need.Units))
	}
}

func TestABaseOfNoughtHasNoRate(t *testing.T) {
	for _, tt := range []struct {
		n, base int
		want    string
	}{{0, 0, "—"}, {11, 12, "91.7%"}, {12, 12, "100%"}, {0, 3, "0%"}} {
		if got := report.Rate(tt.n, tt.base); got != tt.want {
			t.Errorf("Rate(%d, %d) = %s, want %s", tt.n, tt.base, got, tt.want)
		}
	}
}

func TestAnUndatedMessageBelongsToThePeriodThatOpenedLast(t *testing.T) {
	w := township(t)
	for _, tt := range []struct {
		form report.FormID
		now  string
		want string
	}{
		{"daily", "05 05:59:59", "daily:2020-02-04:"}, {"daily", "05 06:00:00", "daily:2020-02-05:"},
		{"gate", "05 07:59:00", "gate:2020-02-04:night"}, {"gate", "05 08:00:00", "gate:2020-02-05:day"},
		{"gate", "05 23:00:00", "gate:2020-02-05:night"},
	} {
		if got := w.PeriodAt(w.Form(tt.form), at(t, tt.now)).String(); got != tt.want {
			t.Errorf("%s at %s is %s, want %s", tt.form, tt.now, got, tt.want)
		}
	}
	night := report.PeriodKey{Form: "gate", Day: daily5.Day, Slot: "night"}
	if due := w.Due(night); !due.Equal(at(t, "06 08:00:00")) {
		t.Errorf("the night of the 5th is due at %s", due)
	}
}

func TestQuietHoursHoldAllButAlertsAndAnswers(t *testing.T) {
	w := township(t)
	for _, tt := range []struct {
		kind      report.Kind
		now, want string
	}{
		{report.Receipt, "05 20:59:59", "05 20:59:59"}, {report.Receipt, "05 21:00:00", "06 07:00:00"},
		{report.Reminder, "06 03:00:00", "06 07:00:00"}, {report.Receipt, "06 07:00:00", "06 07:00:00"},
		{report.Alert, "06 03:00:00", "06 03:00:00"}, {report.Reply, "06 03:00:00", "06 03:00:00"},
	} {
		if got := w.Leaves(report.Row{Kind: tt.kind, Form: "daily"}, at(t, tt.now)); !got.Equal(at(t, tt.want)) {
			t.Errorf("a %s of %s leaves at %s, want %s", tt.kind, tt.now, got.Format(time.DateTime), tt.want)
		}
	}
}

func TestMakeUpWorkdaysAreWorkedAndHolidaysAreNot(t *testing.T) {
	for _, tt := range []struct {
		day  string
		want bool
	}{
		{"2020-01-19", true},  // Sunday, made up for the spring festival
		{"2020-01-27", false}, // Monday of the spring festival
		{"2020-02-05", true},  // Wednesday
		{"2020-02-08", false}, // Saturday
		{"2035-05-05", false}, // Saturday of a year that is not published
	} {
		if got := township(t).IsWorkday(day(t, tt.day)); got != tt.want {
			t.Errorf("%s worked: %v, want %v", tt.day, got, tt.want)
		}
	}
}
