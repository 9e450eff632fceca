package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"qunbao/report"
)

// only is a workspace of one form, due at 17:00 unless it has slots of its own.
func only(f report.Form) (*report.Workspace, *report.Form) {
	f.ID = "f"
	if f.Slots == nil {
		f.Slots = []report.Slot{{Due: 17 * 60}}
	}
	w := report.NewWorkspace(report.Settings{Zone: zone, Forms: []report.Form{f}})
	return w, w.Form("f")
}

func weekly(days ...time.Weekday) report.Form {
	return report.Form{Calendar: report.Weekly, Rhythm: report.Rhythm{Weekdays: days}}
}

func monthly(days ...int) report.Form {
	return report.Form{Calendar: report.Monthly, Rhythm: report.Rhythm{MonthDays: days}}
}

func spaced(t *testing.T, every int, first string) report.Form {
	return report.Form{Calendar: report.Spaced, Rhythm: report.Rhythm{Every: every, First: day(t, first)}}
}

func shifts() []report.Slot {
	return []report.Slot{{ID: "day", Name: "白班", Opens: 8 * 60, Due: 20 * 60}, {ID: "night", Name: "夜班", Opens: 20 * 60, Due: 32 * 60}}
}

func TestACalendarAsksOnItsDaysAndOnNoOther(t *testing.T) {
	from := func(f report.Form, first string) report.Form { f.From = day(t, first); return f }
	until := func(f report.Form, last string) report.Form { f.Until = day(t, last); return f }
	for _, tt := range []struct {
		name        string
		form        report.Form
		from, until string
		want        string
	}{
		{"every day over a leap day", report.Form{Calendar: report.EveryDay}, "2020-02-28", "2020-03-01", "02-28 02-29 03-01"},
		{"no calendar is every day", report.Form{}, "2019-12-31", "2020-01-01", "12-31 01-01"},
		{"workdays in the spring festival of 2020", report.Form{Calendar: report.Workdays}, "2020-01-17", "2020-02-05",
			"01-17 01-19 01-20 01-21 01-22 01-23 02-03 02-04 02-05"},
		{"workdays in the spring festival of 2024", report.Form{Calendar: report.Workdays}, "2024-02-02", "2024-02-20",
			"02-02 02-04 02-05 02-06 02-07 02-08 02-09 02-18 02-19 02-20"},
		{"workdays over a year end", report.Form{Calendar: report.Workdays}, "2019-12-30", "2020-01-03", "12-30 12-31 01-02 01-03"},
		{"Fridays over a year end", weekly(time.Friday), "2020-12-20", "2021-01-10", "12-25 01-01 01-08"},
		{"Mondays and Fridays", weekly(time.Monday, time.Friday), "2020-02-01", "2020-02-10", "02-03 02-07 02-10"},
		{"Fridays in force from a Saturday", from(weekly(time.Friday), "2020-02-01"), "2020-01-20", "2020-02-10", "02-07"},
		{"Fridays in force until a Thursday", until(weekly(time.Friday), "2020-02-06"), "2020-01-25", "2020-02-20", "01-31"},
		{"month ends of a leap year", monthly(report.MonthEnd), "2020-01-01", "2020-06-30", "01-31 02-29 03-31 04-30 05-31 06-30"},
		{"month ends of another year", monthly(report.MonthEnd), "2021-01-31", "2021-03-30", "01-31 02-28"},
		{"the 1st, the 15th and the end", monthly(1, 15, report.MonthEnd), "2020-02-01", "2020-03-02", "02-01 02-15 02-29 03-01"},
		{"the 30th, which February has not", monthly(30), "2021-01-01", "2021-04-30", "01-30 02-28 03-30 04-30"},
		{"every second day over a leap day", spaced(t, 2, "2020-02-25"), "2020-02-20", "2020-03-04", "02-25 02-27 02-29 03-02 03-04"},
		{"every tenth day over a year end", spaced(t, 10, "2020-12-20"), "2020-12-01", "2021-01-20", "12-20 12-30 01-09 01-19"},
	} {
		w, f := only(tt.form)
		var got []string
		for d := day(t, tt.from); d <= day(t, tt.until); d++ {
			for _, k := range w.PeriodsOf(f, d) {
				if w.Owed(k) {
					got = append(got, d.String()[5:])
				}
			}
		}
		if diff := cmp.Diff(strings.Fields(tt.want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// Every second day of a year falls on each day of the week and misses none.
func TestEverySecondDayNeverLosesItsStep(t *testing.T) {
	w, f := only(spaced(t, 2, "2019-01-01"))
	for d := day(t, "2019-01-01"); d <= day(t, "2021-12-31"); d++ {
		if asked := len(w.PeriodsOf(f, d)) == 1; asked != ((d-day(t, "2019-01-01"))%2 == 0) {
			t.Fatalf("%s asked: %v", d, asked)
		}
	}
}

func TestAnUndatedMessageBelongsToThePeriodThatIsOpen(t *testing.T) {
	stays := func(f report.Form, days int) report.Form { f.Rhythm.Stays = days; return f }
	slots := func(f report.Form, s ...report.Slot) report.Form { f.Slots = s; return f }
	friday := weekly(time.Friday)
	for _, tt := range []struct {
		name string
		form report.Form
		want map[string]string // instant → day and slot
	}{
		{"daily", slots(report.Form{}, report.Slot{Opens: 6 * 60, Due: 17 * 60}), map[string]string{
			"2020-02-05 05:59": "2020-02-04/", "2020-02-05 06:00": "2020-02-05/", "2020-03-01 00:00": "2020-02-29/",
		}},
		{"a day off of workdays is a day of its own", report.Form{Calendar: report.Workdays}, map[string]string{
			"2020-02-08 12:00": "2020-02-08/", "2020-02-07 23:59": "2020-02-07/",
		}},
		{"the week that ends on Friday", friday, map[string]string{
			"2020-02-05 09:00": "2020-02-07/", "2020-02-07 17:00": "2020-02-07/", "2020-02-07 23:59": "2020-02-07/",
			"2020-02-08 00:00": "2020-02-14/", "2021-01-01 23:59": "2021-01-01/", "2021-01-02 00:00": "2021-01-08/",
		}},
		{"from Saturday noon on the next week", slots(friday, report.Slot{Opens: 12 * 60, Due: 17 * 60}), map[string]string{
			"2020-02-08 11:59": "2020-02-07/", "2020-02-08 12:00": "2020-02-14/",
		}},
		{"a week that stays open over Sunday", stays(friday, 2), map[string]string{
			"2020-02-09 23:59": "2020-02-07/", "2020-02-10 00:00": "2020-02-14/",
		}},
		{"a week that stays open until the next one is due", stays(friday, 6), map[string]string{
			"2020-02-13 23:59": "2020-02-07/", "2020-02-14 00:00": "2020-02-14/",
		}},
		{"no week stays open into the next one's day", stays(friday, 30), map[string]string{
			"2020-02-13 23:59": "2020-02-07/", "2020-02-14 00:00": "2020-02-14/",
		}},
		{"Monday and Friday", weekly(time.Monday, time.Friday), map[string]string{
			"2020-02-03 23:59": "2020-02-03/", "2020-02-04 00:00": "2020-02-07/", "2020-02-08 00:00": "2020-02-10/",
		}},
		{"month end", monthly(report.MonthEnd), map[string]string{
			"2020-02-01 00:00": "2020-02-29/", "2020-02-29 23:59": "2020-02-29/", "2020-03-01 00:00": "2020-03-31/", "2020-12-31 20:00": "2020-12-31/",
		}},
		{"a month that stays open for five days", stays(monthly(report.MonthEnd), 5), map[string]string{
			"2020-02-05 23:59": "2020-01-31/", "2020-02-06 00:00": "2020-02-29/",
		}},
		{"every second day", spaced(t, 2, "2020-02-01"), map[string]string{
			"2020-02-01 23:59": "2020-02-01/", "2020-02-02 00:00": "2020-02-03/", "2020-01-30 12:00": "2020-01-30/",
		}},
		{"shifts over new year", slots(report.Form{}, shifts()...), map[string]string{
			"2019-12-31 20:00": "2019-12-31/night", "2020-01-01 07:59": "2019-12-31/night", "2020-01-01 08:00": "2020-01-01/day",
		}},
		{"shifts on Fridays alone", slots(friday, shifts()...), map[string]string{
			"2020-02-05 12:00": "2020-02-07/day", "2020-02-07 20:00": "2020-02-07/night",
			"2020-02-08 07:59": "2020-02-07/night", "2020-02-08 08:00": "2020-02-14/day",
		}},
	} {
		w, f := only(tt.form)
		for instant, want := range tt.want {
			at, err := time.ParseInLocation("2006-01-02 15:04", instant, zone)
			if err != nil {
				t.Fatal(err)
			}
			k := w.PeriodAt(f, at)
			if got := k.Day.String() + "/" + string(k.Slot); got != want {
				t.Errorf("%s: %s is of %s, want %s", tt.name, instant, got, want)
			}
		}
	}
}

// Whatever the calendar and its slots: the periods of a form follow each other
// without a gap, so that each instant belongs to one of them.
func TestPeriodsFollowEachOtherWithoutAGap(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, f := only(anyForm(r))
		at := time.Unix(rapid.Int64Range(1546272000, 1735660800).Draw(r, "at"), 0) // 2019 to 2024
		k := w.PeriodAt(f, at)
		opens, ends := w.Opens(k), w.Ends(k)
		switch {
		case at.Before(opens) || !at.Before(ends):
			r.Fatalf("%s is not in %s, from %s to %s", at, k, opens, ends)
		case w.PeriodAt(f, opens) != k:
			r.Fatalf("%s opens in %s", k, w.PeriodAt(f, opens))
		case w.PeriodAt(f, ends.Add(-time.Second)) != k:
			r.Fatalf("%s ends in %s", k, w.PeriodAt(f, ends.Add(-time.Second)))
		case w.Due(k).Before(opens):
			r.Fatalf("%s is due at %s and opens at %s", k, w.Due(k), opens)
		case !w.Opens(w.After(k)).Equal(ends):
			r.Fatalf("%s ends at %s and the next opens at %s", k, ends, w.Opens(w.After(k)))
		case w.Before(w.After(k)) != k || w.After(w.Before(k)) != k:
			r.Fatalf("%s stands between %s and %s", k, w.Before(k), w.After(k))
		case w.Closes(k).Before(w.Due(k)):
			r.Fatalf("%s closes at %s, before it is due", k, w.Closes(k))
		case w.Frozen(k).After(w.Due(k)) || w.Frozen(k).Before(opens) && !w.Frozen(k).Equal(k.Day.At(0, zone)):
			r.Fatalf("%s is frozen at %s", k, w.Frozen(k))
		}
		listed := 0
		for d := k.Day - 1; d <= k.Day+1; d++ {
			for _, p := range w.PeriodsOf(f, d) {
				if p == k {
					listed++
				}
			}
		}
		if listed != 1 {
			r.Fatalf("%s is listed on %d days", k, listed)
		}
		if d := report.DayOf(at.In(zone)); f.DayFor(f.DayFor(d)) != f.DayFor(d) {
			r.Fatalf("%s belongs to %s, which belongs to %s", d, f.DayFor(d), f.DayFor(f.DayFor(d)))
		}
	})
}

// anyForm draws a form that the check lets pass.
func anyForm(r *rapid.T) report.Form {
	f := report.Form{Calendar: rapid.SampledFrom([]report.Calendar{report.EveryDay, report.Workdays, report.Weekly, report.Monthly, report.Spaced}).Draw(r, "calendar")}
	f.Rhythm = report.Rhythm{
		Weekdays:  rapid.SliceOfNDistinct(rapid.Custom(func(r *rapid.T) time.Weekday { return time.Weekday(rapid.IntRange(0, 6).Draw(r, "weekday")) }), 1, 7, rapid.ID).Draw(r, "weekdays"),
		MonthDays: rapid.SliceOfNDistinct(rapid.IntRange(1, 31), 1, 6, rapid.ID).Draw(r, "days"),
		Every:     rapid.IntRange(2, 40).Draw(r, "every"),
		First:     report.Day(rapid.IntRange(18000, 18500).Draw(r, "first")),
		Stays:     rapid.IntRange(0, 35).Draw(r, "stays"),
	}
	opens := report.Clock(rapid.IntRange(0, 600).Draw(r, "opens"))
	f.Slots = []report.Slot{{Opens: opens, Due: opens + 240}}
	if rapid.Bool().Draw(r, "shifts") {
		f.Slots = []report.Slot{{ID: "day", Opens: opens, Due: 18 * 60}, {ID: "night", Opens: 18 * 60, Due: 24*60 + opens}}
	}
	return f
}
