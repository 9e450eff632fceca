package configs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qunbao/configs"
)

// onto takes a list over into a roster and gives what would change, and the notes; or
// what is wrong. A workbook's sheets are given as CSV, apart from each other by ==.
func onto(t *testing.T, roster, list string) (changes, notes []string, fault string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, configs.Sample()); err != nil {
		t.Fatal(err)
	}
	file, kept := filepath.Join(dir, "名单.csv"), filepath.Join(dir, "roster.csv")
	if strings.Contains(list, "==") {
		file = filepath.Join(dir, "名单.xlsx")
	}
	old, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{file: list, kept: string(old) + roster} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sheets := func(data []byte) (sheets []configs.Sheet, err error) {
		for i, text := range strings.Split(string(data), "==\n") {
			s := configs.Sheet{Name: string(rune('A' + i))}
			for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
				s.Rows = append(s.Rows, strings.Split(line, ","))
			}
			sheets = append(sheets, s)
		}
		return sheets, nil
	}
	imp, err := configs.Reader{Getenv: env(), Sheets: sheets}.ImportRoster(filepath.Join(dir, "qunbao.yaml"), file)
	if err != nil {
		return nil, nil, err.Error()
	}
	for _, c := range imp.Changes {
		if !strings.HasPrefix(c.What, "撤下") || strings.Contains(c.Say, "站") {
			changes = append(changes, c.What+" "+c.Say)
		}
	}
	return changes, imp.Notes, ""
}

func TestAListSpeaksOnlyOfWhatItNames(t *testing.T) {
	for what, c := range map[string]struct {
		roster, list   string
		changes, notes []string
		fault          string
	}{
		"a unit without people stays":       {"文化站,,青石镇,站所,,,,\n", "村名,包村干部\n柳湾村,钱海\n", nil, nil, ""},
		"a row written twice is one person": {"", "村名,姓名\n柳湾村,李会芳\n柳湾村,李会芳\n", nil, nil, ""},
		"sections and sums are no units":    {"", "村名,姓名,电话\n一、行政村,一、行政村,一、行政村\n柳湾村,李会芳,\n小计,1人,\n总 计,1,\n", nil, nil, ""},
		"numbers and committees":            {"", "村名,姓名\n１．柳湾村,李会芳\n2、东坡村,王桂兰\n河口村委会,陈水生\n", nil, nil, ""},
		"several villages of one person":    {"", "包村干部,所包村\n钱海,柳湾村、东坡村\n", nil, nil, ""},
		"semicolons":                        {"", "村名;负责人\n柳湾村;李会芳\n", nil, nil, ""},
		"phones however they are written":   {"", "村名,姓名,电话\n柳湾村,李会芳,+86 138-0000-0011\n东坡村,王桂兰,１３８００００００２１（微信同号）\n河口村,陈水生,无\n", nil, nil, ""},
		"a phone and the office's":          {"", "村名,姓名,电话\n柳湾村,李会芳,13800000011/0791-8600001\n", nil, nil, ""},
		"a digit is missing":                {"", "村名,姓名,电话\n柳湾村,李会芳,1380000001\n", nil, nil, "the phone has 10 digits (手机号是11位，请核对)"},
		"another number that looks alike":   {"", "村名,姓名,电话\n柳湾村,李会芳,13812340011\n", []string{"变动 柳湾村 报送员 李会芳，电话中间的数字有变"}, nil, ""},
		"nobody yet":                        {"", "村名,姓名\n柳湾村,暂缺\n", nil, nil, ""},
		"all sheets": {"", "通讯录\n==\n村名,姓名\n柳湾村,李会芳\n==\n村名,姓名\n新河村,孙二\n", []string{"新增单位 新河村（青石镇，行政村）", "新增 新河村 报送员 孙二"},
			[]string{"读了工作表“B”、“C”；“A”没有名单的表头，没有读"}, ""},
		"who leads the township": {"", "单位,姓名,职务\n青石镇,李伟,镇长\n", []string{"新增 青石镇 领导 李伟"}, []string{"青石镇镇长李伟按领导登记"}, ""},
		"who does what there":    {"", "单位,姓名\n青石镇,李伟\n", nil, nil, "李伟 of 青石镇 has no role"},
	} {
		changes, notes, fault := onto(t, c.roster, c.list)
		if diff := cmp.Diff(c.changes, changes) + cmp.Diff(c.notes, notes); diff != "" || !strings.Contains(fault, c.fault) || (c.fault == "") != (fault == "") {
			t.Errorf("%s: %s\n%s", what, fault, diff)
		}
	}
}
