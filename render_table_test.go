package main

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qunbao/report"
)

// asked is a day on which somebody reports and the office asks for a table.
func asked(t *testing.T, args ...string) (private, aloud []outline) {
	t.Helper()
	in := inboundLine(map[string]any{"id": "m1", "time": "2020-02-05T14:00:00+08:00", "text": "柳湾村居家观察46人，发热0人"}) +
		inboundLine(map[string]any{"id": "m2", "time": "2020-02-05T15:00:00+08:00", "sender": "党政办郑晓", "text": "导出 2月5日"})
	args = append([]string{"replay", "-c", "testdata/township/qunbao.yaml", "--until", "2020-02-05T15:10:00+08:00"}, args...)
	for _, l := range decodeLines[outline](t, mustRun(t, []byte(in), args...)) {
		switch {
		case l.Kind != string(report.Reply):
		case l.To["person"] != "":
			private = append(private, l)
		default:
			aloud = append(aloud, l)
		}
	}
	return private, aloud
}

func TestATableAskedForInChatComesAsAFile(t *testing.T) {
	folder := t.TempDir()
	private, aloud := asked(t, "--files", folder)
	if len(private) != 1 || len(aloud) != 1 || len(private[0].Files) != 1 || len(aloud[0].Files) != 0 {
		t.Fatalf("private %+v, in the chat %+v", private, aloud)
	}
	path := private[0].Files[0]
	if want := filepath.Join(folder, "2020-02-05", "青石镇数据2020年2月5日.xlsx"); path != want {
		t.Errorf("it lies at %s; want %s", path, want)
	}
	if rows := sheets(t, path)["明细"]; len(rows) != 13 || rows[1][1] != "柳湾村" {
		t.Errorf("明细 is %v", rows)
	}
}

func TestWhereNoFileCanBeSentItIsSaidWhatToDo(t *testing.T) {
	private, _ := asked(t)
	if len(private) != 1 || len(private[0].Files) != 0 || !strings.Contains(private[0].Text, "qunbao export --from 2020-02-05 --to 2020-02-05") {
		t.Errorf("%+v", private)
	}
}

// checkLetter wants a draft to come as a document, too, which says that it is one.
func checkLetter(t *testing.T, folder string, files []string) {
	t.Helper()
	if len(files) != 1 || files[0] != filepath.Join(folder, "2020-02-05", "青石镇疫情防控工作简报2月5日.docx") {
		t.Fatalf("a briefing carries %v", files)
	}
	z, err := zip.OpenReader(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	r, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil || !strings.Contains(string(text), "草稿") || !strings.Contains(string(text), "二、报送情况") {
		t.Errorf("%v: %.300s", err, text)
	}
}

func TestADigestCarriesAWorkbookWhereItIsToldTo(t *testing.T) {
	dir, folder := t.TempDir(), t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/township")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "qunbao.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), "covers: today,", "covers: today, attach: [table],", -1)), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.ReadFile("demo/day.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	out := mustRun(t, in, "replay", "-c", file, "--from", "2020-02-05T19:00:00+08:00", "--until", "2020-02-05T20:05:00+08:00", "--files", folder)
	for _, l := range decodeLines[outline](t, out) {
		if l.Kind != string(report.DigestKind) {
			continue
		}
		if want := filepath.Join(folder, "2020-02-05", "青石镇晚报2月5日.xlsx"); len(l.Files) != 1 || l.Files[0] != want {
			t.Fatalf("it carries %v; want %s", l.Files, want)
		}
		if all := sheets(t, l.Files[0]); len(all["明细"]) != 13 || len(all["汇总"]) == 0 {
			t.Errorf("明细 has %d rows", len(all["明细"]))
		}
		return
	}
	t.Error("no digest left")
}
