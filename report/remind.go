package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ReminderText asks for a report that is missing: what, by when, from whom, and
// the words that are enough where there is nothing to say. Whoever is reminded
// is never scolded, a unit that has reported is never named, and one whose
// message could not be settled is told so.
func (w *Workspace) ReminderText(row Row, missing []UnitID, p Period, now time.Time) string {
	k, due := p.Key, w.dueWords(p.Key, now)
	silent, unsettled := p.split(missing)
	var said []string
	if len(silent) > 0 && now.Before(w.Due(k)) && row.Kind != Escalation {
		said = append(said, fmt.Sprintf("%s请在%s前报", joinUnits(silent), due))
	} else if len(silent) > 0 {
		said = append(said, "还没收到："+joinUnits(silent))
	}
	if len(unsettled) > 0 {
		said = append(said, "发来了但没看懂："+joinUnits(unsettled))
	}
	what := strings.Join(said, "；")
	if row.Kind == Escalation {
		return fmt.Sprintf("%s（%s截止）%s。请帮忙问一下，有困难请告诉我们。", w.Title(k), due, what)
	}
	hint := "没有情况请回复：" + w.ZeroPhrase(k, missing, row.To)
	if now.Before(w.Due(k)) {
		return fmt.Sprintf("提醒：%s，%s。%s", w.Title(k), what, hint)
	}
	return fmt.Sprintf("%s已到%s，%s。请尽快补报。%s", w.Title(k), due, what, hint)
}

// split parts units that have said nothing from those whose message could not
// be settled.
func (p *Period) split(units []UnitID) (silent, unsettled []UnitID) {
	came := map[UnitID]bool{}
	for _, r := range p.Records {
		came[r.Unit] = r.Fold().Came
	}
	for _, u := range units {
		if came[u] {
			unsettled = append(unsettled, u)
		} else {
			silent = append(silent, u)
		}
	}
	return silent, unsettled
}

// ZeroPhrase is the shortest message that files a zero-report for a period,
// read the same wherever the reminder went: in private it names the unit where
// the person has several.
func (w *Workspace) ZeroPhrase(k PeriodKey, missing []UnitID, to Address) string {
	phrase := w.Form(k.Form).Name
	if s := w.Form(k.Form).Slot(k.Slot); s != nil {
		phrase += s.Name
	}
	phrase += "零报告"
	if to.Person == "" {
		return phrase
	}
	p := w.Person(to.Person)
	if p != nil && len(p.speaksFor()) > 1 && len(missing) > 0 {
		return string(missing[0]) + phrase
	}
	return phrase
}

// dueWords is the deadline as people say it, with the day where it is not
// today's.
func (w *Workspace) dueWords(k PeriodKey, now time.Time) string {
	due := w.Due(k)
	if DayOf(due) == DayOf(now.In(w.Zone)) {
		return due.Format("15:04")
	}
	return w.when(due)
}

// Stale tells whether a reminder has nothing left to say: the period is over.
func (w *Workspace) Stale(k PeriodKey, now time.Time) bool { return now.After(w.Closes(k)) }

// StillMissing keeps of the named units those that a reminder may still name.
func StillMissing(named, missing []UnitID) []UnitID {
	still := make(map[UnitID]bool, len(missing))
	for _, u := range missing {
		still[u] = true
	}
	return slices.DeleteFunc(slices.Clone(named), func(u UnitID) bool { return !still[u] })
}

// Cards are the group cards of the people who report for units.
func (w *Workspace) Cards(units []UnitID) []string {
	var cards []string
	seen := map[string]bool{}
	for _, u := range units {
		for _, p := range append(w.With(u, Reporter), w.With(u, Deputy)...) {
			if !seen[p.Card] {
				seen[p.Card] = true
				cards = append(cards, p.Card)
			}
		}
	}
	return cards
}

func joinUnits(units []UnitID) string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = string(u)
	}
	return strings.Join(names, "、")
}
