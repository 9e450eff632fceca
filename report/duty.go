package report

import (
	"slices"
	"strings"
	"time"
)

// Watch is who has the watch of a township (值班): who leads, and who stands by.
type Watch struct {
	Lead    []PersonID // 带班
	Standby []PersonID // 值班
}

// The posts of a watch, as the table and the commands call them.
const (
	LeadPost    = "带班"
	StandbyPost = "值班"
)

// Has tells whether somebody has a post of the watch.
func (o Watch) Has(p PersonID) bool {
	return slices.Contains(o.Lead, p) || slices.Contains(o.Standby, p)
}

// All are those who have a post of the watch.
func (o Watch) All() []PersonID { return slices.Concat(o.Lead, o.Standby) }

// Of are those who have a post.
func (o Watch) Of(post string) []PersonID {
	if post == LeadPost {
		return o.Lead
	}
	return o.Standby
}

// set gives a post to people.
func (o *Watch) set(post string, people []PersonID) {
	if post == LeadPost {
		o.Lead = people
	} else {
		o.Standby = people
	}
}

// DutyTable is a township's 值班表. A day that it names goes before its weekday;
// a day without a line has no watch, and the leaders stand in for it.
type DutyTable struct {
	From     Clock // when a duty day begins; it ends at the same time of the next day
	Days     map[Day]Watch
	Weekdays map[time.Weekday]Watch
}

// DutyDay is the duty day that an instant belongs to.
func (w *Workspace) DutyDay(at time.Time) Day {
	at = at.In(w.Zone)
	day := DayOf(at)
	if at.Before(day.At(w.Duty.From, w.Zone)) {
		day--
	}
	return day
}

// OnDuty is who has the watch at an instant.
func (w *Workspace) OnDuty(at time.Time) Watch { return w.WatchOf(w.DutyDay(at)) }

// WatchOf is who has the watch that begins on a day: whom the table names, and
// whom the last ruling about a post put in their place. Who has left the roster
// has no post.
func (w *Workspace) WatchOf(d Day) Watch {
	return w.watch(d, w.Rulings())
}

// watch is who has the watch of a day, where these rulings hold.
func (w *Workspace) watch(d Day, rulings []Ruling) Watch {
	table := w.Duty.On(d)
	now := table
	for _, r := range rulings {
		if r.Kind != DutyRuling || !r.covers(d) {
			continue
		}
		if r.Person == "" {
			now.set(r.Matter, table.Of(r.Matter))
		} else {
			now.set(r.Matter, SplitPeople(string(r.Person)))
		}
	}
	gone := func(p PersonID) bool { return w.Person(p) == nil }
	now.Lead = slices.DeleteFunc(slices.Clone(now.Lead), gone)
	now.Standby = slices.DeleteFunc(slices.Clone(now.Standby), gone)
	return now
}

// On is who has the watch of a day by the table alone.
func (t *DutyTable) On(d Day) Watch {
	if day, ok := t.Days[d]; ok {
		return day
	}
	return t.Weekdays[d.Weekday()]
}

// SplitPeople are the people of a list as tables and rulings write it: 孙莉、钱海.
func SplitPeople(list string) []PersonID {
	var people []PersonID
	for _, name := range strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune("、,，;；/ 　", r) }) {
		if id := PersonID(name); !slices.Contains(people, id) {
			people = append(people, id)
		}
	}
	return people
}

// joinPeople is a list as SplitPeople reads it.
func joinPeople(people []PersonID) string {
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = string(p)
	}
	return strings.Join(names, "、")
}

// WatchText is who has the watch of a day, as one line of an answer.
func (w *Workspace) WatchText(d Day) string { return w.WatchAfter(d, nil) }

// WatchAfter is the same once these rulings hold, too.
func (w *Workspace) WatchAfter(d Day, more []Ruling) string {
	o := w.WatchWith(d, more)
	say := func(people []PersonID) string {
		if len(people) == 0 {
			return "未排"
		}
		return joinPeople(people)
	}
	return d.Chinese() + "（" + chineseWeekday(d.Weekday()) + "）带班：" + say(o.Lead) + "；值班：" + say(o.Standby)
}

// WatchWith is who has the watch of a day once these rulings hold, too.
func (w *Workspace) WatchWith(d Day, more []Ruling) Watch {
	return w.watch(d, slices.Concat(w.Rulings(), more))
}

// chineseWeekday is 星期一 … 星期日.
func chineseWeekday(d time.Weekday) string {
	return "星期" + string([]rune("日一二三四五六")[d])
}

// Swap is the ruling that puts somebody into a post on a day: in the place of
// whom it names, else of all who have the post. It is false where the one named
// has no post that day; who takes over a post for good keeps its others.
func (w *Workspace) Swap(d Day, post string, out, in PersonID) (Ruling, bool) {
	r := Ruling{Kind: DutyRuling, From: d, Until: d, Matter: post, Person: in}
	if out == "" {
		return r, true
	}
	now := w.WatchOf(d)
	for _, post := range []string{LeadPost, StandbyPost} {
		people := slices.Clone(now.Of(post))
		i := slices.Index(people, out)
		if i < 0 || r.Matter != "" && r.Matter != post {
			continue
		}
		people[i] = in
		r.Matter, r.Person = post, PersonID(joinPeople(SplitPeople(joinPeople(people))))
		return r, true
	}
	return r, false
}
