package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// threeDays is a store whose journal holds two messages on each of three days.
func threeDays(t *testing.T) (store, folder string) {
	t.Helper()
	store = t.TempDir()
	folder = filepath.Join(store, "journal")
	journal, err := storage.OpenJournal(folder, "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 6 {
		at := month.AddDate(0, 0, i/2)
		if err := journal.Append(t.Context(), report.Message{ID: report.MessageID(fmt.Sprint("m", i)), Time: at, Chat: workChat, Text: "柳湾村居家46人"}, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := journal.Close(); err != nil {
		t.Fatal(err)
	}
	return "embedded:" + store, folder
}

// verify runs the command.
func verify(t *testing.T, store string, seals ...string) (out, talk string, code int) {
	t.Helper()
	args := []string{"verify", "-c", "testdata/township/qunbao.yaml", "--store", store}
	for _, s := range seals {
		args = append(args, "--seal", s)
	}
	var said, told bytes.Buffer
	code = run(t.Context(), args, func(string) string { return "" }, nil, &said, &told)
	return said.String(), told.String(), code
}

func TestASealThatWasNotedDownProvesTheDaysUpToIt(t *testing.T) {
	store, folder := threeDays(t)
	out, talk, code := verify(t, store)
	for _, want := range []string{"2020-02-03 至 2020-02-05，3 天，6 条消息。", "记录的电脑：office-pc。", "逐条核对，没有改动。", "最近封存的一天：2020-02-04，封存码 "} {
		if code != exitDone || !strings.Contains(out, want) {
			t.Fatalf("exit %d, %s\n%s, want %s", code, talk, out, want)
		}
	}
	seal := regexp.MustCompile(`--seal "(.*)"`).FindStringSubmatch(out)[1]
	for _, noted := range []string{seal, strings.ToUpper(seal), strings.ReplaceAll(seal, " ", "-")} {
		if out, talk, code := verify(t, store, noted); code != exitDone || !strings.Contains(out, "2020-02-04 的封存码对得上") {
			t.Errorf("exit %d, %s\n%s", code, talk, out)
		}
	}
	for noted, want := range map[string]string{
		"2020-02-03" + seal[10:]:   "not the one that was noted down",
		"2020-02-05" + seal[10:]:   "2020-02-05 is not over",
		"2020-02-06" + seal[10:]:   "the days since are missing",
		"2020-02-02" + seal[10:]:   "the journal begins on 2020-02-03",
		"2020-02-04=3f2a":          "is no seal",
		"2020-02-04":               "is no seal",
		"yesterday=" + seal[11:]:   "is not a day",
		seal[:20] + "xyz" + "0000": "is no seal",
	} {
		if _, talk, code := verify(t, store, noted); code == exitDone || !strings.Contains(talk, want) {
			t.Errorf("%s: exit %d, told %s", noted, code, talk)
		}
	}
	if err := os.Remove(filepath.Join(folder, "2020-02-03.jsonl")); err != nil {
		t.Fatal(err)
	}
	if out, _, code := verify(t, store, seal); code != exitDone || !strings.Contains(out, "2020-02-03 和更早的记录不在这个文件夹里") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

func TestABreakIsToldWithWhatItMeansAndWhatToDo(t *testing.T) {
	for _, c := range []struct {
		change func(b []byte) []byte
		want   []string
	}{
		{func(b []byte) []byte { return bytes.Replace(b, []byte("46人"), []byte("45人"), 1) },
			[]string{"broken at 2020-02-05.jsonl:2: the message is not the one that was written\n", "\nit means: this line, or one before it, was changed", "\nto do: leave the folder as it is"}},
		{func(b []byte) []byte { return b[:len(b)-7] },
			[]string{"broken at 2020-02-05.jsonl:3: the line is torn", "\nit means: the program was ended", "\nto do: start the service"}},
	} {
		store, folder := threeDays(t)
		path := filepath.Join(folder, "2020-02-05.jsonl")
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, c.change(b), 0o600); err != nil {
			t.Fatal(err)
		}
		out, talk, code := verify(t, store)
		for _, want := range c.want {
			if code != exitFailed || !strings.Contains(talk, want) {
				t.Errorf("exit %d, told %s, want %s", code, talk, want)
			}
		}
		if !strings.Contains(out, "2020-02-03 至 2020-02-04，2 天，4 条消息。") || strings.Contains(out, "没有改动") {
			t.Errorf("up to the break is told:\n%s", out)
		}
	}
}

func TestAJournalIsVerifiedWhileItIsWritten(t *testing.T) {
	store, folder := threeDays(t)
	journal, err := storage.OpenJournal(folder, "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	stop, stopped := make(chan struct{}), make(chan error, 1)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				stopped <- nil
				return
			default:
			}
			at := month.AddDate(0, 0, 3+i/50)
			if err := journal.Append(t.Context(), report.Message{ID: report.MessageID(fmt.Sprint("n", i)), Time: at, Text: strings.Repeat("平安", 2000)}, at); err != nil {
				stopped <- err
				return
			}
		}
	}()
	for began := time.Now(); time.Since(began) < time.Second/2; {
		if out, talk, code := verify(t, store); code != exitDone {
			t.Fatalf("exit %d, %s\n%s", code, talk, out)
		}
	}
	close(stop)
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func TestWhereNoServiceHasRunThereIsNothingToVerify(t *testing.T) {
	_, talk, code := verify(t, "embedded:"+t.TempDir())
	if code != exitFailed || !strings.Contains(talk, "there is no journal in") {
		t.Errorf("exit %d, told %s", code, talk)
	}
}
