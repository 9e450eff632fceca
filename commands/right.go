package commands

import (
	"fmt"
	"slices"
	"strings"

	"qunbao/report"
)

// right is what somebody must be to give a command (contract, section 4, "Who may
// what"). The zero right is everybody's who stands in the roster.
type right struct {
	roles []report.Role // any of them, for whatever unit; none: any
	sure  bool          // it must be certain who it is: a card alone is not enough
}

// decides is the right to a command that decides something.
func decides(roles ...report.Role) right { return right{roles: roles, sure: true} }

// oversees is the right to what is shown to those above the units alone.
func oversees() right {
	return right{roles: []report.Role{report.Leader, report.Editor, report.Admin}}
}

// held tells whether somebody has the right.
func (n right) held(s report.Speaker) bool {
	return n.entitled(s) && (s.Bound || !n.sure)
}

// entitled tells whether somebody would have the right, being who the card says.
func (n right) entitled(s report.Speaker) bool {
	return s.Known() && (len(n.roles) == 0 || slices.ContainsFunc(n.roles, s.Has))
}

// refusal is the one sentence for somebody who lacks a right: what is needed, and
// whom to ask.
func (h *Handler) refusal(r request, n right) reply {
	say := reply{refused: true}
	switch {
	case !r.speaker.Known():
		say.text = fmt.Sprintf(needsRoster, h.office())
	case !n.entitled(r.speaker):
		say.text = fmt.Sprintf(needsRole, r.Name, roleNames(n.roles), h.whomToAsk(r, n))
	default:
		say.text = fmt.Sprintf(needsPerson, r.Name)
	}
	return say
}

// whomToAsk are those who have a right that the asker lacks: the leads of the asker's
// own units where a lead has it, and the office.
func (h *Handler) whomToAsk(r request, n right) string {
	asked := h.office()
	if !slices.Contains(n.roles, report.Lead) {
		return asked
	}
	var leads []string
	for _, u := range r.speaker.Units() {
		for _, p := range h.workspace.With(u, report.Lead) {
			if !slices.Contains(leads, p.Name) {
				leads = append(leads, p.Name)
			}
		}
	}
	if len(leads) == 0 {
		return asked
	}
	return report.Lead.Words() + strings.Join(leads, "、") + "或" + asked
}

// refusalOf is the sentence for somebody who has a right, but not for a unit.
func (h *Handler) refusalOf(r request, u report.UnitID) reply {
	asked := h.office()
	if leads := h.workspace.With(u, report.Lead); len(leads) > 0 {
		asked = report.Lead.Words() + leads[0].Name + "或" + asked
	}
	return reply{text: fmt.Sprintf(needsUnit, u, asked), refused: true}
}

// office is whom to ask: the admins by name.
func (h *Handler) office() string {
	var names []string
	for _, p := range h.workspace.AllWith(report.Admin) {
		names = append(names, p.Name)
	}
	return report.Admin.Words() + strings.Join(names, "、")
}

func roleNames(roles []report.Role) string {
	var names []string
	for _, r := range roles {
		names = append(names, r.Words())
	}
	return strings.Join(names, "或")
}

// actRefused is what somebody did whose command was refused.
const actRefused = "refused"

// refusedAct tells that a command was refused: who gave it and which, none of its
// words. Somebody who is not in the roster has no name here.
func refusedAct(r request) report.Act {
	by := stranger
	if r.speaker.Known() {
		by = string(r.speaker.Person.ID)
	}
	return report.Act{At: r.now, By: by, What: actRefused, About: r.Name}
}
