package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"qunbao/report"
	"qunbao/storage"
)

// twoVillages is a workbook about two of the township's villages.
func twoVillages(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{{"疫情日报"}, {"村名", "居家观察人数", "发热人员"}, {"上坪村", 34, 0}, {"下坪村", 40, 0}} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), "日报.xlsx")
	if err := f.SaveAs(name); err != nil {
		t.Fatal(err)
	}
	return name
}

// sending is an inbound line with a file.
func sending(t *testing.T, id, at, sender, file string) string {
	t.Helper()
	b, err := json.Marshal(map[string]any{"id": id, "time": "2020-02-14T" + at + ":00+08:00", "chat": workChat, "sender": sender, "type": "file", "text": filepath.Base(file), "files": []string{file}})
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

func TestAWorkbookThatIsSentInTheGroupIsAReport(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "日报.xls")
	if err := os.WriteFile(broken, []byte("\xd0\xcf\x11\xe0"), 0o600); err != nil {
		t.Fatal(err)
	}
	in := sending(t, "m1", "09:00", "东坡村王桂兰", broken) + // far from the deadline: silence
		sending(t, "m2", "15:10", "胡军（包上坪下坪）", twoVillages(t)) +
		sending(t, "m3", "16:20", "东坡村王桂兰", broken) +
		sending(t, "m4", "16:21", "东坡村王桂兰", filepath.Join(t.TempDir(), "没有.docx")) + // asked once
		sending(t, "m5", "16:22", "路人甲", broken)
	said := map[string][]string{}
	for _, o := range decodeLines[outline](t, mustRun(t, []byte(in), "replay", "-c", "testdata/township/qunbao.yaml", "--until", "2020-02-14T16:40:00+08:00")) {
		said[o.Kind] = append(said[o.Kind], o.Text)
	}
	if got := strings.Join(said["receipt"], "\n"); !strings.Contains(got, "上坪村") || !strings.Contains(got, "居家观察34人") || !strings.Contains(got, "居家观察40人") {
		t.Errorf("receipts: %s", got)
	}
	const want = "这个文件我读不了，东坡村的疫情日报请另存为 .xlsx 或 .docx 再发，或者直接发文字。"
	if got := said["question"]; len(got) != 1 || got[0] != want {
		t.Errorf("questions: %q", got)
	}
}

// The words of a file stand in the journal: who reads it again needs no file.
func TestTheJournalHoldsWhatAFileSays(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "journal")
	at := time.Date(2020, 2, 14, 15, 10, 0, 0, time.UTC)
	l := begin(t, memory(t), folder, at)
	name := twoVillages(t)
	m := report.Message{ID: "m1", Time: at, Chat: workChat, Sender: "胡军（包上坪下坪）", Type: report.FileMessage, Files: []string{name}}
	keeping := &loop{program: l.program, now: func() time.Time { return at }, wake: make(chan struct{}, 1)}
	if err := keeping.keep(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if err := l.journal.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	var texts []string
	err := storage.ReadJournal(folder, time.Time{}, func(m report.Message, _ time.Time) error {
		texts = append(texts, m.Text)
		return nil
	})
	if want := "疫情日报\n上坪村 居家观察人数：34，发热人员：0\n下坪村 居家观察人数：40，发热人员：0"; err != nil || len(texts) != 1 || texts[0] != want {
		t.Errorf("the journal holds %q, %v", texts, err)
	}
}
