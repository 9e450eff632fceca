package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// boardArgs are those of a store in which the sample's day was replayed.
func boardArgs(t *testing.T) (config, folder string) {
	t.Helper()
	folder = t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("testdata/township")); err != nil {
		t.Fatal(err)
	}
	config = filepath.Join(folder, "qunbao.yaml")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "forms: [epidemic-daily]}", "forms: [epidemic-daily], attach: [trend home, board]}", 1)
	if err := os.WriteFile(config, []byte(changed), 0o600); err != nil || changed == string(text) {
		t.Fatal("the digest of the evening is not found", err)
	}
	return config, folder
}

func TestTheClerkDrawsPicturesOfAnyDay(t *testing.T) {
	in, err := os.ReadFile("demo/day.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	config, folder := boardArgs(t)
	store := "embedded:" + filepath.Join(folder, "data")
	sent := mustRun(t, in, "replay", "-c", config, "--store", store, "--files", filepath.Join(folder, "sent"),
		"--from", "2020-02-05T07:00:00+08:00", "--until", "2020-02-05T20:10:00+08:00")
	for _, name := range []string{"青石镇晚报2月5日·居家观察人数（人）近14天.png", "青石镇晚报2月5日.png"} {
		path := filepath.Join(folder, "sent", "2020-02-05", name)
		if !strings.Contains(sent, filepath.ToSlash(path)) {
			t.Errorf("no message carries %s", name)
		}
		checkPicture(t, path)
	}
	for i, args := range [][]string{{}, {"--form", "epidemic-daily"}, {"--trend", "home"}, {"--trend", "居家观察人数", "--unit", "柳湾", "--days", "30"}} {
		out := filepath.Join(folder, fmt.Sprintf("%d.png", i))
		args = append([]string{"board", "-c", config, "--date", "2020-02-05", "-o", out}, args...)
		if said := mustRun(t, nil, args...); said != out+"\n" {
			t.Errorf("%v says %q", args, said)
		}
		checkPicture(t, out)
	}
	for flags, want := range map[string]string{
		"-o x.jpg":                          `pictures are .png, not ".jpg"`,
		"-o x.png --form none":              `no form has the id "none"`,
		"-o x.png --trend none":             `no form has a number "none"; there are: `,
		"-o x.png --trend note":             `no form has a number "note"; there are: `,
		"-o x.png --trend home --unit 无此村":  `no unit is called "无此村"`,
		"-o x.png --trend home --days 1000": "from 2 to 92",
		"-o x.png --unit 柳湾村":               "--unit belongs to --trend",
	} {
		var talk bytes.Buffer
		args := append([]string{"board", "-c", config, "--date", "2020-02-05"}, strings.Fields(flags)...)
		code := run(t.Context(), args, func(string) string { return "" }, nil, &talk, &talk)
		if code != exitUsage || !strings.Contains(talk.String(), want) {
			t.Errorf("%s: exit %d, %s", flags, code, talk.String())
		}
	}
	if _, err := os.Stat("x.png"); err == nil {
		t.Error("a picture was drawn all the same")
	}
}
