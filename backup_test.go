package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/archive"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// lived is a workspace of the township in which some days of a generated month
// have passed, on a store of its own with its journal.
func lived(t *testing.T, days int) (dir string, said []report.Message) {
	t.Helper()
	dir = emptyTownship(t, "embedded:data")
	said = typed(5, days)
	kept, err := sqlite.OpenReplay(t.Context(), filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	r := begin(t, kept, filepath.Join(dir, "data", "journal"), month)
	defer r.journal.Close()
	for _, m := range said {
		r.hear(t, m, m.Time)
	}
	if err := r.to(t.Context(), said[len(said)-1].Time.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return dir, said
}

// emptyTownship copies the township's files, with a store.
func emptyTownship(t *testing.T, store string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/township")); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(dir, "qunbao.yaml"), "embedded:data", store)
	return dir
}

// command runs the program in a workspace and gives what it printed, what it
// said, and its exit code.
func command(t *testing.T, dir string, args ...string) (out, talk string, code int) {
	t.Helper()
	var said, told bytes.Buffer
	args = append([]string{args[0], "-c", filepath.Join(dir, "qunbao.yaml")}, args[1:]...)
	code = run(t.Context(), args, func(string) string { return "" }, strings.NewReader(""), &said, &told)
	return said.String(), told.String(), code
}

// done is a command that must succeed.
func done(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, talk, code := command(t, dir, args...)
	if code != exitDone {
		t.Fatalf("qunbao %s: exit %d\n%s", strings.Join(args, " "), code, talk)
	}
	return out
}

// shown is what a workspace shows of its days: completeness and the export.
func shown(t *testing.T, dir string, days int) string {
	t.Helper()
	at := month.AddDate(0, 0, days).Format(time.RFC3339)
	var b strings.Builder
	for d := range days {
		b.WriteString(done(t, dir, "status", "--json", "--at", at, "--date", month.AddDate(0, 0, d).Format(time.DateOnly)))
	}
	sheet := filepath.Join(t.TempDir(), "export.xlsx")
	done(t, dir, "export", "--at", at, "--from", month.Format(time.DateOnly), "--to", month.AddDate(0, 0, days-1).Format(time.DateOnly), "-o", sheet)
	book, err := excelize.OpenFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, name := range book.GetSheetList() {
		if name == "原始消息" { // from the journal, which need not stand beside the store
			continue
		}
		rows, err := book.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, name, len(rows), rows)
	}
	return b.String()
}

// keptIn is what a store keeps, as it stands in a backup of it, without what was
// done to the whole of it.
func keptIn(t *testing.T, backup string) string {
	t.Helper()
	a, err := archive.Open(backup)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	part, _ := a.Part(storePart)
	f, err := a.Read(part)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	acts := 0
	var lines []string
	for i, err := range storage.ReadItems(f) {
		if err != nil {
			t.Fatal(err)
		}
		if i.Kind == storage.ActItem {
			acts++
			continue
		}
		line, err := storage.EncodeItem(i)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	head := lines[0]
	for i := range storage.ReadItems(strings.NewReader(head + "\n")) {
		i.Commit -= int64(acts) // each has taken a number
		line, _ := storage.EncodeItem(i)
		lines[0] = string(line)
	}
	for _, l := range lines {
		fmt.Fprintln(&b, l)
	}
	return b.String()
}

func TestNothingDiffersAfterTheWayFromSQLiteToRedisAndBack(t *testing.T) {
	t.Parallel()
	const days = 5
	pc, _ := lived(t, days)
	county := emptyTownship(t, storagetest.StartRedis(t))
	home := emptyTownship(t, "embedded:data")
	zips := []string{filepath.Join(t.TempDir(), "pc.zip"), filepath.Join(t.TempDir(), "county.zip"), filepath.Join(t.TempDir(), "home.zip")}
	done(t, pc, "backup", zips[0])
	done(t, county, "restore", zips[0])
	done(t, county, "backup", zips[1])
	done(t, home, "restore", zips[1])
	done(t, home, "backup", zips[2])
	want := keptIn(t, zips[0])
	if n := strings.Count(want, "\n"); n < 300 {
		t.Fatalf("only %d items", n)
	}
	for i, dir := range []string{pc, county, home} {
		if got := keptIn(t, zips[i]); got != want {
			t.Errorf("backup %d differs: %s", i, storagetest.Same(strings.Split(want, "\n"), strings.Split(got, "\n")))
		}
		if shown(t, dir, days) != shown(t, pc, days) {
			t.Errorf("backup %d is shown otherwise", i)
		}
		folder := filepath.Join(dir, "data", "journal")
		if proof, err := storage.Prove(folder); err != nil || proof.Days != days {
			t.Errorf("the journal %d has %d days: %v", i, proof.Days, err)
		}
	}
}

// The service is heard while it is backed up, again and again: each backup holds
// what was acknowledged before it began, and its journal what its store knows.
func TestABackupOfARunningServiceIsWhole(t *testing.T) {
	for _, kind := range []string{"embedded", "redis"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			store := "embedded:data"
			if kind == "redis" {
				store = storagetest.StartRedis(t)
			}
			dir := livingTownship(t, store)
			for round := range storagetest.Times(3) {
				s := startService(t, dir)
				for i, v := range villages {
					s.say(fmt.Sprintf("a%d-%d", round, i), v[0], fmt.Sprintf("%s居家观察%d人，发热0人", v[1], 40+round))
				}
				s.until("every receipt", func() bool { return s.receipted() == len(villages) })
				for i := range 200 { // these fall anywhere
					v := villages[i%len(villages)]
					s.say(fmt.Sprintf("b%d-%d", round, i), v[0], fmt.Sprintf("%s解除%d人", v[1], i))
				}
				file := filepath.Join(t.TempDir(), "a.zip")
				done(t, dir, "backup", file)
				judgeBackup(t, file, round)
				s.stop()
			}
		})
	}
}

// receipted is how many units have got a receipt.
func (s *service) receipted() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	units := map[string]bool{}
	for _, o := range s.out {
		for _, u := range o.Units {
			if o.Kind == "receipt" {
				units[u] = true
			}
		}
	}
	return len(units)
}

// judgeBackup restores a backup, looks for what was acknowledged before it, and
// starts the service on it: what its journal has beyond its store is handled.
func judgeBackup(t *testing.T, file string, round int) {
	t.Helper()
	dir := livingTownship(t, "embedded:data")
	done(t, dir, "restore", file)
	journal := filepath.Join(dir, "data", "journal")
	received := map[report.MessageID]bool{}
	err := storage.ReadJournal(journal, time.Time{}, func(m report.Message, _ time.Time) error { received[m.ID] = true; return nil })
	if err := errors.Join(err, storage.Verify(journal)); err != nil {
		t.Fatal(err)
	}
	outcomes := outcomesOf(t, dir)
	for _, id := range outcomes {
		if !received[id] {
			t.Errorf("the store knows %s, the journal does not", id)
		}
	}
	for r := range round + 1 {
		for i := range villages {
			if id := report.MessageID(fmt.Sprintf("a%d-%d", r, i)); !slices.Contains(outcomes, id) {
				t.Errorf("%s was acknowledged and is not in the backup", id)
			}
		}
	}
	out, talk, code := answers(t, dir, "")
	if code != exitDone {
		t.Errorf("the restored service ended with %d, said %s", code, talk)
	}
	for _, o := range out {
		if strings.HasPrefix(o.Key, "receipt/a") {
			t.Errorf("sent again: %s", o.Key)
		}
	}
	if now := outcomesOf(t, dir); len(now) != len(received) {
		t.Errorf("%d of %d messages of the journal are handled", len(now), len(received))
	}
}

// outcomesOf lists the messages that the store of a workspace has handled.
func outcomesOf(t *testing.T, dir string) (ids []report.MessageID) {
	t.Helper()
	kept, err := sqlite.Look(t.Context(), filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	err = kept.Dump(t.Context(), func(i storage.Item) error {
		if i.Kind != storage.OutcomeItem {
			return nil
		}
		o, err := storage.DecodeOutcome(i.Body)
		ids = append(ids, o.Message)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// process starts the program as a process of its own.
func process(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0], args...)
	cmd.Env = append(os.Environ(), "QUNBAO_AS_PROGRAM=1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return cmd
}

// killed runs the program and kills it after a while, which grows until it ends
// by itself; told whether it did.
func killed(t *testing.T, after time.Duration, args ...string) (ended bool) {
	t.Helper()
	cmd := process(t, args...)
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer timer.Stop()
	_ = cmd.Wait()
	code := cmd.ProcessState.ExitCode()
	return code == exitDone || code == exitUsage // a restore that is whole refuses to be done again
}

func TestABackupThatIsKilledLeavesNoHalfFileUnderItsName(t *testing.T) {
	t.Parallel()
	dir, _ := lived(t, 3)
	config := filepath.Join(dir, "qunbao.yaml")
	ended, good := 0, 0
	for i := range storagetest.Times(10) {
		file := filepath.Join(t.TempDir(), "a.zip")
		if killed(t, time.Duration(20+10*(i%20))*time.Millisecond, "backup", "-c", config, file) {
			ended++
		}
		if _, err := os.Stat(file); err != nil {
			continue
		}
		good++
		a, err := archive.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Check(); err != nil {
			t.Error(err)
		}
		a.Close()
	}
	t.Logf("%d ended, %d files", ended, good)
	if ended > good {
		t.Errorf("%d backups ended well and %d files are there", ended, good)
	}
}

func TestABackupInAFolderGetsANameOfItsOwn(t *testing.T) {
	t.Parallel()
	dir, _ := lived(t, 1)
	folder := t.TempDir()
	done(t, dir, "backup", folder)
	files, _ := filepath.Glob(filepath.Join(folder, "青石镇-????????-??????.zip"))
	if len(files) != 1 {
		t.Fatalf("made %v", files)
	}
	if _, talk, code := command(t, dir, "backup", files[0]); code != exitUsage || !strings.Contains(talk, "never overwrites") {
		t.Errorf("over another: exit %d, %s", code, talk)
	}
	if _, talk, code := command(t, emptyTownship(t, "embedded:data"), "backup", folder); code != exitFailed || !strings.Contains(talk, "no store") {
		t.Errorf("of nothing: exit %d, %s", code, talk)
	}
	if files, _ := os.ReadDir(folder); len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
}

func TestABackupHoldsTheWorkspacesOwnFiles(t *testing.T) {
	t.Parallel()
	dir, _ := lived(t, 1)
	file := filepath.Join(t.TempDir(), "a.zip")
	done(t, dir, "backup", file)
	a, err := archive.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, name := range []string{"qunbao.yaml", "roster.csv", "forms/epidemic-daily.yaml", "forms/flood.yaml"} {
		part, found := a.Part(workspacePart + name)
		if !found {
			t.Errorf("%s is missing", name)
			continue
		}
		r, err := a.Read(part)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		want, _ := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is another: %v", name, err)
		}
	}
	if _, err := configs.Load(filepath.Join(dir, "qunbao.yaml"), func(string) string { return "" }); err != nil {
		t.Error(err)
	}
}
