package commands

import (
	"context"
	"fmt"
	"strings"

	"qunbao/report"
)

// template answers 格式: a form to fill in, one field a line. The place of each
// number is left blank, which the reader takes for unfilled, never for 0.
func template(_ context.Context, h *Handler, r request) (reply, error) {
	forms := h.forms(r)
	if len(r.Args) > 0 && r.Form == "" {
		return reply{text: h.noSuchForm(r)}, nil
	}
	return reply{text: Template(forms[0])}, nil
}

// Template is a form's lines to fill in: 【疫情日报】, then 排查返乡人员：__人 ….
func Template(f *report.Form) string {
	lines := []string{"【__村" + f.Name + "】"}
	for i := range f.Fields {
		field := &f.Fields[i]
		if field.Kind == report.Prose {
			lines = append(lines, field.Name+"：")
			continue
		}
		lines = append(lines, field.Name+"：__"+field.Unit())
	}
	return strings.Join(lines, "\n")
}

// noSuchForm says that a request names no form, and which there are.
func (h *Handler) noSuchForm(r request) string {
	return fmt.Sprintf(noSuchForm, report.Mask(r.Args[0]), strings.Join(formNames(h.forms(r)), "、"))
}

func formNames(forms []*report.Form) []string {
	var names []string
	for _, f := range forms {
		names = append(names, f.Name)
	}
	return names
}
