package main

import (
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// The JSON of `qunbao explain`, contract section 3: n is an exact decimal
// string, start and end are code points of the original text, end exclusive.
type (
	explanationLine struct {
		ID      report.MessageID `json:"id"`
		Text    string           `json:"text"`
		Numbers []numberLine     `json:"numbers"`
		Dates   []dateLine       `json:"dates"`
		Labels  []labelLine      `json:"labels"`
		Kind    string           `json:"kind"`
		Reports []filingJSON     `json:"reports"`
	}
	numberLine struct {
		Text   string `json:"text"`
		N      string `json:"n"`
		Unit   string `json:"unit"`
		Approx bool   `json:"approx"`
		Start  int    `json:"start"`
		End    int    `json:"end"`
	}
	dateLine struct {
		Text    string `json:"text"`
		Time    string `json:"time"`
		EndTime string `json:"end_time,omitempty"`
		Grain   string `json:"grain"`
		Start   int    `json:"start"`
		End     int    `json:"end"`
	}
	labelLine struct {
		Text  string         `json:"text"`
		Form  report.FormID  `json:"form"`
		Field report.FieldID `json:"field"`
		Start int            `json:"start"`
		End   int            `json:"end"`
	}
)

// explanationJSON is an explanation as the contract writes it.
func explanationJSON(m report.Message, e parse.Explanation) explanationLine {
	reading := readingJSON(e.Reading)
	out := explanationLine{
		ID: m.ID, Text: m.Text, Kind: string(e.Reading.Kind), Reports: reading.Reports,
		Numbers: []numberLine{}, Dates: []dateLine{}, Labels: []labelLine{},
	}
	for _, n := range e.Numbers {
		out.Numbers = append(out.Numbers, numberLine(n))
	}
	for _, d := range e.Dates {
		out.Dates = append(out.Dates, dateLine{d.Text, d.Time.Format(time.RFC3339), stamp(d.EndTime), d.Grain, d.Start, d.End})
	}
	for _, l := range e.Labels {
		out.Labels = append(out.Labels, labelLine(l))
	}
	return out
}
