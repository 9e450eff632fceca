package storage_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

func dayOf(d int) report.Day { return report.DayOf(at(d, 0)) }

// butNot keeps the words of all messages but those named.
func butNot(ids ...report.MessageID) storage.Keep {
	return func(_ context.Context, m report.Message, _ time.Time) (bool, error) {
		for _, id := range ids {
			if m.ID == id {
				return false, nil
			}
		}
		return true, nil
	}
}

func pack(t testing.TB, j *storage.Journal, d int, to storage.Stage, keep storage.Keep) int {
	t.Helper()
	n, err := j.Pack(t.Context(), dayOf(d), to, keep)
	if err != nil {
		t.Error(err)
	}
	return n
}

func names(t testing.TB, dir string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// unpacked is what a packed file holds.
func unpacked(t testing.TB, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	gz, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(gz)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAPackedDayIsTheSameJournal(t *testing.T) {
	dir := threeDays(t)
	before := prove(t, dir)
	plain, _ := os.ReadFile(filepath.Join(dir, "2020-02-04.jsonl"))
	j := openJournal(t, dir)
	defer j.Close()
	pack(t, j, 4, storage.Packed, nil)
	pack(t, j, 5, storage.Packed, nil)
	diff(t, "files", []string{".lock", "2020-02-04.jsonl.gz", "2020-02-05.jsonl.gz", "2020-02-07.jsonl"}, names(t, dir))
	diff(t, "content", string(plain), unpacked(t, filepath.Join(dir, "2020-02-04.jsonl.gz")))
	diff(t, "proof", before, prove(t, dir))
	diff(t, "messages", []string{"m1", "m2", "m3", "m4", "m5", "m6"}, ids(t, dir))
	f := j.Follow(time.Time{})
	defer f.Close()
	appendAll(t, j, at(8, 9), "m7")
	diff(t, "followed", []string{"m1", "m2", "m3", "m4", "m5", "m6", "m7"}, follow(t, f))
}

func TestTheWordsOfChatterAreTakenOutAndTheChainHolds(t *testing.T) {
	dir := threeDays(t)
	before := prove(t, dir)
	j := openJournal(t, dir)
	defer j.Close()
	if n := pack(t, j, 4, storage.Cleared, butNot("m2")); n != 1 {
		t.Errorf("%d were purged", n)
	}
	pack(t, j, 5, storage.Packed, nil)
	pack(t, j, 5, storage.Cleared, butNot("m3"))
	before.Purged = 2
	diff(t, "proof", before, prove(t, dir))
	diff(t, "messages", []string{"m1", "m4", "m5", "m6"}, ids(t, dir))
	if text := unpacked(t, filepath.Join(dir, "2020-02-04.jsonl.gz")); strings.Count(text, "柳湾村居家46人") != 1 || strings.Count(text, `"salt"`) != 1 {
		t.Errorf("of what was purged is left:\n%s", text)
	}
	if n := pack(t, j, 4, storage.Emptied, nil); n != 1 {
		t.Errorf("%d were purged", n)
	}
	if text := unpacked(t, filepath.Join(dir, "2020-02-04.jsonl.gz")); strings.Contains(text, "salt") || strings.Contains(text, "李会芳") {
		t.Errorf("words are left:\n%s", text)
	}
	before.Purged = 3
	diff(t, "proof", before, prove(t, dir))
	days, err := j.Finished(dayOf(8))
	if err != nil {
		t.Error(err)
	}
	diff(t, "finished", []storage.Finished{{dayOf(4), dayOf(4), storage.Emptied}, {dayOf(5), dayOf(5), storage.Cleared}}, days)
}

func TestWhatWasTornOfADayGoesWithItsChatter(t *testing.T) {
	dir := threeDays(t)
	edit(t, dir, "2020-02-07.jsonl", func(b []byte) []byte { return append(b, "half of what somebody said"...) })
	j := openJournal(t, dir)
	defer j.Close()
	appendAll(t, j, at(8, 9), "m7")
	pack(t, j, 7, storage.Packed, nil)
	diff(t, "files", []string{".lock", "2020-02-04.jsonl", "2020-02-05.jsonl", "2020-02-07.jsonl.gz", "2020-02-07.torn", "2020-02-08.jsonl"}, names(t, dir))
	pack(t, j, 7, storage.Cleared, butNot())
	diff(t, "files", []string{".lock", "2020-02-04.jsonl", "2020-02-05.jsonl", "2020-02-07.jsonl.gz", "2020-02-08.jsonl"}, names(t, dir))
}

func TestADayOfWhichBothFilesAreThereIsPackedAgain(t *testing.T) {
	dir := threeDays(t)
	plain, _ := os.ReadFile(filepath.Join(dir, "2020-02-04.jsonl"))
	j := openJournal(t, dir)
	pack(t, j, 4, storage.Cleared, butNot("m1"))
	j.Close()
	for _, left := range []string{"2020-02-04.jsonl", "2020-02-05.jsonl.new", "2020-02-05.jsonl.gz.new"} {
		if err := os.WriteFile(filepath.Join(dir, left), plain, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
	diff(t, "messages", []string{"m1", "m2", "m3", "m4", "m5", "m6"}, ids(t, dir))
	j = openJournal(t, dir)
	defer j.Close()
	days, err := j.Finished(dayOf(8))
	if err != nil || days[0].Stage != storage.Written {
		t.Errorf("finished: %v, %v", days, err)
	}
	pack(t, j, 4, storage.Cleared, butNot("m1"))
	diff(t, "files", []string{".lock", "2020-02-04.jsonl.gz", "2020-02-05.jsonl", "2020-02-07.jsonl"}, names(t, dir))
	diff(t, "messages", []string{"m2", "m3", "m4", "m5", "m6"}, ids(t, dir))
}

func TestADayThatWasTamperedWithIsLeftAsItIs(t *testing.T) {
	for name, change := range map[string]func([]byte) []byte{
		"a word": replace("46人", "47人"), "its end": cut(3, 3), "a line": cut(2, 2), "all": func([]byte) []byte { return nil },
	} {
		dir := threeDays(t)
		edit(t, dir, "2020-02-04.jsonl", change)
		j := openJournal(t, dir)
		defer j.Close()
		var broken *storage.Break
		if _, err := j.Pack(t.Context(), dayOf(4), storage.Cleared, butNot("m1")); !errors.As(err, &broken) || broken.File != "2020-02-04.jsonl" {
			t.Errorf("%s: told %v", name, err)
		}
		diff(t, name, []string{".lock", "2020-02-04.jsonl", "2020-02-05.jsonl", "2020-02-07.jsonl"}, names(t, dir))
	}
}

func TestTheDayThatIsWrittenIsNotPacked(t *testing.T) {
	j := openJournal(t, threeDays(t))
	defer j.Close()
	if _, err := j.Pack(t.Context(), dayOf(7), storage.Packed, nil); err == nil {
		t.Error("the day that is written was packed")
	}
	failed := errors.New("the store is away")
	_, err := j.Pack(t.Context(), dayOf(5), storage.Cleared, func(context.Context, report.Message, time.Time) (bool, error) { return false, failed })
	if !errors.Is(err, failed) {
		t.Errorf("told %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := j.Pack(ctx, dayOf(5), storage.Packed, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("told %v", err)
	}
}

func TestADayWithoutAMessageIsSealedToo(t *testing.T) {
	dir := threeDays(t)
	j := openJournal(t, dir)
	for _, d := range []int{7, 8, 8, 9} {
		if err := j.Turn(t.Context(), dayOf(d)); err != nil {
			t.Fatal(err)
		}
	}
	p := prove(t, dir)
	if p.Days != 5 || p.Sealed() != dayOf(8) {
		t.Errorf("proof %+v", p)
	}
	appendAll(t, j, at(9, 1), "m7")
	j.Close()
	if err := j.Turn(t.Context(), dayOf(10)); err == nil {
		t.Error("a closed journal has begun a day")
	}
	diff(t, "messages", []string{"m1", "m2", "m3", "m4", "m5", "m6", "m7"}, ids(t, dir))
}

func TestAClockThatWasAYearAheadLeavesDaysThatAreSealedAndPurged(t *testing.T) {
	dir := threeDays(t)
	j := openJournal(t, dir)
	ahead := at(8, 9).AddDate(1, 0, 0)
	appendAll(t, j, ahead, "ahead")
	appendAll(t, j, at(8, 10), "m7")
	for range 3 { // nights on which nothing came add no day
		if err := j.Turn(t.Context(), dayOf(9)); err != nil {
			t.Fatal(err)
		}
	}
	appendAll(t, j, at(9, 9), "m8")
	if err := j.Turn(t.Context(), dayOf(10)); err != nil {
		t.Fatal(err)
	}
	days, err := j.Finished(dayOf(10))
	if err != nil {
		t.Fatal(err)
	}
	y := report.DayOf(ahead)
	diff(t, "finished", []storage.Finished{
		{dayOf(4), dayOf(4), storage.Written}, {dayOf(5), dayOf(5), storage.Written}, {dayOf(7), dayOf(7), storage.Written},
		{y, y, storage.Written}, {y + 1, dayOf(9), storage.Written},
	}, days)
	pack := func(d report.Day) {
		if _, err := j.Pack(t.Context(), d, storage.Packed, nil); err != nil {
			t.Error(err)
		}
	}
	pack(y)
	pack(y + 1)
	var since []string
	err = storage.ReadJournal(dir, at(8, 10), func(m report.Message, _ time.Time) error {
		since = append(since, string(m.ID))
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	diff(t, "messages since the 8th", []string{"ahead", "m7", "m8"}, since)
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
	j.Close()
}

func TestAJournalWhoseNewestDayIsPackedGoesOnBehindIt(t *testing.T) {
	dir := threeDays(t)
	j := openJournal(t, dir)
	if err := j.Turn(t.Context(), dayOf(8)); err != nil {
		t.Fatal(err)
	}
	pack(t, j, 7, storage.Packed, nil)
	j.Close()
	if err := os.Remove(filepath.Join(dir, "2020-02-08.jsonl")); err != nil {
		t.Fatal(err)
	}
	j = openJournal(t, dir)
	defer j.Close()
	appendAll(t, j, at(7, 20), "m7")
	diff(t, "files", []string{".lock", "2020-02-04.jsonl", "2020-02-05.jsonl", "2020-02-07.jsonl.gz", "2020-02-08.jsonl"}, names(t, dir))
	diff(t, "messages", []string{"m1", "m2", "m3", "m4", "m5", "m6", "m7"}, ids(t, dir))
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
}

func TestAPackedDayThatIsDamagedHidesNoOtherDay(t *testing.T) {
	dir := threeDays(t)
	j := openJournal(t, dir)
	defer j.Close()
	pack(t, j, 5, storage.Packed, nil)
	path := filepath.Join(dir, "2020-02-05.jsonl.gz")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 5, 30, len(whole) / 2, len(whole) - 1} {
		if err := os.WriteFile(path, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		var list []string
		err := storage.ReadJournal(dir, time.Time{}, func(m report.Message, _ time.Time) error {
			list = append(list, string(m.ID))
			return nil
		})
		if !errors.Is(err, storage.ErrDamaged) || !errors.Is(storage.Verify(dir), storage.ErrDamaged) {
			t.Errorf("cut at %d: told %v", n, err)
		}
		others := strings.Join(list, " ")
		if !strings.HasPrefix(others, "m1 m2") || !strings.HasSuffix(others, "m5 m6") {
			t.Errorf("cut at %d: read %s", n, others)
		}
	}
}

func FuzzAnyPackedFileIsReadOrRefused(f *testing.F) {
	var b bytes.Buffer
	gz := gzip.NewWriter(&b)
	gz.Write([]byte("{}\n"))
	gz.Close()
	f.Add(b.Bytes())
	f.Add([]byte("\x1f\x8b"))
	f.Add([]byte{})
	dir := threeDays(f)
	j := openJournal(f, dir)
	pack(f, j, 4, storage.Packed, nil)
	j.Close()
	path := filepath.Join(dir, "2020-02-04.jsonl.gz")
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		err := storage.Verify(dir)
		var broken *storage.Break
		if err != nil && !errors.As(err, &broken) {
			t.Errorf("told %v", err)
		}
		read := 0
		storage.ReadJournal(dir, time.Time{}, func(report.Message, time.Time) error { read++; return nil })
		if read < 4 || err == nil && read != 6 {
			t.Errorf("%d messages were read (%v)", read, err)
		}
	})
}
