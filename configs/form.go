package configs

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"qunbao/report"
)

// draft is a form on its way in, with the places that later checks point at.
type draft struct {
	report.Form
	at         word // its id
	calendarAt place
	dueAt      map[report.SlotID]place
	stageAt    []place         // of Remind
	fields     map[string]word // its field ids
	kinds      map[string]report.FieldKind
}

// ident is an id of a form or slot; it stands in keys and commands. Field ids
// are stricter, since they stand in rules.
var (
	ident      = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}_-]*$`)
	fieldIdent = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_]*$`)
	idLine     = regexp.MustCompile(`(?m)^id:[ \t]*["']?([^\s"'#]+)`)
)

// readForms reads every form that forms: names.
func (l *loader) readForms(root *object) {
	l.forms = map[string]*draft{}
	root.need("forms", "write it as forms: [forms/daily.yaml]")
	for _, name := range root.words("forms") {
		l.readForm(name)
	}
}

// readForm reads one file. Of two forms with one id the first stays.
func (l *loader) readForm(name word) {
	text, ok := l.text(name.place, name.text)
	if !ok {
		l.unread(strings.TrimSuffix(path.Base(name.text), path.Ext(name.text)))
		return
	}
	o := parseYAML(name.text, text, &l.findings)
	if o == nil {
		if id := idLine.FindStringSubmatch(text); id != nil {
			l.unread(id[1])
		}
		return
	}
	f := l.form(o)
	if f.at.text == "" {
		return
	}
	if first := l.forms[f.at.text]; first != nil {
		l.wrong(f.at.place, "give each form an id of its own", "the form id %q stands in %s too", f.at.text, first.at.file)
		return
	}
	l.forms[f.at.text] = f
	l.formOrder = append(l.formOrder, f)
}

// unread remembers a form whose file could not be read, so that whoever names it
// is not blamed as well.
func (l *loader) unread(id string) {
	if _, known := l.forms[id]; !known {
		l.forms[id] = nil
	}
}

// form reads one form's file.
func (l *loader) form(o *object) *draft {
	f := &draft{at: o.id("id", ident), fields: map[string]word{}, kinds: map[string]report.FieldKind{}, dueAt: map[report.SlotID]place{}}
	f.ID = report.FormID(f.at.text)
	f.Name = o.must("name").text
	f.Aliases = texts(o.words("aliases"))
	f.Level = l.trigger(o)
	l.sunset(f, o)
	f.Units = l.owing(o)
	known := len(l.faults)
	l.calendar(f, o)
	l.timetable(f, o)
	if len(l.faults) == known {
		l.possible(f)
	}
	f.Fields = l.fields(f, o)
	l.zero(f, o.object("zero"))
	f.Checks = l.checks(f, o)
	f.Upward = l.upwardWording(f, o)
	o.close("a form")
	return f
}

// id reads an id of the given shape.
func (o *object) id(key string, shape *regexp.Regexp) word {
	w := o.must(key)
	if w.text != "" && !shape.MatchString(w.text) {
		o.wrong(w.place, "use letters, digits and _, beginning with a letter", "%s: %q is no id", key, w.text)
		return word{}
	}
	return w
}

// texts drops the places of words.
func texts(words []word) []string {
	var all []string
	for _, w := range words {
		all = append(all, w.text)
	}
	return all
}

// sunset reads who asked for the form, on what ground and for how long: what is
// asked for by nobody and without end is a burden, and warned of.
func (l *loader) sunset(f *draft, o *object) {
	owner, basis := o.word("owner"), o.word("basis")
	from, _ := o.day("from")
	until, w := o.day("until")
	f.Owner, f.Basis, f.From, f.Until = owner.text, basis.text, from, until
	for _, key := range []string{"owner", "basis", "until"} {
		ruled := key != "owner" && f.Level.Matter != "" // whoever raises the level says it
		if o.take(key) == nil && !ruled {
			l.odd(o.place, "a form should say who asked for it, on what ground and until when", "the form has no %s", key)
		}
	}
	if w.given() && until < from {
		l.wrong(w.place, "correct one of the two days", "the form ends (until %s) before it begins (from %s)", until, from)
	}
}

// owing reads the kinds and names of the units that owe the form.
func (l *loader) owing(o *object) []string {
	words := o.words("units")
	for _, w := range words {
		if l.roster != nil && !l.roster.knows(w.text) {
			l.wrong(w.place, "write a 单位 or a 类别 of the roster", "no unit and no kind of the roster is called %q", w.text)
		}
	}
	return texts(words)
}

// timetable reads when the form opens, is due and closes, and its reminders.
func (l *loader) timetable(f *draft, o *object) {
	if o.take("slots") != nil {
		f.Slots = l.slots(f, o)
		for _, key := range []string{"opens", "due", "closes"} {
			if n := o.take(key); n != nil {
				l.wrong(placeOfNode(o.file, n), "write it in each slot, or remove the slots; reminders of a slot end with it", "a form with slots takes no %s of its own", key)
			}
		}
	} else {
		f.Slots = []report.Slot{onlySlot(f, o)}
		f.Closes = closing(o, f.Slots[0])
	}
	f.Remind = l.stages(f, o)
}

// onlySlot is the slot, without a name, of a form that is owed once a day.
func onlySlot(f *draft, o *object) report.Slot {
	opens, _, _ := o.clock("opens")
	due, w, _ := o.mustClock("due")
	f.dueAt[""] = w.place
	return report.Slot{Opens: opens, Due: due}
}

// closing reads when reminders end. Midnight is 24:00, as 0 means none; a time before
// the form opens is of the next morning.
func closing(o *object, s report.Slot) report.Clock {
	at, w, known := o.clock("closes")
	switch {
	case known && at == 0:
		return 24 * 60
	case known && at > s.Opens && at <= s.Due:
		o.wrong(w.place, "reminders go on after the deadline: write a later time, or one of the next morning, before opens; or leave it out", "closes (%s) is not after due (%s)", at, s.Due)
	}
	return at
}

// slots reads the reports of a day in their order. A slot whose due is not after
// its opens ends the next morning.
func (l *loader) slots(f *draft, o *object) []report.Slot {
	o.need("slots", `write a slot as {id: day, name: 白班, opens: "08:00", due: "20:00"}`)
	var slots []report.Slot
	for _, item := range o.objects("slots") {
		s, opens := l.slot(f, item)
		if slices.ContainsFunc(slots, func(t report.Slot) bool { return t.ID == s.ID && s.ID != "" }) {
			l.wrong(item.place, "give each slot an id of its own", "two slots have the id %q", s.ID)
		}
		if n := len(slots); n > 0 && opens.given() && s.Opens <= slots[n-1].Opens {
			l.wrong(opens.place, "list them in the order of the day", "the slot opens at %s, not after the one before it (%s)", s.Opens, slots[n-1].Opens)
		}
		slots = append(slots, s)
	}
	return slots
}

// slot reads one slot, and where its opening stands: the zero word where it has
// none or an impossible one.
func (l *loader) slot(f *draft, o *object) (report.Slot, word) {
	id, name := o.id("id", ident), o.must("name")
	opens, w, known := o.mustClock("opens")
	due, dueAt, known2 := o.mustClock("due")
	f.dueAt[report.SlotID(id.text)] = dueAt.place
	s := report.Slot{ID: report.SlotID(id.text), Name: name.text, Aliases: texts(o.words("aliases")), Opens: opens, Due: due, Level: l.trigger(o)}
	o.close("a slot")
	if known && opens == 24*60 {
		l.wrong(w.place, `write it as "00:00"`, "a slot cannot open at 24:00")
	}
	if known && known2 && due <= opens {
		s.Due += 24 * 60
	}
	if !known {
		w = word{}
	}
	return s, w
}

// stages reads the rounds of reminders.
func (l *loader) stages(f *draft, o *object) []report.Stage {
	var stages []report.Stage
	for _, item := range o.objects("remind") {
		s, ok := l.stage(f, item)
		if !ok {
			continue
		}
		if slices.ContainsFunc(stages, func(t report.Stage) bool { return t == s }) {
			l.wrong(item.place, "keep one of them", "two stages speak to the same people at the same time")
			continue
		}
		stages, f.stageAt = append(stages, s), append(f.stageAt, item.place)
	}
	if len(stages) > 3 {
		l.odd(o.place, "more than three rounds are noise", "the form reminds %d times", len(stages))
	}
	return stages
}

// stage reads one round of reminders; ok is false where it has no proper time.
// Stages are named by whole minutes, so seconds are refused: two stages would
// share one name, and one of them would never leave.
func (l *loader) stage(f *draft, o *object) (s report.Stage, ok bool) {
	most := 24 * time.Hour
	if !f.ByDay() {
		most *= 31
	}
	before, b := o.duration("before", 0, most)
	after, a := o.duration("after", 0, most)
	to := o.must("to")
	o.close("a stage of remind")
	s = report.Stage{Offset: after - before, To: report.StageTo(to.text)}
	switch s.To {
	case report.ToReporter, report.ToChat, report.ToLead, "":
	default:
		l.wrong(to.place, "stages speak to: reporter, chat, lead", "to: unknown receiver %q", to.text)
	}
	switch has, has2 := o.values["before"] != nil, o.values["after"] != nil; {
	case has == has2:
		l.wrong(o.place, "write {before: 60m, to: reporter} or {after: 30m, to: lead}", "a stage has either before or after")
	case !a.given() && !b.given():
	case s.Offset%time.Minute != 0:
		l.wrong(o.place, "write it as 2m or 1h30m", "a stage is timed in whole minutes")
	default:
		return s, true
	}
	return s, false
}
