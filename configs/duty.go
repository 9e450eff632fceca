package configs

import (
	"strings"
	"time"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml/ast"

	"qunbao/report"
)

const (
	defaultDutyFrom report.Clock = 8 * 60
	defaultAck                   = 10 * time.Minute
	dutyHint                     = "first line: 日期,带班,值班; a day as 2020-02-03, or a weekday as 星期一"
)

// dutySheet is the duty table's.
var dutySheet = sheet{
	what: "the duty table",
	columns: map[string]string{
		"日期": "date", "带班": "lead", "值班": "standby", "date": "date", "lead": "lead", "standby": "standby",
	},
	needed: []string{"date", "lead"}, hint: dutyHint,
}

// duty reads duty: FILE, or duty: {file: FILE, from: "08:00"}.
func (l *loader) duty(root *object) report.DutyTable {
	table := report.DutyTable{From: defaultDutyFrom, Days: map[report.Day]report.Watch{}, Weekdays: map[time.Weekday]report.Watch{}}
	if root.take("duty") == nil {
		return table
	}
	file := word{}
	if _, more := root.take("duty").(ast.MapNode); more {
		o := root.object("duty")
		file = o.must("file")
		if at, w, known := o.clock("from"); known {
			if at >= 24*60 {
				o.wrong(w.place, "write it as 08:00", "from: a duty day begins before 24:00")
			}
			table.From = at % (24 * 60)
		}
		o.close("duty")
	} else {
		file = root.word("duty")
	}
	if file.text != "" && l.roster != nil {
		l.readDuty(file, table)
	}
	return table
}

// readDuty reads the table's rows.
func (l *loader) readDuty(w word, table report.DutyTable) {
	rows, ok := l.table(w, dutySheet, "a duty table")
	if !ok {
		return
	}
	first := map[any]int{}
	for _, cells := range rows {
		l.dutyRow(cells, table, first)
	}
}

// dutyRow takes one row; first holds the lines in which days were said.
func (l *loader) dutyRow(cells row, table report.DutyTable, first map[any]int) {
	date := cells.must("date", &l.findings)
	watch := report.Watch{Lead: l.watchers(cells["lead"]), Standby: l.watchers(cells["standby"])}
	if cells["lead"].text+cells["standby"].text == "" {
		l.wrong(cells["lead"].place, "", "nobody is named for %s", date.text)
	}
	if date.text == "" {
		return
	}
	key, ok := dutyDate(date.text)
	if !ok {
		l.wrong(date.place, dutyHint, "%q is neither a day nor a weekday", date.text)
		return
	}
	if line, twice := first[key]; twice {
		l.wrong(date.place, "keep one of the lines", "%s stands in line %d too", date.text, line)
		return
	}
	first[key] = date.line
	switch key := key.(type) {
	case report.Day:
		table.Days[key] = watch
	case time.Weekday:
		table.Weekdays[key] = watch
	}
}

// watchers are the people of a cell, who must stand in the roster.
func (l *loader) watchers(cell word) []report.PersonID {
	people := report.SplitPeople(cell.text)
	for _, p := range people {
		if !l.inRoster(p) {
			l.wrong(cell.place, l.nearestPerson(p), "%s does not stand in the roster", p)
		}
	}
	return people
}

func (l *loader) inRoster(id report.PersonID) bool {
	for _, p := range l.settings.People {
		if p.ID == id {
			return true
		}
	}
	return false
}

// nearestPerson is the hint for a name that the roster does not hold.
func (l *loader) nearestPerson(id report.PersonID) string {
	for _, p := range l.settings.People {
		if p.Name == string(id) {
			return "several bear this name: write it as " + string(p.ID)
		}
		if levenshtein.ComputeDistance(string(p.ID), string(id)) == 1 {
			return "did you mean " + string(p.ID) + "?"
		}
	}
	return "write the name as the roster has it; several names are set apart by 、"
}

// dutyDate reads a day (2020-02-03, 2020/2/3, 2020.2.3, 2020年2月3日) or a weekday
// that recurs (每周一, 周一, 星期一, 礼拜一).
func dutyDate(text string) (any, bool) {
	if d, ok := anyDay(text); ok {
		return d, true
	}
	d, ok := weekday(strings.TrimPrefix(text, "每"))
	return d, ok
}

// alerts reads alerts: {acknowledge: 10m}.
func alerts(root *object) time.Duration {
	o := root.object("alerts")
	ack, w := o.duration("acknowledge", time.Minute, 24*time.Hour)
	o.close("alerts")
	if !w.given() {
		return defaultAck
	}
	return ack
}
