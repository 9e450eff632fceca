package report

import (
	"cmp"
	"fmt"
	"strings"
)

// Proposal is something that could be asked less, or not at all. It is for who
// answers for the form, says its figures with their denominators, and names no unit.
type Proposal struct {
	Kind   ProposalKind
	Forms  []FormID
	Fields []FieldID // one of each form, where it is about fields
	Stage  string    // of reminders
	Short  string    // what it is about, in a few words
	Say    string    // the whole sentence
}

// ProposalKind says why something could be spared.
type ProposalKind string

// The kinds of proposals.
const (
	ProposeDead     ProposalKind = "dead"     // a form of which nothing ever came
	ProposeConstant ProposalKind = "constant" // a field that hardly any unit ever changes
	ProposeTwice    ProposalKind = "twice"    // two forms are told the same
	ProposeZero     ProposalKind = "zero"     // nearly all reports are zero-reports
	ProposeReminder ProposalKind = "reminder" // reminders that nearly nobody follows
)

// What it takes before something is proposed. With less to go by, nothing is said.
const (
	mostly      = 80 // percent: of units that never change a field, of days on which two forms are told the same
	nearlyAll   = 90 // percent: of reports that are zero-reports
	hardlyAny   = 10 // percent: of reminders that a report follows
	leastUnits  = 3  // that state a field, and half of those that owe the form
	leastNudges = 20 // reminders of a stage
)

// percent tells whether n is at least so many percent of base.
func percent(n, base, least int) bool { return base > 0 && n*100 >= base*least }

// Proposals lists what could be spared: forms that nobody reports, fields that do not change, what is asked
// twice, forms that hear nothing but zero-reports, reminders without effect.
func (w *Workspace) Proposals(b Burden) []Proposal {
	var all []Proposal
	for _, one := range b.Forms {
		all = w.proposeDead(all, one)
	}
	for _, one := range b.Forms {
		for _, u := range one.Unchanged {
			all = w.proposeConstant(all, w.Form(one.Form), u, one.Units)
		}
	}
	for _, t := range b.Twice {
		all = w.proposeTwice(all, t)
	}
	for _, one := range b.Forms {
		all = w.proposeZero(all, one)
	}
	for _, one := range b.Forms {
		for _, s := range one.Stages {
			all = w.proposeReminder(all, w.Form(one.Form), s)
		}
	}
	return all
}

func (w *Workspace) proposeDead(all []Proposal, one FormBurden) []Proposal {
	if one.Periods < enough || one.Units == 0 || one.Reports+one.Filled > 0 {
		return all
	}
	f := w.Form(one.Form)
	short := fmt.Sprintf("“%s”近%d期无一报送", f.Name, one.Periods)
	return append(all, Proposal{
		Kind: ProposeDead, Forms: []FormID{f.ID}, Short: short,
		Say: short + "，建议停用，或与办公室核对。" + f.asks(),
	})
}

// proposeConstant leaves out fields that are watched for a limit: that nothing
// happens is why they are asked for.
func (w *Workspace) proposeConstant(all []Proposal, f *Form, u UnchangedField, owing int) []Proposal {
	field := f.Field(u.Field)
	if !field.Urgent.IsZero() || u.Units < leastUnits || u.Units*2 < owing || !percent(u.Same, u.Units, mostly) {
		return all
	}
	short := fmt.Sprintf("“%s”的“%s”近%d期%d个单位中%d个未变", f.Name, field.Name, u.Periods, u.Units, u.Same)
	return append(all, Proposal{
		Kind: ProposeConstant, Forms: []FormID{f.ID}, Fields: []FieldID{u.Field}, Short: short,
		Say: short + "，建议停报这一项，或改为有变化时再报。" + f.asks(),
	})
}

func (w *Workspace) proposeTwice(all []Proposal, t AskedTwice) []Proposal {
	if t.Both < enough || !percent(t.Equal, t.Both, mostly) {
		return all
	}
	a, b := w.Form(t.Forms[0]), w.Form(t.Forms[1])
	short := fmt.Sprintf("“%s”在“%s”和“%s”里各报一遍，%d次都报的有%d次数相同", t.Label, a.Name, b.Name, t.Both, t.Equal)
	return append(all, Proposal{
		Kind: ProposeTwice, Forms: t.Forms[:], Fields: t.Fields[:], Short: short,
		Say: short + fmt.Sprintf("（%s），建议只在一张表里报。%s", Rate(t.Equal, t.Both), asksBoth(a, b)),
	})
}

func (w *Workspace) proposeZero(all []Proposal, one FormBurden) []Proposal {
	if one.Periods < enough || !percent(one.Zero, one.Reports, nearlyAll) {
		return all
	}
	f := w.Form(one.Form)
	short := fmt.Sprintf("“%s”近%d期收到%d份，%d份是零报告", f.Name, one.Periods, one.Reports, one.Zero)
	return append(all, Proposal{
		Kind: ProposeZero, Forms: []FormID{f.ID}, Short: short,
		Say: short + fmt.Sprintf("（%s），建议减少次数，或改为有情况时再报。", Rate(one.Zero, one.Reports)) + f.asks(),
	})
}

func (w *Workspace) proposeReminder(all []Proposal, f *Form, s StageBurden) []Proposal {
	if s.Reminders < leastNudges || s.Answered*100 > s.Reminders*hardlyAny || f.stage(s.Stage) == nil {
		return all
	}
	short := fmt.Sprintf("“%s”%s的提醒共%d次，其中%d次在1小时内报来", f.Name, f.stage(s.Stage).Words(), s.Reminders, s.Answered)
	return append(all, Proposal{
		Kind: ProposeReminder, Forms: []FormID{f.ID}, Stage: s.Stage, Short: short,
		Say: short + fmt.Sprintf("（%s），建议取消这一轮。", Rate(s.Answered, s.Reminders)) + f.asks(),
	})
}

// burden says, of the month before, what reporting cost and the first of what could
// be spared; nothing where nothing could.
func (b *digestReader) burden() []string {
	if b.in.Burden == nil {
		return nil
	}
	month := *b.in.Burden
	proposals := b.w.Proposals(month)
	if len(proposals) == 0 {
		return nil
	}
	units := fmt.Sprintf("%d个单位", len(month.Units))
	if month.Of > len(month.Units) {
		units = fmt.Sprintf("抽看%d个单位（全部%d个）", len(month.Units), month.Of)
	}
	more := ""
	if n := len(proposals) - 1; n > 0 {
		more = fmt.Sprintf("；另有%d项建议，详见办公室的负担表", n)
	}
	return []string{
		fmt.Sprintf("■ 上月报表负担：%s共发%d条、填%d项", units, month.Total.Messages, month.Total.Fields),
		fmt.Sprintf("  建议停报或少报：%s%s", proposals[0].Short, more),
	}
}

// asks is whom a proposal is put to, and on what ground the form stands.
func (f *Form) asks() string {
	said := "请" + cmp.Or(f.Owner, "发起部门") + "定"
	if f.Basis != "" {
		said += "（依据：" + f.Basis + "）"
	}
	return said + "。"
}

// asksBoth is whom a proposal about two forms is put to.
func asksBoth(a, b *Form) string {
	if a.Owner == "" || b.Owner == "" || a.Owner == b.Owner {
		return "请" + cmp.Or(a.Owner, b.Owner, "发起部门") + "定。"
	}
	return "请" + a.Owner + "、" + b.Owner + "商定。"
}

// StageWords says when a stage of that name speaks; the name itself where the form
// has it no more.
func (f *Form) StageWords(id string) string {
	if s := f.stage(id); s != nil {
		return s.Words() + "的"
	}
	return id
}

// stage finds a stage by its name, or nil.
func (f *Form) stage(id string) *Stage {
	for i := range f.Remind {
		if f.Remind[i].ID() == id {
			return &f.Remind[i]
		}
	}
	return nil
}

// Words says when a stage speaks: 截止前60分钟, 截止时, 截止后30分钟.
func (s Stage) Words() string {
	switch {
	case s.Offset < 0:
		return "截止前" + strings.TrimSuffix(minutes(-s.Offset), "m") + "分钟"
	case s.Offset > 0:
		return "截止后" + strings.TrimSuffix(minutes(s.Offset), "m") + "分钟"
	}
	return "截止时"
}
