package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"qunbao/report"
	"qunbao/storage"
)

// limit lets the file grow no further, as a full disk does.
func limit(t *testing.T, s *Store, pages int) {
	t.Helper()
	se := <-s.writing
	defer func() { s.writing <- se }()
	if err := se.script(t.Context(), fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
		t.Fatal(err)
	}
}

func TestAFullDiskRefusesWholeAndIsFiledAfterwards(t *testing.T) {
	s, err := Open(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	limit(t, s, 1) // no less than what it has
	k := report.RecordKey{PeriodKey: report.PeriodKey{Form: "daily", Day: 18293}, Unit: "柳湾村"}
	change := func(n int) report.Change {
		id := report.MessageID(fmt.Sprint("m", n))
		return report.Change{
			Outcome: report.Outcome{Message: id},
			Writes:  []report.Write{{Key: k, Revision: n, Version: report.Version{Message: id, Line: strings.Repeat("x", 4000)}}},
			Rows:    []report.Row{{Key: "receipt/" + string(id), Kind: report.Receipt}},
		}
	}
	kept := 0
	for ; err == nil; kept++ {
		if kept > 1000 {
			t.Fatal("the disk never became full")
		}
		err = s.Commit(t.Context(), change(kept))
	}
	kept--
	if !errors.Is(err, storage.ErrUnavailable) || !strings.Contains(err.Error(), "the disk is full") {
		t.Fatalf("error %v, want ErrUnavailable", err)
	}
	r, err := s.Record(t.Context(), k)
	if err != nil || r.Revision() != kept {
		t.Errorf("%d versions are kept, want %d (%v)", r.Revision(), kept, err)
	}
	if _, known, err := s.RowState(t.Context(), fmt.Sprint("receipt/m", kept)); known || err != nil {
		t.Errorf("the refused change left its receipt (%v)", err)
	}
	limit(t, s, 1<<20)
	if err := s.Commit(t.Context(), change(kept)); err != nil {
		t.Error(err)
	}
}
