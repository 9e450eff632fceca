package configs

import (
	"embed"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

//go:embed forms
var readyMade embed.FS

// The schemas by which editors help whoever fills a workspace's files in.
//
//go:generate go run ../scripts/schema schema
//go:embed schema
var schemas embed.FS

// schemaLine tells an editor which schema a file has; from is the way to the
// workspace's folder.
func schemaLine(from, name string) string {
	return "# yaml-language-server: $schema=" + from + "schema/" + name + ".schema.json\n"
}

// withSchemas adds the schemas to the files of a workspace, and to each the line that
// names its own.
func withSchemas(files map[string]string) error {
	for name, text := range files {
		switch dir, _ := path.Split(name); {
		case path.Ext(name) != ".yaml":
		case dir == "forms/":
			files[name] = schemaLine("../", "form") + text
		default:
			files[name] = schemaLine("", "qunbao") + text
		}
	}
	for _, name := range []string{"schema/form.schema.json", "schema/qunbao.schema.json"} {
		data, err := schemas.ReadFile(name)
		if err != nil {
			return err
		}
		files[name] = string(data)
	}
	return nil
}

// readyForm is a form that Init can write.
type readyForm struct {
	Name    string // as the clerk asks for it
	ID      string // of the form, and the name of its file
	Group   string // its group chat, between the township's name and 工作群
	Matter  string // the emergency for whose levels it waits, if any
	Morning bool   // it is due early: leaders read of it on the same day
}

// readyForms lists the ready-made forms in the order of the house's documents.
func readyForms() []readyForm {
	return []readyForm{
		{Name: "疫情", ID: "epidemic", Group: "疫情防控"},
		{Name: "防汛", ID: "flood", Group: "防汛", Matter: "防汛", Morning: true},
		{Name: "森林防火", ID: "forest-fire", Group: "森林防火", Matter: "森林防火"},
		{Name: "秸秆禁烧", ID: "straw", Group: "秸秆禁烧"},
		{Name: "安全生产", ID: "safety", Group: "安全生产"},
		{Name: "信访维稳", ID: "petitions", Group: "信访维稳"},
		{Name: "值班", ID: "duty", Group: "值班值守"},
		{Name: "物资", ID: "supplies", Group: "物资保障"},
	}
}

// FormNames are the names by which Starter knows the ready-made forms.
func FormNames() []string {
	var names []string
	for _, f := range readyForms() {
		names = append(names, f.Name)
	}
	return names
}

// chosen finds the ready-made forms of some names, each once, in the order named.
func chosen(names []string) ([]readyForm, error) {
	var forms []readyForm
	for _, name := range names {
		i := slices.IndexFunc(readyForms(), func(f readyForm) bool { return f.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no ready-made form %q; 现成的表单有：%s", name, strings.Join(FormNames(), "、"))
		}
		if f := readyForms()[i]; !slices.Contains(forms, f) {
			forms = append(forms, f)
		}
	}
	return forms, nil
}

// settled are the lines of a form that only its office can fill in.
var settled = regexp.MustCompile(`(?m)^(owner|basis|until):[ \t]*[^ \t#\n][^#\n]*(#.*)?$`)

// text is the form's file. Who asks for a form, on what ground and until when is
// left open, so that `check` asks for it until somebody has decided.
func (f readyForm) text() (string, error) {
	data, err := readyMade.ReadFile("forms/" + f.ID + ".yaml")
	return settled.ReplaceAllString(string(data), "$1:   $2"), err
}

// settings writes qunbao.yaml for some forms.
func settings(text string, forms []readyForm) (string, error) {
	ids := func(forms []readyForm) string {
		var ids []string
		for _, f := range forms {
			ids = append(ids, f.ID)
		}
		return strings.Join(ids, ", ")
	}
	page, err := template.New("qunbao.yaml").Funcs(template.FuncMap{"ids": ids}).Parse(text)
	if err != nil {
		return "", err
	}
	var data struct {
		Forms, Morning, Evening []readyForm
		Matters                 []string
	}
	data.Forms = forms
	for _, f := range forms {
		if f.Morning {
			data.Morning = append(data.Morning, f)
		} else {
			data.Evening = append(data.Evening, f)
		}
		if f.Matter != "" {
			data.Matters = append(data.Matters, f.Matter)
		}
	}
	var b strings.Builder
	err = page.Execute(&b, data)
	return b.String(), err
}
