package storage_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/storagetest"
)

// quick is a disk whose syncs take no time, for tests that cut no power.
type quick struct{ storage.RealDisk }

func (d quick) Open(path string, flag int) (storage.File, error) {
	f, err := d.RealDisk.Open(path, flag)
	if err != nil {
		return nil, err
	}
	return unsynced{f}, nil
}

func (quick) SyncFolder(string) error { return nil }

type unsynced struct{ storage.File }

func (unsynced) Sync() error { return nil }

// grouped is the file of a day with three messages: one that was written alone,
// two that went to the disk together.
func grouped(t testing.TB) []byte {
	t.Helper()
	dir := t.TempDir()
	j := openJournal(t, dir)
	appendAll(t, j, at(7, 8), "m1")
	for _, err := range j.AppendTogether(at(7, 9), message("m2", at(7, 9)), message("m3", at(7, 9))) {
		if err != nil {
			t.Fatal(err)
		}
	}
	j.Close()
	b, err := os.ReadFile(filepath.Join(dir, "2020-02-07.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// mended opens the journal in which a day's file is b, appends a message, and
// gives what is kept.
func mended(t testing.TB, dir string, b []byte) []string {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "2020-02-07.jsonl"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	j, err := storage.OpenJournalOn(dir, "office-pc", quick{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	appendAll(t, j, at(7, 10), "new")
	return ids(t, dir)
}

// complete are the messages of the lines that a file holds whole.
func complete(b []byte) (list []string) {
	lines := min(bytes.Count(b, []byte{'\n'}), 4)
	for i := 1; i < lines; i++ {
		list = append(list, []string{"m1", "m2", "m3"}[i-1])
	}
	return append(list, "new")
}

func TestAFileThatIsCutOffAnywhereKeepsItsWholeLines(t *testing.T) {
	day, dir := grouped(t), t.TempDir()
	for n := 0; n <= len(day); n++ {
		diff(t, "messages", complete(day[:n]), mended(t, dir, day[:n]))
		if err := storage.Verify(dir); err != nil {
			t.Errorf("cut at %d: %v", n, err)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
}

func TestAnythingBehindTheLastLineIsPutAside(t *testing.T) {
	day, dir := grouped(t), t.TempDir()
	storagetest.Checks(t, 200)
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(0, len(day)).Draw(r, "cut")
		garbage := rapid.SliceOfN(rapid.SampledFrom([]byte("\x00\x00\n{}\"a")), 1, 600).Draw(r, "garbage")
		got := mended(t, dir, append(bytes.Clone(day[:n]), garbage...))
		want := complete(day[:n])
		if whole := complete(append(bytes.Clone(day[:n]), '\n')); len(got) == len(whole) {
			want = whole // the garbage began with the line's end
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			r.Errorf("kept %v, want %v", got, want)
		}
		if err := storage.Verify(dir); err != nil {
			r.Error(err)
		}
	})
}

func TestAWriteOfWhichTheMiddleIsLostIsPutAsideFromThereOn(t *testing.T) {
	day, dir := grouped(t), t.TempDir()
	second := bytes.Index(day, []byte(`{"n":2`))
	copy(day[second:], make([]byte, 100))
	diff(t, "messages", []string{"m1", "new"}, mended(t, dir, day))
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
}

// What was safe before the last write was not lost in a crash: who takes a line
// out of the middle finds the rest still there, and the break.
func TestDamageBeforeTheLastWriteHidesNothingAndIsNotMended(t *testing.T) {
	for _, begins := range []string{`{"day"`, `{"n":1`} {
		day, dir := grouped(t), t.TempDir()
		copy(day[bytes.Index(day, []byte(begins)):], make([]byte, 100))
		if err := os.WriteFile(filepath.Join(dir, "2020-02-07.jsonl"), day, 0o600); err != nil {
			t.Fatal(err)
		}
		j := openJournal(t, dir)
		defer j.Close()
		appendAll(t, j, at(7, 10), "new")
		var list []string
		err := storage.ReadJournal(dir, at(1, 0), func(m report.Message, _ time.Time) error {
			list = append(list, string(m.ID))
			return nil
		})
		if err == nil || storage.Verify(dir) == nil {
			t.Errorf("damage at %s is not told", begins)
		}
		want := []string{"m1", "m2", "m3", "new"}
		if begins == `{"n":1` {
			want = want[1:]
		}
		diff(t, "messages", want, list)
	}
}
