package configs

import (
	"slices"

	"qunbao/report"
)

// warnOfSilence warns of what a valid workspace can never do: a form that stands
// in no chat, and a unit that owes a form for which nobody reports.
func (l *loader) warnOfSilence(w *report.Workspace) {
	for _, f := range l.formOrder {
		if w.ChatOf(f.ID) == nil {
			l.odd(f.at.place, "list it in a chat of qunbao.yaml", "the form %q is reported in no chat", f.ID)
		}
		for _, u := range w.Owing(f.ID) {
			speaks := func(p *report.Person) bool {
				return slices.ContainsFunc(p.Roles(u), func(r report.Role) bool {
					return r == report.Reporter || r == report.Deputy || r == report.Lead
				})
			}
			if w.Unit(u).Until != 0 {
				continue // it has closed, or will, and its people may be gone
			}
			if !slices.ContainsFunc(w.Posts(u), speaks) {
				l.odd(f.at.place, "give somebody of it the role 报送员 in the roster", "%s owes the form %q and has nobody to report", u, f.ID)
			}
		}
	}
}

// warnOfNobodyToAlert warns where an urgent matter would be told to nobody: no leader
// and no admin stands in the roster, and no day of the week has its watch.
func (l *loader) warnOfNobodyToAlert(roster place) {
	told := func(p report.Person) bool {
		return slices.ContainsFunc(p.Posts, func(post report.Post) bool { return post.Role == report.Leader || post.Role == report.Admin })
	}
	if l.roster == nil || len(l.settings.People) == 0 || len(l.settings.Duty.Weekdays) == 7 || slices.ContainsFunc(l.settings.People, told) {
		return
	}
	l.odd(roster, "give somebody the role 领导 or 管理员 in the roster, or name the watch of each weekday in the duty table",
		"an urgent matter reaches nobody: the roster has neither a leader nor an admin")
}
