package documents

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"qunbao/report"
)

// Contents is what an export is about.
type Contents struct {
	From, To report.Day
	At       time.Time                         // the instant it speaks from
	Forms    map[report.FormID][]report.SlotID // those with periods in the days, and which of their slots
}

// Part is one period of a day: what Complete said of it, and what it was drawn from.
type Part struct {
	report.Completeness
	Records []report.Record
}

// Export is a workbook about some days: what was reported, how complete it is,
// every step to it, the messages it rests on, and what people did. Rows are written
// as they are added: of a long span the most lies in files of the folder given to
// NewExport, never in memory.
type Export struct {
	workspace *report.Workspace
	contents  Contents
	file      *excelize.File

	summary                                        *summary
	rows                                           *details
	sources                                        *sources
	details, completeness, history, messages, acts *sheet
}

// The sheets, in their order.
const (
	summaryName      = "汇总"
	detailsName      = "明细"
	completenessName = "完成情况"
	historyName      = "更正记录"
	messagesName     = "原始消息"
	actsName         = "操作记录"
)

// NewExport begins a workbook. Its temporary files lie in folder until Close.
func NewExport(w *report.Workspace, c Contents, folder string) (*Export, error) {
	e := &Export{workspace: w, contents: c, file: excelize.NewFile(excelize.Options{TmpDir: folder})}
	if err := e.begin(); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

func (e *Export) begin() error {
	st, err := newStyles(e.file)
	if err != nil {
		return err
	}
	e.rows, e.sources = newDetails(e.workspace, e.contents), newSources(e.workspace)
	if e.summary, err = newSummary(e, st); err != nil {
		return err
	}
	for _, one := range []struct {
		to *(*sheet)
		layout
	}{
		{&e.details, layout{name: detailsName, fixed: detailsFixed, columns: e.rows.columns, pages: e.rows.pages}},
		{&e.completeness, layout{name: completenessName, fixed: completenessFixed, columns: completenessColumns()}},
		{&e.history, layout{name: historyName, fixed: historyFixed, columns: historyColumns(), pages: []int{historySecond}}},
		{&e.messages, layout{name: messagesName, fixed: messagesFixed, columns: messagesColumns()}},
		{&e.acts, layout{name: actsName, fixed: actsFixed, columns: actsColumns()}},
	} {
		if *one.to, err = newSheet(e.file, st, one.layout); err != nil {
			return err
		}
		if err := (*one.to).heads(); err != nil {
			return err
		}
	}
	if err := e.file.SetDocProps(&excelize.DocProperties{Creator: "qunbao", LastModifiedBy: "qunbao", Title: e.workspace.Name + e.contents.days()}); err != nil {
		return err
	}
	e.file.SetActiveSheet(1)
	return e.file.DeleteSheet("Sheet1")
}

// Day adds a day with its periods; days come in their order, each once.
func (e *Export) Day(d report.Day, parts []Part) error {
	e.summary.take(d, parts)
	if err := e.rows.day(d, parts, e.details.add); err != nil {
		return err
	}
	for _, p := range parts {
		if err := e.period(p); err != nil {
			return err
		}
	}
	return nil
}

// period adds how complete a period is and every step of its reports.
func (e *Export) period(p Part) error {
	versions := recordsOf(p)
	for _, s := range p.Standings {
		r := versions[s.Unit]
		if err := e.steps(r); err != nil {
			return err
		}
		e.sources.note(r)
	}
	if len(p.Standings) == 0 {
		return nil
	}
	return e.complete(p.Completeness)
}

func recordsOf(p Part) map[report.UnitID]report.Record {
	records := make(map[report.UnitID]report.Record, len(p.Records))
	for _, r := range p.Records {
		records[r.Unit] = r
	}
	return records
}

// Save writes the workbook; nothing can be added after it. The library would
// hold the whole file in memory, were it not given another place to write to.
func (e *Export) Save(to io.Writer) error {
	if err := e.sources.rest(e.messages.add); err != nil {
		return err
	}
	if err := e.summary.finish(); err != nil {
		return err
	}
	if err := e.mark(); err != nil {
		return err
	}
	for _, s := range []*sheet{e.details, e.completeness, e.history, e.messages, e.acts} {
		if err := s.filter(s.rows); err != nil {
			return err
		}
		if err := s.end(); err != nil {
			return err
		}
	}
	e.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(to) })
	return e.file.Write(io.Discard)
}

// mark colours what needs somebody's eye; the words say it too.
func (e *Export) mark() error {
	states := ""
	for _, g := range e.rows.groups {
		states += " " + span(g.at+1, 2, e.details.rows)
	}
	var marks []rule
	for _, one := range []rule{
		{paper: paleRed, ink: red, test: saying(report.Missing.Words())},
		{paper: paleAmber, ink: dark, test: saying(report.Unparsed.Words())},
		{paper: paleAmber, ink: dark, test: saying(report.Late.Words())},
		{paper: paleGrey, ink: grey, test: saying(report.Excused.Words())},
		{paper: paleGrey, ink: grey, test: saying(report.SystemFault.Words())},
	} {
		if one.cells = states; states != "" {
			one.cells = states[1:]
			marks = append(marks, one)
		}
	}
	if err := e.details.styles.colour(detailsName, marks...); err != nil {
		return err
	}
	short := fmt.Sprintf("%s<%s", place(completenessBase+1, 2), place(completenessBase, 2))
	return e.details.styles.colour(completenessName, rule{
		cells: span(completenessBase+1, 2, e.completeness.rows), paper: paleAmber, ink: dark,
		test: excelize.ConditionalFormatOptions{Type: "formula", Criteria: short},
	})
}

// Close removes the temporary files.
func (e *Export) Close() error { return e.file.Close() }

// days is 2020年2月1日至29日.
func (c *Contents) days() string {
	year, month, _ := c.From.Date()
	from := fmt.Sprintf("%d年%s", year, c.From.Chinese())
	y, m, day := c.To.Date()
	switch {
	case c.From == c.To:
		return from
	case y == year && m == month:
		return fmt.Sprintf("%s至%d日", from, day)
	case y == year:
		return from + "至" + c.To.Chinese()
	}
	return fmt.Sprintf("%s至%d年%s", from, y, c.To.Chinese())
}
