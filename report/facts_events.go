package report

import (
	"fmt"
	"strings"
	"time"
)

// events tells the urgent matters that were raised in the days, in their own words,
// masked, each with its state. What was raised by a value over its limit is told
// with that, unless the value has changed since.
func (b *factBuilder) events() []Fact {
	raised := filter(b.in.Events, func(e Event) bool { return !b.earlier(e) })
	if len(raised) == 0 {
		return lettered("E", []Fact{{Kind: FactNoEvents, Text: b.during() + "未收到急报", Hint: "急报情况"}})
	}
	raised = filter(raised, func(e Event) bool { return !b.withValue[e.N] })
	return lettered("E", b.matters(raised, "另有急报", func(e Event, text *clause) Fact {
		text.say(b.clock(e.Time) + "，" + e.spoken() + "急报（" + b.state(&e) + "）：" + b.w.words(b.eventText(e)))
		return Fact{Kind: FactUrgent, Hint: "急报事项", Must: true}
	}))
}

// openMatters tells the urgent matters of earlier days that were not over when the
// days began, with their state and for how long they have been open.
func (b *factBuilder) openMatters() []Fact {
	open := filter(b.in.Events, func(e Event) bool {
		end, over := e.Closed()
		return b.earlier(e) && (!over || !end.Time.Before(b.start()))
	})
	return b.matters(open, "另有此前急报", func(e Event, text *clause) Fact {
		from, to, took := DayOf(e.Time.In(b.w.Zone)), b.in.To, "已"
		if end, over := e.Closed(); over {
			to, took = DayOf(end.Time.In(b.w.Zone)), "历时"
		}
		text.say(from.Chinese() + "，" + e.spoken() + "急报（" + b.state(&e))
		if to > from {
			text.say("，" + took)
			text.count(int(to-from), "天", "days")
		}
		text.say("）：" + b.w.words(b.eventText(e)))
		return Fact{Kind: FactCarriedEvent, Hint: "此前急报的办理情况", Must: true}
	})
}

// matters tells each of some urgent matters, and counts those for which there is no
// room.
func (b *factBuilder) matters(all []Event, others string, tell func(Event, *clause) Fact) []Fact {
	var facts []Fact
	for _, e := range all {
		var text clause
		var from trace
		f := tell(e, &text)
		from.unit(e.Unit)
		from.entry(RecordKey{e.Key, e.Unit}, e.Field, e.Message)
		for _, p := range e.Progress {
			from.entry(RecordKey{e.Key, e.Unit}, e.Field, p.Message)
		}
		f.set(text)
		facts = append(facts, from.into(f))
	}
	return firstOf(facts, listedEvents, Fact{Text: others, Hint: "未列出的急报", Must: true}, "件")
}

// earlier tells whether a matter was raised before the days.
func (b *factBuilder) earlier(e Event) bool { return e.Time.Before(b.start()) }

// start is when the days begin.
func (b *factBuilder) start() time.Time { return b.in.From.At(0, b.w.Zone) }

// during is how a document calls the days that it is about.
func (b *factBuilder) during() string {
	if b.in.Spans() {
		return "期间"
	}
	return "当日"
}

// state is how a matter stands, by what was said of it and by nothing else.
func (b *factBuilder) state(e *Event) string {
	end, over := e.Closed()
	_, begun := e.Acknowledged()
	switch {
	case over && takenBack(end) && strings.HasPrefix(end.Text, withdrew):
		return "已撤回"
	case over && takenBack(end):
		return "已更正"
	case over && b.earlier(*e):
		return DayOf(end.Time.In(b.w.Zone)).Chinese() + "办结"
	case over:
		return "已办结"
	case begun:
		return "处置中"
	}
	return "尚无人回复收到"
}

// spoken is who raised a matter.
func (e *Event) spoken() string {
	if e.Unit == "" {
		return "未说明单位的"
	}
	return string(e.Unit)
}

// eventText is what was said, without the form's name before a field over its
// limit.
func (b *factBuilder) eventText(e Event) string {
	if f := b.w.Form(e.Form); f != nil {
		return strings.TrimPrefix(e.Text, f.Name+"：")
	}
	return e.Text
}

// clock is 16时20分, with its day where several days are told or it is another.
func (b *factBuilder) clock(t time.Time) string {
	t = t.In(b.w.Zone)
	text := fmt.Sprintf("%d时%02d分", t.Hour(), t.Minute())
	if day := DayOf(t); day != b.in.To || b.in.Spans() {
		text = day.Chinese() + text
	}
	return text
}
