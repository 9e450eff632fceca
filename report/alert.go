package report

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// raiseWords raises an urgent matter told in words, at once. The same words about
// the same unit within the last minutes are the same matter, as long as it is not
// over: whoever says them again is told its number, and nobody is woken twice.
func (d *decision) raiseWords() {
	e := Event{Unit: d.Reading.Event.Unit, Text: Mask(d.Reading.Event.Text)}
	again := func(r Event) bool {
		_, over := r.Closed()
		return r.Unit == e.Unit && r.Text == e.Text && !over
	}
	if i := slices.IndexFunc(d.Recent, again); i >= 0 {
		d.alarms = append(d.alarms, raised{Event: d.Recent[i], words: e.Text, leaves: d.Now})
		return
	}
	d.raise(e, e.Text)
}

// raiseFields raises each field over its limit that was not so before, that is said to
// be one more, or whose matter is over: what is reported after that is another.
func (d *decision) raiseFields(f *Filing, before Current) {
	form := d.w.Form(f.Form)
	for _, id := range f.Urgent {
		value, ok := f.Values[id]
		if !ok {
			continue
		}
		e, open := d.openAbout(f, id)
		old, had := before.Values[id]
		if e, told := d.toldBefore(f, id, value); told && !had {
			d.alarms = append(d.alarms, raised{Event: e, leaves: d.Now})
			continue
		}
		open = open && (had || d.w.Person(PersonID(e.By)) != nil)
		further := had && d.isFurther(f, id, old)
		switch again := d.wasEnded(f, id); {
		case had && old.N.Equal(value.N) && !further && (open || !again):
			continue
		case open && further:
			d.added(e, value, old)
			continue
		case open:
			d.changed(e, value, old)
			continue
		}
		words := f.Line
		if words == "" {
			words = cmp.Or(d.quoteOf(id), d.Message.Text)
		}
		d.raise(Event{
			Unit: f.Unit, Form: f.Form, Field: id, Key: f.Key().PeriodKey,
			Text: form.urgentText(id, value),
		}, form.Field(id).clausesOf(words, value))
	}
}

// toldBefore is the urgent matter about the same value of a filing's record that somebody
// unknown has raised and that is not over: nobody is woken twice.
func (d *decision) toldBefore(f *Filing, id FieldID, value Value) (Event, bool) {
	text := d.w.Form(f.Form).urgentText(id, value)
	for _, e := range slices.Concat(d.Raised, d.Recent) {
		_, over := e.Closed()
		same := e.Unit == f.Unit && e.Key == f.Key().PeriodKey && e.Field == id && e.Text == text
		if same && !over && d.w.Person(PersonID(e.By)) == nil {
			return e, true
		}
	}
	return Event{}, false
}

// openAbout is the urgent matter about a field of a filing's record that is not over.
func (d *decision) openAbout(f *Filing, id FieldID) (Event, bool) {
	for _, e := range slices.Backward(d.Raised) {
		if _, over := e.Closed(); !over && e.Unit == f.Unit && e.Key == f.Key().PeriodKey && e.Field == id {
			return e, true
		}
	}
	return Event{}, false
}

// wasEnded tells whether somebody has ended a matter about a field of a filing's record.
func (d *decision) wasEnded(f *Filing, id FieldID) bool {
	return slices.ContainsFunc(d.Raised, func(e Event) bool {
		_, over := e.Closed()
		return over && e.Unit == f.Unit && e.Key == f.Key().PeriodKey && e.Field == id
	})
}

// isFurther tells whether a value over its limit is one more than what stood, and so
// not the whole: 又有1人发热 where 1人 stands.
func (d *decision) isFurther(f *Filing, id FieldID, old Value) bool {
	return slices.Contains(f.Further, id) && old.N.IsPositive() && !f.Values[id].N.GreaterThan(old.N)
}

// wholes asks for the whole of what a filing says is one more.
func (d *decision) wholes(f *Filing, before Current) []Problem {
	var problems []Problem
	for _, id := range f.Further {
		if old, had := before.Values[id]; had && d.isFurther(f, id, old) {
			field := d.w.Form(f.Form).Field(id)
			problems = append(problems, Problem{Code: Jump, Field: id, Say: fmt.Sprintf("%s又报%s（之前报%s），现在共几%s？请回一个数。",
				field.Short(), f.Values[id].Words(), old.Words(), field.Unit())})
		}
	}
	return problems
}

// standing is a filing with what stands in the place of one more, until the whole is
// answered: nobody who was reported is lost.
func (d *decision) standing(f *Filing, before Current) *Filing {
	kept := *f
	for _, id := range f.Further {
		if old, had := before.Values[id]; had && d.isFurther(f, id, old) {
			kept.Values = maps.Clone(kept.Values)
			kept.Values[id] = old
		}
	}
	return &kept
}

// added tells all who were called to a matter that there is one more.
func (d *decision) added(e Event, value, old Value) {
	how := "又报" + d.w.Form(e.Form).Field(e.Field).Name + value.Words() + "，之前报" + old.Words() + "，总数正在核"
	d.Change.Progress = append(d.Change.Progress, d.progress(e, FollowedUp, how))
	d.follow(e, how, union(d.w.involved(e, d.View), d.w.Called(e, d.Now)))
}

// changed tells of another value over its limit in the matter that the one before has
// raised: those who have it and the office, and where it has grown, all who were called.
func (d *decision) changed(e Event, value, old Value) {
	how := corrected
	if now := d.current(RecordKey{e.Key, e.Unit}).Values[e.Field]; !now.N.Equal(value.N) {
		how = "另报为" // somebody else's, which does not replace it
	}
	how += d.w.Form(e.Form).Field(e.Field).Name + value.Words() + "，原报" + old.Words()
	d.Change.Progress = append(d.Change.Progress, d.progress(e, FollowedUp, how))
	people := d.w.involved(e, d.View)
	if value.N.GreaterThan(old.N) {
		people = union(people, d.w.Called(e, d.Now))
	}
	d.follow(e, how, people)
}

// follow tells people what a report has brought to a matter.
func (d *decision) follow(e Event, how string, people []*Person) {
	row := d.alertRow(e)
	row.NotBefore = d.left(e) // never before the alert itself
	row.Expires = row.NotBefore.Add(alertLife)
	row.Text = fmt.Sprintf("【急报%d号续报】%s %s %s%s。", e.N, e.place(), d.w.when(d.Message.Time), d.sayer(e), how)
	d.tell(row, fmt.Sprintf("alert/%d/%s", e.N, d.Message.ID), d.others(people))
}

// clausesOf are the clauses of a text that name the field or hold its value, without
// what is personal; the text where none does.
func (f *Field) clausesOf(text string, v Value) string {
	labels := append([]string{f.Name, f.Short()}, f.Aliases...)
	var named, valued []string
	for _, c := range clauseEnd.Split(Mask(text), -1) {
		c = strings.TrimSpace(c)
		if slices.ContainsFunc(labels, func(l string) bool { return l != "" && strings.Contains(c, l) }) {
			named = append(named, c)
		}
		if strings.Contains(c, v.N.String()+f.Unit()) {
			valued = append(valued, c)
		}
	}
	if len(named) == 0 {
		named = valued
	}
	if len(named) == 0 {
		named = strings.Fields(Mask(text))
	}
	return head(strings.Join(named, "，"), longestWords)
}

// clauseEnd ends a clause, longestWords is how many characters an alert repeats.
var clauseEnd = regexp.MustCompile(`[，,。；;！!？?\n]+`)

const longestWords = 60

// Urgent lists the fields of values that are over their limit.
func (f *Form) Urgent(values map[FieldID]Value) []FieldID {
	var over []FieldID
	for _, field := range f.Fields {
		if v, ok := values[field.ID]; ok && !v.Carried && v.Text == "" {
			if holds, _ := field.Urgent.Holds(map[FieldID]decimal.Decimal{"value": v.N}); holds {
				over = append(over, field.ID)
			}
		}
	}
	return over
}

// raised is an urgent matter that a message has raised, or told again.
type raised struct {
	Event
	words  string    // how it was told
	leaves time.Time // when those on duty are told
}

// raise numbers an event and tells those on duty and the office at once, the next
// person and then all leaders later, unless somebody has it in hand by then: that is
// asked when the rows leave.
func (d *decision) raise(e Event, words string) {
	e.N = d.Last + len(d.Events) + 1
	e.Time, e.Message, e.Chat, e.By = d.Message.Time, d.Message.ID, d.Message.Chat, d.Speaker.Name()
	leaves := d.leaves(e)
	d.Events = append(d.Events, e)
	d.alarms = append(d.alarms, raised{e, words, leaves})
	row := d.alertRow(e)
	row.Text = d.w.AlertText(e, words)
	d.callAll(row, leaves, func(round int) string { return callKey(e.N, 0, round) })
	if !d.Speaker.Known() && e.Unit != "" {
		d.tellPlace(row, e)
	}
}

// tellPlace tells the unit's own people and its lead what a stranger has raised about
// it, unless they are called anyway: they know best whether it is so.
func (d *decision) tellPlace(row Row, e Event) {
	called := d.firstCalled(row.NotBefore)
	own := union(union(slices.Clone(d.w.With(e.Unit, Reporter)), d.w.With(e.Unit, Deputy)), d.w.With(e.Unit, Lead))
	own = filter(own, func(p *Person) bool { return !slices.Contains(called, p) })
	row.Expires = d.Now.Add(alertLife)
	row.Text = strings.TrimRight(row.Text, "。！!") + fmt.Sprintf("。请核实，有新情况请回“续报 %d …”。", e.N)
	key := fmt.Sprintf("alert/%d/place", e.N)
	if !d.aloud() {
		d.tell(row, key, own)
		return
	}
	row.To = d.here()
	row.Key = key + "/" + row.To.String()
	for _, p := range own {
		row.Mentions = union(row.Mentions, []string{p.Card})
	}
	if len(own) > 0 {
		d.Rows = append(d.Rows, row)
	}
}

// alertRow is a row about an urgent matter, without words and address.
func (d *decision) alertRow(e Event) Row {
	row := Row{
		Kind: Alert, Form: e.Form, Period: e.Key.Day, Slot: e.Key.Slot, Message: d.Message.ID,
		Ref: fmt.Sprintf("%s%d", eventRef, e.N), NotBefore: d.Now,
	}
	if e.Unit != "" {
		row.Units = []UnitID{e.Unit}
	}
	return row
}

// tell queues a row for people, each privately, or, where the channel cannot write
// to a person, for the leaders' chat, mentioning them. The key is that of all rows
// without their address.
func (d *decision) tell(row Row, key string, people []*Person) {
	if d.aloud() {
		row.To = Address{Chat: d.w.leadersChat()}
		row.Key = key + "/" + row.To.String()
		for _, p := range people {
			row.Mentions = union(row.Mentions, []string{p.Card})
		}
		d.Rows = append(d.Rows, row)
		return
	}
	for _, p := range people {
		row.To = Address{Person: p.ID}
		row.Key = key + "/" + row.To.String()
		d.Rows = append(d.Rows, row)
	}
}

// confirm tells whoever raised urgent matters that they went on, in one message.
func (d *decision) confirm() {
	if len(d.alarms) == 0 {
		return
	}
	first := d.alarms[0].Event
	row := d.alertRow(first)
	row.Key = fmt.Sprintf("alert/%d/%s/%s", first.N, d.here(), d.Message.ID)
	row.To, row.Mentions, row.Expires = d.here(), d.mention(), d.Now.Add(alertLife)
	var lines []string
	for _, r := range d.alarms {
		if r.Unit != "" {
			row.Units = union(row.Units, []UnitID{r.Unit})
		}
		lines = append(lines, d.confirmLine(r))
	}
	number := strconv.Itoa(first.N)
	if len(d.alarms) > 1 {
		number = "编号"
	}
	invite := fmt.Sprintf("有新情况请回“续报 %s …”。", number)
	if d.Speaker.Known() {
		invite = fmt.Sprintf("有新情况请回“续报 %s …”，处置完请回“办结 %s”。", number, number)
	}
	lines = append(lines, invite)
	row.Text = strings.Join(lines, "\n")
	d.Rows = append(d.Rows, row)
}

// alertLife is how long what was said of an urgent matter is worth saying. Calls
// have no end but that somebody has it in hand.
const alertLife = 24 * time.Hour

// confirmLine tells who, where, when and what, in the words it was told in, and
// who was told, or that nobody could be.
func (d *decision) confirmLine(r raised) string {
	to := d.reached(r.leaves)
	said := "已转报" + to
	switch {
	case to == "":
		said = nobodyTold
	case r.leaves.After(d.Now):
		said = fmt.Sprintf("已记下，%s与其他急报一并转报%s", r.leaves.In(d.w.Zone).Format("15:04"), to)
	}
	if p, ok := r.Acknowledged(); ok {
		said = p.By + "已收到"
	}
	return fmt.Sprintf("急报%d号%s：%s %s %s，%s", r.N, said, r.place(), d.w.when(r.Time), r.By, r.told(r.words))
}

// told is what an event is about, with the words of a value over its limit behind
// it.
func (e *Event) told(words string) string {
	if e.Form == "" || words == "" {
		return e.Text
	}
	return e.Text + "（原话：" + words + "）"
}

// AlertText is what leaders read of an urgent matter: who, when, the words.
func (w *Workspace) AlertText(e Event, words string) string {
	by := e.By
	if w.Person(PersonID(by)) == nil {
		by += "（不在花名册）"
	}
	return fmt.Sprintf("【急报%d号】%s %s %s报：%s", e.N, e.place(), w.when(e.Time), by, e.told(words))
}

// CallText is one message of calls about urgent matters: the lines of their rows,
// and what is to be answered.
func CallText(rows []Row) string {
	var lines, numbers []string
	again := false
	for _, r := range rows {
		lines = append(lines, r.Text)
		numbers = append(numbers, strings.TrimPrefix(r.Ref, eventRef))
		again = again || r.Stage == StageCallAgain
	}
	if again {
		lines = append(lines, "到现在还没有人回复收到。")
	}
	of := numbers[0]
	if len(numbers) > 1 {
		of = "编号"
	}
	return fmt.Sprintf("%s\n请回复“收到 %s”，有话转给村里请回“回复 %s …”。", strings.Join(lines, "\n"), strings.Join(numbers, " "), of)
}

// eventRef stands before an event's number in the Ref of a row about it.
const eventRef = "event:"

// EventOf is the number of the urgent matter that a row is about; 0: none.
func EventOf(r Row) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(r.Ref, eventRef))
	return n
}

func (e *Event) place() string {
	if e.Unit == "" {
		return "（未说明单位）"
	}
	return string(e.Unit)
}

// personal are the strings that never stand in an alert, an echo or a log:
// identity cards, then telephone numbers.
var personal = []*regexp.Regexp{
	regexp.MustCompile(`[0-9０-９]{6}[ -]?(18|19|20|１８|１９|２０)[0-9０-９]{6}[ -]?[0-9０-９]{3}[0-9０-９XxＸｘ]`),
	regexp.MustCompile(`[1１][3-9３-９][0-9０-９][ -]?[0-9０-９]{4}[ -]?[0-9０-９]{4}`),
}

// Mask hides identity card and telephone numbers: the first three and the last
// two digits stay.
func Mask(text string) string {
	for _, re := range personal {
		text = re.ReplaceAllStringFunc(text, func(s string) string {
			r := []rune(s)
			return string(r[:3]) + "****" + string(r[len(r)-2:])
		})
	}
	return text
}
