package documents

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"qunbao/report"
)

// BoardInput is what a board shows: periods with where each unit stands.
type BoardInput struct {
	Title string // 青石镇晨报 2月1日
	At    time.Time
	Parts []report.Completeness
}

// Board is the picture of where every unit stands in the periods of a day, as
// what stands on it, before it is drawn: a row a unit in the roster's order, a
// column a period.
type Board struct {
	Title   string
	AsOf    string
	Columns []BoardColumn
	Rows    []BoardRow
	Rest    int  // units for which no page is left
	Others  int  // periods for which no column is left
	Blank   bool // somebody does not owe every period
	Extra   bool // somebody reported without a duty
	States  []report.State
}

// BoardColumn is a period.
type BoardColumn struct {
	Mark, Name, Head       string // ①, 卡点值守2月5日夜班, 卡点值守夜班
	Waits                  bool   // it is not over: the minute of the deadline is still in time
	Base, Received, OnTime int
	Counts                 []StateCount // in the order of boardStates
	Totals                 string
	Owed                   int
}

// StateCount is how many units stand so.
type StateCount struct {
	State report.State
	N     int
}

// BoardRow is a unit.
type BoardRow struct {
	Unit, Short string
	Cells       []BoardCell // one a column
}

// BoardCell is where a unit stands in a period.
type BoardCell struct {
	State report.State // empty: it does not owe the period
	Extra bool         // reported without a duty
	Time  string       // when its first valid report came
}

// The most that a board takes: a picture of more units or periods cannot be read,
// and nobody opens more pages.
const (
	mostColumns = 20
	unitsAPage  = 200
	mostPages   = 5
)

// boardStates is every state, in the order of the legend: what is well first.
func boardStates() []report.State {
	return []report.State{report.OnTime, report.OnTimeZero, report.Late, report.LateZero, report.Unparsed,
		report.Missing, report.Open, report.Excused, report.SystemFault}
}

// NewBoard lays a board out. A period that nobody owed or reported has no column.
func NewBoard(w *report.Workspace, in BoardInput) *Board {
	in.Parts = slices.DeleteFunc(slices.Clone(in.Parts), func(c report.Completeness) bool { return len(c.Standings) == 0 })
	at := in.At.In(w.Zone)
	b := &Board{Title: in.Title, AsOf: report.DayOf(at).Chinese() + at.Format("15:04")}
	if n := len(in.Parts); n > mostColumns {
		in.Parts, b.Others = in.Parts[:mostColumns], n-mostColumns
	}
	index := map[report.UnitID]int{}
	for _, u := range unitsOf(w, in.Parts) {
		row := BoardRow{Unit: string(u), Short: string(u), Cells: make([]BoardCell, len(in.Parts))}
		if known := w.Unit(u); known != nil {
			row.Short = known.Short()
		}
		index[u] = len(b.Rows)
		b.Rows = append(b.Rows, row)
	}
	seen := map[report.State]bool{}
	for i, part := range in.Parts {
		b.Columns = append(b.Columns, boardColumn(w, part, i))
		for _, s := range part.Standings {
			cell := boardCell(w, part, s)
			b.Rows[index[s.Unit]].Cells[i] = cell
			seen[cell.State] = seen[cell.State] || !cell.Extra
			b.Extra = b.Extra || cell.Extra
		}
		b.Blank = b.Blank || len(part.Standings) < len(b.Rows)
	}
	for _, s := range boardStates() {
		if seen[s] {
			b.States = append(b.States, s)
		}
	}
	if most := unitsAPage * mostPages; len(b.Rows) > most {
		b.Rest = len(b.Rows) - most
		b.Rows = b.Rows[:most]
	}
	return b
}

// unitsOf lists the units of all periods: those of the roster in its order, then
// those that have left it.
func unitsOf(w *report.Workspace, parts []report.Completeness) []report.UnitID {
	in := map[report.UnitID]bool{}
	for _, part := range parts {
		for _, s := range part.Standings {
			in[s.Unit] = true
		}
	}
	var units []report.UnitID
	for i := range w.Units {
		if id := w.Units[i].ID; in[id] {
			units = append(units, id)
			delete(in, id)
		}
	}
	gone := len(units)
	for id := range in {
		units = append(units, id)
	}
	slices.Sort(units[gone:])
	return units
}

// columnMark numbers the columns: with a ring as far as the font has them.
func columnMark(i int) string {
	if i < 10 {
		return string(rune('①' + i))
	}
	return strconv.Itoa(i + 1)
}

func boardColumn(w *report.Workspace, c report.Completeness, i int) BoardColumn {
	form := w.Form(c.Key.Form)
	col := BoardColumn{Mark: columnMark(i), Name: w.Title(c.Key), Head: form.Name, Waits: !c.At.After(c.Due), Base: c.Base, Received: c.Received, OnTime: c.OnTime, Totals: w.TotalsGiven(c)}
	if s := form.Slot(c.Key.Slot); s != nil {
		col.Head += s.Name
	}
	counts := map[report.State]int{}
	for _, s := range c.Standings {
		if s.Expected {
			counts[s.State]++
			col.Owed++
		}
	}
	for _, s := range boardStates() {
		if counts[s] > 0 {
			col.Counts = append(col.Counts, StateCount{s, counts[s]})
		}
	}
	return col
}

func boardCell(w *report.Workspace, c report.Completeness, s report.Standing) BoardCell {
	cell := BoardCell{State: s.State, Extra: !s.Expected}
	if s.State.In() {
		cell.Time = clockOf(s.Current.First.In(w.Zone), c.Due.In(w.Zone))
	}
	return cell
}

// clockOf is when something came, with its day where that is not the deadline's.
func clockOf(at, due time.Time) string {
	if report.DayOf(at) == report.DayOf(due) {
		return at.Format("15:04")
	}
	return fmt.Sprintf("%d日%s", at.Day(), at.Format("15:04"))
}

// Pages is how many pictures the board makes; one with nothing to show makes none.
func (b *Board) Pages() int {
	if len(b.Rows) == 0 {
		return 0
	}
	return (len(b.Rows) + unitsAPage - 1) / unitsAPage
}

// page is the units of one picture, evenly shared out.
func (b *Board) page(i int) []BoardRow {
	n := b.Pages()
	return b.Rows[len(b.Rows)*i/n : len(b.Rows)*(i+1)/n]
}
