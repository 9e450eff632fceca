package configs_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"qunbao/configs"
)

func TestATemplateIsTriedBeforeItIsUsed(t *testing.T) {
	const before, hint = "晨报.tmpl:", " (docs/config.md, Templates, lists the names that a template may use)"
	for name, c := range map[string]struct{ template, want string }{
		"good":              {"【{{.Workspace}}】{{range .Forms}}{{.Name}} {{.State}}\n{{with .Missing}}未报：{{list .}}{{end}}{{end}}", ""},
		"no such name":      {"第一行\n{{range .Forms}}{{.Nmae}}{{end}}", `2: the template cannot be used: executing "晨报.tmpl" at <.Nmae>: can't evaluate field Nmae in type report.DigestForm`},
		"no such function":  {"{{shell .Day}}", `1: the template cannot be used: function "shell" not defined`},
		"not closed":        {"{{range .Forms}}", `1: the template cannot be used: unexpected EOF`},
		"an empty day":      {"{{(index .Forms 0).Name}}", `1: the template cannot be used: executing "晨报.tmpl" at <index .Forms 0>: error calling index: reflect: slice index out of range`},
		"nothing said":      {"{{if .Blind}}x{{end}}", `1: the template cannot be used: the template says nothing`},
		"without end":       {`{{define "a"}}群报{{template "a"}}{{end}}{{template "a"}}`, `1: the template cannot be used: the text has more than 4000 characters`},
		"a list of nothing": {"{{list .Day}}", `1: the template cannot be used: executing "晨报.tmpl" at <list .Day>: error calling list: list takes a list, not string`},
	} {
		files := township(t)
		files["晨报.tmpl"] = &fstest.MapFile{Data: []byte(c.template)}
		spoil(t, files, main, `covers: today, to: [青石镇班子群], forms: [epidemic-daily]`, `covers: today, to: [青石镇班子群], forms: [epidemic-daily], layout: unit, template: 晨报.tmpl`)
		got := faultsOf(t, files, env())
		if c.want == "" && len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		} else if c.want != "" {
			compare(t, name, got, []string{before + c.want + hint})
		}
	}
}

func TestADigestHasALayoutThatThereIs(t *testing.T) {
	files := township(t)
	spoil(t, files, main, `covers: today, to: [青石镇班子群], forms: [epidemic-daily]`, `covers: today, to: [青石镇班子群], forms: [epidemic-daily], layout: village, template: 没有.tmpl`)
	compare(t, "layout", faultsOf(t, files, env()), []string{
		`qunbao.yaml:21:81: layout: unknown layout "village" (layouts of a digest: topic, unit)`,
		`qunbao.yaml:21:100: the file "没有.tmpl" cannot be read: file does not exist (name it as it stands in the workspace's folder)`,
	})
}

func TestAnUpwardTemplateNamesFieldsThatThereAre(t *testing.T) {
	for name, c := range map[string]struct{ upward, want string }{
		"good":          {"upward: |\n  {{.When}}，{{.Us}}居家{{.Total \"home\"}}。\n  {{.Figures}}\n", ""},
		"one line":      {`upward: '{{.When}}居家{{.Number "home"}}人'` + "\n", ""},
		"no such field": {"upward: |\n  {{.When}}\n  居家{{.Total \"hoem\"}}\n", `forms/epidemic-daily.yaml:5: the template cannot be used: executing "upward" at <.Total>: error calling Total: the form epidemic-daily has no number "hoem"`},
		"a text field":  {`upward: '{{.Total "note"}}'` + "\n", `forms/epidemic-daily.yaml:3: the template cannot be used: executing "upward" at <.Total>: error calling Total: the form epidemic-daily has no number "note"`},
	} {
		files := township(t)
		spoil(t, files, daily, "name: 疫情日报\n", c.upward+"name: 疫情日报\n")
		got := faultsOf(t, files, env())
		if c.want == "" && len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		} else if c.want != "" {
			compare(t, name, got, []string{c.want + " (docs/config.md, Templates, lists the names that a template may use)"})
		}
	}
}

func TestALayoutBesideATemplateIsWarnedOf(t *testing.T) {
	files := township(t)
	files["晨报.tmpl"] = &fstest.MapFile{Data: []byte("{{.Day}}晨报")}
	spoil(t, files, main, `covers: today, to: [青石镇班子群], forms: [epidemic-daily]`, `covers: today, to: [青石镇班子群], forms: [epidemic-daily], layout: unit, template: 晨报.tmpl`)
	c, err := configs.LoadFS(files, "qunbao.yaml", env())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(c.Warnings, func(w configs.Fault) bool {
		return strings.Contains(w.String(), "layout: the digest is worded by its template (leave one of the two out)")
	}) {
		t.Error(c.Warnings)
	}
}
