package main

import (
	"bytes"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qunbao/report"
)

// eveningFiles are what the sample's digest of an evening and of the next morning carry.
func TestADigestCarriesItsPicture(t *testing.T) {
	in, err := os.ReadFile("demo/day.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"replay", "-c", "testdata/township/qunbao.yaml", "--from", "2020-02-05T07:00:00+08:00", "--until", "2020-02-06T07:40:00+08:00"}
	folder := t.TempDir()
	drawn := mustRun(t, in, append(args, "--files", folder)...)
	seen := map[string]int{}
	for _, l := range decodeLines[struct {
		Kind, Text string
		Files      []string
	}](t, drawn) {
		if l.Kind == string(report.Briefing) {
			checkLetter(t, folder, l.Files)
			continue
		}
		if l.Kind != string(report.DigestKind) && len(l.Files) > 0 {
			t.Errorf("a %s carries %v", l.Kind, l.Files)
		}
		for _, f := range l.Files {
			name, err := filepath.Rel(folder, f)
			if err != nil {
				t.Fatal(err)
			}
			seen[filepath.ToSlash(name)]++
			checkPicture(t, f)
		}
	}
	for name, n := range map[string]int{"2020-02-05/青石镇晚报2月5日.png": 1, "2020-02-06/青石镇晨报2月5日.png": 3} {
		if seen[name] != n {
			t.Errorf("%s is carried by %d messages, want %d; all: %v", name, seen[name], n, seen)
		}
	}
	plain := mustRun(t, in, args...)
	if strings.Contains(plain, ".png") || strings.Count(plain, `"files":[]`) != strings.Count(plain, "\n") {
		t.Error("files are carried that nobody asked for")
	}
	if len(decodeLines[outline](t, plain)) != len(decodeLines[outline](t, drawn)) {
		t.Error("pictures change what leaves")
	}
}

func checkPicture(t *testing.T, file string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() > 500_000 || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("%s: %v, %v", file, info, err)
	}
	c, err := png.DecodeConfig(f)
	if err != nil || c.Width != 1080 || c.Height < 500 {
		t.Errorf("%s is %dx%d, %v", file, c.Width, c.Height, err)
	}
}

func TestADigestLeavesWithoutAPictureThatCannotBeDrawn(t *testing.T) {
	r := newRemindery(t, func(*report.Settings) {})
	var said bytes.Buffer
	blocked := filepath.Join(t.TempDir(), "files")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r.r.desk = &desk{folder: blocked, log: slog.New(slog.NewTextHandler(&said, nil))}
	row := report.Row{Key: "digest/2020-02-05T20:00/chat:青石镇班子群", Kind: report.DigestKind, To: report.Address{Chat: "青石镇班子群"},
		Ref: "2", Period: report.DayOf(r.at("05 12:00"))}
	for range 2 {
		out, ok, err := r.r.Render(t.Context(), []report.Row{row}, r.at("05 20:00"))
		if err != nil || !ok || out.Text == "" || len(out.Files) != 0 {
			t.Fatalf("%v, %v, %d characters, %v", ok, err, len(out.Text), out.Files)
		}
	}
	if n := strings.Count(said.String(), "leaves without its files"); n != 1 {
		t.Errorf("it is logged %d times:\n%s", n, said.String())
	}
}
