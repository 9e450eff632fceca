package configs

import (
	"strings"
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

// anyDay reads a day as people and spreadsheets write it: 2020-02-03, 2020/2/3,
// 2020.2.3, 2020年2月3日.
func anyDay(text string) (report.Day, bool) {
	for _, layout := range []string{"2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日"} {
		if t, err := time.Parse(layout, text); err == nil {
			return report.DayOf(t), true
		}
	}
	return 0, false
}

// weekday is the day of the week that a word means: 星期一, 周一, 礼拜一, monday, mon.
func weekday(word string) (time.Weekday, bool) {
	for i, c := range []string{"日", "一", "二", "三", "四", "五", "六", "天"} {
		d := time.Weekday(i % 7)
		name := strings.ToLower(d.String())
		switch strings.ToLower(word) {
		case "星期" + c, "周" + c, "礼拜" + c, name, name[:3]:
			return d, true
		}
	}
	return 0, false
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
		o.wrong(w.place, "write a shorter or a longer time", "%s must lie between %s and %s", key, least, most)
		return 0, word{}
	}
	return d, w
}
