package zh

import "time"

// Grain is how finely a date was stated.
type Grain int

// The grains, from coarse to fine.
const (
	GrainYear Grain = iota
	GrainMonth
	GrainDay
	GrainHour
	GrainMinute
)

// String returns the grain's name in the output of explain: year, month, day, hour, minute.
func (g Grain) String() string {
	return [...]string{"year", "month", "day", "hour", "minute"}[g]
}

// A Date is one date, instant or window of a text. Positions are indexes into
// the folded runes, end exclusive; times are in the zone of the reference.
type Date struct {
	Start, End int
	Time       time.Time // of a day, its 00:00; 24时 is the next day's 00:00
	EndTime    time.Time // of a window (0时至24时), else zero; of a window of days (1月25日至2月3日), the last day's 00:00
	Grain      Grain
	Day        time.Time // the day named, at 00:00: for 1月31日24时, 31 January; zero for a bare clock time
	AsOf       bool      // 截至, 截止 before it, or 止 behind it
	Lunar      bool
	Relative   bool // 昨天, 周三, 今晚: only the reference tells the day
	Part       bool // only a part of the day was said (今天下午): the hour is the usual one
}

// Dates returns the dates of t in order; they do not overlap. What a text
// leaves out is taken from ref: without a year the nearest such day is meant, a
// weekday is the last one, a day without a month is the last one or, shortly behind
// another, of that one's month, a clock time alone is of ref's day. Impossible dates (2月31日) are none.
func Dates(t Text, ref time.Time) []Date {
	return readDates(t, ref, func(int, int) {})
}

// readDates is Dates, and tells mark where each date begins and ends, also an
// impossible one.
func readDates(t Text, ref time.Time, mark func(start, end int)) []Date {
	v := newResolver(ref)
	var found []Date
	for d := range scanDates(t) {
		mark(d.start, d.end)
		if date, ok := v.resolve(&d); ok {
			found = append(withRoom(found, d.end, t.Len()), date)
		}
	}
	return found
}
