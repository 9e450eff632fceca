package configs

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// everything is a workspace in which each kind of object stands somewhere.
func everything() fstest.MapFS {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"qunbao.yaml": `workspace: 甲乡
store: rediss://127.0.0.1:6379/0
tls: {server_name: a}
roster: roster.csv
forms: [a.yaml, b.yaml, c.yaml, d.yaml]
duty: {file: duty.csv, from: "08:30"}
alerts: {acknowledge: 5m}
receipts: {window: 10s}
emergency: [{matter: 防汛, aliases: [汛情], quiet: keep}]
chats: [{name: 群, role: work, forms: [a, b, c, d]}]
digests: [{at: "07:30", covers: today, to: [群], forms: [a]}]
briefings: [{at: "20:30", kind: daily, forms: [a], review: 报送员, issue_from: 38}]
channel: {kind: console, trust_cards: true}
llm: {base_url: "https://a/v1", model: m, timeout: 30s, format: json_schema, temperature: 0, budget: 2000000, phrases: [请各单位压实责任], extra: {enable_thinking: false, max_tokens: null}, reading: true}
documents: {issuer: 甲镇人民政府}
notify:
  - {kind: webhook, url_env: A_URL, format: wecom}
  - {kind: mail, host: localhost, port: 25, security: none, user: a, password_env: A_WORD, from: a@b.cn, to: [b@b.cn]}
  - {kind: program, run: [/bin/tell, now]}
listen: 127.0.0.1:9000
retention: {chatter: 30, outcomes: 60, outbox: 90, journal: 365}
`,
		"roster.csv": "单位,姓名,角色\n甲村,张三,报送员\n",
		"duty.csv":   "日期,带班\n每周一,张三\n",
		"a.yaml": `id: a
name: 甲表
level: {matter: 防汛, from: 四级}
calendar: {every: 2, from: 2020-02-01, stays: 0}
slots: [{id: s, name: 白班, opens: "08:00", due: "20:00", level: {matter: 防汛}}]
remind: [{before: 60m, to: reporter}]
zero: {sets: [x], carries: []}
fields: [{id: x, name: 数, units: [个], kind: daily, min: 0, max: 10.5, max_step: 5, decimals: 1, total: max, required: true, urgent: "> 0"}, {id: y, name: 话, kind: text}]
checks: [{rule: "x < 5", say: 太多}]
`,
		"b.yaml": "id: b\nname: 乙表\ncalendar: {weekly: [星期五]}\ndue: \"17:00\"\nfields: [{id: z, name: 件数, units: [件], kind: stock}]\n",
		"c.yaml": "id: c\nname: 丙表\ncalendar: {monthly: [1, end]}\nopens: \"06:00\"\ndue: \"17:00\"\nfields: [{id: w, name: 起数, units: [起], kind: stock}]\n",
		"d.yaml": "id: d\nname: 丁表\ncalendar: workdays\ndue: \"17:00\"\ncloses: \"20:00\"\nfields: [{id: v, name: 户数, units: [户], kind: stock}]\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// definition is where the schemas tell of what a reader calls an object.
var definition = map[string]string{
	"qunbao.yaml": "qunbao", "tls": "qunbao TLS", "duty": "qunbao Duty", "alerts": "qunbao Alerts", "receipts": "qunbao Receipts",
	"an emergency": "qunbao Emergency", "a chat": "qunbao Chat", "a digest": "qunbao Digest", "a briefing": "qunbao Briefing",
	"channel": "qunbao Channel", "llm": "qunbao LLM", "a way of notify": "qunbao Notify", "documents": "qunbao Documents", "retention": "qunbao Retention",
	"a form": "form", "level": "form Level", "a slot": "form Slot", "a stage of remind": "form Stage", "zero": "form Zero",
	"a field": "form Field", "a check": "form Check", "a calendar": "form Calendar",
}

func TestTheSchemasTellEveryKeyThatIsReadAndNoOther(t *testing.T) {
	l := &loader{fsys: everything(), getenv: func(string) string { return "" }}
	if _, err := l.load("qunbao.yaml"); err != nil {
		t.Fatal(err)
	}
	for what, where := range definition {
		file, name, _ := strings.Cut(where, " ")
		s := schemaOf(t, file)
		if name != "" {
			s = s["definitions"].(map[string]any)[name].(map[string]any)
		}
		if options, ok := s["oneOf"].([]any); ok {
			s = options[1].(map[string]any)
		}
		told := slices.Sorted(maps.Keys(s["properties"].(map[string]any)))
		asked := slices.Sorted(slices.Values(l.asked[what]))
		if diff := cmp.Diff(asked, told); diff != "" {
			t.Errorf("%s: what is read, and what scripts/schema tells (run go generate ./configs):\n%s", what, diff)
		}
	}
	for what := range l.asked {
		if definition[what] == "" {
			t.Errorf("no schema tells of %q", what)
		}
	}
}

func schemaOf(t *testing.T, name string) map[string]any {
	t.Helper()
	data, err := schemas.ReadFile("schema/" + name + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s map[string]any
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatIsReadyMadeFitsItsSchema(t *testing.T) {
	whole, err := Starter(FormNames()...)
	if err != nil {
		t.Fatal(err)
	}
	small, err := Starter()
	if err != nil {
		t.Fatal(err)
	}
	for _, files := range []fs.FS{whole, small, Sample(), everything()} {
		err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || path.Ext(name) != ".yaml" {
				return err
			}
			for _, wrong := range misfits(t, files, name) {
				t.Errorf("%s: %s", name, wrong)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What the readers refuse should not look right in an editor.
func TestAnEditorSeesWhatTheReadersRefuse(t *testing.T) {
	for from, to := range map[string]string{
		"covers: today": "covers: tomorrow", "kind: console": "kind: fax", `at: "07:30"`: `at: "7点半"`, "role: work": "role: boss", "roster: roster.csv": "roster: roster.doc",
		"quiet: keep": "quiet: [keep]", "acknowledge: 5m": "acknowledge: soon", "chatter: 30": "chatter: 3", "workspace: 甲乡\n": "", "model: m": "modell: m",
		"due: \"20:00\"": "due: 晚上八点", "to: reporter": "to: everybody", "decimals: 1": "decimals: 1.5", "say: 太多": "says: 太多", "every: 2": "every: 1",
	} {
		files, seen := everything(), false
		for name, f := range files {
			if text := strings.Replace(string(f.Data), from, to, 1); text != string(f.Data) {
				f.Data, seen = []byte(text), true
				if path.Ext(name) == ".yaml" && len(misfits(t, files, name)) == 0 {
					t.Errorf("%s: %s fits the schema", name, to)
				}
			}
		}
		if !seen {
			t.Errorf("%s stands nowhere", from)
		}
	}
}

// misfits is what of a YAML file does not fit its schema.
func misfits(t *testing.T, files fs.FS, name string) []string {
	t.Helper()
	data, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := yaml.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	root := schemaOf(t, "form")
	if path.Base(name) == "qunbao.yaml" {
		root = schemaOf(t, "qunbao")
	}
	if data, err = json.Marshal(v); err == nil {
		err = json.Unmarshal(data, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return fits(root, root, v, "")
}

// fits checks a value against as much of JSON Schema as these schemas use.
func fits(root, s map[string]any, v any, at string) (wrong []string) {
	if ref, ok := s["$ref"].(string); ok {
		s = root["definitions"].(map[string]any)[path.Base(ref)].(map[string]any)
	}
	if options, ok := s["oneOf"].([]any); ok {
		fit := 0
		for _, o := range options {
			if len(fits(root, o.(map[string]any), v, at)) == 0 {
				fit++
			}
		}
		if fit != 1 {
			return []string{fmt.Sprintf("%s fits %d of %d", at, fit, len(options))}
		}
		return nil
	}
	no := func(format string, args ...any) { wrong = append(wrong, at+" "+fmt.Sprintf(format, args...)) }
	if of, ok := s["enum"].([]any); ok && !slices.Contains(of, v) {
		no("is none of %v", of)
	}
	switch v := v.(type) {
	case nil:
		if s["type"] != "null" {
			no("is empty")
		}
	case string:
		if p, ok := s["pattern"].(string); s["type"] != "string" || ok && !regexp.MustCompile(p).MatchString(v) {
			no("%q is no %v of the shape %s", v, s["type"], p)
		}
	case bool:
		if s["type"] != "boolean" {
			no("is true or false")
		}
	case float64:
		if s["type"] != "number" && (s["type"] != "integer" || v != float64(int(v))) {
			no("%v is no %v", v, s["type"])
		}
		if least, ok := s["minimum"].(float64); ok && v < least {
			no("%v is less than %v", v, least)
		}
	case []any:
		if s["type"] != "array" {
			no("is a list")
			break
		}
		for i, item := range v {
			wrong = append(wrong, fits(root, s["items"].(map[string]any), item, fmt.Sprintf("%s[%d]", at, i))...)
		}
	case map[string]any:
		properties, _ := s["properties"].(map[string]any)
		for key, value := range v {
			if p, known := properties[key].(map[string]any); known {
				wrong = append(wrong, fits(root, p, value, at+"."+key)...)
			} else if properties != nil || s["type"] != "object" {
				no("has the unknown key %s", key)
			}
		}
		required, _ := s["required"].([]any)
		for _, key := range required {
			if _, there := v[key.(string)]; !there {
				no("lacks %s", key)
			}
		}
	}
	return wrong
}
