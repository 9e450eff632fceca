package report

import (
	"fmt"
	"strings"
)

// Excused is why a unit owes nothing for a period, by what was decided in chat;
// empty: nothing was, or it was taken back.
func (w *Workspace) Excused(k PeriodKey, u UnitID) string { return w.excuses(k)[u] }

// excuses are the reasons of all units that owe nothing for a period. Of several
// decisions about a unit the last one that is about the period counts.
func (w *Workspace) excuses(k PeriodKey) map[UnitID]string {
	var why map[UnitID]string
	for _, r := range w.Rulings() {
		if r.Kind != ExcuseRuling || !r.covers(k.Day) || r.Form != "" && r.Form != k.Form || r.Slot != "" && r.Slot != k.Slot {
			continue
		}
		if why == nil {
			why = map[UnitID]string{}
		}
		why[r.Unit] = r.Reason
	}
	return why
}

// Excuses names who is excused, those of one reason together: 柳湾村、东坡村（停电），
// 上坪村（放假）. Of many it names the first.
func (c *Completeness) Excuses() string {
	var reasons []string
	units := map[string][]string{}
	for _, s := range c.Standings {
		if s.Expected && s.State == Excused {
			if units[s.Reason] == nil {
				reasons = append(reasons, s.Reason)
			}
			units[s.Reason] = append(units[s.Reason], string(s.Unit))
		}
	}
	said := make([]string, len(reasons))
	for i, why := range reasons {
		said[i] = fmt.Sprintf("%s（%s）", Listing(units[why]), why)
	}
	return strings.Join(said, "，")
}

// Besides names whose figures the totals hold though they have left the base: nothing that
// was reported is lost, and who reads the totals is told. Empty: nobody's.
func (c *Completeness) Besides() string {
	var units []string
	what := "免报单位"
	for _, s := range c.Standings {
		if s.counted() && (s.State == Excused || s.State == SystemFault) {
			units = append(units, string(s.Unit))
			if s.State == SystemFault {
				what = "不计应报的"
			}
		}
	}
	if len(units) == 0 {
		return ""
	}
	return "含" + what + Listing(units) + "的数"
}

// withBesides is what totals are in words and whose they hold besides.
func withBesides(said string, c *Completeness) string {
	if whose := c.Besides(); said != "" && whose != "" {
		return said + "（" + whose + "）"
	}
	return said
}

// A list that people read in a chat names so many at most; of a longer one the
// first stand and how many there are.
const (
	mostListed  = 30
	firstListed = 12
)

// Listing joins names: 柳湾村、东坡村, and of many 柳湾村、东坡村等136个.
func Listing(names []string) string {
	if len(names) <= mostListed {
		return strings.Join(names, "、")
	}
	return fmt.Sprintf("%s等%d个", strings.Join(names[:firstListed], "、"), len(names))
}
