package documents

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// isCalm tells whether the library can read a workbook in bounded memory. It makes a
// cell of each place up to the last one of a row: a file of some kilobytes could ask for
// millions of them, so they are counted before.
func isCalm(z *zip.Reader) (bool, error) {
	area := 0
	for _, f := range z.File {
		if isMedia(f) {
			continue
		}
		data, err := part(f)
		if err != nil || bytes.Count(data, []byte("mergeCell")) > maxMerged {
			return false, err
		}
		n, err := areaOf(data)
		if area += n; err != nil || area > maxArea {
			return false, err
		}
	}
	return true, nil
}

// areaOf counts the cells of a sheet, each row up to its last one; any other part has
// none. What is no proper XML the library refuses itself.
func areaOf(data []byte) (area int, err error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		err = fmt.Errorf("the workbook is written in %s", charset)
		return nil, err
	}
	column, last, root := 0, 0, true
	for {
		token, bad := d.RawToken()
		if bad != nil {
			return area + last, err
		}
		t, begins := token.(xml.StartElement)
		switch {
		case !begins:
		case root && t.Name.Local != "worksheet":
			return 0, err
		case t.Name.Local == "row":
			area, column, last = area+last, 0, 0
		case t.Name.Local == "c":
			column++
			if c, _, err := excelize.CellNameToCoordinates(strings.ToUpper(attribute(t, "r"))); err == nil {
				column = c
			}
			last = max(last, column)
		}
		if begins {
			root = false
		}
		if area > maxArea {
			return area, err
		}
	}
}
