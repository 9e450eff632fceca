package parse

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/zh"
)

// Exemption is what the words behind 免报 say: who owes nothing, when, of what and
// why.
type Exemption struct {
	Units   []report.UnitID
	Unknown string // what stands where a unit belongs and is none of the roster
	Spans   []Span
	Parts   []Part // none: every form
	Reason  string
	Back    bool // what was excused is owed again; the reason is a remark

	Doubt    Doubt  // what is wrong with the days
	Doubtful string // the words that are
}

// Span is some days in a row; the last is the first where one day is named.
type Span struct{ From, Until report.Day }

// Part is a form, or one slot of it.
type Part struct {
	Form report.FormID
	Slot report.SlotID // empty: the whole form
}

// Doubt is what is wrong with days that were named.
type Doubt int

// The doubts.
const (
	NoDoubt   Doubt = iota
	NoSuchDay       // 2月30日
	Backwards       // 2月5日至2月3日
	PartOfDay       // 今晚, and no slot
	NoEnd           // 2月3日起
)

// Exemption reads the words behind 免报, in whatever order: units (柳湾村、东坡村),
// days (2月3日, 今天, 2月3日至5日), names of forms and slots; the rest is the reason.
// Units that stand inside the reason are none of those exempted.
// A weekday is the next one, and so are weekdays in a row that are over.
func (p *Parser) Exemption(c report.Command, ref time.Time) Exemption {
	return p.exemption(c, ref, report.DayOf(ref))
}

// exemption reads the words; weekdays are from the day ahead on.
func (p *Parser) exemption(c report.Command, ref time.Time, ahead report.Day) Exemption {
	said := dotted.ReplaceAllString(strings.Join(c.Args, " "), "${1}月${2}日")
	text := zh.Fold(onwards.ReplaceAllString(said, "$1"))
	e := &exempting{p: p, text: text.Runes(), dates: zh.Dates(text, ref), ahead: ahead}
	for e.at < len(e.text) {
		e.next()
	}
	e.Back = takesBack(e.Reason)
	if len(e.Units) == 0 && e.Unknown == "" && e.Reason != "" && !e.Back {
		e.Unknown, _, _ = strings.Cut(e.Reason, " ")
	}
	if e.Doubt == PartOfDay && slices.ContainsFunc(e.Parts, func(p Part) bool { return p.Slot != "" }) {
		e.Doubt, e.Doubtful = NoDoubt, ""
	}
	e.Reason = strings.ReplaceAll(strings.TrimLeft(because.ReplaceAllString(e.Reason, ""), ": "), ",", "，")
	return e.Exemption
}

var (
	// dotted is a day written as 2.3 or 2/3.
	dotted = regexp.MustCompile(`\b(\d{1,2})[./](\d{1,2})(?:日|号|\b)`)
	// onwards is the 起 of 2月3日起至5日, which says nothing.
	onwards = regexp.MustCompile(`(?:起|开始)\s*([至到])`)
	// because opens a reason and is no part of it.
	because = regexp.MustCompile(`^(?:原因|因为|由于)`)
	// weekday is one of the week that runs, or the next.
	weekday = regexp.MustCompile(`^(?:周|星期|礼拜)`)
	// endless stands behind the first of days that have no last one.
	endless = regexp.MustCompile(`^(?:起|开始|以后|之后|往后)`)
	// dayLike is what is written as a day, whether or not there is such a day.
	dayLike = regexp.MustCompile(`^(?:\d{2,4}年)?\d{1,2}月\d{1,2}[日号]?`)
	// back opens words that take back, and backs are such words and nothing else.
	back  = regexp.MustCompile(`^(?:取消|撤销|撤回|作废|恢复|不免了|不用免|不再免|解除免)`)
	backs = regexp.MustCompile(`^(?:请|已|现)?(?:取消|撤销|撤回|作废|恢复|解除|停止|不用|不|正常|照常)(?:免报|免了?|上报|报送|报告|正常|了)*$`)
)

// takesBack tells whether words behind 免报 say that it no longer holds: they begin
// so, 取消，来电了, or a clause of them says nothing else, 已来电，恢复上报.
func takesBack(words string) bool {
	if back.MatchString(words) {
		return true
	}
	for _, clause := range strings.FieldsFunc(words, func(r rune) bool { return inSet(r, " ,，;；。.!！、") }) {
		if backs.MatchString(clause) && clause != "正常" && clause != "不" {
			return true
		}
	}
	return false
}

// exempting reads an Exemption from left to right.
type exempting struct {
	Exemption
	p     *Parser
	text  []rune
	dates []zh.Date
	ahead report.Day // weekdays before it are of the next week
	at    int
	last  thing // what was read before the place: aUnit, aReason, or something else
}

// aReason is a word of the reason.
const aReason = thing(1 << 7)

// next reads one thing: the marks before it, then a day, a unit, a form's name, or
// a word of the reason.
func (e *exempting) next() {
	from := e.at
	for e.at < len(e.text) && isMark(e.text[e.at]) {
		e.at++
	}
	mark := string(e.text[from:e.at])
	if e.at == len(e.text) || e.day() || e.noDay() || e.named() || e.part() {
		return
	}
	e.because(mark)
}

// because reads a word of the reason, or what stands in a list of units and is none.
func (e *exempting) because(mark string) {
	end := e.at
	for end < len(e.text) && (!isMark(e.text[end]) || e.text[end] == '和') && !(len(e.Spans) == 0 && end > e.at && e.dated(end)) {
		end++
	}
	word := string(e.text[e.at:end])
	switch {
	case e.last == aUnit && strings.ContainsAny(mark, "、和") && e.Unknown == "":
		e.Unknown = word
	case e.Reason == "":
		e.Reason = word
	case e.last == aReason:
		e.Reason += mark + word
	default:
		e.Reason += " " + word
	}
	e.at, e.last = end, aReason
}

// day reads a day or days in a row. Behind the reason's first word only the first
// day named is read.
func (e *exempting) day() bool {
	i := slices.IndexFunc(e.dates, func(d zh.Date) bool { return d.Start == e.at && !d.Day.IsZero() })
	if i < 0 || e.Reason != "" && len(e.Spans) > 0 {
		return false
	}
	d := e.dates[i]
	words := string(e.text[d.Start:d.End])
	span := Span{report.DayOf(d.Day), report.DayOf(d.Day)}
	midnight := !d.EndTime.IsZero() && d.EndTime.Hour() == 0
	if midnight {
		span.Until = report.DayOf(d.EndTime)
	}
	if span.Until < e.ahead && weekday.MatchString(words) {
		span = Span{span.From + 7, span.Until + 7}
	}
	e.at, e.last = d.End, 0
	switch more := endless.FindString(string(e.text[d.End:])); {
	case d.EndTime.IsZero() && strings.ContainsAny(words, "至到"), span.Until < span.From:
		e.doubts(Backwards, words)
		return true
	case more != "":
		e.doubts(NoEnd, words+more)
		e.at += len([]rune(more))
	case d.Grain > zh.GrainDay && !midnight:
		e.doubts(PartOfDay, words)
	}
	e.Spans = append(e.Spans, span)
	return true
}

// dated tells whether a day stands at a place.
func (e *exempting) dated(at int) bool {
	return slices.ContainsFunc(e.dates, func(d zh.Date) bool { return d.Start == at && !d.Day.IsZero() })
}

// noDay reads what is written as a day and is none.
func (e *exempting) noDay() bool {
	words := dayLike.FindString(string(e.text[e.at:]))
	if words == "" || e.Reason != "" && len(e.Spans) > 0 {
		return false
	}
	e.doubts(NoSuchDay, words)
	e.at, e.last = e.at+len([]rune(words)), 0
	return true
}

// doubts notes the first thing that is wrong with the days.
func (e *exempting) doubts(d Doubt, words string) {
	if e.Doubt == NoDoubt {
		e.Doubt, e.Doubtful = d, words
	}
}

// named reads a unit: the first, or one of a list.
func (e *exempting) named() bool {
	end, word := e.p.words.longest(e.text, e.at, (*meaning).namesUnit)
	if word == nil || len(e.Units) > 0 && (e.last != aUnit || !e.ends(end)) {
		return false
	}
	var named []report.UnitID
	for _, s := range word.senses {
		if s.isUnit() {
			named = append(named, s.unit)
		}
	}
	switch {
	case len(named) > 1: // an alias of several
		e.Unknown = string(e.text[e.at:end])
	case !slices.Contains(e.Units, named[0]):
		e.Units = append(e.Units, named[0])
	}
	e.at, e.last = end, aUnit
	return true
}

// part reads the name of a form, of a slot, or of both (卡点夜班), before the reason
// or as the last word.
func (e *exempting) part() bool {
	if end, word := e.p.words.longest(e.text, e.at, (*meaning).namesForm); word != nil && e.before(end) && (e.ends(end) || e.slotOf(word.firstForm(), end) != "") {
		if f := (Part{Form: word.firstForm().ID}); !slices.ContainsFunc(e.Parts, func(p Part) bool { return p.Form == f.Form }) {
			e.Parts = append(e.Parts, f)
		}
		e.at, e.last = end, aForm
		return true
	}
	end, word := e.p.words.longest(e.text, e.at, (*meaning).namesSlot)
	if word == nil || !e.before(end) {
		return false
	}
	e.slot(word)
	e.at, e.last = end, aSlot
	return true
}

// slot notes a slot: of the form before it, else of the forms that were named, else
// of every form that has one of the name.
func (e *exempting) slot(word *meaning) {
	var own []Part
	for _, s := range word.senses {
		if s.isSlot() {
			own = append(own, Part{s.form.ID, s.slot.ID})
		}
	}
	of := func(p Part) bool {
		return slices.ContainsFunc(own, func(o Part) bool { return o.Form == p.Form })
	}
	if slices.ContainsFunc(e.Parts, of) {
		own = slices.DeleteFunc(own, func(o Part) bool {
			return !slices.ContainsFunc(e.Parts, func(p Part) bool { return p.Form == o.Form })
		})
	}
	e.Parts = slices.DeleteFunc(e.Parts, func(p Part) bool { return p.Slot == "" && of(p) })
	for _, o := range own {
		if !slices.Contains(e.Parts, o) {
			e.Parts = append(e.Parts, o)
		}
	}
}

// slotOf is the slot of a form whose name begins at a place, or "".
func (e *exempting) slotOf(f *report.Form, at int) report.SlotID {
	if _, word := e.p.words.longest(e.text, at, (*meaning).namesSlot); word != nil {
		for _, s := range word.senses {
			if s.isSlot() && s.form.ID == f.ID {
				return s.slot.ID
			}
		}
	}
	return ""
}

// before tells whether a name that ends here stands before the reason, or is the
// last word.
func (e *exempting) before(end int) bool { return e.Reason == "" || end == len(e.text) }

// ends tells whether a word that ends here is not the beginning of a longer one.
func (e *exempting) ends(end int) bool {
	return end == len(e.text) || isMark(e.text[end]) ||
		slices.ContainsFunc(e.dates, func(d zh.Date) bool { return d.Start == end })
}

// isMark tells whether a rune parts the words behind a command.
func isMark(r rune) bool { return inSet(r, " \t\n,，、;；和") }
