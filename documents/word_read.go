package documents

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// block is a paragraph or a table of a document.
type block struct {
	text  string
	table *Sheet
}

// readWord reads the paragraphs and tables of a document in their order. Deleted
// text, field codes and the second copy of a text box are left out.
func readWord(data []byte) ([]block, error) {
	z, err := unpack(data)
	if err != nil {
		return nil, err
	}
	for _, f := range z.File {
		if f.Name != "word/document.xml" {
			continue
		}
		text, err := part(f)
		if err != nil {
			return nil, err
		}
		r := wordReader{xml: xml.NewDecoder(bytes.NewReader(text))}
		err = r.read()
		return r.blocks, err
	}
	return nil, errors.New("no document: it has no text")
}

// wordReader goes through a document once.
type wordReader struct {
	xml    *xml.Decoder
	blocks []block

	text   strings.Builder // of the paragraph, or of the cell
	inText bool
	left   int // how deep in what is left out
	depth  int // of tables; the text of an inner one is its cell's
	table  *Sheet
	row    []string
	span   int  // columns that the cell takes
	below  bool // the cell goes on with the one above it
}

// leftOut are the elements whose text is not the document's.
var leftOut = map[string]bool{"Fallback": true, "del": true, "moveFrom": true, "instrText": true}

func (r *wordReader) read() error {
	for {
		token, err := r.xml.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the document cannot be read: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			r.start(t)
		case xml.EndElement:
			if err := r.end(t.Name.Local); err != nil {
				return err
			}
		case xml.CharData:
			if r.inText && r.left == 0 {
				r.text.Write(t)
			}
		}
	}
}

func (r *wordReader) start(t xml.StartElement) {
	name := t.Name.Local
	if leftOut[name] {
		r.left++
	}
	switch name {
	case "t":
		r.inText = true
	case "tab", "br", "cr":
		if r.left == 0 {
			r.text.WriteByte(' ')
		}
	case "tbl":
		if r.depth++; r.depth == 1 {
			r.paragraph()
			r.table = &Sheet{}
		}
	case "tc":
		if r.depth == 1 {
			r.text.Reset()
			r.span, r.below = 1, false
		}
	case "gridSpan":
		if n, err := strconv.Atoi(attribute(t, "val")); err == nil && r.depth == 1 {
			r.span = min(max(n, 1), maxColumns)
		}
	case "vMerge":
		r.below = r.below || r.depth == 1 && attribute(t, "val") != "restart"
	}
}

func (r *wordReader) end(name string) error {
	if leftOut[name] {
		r.left--
	}
	switch name {
	case "t":
		r.inText = false
	case "p":
		if r.depth == 0 {
			r.paragraph()
		} else {
			r.text.WriteByte(' ')
		}
	case "tc":
		if r.depth == 1 {
			r.cell()
		}
	case "tr":
		if r.depth == 1 {
			r.table.Rows, r.row = append(r.table.Rows, r.row), nil
			if len(r.table.Rows) > maxRows {
				return ErrTooLarge
			}
		}
	case "tbl":
		if r.depth--; r.depth == 0 {
			r.blocks, r.table = append(r.blocks, block{table: r.table}), nil
			r.text.Reset()
		}
	}
	return nil
}

// paragraph ends a paragraph.
func (r *wordReader) paragraph() {
	if text := strings.TrimSpace(r.text.String()); text != "" {
		r.blocks = append(r.blocks, block{text: text})
	}
	r.text.Reset()
}

// cell ends a cell. As in a sheet, a merged one holds its text everywhere and its
// number once.
func (r *wordReader) cell() {
	text := strings.Join(strings.Fields(r.text.String()), " ")
	if n := len(r.table.Rows); r.below && text == "" && n > 0 && len(r.row) < len(r.table.Rows[n-1]) {
		if above := r.table.Rows[n-1][len(r.row)]; !isNumber(above) {
			text = above
		}
	}
	for i := range r.span {
		if len(r.row) == maxColumns {
			break
		}
		if i > 0 && isNumber(text) {
			text = ""
		}
		r.row = append(r.row, text)
	}
	r.text.Reset()
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return err == nil
}
