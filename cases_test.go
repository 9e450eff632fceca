package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/storage"
)

// learned is a case as a replay writes it, as far as these tests look.
type learned struct {
	Case string
	Tags []string
	Out  struct {
		Kind    string
		Reports []struct {
			Unit   string
			Values map[string]struct{ N json.Number }
			Any    []string
		}
	}
}

// correctedDay is a day on which two villages set their figures right.
const correctedDay = `{"id":"m1","time":"2020-02-14T16:00:00+08:00","chat":"青石镇疫情防控工作群","sender":"柳湾村 李会芳","text":"柳湾村居家46人，其中昨天64人，发热0人"}
{"id":"m2","time":"2020-02-14T16:05:00+08:00","chat":"青石镇疫情防控工作群","sender":"柳湾村 李会芳","text":"更正：柳湾村居家应为64人"}
{"id":"m3","time":"2020-02-14T16:06:00+08:00","chat":"青石镇疫情防控工作群","sender":"东坡村王桂兰","text":"东坡村居家27辆"}
{"id":"m4","time":"2020-02-14T16:07:00+08:00","chat":"青石镇疫情防控工作群","sender":"东坡村王桂兰","text":"27人"}
{"id":"m5","time":"2020-02-14T16:08:00+08:00","chat":"青石镇疫情防控工作群","sender":"白鹤村文书唐文","text":"白鹤村居家35人"}
{"id":"m6","time":"2020-02-14T16:09:00+08:00","chat":"青石镇疫情防控工作群","sender":"白鹤村文书唐文","text":"更正：白鹤村居家应为36人"}
{"id":"m7","time":"2020-02-14T16:10:00+08:00","chat":"青石镇疫情防控工作群","sender":"河口陈水生","text":"河口村平安"}
`

func learn(t *testing.T, in string, args ...string) []learned {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cases.jsonl")
	args = append([]string{"replay", "-c", "testdata/township/qunbao.yaml", "--until", "2020-02-14T17:00:00+08:00", "--cases", path}, args...)
	mustRun(t, []byte(in), args...)
	first, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	mustRun(t, []byte(in), args...)
	if again, _ := os.ReadFile(path); string(again) != string(first) {
		t.Errorf("a second run changed the cases:\n%s", again)
	}
	return decodeLines[learned](t, string(first))
}

func checkLearned(t *testing.T, got []learned) {
	t.Helper()
	var names []string
	for _, c := range got {
		names = append(names, c.Case+" "+strings.Join(c.Tags, ","))
	}
	// What was misread (64 stands in the text) and the corrections that stand;
	// not what the reader asked about, nor a slip of the writer's (36).
	if want := []string{"m1 misread", "m2 correction", "m6 correction"}; !slices.Equal(names, want) {
		t.Fatalf("cases %v, want %v", names, want)
	}
	if r := got[0].Out.Reports; got[0].Out.Kind != "report" || len(r) != 1 || r[0].Unit != "柳湾村" || r[0].Values["home"].N != "64" || r[0].Values["fever"].N != "0" {
		t.Errorf("m1 is %+v", got[0].Out)
	}
	if r := got[1].Out.Reports; got[1].Out.Kind != "correction" || len(r) != 1 || r[0].Values["home"].N != "64" {
		t.Errorf("m2 is %+v", got[1].Out)
	}
}

func TestWhatPeopleSetRightBecomesACaseOfTheCorpus(t *testing.T) {
	checkLearned(t, learn(t, correctedDay))
}

func TestAJournalIsReplayedAsItsMessagesArrived(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	j, err := storage.OpenJournal(dir, "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("", 8*3600)
	all, err := messages([]byte(correctedDay), zone)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if err := j.Append(context.Background(), m, m.Time.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	checkLearned(t, learn(t, "", "--journal", dir))
}

func TestCasesAreAddedBehindAnUnfinishedLineAndNoOtherFileIsTouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cases.jsonl")
	args := []string{"replay", "-c", "testdata/township/qunbao.yaml", "--until", "2020-02-14T17:00:00+08:00", "--cases", path}
	if err := os.WriteFile(path, []byte(`{"case":"old"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	mustRun(t, []byte(correctedDay), args...)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := decodeLines[learned](t, string(b)); len(got) != 4 || got[0].Case != "old" {
		t.Errorf("%s", b)
	}
	if err := os.WriteFile(path, []byte("notes\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, talk strings.Builder
	if code := run(t.Context(), args, func(string) string { return "" }, strings.NewReader(correctedDay), &out, &talk); code != exitUsage || !strings.Contains(talk.String(), ":1 is no case") {
		t.Errorf("exit %d: %s", code, talk.String())
	}
}
