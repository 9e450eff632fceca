package scheduler

import (
	"strings"
	"testing"
	"time"

	"qunbao/report"
)

func TestAnImpossibleScheduleIsRefused(t *testing.T) {
	for spec, hint := range map[string]string{
		"TZ=":                       "leave it out", // without a fence it panics
		"TZ=Asia/Tokyo 0 7 * * *":   "leave it out",
		"CRON_TZ=Asia/Tokyo 0 7 * ": "leave it out",
		"0 0 31 2 *":                "every year", // the library takes it, and it never comes
		"0 0 29 2 *":                "every year",
		"@every 1h":                 "descriptors",
		"0 25 * * *":                "above maximum",
		"7:30":                      "5 fields",
		"":                          "empty",
	} {
		if _, err := parseSchedule(spec, time.UTC); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("%q: got %v, want an error with %q", spec, err, hint)
		}
	}
}

func TestEachTimeOfDayComesOnceADay(t *testing.T) {
	for _, name := range []string{"Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for clock := range 1440 / 30 {
			s, _, err := daily(report.Clock(clock*30), zone)
			if err != nil {
				t.Fatal(err)
			}
			now := time.Date(2018, 1, 1, 0, 0, 0, 0, zone).Add(-time.Nanosecond)
			first, at := s.after(now)
			for i := range 365 {
				day, next := s.after(at)
				if int(day-first) != i+1 || !next.Equal(day.At(report.Clock(clock*30), zone)) {
					t.Fatalf("%s: after %s comes %s of day %s", name, at, next, day)
				}
				at = next
			}
		}
	}
}

// From any instant, not only from the last firing, the next firing is the same:
// a program that is started between the two finds it too.
func TestTheNextTimeDoesNotDependOnWhenItIsAsked(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	s, _, err := daily(report.Clock(150), zone) // 02:30, which 8 March 2020 does not have
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2020, 3, 8, 0, 0, 0, 0, zone)
	want := s.Next(start)
	for now := start; now.Before(want); now = now.Add(time.Minute) {
		if got := s.Next(now); !got.Equal(want) {
			t.Fatalf("asked at %s: %s, want %s", now, got, want)
		}
	}
}

func FuzzParseSchedule(f *testing.F) {
	for _, spec := range []string{"0 7 * * *", "*/5 8-18 * * 1-5", "0 0 31 2 *", "TZ=", "CRON_TZ=x 1", "1,2/3 ? * jan sun", "9999999999999999999 * * * *"} {
		f.Add(spec)
	}
	now := time.Date(2020, 2, 29, 23, 59, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, spec string) {
		s, err := parseSchedule(spec, time.UTC)
		if err != nil {
			return
		}
		if next := s.Next(now); !next.After(now) || next.After(now.AddDate(1, 0, 1)) {
			t.Errorf("%q: next is %s", spec, next)
		}
	})
}
