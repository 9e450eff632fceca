package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"

	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

const workChat = "青石镇疫情防控工作群"

// livingTownship copies the township with a form that is in force today, no
// quiet hours, receipts that do not wait, and a store.
func livingTownship(t *testing.T, store string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/township")); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(dir, "qunbao.yaml"),
		"embedded:data", store, `quiet: "21:00-07:00"`, `# no quiet hours`, "window: 30s", "window: 100ms")
	edit(t, filepath.Join(dir, "forms", "epidemic-daily.yaml"), "until: 2020-06-30", "# no end",
		`opens: "06:00"`, `opens: "00:00"`) // the open period is the day of the clock, whenever the tests run
	return dir
}

func edit(t *testing.T, path string, oldnew ...string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(oldnew); i += 2 {
		if !bytes.Contains(b, []byte(oldnew[i])) {
			t.Fatalf("%s holds no %q", path, oldnew[i])
		}
	}
	if err := os.WriteFile(path, []byte(strings.NewReplacer(oldnew...).Replace(string(b))), 0o600); err != nil {
		t.Fatal(err)
	}
}

// villages are the cards of some reporters with their units.
var villages = [][2]string{{"柳湾村 李会芳", "柳湾村"}, {"东坡村王桂兰", "东坡村"}, {"河口陈水生", "河口村"}, {"石桥村支书刘建国", "石桥村"}, {"南山村妇联何春燕", "南山村"}}

func TestAnInitialisedWorkspaceChecksAndServes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "我的镇")
	mustRun(t, nil, "init", dir)
	config := filepath.Join(dir, "qunbao.yaml")
	if said := mustRun(t, nil, "check", "-c", config); !strings.Contains(said, "good") {
		t.Errorf("check says %q", said)
	}
	mustRun(t, nil, "run", "-c", config)
	if said := mustRun(t, nil, "health", "-c", config); said != "alive\n" {
		t.Errorf("health says %q", said)
	}
	if code := run(t.Context(), []string{"init", dir}, os.Getenv, nil, io.Discard, io.Discard); code != exitUsage {
		t.Errorf("init over a workspace: exit %d", code)
	}
}

// answers runs a service over lines and gives what it said and its exit code.
func answers(t *testing.T, dir string, lines string) (out []outline, talk string, code int) {
	t.Helper()
	var said, told bytes.Buffer
	code = run(t.Context(), []string{"run", "-c", filepath.Join(dir, "qunbao.yaml")}, func(string) string { return "" }, strings.NewReader(lines), &said, &told)
	return decodeLines[outline](t, said.String()), told.String(), code
}

func inboundLine(fields map[string]any) string {
	m := map[string]any{"time": time.Now().Format(time.RFC3339), "chat": workChat, "sender": "柳湾村 李会芳"}
	for k, v := range fields {
		m[k] = v
	}
	b, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return string(b) + "\n"
}

func TestHostileInputIsSaidClearlyAndStopsNothing(t *testing.T) {
	good := inboundLine(map[string]any{"id": "good", "text": "柳湾村居家观察46人，发热0人"})
	tests := []struct {
		name, line string
		kept       bool // in the journal
		question   string
		exit       int
		says       string
	}{
		{name: "unknown chat", line: inboundLine(map[string]any{"id": "a", "chat": "柳湾老同学群", "text": "平安"})},
		{name: "unknown sender", line: inboundLine(map[string]any{"id": "b", "sender": "老张头", "text": "排查33人，居家观察20人"}), kept: true, question: "question"},
		{name: "empty text", line: inboundLine(map[string]any{"id": "c", "text": ""}), kept: true},
		{name: "a megabyte", line: inboundLine(map[string]any{"id": "d", "text": strings.Repeat("风大1", 300_000)}), kept: true},
		{name: "invalid UTF-8", line: strings.Replace(inboundLine(map[string]any{"id": "e", "text": "收到#"}), "#", "\xff\xfe", 1), kept: true},
		{name: "the year 2090", line: inboundLine(map[string]any{"id": "f", "time": "2090-01-01T00:00:00+08:00", "sender": "东坡村王桂兰", "text": "东坡村居家观察27人"}), kept: true},
		{name: "the year 10000", line: inboundLine(map[string]any{"id": "g", "time": "9999-12-31T23:59:59-12:00", "text": "大家好"}), kept: true},
		{name: "not JSON", line: "hello\n", exit: exitFailed, says: "line 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := livingTownship(t, "embedded:data")
			out, talk, code := answers(t, dir, tt.line+good)
			if code != tt.exit || !strings.Contains(talk, tt.says) {
				t.Errorf("exit %d, want %d; said %s", code, tt.exit, talk)
			}
			receipts, questions := 0, 0
			for _, o := range out {
				switch {
				case o.Kind == "receipt" && slices.Contains(o.Units, "柳湾村"):
					receipts++
				case o.Kind == "question":
					questions++
				}
			}
			if receipts != 1 || (questions == 1) != (tt.question != "") {
				t.Errorf("%d receipts of the good message, %d questions: %+v", receipts, questions, out)
			}
			kept := 0
			err := storage.ReadJournal(filepath.Join(dir, "data", "journal"), time.Time{}, func(report.Message, time.Time) error { kept++; return nil })
			if want := map[bool]int{true: 2, false: 1}[tt.kept]; err != nil || kept != want {
				t.Errorf("the journal holds %d messages, want %d (%v)", kept, want, err)
			}
		})
	}
}

func TestAMessageFromTheFutureCountsAsNow(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	answers(t, dir, inboundLine(map[string]any{"id": "f", "time": "2090-01-01T00:00:00+08:00", "text": "柳湾村居家观察46人"}))
	status := decodeLines[statusLine](t, mustRun(t, nil, "status", "-c", filepath.Join(dir, "qunbao.yaml"), "--json", "--form", "epidemic-daily"))[0]
	if status.Received != 1 {
		t.Errorf("today's report from 2090 is not received: %+v", status)
	}
}

func TestAStoreThatCannotBeOpenedIsOneSentenceAndExit1(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	if err := os.WriteFile(filepath.Join(dir, "data"), []byte("a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	for dir, place := range map[string]string{dir: "data", livingTownship(t, "redis://127.0.0.1:1/0"): "127.0.0.1:1"} {
		_, talk, code := answers(t, dir, "")
		var said []string
		for _, l := range strings.Split(strings.TrimSpace(talk), "\n") {
			if !strings.Contains(l, "level=WARN") {
				said = append(said, l)
			}
		}
		if code != exitFailed || len(said) != 1 || !strings.Contains(said[0], place) {
			t.Errorf("exit %d: %q", code, said)
		}
	}
}

func TestASecondProgramOnOneFolderIsRefusedAtOnce(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	first := startService(t, dir)
	first.say("m1", "柳湾村 李会芳", "柳湾村居家观察46人")
	first.hear("receipt", "柳湾村")
	_, talk, code := answers(t, dir, inboundLine(map[string]any{"id": "m2", "text": "柳湾村居家观察45人"}))
	if code != exitFailed || !strings.Contains(talk, "another qunbao") {
		t.Errorf("exit %d: %s", code, talk)
	}
	first.say("m3", "东坡村王桂兰", "东坡村居家观察27人")
	first.hear("receipt", "东坡村")
	first.stop()
}

// broken is an output that takes nothing.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestReceiptsThatCannotBeWrittenAreNoSuccess(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	var talk bytes.Buffer
	in := strings.NewReader(inboundLine(map[string]any{"id": "m1", "text": "柳湾村居家观察46人"}))
	code := run(t.Context(), []string{"run", "-c", filepath.Join(dir, "qunbao.yaml")}, os.Getenv, in, broken{}, &talk)
	if code != exitFailed || !strings.Contains(talk.String(), "outbox") {
		t.Errorf("exit %d: %s", code, talk.String())
	}
}

func TestAReplayWithoutATimeToStartFromAsksForOne(t *testing.T) {
	for _, line := range []string{
		`{"id":"a","chat":"` + workChat + `","sender":"柳湾村 李会芳","text":"平安"}`,
		`{"id":"a","time":"1970-01-01T00:00:00+08:00","chat":"` + workChat + `","sender":"柳湾村 李会芳","text":"平安"}`,
	} {
		var talk bytes.Buffer
		code := run(t.Context(), []string{"replay", "-c", "testdata/township/qunbao.yaml", "--until", "2020-02-05T20:00:00+08:00"}, os.Getenv, strings.NewReader(line+"\n"), io.Discard, &talk)
		if code != exitUsage || !strings.Contains(talk.String(), "--from") {
			t.Errorf("exit %d: %s", code, talk.String())
		}
	}
}
