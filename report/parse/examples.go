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
	var like []string
	for _, f := range s.forms {
		for i := range f.Fields {
			if field := &f.Fields[i]; field.Kind != report.Prose && field.Unit() != "" && len(like) < 2 {
				like = append(like, field.Short()+[]string{"20", "3"}[len(like)]+field.Unit())
			}
		}
		if len(like) > 0 {
			break
		}
	}
	return strings.Join(like, "，")
}
