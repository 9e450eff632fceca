package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// wanting is what is wanted of the units that a reminder names.
type wanting struct {
	silent   []UnitID // nothing came
	unclear  []UnitID // what came could not be read
	strange  []UnitID // what came is by somebody who is not in the roster
	unfilled []UnitID // what came leaves places empty
	blanks   map[UnitID]string
}

func (w *Workspace) wanting(l *Lack) wanting {
	n, form := wanting{blanks: map[UnitID]string{}}, w.Form(l.Period.Key.Form)
	records := map[UnitID]*Record{}
	for i := range l.Period.Records {
		records[l.Period.Records[i].Unit] = &l.Period.Records[i]
	}
	for _, u := range l.Missing {
		r := records[u]
		if r == nil || len(r.Live()) == 0 {
			n.silent = append(n.silent, u)
			continue
		}
		live := r.Live()
		stranger := func(p Problem) bool { return p.Code == UnknownSender }
		switch now := r.Fold(); {
		case len(now.Unfilled) > 0:
			n.unfilled, n.blanks[u] = append(n.unfilled, u), form.firstOf(now.Unfilled)
		case slices.ContainsFunc(live[len(live)-1].Problems, stranger):
			n.strange = append(n.strange, u)
		default:
			n.unclear = append(n.unclear, u)
		}
	}
	return n
}

// free are the units that may answer with whatever is the case.
func (n wanting) free() []UnitID { return slices.Concat(n.silent, n.strange, n.unclear) }

// before says who is to report by a time that is still to come.
func (w *Workspace) before(l *Lack, by string) string {
	n := w.wanting(l)
	var said []string
	if len(n.silent) > 0 {
		said = append(said, fmt.Sprintf("%s请在%s前报", joinUnits(n.silent), by))
	}
	return strings.Join(append(said, n.unsettled("，请您再报一次", "，请在"+by+"前回数字")...), "；")
}

// who names those who have not reported, and what is wanted of those whose message
// could not be settled; a lead is told what it is alone.
func (w *Workspace) who(l *Lack, opening string) string {
	n := w.wanting(l)
	var said []string
	if len(n.silent) > 0 {
		said = append(said, opening+joinUnits(n.silent))
	}
	again, number := "，请您再报一次", "，请尽快回数字"
	if l.Row.Kind == Escalation {
		again, number = "，还没算数", ""
	}
	return strings.Join(append(said, n.unsettled(again, number)...), "；")
}

func (n wanting) unsettled(again, number string) []string {
	var said []string
	for _, u := range n.unfilled {
		said = append(said, fmt.Sprintf("%s：%s还没填%s", u, n.blanks[u], number))
	}
	if len(n.strange) > 0 {
		said = append(said, fmt.Sprintf("%s：有一条来自不在名单的人%s", joinUnits(n.strange), again))
	}
	if len(n.unclear) > 0 {
		said = append(said, "发来了但没看懂："+joinUnits(n.unclear))
	}
	return said
}

// over tells whether nothing more is asked for a period by itself.
func (w *Workspace) over(k PeriodKey, now time.Time) bool { return !now.Before(w.Closes(k)) }

// notCome opens the list of those who have not reported, of a period that is over
// as over.
func (w *Workspace) notCome(opening string, k PeriodKey, now time.Time) string {
	switch {
	case !w.over(k, now):
		return opening
	case k.Day == DayOf(now.In(w.Zone))-1:
		return "昨天没收到："
	}
	return "到时没收到："
}
