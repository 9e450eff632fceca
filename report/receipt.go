package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The stages of a receipt: what happened to the record.
const (
	StageFiled       = "filed"
	StageCorrected   = "corrected"
	StageConfirmed   = "confirmed" // 是: what was read stands
	StageWithdrawn   = "withdrawn"
	StageKept        = "kept"         // a proxy's, where the unit had said it all itself
	StageRepeated    = "repeated"     // a bare zero phrase where nothing is owed
	StageEarlierSlot = "earlier-slot" // taken for the slot that had just ended
)

// receipt queues the receipt of a record. In a chat it waits for the end of the
// running window, so that all receipts of a window leave together. What a proxy
// said, the unit's reporters are told too.
func (d *decision) receipt(k RecordKey, stage, remark string) {
	row := Row{
		Key: fmt.Sprintf("receipt/%s/%s/%s", d.Message.ID, k.Form, k.Unit), Kind: Receipt, To: d.here(),
		Form: k.Form, Period: k.Day, Slot: k.Slot, Stage: stage, Units: []UnitID{k.Unit},
		Message: d.Message.ID, Ref: remark, NotBefore: d.Now, Mentions: d.mention(),
	}
	if slices.ContainsFunc(d.Rows, func(r Row) bool { return r.Key == row.Key }) {
		row.Key += "/" + k.Day.String() + "/" + string(k.Slot) // two periods of one form in one message
	}
	if row.To.Chat != "" && d.w.ReceiptWindow > 0 {
		row.NotBefore = d.Now.Truncate(d.w.ReceiptWindow).Add(d.w.ReceiptWindow)
	}
	row.Expires = row.NotBefore.Add(24 * time.Hour)
	if r := d.Records[k]; len(r.Versions) > 0 && r.Versions[len(r.Versions)-1].Proxy {
		d.tellReporters(&row)
	}
	d.Rows = append(d.Rows, row)
}

// tellReporters lets the unit's reporters know of a proxy's report: mentioned
// where it was said in a chat, else each in private.
func (d *decision) tellReporters(row *Row) {
	for _, p := range append(d.w.With(row.Units[0], Reporter), d.w.With(row.Units[0], Deputy)...) {
		if row.To.Chat != "" {
			row.Mentions = append(row.Mentions, p.Card)
			continue
		}
		told := *row
		told.To, told.Mentions = Address{Person: p.ID}, nil
		told.Key += "/" + told.To.String()
		d.Rows = append(d.Rows, told)
	}
}

// echoed is how many units a receipt says the values of; beyond it says names.
const echoed = 3

// ReceiptText is a receipt in words: a line a unit with what now stands for it,
// or, for many, a line a period with the units' names and what is out of the
// ordinary.
func (w *Workspace) ReceiptText(rows []Row, records []Record) string {
	var lines []string
	var about []PeriodKey
	names := map[PeriodKey][]string{}
	for i, row := range rows {
		k, now := row.period(), records[i].Fold()
		if lines = append(lines, w.receiptLine(row, now)); names[k] == nil {
			about = append(about, k)
		}
		names[k] = append(names[k], string(row.Units[0])+w.remark(row, now))
	}
	if len(rows) > echoed {
		lines = nil
		for _, k := range about {
			lines = append(lines, fmt.Sprintf("已收%s：%s。%s", w.Title(k), strings.Join(names[k], "、"), w.ended(k)))
		}
	}
	return strings.Join(lines, "\n")
}

// remark is what is out of the ordinary about one unit among many.
func (w *Workspace) remark(row Row, now Current) string {
	switch {
	case row.Stage == StageWithdrawn && !now.Valid:
		return "（已撤回，请重新报）"
	case row.Stage == StageWithdrawn:
		return "（撤回一条）"
	case row.Stage == StageCorrected:
		return strings.Replace("（已更新）"+w.late(row, now), "）（", "，", 1)
	}
	return w.late(row, now)
}

// late marks a report that came too late for a period it owed.
func (w *Workspace) late(row Row, now Current) string {
	k := PeriodKey{row.Form, row.Period, row.Slot}
	owed := w.OwedBy(k, row.Units[0])
	if owed && now.Valid && now.First.After(w.Due(k)) {
		return "（迟报）"
	}
	return ""
}

// receiptLine says what stands for one unit after the message of a row.
func (w *Workspace) receiptLine(row Row, now Current) string {
	unit, title, late := string(row.Units[0]), w.Title(PeriodKey{row.Form, row.Period, row.Slot}), w.late(row, now)
	form := w.Form(row.Form)
	var said string
	switch row.Stage {
	case StageWithdrawn:
		if !now.Valid {
			return fmt.Sprintf("%s %s已撤回，现在没有数，请重新报。", unit, title)
		}
		said = fmt.Sprintf("%s %s已撤回一条，现以此为准%s：%s", unit, title, late, form.Words(now))
	case StageRepeated:
		return fmt.Sprintf("%s应报的都已收到，不用再报。", unit)
	case StageCorrected:
		said = fmt.Sprintf("%s %s已更新%s：%s", unit, title, late, form.Words(now))
	case StageKept:
		said = fmt.Sprintf("%s %s以本单位报的为准，没有改动：%s", unit, title, form.Words(now))
	case StageConfirmed:
		said = fmt.Sprintf("%s %s已确认%s：%s", unit, title, late, form.Words(now))
	case StageEarlierSlot:
		said = fmt.Sprintf("%s 已收，按%s记%s：%s", unit, title, late, form.Words(now))
	default:
		said = fmt.Sprintf("%s %s已收%s：%s", unit, title, late, form.Words(now))
	}
	if len(now.Unfilled) > 0 {
		said += "；未填：" + strings.Join(form.names(now.Unfilled), "、")
	}
	if lacking := form.lacking(now); len(lacking) > 0 {
		said += "；还缺：" + strings.Join(form.names(lacking), "、")
	}
	if now.Proxy {
		said += "（代报）"
	}
	if row.Ref != "" {
		said += "（" + row.Ref + "）"
	}
	return said + w.ended(PeriodKey{row.Form, row.Period, row.Slot})
}

// ended says of a report to a form that has ended that it asks for none.
func (w *Workspace) ended(k PeriodKey) string {
	if until := w.Form(k.Form).Until; until != 0 && k.Day > until {
		return fmt.Sprintf("（该表%s已停报，不用再报）", until.Chinese())
	}
	return ""
}

// lacking lists the required fields that a report neither gives nor leaves
// unfilled. A zero-report lacks nothing.
func (f *Form) lacking(c Current) []FieldID {
	var ids []FieldID
	for _, field := range f.Fields {
		if field.Required && !c.Zero && !has(c.Values, field.ID) && !slices.Contains(c.Unfilled, field.ID) {
			ids = append(ids, field.ID)
		}
	}
	return ids
}

// Words says what a record holds, in the form's order: 平安 for a zero-report,
// else each stated value.
func (f *Form) Words(c Current) string {
	if c.Zero {
		return "平安（零报告）"
	}
	var said sayings
	for i := range f.Fields {
		if v, ok := c.Values[f.Fields[i].ID]; ok && !v.Carried {
			said.add(&f.Fields[i], v.Words())
		}
	}
	return said.String()
}

// sayings lists fields with their values; two that share a name are said as
// one: 居家观察14户46人.
type sayings struct {
	text strings.Builder
	last string
}

// add says a field's value, or more of the field said last.
func (s *sayings) add(f *Field, words string) {
	if name := f.Short(); name != s.last {
		if s.last != "" {
			s.text.WriteString("、")
		}
		s.text.WriteString(name)
		s.last = name
	}
	s.text.WriteString(words)
}

func (s *sayings) String() string { return s.text.String() }

// Words is the value as people write it: 120余份, 0人, or its text.
func (v Value) Words() string {
	if v.Text != "" {
		return "：" + Mask(v.Text)
	}
	if v.Approx {
		return "约" + v.N.String() + v.Unit
	}
	return v.N.String() + v.Unit
}

// Title names a period as people do: 疫情日报2月5日, 卡点值守2月5日夜班.
func (w *Workspace) Title(k PeriodKey) string {
	form := w.Form(k.Form)
	title := form.Name + k.Day.Chinese()
	if s := form.Slot(k.Slot); s != nil {
		title += s.Name
	}
	return title
}

// when is an instant as people say it, in the workspace's zone.
func (w *Workspace) when(t time.Time) string {
	t = t.In(w.Zone)
	return DayOf(t).Chinese() + t.Format("15:04")
}
