package configs_test

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"qunbao/configs"
)

// FuzzLoad gives any bytes as each of a workspace's YAML files: it loads, or all
// that it says has a file and a sentence.
func FuzzLoad(f *testing.F) {
	for _, name := range []string{main, duty} {
		f.Add(village(f)[name].Data)
	}
	f.Add(township(f)[gate].Data)
	for _, s := range []string{"a: [1\n", "? x", "<<: *a", "a: &a [*a]", "- 1", "---\n---\n", "a: !!int 1", "\"", "{", "forms: [.]", "a: |\n b", "\xff\xfe", "%TAG", "a:\r\n - b\n - c: {d"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{main, duty} {
			files := village(t)
			files[name] = &fstest.MapFile{Data: data}
			tell(t, files)
		}
	})
}

// FuzzRoster gives any bytes as the roster.
func FuzzRoster(f *testing.F) {
	f.Add(village(f)[who].Data)
	for _, s := range []string{"单位,姓名,角色\n甲,张伟,报送员\n", "单位,姓名,角色\n甲,\"张伟,报送员\n", "unit,name,role\n,,\n;,;,lead", "unit,name,role,aliases\na,b,lead,a;a", "\n\n,", "PK\x03\x04"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		files := village(t)
		files[who] = &fstest.MapFile{Data: data}
		tell(t, files)
	})
}

const duty = "forms/duty.yaml"

// village is a copy of the starter, which is smaller than the sample.
func village(t testing.TB) fstest.MapFS { return copyOf(t, starter(t)) }

// starter is the workspace of some ready-made forms.
func starter(t testing.TB, names ...string) fs.FS {
	t.Helper()
	files, err := configs.Starter(names...)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// tell loads a workspace and holds it to its promise.
func tell(t *testing.T, files fstest.MapFS) {
	c, err := configs.LoadFS(files, "qunbao.yaml", env())
	if err == nil {
		if c.Workspace == nil || len(c.Workspace.Forms) == 0 {
			t.Fatal("a workspace without forms has loaded")
		}
		return
	}
	var faults configs.Faults
	if !errors.As(err, &faults) || len(faults) == 0 {
		t.Fatalf("no faults: %v", err)
	}
	for _, x := range faults {
		if x.File == "" || x.Say == "" {
			t.Fatalf("a fault without a file or a sentence: %+v", x)
		}
	}
}
