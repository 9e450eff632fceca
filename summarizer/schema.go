package summarizer

import (
	"encoding/json"
	"fmt"
	"strings"
)

// schemaOf is the JSON Schema of an answer about some paragraphs, for endpoints that
// hold a model to one. The ids stand inside the pattern, so that neither an unknown
// one nor a digit can be written; Chinese numerals cannot be kept out in this way, so
// an answer is verified all the same.
func schemaOf(paragraphs []*paragraph) (json.RawMessage, error) {
	var sections, facts []string
	for _, p := range paragraphs {
		sections = append(sections, p.id)
		for _, f := range p.facts {
			facts = append(facts, f.ID)
		}
	}
	type object = map[string]any
	closed := func(properties object, required ...string) object {
		return object{"type": "object", "additionalProperties": false, "required": required, "properties": properties}
	}
	sentence := object{"type": "string", "pattern": `^([^0-9０-９"\\{}]|\{\{(` + strings.Join(facts, "|") + `)\}\})+[。；]$`}
	section := closed(object{
		"id":        object{"type": "string", "enum": sections},
		"sentences": object{"type": "array", "minItems": 1, "maxItems": maxSentences, "items": sentence},
	}, "id", "sentences")
	schema, err := json.Marshal(closed(object{
		"sections": object{"type": "array", "minItems": len(sections), "maxItems": len(sections), "items": section},
	}, "sections"))
	if err != nil {
		return nil, fmt.Errorf("schema of the answer: %w", err)
	}
	return schema, nil
}
