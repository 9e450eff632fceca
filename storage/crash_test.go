package storage_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/storagetest"
)

// writerFolder names the journal to which this test binary, started again as a
// program of its own, appends until it is killed.
const writerFolder = "QUNBAO_TEST_JOURNAL"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerFolder); dir != "" {
		round, _ := strconv.Atoi(os.Getenv(writerFolder + "_ROUND"))
		fmt.Fprintln(os.Stderr, appendUntilKilled(dir, round))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// appendUntilKilled says the id of each message once it is kept. Several senders
// write at once, days pass, and those that are over are packed.
func appendUntilKilled(dir string, round int) error {
	j, err := storage.OpenJournal(dir, "office-pc")
	if err != nil {
		return err
	}
	var hour atomic.Int64
	var out sync.Mutex
	failed := make(chan error)
	for sender := range 4 {
		go func() {
			for n := 0; ; n++ {
				id := fmt.Sprintf("%d/%d/%04d", round, sender, n)
				received := at(4, 3*round+int(hour.Add(1)/4))
				if err := j.Append(context.Background(), message(id, received), received); err != nil {
					failed <- err
					return
				}
				out.Lock()
				fmt.Println(id)
				out.Unlock()
			}
		}()
	}
	go func() {
		for {
			if err := packAll(j); err != nil {
				failed <- err
				return
			}
		}
	}()
	return <-failed
}

func packAll(j *storage.Journal) error {
	days, err := j.Finished(dayOf(999))
	if err != nil {
		return err
	}
	for _, f := range days {
		if f.Stage == storage.Written {
			if _, err := j.Pack(context.Background(), f.Day, storage.Cleared, butNot()); err != nil {
				return err
			}
		}
	}
	return nil
}

// killedWriter lets a writer say that some messages are kept, kills it, and gives
// all that it has said.
func killedWriter(t *testing.T, dir string, round, after int) (said []string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerFolder+"="+dir, fmt.Sprintf("%s_ROUND=%d", writerFolder, round))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	lines := bufio.NewReader(out)
	for {
		text, err := lines.ReadString('\n')
		if err != nil {
			return said
		}
		if said = append(said, strings.TrimSpace(text)); len(said) == after {
			cmd.Process.Kill()
		}
	}
}

func TestAKilledProgramLosesNoMessageThatItKept(t *testing.T) {
	t.Parallel()
	dir, kept, rounds := t.TempDir(), map[string]bool{}, 0
	for ; rounds < storagetest.Times(20) || !packed(t, dir); rounds++ {
		said := killedWriter(t, dir, rounds, 1+rounds*7%40)
		if len(said) == 0 {
			t.Fatal("the writer kept nothing")
		}
		for _, id := range said {
			kept[id] = true
		}
		openJournal(t, dir).Close()
		if err := storage.Verify(dir); err != nil {
			t.Fatal(err)
		}
	}
	found := map[string]int{}
	err := storage.ReadJournal(dir, time.Time{}, func(m report.Message, _ time.Time) error {
		if found[string(m.ID)]++; found[string(m.ID)] > 1 {
			return errors.New(string(m.ID) + " is there twice")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	for id := range kept {
		if found[id] == 0 {
			t.Errorf("%s was kept and is lost", id)
		}
	}
	if n := len(found) - len(kept); n < 0 || n > 4*rounds {
		t.Errorf("%d messages are there, %d were acknowledged", len(found), len(kept))
	}
}

// packed tells whether a day of the journal has come to be packed.
func packed(t *testing.T, dir string) bool {
	return slices.ContainsFunc(names(t, dir), func(n string) bool { return strings.HasSuffix(n, ".gz") })
}
