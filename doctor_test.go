package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

func TestTheDoctorFindsNothingWrongWithAServiceThatRuns(t *testing.T) {
	for _, kind := range []string{"embedded", "redis"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			store := "embedded:data"
			if kind == "redis" {
				store = storagetest.StartRedis(t, "--maxmemory-policy", "noeviction")
			}
			dir := livingTownship(t, store)
			s := startService(t, dir)
			s.say("m1", villages[0][0], "柳湾村居家观察46人，发热0人")
			s.hear("receipt", villages[0][1])
			done(t, dir, "backup", filepath.Join(t.TempDir(), "a.zip"))
			said, talk, code := command(t, dir, "doctor")
			if code != exitDone || strings.Contains(said, "wrong") || talk != "" {
				t.Errorf("exit %d, said\n%s%s", code, said, talk)
			}
			for _, want := range []string{"service    it ran within", "1 message", "the chain holds", "a.zip on"} {
				if !strings.Contains(said, want) {
					t.Errorf("%q is not said:\n%s", want, said)
				}
			}
			for line := range strings.Lines(said) {
				if len([]rune(line)) > 160 && !strings.HasPrefix(line, "note") {
					t.Errorf("a good line is long: %s", line)
				}
			}
			s.stop()
		})
	}
}

// A killed service has left its work in SQLite's log of changes.
func TestTheDoctorChangesNothing(t *testing.T) {
	t.Parallel()
	dir := livingTownship(t, "embedded:data")
	s := startService(t, dir)
	s.say("m1", villages[0][0], "柳湾村居家观察46人，发热0人")
	s.hear("receipt", villages[0][1])
	s.kill()
	look := func() string {
		var b strings.Builder
		for line := range strings.Lines(picture(t, dir)) {
			if !strings.Contains(line, "-shm") {
				b.WriteString(line)
			}
		}
		return b.String()
	}
	before := look()
	if said, talk, code := command(t, dir, "doctor"); code != exitDone {
		t.Errorf("exit %d, said\n%s%s", code, said, talk)
	}
	if after := look(); after != before {
		t.Errorf("was\n%sis\n%s", before, after)
	}
}

func TestTheDoctorSaysWhatIsWrongAndWhatToDo(t *testing.T) {
	t.Parallel()
	lived, _ := lived(t, 2)
	for name, c := range map[string]struct {
		harm func(t *testing.T, dir string)
		want string
	}{
		"nobody looks after it":  {func(*testing.T, string) {}, "none was ever made; qunbao backup FILE"},
		"it does not run":        {func(*testing.T, string) {}, "it last ran on 2020-02-04"},
		"rows wait":              {func(t *testing.T, dir string) { onStore(t, dir, overdue) }, "should have left, the first on 2020-02-04 12:00; they leave when the service is started"},
		"rows failed":            {func(t *testing.T, dir string) { onStore(t, dir, failed) }, "1 message(s) of the last 7 days could not be sent"},
		"rows are uncertain":     {func(t *testing.T, dir string) { onStore(t, dir, uncertain) }, "of 1 message(s) nobody knows whether they have left; look in the chat"},
		"rows are stranded":      {func(t *testing.T, dir string) { onStore(t, dir, stranded) }, "of 1 message(s) nobody knows yet"},
		"the clock was wrong":    {func(t *testing.T, dir string) { onStore(t, dir, tomorrow) }, "which is still to come"},
		"a line was changed":     {changeJournal, "2020-02-03.jsonl:2: the message is not the one that was written; put the file of a backup in its place"},
		"others may read":        {func(t *testing.T, dir string) { os.Chmod(filepath.Join(dir, "data", "qunbao.db"), 0o644) }, "chmod -R go= "},
		"Syncthing copies it":    {func(t *testing.T, dir string) { os.Mkdir(filepath.Join(dir, ".stfolder"), 0o700) }, "Syncthing copies it"},
		"the database is broken": {breakDatabase, "restore a backup, or rebuild it from the journal"},
		"an older schema":        {func(t *testing.T, dir string) { pragma(t, dir, "user_version = 1") }, "an older qunbao made it (schema 1); the next start"},
		"a newer schema":         {func(t *testing.T, dir string) { pragma(t, dir, "user_version = 9") }, "a newer qunbao made it (schema 9"},
		"another's database":     {func(t *testing.T, dir string) { pragma(t, dir, "application_id = 9") }, "a database of another program"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "others may read" && runtime.GOOS == "windows" {
				return // there it is only noted
			}
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(lived)); err != nil {
				t.Fatal(err)
			}
			c.harm(t, dir)
			said, _, code := command(t, dir, "doctor")
			for line := range strings.Lines(said) {
				if strings.HasPrefix(line, "wrong") && strings.Contains(line, c.want) {
					if code != exitFailed {
						t.Errorf("exit %d", code)
					}
					return
				}
			}
			t.Errorf("%q is not said:\n%s", c.want, said)
		})
	}
}

// onStore does something to the store of a workspace.
func onStore(t *testing.T, dir string, do func(t *testing.T, kept store)) {
	t.Helper()
	kept, err := sqlite.Open(t.Context(), filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	do(t, kept)
}

var noon = mustInstant("2020-02-04T12:00:00+08:00")

func overdue(t *testing.T, kept store) {
	row := report.Row{Key: "a", Kind: report.Notice, To: report.Address{Chat: workChat}, Text: "x", NotBefore: noon}
	if err := kept.Queue(t.Context(), row); err != nil {
		t.Fatal(err)
	}
}

// stranded leaves a row in the hands of a program that is gone.
func stranded(t *testing.T, kept store) {
	overdue(t, kept)
	later := noon.Add(24 * time.Hour)
	if rows, err := kept.Lease(t.Context(), "gone", later, later.Add(time.Minute), 1); err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	if begun, err := kept.Begin(t.Context(), "gone", later, later.Add(time.Minute), "a"); err != nil || !begun {
		t.Fatal(begun, err)
	}
}

func failed(t *testing.T, kept store)    { end(t, kept, report.Failed) }
func uncertain(t *testing.T, kept store) { end(t, kept, report.Uncertain) }

func end(t *testing.T, kept store, state report.RowState) {
	stranded(t, kept)
	if err := kept.Finish(t.Context(), "gone", report.SendResult{State: state, At: time.Now()}, "a"); err != nil {
		t.Fatal(err)
	}
}

func tomorrow(t *testing.T, kept store) {
	if err := kept.Mark(t.Context(), time.Now().AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
}

func changeJournal(t *testing.T, dir string) {
	path := filepath.Join(dir, "data", "journal", "2020-02-03.jsonl")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(b), `"text":"`, `"text":"不`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// breakDatabase overwrites the middle of the file.
func breakDatabase(t *testing.T, dir string) {
	f, err := os.OpenFile(filepath.Join(dir, "data", sqlite.File), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil {
		_, err = f.WriteAt(make([]byte, info.Size()/2), 4096)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func pragma(t *testing.T, dir, set string) {
	db, err := sql.Open("sqlite", filepath.Join(dir, "data", sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("PRAGMA " + set); err != nil {
		t.Fatal(err)
	}
}

func TestTheDoctorKnowsWhatAServerLacks(t *testing.T) {
	t.Parallel()
	dir := livingTownship(t, storagetest.StartRedis(t, "--appendonly", "no"))
	said, _, code := command(t, dir, "doctor")
	if code != exitFailed || !strings.Contains(said, "is not on the server yet") {
		t.Errorf("an empty server: exit %d, said\n%s", code, said)
	}
	answers(t, dir, "")
	if said, _, code = command(t, dir, "doctor"); code != exitFailed || !strings.Contains(said, "set appendonly yes") {
		t.Errorf("no append-only file: exit %d, said\n%s", code, said)
	}
	gone := livingTownship(t, "redis://127.0.0.1:1/0")
	if said, _, code = command(t, gone, "doctor"); code != exitFailed || !strings.Contains(said, "wrong  store") || !strings.Contains(said, "good   settings") {
		t.Errorf("no server: exit %d, said\n%s", code, said)
	}
}

func TestTheDoctorOfAWorkspaceWithFaultsSaysThem(t *testing.T) {
	dir := emptyTownship(t, "embedded:data")
	if said, _, code := command(t, dir, "doctor"); code != exitDone || !strings.Contains(said, "there is no store") {
		t.Errorf("a new workspace: exit %d, said\n%s", code, said)
	}
	edit(t, filepath.Join(dir, "qunbao.yaml"), "timezone: Asia/Shanghai", "timezone: 上海")
	if _, talk, code := command(t, dir, "doctor"); code != exitUsage || !strings.Contains(talk, "qunbao.yaml:3") {
		t.Errorf("exit %d, said %s", code, talk)
	}
}
