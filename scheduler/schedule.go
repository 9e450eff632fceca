package scheduler

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"qunbao/report"
)

// schedule is when a job is due: a cron schedule that runs on the clock on the
// wall of one zone. The cron library skips a time that the clock jumps over in
// spring and meets one twice that it repeats in autumn; here each time of day
// comes once a day, at the instant that report.Day.At gives it.
type schedule struct {
	spec cron.Schedule // in UTC, on times that are read off the wall
	zone *time.Location
}

// farthest is how far a clock is set forward or back at once, and more.
const farthest = 3 * time.Hour

// parseSchedule reads a cron spec of five fields, fenced: a zone inside the spec
// is refused, since some panic the parser and the workspace has one zone; so are
// descriptors, and specs that do not come at least once in every year, such as
// 31 February.
func parseSchedule(spec string, zone *time.Location) (schedule, error) {
	if strings.Contains(spec, "TZ=") {
		return schedule{}, fmt.Errorf("schedule %q: names a zone; the workspace's is used, leave it out", spec)
	}
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	parsed, err := parser.Parse(spec)
	if err != nil {
		return schedule{}, fmt.Errorf("schedule %q: %w", spec, err)
	}
	if on, ok := parsed.(*cron.SpecSchedule); ok {
		on.Location = time.UTC
	}
	common := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC).Add(-time.Second)
	if first := parsed.Next(common); first.IsZero() || first.Year() > 2001 {
		return schedule{}, fmt.Errorf("schedule %q: does not come every year", spec)
	}
	return schedule{parsed, zone}, nil
}

// daily is the schedule of a time of day, and the days by which a clock before
// 00:00 or from 24:00 on falls on another day than the one it is counted from.
func daily(c report.Clock, zone *time.Location) (schedule, report.Day, error) {
	minute := (int(c)%1440 + 1440) % 1440
	shift := report.Day((int(c) - minute) / 1440)
	s, err := parseSchedule(fmt.Sprintf("%d %d * * *", minute%60, minute/60), zone)
	return s, shift, err
}

// offset is a clock moved by a stage's offset. Only whole minutes are a time.
func offset(c report.Clock, by time.Duration) (report.Clock, error) {
	if by%time.Minute != 0 {
		return 0, errors.New("is no whole number of minutes; write it as 30m")
	}
	return c + report.Clock(by/time.Minute), nil
}

// after finds the first time later than t: its day on the wall and its instant.
func (s schedule) after(t time.Time) (report.Day, time.Time) {
	wall := onWall(t.In(s.zone), time.UTC).Add(-farthest)
	for {
		wall = s.spec.Next(wall)
		if at := onWall(wall, s.zone); at.After(t) {
			return report.DayOf(wall), at
		}
	}
}

// Next implements cron.Schedule.
func (s schedule) Next(t time.Time) time.Time {
	_, at := s.after(t)
	return at
}

// onWall is the instant at which a clock in the zone shows what t shows.
func onWall(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone)
}
