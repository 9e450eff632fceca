package report

import (
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"
)

// Holidays is what a workspace knows of holidays beside the published calendar:
// a year that is not in it yet, a day that was changed since.
type Holidays struct {
	Worked map[Day]bool // days off: false; days worked: true; all others as published
	Years  []int        // the years whose holidays are told here whole
}

// IsWorkday tells whether a day is worked: weekends and holidays are not, the
// make-up days of the calendar (调休) are. In a year whose calendar is not known,
// only weekends are free.
func (w *Workspace) IsWorkday(d Day) bool {
	if worked, told := w.Holidays.Worked[d]; told {
		return worked
	}
	y, m, day := d.Date()
	if h := HolidayUtil.GetHolidayByYmd(y, int(m), day); h != nil {
		return h.IsWork()
	}
	wd := d.Weekday()
	return wd != time.Saturday && wd != time.Sunday
}

// Knows tells whether the calendar of a year is known.
func (h *Holidays) Knows(year int) bool {
	for _, y := range h.Years {
		if y == year {
			return true
		}
	}
	return HolidayUtil.GetHolidaysByYear(year).Len() > 0
}
