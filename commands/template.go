package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"qunbao/report"
)

// template answers 格式: a form to fill in, one field a line; several where several
// are named. The place of each number is left blank, which the reader takes for
// unfilled, never for 0.
func template(_ context.Context, h *Handler, r request) (reply, error) {
	wanted := []blank{{form: h.forms(r)[0]}}
	if len(r.Args) > 0 && r.Form == "" {
		if wanted = h.blanks(r); len(wanted) == 0 {
			return reply{text: h.noSuchForm(r)}, nil
		}
	}
	var pages []string
	for _, b := range wanted {
		pages = append(pages, b.page(ownUnit(r)))
	}
	return reply{text: strings.Join(pages, "\n\n")}, nil
}

// blank is a form to fill in, for one of its slots where slot names one.
type blank struct {
	form *report.Form
	slot string
}

// anyUnit stands in a form for whoever fills it in.
const anyUnit = "__村"

// ownUnit is the unit that a page is for: in private the asker's only one. In a chat
// others copy the page too.
func ownUnit(r request) string {
	if units := r.speaker.Units(); r.message.Private && len(units) == 1 {
		return string(units[0])
	}
	return anyUnit
}

// page is the form's lines: 【疫情日报】, then 排查返乡人员：__人 ….
func (b blank) page(unit string) string {
	lines := []string{"【" + unit + b.form.Name + b.slot + "】"}
	for i := range b.form.Fields {
		field := &b.form.Fields[i]
		if field.Kind == report.Prose {
			lines = append(lines, field.Name+"：")
			continue
		}
		lines = append(lines, field.Name+"：__"+field.Unit())
	}
	return strings.Join(lines, "\n")
}

// blanks are the forms and slots that a request names, as one name or as one a word;
// none where a word names none.
func (h *Handler) blanks(r request) []blank {
	if b, ok := h.blank(r, strings.Join(r.Args, "")); ok {
		return []blank{b}
	}
	var all []blank
	for _, word := range r.Args {
		b, ok := h.blank(r, word)
		if !ok {
			return nil
		}
		if !slices.Contains(all, b) {
			all = append(all, b)
		}
	}
	return all
}

// blank finds the form, or the slot of a form, that a word names: 疫情日报, 卡点夜班,
// 夜班. The forms of the place come first.
func (h *Handler) blank(r request, word string) (blank, bool) {
	forms := h.forms(r)
	for i := range h.workspace.Forms {
		forms = append(forms, &h.workspace.Forms[i])
	}
	word = report.FoldCard(word)
	is := func(name string) bool { return report.FoldCard(name) == word }
	for _, f := range forms {
		names := append([]string{f.Name}, f.Aliases...)
		if slices.ContainsFunc(names, is) {
			return blank{form: f}, true
		}
		for _, s := range f.Slots {
			if s.Name != "" && slices.ContainsFunc(append([]string{s.Name}, s.Aliases...), func(slot string) bool {
				return is(slot) || slices.ContainsFunc(names, func(name string) bool { return is(name + slot) })
			}) {
				return blank{f, s.Name}, true
			}
		}
	}
	return blank{}, false
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
