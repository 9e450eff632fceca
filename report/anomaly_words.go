package report

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Severity is how grave an anomaly is.
type Severity int

// The severities; a fact that is no anomaly has none.
const (
	Mild    Severity = iota + 1 // worth a look
	Serious                     // to be checked
	Grave                       // to be acted upon
)

// Words is a severity as an office says it.
func (s Severity) Words() string {
	return [...]string{"", "一般", "较重", "严重"}[s]
}

// tell words an anomaly, and names it without figures. Event is the urgent matter
// that it has raised, or nil.
func (b *factBuilder) tell(a *anomaly, event *Event) Fact {
	f := Fact{Kind: a.rule, Must: true, Severity: a.severity()}
	var text clause
	if b.in.Spans() {
		text.say(a.key.Day.Chinese() + "，")
	}
	form := b.w.Form(a.key.Form)
	switch a.rule {
	case FactJump:
		f.Dir, f.Hint = 1, a.whose()+a.field.shown()+"突增"
		a.rise(&text, b.since(a))
	case FactFall:
		f.Dir, f.Hint = -1, a.whose()+a.field.shown()+"下降"
		a.fall(&text, b.since(a))
	case FactCheck:
		f.Hint = a.whose() + form.Name + "数据不符"
		text.say(string(a.unit) + b.name(a.key))
		form.contradiction(&text, form.Check(a.check), a.values)
	case FactLimit:
		f.Hint = a.whose() + a.field.bare() + "超过警戒值"
		text.say(string(a.unit) + a.field.bare())
		text.put(Figure{a.now.N, a.field.Unit(), a.now.Approx, string(a.field.ID)})
	}
	var notes []string
	if event != nil {
		at := b.clock(event.Time)
		if b.in.Spans() {
			at = strings.TrimPrefix(at, a.key.Day.Chinese())
		}
		notes = append(notes, at+"急报，"+b.state(event))
	}
	if a.confirmed {
		notes = append(notes, "报送人已确认")
	}
	if len(notes) > 0 {
		text.say("（" + strings.Join(notes, "，") + "）")
	}
	f.Hint += "（" + f.Severity.Words() + "）"
	f.set(text)
	return b.from(a, event).into(f)
}

// whose is whom an anomaly is about, without a name.
func (a *anomaly) whose() string {
	if a.unit == "" {
		return "各单位合计的"
	}
	return "某单位"
}

// from is what an anomaly was reckoned from.
func (b *factBuilder) from(a *anomaly, event *Event) *trace {
	var from trace
	from.unit(a.unit)
	if a.unit != "" {
		from.entry(a.now.key, a.now.field, a.now.message)
	}
	for _, v := range a.from {
		from.unit(v.key.Unit)
		from.entry(v.key, v.field, v.message)
	}
	if event != nil {
		from.entry(RecordKey{event.Key, event.Unit}, event.Field, event.Message)
	}
	return &from
}

// since is the day from which an anomaly has risen or fallen, where that is not the
// period before.
func (b *factBuilder) since(a *anomaly) string {
	if a.last.seq == a.now.seq-1 {
		return ""
	}
	return a.last.key.Day.Chinese() + "的"
}

// severity follows from the rule and, of a jump, from how far it goes and what is
// counted.
func (a *anomaly) severity() Severity {
	switch {
	case a.rule == FactLimit:
		return Grave
	case a.confirmed:
		return Mild
	case a.rule != FactJump, a.unit == "", !a.field.Urgent.IsZero():
		return Serious
	case a.field.Kind == Daily:
		return Mild
	}
	if times, ok := a.base.times(a.now.N); ok && times.LessThan(manyTimes) {
		return Mild
	}
	return Serious
}

// manyTimes is from how many times the baseline on a jump is serious whatever is counted.
var manyTimes = decimal.NewFromInt(10)

// rise is 下湾村转移人数由5人升至61人，为近7日均值的9.8倍.
func (a *anomaly) rise(text *clause, since string) {
	id := string(a.field.ID)
	mean := fmt.Sprintf("mean(%s,%d)", id, a.base.periods)
	if a.unit == "" {
		id = "sum(" + id + "@both)"
		mean = fmt.Sprintf("mean(%s,%d)", id, a.base.periods)
		if !a.all {
			text.count(a.units, "个单位", "units("+string(a.field.ID)+"@both)")
			text.say("同口径")
		}
		text.say(a.field.shown() + "合计")
	} else {
		text.say(string(a.unit) + a.field.shown())
	}
	a.moved(text, since, "升至", id)
	text.say("，")
	times, ok := a.base.times(a.now.N)
	if !ok {
		a.window(text)
		text.say("均为")
		text.put(Figure{decimal.Zero, "", false, mean})
		return
	}
	text.say("为")
	a.window(text)
	if a.base.periods > 1 {
		text.say("均值")
	}
	text.say("的")
	text.put(Figure{times, "倍", a.now.Approx || a.base.approx, id + "/" + mean})
}

// window is what the baseline was taken over: 近7日, 近3次, 前一日.
func (a *anomaly) window(text *clause) {
	unit := "次"
	if a.base.first == a.key.Day-Day(a.base.periods) {
		unit = "日"
	}
	if a.base.periods == 1 {
		text.say("前一" + unit)
		return
	}
	text.say("近")
	text.count(a.base.periods, unit, "periods")
}

// fall is 上坝村累计排查返乡人员由46人降至40人.
func (a *anomaly) fall(text *clause, since string) {
	text.say(string(a.unit) + a.field.shown())
	a.moved(text, since, "降至", string(a.field.ID))
}

func (a *anomaly) moved(text *clause, since, verb, expr string) {
	unit := a.field.Unit()
	text.say("由" + since)
	text.put(Figure{a.last.N, unit, a.last.Approx, "last(" + expr + ")"})
	text.say(verb)
	text.put(Figure{a.now.N, unit, a.now.Approx, expr})
}

// contradiction says what a failed check has compared, sums as sums: 数据不符，居家、
// 集中合计45人，排查46人. What is no plain comparison is said by the rule's own words.
func (f *Form) contradiction(text *clause, c *Check, values map[FieldID]Value) {
	names := f.callNames(c.Rule.Fields)
	left, _, right, ok := comparison(c.Rule.Source)
	a, aok := sumOf(left, names, values)
	b, bok := sumOf(right, names, values)
	if !ok || !aok || !bok {
		text.say("与“" + c.Say + "”不符")
		for _, id := range c.Rule.Fields {
			v := values[id]
			text.say("，" + f.Field(id).Short())
			text.put(Figure{v.N, f.Field(id).Unit(), v.Approx, string(id)})
		}
		return
	}
	if len(a.names) < len(b.names) {
		a, b, left, right = b, a, right, left
	}
	text.say("数据不符，")
	f.side(text, a, left)
	text.say("，")
	f.side(text, b, right)
}

// side is one side of a check: 居家、集中合计45人.
func (f *Form) side(text *clause, s sum, source string) {
	text.say(strings.Join(s.names, "、"))
	if len(s.names) > 1 {
		text.say("合计")
	}
	unit := ""
	for i, id := range strings.Split(source, "+") {
		field := f.Field(FieldID(strings.TrimSpace(id)))
		if i == 0 {
			unit = field.Unit()
		}
		if field.Unit() != unit {
			unit = ""
		}
	}
	text.put(Figure{s.n, unit, s.approx, strings.ReplaceAll(source, " ", "")})
}
