package storage

import "time"

// instant is a time in its stored form: RFC 3339 with the zone's offset, or ""
// for none. A zone whose offset is no whole number of minutes is stored as UTC,
// since RFC 3339 cannot write it.
type instant time.Time

// IsZero lets encoding/json leave out what is not set.
func (i instant) IsZero() bool { return time.Time(i).IsZero() }

// MarshalText fails for a year beyond 9999, which could not be read back.
func (i instant) MarshalText() ([]byte, error) {
	t := time.Time(i)
	if t.IsZero() {
		return []byte{}, nil
	}
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC()
	}
	return t.MarshalText()
}

func (i *instant) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*i = instant{}
		return nil
	}
	return (*time.Time)(i).UnmarshalText(b)
}

// FormatInstant is an instant as the stores keep it where it stands alone.
func FormatInstant(t time.Time) (string, error) {
	b, err := instant(t).MarshalText()
	return string(b), err
}

// ParseInstant reads what FormatInstant wrote.
func ParseInstant(s string) (time.Time, error) {
	var i instant
	err := i.UnmarshalText([]byte(s))
	return time.Time(i), err
}

// Micros is an instant for comparing and ordering, in microseconds since 1970.
// It stays between 0 and 2⁵³, so that a score of Redis and a number of Lua hold
// it exactly: what is earlier counts as 1970, what is later as 2255.
func Micros(t time.Time) int64 {
	const last = 1<<53 - 1
	if t.Unix() < 0 {
		return 0
	}
	if t.Unix() > last/1_000_000 {
		return last
	}
	return t.UnixMicro()
}
