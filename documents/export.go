package documents

import (
	"archive/zip"
	"errors"
	"io"

	"github.com/xuri/excelize/v2"

	"qunbao/report"
)

// Export is a workbook about some days: what was reported, how complete it is,
// every step to it, and what people did. Rows are written as they are added: of a
// long span the most lies in files of the folder given to NewExport, never in
// memory.
type Export struct {
	workspace *report.Workspace
	file      *excelize.File
	styles    styles
	places    map[report.FormID]int // the column of a form's first field in the details

	details, completeness, history, acts *sheet
}

// The sheets, in their order.
const (
	detailsName      = "明细"
	completenessName = "完成情况"
	historyName      = "更正记录"
	actsName         = "操作记录"
)

// NewExport begins a workbook. Its temporary files lie in folder until Close.
func NewExport(w *report.Workspace, folder string) (*Export, error) {
	e := &Export{workspace: w, file: excelize.NewFile(excelize.Options{TmpDir: folder}), places: map[report.FormID]int{}}
	if err := e.begin(); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

func (e *Export) begin() (err error) {
	if e.styles, err = newStyles(e.file); err != nil {
		return err
	}
	for _, one := range []struct {
		to      **sheet
		name    string
		fixed   int
		columns []column
	}{
		{&e.details, detailsName, detailsFixed, e.detailsColumns()},
		{&e.completeness, completenessName, completenessFixed, completenessColumns()},
		{&e.history, historyName, historyFixed, historyColumns()},
		{&e.acts, actsName, actsFixed, actsColumns()},
	} {
		if *one.to, err = newSheet(e.file, e.styles, one.name, one.fixed, one.columns); err != nil {
			return err
		}
	}
	e.file.SetActiveSheet(1)
	if err := e.file.SetDocProps(&excelize.DocProperties{Creator: "qunbao", LastModifiedBy: "qunbao", Title: e.workspace.Name}); err != nil {
		return err
	}
	return e.file.DeleteSheet("Sheet1")
}

// Period adds one period: its units, how complete it is, and its history.
func (e *Export) Period(c report.Completeness, records []report.Record) error {
	versions := map[report.UnitID]report.Record{}
	for _, r := range records {
		versions[r.Unit] = r
	}
	for _, s := range c.Standings {
		if err := e.detail(c.Key, s, versions[s.Unit]); err != nil {
			return err
		}
		if err := e.steps(versions[s.Unit]); err != nil {
			return err
		}
	}
	if len(c.Standings) == 0 {
		return nil
	}
	return e.complete(c)
}

// Save writes the workbook; nothing can be added after it. The library would
// hold the whole file in memory, were it not given another place to write to.
func (e *Export) Save(to io.Writer) error {
	for _, s := range []*sheet{e.details, e.completeness, e.history, e.acts} {
		if err := s.end(); err != nil {
			return err
		}
	}
	e.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(to) })
	return e.file.Write(io.Discard)
}

// Close removes the temporary files.
func (e *Export) Close() error { return e.file.Close() }
