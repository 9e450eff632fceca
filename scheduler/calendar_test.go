package scheduler_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
)

// sparse is a form of some days, opened at midnight and due at 17:00, with a
// reminder before and one to the leads.
func sparse(c report.Calendar, r report.Rhythm) report.Form {
	return report.Form{
		ID: "hazards", Name: "隐患排查", Calendar: c, Rhythm: r, Units: []string{"柳湾村", "东坡村", "河口村"},
		Slots:  []report.Slot{{Due: clock("17:00")}},
		Remind: []report.Stage{{Offset: -time.Hour, To: report.ToChat}, {Offset: 2 * time.Hour, To: report.ToLead}},
	}
}

// Whatever the calendar: who owes a period is settled as its own day begins, it
// is reminded of on that day, and no other day has anything.
func TestAFormOfSomeDaysIsFrozenAndRemindedOfOnThemAlone(t *testing.T) {
	for name, tt := range map[string]struct {
		form        report.Form
		from, until string
		want        string
	}{
		"Fridays over a year end": {sparse(report.Weekly, report.Rhythm{Weekdays: []time.Weekday{time.Friday}}),
			"2020-12-19 07:00", "2021-01-09 07:00", "12-25 01-01 01-08"},
		"month ends": {sparse(report.Monthly, report.Rhythm{MonthDays: []int{report.MonthEnd}, Stays: 5}),
			"2020-01-20 07:00", "2020-05-01 07:00", "01-31 02-29 03-31 04-30"},
		"every second day over a leap day": {sparse(report.Spaced, report.Rhythm{Every: 2, First: day("2020-02-25")}),
			"2020-02-20 07:00", "2020-03-03 07:00", "02-25 02-27 02-29 03-02"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMemory()
			run(t, program(t, only(tt.form), m), at(tt.from), at(tt.until))
			got := map[string][]string{}
			for _, n := range m.order {
				f := m.claims[n]
				job, _, _ := strings.Cut(n, "/")
				got[job] = append(got[job], f.At.In(shanghai()).Format("01-02 15:04"))
				if f.Skipped || f.Need != nil && len(f.Need.Units) != 3 {
					t.Errorf("%s: %+v", n, f)
				}
			}
			want := map[string][]string{}
			for _, d := range strings.Fields(tt.want) {
				want["open"] = append(want["open"], d+" 00:00")
				want["remind"] = append(want["remind"], d+" 16:00", d+" 19:00")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A program that is started in the middle of a week owes that week, and one that
// was away when its day began settles it as soon as it is back.
func TestAWeekThatHasBegunIsOwed(t *testing.T) {
	settings := only(sparse(report.Weekly, report.Rhythm{Weekdays: []time.Weekday{time.Friday}}))
	m := newMemory()
	run(t, program(t, settings, m), at("2020-02-05 10:00"), at("2020-02-06 20:00"))
	if len(m.order) != 0 {
		t.Errorf("before its day: %q", m.order)
	}
	run(t, program(t, settings, m), at("2020-02-07 16:30"), at("2020-02-07 23:00"))
	key := report.PeriodKey{Form: "hazards", Day: day("2020-02-07")}
	if len(m.periods[key].Need.Units) != 3 || len(m.rows("remind/hazards/2020-02-07//before-60m-chat")) != 4 || len(m.rows("remind/hazards/2020-02-07//after-120m-lead")) != 2 {
		t.Errorf("owed by %v, reminded %q", m.periods[key].Need, m.rows("remind/"))
	}
}

// Days before a month ends its report is asked for, by its day.
func TestAMonthIsRemindedOfDaysBefore(t *testing.T) {
	f := sparse(report.Monthly, report.Rhythm{MonthDays: []int{report.MonthEnd}})
	f.Remind = []report.Stage{{Offset: -48 * time.Hour, To: report.ToLead}}
	m := newMemory()
	run(t, program(t, only(f), m), at("2020-02-10 07:00"), at("2020-04-01 07:00"))
	want := []string{
		"02-27 17:00 to 03-01 00:00 escalation | remind/hazards/2020-02-29//before-2880m-lead/person:钱海 | 柳湾村 东坡村",
		"02-27 17:00 to 03-01 00:00 escalation | remind/hazards/2020-02-29//before-2880m-lead/person:马丽 | 河口村",
		"03-29 17:00 to 04-01 00:00 escalation | remind/hazards/2020-03-31//before-2880m-lead/person:钱海 | 柳湾村 东坡村",
		"03-29 17:00 to 04-01 00:00 escalation | remind/hazards/2020-03-31//before-2880m-lead/person:马丽 | 河口村",
	}
	if diff := cmp.Diff(want, m.rows("remind/")); diff != "" {
		t.Error(diff)
	}
}

// The shift that crosses new year is of the day on which it began.
func TestANightShiftCrossesTheYear(t *testing.T) {
	m := newMemory()
	run(t, program(t, only(checkpoint()), m), at("2019-12-31 12:00"), at("2020-01-01 09:00"))
	want := []string{
		"remind/checkpoint/2019-12-31/day/after-5m-reporter 2019-12-31 20:05",
		"remind/checkpoint/2019-12-31/night/after-5m-reporter 2020-01-01 08:05",
	}
	var got []string
	for _, n := range m.named("remind/") {
		got = append(got, n+" "+m.claims[n].At.In(shanghai()).Format("2006-01-02 15:04"))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A digest of a day on which none of its forms has a period is not sent.
func TestADigestOfNoPeriodIsNotSent(t *testing.T) {
	settings := only(sparse(report.Weekly, report.Rhythm{Weekdays: []time.Weekday{time.Friday}}))
	settings.Digests = []report.DigestPlan{{At: clock("18:00"), Covers: report.Today, To: []string{"班子群"}, Forms: []report.FormID{"hazards"}}}
	m := newMemory()
	run(t, program(t, settings, m), at("2020-02-03 07:00"), at("2020-02-15 07:00"))
	if diff := cmp.Diff([]string{"digest/2020-02-07T18:00", "digest/2020-02-14T18:00"}, m.named("digest/")); diff != "" {
		t.Error(diff)
	}
}

// A unit is asked for what is due from its first day to its last, and for nothing
// before or after.
func TestAUnitIsAskedFromItsFirstDayToItsLast(t *testing.T) {
	settings := only(epidemic())
	settings.Forms[0].Remind = []report.Stage{{To: report.ToChat}}
	settings.Units[1].Until = day("2020-02-05") // 柳湾村
	settings.Units[2].From = day("2020-02-06")  // 东坡村
	m := newMemory()
	run(t, program(t, settings, m), at("2020-02-05 05:00"), at("2020-02-06 20:00"))
	var got []string
	for _, n := range m.named("remind/") {
		for _, r := range m.claims[n].Rows {
			for _, u := range r.Units {
				if u == "柳湾村" || u == "东坡村" {
					got = append(got, r.Period.String()+" "+string(u))
				}
			}
		}
	}
	if diff := cmp.Diff([]string{"2020-02-05 柳湾村", "2020-02-06 东坡村"}, got); diff != "" {
		t.Error(diff)
	}
}
