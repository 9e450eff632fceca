// Schema writes the JSON Schemas by which editors help whoever fills in a workspace's
// files. What the readers in package configs take is the truth: a test there holds the
// schemas to it, key by key.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/invopop/jsonschema"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: schema FOLDER")
		os.Exit(2)
	}
	for name, of := range map[string]any{"qunbao": Workspace{}, "form": Form{}} {
		text, err := schema(of)
		if err == nil {
			err = os.WriteFile(filepath.Join(os.Args[1], name+".schema.json"), text, 0o644)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "schema:", err)
			os.Exit(1)
		}
	}
}

// schema is the schema of a file, without an address of its own: it stands beside the
// workspace.
func schema(of any) ([]byte, error) {
	r := jsonschema.Reflector{Anonymous: true, ExpandedStruct: true}
	s := r.Reflect(of)
	s.Version = "http://json-schema.org/draft-07/schema#" // what the editors of offices know
	data, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	data = bytes.ReplaceAll(data, []byte(`"$defs"`), []byte(`"definitions"`))
	data = bytes.ReplaceAll(data, []byte(`"#/$defs/`), []byte(`"#/definitions/`))
	var text bytes.Buffer
	if err := json.Indent(&text, data, "", " "); err != nil {
		return nil, err
	}
	text.WriteByte('\n')
	for _, r := range []string{"<", ">", "&"} {
		escaped := fmt.Appendf(nil, `\u%04x`, r[0])
		text = *bytes.NewBuffer(bytes.ReplaceAll(text.Bytes(), escaped, []byte(r)))
	}
	return text.Bytes(), nil
}

// Duty is the file alone, or with when a duty day begins.
type Duty struct{}

// JSONSchema implements the library's interface.
func (Duty) JSONSchema() *jsonschema.Schema {
	return oneOf(&jsonschema.Schema{Type: "string", Pattern: "[.](csv|xlsx)$"}, DutyTable{})
}

// Calendar is a word, or how a form that is not owed day by day is.
type Calendar struct{}

// JSONSchema implements the library's interface.
func (Calendar) JSONSchema() *jsonschema.Schema {
	return oneOf(&jsonschema.Schema{Type: "string", Enum: []any{"every-day", "workdays", "month-end"}}, Rhythm{})
}

// MonthDays are days of a month, or its end.
type MonthDays struct{}

// JSONSchema implements the library's interface.
func (MonthDays) JSONSchema() *jsonschema.Schema {
	day := &jsonschema.Schema{OneOf: []*jsonschema.Schema{
		{Type: "integer", Minimum: "1", Maximum: "31"}, {Type: "string", Enum: []any{"end", "月末", "月底"}},
	}}
	one := uint64(1)
	return &jsonschema.Schema{Type: "array", MinItems: &one, Items: day}
}

// oneOf is a text, or an object that stands where it is used.
func oneOf(text *jsonschema.Schema, object any) *jsonschema.Schema {
	r := jsonschema.Reflector{Anonymous: true, DoNotReference: true}
	o := r.Reflect(object)
	o.Version = ""
	return &jsonschema.Schema{OneOf: []*jsonschema.Schema{text, o}}
}
