package storage_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/storagetest"
)

// history is a journal on a frail disk, with what it has acknowledged.
type history struct {
	*rapid.T
	disk    *frail
	journal *storage.Journal
	now     time.Time
	tried   int
	kept    []string
	purged  bool
}

// fails draws the operations that fail, the last of them for good.
func fails(t *rapid.T) map[int]failure {
	all := map[int]failure{}
	for range rapid.IntRange(0, 2).Draw(t, "failures") {
		all[rapid.IntRange(1, 100).Draw(t, "operation")] = refused
	}
	all[rapid.IntRange(5, 150).Draw(t, "the last operation")] = cutOff
	return all
}

// receive appends some messages at once.
func (h *history) receive() {
	var group []report.Message
	for range rapid.IntRange(1, 4).Draw(h.T, "messages") {
		h.tried++
		group = append(group, message(fmt.Sprint("m", h.tried), h.now))
	}
	for i, err := range h.journal.AppendTogether(h.now, group...) {
		if err == nil {
			h.kept = append(h.kept, string(group[i].ID))
		}
	}
}

// pack packs a finished day, or takes out of it the words of every third message.
func (h *history) pack() {
	days, err := h.journal.Finished(report.DayOf(h.now))
	if err != nil {
		h.Fatal(err)
	}
	if len(days) == 0 {
		return
	}
	f := rapid.SampledFrom(days).Draw(h.T, "day")
	to := rapid.SampledFrom([]storage.Stage{storage.Packed, storage.Cleared}).Draw(h.T, "stage")
	keep := func(_ context.Context, m report.Message, _ time.Time) (bool, error) {
		if isChatter(string(m.ID)) {
			h.purged = true // perhaps
			return false, nil
		}
		return true, nil
	}
	if _, err := h.journal.Pack(h.Context(), f.Day, max(to, f.Stage), keep); err != nil && !errors.Is(err, errPower) {
		h.Fatal(err)
	}
}

// isChatter tells of which messages the words may go.
func isChatter(id string) bool { return strings.HasSuffix(id, "3") || strings.HasSuffix(id, "7") }

func TestWhateverFailsNothingAcknowledgedIsLost(t *testing.T) {
	storagetest.Checks(t, 100)
	rapid.Check(t, func(t *rapid.T) {
		live, dir := folder(t), folder(t)
		h := &history{T: t, disk: newFrail(fails(t)), now: at(4, 8)}
		var err error
		if h.journal, err = storage.OpenJournalOn(live, "office-pc", h.disk); err != nil {
			t.Fatal(err)
		}
		t.Repeat(map[string]func(*rapid.T){
			"receive": func(t *rapid.T) { h.receive() },
			"turn":    func(t *rapid.T) { h.journal.Turn(t.Context(), report.DayOf(h.now)) },
			"pack":    func(t *rapid.T) { h.pack() },
			"wait": func(t *rapid.T) {
				h.now = h.now.Add(time.Duration(rapid.IntRange(-2, 20).Draw(t, "hours")) * time.Hour)
			},
		})
		h.disk.off = true
		h.journal.Close()
		h.disk.rubble(t, live, dir)
		h.check(dir)
	})
}

// check opens what a power cut has left.
func (h *history) check(dir string) {
	j, err := storage.OpenJournal(dir, "office-pc")
	if err != nil {
		h.Fatal(err)
	}
	defer j.Close()
	if err := j.Append(h.Context(), message("last", h.now), h.now); err != nil {
		h.Fatal(err)
	}
	if err := storage.Verify(dir); err != nil {
		h.Error(err)
	}
	var found []string
	err = storage.ReadJournal(dir, time.Time{}, func(m report.Message, _ time.Time) error {
		found = append(found, string(m.ID))
		return nil
	})
	if err != nil {
		h.Error(err)
	}
	if sorted := slices.Sorted(slices.Values(found)); len(slices.Compact(sorted)) != len(found) {
		h.Errorf("a message is there twice: %v", found)
	}
	if h.purged {
		h.kept = slices.DeleteFunc(h.kept, func(id string) bool { return isChatter(id) && !slices.Contains(found, id) })
	}
	acknowledged := slices.DeleteFunc(found, func(id string) bool { return !slices.Contains(h.kept, id) })
	if !slices.Equal(acknowledged, h.kept) {
		h.Errorf("acknowledged %v, found %v", h.kept, acknowledged)
	}
}

// folder is a folder of one case.
func folder(t *rapid.T) string {
	dir, err := os.MkdirTemp("", "journal")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
