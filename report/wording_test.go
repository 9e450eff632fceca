package report_test

import (
	"strings"
	"testing"

	"qunbao/report"
)

// A template that goes round without an end is refused, whether or not it says anything.
func TestATemplateThatNeverEndsIsRefused(t *testing.T) {
	d := newDesk(t)
	for name, text := range map[string]string{
		"a loop over a number":      "{{range 2000000000}}{{end}}晨报",
		"a number with a name":      "{{$n := 2000000000}}{{range $n}}{{if false}}x{{end}}{{end}}晨报",
		"loops in loops":            "{{range 10000}}{{range 10000}}{{end}}{{end}}晨报",
		"a template of its own":     "{{define `a`}}{{range 1000}}{{template `b`}}{{end}}{{end}}{{define `b`}}{{range 1000}}{{end}}{{end}}{{template `a`}}晨报",
		"one that calls itself":     "{{define `a`}}{{template `a`}}{{end}}{{template `a`}}晨报",
		"in what is mostly skipped": "{{if .Base}}{{else}}{{with 1}}{{range 2000000000}}{{break}}{{end}}{{range 2000000000}}{{continue}}{{end}}{{end}}{{end}}晨报",
	} {
		if _, err := report.ParseUpwardWording("x.tmpl", text, d.w.Form("daily")); err == nil || !strings.Contains(err.Error(), "template: x.tmpl:") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{"{{range .Missing}}{{.}}{{end}}晨报", "{{range $i, $u := .Missing}}{{if $i}}、{{end}}{{$u}}{{end}}报", "{{range 3}}x{{end}}"} {
		if _, err := report.ParseUpwardWording("x.tmpl", text, d.w.Form("daily")); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
