package storage

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"qunbao/report"
)

// Kept is a version as it was stored, with its unit.
type Kept struct{ Unit, Version string }

// PeriodRecords are the records of a period, units by their ids, of its versions
// in the order in which they were filed. A county's day is read with all the
// cores there are.
func PeriodRecords(k report.PeriodKey, kept []Kept) ([]report.Record, error) {
	versions := make([]report.Version, len(kept))
	const share = 200 // below it another core is not worth it
	parts := min(runtime.GOMAXPROCS(0), len(kept)/share+1)
	errs := make([]error, parts)
	var all sync.WaitGroup
	for i := range parts {
		all.Go(func() {
			for n := i * len(kept) / parts; n < (i+1)*len(kept)/parts && errs[i] == nil; n++ {
				versions[n], errs[i] = decodeText(kept[n].Version)
			}
		})
	}
	all.Wait()
	if err := cmp.Or(errs...); err != nil {
		return nil, err
	}
	var list []report.Record
	place := make(map[string]int, len(kept))
	for i, one := range kept {
		at, known := place[one.Unit]
		if !known {
			at, place[one.Unit] = len(list), len(list)
			list = append(list, report.Record{RecordKey: report.RecordKey{PeriodKey: k, Unit: report.UnitID(one.Unit)}})
		}
		list[at].Versions = append(list[at].Versions, versions[i])
	}
	slices.SortFunc(list, func(a, b report.Record) int { return cmp.Compare(a.Unit, b.Unit) })
	return list, nil
}
