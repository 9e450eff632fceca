package documents

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"qunbao/report"
)

// summary is the sheet 汇总: a row a unit, their totals, a chart of the days, then a
// row a day, with a group of columns for each form. It is kept until the workbook is
// saved.
type summary struct {
	*sheet
	workspace *report.Workspace
	contents  Contents
	forms     []summed
	days      []report.Day
	from      int // the row of the heads of the days; 0: there are none
}

// summed is one form in the summary.
type summed struct {
	form  *report.Form
	at    int // the place of its first column, from 0
	whole *report.Summary
	days  map[report.Day]report.Sum
}

// summaryColumns are those before the fields: 应报 已报 按时.
const summaryColumns = 3

// summaryAbove are the rows above the heads: title, note, forms.
const summaryAbove = 3

func newSummary(e *Export, st styles) (*summary, error) {
	s := &summary{workspace: e.workspace, contents: e.contents}
	l := layout{name: summaryName, fixed: 1, above: summaryAbove, columns: []column{{"单位", 12}}}
	for i := range e.workspace.Forms {
		form := &e.workspace.Forms[i]
		if len(e.contents.Forms[form.ID]) == 0 {
			continue
		}
		one := summed{form: form, at: len(l.columns), whole: e.workspace.NewSummary(form.ID), days: map[report.Day]report.Sum{}}
		if one.at > 1 {
			l.pages = append(l.pages, one.at+1)
		}
		l.columns = append(l.columns, column{"应报", 6}, column{"已报", 6}, column{"按时", 6})
		for j := range form.Fields {
			if f := &form.Fields[j]; f.Kind != report.Prose {
				l.columns = append(l.columns, column{fieldHead(f), fieldWidth(f)})
			}
		}
		s.forms = append(s.forms, one)
	}
	var err error
	s.sheet, err = newSheet(e.file, st, l)
	return s, err
}

// take takes a day in.
func (s *summary) take(d report.Day, parts []Part) {
	s.days = append(s.days, d)
	for i := range s.forms {
		one := &s.forms[i]
		today := s.workspace.NewSummary(one.form.ID)
		for _, p := range parts {
			if p.Key.Form == one.form.ID {
				one.whole.Add(p.Completeness)
				today.Add(p.Completeness)
			}
		}
		if total := today.Total(); total.Base > 0 || total.Last != 0 {
			one.days[d] = total
		}
	}
}

// finish writes the rows and ends the sheet.
func (s *summary) finish() error {
	if err := s.top(); err != nil {
		return err
	}
	if err := s.units(); err != nil {
		return err
	}
	units := s.rows
	if err := s.totals(); err != nil {
		return err
	}
	charts := s.rows + 2
	for range chartRows { // a program may make empty rows of another height
		if err := s.row(nil, excelize.RowOpts{Height: lineHeight}); err != nil {
			return err
		}
	}
	if err := s.daily(); err != nil {
		return err
	}
	if err := s.filter(units); err != nil {
		return err
	}
	var short []rule
	for _, one := range s.forms {
		test := fmt.Sprintf("%s<%s", place(one.at+2, summaryAbove+2), place(one.at+1, summaryAbove+2))
		where := span(one.at+2, summaryAbove+2, units)
		if s.from > 0 {
			where += " " + span(one.at+2, s.from+1, s.rows)
		}
		short = append(short, rule{cells: where, paper: paleAmber, ink: dark, test: excelize.ConditionalFormatOptions{Type: "formula", Criteria: test}})
		if err := s.chart(one, charts, units); err != nil {
			return err
		}
	}
	if err := s.styles.colour(s.name, short...); err != nil {
		return err
	}
	return s.end()
}

// top is the title, how the figures are meant, and the heads.
func (s *summary) top() error {
	at := s.contents.At.In(s.workspace.Zone)
	note := fmt.Sprintf("统计到%s%s。当日数为各期合计，现有数、累计数为各单位最近一次所报；未报的不作0计。“约”表示含约数。",
		report.DayOf(at).Chinese(), at.Format("15:04"))
	titles, notes := []any{}, []any{}
	for _, one := range s.forms { // each begins a page
		note := note + highest(one.form)
		titles = append(titles, make([]any, one.at+1-len(titles))...)
		notes = append(notes, make([]any, one.at+1-len(notes))...)
		titles[one.at] = excelize.Cell{StyleID: s.styles.title, Value: plain(s.workspace.Name + one.form.Name + "汇总表（" + s.contents.days() + "）")}
		said := note
		if slices.ContainsFunc(one.whole.Total().Values, func(v report.Summed) bool { return v.Older(one.whole.Until()) }) {
			said += "黄底为早前所报，不是最后一天的数。"
		}
		if n := one.whole.Beside(); n > 0 {
			said += fmt.Sprintf("另有%d份未要求而报的，不计入。", n)
		}
		notes[one.at] = excelize.Cell{StyleID: s.styles.note, Value: said}
	}
	if err := s.bare(titles); err != nil {
		return err
	}
	if err := s.bare(notes); err != nil {
		return err
	}
	groups := make([]any, len(s.columns))
	for i := range groups {
		groups[i] = excelize.Cell{StyleID: s.styles.group}
	}
	for i, one := range s.forms {
		groups[one.at] = excelize.Cell{StyleID: s.styles.group, Value: plain(one.form.Name)}
		last := len(s.columns)
		if i+1 < len(s.forms) {
			last = s.forms[i+1].at
		}
		if err := s.writer.MergeCell(place(one.at+1, summaryAbove), place(last, summaryAbove)); err != nil {
			return err
		}
	}
	if err := s.add(groups); err != nil {
		return err
	}
	return s.heads()
}

// highest says of which fields the totals are no sums.
func highest(form *report.Form) string {
	var names []string
	for i := range form.Fields {
		if f := &form.Fields[i]; f.Total == report.Highest {
			names = append(names, f.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return strings.Join(names, "、") + "各单位不相加，合计取最高的。"
}

// units writes a row a unit, in the order of the roster.
func (s *summary) units() error {
	sums := make([]map[report.UnitID]report.Sum, len(s.forms))
	var order []report.UnitID
	seen := map[report.UnitID]bool{}
	for i, one := range s.forms {
		sums[i] = map[report.UnitID]report.Sum{}
		for _, sum := range one.whole.Units() {
			sums[i][sum.Unit] = sum
			if !seen[sum.Unit] {
				seen[sum.Unit] = true
				order = append(order, sum.Unit)
			}
		}
	}
	place := map[report.UnitID]int{}
	for i := range s.workspace.Units {
		place[s.workspace.Units[i].ID] = i - len(s.workspace.Units)
	}
	slices.SortStableFunc(order, func(a, b report.UnitID) int { return place[a] - place[b] })
	for _, u := range order {
		row := make([]any, len(s.columns))
		row[0] = text(string(u))
		for i, one := range s.forms {
			if sum, ok := sums[i][u]; ok {
				fillSum(row[one.at:], sum, one.whole.Until(), look{})
			}
		}
		if err := s.add(row); err != nil {
			return err
		}
	}
	return nil
}

// fillSum puts a sum into its columns; a field that nobody gave stays empty, what is
// not of the last day is marked.
func fillSum(row []any, sum report.Sum, last report.Day, l look) {
	for i, n := range []int{sum.Base, sum.Received, sum.OnTime} {
		row[i] = n
	}
	for i, v := range sum.Values {
		if v.Units > 0 {
			shown := l
			shown.decimals, shown.approx = max(v.Field.Decimals, decimals(v.N.String())), v.Approx
			shown.older = v.Older(last)
			row[summaryColumns+i] = number{v.N, shown}
		}
	}
}

// olderUnits is how many units gave what stands in a column before the last day.
func olderUnits(whole *report.Summary, column int) (n int) {
	for _, u := range whole.Units() {
		if u.Values[column].Older(whole.Until()) {
			n++
		}
	}
	return n
}

// totals writes the sums of the units, how many of them stand in each, and how many of
// those with what they had reported on an earlier day.
func (s *summary) totals() error {
	sum, given := make([]any, len(s.columns)), make([]any, len(s.columns))
	sum[0], given[0] = excelize.Cell{StyleID: s.styles.strong, Value: "合计"}, "填报单位数"
	older := make([]any, len(s.columns))
	for _, one := range s.forms {
		total := one.whole.Total()
		fillSum(sum[one.at:], total, one.whole.Until(), look{strong: true})
		for i, v := range total.Values {
			given[one.at+summaryColumns+i] = v.Units
			if v.Older(one.whole.Until()) {
				older[0] = "早前所报数"
				older[one.at+summaryColumns+i] = olderUnits(one.whole, i)
			}
		}
	}
	if err := s.add(sum); err != nil {
		return err
	}
	if err := s.add(given); err != nil || older[0] == nil {
		return err
	}
	return s.add(older)
}

// daily writes a row a day, on a page of its own: the totals of the units that reported.
// Of a single day they stand there already.
func (s *summary) daily() error {
	if len(s.days) < 2 {
		return nil
	}
	s.from = s.rows + 1
	if err := s.writer.InsertPageBreak(place(1, s.from)); err != nil {
		return err
	}
	heads := make([]any, len(s.columns))
	for i, c := range s.columns {
		heads[i] = head(c.head)
	}
	heads[0] = head("各日合计")
	if err := s.write(heads, excelize.RowOpts{Height: headHeight}); err != nil {
		return err
	}
	for _, d := range s.days {
		row := make([]any, len(s.columns))
		row[0] = d
		for _, one := range s.forms {
			if sum, ok := one.days[d]; ok {
				fillSum(row[one.at:], sum, 0, look{})
			}
		}
		if err := s.add(row); err != nil {
			return err
		}
	}
	return nil
}

// chartRows is how many rows the charts take, one above and one below them left empty.
// The library takes a row for 18 pixels when it finds where a chart ends.
const chartRows, chartHeight = 20, 18 * 18

// mostLines is how many fields a chart shows: more are not told apart on paper.
const mostLines = 3

// chart draws the first fields of a form with anything to show that are counted in
// one measure word: day by day, where a day without a figure is a gap, or, of a single
// day, unit by unit.
func (s *summary) chart(one summed, row, units int) error {
	heads, first, last, title := s.from, s.from+1, s.rows, "各日合计"
	kind := excelize.Line
	if s.from == 0 {
		heads, first, last, title = summaryAbove+1, summaryAbove+2, units, "各单位"
		kind = excelize.Col
	}
	series, unit := s.series(one, heads, first, last)
	if len(series) == 0 || last < first {
		return nil
	}
	ink, width := excelize.Font{Color: grey, Size: 10}, s.pixels(one)
	across := excelize.ChartAxis{Font: ink, TickLabelSkip: 1 + (last-first+1)*labelWidth/int(width)}
	if s.from > 0 {
		across.NumFmt.CustomNumFmt = "m-d"
	}
	return s.file.AddChart(s.name, place(one.at+1, row), &excelize.Chart{
		Type: kind, Series: series, ShowBlanksAs: "gap", XAxis: across,
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: plain(one.form.Name) + title, Font: &excelize.Font{Size: 14, Bold: true}}}},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: width, Height: chartHeight},
		YAxis: excelize.ChartAxis{MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0"}, Font: ink,
			Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: unit}}}},
	})
}

// labelWidth is how much room a label below a chart takes, in pixels.
const labelWidth = 40

// series are the columns that a chart shows, and their measure word.
func (s *summary) series(one summed, heads, first, last int) (series []excelize.ChartSeries, unit string) {
	for i, v := range one.whole.Total().Values {
		if v.Units == 0 || v.Field.Total != report.Added || v.N.IsZero() || len(series) == mostLines || len(series) > 0 && v.Field.Unit() != unit {
			continue
		}
		unit = v.Field.Unit()
		column, _ := excelize.ColumnNumberToName(one.at + summaryColumns + i + 1)
		series = append(series, excelize.ChartSeries{
			Name:       fmt.Sprintf("'%s'!$%s$%d", s.name, column, heads),
			Categories: fmt.Sprintf("'%s'!$A$%d:$A$%d", s.name, first, last),
			Values:     fmt.Sprintf("'%s'!$%s$%d:$%s$%d", s.name, column, first, column, last),
			Marker:     excelize.ChartMarker{Symbol: []string{"circle", "square", "triangle"}[len(series)], Size: 6},
			Line:       excelize.LineOptions{Width: 2},
		})
	}
	return series, unit
}

// pixels is how wide a chart may be that stands below the columns of a form alone.
func (s *summary) pixels(one summed) uint {
	width := 0.0
	for i := one.at; i < one.at+summaryColumns+len(one.whole.Total().Values); i++ {
		width += s.columns[i].width
	}
	return uint(min(1080, max(360, 7*width)))
}
