package sqlite_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// writerFolder names the folder in which this test binary, started again as a
// program of its own, files reports until it is killed.
const writerFolder = "QUNBAO_TEST_WRITER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerFolder); dir != "" {
		fmt.Fprintln(os.Stderr, fileUntilKilled(context.Background(), dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// fileUntilKilled says the id of each message after it was committed. Beside it
// others file, so that transactions are shared; they say nothing.
func fileUntilKilled(ctx context.Context, dir string) error {
	s, err := sqlite.Open(ctx, dir)
	if err != nil {
		return err
	}
	for i := range 4 {
		go func() {
			for n := 0; s.Queue(ctx, report.Row{Key: fmt.Sprint("beside/", i, "/", n), Kind: report.Notice}) == nil; n++ {
			}
		}()
	}
	started, err := s.LastEvent(ctx)
	for n := started + 1; err == nil; n++ {
		if err = s.Commit(ctx, numbered(n)); err == nil {
			fmt.Println(n)
		}
	}
	return err
}

// numbered is a change that files the n-th version of one report.
func numbered(n int) report.Change {
	id := report.MessageID(fmt.Sprint("m", n))
	at := time.Date(2020, 2, 1, 8, 0, n, 0, time.UTC)
	k := report.RecordKey{PeriodKey: report.PeriodKey{Form: "daily", Day: 18293}, Unit: "柳湾村"}
	return report.Change{
		Outcome: report.Outcome{Message: id, Kind: report.IsReport, Records: []report.RecordKey{k}}, Time: at, At: at,
		Writes: []report.Write{{Key: k, Revision: n - 1, Version: report.Version{Message: id, Time: at, Kind: report.VersionNew}}},
		Events: []report.Event{{N: n, Time: at, Message: id}},
		Rows:   []report.Row{{Key: "receipt/" + string(id), Kind: report.Receipt, NotBefore: at}},
	}
}

// killedWriter lets a writer say that n messages are committed, kills it, and
// gives the last one it said.
func killedWriter(t *testing.T, dir string, n int) (last int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerFolder+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for said := 0; lines.Scan(); said++ {
		fmt.Sscan(lines.Text(), &last)
		if said == n {
			cmd.Process.Kill()
		}
	}
	cmd.Wait()
	return last
}

func TestAKilledProgramLosesNothingThatWasAcknowledged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for round := range storagetest.Times(4) {
		last := killedWriter(t, dir, 5+round%7*3)
		s := open(t, dir)
		n, err := s.LastEvent(t.Context())
		if err != nil || last == 0 || n < last || n > last+1 {
			t.Fatalf("%d were acknowledged, %d are kept (%v)", last, n, err)
		}
		r, err := s.Record(t.Context(), numbered(1).Writes[0].Key)
		if err != nil || r.Revision() != n {
			t.Errorf("%d versions of %d messages are kept (%v)", r.Revision(), n, err)
		}
		for i := 1; i <= n; i++ {
			if state, _, err := s.RowState(t.Context(), fmt.Sprint("receipt/m", i)); state != report.Queued || err != nil {
				t.Errorf("the receipt of message %d is %q (%v)", i, state, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
