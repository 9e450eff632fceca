package configs

import (
	"time"

	"qunbao/report"
)

// clock reads a time of day written 17:00; known is false where it is not there
// or impossible.
func (o *object) clock(key string) (at report.Clock, w word, known bool) {
	w = o.word(key)
	if !w.given() {
		return 0, w, false
	}
	at, err := report.ParseClock(w.text)
	if err != nil {
		o.wrong(w.place, "write it as 17:00, between 00:00 and 24:00", "%s: %q is not a time of day", key, w.text)
		return 0, w, false
	}
	return at, w, true
}

// mustClock reads a time of day that has to be there.
func (o *object) mustClock(key string) (at report.Clock, w word, known bool) {
	if o.take(key) == nil {
		o.wrong(o.place, `write it as `+key+`: "17:00"`, "the key %q is missing", key)
		return 0, word{}, false
	}
	return o.clock(key)
}

// day reads a day written 2020-06-30; 0 where it is not there.
func (o *object) day(key string) (report.Day, word) {
	w := o.word(key)
	if !w.given() {
		return 0, w
	}
	d, err := report.ParseDay(w.text)
	if err != nil {
		o.wrong(w.place, "write it as 2020-06-30", "%s: %q is not a day", key, w.text)
		return 0, word{}
	}
	return d, w
}

// duration reads a span of time between least and most, written 30s, 60m, 1h30m.
func (o *object) duration(key string, least, most time.Duration) (time.Duration, word) {
	w := o.word(key)
	if !w.given() {
		return 0, w
	}
	d, err := time.ParseDuration(w.text)
	if err != nil {
		o.wrong(w.place, "write it as 30s, 60m or 1h30m", "%s: %q is not a span of time", key, w.text)
		return 0, word{}
	}
	if d < least || d > most {
		o.wrong(w.place, "", "%s must lie between %s and %s", key, least, most)
		return 0, word{}
	}
	return d, w
}
