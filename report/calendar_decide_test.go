package report_test

import (
	"testing"
	"time"

	"qunbao/report"
)

// withWeekly is the township with a form that is due on Fridays behind the others.
func withWeekly(t *testing.T) *desk {
	d := newDesk(t)
	s := d.w.Settings
	s.Forms = append(s.Forms, report.Form{
		ID: "hazards", Name: "隐患排查", Calendar: report.Weekly, Rhythm: report.Rhythm{Weekdays: []time.Weekday{time.Friday}},
		Slots: []report.Slot{{Due: 17 * 60}}, Zero: report.Zero{Sets: []report.FieldID{"found"}},
		Fields: []report.Field{{ID: "found", Name: "隐患", Units: []string{"处"}, Kind: report.Daily}},
	})
	s.Chats = []report.Chat{{ID: "工作群", Role: report.WorkChat, Forms: []report.FormID{"daily", "gate", "hazards"}}}
	d.w = report.NewWorkspace(s)
	return d
}

// week is the week that ends on a Friday of February 2020.
func week(t *testing.T, friday string) report.RecordKey {
	return report.RecordKey{PeriodKey: report.PeriodKey{Form: "hazards", Day: day(t, "2020-02-"+friday)}, Unit: "柳湾村"}
}

// reports lets 柳湾村 send its weekly numbers, read as the parser reads them.
func (d *desk) reports(id string, when time.Time) {
	d.t.Helper()
	open := d.w.PeriodAt(d.w.Form("hazards"), when)
	d.files(id, "柳湾村 李会芳", when, report.Filing{Form: "hazards", Unit: "柳湾村", Period: open.Day, Values: values{"found": n(3)}})
}

func TestAReportOfTheWeekIsOfTheFridayThatComes(t *testing.T) {
	d := withWeekly(t)
	d.reports("m1", at(t, "12 09:00:00")) // Wednesday
	if r := d.records[week(t, "14")]; !r.Fold().Valid {
		t.Error("Wednesday's report is not of the week")
	}
	if s := d.standing(week(t, "14").PeriodKey, "柳湾村", at(t, "14 18:00:00")); s.State != report.OnTime {
		t.Errorf("it is %s", s.State)
	}
}

// On the first day after Friday a unit that still owes the week reports that one,
// late; later, and where the week is there, the next is meant.
func TestTheDayAfterIsForTheWeekThatIsStillOwed(t *testing.T) {
	d := withWeekly(t)
	d.reports("m1", at(t, "15 10:00:00")) // Saturday
	if s := d.standing(week(t, "14").PeriodKey, "柳湾村", at(t, "15 11:00:00")); s.State != report.Late {
		t.Errorf("the week of the 14th is %s", s.State)
	}
	if got := d.w.ReceiptText(d.rows, []report.Record{d.records[week(t, "14")]}); got != "柳湾村 已收，按隐患排查2月14日记（迟报）：隐患3人" {
		t.Errorf("the receipt says %q", got)
	}
	d.reports("m2", at(t, "15 11:00:00"))
	if r := d.records[week(t, "21")]; !r.Fold().Valid {
		t.Error("a second report of Saturday is not of the next week")
	}
	late := withWeekly(t)
	late.reports("m1", at(t, "17 09:00:00")) // Monday
	if r := late.records[week(t, "21")]; !r.Fold().Valid {
		t.Error("Monday's report is not of the week that has begun")
	}
}

// A bare 平安 settles a week on its own day alone.
func TestABareZeroOfMondayIsNoReportOfTheWeek(t *testing.T) {
	d := withWeekly(t)
	zero := func(id string, when time.Time) {
		d.files(id, "柳湾村 李会芳", when, report.Filing{Form: "daily", Unit: "柳湾村", Zero: true, Values: report.ZeroValues(d.w.Form("daily"))})
	}
	for i, hour := range []string{"08:00:00", "08:01:00", "08:02:00", "08:03:00", "08:04:00"} {
		zero("mon"+string(rune('0'+i)), at(t, "10 "+hour))
	}
	if r := d.records[week(t, "14")]; r.Fold().Came {
		t.Error("the week was settled on Monday")
	}
	for i, hour := range []string{"08:30:00", "09:31:00", "09:32:00", "09:33:00"} {
		zero("fri"+string(rune('0'+i)), at(t, "14 "+hour))
	}
	if r := d.records[week(t, "14")]; !r.Fold().Valid || !r.Fold().Zero {
		t.Error("the week was not settled on Friday")
	}
}

func TestAUnitOwesFromItsFirstDayToItsLast(t *testing.T) {
	s := township(t).Settings
	s.Units[1].Until = day(t, "2020-02-04") // 柳湾村
	s.Units[2].From = day(t, "2020-02-05")  // 东坡村
	w := report.NewWorkspace(s)
	for _, tt := range []struct {
		day            string
		liuwan, dongpo bool
	}{{"2020-02-03", true, false}, {"2020-02-04", true, false}, {"2020-02-05", false, true}, {"2020-02-06", false, true}} {
		k := report.PeriodKey{Form: "daily", Day: day(t, tt.day)}
		need := w.NewNeed(k, k.Day-5)
		for unit, want := range map[report.UnitID]bool{"柳湾村": tt.liuwan, "东坡村": tt.dongpo, "上坪村": true, "青石镇": false} {
			if _, owes := need.Units[unit]; owes != want || w.OwedBy(k, unit) != want {
				t.Errorf("%s owes %s: %v and %v, want %v", unit, tt.day, owes, w.OwedBy(k, unit), want)
			}
		}
	}
}

// What a unit that has closed reported before stands; what it sends afterwards is
// kept and counts for nothing.
func TestThePastOfAUnitThatHasClosedStands(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 16:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46)}})
	before := d.period(daily5)
	s := d.w.Settings
	s.Units[1].Until = daily5.Day
	d.w = report.NewWorkspace(s)
	if c := d.w.Complete(before, at(t, "10 12:00:00"), nil); c.Base != 3 || c.Received != 1 || c.OnTime != 1 {
		t.Errorf("the day before it closed stands at %s", c.Rates())
	}
	d.files("m2", "柳湾村 李会芳", at(t, "06 16:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(40)}})
	if s := d.standing(report.PeriodKey{Form: "daily", Day: daily5.Day + 1}, "柳湾村", at(t, "06 18:00:00")); s.Expected || !s.Current.Valid {
		t.Errorf("the day after is %+v", s)
	}
}

func TestTheWorkspaceKnowsDaysThatThePublishedCalendarDoesNot(t *testing.T) {
	s := township(t).Settings
	s.Holidays = report.Holidays{Years: []int{2035}, Worked: map[report.Day]bool{
		day(t, "2035-02-08"): false, day(t, "2035-02-04"): true, day(t, "2020-02-03"): false,
	}}
	w := report.NewWorkspace(s)
	for d, want := range map[string]bool{"2035-02-08": false, "2035-02-04": true, "2035-02-09": true, "2035-02-10": false, "2020-02-03": false, "2020-02-04": true} {
		if got := w.IsWorkday(day(t, d)); got != want {
			t.Errorf("%s worked: %v", d, got)
		}
	}
	if !w.Holidays.Knows(2035) || !w.Holidays.Knows(2020) || w.Holidays.Knows(2036) {
		t.Error("it does not know which years it knows")
	}
}

func TestACalendarIsSaidInWords(t *testing.T) {
	for _, tt := range []struct {
		form report.Form
		want string
	}{
		{report.Form{}, "每天"}, {report.Form{Calendar: report.Workdays}, "每个工作日"},
		{weekly(time.Sunday, time.Friday, time.Monday), "每周一、五、日"}, {monthly(report.MonthEnd), "每月末"},
		{monthly(1, 15, report.MonthEnd), "每月1日、15日、月末"}, {spaced(t, 2, "2020-02-01"), "每2天"},
	} {
		if got := tt.form.Often(); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}
