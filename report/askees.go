package report

import "slices"

// askees is whom to ask about a unit. It is found once, since a stage of reminders
// asks it of every unit of a county.
type askees struct{ reporters, leads []*Person }

// indexAskees finds whom to ask about each unit.
func (w *Workspace) indexAskees() {
	admins := w.AllWith(Admin)
	w.askees = make([]askees, len(w.Units))
	for i := range w.Units {
		u := w.Units[i].ID
		a := askees{reporters: slices.Clip(union(w.With(u, Reporter), w.With(u, Deputy)))}
		leads := w.With(u, Lead)
		own := func(p *Person) bool { return slices.Contains(a.reporters, p) }
		switch others := slices.DeleteFunc(slices.Clone(leads), own); {
		case len(others) > 0:
			a.leads = slices.Clip(others)
		case len(admins) > 0:
			a.leads = slices.Clip(admins)
		default:
			a.leads = slices.Clip(leads)
		}
		w.askees[i] = a
	}
}

// Reporters are the people who send a unit's reports, the 报送员 before the
// 副报送员. The list must not be changed.
func (w *Workspace) Reporters(u UnitID) []*Person {
	if i, ok := w.place[u]; ok {
		return w.askees[i].reporters
	}
	return nil
}

// ToAsk are the people who are told of a silent unit: its leads, but for one who
// sends its reports; where there is none, the office. The list must not be changed.
func (w *Workspace) ToAsk(u UnitID) []*Person {
	if i, ok := w.place[u]; ok {
		return w.askees[i].leads
	}
	return w.AllWith(Admin)
}
