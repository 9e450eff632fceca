package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// UpwardData is what an upward report says of one period of a form: what a form's
// template of it (upward) is given. Figures are exact; what they rest on stands in Notes.
type UpwardData struct {
	Workspace string // 青石镇
	Us        string // 我镇, as the report speaks of the workspace
	Form      string // 疫情日报
	Slot      string // 夜班; mostly empty
	Day       string // 2月1日
	When      string // 截至2月1日18时; of a day that is over 2月1日
	Units     string // 12个村（社区）: who is expected
	Base      int
	Received  int
	OnTime    int
	Missing   []string // units of the base that are not in
	Notes     []string // who and what the figures leave out, keep from before or do not know exactly

	form   *Form
	totals map[FieldID]Total
}

// UpwardText renders a period's totals as the paragraph that the superior asks for, by the
// form's template or, without one, all its figures in order; beneath, in one line, whatever
// keeps the figures from being whole. A template that fails gives way to the default, and
// the text says so.
func (w *Workspace) UpwardText(c Completeness, now time.Time) string {
	d := w.upward(c, now)
	text, failed := d.paragraph(), ""
	if d.form.Upward != nil {
		said, err := d.form.Upward.say(d)
		if err == nil {
			text = said
		} else {
			failed = "\n（这张表的上报模板出了错，这是默认写法，请管理员运行 qunbao check）"
		}
	}
	if note := d.Footnote(); note != "" && !strings.Contains(text, note) {
		text += "\n" + note
	}
	return text + failed
}

// upward draws what there is to say.
func (w *Workspace) upward(c Completeness, now time.Time) UpwardData {
	form := w.Form(c.Key.Form)
	d := UpwardData{
		Workspace: w.Name, Us: us(w.Name), Form: form.Name, Day: c.Key.Day.Chinese(), When: w.upwardWhen(c.Key, now),
		Units: w.expected(c), Base: c.Base, Received: c.Received, OnTime: c.OnTime, form: form, totals: map[FieldID]Total{},
	}
	if s := form.Slot(c.Key.Slot); s != nil {
		d.Slot = s.Name
	}
	for _, t := range c.Totals {
		d.totals[t.Field] = t
	}
	for _, u := range c.Unreported() {
		d.Missing = append(d.Missing, string(u))
	}
	d.Notes = w.upwardNotes(c)
	return d
}

// upwardWhen is the instant of the figures: on the day itself now, afterwards the day.
func (w *Workspace) upwardWhen(k PeriodKey, now time.Time) string {
	now = now.In(w.Zone)
	switch {
	case DayOf(now) != k.Day:
		return k.Day.Chinese()
	case now.Minute() == 0:
		return fmt.Sprintf("截至%s%d时", k.Day.Chinese(), now.Hour())
	}
	return fmt.Sprintf("截至%s%d时%02d分", k.Day.Chinese(), now.Hour(), now.Minute())
}

// us is how a report speaks of whoever makes it: 青石镇 is 我镇.
func us(name string) string {
	for _, kind := range []string{"街道", "社区", "乡", "镇", "区", "县", "市", "村"} {
		if strings.HasSuffix(name, kind) {
			return "我" + kind
		}
	}
	return "我单位"
}

// expected counts who is in the base, in the words of the roster: 12个村（社区）.
func (w *Workspace) expected(c Completeness) string {
	villages, communities, others := 0, 0, 0
	for _, s := range c.Standings {
		switch {
		case !s.Expected || s.State == Excused || s.State == SystemFault:
		case strings.HasSuffix(string(s.Unit), "村"):
			villages++
		case strings.HasSuffix(string(s.Unit), "社区"):
			communities++
		default:
			others++
		}
	}
	word := "个单位"
	switch {
	case others > 0:
	case villages > 0 && communities > 0:
		word = "个村（社区）"
	case villages > 0:
		word = "个村"
	case communities > 0:
		word = "个社区"
	}
	return fmt.Sprintf("%d%s", c.Base, word)
}

// paragraph is 截至2月1日18时，我镇12个村（社区）应报12个，已报11个。累计排查返乡人员126人，
// 其中武汉返乡20人；居家观察14户46人；发热人员0人。
func (d UpwardData) paragraph() string {
	text := fmt.Sprintf("%s，%s%s%s%s应报%d个，已报%d个。", d.When, d.Us, d.Units, d.Form, d.Slot, d.Base, d.Received)
	if figures := d.Figures(); figures != "" {
		text += figures + "。"
	}
	return text
}

// Figures are all totals in the form's order: parts with their whole as 其中, fields of one
// label together. It is empty where nothing was reported.
func (d UpwardData) Figures() string {
	var said []string
	last := ""
	for i := range d.form.Fields {
		f := &d.form.Fields[i]
		total, ok := d.totals[f.ID]
		if _, whole := d.totals[f.PartOf]; !ok || f.PartOf != "" && whole {
			continue
		}
		words := f.total(total)
		if f.shown() == last && len(said) > 0 {
			said[len(said)-1] += words
		} else {
			said = append(said, f.shown()+words)
		}
		last = f.shown()
		if parts := d.parts(f); parts != "" {
			said[len(said)-1] += "，其中" + parts
			last = ""
		}
	}
	return strings.Join(said, "；")
}

// parts are the totals that are parts of a field's, and theirs: 武汉返乡20人、湖北其他返乡30人.
func (d UpwardData) parts(whole *Field) string {
	var said []string
	for i := range d.form.Fields {
		f := &d.form.Fields[i]
		if total, ok := d.totals[f.ID]; ok && f.PartOf == whole.ID {
			words := f.bare() + f.total(total)
			if more := d.parts(f); more != "" {
				words += "（" + more + "）"
			}
			said = append(said, words)
		}
	}
	return strings.Join(said, "、")
}

// total is a total in words: 46人, 约300份, 最高120.5米（河口村）.
func (f *Field) total(t Total) string {
	if top := t.top(); top != "" {
		return t.Words(f) + "（" + top + "）"
	}
	return t.Words(f)
}

// Total is a field's total in words, 46人; 未报 where no unit gave it. A template calls it
// with the field's id.
func (d UpwardData) Total(field string) (string, error) { return d.say(field, (*Field).total) }

// Number is a field's total without its measure word.
func (d UpwardData) Number(field string) (string, error) {
	return d.say(field, func(_ *Field, t Total) string { return Value{N: t.N, Approx: t.Approx}.Words() })
}

func (d UpwardData) say(field string, words func(*Field, Total) string) (string, error) {
	f := d.form.Field(FieldID(field))
	switch total, ok := d.totals[FieldID(field)]; {
	case f == nil || f.Kind == Prose:
		return "", fmt.Errorf("the form %s has no number %q", d.form.ID, field)
	case !ok:
		return "未报", nil
	default:
		return words(f, total), nil
	}
}

// Footnote is what keeps the figures from being whole, in one line; empty where nothing does.
func (d UpwardData) Footnote() string {
	if len(d.Notes) == 0 {
		return ""
	}
	return "注：" + strings.Join(d.Notes, "；") + "。"
}

// ParseUpwardWording reads a form's template of its upward report, and tries it with a
// total of each field and with none.
func ParseUpwardWording(name, text string, form *Form) (*Wording, error) {
	full := UpwardData{
		Workspace: "青石镇", Us: "我镇", Form: form.Name, Day: "2月1日", When: "截至2月1日18时", Units: "12个村（社区）",
		Base: 12, Received: 11, OnTime: 9, Missing: []string{"河口村"}, Notes: []string{"河口村未报，未计入"},
		form: form, totals: map[FieldID]Total{},
	}
	for _, f := range form.Fields {
		if f.Kind != Prose {
			full.totals[f.ID] = Total{Field: f.ID, N: decimal.NewFromInt(46), Units: 11}
		}
	}
	empty := full
	empty.Base, empty.Received, empty.OnTime, empty.Missing, empty.Notes, empty.totals = 0, 0, 0, nil, nil, nil
	return parseWording(name, text, full, empty)
}

// upwardNotes says who is missing, who has left the base, which figures are kept from
// before, approximate, of some units only or left open.
func (w *Workspace) upwardNotes(c Completeness) []string {
	var notes []string
	by := map[State][]string{}
	for _, s := range c.Standings {
		if s.Expected {
			by[s.State] = append(by[s.State], string(s.Unit))
		}
	}
	say := func(units []string, what string) {
		switch {
		case len(units) == 0:
		case len(units) == c.Base && len(units) > 3:
			notes = append(notes, "全部"+w.expected(c)+what)
		default:
			notes = append(notes, Listing(units)+what)
		}
	}
	say(by[Missing], "未报，未计入")
	say(by[Open], "还没报（"+w.when(c.Due)+"截止），未计入")
	say(by[Unparsed], "已报待核，未计入")
	if said := c.Excuses(); said != "" {
		notes = append(notes, "免报："+said)
	}
	if units := by[SystemFault]; len(units) > 0 { // of no base
		notes = append(notes, Listing(units)+"因系统故障不计入应报")
	}
	return append(notes, w.figureNotes(c)...)
}

// figureNotes says of the figures which rest on less than what all have reported.
func (w *Workspace) figureNotes(c Completeness) []string {
	form, counted := w.Form(c.Key.Form), len(standings(&c, Standing.counted))
	var partial, carried, approx, notes []string
	all := fmt.Sprintf("已报%d个单位", counted)
	if whose := c.Besides(); whose != "" {
		notes, all = append(notes, whose), fmt.Sprintf("计入的%d个单位", counted)
	}
	for _, t := range c.Totals {
		f := form.Field(t.Field)
		name := f.bare() + f.twin(form)
		if t.Units != counted {
			partial = append(partial, fmt.Sprintf("%s%d个", name, t.Units))
		}
		if t.Carried > 0 {
			carried = append(carried, fmt.Sprintf("%s%d个", name, t.Carried))
		}
		if t.Approx {
			approx = append(approx, name)
		}
	}
	add := func(names []string, before, behind string) {
		if len(names) > 0 {
			notes = append(notes, before+strings.Join(names, "、")+behind)
		}
	}
	add(partial, all+"中有数的：", "")
	add(carried, "沿用前数的单位：", "")
	add(approx, "", "为约数")
	var open []string
	for _, s := range c.Standings {
		if s.Expected && len(s.Current.Unfilled) > 0 {
			open = append(open, string(s.Unit)+form.firstOf(s.Current.Unfilled))
		}
	}
	add(open[:min(len(open), firstListed)], "未填：", "，未计入")
	return notes
}

// twin is the measure word of a field whose label another has too: 居家观察（户）.
func (f *Field) twin(form *Form) string {
	same := func(g Field) bool { return g.ID != f.ID && g.bare() == f.bare() }
	if slices.ContainsFunc(form.Fields, same) {
		return "（" + f.Unit() + "）"
	}
	return ""
}
