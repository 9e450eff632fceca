package configs

import (
	"regexp"
	"strconv"
	"strings"

	"qunbao/report"
)

// layout reads how a digest is laid out; topic where nothing is said.
func (l *loader) layout(o *object) report.Layout {
	w := o.word("layout")
	switch layout := report.Layout(w.text); layout {
	case "":
		return report.ByTopic
	case report.ByTopic, report.ByUnit:
		return layout
	default:
		l.wrong(w.place, "layouts of a digest: topic, unit", "layout: unknown layout %q", w.text)
		return report.ByTopic
	}
}

// digestWording reads the file of a digest's template, if it names one, and tries it.
func (l *loader) digestWording(o *object) *report.Wording {
	w := o.word("template")
	if w.text == "" {
		return nil
	}
	if layout := o.word("layout"); layout.text != "" {
		l.odd(layout.place, "leave one of the two out", "layout: the digest is worded by its template")
	}
	text, ok := l.text(w.place, w.text)
	if !ok {
		return nil
	}
	wording, err := report.ParseDigestWording(w.text, text)
	l.wordingFault(place{file: w.text}, err)
	return wording
}

// upwardWording reads the template of a form's upward report, if it has one, and tries it.
// In a block of lines (upward: |) the text begins on the line after the key.
func (l *loader) upwardWording(f *draft, o *object) *report.Wording {
	w := o.word("upward")
	if w.text == "" {
		return nil
	}
	wording, err := report.ParseUpwardWording("upward", w.text, &f.Form)
	at := w.place
	if strings.Contains(w.text, "\n") {
		at.line++
	}
	l.wordingFault(at, err)
	return wording
}

// templateError is where text/template says that something is wrong, and what.
var templateError = regexp.MustCompile(`(?s)^template: .*?:(\d+)(?::\d+)?: (.*)$`)

// wordingHint is where the names are that a template may use.
const wordingHint = "docs/config.md, Templates, lists the names that a template may use"

// wordingFault notes what is wrong with a template that begins at a place.
func (l *loader) wordingFault(at place, err error) {
	if err == nil {
		return
	}
	say := err.Error()
	if m := templateError.FindStringSubmatch(say); m != nil {
		line, _ := strconv.Atoi(m[1])
		at.line, at.column, say = max(at.line, 1)+line-1, 0, m[2]
	}
	l.wrong(at, wordingHint, "the template cannot be used: %s", firstLine(say))
}
