package report

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/shopspring/decimal"
)

// raiseWords raises an urgent matter told in words. The same words about the
// same unit within the last minutes are the same matter: whoever says them again
// is told its number, and nobody is woken twice.
func (d *decision) raiseWords() {
	e := Event{Unit: d.Reading.Event.Unit, Text: Mask(d.Reading.Event.Text)}
	again := func(r Event) bool { return r.Unit == e.Unit && r.Text == e.Text }
	if i := slices.IndexFunc(d.Recent, again); i >= 0 {
		d.confirm(d.Recent[i])
		return
	}
	d.raise(e)
}

// raiseFields raises each field over its limit that was not so before.
func (d *decision) raiseFields(f *Filing, before Current) {
	form := d.w.Form(f.Form)
	for _, id := range f.Urgent {
		value, ok := f.Values[id]
		if old, had := before.Values[id]; !ok || had && old.N.Equal(value.N) {
			continue
		}
		d.raise(Event{
			Unit: f.Unit, Form: f.Form, Field: id, Key: f.Key().PeriodKey,
			Text: form.urgentText(id, value),
		})
	}
}

// urgent lists the fields of values that are over their limit.
func (f *Form) urgent(values map[FieldID]Value) []FieldID {
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

// raise numbers an event, tells the leaders and the office at once, and
// confirms it to whoever raised it.
func (d *decision) raise(e Event) {
	e.N = d.Last + len(d.Events) + 1
	e.Time, e.Message, e.Chat, e.By = d.Message.Time, d.Message.ID, d.Message.Chat, d.Speaker.Name()
	d.Events = append(d.Events, e)
	row := d.alertRow(e)
	row.Text = d.w.AlertText(e)
	d.alertAll(row, fmt.Sprintf("alert/%d", e.N))
	d.confirm(e)
}

// alertRow is a row about an urgent matter, without words and address.
func (d *decision) alertRow(e Event) Row {
	row := Row{
		Kind: Alert, Form: e.Form, Period: e.Key.Day, Slot: e.Key.Slot, Message: d.Message.ID,
		Ref: fmt.Sprintf("event:%d", e.N), NotBefore: d.Now,
	}
	if e.Unit != "" {
		row.Units = []UnitID{e.Unit}
	}
	return row
}

// alertAll tells the leaders and the office, each once; the key is that of all rows
// without their address.
func (d *decision) alertAll(row Row, key string) {
	told := map[PersonID]bool{}
	for _, role := range []Role{Leader, Admin} {
		for _, p := range d.w.AllWith(role) {
			if told[p.ID] {
				continue
			}
			told[p.ID] = true
			row.To = Address{Person: p.ID}
			row.Key = key + "/" + row.To.String()
			d.Rows = append(d.Rows, row)
		}
	}
}

// confirm tells whoever raised an event that it went on.
func (d *decision) confirm(e Event) {
	row := d.alertRow(e)
	row.Key = fmt.Sprintf("alert/%d/%s/%s", e.N, d.here(), d.Message.ID)
	row.To, row.Mentions, row.Text = d.here(), d.mention(), d.w.ConfirmText(e)
	d.Rows = append(d.Rows, row)
}

// AlertText is what leaders read of an urgent matter: who, when, the words.
func (w *Workspace) AlertText(e Event) string {
	return fmt.Sprintf("【急报%d号】%s %s %s报：%s", e.N, e.place(), w.when(e.Time), e.By, e.Text)
}

// ConfirmText tells whoever raised it that it went on.
func (w *Workspace) ConfirmText(e Event) string {
	return fmt.Sprintf("急报%d号已转报镇领导和值班室：%s %s，%s", e.N, e.place(), w.when(e.Time), e.Text)
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
