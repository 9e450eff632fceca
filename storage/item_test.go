package storage_test

import (
	"bytes"
	"iter"
	"slices"
	"strings"
	"testing"

	"qunbao/report"
	"qunbao/storage"
)

func someItems() []storage.Item {
	return []storage.Item{
		{Kind: storage.StoreItem, Schema: storage.Schema, Commit: 9, Seq: 3, Log: 2, Started: "2020-02-01T08:00:00+08:00"},
		{Kind: storage.OutageItem, Body: []byte(`{"f":"2020-02-01T02:00:00+08:00"}`)},
		{Kind: storage.RowItem, Seq: 3, State: report.Queued, Urgency: 4, Body: []byte(`{"key":"<&>","t":"一\n二"}`)},
		{Kind: storage.OpenedItem, Form: "daily", Day: 18293},
		{Kind: storage.DutyItem, Form: "daily", Day: 18293, Unit: "柳湾村", Body: []byte(`{}`)},
		{Kind: storage.VersionItem, Form: "daily", Day: 18293, Unit: "柳湾村", Commit: 9, Place: 1, Body: []byte(`{"m":"m1"}`)},
		{Kind: storage.OpenedItem, Form: "gate", Day: 18293, Slot: "夜班"},
		{Kind: storage.LogItem, N: 2, Key: "r", State: report.Sent, At: "2020-02-01T08:00:00+08:00", Note: "\u2028"},
	}
}

func lines(t testing.TB, items ...storage.Item) string {
	t.Helper()
	var b strings.Builder
	for _, i := range items {
		line, err := storage.EncodeItem(i)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	return b.String()
}

// collect gives what came before an error, and the error.
func collect(items iter.Seq2[storage.Item, error]) ([]storage.Item, error) {
	var list []storage.Item
	for i, err := range items {
		if err != nil {
			return list, err
		}
		list = append(list, i)
	}
	return list, nil
}

func TestItemsAreReadAsTheyWereWritten(t *testing.T) {
	text := lines(t, someItems()...)
	list, err := collect(storage.Checked(storage.Schema, storage.ReadItems(strings.NewReader(text))))
	if err != nil {
		t.Fatal(err)
	}
	if again := lines(t, list...); again != text {
		t.Errorf("written again:\n%s\nwant:\n%s", again, text)
	}
	if strings.Contains(text, `\u003c`) || !strings.HasPrefix(text, `{"kind":"store","schema":3,"started":"2020-02-01T08:00:00+08:00","commit":9,`) {
		t.Errorf("written as %s", text)
	}
}

func TestItemsThatCannotBeLoadedAreRefusedWhereTheyStand(t *testing.T) {
	good := someItems()
	change := func(n int, fn func(*storage.Item)) []storage.Item {
		list := slices.Clone(good)
		fn(&list[n])
		return list
	}
	for _, tt := range []struct {
		name, text, want string
		before           int // items that are passed on
	}{
		{"nothing", "", "there is nothing to load", 0},
		{"no JSON", lines(t, good[:2]...) + "x\n", "line 3 is no item of a store", 2},
		{"a line cut short", strings.TrimSuffix(lines(t, good[:3]...), "\n"), "line 3 is cut short", 2},
		{"two in a line", strings.Replace(lines(t, good[:2]...), "}\n{", "}{", 1), "line 1 is no item of a store", 0},
		{"a field of a newer program", lines(t, good[0]) + `{"kind":"row","colour":"red"}` + "\n", "line 2 is no item of a store", 1},
		{"no head", lines(t, good[1:]...), "not the head of a store", 0},
		{"a second head", lines(t, good[0], good[0]), `an item "store" behind`, 1},
		{"another order", lines(t, good[0], good[7], good[2]), `an item "row" behind an item "log"`, 2},
		{"a kind of a newer program", lines(t, good[0], storage.Item{Kind: "song"}), "unknown kind", 1},
		{"a newer store", lines(t, change(0, func(i *storage.Item) { i.Schema = 4 })...), "a newer qunbao made it (schema 4", 0},
		{"an older store", lines(t, change(0, func(i *storage.Item) { i.Schema = 1 })...), "of schema 1", 0},
		{"a commit of the future", lines(t, change(5, func(i *storage.Item) { i.Commit = 10 })...), "a number that its store had not reached", 5},
		{"a row of the future", lines(t, change(2, func(i *storage.Item) { i.Seq = 4 })...), "a number that its store had not reached", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list, err := collect(storage.Checked(storage.Schema, storage.ReadItems(strings.NewReader(tt.text))))
			if err == nil || !strings.Contains(err.Error(), tt.want) || len(list) != tt.before {
				t.Errorf("said %v after %d items, want %q after %d", err, len(list), tt.want, tt.before)
			}
		})
	}
}

func FuzzItemsThatAreReadAreWrittenTheSameEachTime(f *testing.F) {
	f.Add([]byte(lines(f, someItems()...)))
	f.Fuzz(func(t *testing.T, text []byte) {
		list, err := collect(storage.ReadItems(bytes.NewReader(text)))
		if err != nil {
			return
		}
		once := lines(t, list...)
		again, err := collect(storage.ReadItems(strings.NewReader(once)))
		if err != nil || lines(t, again...) != once {
			t.Errorf("read again: %v", err)
		}
	})
}
