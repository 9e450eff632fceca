package configs_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qunbao/configs"
)

// taken imports a CSV list into a copy of the sample and gives the lines of the new
// roster that name some units.
func taken(t *testing.T, list string, units ...string) (lines []string, err error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, configs.Sample()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "名单.csv")
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	imp, err := configs.Reader{Getenv: env()}.ImportRoster(filepath.Join(dir, "qunbao.yaml"), file)
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Split(imp.Text, "\n") {
		if unit, _, _ := strings.Cut(line, ","); slices.Contains(units, unit) {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

func TestAListIsReadUnderWhateverHeadsOfficesWrite(t *testing.T) {
	want := []string{"柳湾村,柳湾,青石镇,行政村,赵大勇,柳湾-赵大勇,副报送员,13800000012", // of whose role the list says nothing
		"柳湾村,,青石镇,行政村,李会芳,柳湾村 李会芳,报送员,13900000011", "柳湾村,,青石镇,行政村,钱海,包村干部钱海,包村干部,13800000013"}
	for _, list := range []string{
		"村名,报送员,手机号,包村干部,手机号\n柳湾村,李会芳,13900000011,钱海,13800000013\n",
		"\uFEFF青石镇通讯录,,,\n\n序号,村（社区）,联系人,职务,手机号码\n1,柳湾村,李会芳,信息员,13900000011\n2,,钱海,驻村干部,\n制表：孙莉,,,,\n",
		"单位名称,姓名,角色,联系电话\n柳湾村,李　会芳,报送员,139 0000 0011\n柳湾村,李会芳,报送员,13900000011\n柳湾村,钱海（副镇长）,包村领导,\n合计,2人,,\n",
		"行政村,上报人,联系方式,包联干部\r\n柳湾村,李会芳,13900000011,钱海\r\n",
		"村委会,姓名,身份,电话\n柳湾村,李会芳,支书,13900000011\n柳湾村,钱海,包片干部,13800000013\n",
	} {
		got, err := taken(t, list, "柳湾村")
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", list, err, diff)
		}
	}
}

func TestPeopleOfOneCellAreSetApart(t *testing.T) {
	for cell, want := range map[string]string{
		"张三、李四": "张三 李四", "张三 李四": "张三 李四", "张　三": "张三", "张三\n李四": "张三 李四", "张三（书记），李四；王五": "张三 李四 王五", "欧阳 春": "欧阳春",
	} {
		lines, err := taken(t, "单位,姓名\n新河村,\""+cell+"\"\n", "新河村")
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, line := range lines {
			names = append(names, strings.Split(line, ",")[4])
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%q: %s, want %s", cell, got, want)
		}
	}
	_, err := taken(t, "单位,姓名,电话\n新河村,张三、李四、王五,1、2\n", "新河村")
	var faults configs.Faults
	if !errors.As(err, &faults) || !strings.Contains(err.Error(), "名单.csv:2:3: 3 people have 2 phones (一行写一个人)") {
		t.Error(err)
	}
}

func TestARosterTakenOverIntoItselfChangesNothing(t *testing.T) {
	for _, files := range []fs.FS{configs.Sample(), starter(t)} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, files); err != nil {
			t.Fatal(err)
		}
		imp, err := configs.Reader{Getenv: env()}.ImportRoster(filepath.Join(dir, "qunbao.yaml"), filepath.Join(dir, "roster.csv"))
		if err != nil || len(imp.Changes) > 0 {
			t.Errorf("%v: %+v", err, imp)
		}
	}
}

// Whatever a list holds, it is taken over into a roster that passes the check, or
// refused.
func FuzzLists(f *testing.F) {
	f.Add("村名,报送员,手机号\n柳湾村,李会芳,1\n")
	f.Add("序号,单位,姓名,角色\n,,,\n1,,张三、、李四,\n=1,甲村,\"a\nb\",领导\n合计")
	f.Add("单位,姓名,上级\n甲村,张三,甲村\n甲村,张三,乙村\n")
	f.Fuzz(func(t *testing.T, list string) {
		lines, err := taken(t, list)
		var faults configs.Faults
		if err != nil && (!errors.As(err, &faults) || len(faults) == 0) || len(lines) > 0 {
			t.Fatalf("%v %v", lines, err)
		}
	})
}
