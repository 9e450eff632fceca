package commands_test

import (
	"context"
	"regexp"
	"time"

	"qunbao/report"
)

// interpreter is help that knows a dialect, and claims some things that are not so.
type interpreter struct{ d *desk }

var dialect = []struct {
	words *regexp.Regexp
	field report.FieldID
	value string // $1: the number in the words
}{
	{regexp.MustCompile(`(\d+)个在家`), "home", "$1"},
	{regexp.MustCompile(`应为(\d+)人`), "home", "$1"},
	{regexp.MustCompile(`没人烧`), "fever", "0"},
	{regexp.MustCompile(`放出来(\d+)个`), "released", "$1"},
	{regexp.MustCompile(`来了\d+个`), "screened", "9999"},
}

// Help implements commands.Helper.
func (i interpreter) Help(c report.Case, k report.PeriodKey, now time.Time) {
	var claims []report.Claim
	for _, w := range dialect {
		if m := w.words.FindStringSubmatch(c.Message.Text); m != nil {
			claims = append(claims, report.Claim{Field: w.field, Value: w.words.ReplaceAllString(m[0], w.value), Quote: m[0]})
		}
	}
	if err := i.d.h.Propose(context.Background(), c, k, claims, now); err != nil {
		i.d.t.Error(err)
	}
}
