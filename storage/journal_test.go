package storage_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
	"qunbao/storage"
)

func china() *time.Location { return time.FixedZone("CST", 8*3600) }

// at is an instant of February 2020.
func at(day, hour int) time.Time { return time.Date(2020, 2, day, hour, 0, 0, 0, china()) }

func message(id string, sent time.Time) report.Message {
	return report.Message{
		ID: report.MessageID(id), Time: sent, Chat: "青石镇疫情防控工作群", Sender: "柳湾村 李会芳", SenderID: "wx1",
		Text: "柳湾村居家46人\n<b>&", Type: report.TextMessage, RefersTo: "m0", MentionsBot: true, Files: []string{"a.jpg"},
	}
}

func openJournal(t testing.TB, dir string) *storage.Journal {
	t.Helper()
	j, err := storage.OpenJournal(dir, "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func appendAll(t testing.TB, j *storage.Journal, received time.Time, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if err := j.Append(t.Context(), message(id, received), received); err != nil {
			t.Fatal(err)
		}
	}
}

// threeDays is a journal with two messages on each of three days, written by
// two runs of the program.
func threeDays(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "journal")
	j := openJournal(t, dir)
	appendAll(t, j, at(4, 8), "m1", "m2")
	appendAll(t, j, at(5, 8), "m3")
	j.Close()
	j = openJournal(t, dir)
	appendAll(t, j, at(5, 9), "m4")
	appendAll(t, j, at(7, 9), "m5", "m6")
	j.Close()
	return dir
}

func ids(t testing.TB, dir string) (list []string) {
	t.Helper()
	err := storage.ReadJournal(dir, time.Time{}, func(m report.Message, received time.Time) error {
		list = append(list, string(m.ID))
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return list
}

func diff(t testing.TB, what string, want, got any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestEveryMessageIsReadBackAsItCame(t *testing.T) {
	dir := t.TempDir()
	j := openJournal(t, dir)
	invalid := message("m2", at(4, 8))
	invalid.Text = "柳湾村\xff\xfe46人"
	want := []report.Message{message("m1", at(4, 7)), invalid, {ID: "m3", Private: true, Text: strings.Repeat("人", 1<<20)}}
	for _, m := range want {
		if err := j.Append(t.Context(), m, at(4, 9)); err != nil {
			t.Fatal(err)
		}
	}
	var got []report.Message
	err := storage.ReadJournal(dir, time.Time{}, func(m report.Message, received time.Time) error {
		got = append(got, m)
		diff(t, "received", at(4, 9), received)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	diff(t, "messages", want, got)
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	if err := j.Append(t.Context(), want[0], at(4, 9)); err == nil {
		t.Error("a closed journal took a message")
	}
}

func TestOneFileADayForTheUserAlone(t *testing.T) {
	dir := threeDays(t)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		info, _ := e.Info()
		got = append(got, fmt.Sprintf("%s %o", e.Name(), info.Mode().Perm()))
	}
	diff(t, "files", []string{".lock 600", "2020-02-04.jsonl 600", "2020-02-05.jsonl 600", "2020-02-07.jsonl 600"}, got)
	diff(t, "messages", []string{"m1", "m2", "m3", "m4", "m5", "m6"}, ids(t, dir))
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
}

func TestTheJournalIsReadSinceAnInstant(t *testing.T) {
	dir := threeDays(t)
	for since, want := range map[time.Time][]string{
		at(5, 8): {"m3", "m4", "m5", "m6"}, at(5, 9).UTC(): {"m4", "m5", "m6"}, at(6, 0): {"m5", "m6"}, at(8, 0): nil,
	} {
		var got []string
		err := storage.ReadJournal(dir, since, func(m report.Message, _ time.Time) error {
			got = append(got, string(m.ID))
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		diff(t, "messages since "+since.String(), want, got)
	}
}

func TestAClockThatGoesBackWritesTheNewestFileOn(t *testing.T) {
	dir := threeDays(t)
	j := openJournal(t, dir)
	defer j.Close()
	appendAll(t, j, at(1, 9), "m7")
	diff(t, "messages", []string{"m1", "m2", "m3", "m4", "m5", "m6", "m7"}, ids(t, dir))
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
}

// edit changes a file of the journal.
func edit(t testing.TB, dir, name string, change func([]byte) []byte) {
	t.Helper()
	path := filepath.Join(dir, name)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(b), 0o600); err != nil {
		t.Fatal(err)
	}
}

func replace(from, to string) func([]byte) []byte {
	return func(b []byte) []byte { return bytes.Replace(b, []byte(from), []byte(to), 1) }
}

// cut takes out the lines from…to, counted from 1.
func cut(from, to int) func([]byte) []byte {
	return func(b []byte) []byte {
		lines := bytes.SplitAfter(b, []byte{'\n'})
		return bytes.Join(append(lines[:from-1:from-1], lines[to:]...), nil)
	}
}

func TestWhatWasTamperedWithIsFound(t *testing.T) {
	for _, c := range []struct {
		name, file string
		change     func([]byte) []byte
		want       string
	}{
		{"a word", "2020-02-04.jsonl", replace("46人", "47人"), "2020-02-04.jsonl:2: the message is not the one"},
		{"a time of arrival", "2020-02-05.jsonl", replace(`"at":"2020-02-05T09`, `"at":"2020-02-05T08`), "2020-02-05.jsonl:3: the line does not continue"},
		{"the program", "2020-02-05.jsonl", replace("office-pc", "other-pc"), "2020-02-05.jsonl:1: the line does not continue"},
		{"a line taken out", "2020-02-04.jsonl", cut(2, 2), "2020-02-04.jsonl:2: message 2 stands where 1 should"},
		{"a finished day's end taken off", "2020-02-04.jsonl", cut(3, 3), "2020-02-05.jsonl:1: it does not continue the file of 2020-02-04"},
		{"a header taken out", "2020-02-05.jsonl", cut(1, 1), "2020-02-05.jsonl:1: the file does not begin with its day"},
		{"a line of another kind", "2020-02-05.jsonl", func(b []byte) []byte { return append(b, "{}\n"...) }, "2020-02-05.jsonl:4: it is no line of a journal"},
		{"a torn line", "2020-02-07.jsonl", func(b []byte) []byte { return b[:len(b)-9] }, "2020-02-07.jsonl:3: the line is torn"},
		{"an emptied file", "2020-02-07.jsonl", func([]byte) []byte { return nil }, "2020-02-07.jsonl:1: the file is empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := threeDays(t)
			edit(t, dir, c.file, c.change)
			err := storage.Verify(dir)
			var broken *storage.Break
			if !errors.As(err, &broken) || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("said %v, want %s", err, c.want)
			}
		})
	}
	t.Run("a day taken out", func(t *testing.T) {
		dir := threeDays(t)
		os.Remove(filepath.Join(dir, "2020-02-05.jsonl"))
		if err := storage.Verify(dir); err == nil || !strings.Contains(err.Error(), "the file of 2020-02-05 is missing") {
			t.Errorf("said %v", err)
		}
	})
}

func TestAPurgedMessageLeavesTheChainWhole(t *testing.T) {
	dir := threeDays(t)
	edit(t, dir, "2020-02-04.jsonl", func(b []byte) []byte {
		lines := bytes.SplitAfter(b, []byte{'\n'})
		purged := regexp.MustCompile(`"salt":.*"digest"`).ReplaceAll(lines[1], []byte(`"digest"`))
		lines[1] = purged
		return bytes.Join(lines, nil)
	})
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
	diff(t, "messages", []string{"m2", "m3", "m4", "m5", "m6"}, ids(t, dir))
}

func TestTheOldestDaysMayBeTakenByAge(t *testing.T) {
	dir := threeDays(t)
	os.Remove(filepath.Join(dir, "2020-02-04.jsonl"))
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
	p := prove(t, dir)
	if taken := report.DayOf(at(4, 0)); p.Before != taken || len(p.Seals[taken]) != 64 {
		t.Errorf("of the day that was taken is told: %+v", p)
	}
}

func prove(t testing.TB, dir string) storage.Proof {
	t.Helper()
	p, err := storage.Prove(dir)
	if err != nil {
		t.Error(err)
	}
	return p
}

func TestAFinishedDayIsSealed(t *testing.T) {
	dir := threeDays(t)
	p := prove(t, dir)
	b, err := os.ReadFile(filepath.Join(dir, "2020-02-05.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if seal := p.Seals[p.Sealed()]; !strings.HasSuffix(string(b), `"chain":"`+seal+"\"}\n") {
		t.Error("the seal is not the last chain of the day")
	}
	p.Seals = nil
	diff(t, "proof", storage.Proof{First: report.DayOf(at(4, 0)), Last: report.DayOf(at(7, 0)), Days: 3, Messages: 6, Programs: []string{"office-pc"}}, p)
}

func TestATornLineIsPutAsideAndSaid(t *testing.T) {
	for _, torn := range []string{`{"n":3,"at":"2020-02-07T1`, "\x00\x00\x00", "half\n\x00a line\n"} {
		dir := threeDays(t)
		edit(t, dir, "2020-02-07.jsonl", func(b []byte) []byte { return append(b, torn...) })
		j := openJournal(t, dir)
		diff(t, "what is said", storage.Torn{File: filepath.Join(dir, "2020-02-07.torn"), Bytes: len(torn)}, j.Torn())
		b, err := os.ReadFile(j.Torn().File)
		if err != nil || string(b) != torn+"\n" {
			t.Errorf("put aside %q, %v", b, err)
		}
		appendAll(t, j, at(7, 10), "m7")
		j.Close()
		diff(t, "messages", []string{"m1", "m2", "m3", "m4", "m5", "m6", "m7"}, ids(t, dir))
		if err := storage.Verify(dir); err != nil {
			t.Error(err)
		}
	}
}

func FuzzAnyTailIsMended(f *testing.F) {
	for _, tail := range []string{"", "{", "\n", "{}\n", "\x00\n{\"chain\":\"x\"}\n", `{"n":9,"chain":"x"}`} {
		f.Add([]byte(tail))
	}
	f.Fuzz(func(t *testing.T, tail []byte) {
		dir := threeDays(t)
		edit(t, dir, "2020-02-07.jsonl", func(b []byte) []byte { return append(b, tail...) })
		j := openJournal(t, dir)
		defer j.Close()
		appendAll(t, j, at(7, 10), "m7")
		last := ""
		storage.ReadJournal(dir, time.Time{}, func(m report.Message, _ time.Time) error { last = string(m.ID); return nil })
		diff(t, "the last message", "m7", last)
	})
}

func TestADayThatWasTornAtItsHeaderIsBegunAgain(t *testing.T) {
	dir := threeDays(t)
	if err := os.WriteFile(filepath.Join(dir, "2020-02-08.jsonl"), []byte(`{"day":"2020-`), 0o600); err != nil {
		t.Fatal(err)
	}
	j := openJournal(t, dir)
	defer j.Close()
	appendAll(t, j, at(8, 8), "m7")
	diff(t, "messages", []string{"m1", "m2", "m3", "m4", "m5", "m6", "m7"}, ids(t, dir))
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
}

func TestTwoProgramsDoNotWriteOneJournal(t *testing.T) {
	dir := threeDays(t)
	a := openJournal(t, dir)
	if _, err := storage.OpenJournal(dir, "b"); err == nil || !strings.Contains(err.Error(), "another qunbao") {
		t.Errorf("the second was told %v", err)
	}
	appendAll(t, a, at(7, 10), "m7")
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	b := openJournal(t, dir)
	defer b.Close()
	appendAll(t, b, at(7, 11), "m8")
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
}

func TestALineThatCannotBeReadDoesNotHideTheOthers(t *testing.T) {
	dir := threeDays(t)
	edit(t, dir, "2020-02-05.jsonl", replace(`"message":{`, `"message":[`))
	var list []string
	err := storage.ReadJournal(dir, time.Time{}, func(m report.Message, _ time.Time) error {
		list = append(list, string(m.ID))
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "2020-02-05.jsonl:2") {
		t.Errorf("said %v", err)
	}
	diff(t, "messages", []string{"m1", "m2", "m4", "m5", "m6"}, list)
}

func TestAJournalThatCannotBeMadeIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.OpenJournal(filepath.Join(path, "journal"), "office-pc"); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("said %v, want ErrUnavailable", err)
	}
	if err := storage.Verify(filepath.Join(path, "journal")); err == nil {
		t.Error("a folder that is not there was verified")
	}
}
