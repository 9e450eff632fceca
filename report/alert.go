package report

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/shopspring/decimal"
)

// raiseWords raises an urgent matter told in words.
func (d *decision) raiseWords() {
	e := d.Reading.Event
	d.raise(Event{Unit: e.Unit, Text: Mask(e.Text)})
}

// raiseFields raises each field over its limit that was not so before.
func (d *decision) raiseFields(f *Filing, before Current) {
	form := d.w.Form(f.Form)
	for _, id := range f.Urgent {
		value, ok := f.Values[id]
		if old, had := before.Values[id]; !ok || had && old.N.Equal(value.N) {
			continue
		}
		field := form.Field(id)
		d.raise(Event{
			Unit: f.Unit, Form: f.Form, Field: id, Key: f.Key().PeriodKey,
			Text: fmt.Sprintf("%s：%s%s", form.Name, field.Name, value.Words()),
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
// The same words about the same unit within the last minutes are the same
// matter.
func (d *decision) raise(e Event) {
	again := func(r Event) bool { return r.Unit == e.Unit && r.Text == e.Text && r.Key == e.Key }
	if slices.ContainsFunc(d.Recent, again) {
		return
	}
	e.N = d.Last + len(d.Events) + 1
	e.Time, e.Message, e.Chat, e.By = d.Message.Time, d.Message.ID, d.Message.Chat, d.Speaker.Name()
	d.Events = append(d.Events, e)
	row := Row{
		Kind: Alert, Form: e.Form, Period: e.Key.Day, Slot: e.Key.Slot, Message: d.Message.ID,
		Ref: fmt.Sprintf("event:%d", e.N), NotBefore: d.Now, Text: d.w.AlertText(e),
	}
	if e.Unit != "" {
		row.Units = []UnitID{e.Unit}
	}
	told := map[PersonID]bool{}
	for _, role := range []Role{Leader, Admin} {
		for _, p := range d.w.AllWith(role) {
			if told[p.ID] {
				continue
			}
			told[p.ID] = true
			row.To = Address{Person: p.ID}
			row.Key = fmt.Sprintf("alert/%d/%s", e.N, row.To)
			d.Rows = append(d.Rows, row)
		}
	}
	row.To, row.Mentions, row.Text = d.here(), d.mention(), d.w.ConfirmText(e)
	row.Key = fmt.Sprintf("alert/%d/%s", e.N, row.To)
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
	regexp.MustCompile(`\d{6}(18|19|20)\d{9}[\dXx]`),
	regexp.MustCompile(`1[3-9]\d{9}`),
}

// Mask hides identity card and telephone numbers: the first three and the last
// two digits stay.
func Mask(text string) string {
	for _, re := range personal {
		text = re.ReplaceAllStringFunc(text, func(s string) string { return s[:3] + "****" + s[len(s)-2:] })
	}
	return text
}
