package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// mostSteps is how many lines of a history fit a phone: of a longer one the first
// and the last stand.
const mostSteps = 8

// HistoryText is what a unit's record says now and every step to it, oldest
// first: who, when, what was changed, why, and the first words of the message.
// What was said in private is not repeated.
func (w *Workspace) HistoryText(r Record) string {
	steps, now := r.Steps(), r.Fold()
	standing := "现在没有计入的数"
	if now.Valid {
		standing = w.Form(r.Form).Words(now)
	}
	lines := []string{fmt.Sprintf("%s %s：%s", r.Unit, w.Title(r.PeriodKey), standing)}
	for i, s := range steps {
		switch cut := len(steps) - mostSteps; {
		case cut > 0 && i == 1:
			lines = append(lines, fmt.Sprintf("……中间%d条从略，全部的在导出的表里……", cut))
		case cut > 0 && i > 1 && i <= cut:
		default:
			lines = append(lines, w.stepText(r.RecordKey, s, standing))
		}
	}
	return strings.Join(lines, "\n")
}

// stepText is one step; what it says is left out where that is all that stands.
func (w *Workspace) stepText(k RecordKey, s Step, standing string) string {
	head := w.at(s.Time, k.Day) + " " + s.By
	switch {
	case s.Kind == VersionWithdrawal:
		head += "撤回" + w.referred(s, k.Day)
	case s.Private():
		head += "私聊" + s.Did()
	default:
		head += s.Did() + quoted(s.Said())
	}
	if changed := w.Form(k.Form).Changed(s); changed != "" && changed != standing {
		head += "：" + changed
	}
	return head + bracketed(strings.Join(w.Why(k, s), "；"))
}

// Said are the first words of a step's message, of a 接龙 those of its line.
func (s *Step) Said() string {
	if s.Line != "" {
		return firstWords(s.Line)
	}
	return s.Words
}

// Private tells whether a step's message was said in private. Of versions that
// were kept before there were first words nobody knows.
func (s *Step) Private() bool { return s.Chat == "" && s.Said() != "" }

// Did is the word for what a step did.
func (s *Step) Did() string {
	proxy := ""
	if s.Proxy {
		proxy = "代"
	}
	switch {
	case s.Kind == VersionCorrection:
		return proxy + "更正"
	case s.Kind == VersionAnswer && len(s.Values) == 0:
		return proxy + "确认"
	case s.Kind == VersionAnswer:
		return proxy + "答复"
	case s.Kind == VersionAttempt:
		return "待核"
	case s.Kind == VersionWithdrawal:
		return "撤回"
	}
	return proxy + "报"
}

// Why lists the reasons of a step: what was asked, what it quotes, what is
// doubtful, and why it may have changed nothing.
func (w *Workspace) Why(k RecordKey, s Step) []string {
	form := w.Form(k.Form)
	var why []string
	switch {
	case s.Kind == VersionWithdrawal:
	case s.isProposed():
		why = append(why, "由模型识读，"+s.By+"确认")
	case s.Asked != "":
		why = append(why, "问过："+form.doubt(untag(s.Asked)))
	case s.About != "" && s.Kind != VersionAnswer:
		why = append(why, "引"+w.referred(s, k.Day))
	}
	for _, p := range s.Problems {
		if say := form.doubt(p); !slices.Contains(why, say) {
			why = append(why, say)
		}
	}
	if len(s.Unfilled) > 0 {
		why = append(why, "未填"+strings.Join(form.names(s.Unfilled), "、"))
	}
	why = append(why, s.idle(form)...)
	if s.Filed.Sub(s.Time) > lag {
		why = append(why, w.at(s.Filed, k.Day)+"收到")
	}
	return why
}

// lag is how much later than it was sent a message may be handled before its
// history says so.
const lag = 10 * time.Minute

// idle tells what a step says that does not stand, and why; or that it says
// nothing new.
func (s *Step) idle(form *Form) []string {
	why := "早于已报的"
	if s.Proxy {
		why = "以本单位报的为准"
	}
	kept := s.kept(form)
	switch {
	case s.Kind == VersionAttempt:
		return []string{"未计入"}
	case kept != "":
		return []string{kept + "未采用，" + why}
	case len(form.Changes(*s)) > 0 || s.Before.Valid != s.After.Valid || s.Kind == VersionAnswer && len(s.Values) == 0:
		return nil
	}
	return []string{"没有变化"}
}

// kept says the values of a step that do not stand after it.
func (s *Step) kept(form *Form) string {
	var said sayings
	for i := range form.Fields {
		v, given := s.Values[form.Fields[i].ID]
		if given && !v.Carried && !v.says(s.After.Values[form.Fields[i].ID]) {
			said.add(&form.Fields[i], v.short())
		}
	}
	return said.String()
}

// referred names the message that a step goes back to: 14:05那条, with whoever
// sent it where it was another.
func (w *Workspace) referred(s Step, day Day) string {
	if s.Refers == nil {
		return "另一条"
	}
	said := w.at(s.Refers.Time, day)
	if s.Refers.By != s.By {
		said = s.Refers.By + said
	}
	return said + "那条"
}

// at is an instant beside the day that is spoken of: on it the clock alone.
func (w *Workspace) at(t time.Time, day Day) string {
	t = t.In(w.Zone)
	if DayOf(t) == day {
		return t.Format("15:04")
	}
	return w.when(t)
}

// Changed says what a step changed: 居家观察46→44人. What it says for the first
// time stands as in a receipt, carried values apart.
func (f *Form) Changed(s Step) string {
	var words []string
	var fresh sayings
	for _, c := range f.Changes(s) {
		switch {
		case c.Old != nil:
			words = append(words, c.Words())
		case !c.New.Carried:
			fresh.add(&c.Field, c.New.Words())
		}
	}
	switch {
	case s.Kind == VersionWithdrawal && !s.After.Valid:
		return "现在没有数"
	case s.Kind == VersionAttempt:
		return f.Words(Current{Values: s.Values})
	case s.Zero && len(words) == 0 && s.After.Zero:
		return f.Words(s.After)
	}
	if said := fresh.String(); said != "" {
		words = append(words, said)
	}
	return strings.Join(words, "、")
}

// Words says one change: 居家观察46→44人, 备注“无”→“已处置”.
func (c FieldChange) Words() string {
	name := c.Field.Short()
	switch {
	case c.Old == nil:
		return name + c.New.short()
	case c.New == nil:
		return name + c.Old.short() + "→无"
	case c.Old.Text != "" || c.New.Text != "" || c.Old.Unit != c.New.Unit:
		return name + c.Old.short() + "→" + c.New.short()
	}
	old := *c.Old
	old.Unit = ""
	return name + old.short() + "→" + c.New.short()
}

// short is a value among others: a text in quotes and cut, a carried one marked.
func (v Value) short() string {
	switch {
	case v.Text != "":
		return quoted(Mask(v.Text))
	case v.Carried:
		return v.Words() + "（结转）"
	}
	return v.Words()
}

// doubt names a problem in a few words.
func (f *Form) doubt(p Problem) string {
	name := ""
	if field := f.Field(p.Field); field != nil {
		name = field.Short()
	}
	switch p.Code {
	case Who, WhichUnit:
		return "没说是哪个单位"
	case UnknownSender:
		return "花名册里没有这个人"
	case Future:
		return "日期还没到"
	case Proposed:
		return "由模型识读，等本人确认"
	case WrongUnit:
		return name + "的量词不对"
	case Unfilled:
		return name + "没填"
	case Twice:
		return name + "写了不同的数"
	case OutOfRange:
		return name + "超出范围"
	case CheckFailed:
		return "数对不上"
	case Jump:
		return name + "与上次相差大"
	}
	return "没看懂"
}

// untag reads what Problem.tag wrote.
func untag(tag string) Problem {
	code, rest, _ := strings.Cut(tag, "/")
	field, _, _ := strings.Cut(rest, "/")
	return Problem{Code: ProblemCode(code), Field: FieldID(field)}
}
