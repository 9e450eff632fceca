package storage_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/storagetest"
)

// files reads a folder's files.
func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, name := range names(t, dir) {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		all[name] = b
	}
	return all
}

func TestNoByteOfAJournalCanBeChanged(t *testing.T) {
	dir, every := threeDays(t), max(1, 7/storagetest.Times(1))
	for name, b := range files(t, dir) {
		if name == ".lock" {
			continue
		}
		path := filepath.Join(dir, name)
		for i := 0; i < len(b); i += every {
			for _, flip := range []byte{1, 0x20} { // another character, and the same in the other case
				changed := bytes.Clone(b)
				changed[i] ^= flip
				if err := os.WriteFile(path, changed, 0o600); err != nil {
					t.Fatal(err)
				}
				var broken *storage.Break
				if err := storage.Verify(dir); !errors.As(err, &broken) {
					t.Fatalf("%s: byte %d may be changed from %q to %q (%v)", name, i, b[i:i+1], changed[i:i+1], err)
				}
			}
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// swap exchanges two lines.
func swap(a, b int) func([]byte) []byte {
	return func(text []byte) []byte {
		lines := bytes.SplitAfter(text, []byte{'\n'})
		lines[a-1], lines[b-1] = lines[b-1], lines[a-1]
		return bytes.Join(lines, nil)
	}
}

// strip takes a part out of the first line that has it.
func strip(part string) func([]byte) []byte {
	r := regexp.MustCompile(part)
	return func(b []byte) []byte {
		at := r.FindIndex(b)
		return append(bytes.Clone(b[:at[0]]), b[at[1]:]...)
	}
}

func TestEveryKindOfTamperingIsFoundWhereItBegins(t *testing.T) {
	const salt = `"salt":"[^"]*",`
	for _, c := range []struct {
		name, file string
		change     func([]byte) []byte
		want       string
	}{
		{"lines swapped", "2020-02-05.jsonl", swap(2, 3), "2020-02-05.jsonl:2: message 2 stands where 1 should"},
		{"a line twice", "2020-02-05.jsonl", func(b []byte) []byte { return append(b, bytes.SplitAfter(b, []byte{'\n'})[2]...) }, "2020-02-05.jsonl:4: message 2 stands where 3 should"},
		{"a message taken out and its salt left", "2020-02-04.jsonl", strip(`"message":{.*?\]},`), "2020-02-04.jsonl:2: the message is not the one"},
		{"a salt taken out and its message left", "2020-02-04.jsonl", strip(salt), "2020-02-04.jsonl:2: the message is not the one"},
		{"a salt replaced", "2020-02-04.jsonl", func(b []byte) []byte {
			return regexp.MustCompile(salt).ReplaceAll(b, []byte(`"salt":"AAAAAAAAAAAAAAAAAAAAAAAAAA",`))
		}, "2020-02-04.jsonl:2: the message is not the one"},
		{"a field added", "2020-02-04.jsonl", replace(`{"n":1,`, `{"n":1,"note":"x",`), "2020-02-04.jsonl:2: the line is not as the program writes it"},
		{"a second message in a line", "2020-02-04.jsonl", replace(`"message":{`, `"message":{"id":"x"},"message":{`), "2020-02-04.jsonl:2: the line is not as the program writes it"},
		{"an empty line", "2020-02-04.jsonl", func(b []byte) []byte { return append(b, '\n') }, "2020-02-04.jsonl:4: stored line cannot be read"},
		{"a day called another", "2020-02-04.jsonl", replace(`"day":"2020-02-04"`, `"day":"2020-02-03"`), "2020-02-04.jsonl:1: the file does not begin with its day"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := threeDays(t)
			edit(t, dir, c.file, c.change)
			if err := storage.Verify(dir); err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("said %v, want %s", err, c.want)
			}
		})
	}
}

func TestTwoChainsCannotBeMixed(t *testing.T) {
	other := threeDays(t)
	for name, b := range files(t, other) {
		if name == ".lock" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			dir := threeDays(t)
			edit(t, dir, name, func([]byte) []byte { return b })
			if err := storage.Verify(dir); err == nil {
				t.Error("a day of another journal was taken for its own")
			}
		})
	}
	dir := threeDays(t)
	edit(t, dir, "2020-02-07.jsonl", func(b []byte) []byte {
		lines := bytes.SplitAfter(files(t, other)["2020-02-07.jsonl"], []byte{'\n'})
		return append(b[:bytes.LastIndexByte(b[:len(b)-1], '\n')+1], lines[2]...)
	})
	if err := storage.Verify(dir); err == nil || !strings.HasPrefix(err.Error(), "2020-02-07.jsonl:3: the line does not continue") {
		t.Errorf("said %v", err)
	}
}

// What nobody but the clock has sealed yet is proved by the seal that was noted
// down of the day before, and its own by tomorrow.
func TestWhoWritesTheNewestDayAnewIsFoundByTheSealThatWasNoted(t *testing.T) {
	dir := threeDays(t)
	before := prove(t, dir)
	for _, name := range []string{"2020-02-05.jsonl", "2020-02-07.jsonl"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	j := openJournal(t, dir)
	appendAll(t, j, at(5, 8), "forged")
	appendAll(t, j, at(7, 8), "forged too")
	j.Close()
	after := prove(t, dir)
	if after.Seals[dayOf(4)] != before.Seals[dayOf(4)] || after.Seals[dayOf(5)] == before.Seals[dayOf(5)] {
		t.Error("a forged day has the seal of the true one")
	}
}

func FuzzAnyFileIsReadOrRefused(f *testing.F) {
	dir := threeDays(f)
	path := filepath.Join(dir, "2020-02-05.jsonl")
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte("{}\n"))
	f.Add([]byte(`{"n":1,"with":-1,"at":"","digest":"` + strings.Repeat("0", 64) + `","chain":"` + strings.Repeat("0", 64) + "\"}\n"))
	f.Add([]byte(`{"day":"2020-02-05","n":1e3}` + "\n\x00\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		var broken *storage.Break
		if err := storage.Verify(dir); !bytes.Equal(b, whole) && !errors.As(err, &broken) {
			t.Errorf("%q is no break (%v)", b, err)
		}
		read := 0
		storage.ReadJournal(dir, at(1, 0), func(report.Message, time.Time) error { read++; return nil })
		if read < 4 {
			t.Errorf("%d messages were read", read)
		}
	})
}
