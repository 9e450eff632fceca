package report

import (
	"slices"
	"strings"
	"time"
)

// Ruling is one thing that a person with the right to it has decided in chat
// about what is owed and by whom. Rulings are kept for ever, in the order in
// which they were made; of several about the same thing the last counts, so
// that taking one back is a ruling too.
type Ruling struct {
	Kind    RulingKind
	At      time.Time // when it was made: the message's own time
	Message MessageID
	By      string // roster name
	From    Day    // the first day it is about
	Until   Day    // the last day it is about
	Reason  string // of an excuse why, of a level on what ground (依据); of what is taken back, empty

	Unit     UnitID    // of an excuse
	Form     FormID    // of an excuse; empty: every form
	Slot     SlotID    // of an excuse of one form; empty: every slot
	Matter   string    // of a level: what it is about, 防汛; of a duty: which post, 带班 or 值班
	Level    string    // of a level: 四级; empty: it is lifted
	Card     string    // of a stranger or a binding: the card as it was shown
	Chat     ChatID    // of a stranger or a binding: where it was shown
	SenderID string    // of a stranger or a binding: the account, where the channel knows one
	About    MessageID // of an acceptance: the stranger's message
	Person   PersonID  // of a duty: who takes the post on these days, several set apart by 、; empty: whom the table names
}

// RulingKind says what a ruling is about.
type RulingKind string

// The kinds of rulings.
const (
	ExcuseRuling RulingKind = "excuse" // 免报: a unit owes nothing on some days, for a reason
	LevelRuling  RulingKind = "level"  // 应急: a response level, which adds forms and slots
	DutyRuling   RulingKind = "duty"   // 换班: another person has a post on some days
	BindRuling   RulingKind = "bind"   // 绑定: who shows a card reports for a unit; without a unit, no more
	AcceptRuling RulingKind = "accept" // 认可: a stranger's report counts

	// StrangerRuling is what waits for the two above: a report of somebody unknown has
	// come, under a number of its own. Nobody has decided anything.
	StrangerRuling RulingKind = "stranger"
)

// covers tells whether the ruling is about a day.
func (r *Ruling) covers(d Day) bool { return r.From <= d && d <= r.Until }

// Act is a ruling among what people did, for those who look back: who, when, about
// what and why.
func (r Ruling) Act(w *Workspace) Act {
	a := Act{At: r.At, By: r.By, What: string(r.Kind), Reason: r.Reason}
	days := r.From.String()
	if r.Until != r.From {
		days += "至" + r.Until.String()
	}
	what, done := []string{string(r.Unit), string(r.Form)}, r.Reason
	switch r.Kind {
	case ExcuseRuling:
		if f := w.Form(r.Form); f != nil {
			what[1] = f.Name
			if s := f.Slot(r.Slot); s != nil {
				what[1] += s.Name
			}
		}
	case LevelRuling:
		what, done = []string{r.Matter, r.Level}, r.Level
	case DutyRuling:
		what, done = []string{r.Matter, string(r.Person)}, string(r.Person)
	case BindRuling:
		if a.About = string(r.Unit) + " " + AsShown(r.Card); r.Unit == "" {
			a.About = AsShown(r.Card) + "（取消）"
		}
		return a
	case AcceptRuling:
		done = string(r.Unit)
	}
	if done == "" {
		days += "（取消）"
	}
	a.About = strings.Join(slices.DeleteFunc(append(what, days), func(s string) bool { return s == "" }), " ")
	return a
}

// Rule makes the workspace follow these rulings, all that were ever made, in
// the order in which they were made. It is the only thing about a workspace that
// changes, and may be called while others read.
func (w *Workspace) Rule(all []Ruling) {
	all = slices.Clone(all)
	w.rulings.Store(&all)
	w.bound.Store(w.bind(all))
}

// Rulings are those that the workspace follows. The list must not be changed.
func (w *Workspace) Rulings() []Ruling {
	if all := w.rulings.Load(); all != nil {
		return *all
	}
	return nil
}
