package storagetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qunbao/report"
	"qunbao/storage"
)

// lasting are the kinds of what was said and what happened: no operation changes
// one or takes one away.
var lasting = []storage.ItemKind{storage.EventItem, storage.ProgressItem, storage.RulingItem, storage.FiringItem, storage.OpenedItem, storage.DutyItem,
	storage.VersionItem, storage.DraftItem, storage.ActItem}

// testOnlyGrows does random things to a store, and sees after each that all that
// was there before is there unchanged, and each record's versions in their order
// without a gap.
func testOnlyGrows(t *testing.T, open func(*testing.T) Store) {
	Checks(t, 3)
	rapid.Check(t, func(rt *rapid.T) {
		h := &history{store: open(t), model: NewModel(), now: time.Date(2020, 2, 1, 8, 0, 0, 0, time.UTC)}
		defer func() { h.store.Close() }()
		var before []string
		for range rapid.IntRange(10, 25).Draw(rt, "steps") {
			h.now = h.now.Add(time.Duration(rapid.IntRange(0, 90).Draw(rt, "seconds")) * time.Second)
			h.step(t.Context(), rt)
			now, records := forever(t.Context(), rt, h.store)
			for _, line := range before {
				if _, there := slices.BinarySearch(now, line); !there {
					rt.Fatalf("this is gone or was changed: %s", line)
				}
			}
			before = now
			for k, ids := range records {
				r, err := h.store.Record(t.Context(), k)
				if err != nil {
					rt.Fatal(err)
				}
				if r.Revision() != len(ids) || !slices.IsSorted(ids) || len(slices.Compact(ids)) != r.Revision() {
					rt.Fatalf("%v has %d versions, and in the history %v", k, r.Revision(), ids)
				}
			}
		}
	})
}

// forever lists what lasts, sorted, and the places in the history of the versions
// of each record.
func forever(ctx context.Context, t *rapid.T, s Store) (lines []string, records map[report.RecordKey][]string) {
	records = map[report.RecordKey][]string{}
	err := s.Dump(ctx, func(i storage.Item) error {
		if !slices.Contains(lasting, i.Kind) {
			return nil
		}
		line, err := storage.EncodeItem(i)
		lines = append(lines, string(line))
		if i.Kind == storage.VersionItem {
			k := report.RecordKey{PeriodKey: i.Period(), Unit: i.Unit}
			records[k] = append(records[k], fmt.Sprintf("%012d-%06d", i.Commit, i.Place))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines, records
}
