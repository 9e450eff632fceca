package main

import (
	"encoding/json"

	"qunbao/report"
)

// The JSON of qunbao burden (docs/operations.md).
type (
	burdenObject struct {
		From      string         `json:"from"`
		To        string         `json:"to"`
		Total     loadLine       `json:"total"` // of the units that are listed
		Weeks     []weekLine     `json:"weeks"`
		Units     []unitBurden   `json:"units"`
		Forms     []formBurden   `json:"forms"`
		Twice     []twiceLine    `json:"twice"`
		SentFrom  report.Day     `json:"questions_and_reminders_from,omitzero"`
		Unnamed   int            `json:"questions_without_unit"`
		Gone      int            `json:"about_forms_gone"`
		Proposals []proposalLine `json:"proposals"`
	}
	loadLine struct {
		Messages  int `json:"messages"`
		Fields    int `json:"fields"`
		Questions int `json:"questions"`
		Reminders int `json:"reminders"`
	}
	weekLine struct {
		Week string `json:"week"` // its Monday
		loadLine
	}
	unitBurden struct {
		Unit report.UnitID `json:"unit"`
		loadLine
		Weeks []weekLine `json:"weeks"`
	}
	formBurden struct {
		Form      report.FormID   `json:"form"`
		Units     int             `json:"units"`
		Fields    int             `json:"fields"`
		Periods   int             `json:"periods"`
		Reports   int             `json:"reports"`
		PerWeek   json.Number     `json:"reports_per_week"`
		Zero      int             `json:"zero"`
		ZeroShare *json.Number    `json:"zero_share"` // null where there are no reports
		Filled    int             `json:"filled"`
		Reminders []stageLine     `json:"reminders"`
		Unchanged []unchangedLine `json:"unchanged"`
	}
	stageLine struct {
		Stage    string       `json:"stage"`
		N        int          `json:"n"`
		Answered int          `json:"answered"`
		Share    *json.Number `json:"share"`
	}
	unchangedLine struct {
		Field   report.FieldID `json:"field"`
		Periods int            `json:"periods"`
		Units   int            `json:"units"`
		Same    int            `json:"unchanged"`
	}
	twiceLine struct {
		Label  string            `json:"label"`
		Forms  [2]report.FormID  `json:"forms"`
		Fields [2]report.FieldID `json:"fields"`
		Units  int               `json:"units"`
		Both   int               `json:"both"`
		Equal  int               `json:"equal"`
	}
	proposalLine struct {
		Kind   report.ProposalKind `json:"kind"`
		Forms  []report.FormID     `json:"forms"`
		Fields []report.FieldID    `json:"fields,omitempty"`
		Stage  string              `json:"stage,omitempty"`
		Say    string              `json:"say"`
	}
)

func burdenJSON(w *report.Workspace, b report.Burden, proposals []report.Proposal) burdenObject {
	o := burdenObject{
		From: b.From.String(), To: b.To.String(), Total: loadLine(b.Total), Weeks: weekLines(b.Weeks),
		Units: []unitBurden{}, Forms: []formBurden{}, Twice: []twiceLine{}, Proposals: []proposalLine{},
		SentFrom: b.SentFrom, Unnamed: b.Unnamed, Gone: b.Gone,
	}
	for _, u := range b.Units {
		o.Units = append(o.Units, unitBurden{u.Unit, loadLine(u.Load), weekLines(u.Weeks)})
	}
	for _, f := range b.Forms {
		o.Forms = append(o.Forms, formBurdenJSON(b, f, len(w.Form(f.Form).Fields)))
	}
	for _, t := range b.Twice {
		o.Twice = append(o.Twice, twiceLine{t.Label, t.Forms, t.Fields, t.Units, t.Both, t.Equal})
	}
	for _, p := range proposals {
		o.Proposals = append(o.Proposals, proposalLine{p.Kind, p.Forms, p.Fields, p.Stage, p.Say})
	}
	return o
}

func weekLines(weeks []report.WeekLoad) []weekLine {
	lines := []weekLine{}
	for _, w := range weeks {
		lines = append(lines, weekLine{w.Monday.String(), loadLine(w.Load)})
	}
	return lines
}

func formBurdenJSON(b report.Burden, f report.FormBurden, fields int) formBurden {
	one := formBurden{
		Form: f.Form, Units: f.Units, Fields: fields, Periods: f.Periods, Reports: f.Reports,
		PerWeek: json.Number(b.PerWeek(f.Reports).String()), Zero: f.Zero, ZeroShare: ratio(f.Zero, f.Reports), Filled: f.Filled,
		Reminders: []stageLine{}, Unchanged: []unchangedLine{},
	}
	for _, s := range f.Stages {
		one.Reminders = append(one.Reminders, stageLine{s.Stage, s.Reminders, s.Answered, ratio(s.Answered, s.Reminders)})
	}
	for _, u := range f.Unchanged {
		one.Unchanged = append(one.Unchanged, unchangedLine(u))
	}
	return one
}
