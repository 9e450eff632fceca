package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qunbao/report"
)

func TestAFileIsReplacedWholeOrNotAtAll(t *testing.T) {
	d := &desk{folder: t.TempDir()}
	put := func(text string, fail error) (string, error) {
		return d.put(18293, "青石镇晨报2月1日.png", func(w io.Writer) error {
			if _, err := io.WriteString(w, text); err != nil {
				return err
			}
			return fail
		})
	}
	path, err := put("first", nil)
	if err != nil || !filepath.IsAbs(path) {
		t.Fatal(path, err)
	}
	if _, err := put("torn", io.ErrUnexpectedEOF); err == nil {
		t.Error("what failed is told as done")
	}
	again, err := put("second", nil)
	if err != nil || again != path {
		t.Fatal(again, err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if got, _ := os.ReadFile(path); err != nil || string(got) != "second" || len(left) != 1 {
		t.Errorf("%q, %v, %v", got, left, err)
	}
}

func TestEveryNameIsAFileNameEverywhere(t *testing.T) {
	for name, want := range map[string]string{
		"青石镇晨报2月1日.png":                  "青石镇晨报2月1日.png",
		`..\青石/镇: "晨报" <*?>|.png`:        "..青石镇 晨报 .png",
		"a\x00\n.png":                    "a.png",
		strings.Repeat("长", 99) + ".png": strings.Repeat("长", 60) + ".png",
	} {
		if got := fileName(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func TestOldFilesGoAndWhatElseStandsThereStays(t *testing.T) {
	d := &desk{folder: t.TempDir()}
	for _, name := range []string{"2020-01-01/a.png", "2020-01-31/b.png", "2020-02-01/c.png", "notes/d.png"} {
		path := filepath.Join(d.folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	first, err := report.ParseDay("2020-02-01")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.clear(first); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(d.folder, "*", "*"))
	if err != nil || len(left) != 2 || filepath.Base(left[0]) != "c.png" || filepath.Base(left[1]) != "d.png" {
		t.Errorf("%v, %v", left, err)
	}
	if err := (&desk{folder: filepath.Join(d.folder, "none")}).clear(first); err != nil {
		t.Error(err)
	}
}
