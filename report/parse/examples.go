package parse

import (
	"strings"

	"qunbao/report"
)

// likeUnit is a unit that a sentence may offer as an example: the first that owes
// a form of this place.
func (s *scene) likeUnit() report.UnitID {
	for _, f := range s.forms {
		if owing := s.p.w.Owing(f.ID); len(owing) > 0 {
			return owing[0]
		}
	}
	return s.p.w.Units[0].ID
}

// likeReport is how a report of this place may look: two labels with numbers.
func (s *scene) likeReport() string {
	for _, f := range s.forms {
		var ids []report.FieldID
		for _, field := range f.Fields {
			if field.Kind != report.Prose && len(field.Units) > 0 {
				ids = append(ids, field.ID)
			}
		}
		if len(ids) > 0 {
			return f.Like(ids)
		}
	}
	return ""
}

// likeValue is how one value of this place may look.
func (s *scene) likeValue() string {
	first, _, _ := strings.Cut(s.likeReport(), "，")
	return first
}
