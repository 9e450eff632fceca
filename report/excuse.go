package report

// Excused is why a unit owes nothing for a period, by what was decided in chat;
// empty: nothing was, or it was taken back.
func (w *Workspace) Excused(k PeriodKey, u UnitID) string { return w.excuses(k)[u] }

// excuses are the reasons of all units that owe nothing for a period. Of several
// decisions about a unit the last one that is about the period counts.
func (w *Workspace) excuses(k PeriodKey) map[UnitID]string {
	var why map[UnitID]string
	for _, r := range w.Rulings() {
		if r.Kind != ExcuseRuling || !r.covers(k.Day) || r.Form != "" && r.Form != k.Form {
			continue
		}
		if why == nil {
			why = map[UnitID]string{}
		}
		why[r.Unit] = r.Reason
	}
	return why
}
