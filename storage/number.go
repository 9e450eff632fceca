package storage

import (
	"cmp"
	"slices"
	"time"

	"qunbao/report"
)

// Filing is a version of a store of schema 1, which kept the order of each
// record's versions and no order over all.
type Filing struct {
	Key    report.RecordKey
	N      int // of the record's versions, from 1
	Of     report.MessageID
	Filed  time.Time
	Commit int64 // given by NumberFilings
	Place  int   // likewise, from 0
}

// compareKeys orders records by form, day, slot and unit.
func compareKeys(a, b report.RecordKey) int {
	return cmp.Or(cmp.Compare(a.Form, b.Form), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Slot, b.Slot), cmp.Compare(a.Unit, b.Unit))
}

// NumberFilings gives every version the number of a commit, from 1, and its
// place in it, and sorts the list by them: by the time of filing, and never a
// record's later version before an earlier one, even where a clock went back.
// Versions of one message that follow each other are one commit. The same
// versions are given the same numbers, in whatever order they come.
func NumberFilings(list []Filing) {
	slices.SortFunc(list, func(a, b Filing) int { return cmp.Or(compareKeys(a.Key, b.Key), cmp.Compare(a.N, b.N)) })
	for i := 1; i < len(list); i++ {
		if before := list[i-1]; before.Key == list[i].Key && before.Filed.After(list[i].Filed) {
			list[i].Filed = before.Filed
		}
	}
	slices.SortStableFunc(list, func(a, b Filing) int { return a.Filed.Compare(b.Filed) })
	for i := range list {
		switch {
		case i == 0:
			list[i].Commit = 1
		case list[i].Of == list[i-1].Of && list[i].Of != "":
			list[i].Commit, list[i].Place = list[i-1].Commit, list[i-1].Place+1
		default:
			list[i].Commit = list[i-1].Commit + 1
		}
	}
}
