package configs_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"qunbao/configs"
	"qunbao/report"
)

// withRoster is the sample with another roster.
func withRoster(t testing.TB, csv []byte) fstest.MapFS {
	files := township(t)
	files[who] = &fstest.MapFile{Data: csv}
	return files
}

// townsfolk loads a roster and gives the units and people it makes.
func townsfolk(t testing.TB, csv string) ([]report.Unit, []report.Person, []configs.Fault) {
	t.Helper()
	c, err := configs.LoadFS(withRoster(t, []byte(csv)), "qunbao.yaml", env())
	if err != nil {
		t.Fatal(err)
	}
	var warnings []configs.Fault
	for _, w := range c.Warnings {
		if w.File == who {
			warnings = append(warnings, w)
		}
	}
	return c.Workspace.Units, c.Workspace.People, warnings
}

func TestARosterReadsAlikeInEveryEncodingAndLineEnd(t *testing.T) {
	plain := string(township(t)[who].Data)
	plain = strings.ReplaceAll(plain, "🌿", "") // GB18030 holds it, Excel's GBK does not
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	units, people, _ := townsfolk(t, plain)
	for name, csv := range map[string]string{
		"GB18030": gb, "BOM": "\uFEFF" + plain, "CRLF": strings.ReplaceAll(plain, "\n", "\r\n"),
	} {
		u, p, _ := townsfolk(t, csv)
		if diff := cmp.Diff(units, u) + cmp.Diff(people, p); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestYamlInGB18030ReadsAsUTF8Does(t *testing.T) {
	files := township(t)
	want, err := configs.LoadFS(files, "qunbao.yaml", env())
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range files {
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes(file.Data)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: gb}
	}
	got, err := configs.LoadFS(files, "qunbao.yaml", env())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(picture(want), picture(got)); diff != "" {
		t.Error(diff)
	}
}

func TestColumnsMayStandInAnyOrderAndInEnglish(t *testing.T) {
	units, people, warnings := townsfolk(t, "phone,Name , role,unit,备注,kind,aliases\n"+
		"　139　,　王芳\u200b,reporter,甲村,新来,村,甲｜甲庄、 老甲\n"+
		",,,,,,\n"+
		",,,乙村,,,\n")
	wantUnits := []report.Unit{{ID: "甲村", Aliases: []string{"甲", "甲庄", "老甲"}, Kind: "村"}, {ID: "乙村"}}
	wantPeople := []report.Person{{ID: "王芳", Name: "王芳", Card: "王芳", Phone: "139", Posts: []report.Post{{Unit: "甲村", Role: report.Reporter}}}}
	wantWarnings := []configs.Fault{{File: who, Line: 1, Column: 5, Say: `the column "备注" is not used`, Hint: "first line: 单位,别名,上级,类别,姓名,群名片,角色,电话"}}
	if diff := cmp.Diff(wantUnits, units) + cmp.Diff(wantPeople, people) + cmp.Diff(wantWarnings, warnings); diff != "" {
		t.Error(diff)
	}
}

func TestRowsOfOnePersonAreOnePersonAndNamesakesAreTwo(t *testing.T) {
	const head = "单位,姓名,群名片,角色,电话\n"
	for _, c := range []struct{ what, rows, want string }{
		{"one card", "甲村,张伟,甲张伟,报送员,1\n乙村,张伟,甲张伟,包村干部,1\n", "张伟[甲张伟]甲村 乙村"},
		{"one phone, the card given later", "甲村,张伟,,报送员,1\n乙村,张伟,甲张伟,包村干部,1\n", "张伟[甲张伟]甲村 乙村"},
		{"nothing but the name", "甲村,张伟,,报送员,\n乙村,张伟,,包村干部,\n", "张伟[张伟]甲村 乙村"},
		{"a phone given once", "甲村,张伟,,报送员,\n乙村,张伟,,包村干部,1\n", "张伟[张伟]甲村 乙村"},
		{"two cards and phones", "甲村,张伟,甲张伟,报送员,1\n乙村,张伟,乙张伟,报送员,2\n", "张伟（甲村）[甲张伟]甲村; 张伟（乙村）[乙张伟]乙村"},
		{"two cards, no phones", "甲村,张伟,甲张伟,报送员,\n乙村,张伟,乙张伟,报送员,\n", "张伟（甲村）[甲张伟]甲村; 张伟（乙村）[乙张伟]乙村"},
		{"two roles for one unit", "甲村,张伟,,报送员,1\n甲村,张伟,,管理员,1\n", "张伟[张伟]甲村 甲村"},
	} {
		_, people, warnings := townsfolk(t, head+c.rows)
		var got []string
		for _, p := range people {
			var units []string
			for _, q := range p.Posts {
				units = append(units, string(q.Unit))
			}
			got = append(got, string(p.ID)+"["+p.Card+"]"+strings.Join(units, " "))
		}
		if g := strings.Join(got, "; "); g != c.want || len(warnings) > 0 {
			t.Errorf("%s: got %s %v, want %s", c.what, g, warnings, c.want)
		}
	}
}

func TestPeopleWhoCannotBeToldApartAreFaults(t *testing.T) {
	const head = "单位,姓名,群名片,角色,电话\n"
	for _, c := range []struct{ rows, want string }{
		{"甲村,张伟,,报送员,1\n乙村,张伟,,报送员,2\n", `roster.csv:3:2: 张伟 and 张伟 (line 2) have one card: "张伟"`},
		{"甲村,张伟,大张,报送员,1\n甲村,张伟,小张,报送员,2\n", `roster.csv:3:2: two people are called 张伟（甲村）`},
		{"甲村,张伟,🌿,报送员,1\n", `roster.csv:2:2: the card "🌿" holds no letter`},
	} {
		compare(t, c.rows, faultsOf(t, withRoster(t, []byte(head+c.rows)), env()), []string{c.want})
	}
}

func TestARosterThatCannotBeReadIsOneFault(t *testing.T) {
	for csv, want := range map[string]string{
		"":           "roster.csv: the roster names nobody",
		"单位,姓名,角色\n": "roster.csv: the roster names nobody",
		"\xff\xfe5U": "roster.csv: the text is UTF-16 (save it as UTF-8",
		"单位,姓名,角色\n\x80\xff甲村,张伟,报送员\n": "roster.csv: the text is neither UTF-8 nor GB18030",
	} {
		compare(t, csv, faultsOf(t, withRoster(t, []byte(csv)), env()), []string{want})
	}
}
