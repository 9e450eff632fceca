package report

import (
	"fmt"
	"time"
)

// Day is a calendar day, counted from 1 January 1970, without a zone. The zero
// Day means that no day is known.
type Day int32

// DayOf is the calendar day of t in t's own zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads a day written as 2006-01-02.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a day; write it as 2020-02-01", s)
	}
	return DayOf(t), nil
}

// Date is the day's year, month and day of the month.
func (d Day) Date() (year int, month time.Month, day int) {
	return time.Unix(int64(d)*86400, 0).UTC().Date()
}

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return time.Unix(int64(d)*86400, 0).UTC().Weekday() }

// At is the instant of the day at a clock time in a zone. A clock of 24:00 or
// more falls on the days that follow.
func (d Day) At(c Clock, zone *time.Location) time.Time {
	y, m, day := d.Date()
	return time.Date(y, m, day, int(c)/60, int(c)%60, 0, 0, zone)
}

// String is the day as 2006-01-02, or "" where no day is known.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly)
}

// Chinese is the day as people say it: 2月3日.
func (d Day) Chinese() string {
	_, m, day := d.Date()
	return fmt.Sprintf("%d月%d日", int(m), day)
}

// DayWords is a day as people say it, with its year where that is not the one of now.
func DayWords(d Day, now time.Time) string {
	if year, _, _ := d.Date(); year != now.Year() {
		return fmt.Sprintf("%d年%s", year, d.Chinese())
	}
	return d.Chinese()
}

// MarshalText writes the day as String does.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDay(string(b))
	*d = v
	return err
}

// Clock is a time of day in minutes from midnight; 24:00 is 1440. Slots that
// end the next morning are due at a Clock beyond 1440.
type Clock int

// ParseClock reads 15:04, and 24:00.
func ParseClock(s string) (Clock, error) {
	var h, m int
	if n, err := fmt.Sscanf(s, "%d:%d", &h, &m); n != 2 || err != nil || len(s) != len("15:04") ||
		h < 0 || h > 24 || m < 0 || m > 59 || (h == 24 && m > 0) {
		return 0, fmt.Errorf("%q is not a time of day; write it as 17:00", s)
	}
	return Clock(h*60 + m), nil
}

// String is the clock as 15:04, folded into one day.
func (c Clock) String() string {
	if c == 24*60 {
		return "24:00"
	}
	m := ((int(c) % 1440) + 1440) % 1440
	return fmt.Sprintf("%02d:%02d", m/60, m%60)
}
