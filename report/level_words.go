package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// What a notice about a response level tells, in its row's Stage.
const (
	StageLevel      = "level"       // it was raised or lifted
	StageLevelAwake = "level-awake" // the same, and quiet hours do not hold it
	StageLevelLast  = "level-last"  // its last day has come: who wants it longer has to say so
	StageLevelEnd   = "level-end"   // its last day is over
)

// lastCall is when on its last day the admins are told that a level ends.
const lastCall = 9 * 60

// noticeKept is how long a notice about a level is worth saying.
const noticeKept = 24 * time.Hour

// LevelRows are the notices of a ruling about a level: to each chat in which
// something is reported that waits for the matter, to the leaders, and for a
// level that is raised the same again once its last day is over, of which the
// admins are told in the morning. Their words are found when they leave.
func (w *Workspace) LevelRows(r Ruling, now time.Time) []Row {
	var rows []Row
	stage := StageLevel
	if w.urges(r, now) {
		stage = StageLevelAwake
	}
	for _, to := range w.concerned(r) {
		row := Row{
			Key: "level/" + string(r.Message) + "/" + to.String(), Kind: Notice, To: to, Stage: stage,
			Message: r.Message, Ref: r.Matter,
			NotBefore: now, Expires: now.Add(noticeKept),
		}
		rows = append(rows, row)
		if r.Level != "" {
			row.Key, row.Stage = "level/"+string(r.Message)+"/end/"+to.String(), StageLevelEnd
			row.NotBefore, row.Expires = r.ends(w.Zone), r.ends(w.Zone).Add(noticeKept)
			rows = append(rows, row)
		}
	}
	if at := r.Until.At(lastCall, w.Zone); len(rows) > 0 && r.Level != "" && now.Before(at) {
		for _, p := range w.AllWith(Admin) {
			row := rows[0]
			row.To, row.Stage, row.NotBefore, row.Expires = Address{Person: p.ID}, StageLevelLast, at, r.ends(w.Zone)
			row.Key = "level/" + string(r.Message) + "/last/" + row.To.String()
			rows = append(rows, row)
		}
	}
	return rows
}

// urges tells whether a ruling, about to be made, is told in quiet hours too: it raises
// a level that lifts them, or ends one and with it a report that would be due in them.
func (w *Workspace) urges(r Ruling, now time.Time) bool {
	e := w.Emergency(r.Matter)
	if e == nil || e.KeepsQuiet {
		return false
	}
	if r.Level != "" {
		return len(w.brings(r.Matter, r.Level, "")) > 0
	}
	present, raised := w.Response(r.Matter, r.At)
	quiet := w.Leaves(Row{Kind: Notice}, now)
	for _, b := range w.brings(r.Matter, present.Level, "") {
		for _, s := range b.slots {
			for day := DayOf(now.In(w.Zone)) - 1; raised && day <= present.Until; day++ {
				k := PeriodKey{b.form.ID, day, s.ID}
				if due := w.Due(k); !due.Before(quiet) {
					break
				} else if due.After(now) && w.Owed(k) {
					return true
				}
			}
		}
	}
	return false
}

// concerned is who is told of a ruling about a level, beside who made it.
func (w *Workspace) concerned(r Ruling) []Address {
	var all []Address
	if len(w.awaiting(r.Matter, "")) == 0 {
		return nil
	}
	for _, c := range w.Chats {
		if c.Role == WorkChat && len(w.awaiting(r.Matter, c.ID)) > 0 {
			all = append(all, Address{Chat: c.ID})
		}
	}
	for _, p := range w.AllWith(Leader) {
		if p.Name != r.By {
			all = append(all, Address{Person: p.ID})
		}
	}
	return all
}

// awaiting lists the forms of a chat, of all where none is given, that wait as a
// whole or in part for a level of a matter.
func (w *Workspace) awaiting(matter string, in ChatID) []*Form {
	var forms []*Form
	for i := range w.Forms {
		f := &w.Forms[i]
		waits := f.Level.Matter == matter || slices.ContainsFunc(f.Slots, func(s Slot) bool { return s.Level.Matter == matter })
		if waits && (in == "" || slices.Contains(w.chatForms[in], f)) {
			forms = append(forms, f)
		}
	}
	return forms
}

// LevelNotice is what a notice about a level says when it leaves; nothing, where
// another ruling about the matter has been made since. It is false as long as the
// workspace does not follow the notice's ruling.
func (w *Workspace) LevelNotice(row Row, now time.Time) (string, bool) {
	r, before, known := w.ruledBy(row)
	if !known || r.Message != row.Message {
		return "", known
	}
	return w.levelText(row, r, before, now), true
}

// levelText is what is told of a ruling about a matter that had a level before, or
// none.
func (w *Workspace) levelText(row Row, r, before Response, now time.Time) string {
	title := w.Name + r.Matter + r.Level + "应急响应"
	on, off := w.brings(r.Matter, r.Level, row.To.Chat), w.brings(r.Matter, before.Level, row.To.Chat)
	switch {
	case r.Level == "":
		return fmt.Sprintf("【%s%s%s应急响应解除】%s解除。%s", w.Name, r.Matter, before.Level, w.when(r.At), w.noMore(off))
	case row.Stage == StageLevelEnd:
		return fmt.Sprintf("【%s到期】到%s为止，已自动解除。%s%s", title, r.Until.Chinese(), w.stillDue(on, r.Ruling), w.noMoreFrom(r.Until+1, on))
	case !now.Before(r.ends(w.Zone)):
		return ""
	case row.Stage == StageLevelLast:
		return fmt.Sprintf("【%s】今天到期，明天起自动解除。要延长请发：应急 %s 延长至 %s 依据 文件名", title, r.Matter, (r.Until + 7).Chinese())
	}
	text := fmt.Sprintf("【%s】%s%s，到期自动解除。依据：%s。", title, w.since(r, w.when), r.upTo(before), Mask(r.Reason))
	for _, b := range on {
		text += "\n" + w.asked(b, r.Ruling, now)
	}
	var left []brought
	for _, b := range off {
		left = append(left, b.without(on)...)
	}
	if len(left) > 0 {
		text += "\n" + w.noMore(left)
	}
	return text
}

// ruledBy finds the last ruling about a notice's matter and the level that the
// matter had before it. It is false where the notice's own is not known yet.
func (w *Workspace) ruledBy(row Row) (r, before Response, known bool) {
	for _, next := range w.Rulings() {
		if next.Kind != LevelRuling || next.Matter != row.Ref {
			continue
		}
		if before = r; !next.At.Before(r.ends(w.Zone)) {
			before = Response{}
		}
		r, known = r.Then(next, w.Zone), known || next.Message == row.Message
	}
	return r, before, known
}

// brought is a form with those of its slots that a level brings.
type brought struct {
	form  *Form
	slots []*Slot
}

// brings lists what a level brings to a chat, to all where none is given.
func (w *Workspace) brings(matter, level string, in ChatID) []brought {
	e := w.Emergency(matter)
	if e == nil || e.rank(level) < 0 {
		return nil
	}
	waits := func(t Trigger) bool { return t.Matter == matter }
	above := func(t Trigger) bool { return waits(t) && e.rank(t.From) > e.rank(level) }
	var all []brought
	for _, f := range w.awaiting(matter, in) {
		b := brought{form: f}
		for i := range f.Slots {
			s := &f.Slots[i]
			if (waits(f.Level) || waits(s.Level)) && !above(f.Level) && !above(s.Level) {
				b.slots = append(b.slots, s)
			}
		}
		if len(b.slots) > 0 {
			all = append(all, b)
		}
	}
	return all
}

// without is what is left of a form's slots beside those of the others.
func (b brought) without(others []brought) []brought {
	left := slices.DeleteFunc(slices.Clone(b.slots), func(s *Slot) bool {
		return slices.ContainsFunc(others, func(o brought) bool { return slices.Contains(o.slots, s) })
	})
	if len(left) == 0 {
		return nil
	}
	return []brought{{b.form, left}}
}

// name is the form, with its slots where they are not all.
func (b brought) name() string {
	name := b.form.Name
	if len(b.slots) < len(b.form.Slots) {
		for i, s := range b.slots {
			if i > 0 {
				name += "、"
			}
			name += s.Name
		}
	}
	return name
}

// asked says what a level asks for: how often, by when, and for the first time when.
func (w *Workspace) asked(b brought, r Ruling, now time.Time) string {
	var dues []string
	for _, s := range b.slots {
		due := s.Due.String()
		if s.Due > 24*60 {
			due = "次日" + due
		}
		dues = append(dues, s.Name+due)
	}
	said := b.form.Name + "：" + b.form.Often() + strings.Join(dues, "、") + "前报"
	if k, ok := w.first(b, r, now); ok {
		said += "，第一次" + w.when(w.Due(k)) + "前"
	}
	return said + "。"
}

// first is the first period that a level brings and that is still to come.
func (w *Workspace) first(b brought, r Ruling, now time.Time) (PeriodKey, bool) {
	for day := DayOf(now.In(w.Zone)) - 1; day <= r.Until; day++ {
		for _, s := range b.slots {
			if k := (PeriodKey{b.form.ID, day, s.ID}); w.Owed(k) && now.Before(w.Due(k)) {
				return k, true
			}
		}
	}
	return PeriodKey{}, false
}

// noMore says what is asked for no more.
func (w *Workspace) noMore(off []brought) string {
	var names []string
	for _, b := range off {
		names = append(names, b.name())
	}
	if len(names) == 0 {
		return ""
	}
	return "不用再报：" + strings.Join(names, "；") + "。"
}

// noMoreFrom says what is asked for no more from a day on.
func (w *Workspace) noMoreFrom(d Day, off []brought) string {
	if len(off) == 0 {
		return ""
	}
	return d.Chinese() + "起" + w.noMore(off)
}

// stillDue says which reports of a level's last day are due when the day is over.
func (w *Workspace) stillDue(on []brought, r Ruling) string {
	var names []string
	for _, b := range on {
		b.slots = slices.DeleteFunc(slices.Clone(b.slots), func(s *Slot) bool { return s.Due <= 24*60 })
		if len(b.slots) > 0 {
			names = append(names, b.name())
		}
	}
	if len(names) == 0 {
		return ""
	}
	return r.Until.Chinese() + "的照报：" + strings.Join(names, "；") + "。"
}

// since says since when a matter has had a level, and this one: 7月1日起，7月3日升为三级，.
func (w *Workspace) since(r Response, when func(time.Time) string) string {
	said := when(r.Begun) + "起，"
	if e := w.Emergency(r.Matter); r.Before != "" && e != nil {
		verb := "升为"
		if e.rank(r.Level) < e.rank(r.Before) {
			verb = "降为"
		}
		said += when(r.Since) + verb + r.Level + "，"
	}
	return said
}

// upTo says until when a level holds, which another may have held before it.
func (r Response) upTo(before Response) string {
	verb := "至"
	if before.Level == r.Level && r.Until != before.Until {
		if verb = "缩短至"; r.Until > before.Until {
			verb = "延长至"
		}
	}
	if year, _, _ := r.Until.Date(); year > r.At.Year() {
		verb += fmt.Sprintf("%d年", year)
	}
	return verb + r.Until.Chinese()
}

// SpanText says since when and until when a level holds that follows another, or none
// that is raised: 7月1日起，延长至7月20日.
func (w *Workspace) SpanText(r, before Response) string {
	return w.since(r, w.onDay) + r.upTo(before)
}

// onDay is the day of an instant in words.
func (w *Workspace) onDay(at time.Time) string { return DayOf(at.In(w.Zone)).Chinese() }

// ResponseText is a level that is raised, in one line: 防汛四级应急响应（7月1日起，
// 至7月20日，依据…）.
func (w *Workspace) ResponseText(r Response) string {
	return fmt.Sprintf("%s%s应急响应（%s，依据%s）", r.Matter, r.Level, w.SpanText(r, Response{}), Mask(r.Reason))
}

// LevelBrings says what a level asks for beside what is always asked for, or
// nothing.
func (w *Workspace) LevelBrings(r Ruling) string {
	var names []string
	for _, b := range w.brings(r.Matter, r.Level, "") {
		names = append(names, b.name())
	}
	if len(names) == 0 {
		return ""
	}
	return "其间增报：" + strings.Join(names, "；") + "。"
}
