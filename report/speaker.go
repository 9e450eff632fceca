package report

import (
	"slices"
	"strings"
	"unicode"

	"qunbao/report/zh"
)

// Speaker is who sent a message and what the person may say.
type Speaker struct {
	Person *Person // nil: not in the roster
	Card   string  // the card as it stood
	Unit   UnitID  // of an unknown sender: the unit that stands in the card
	Bound  bool    // may give commands that decide (contract, section 4, "Who may what")

	units []UnitID
}

// Known tells whether the speaker is in the roster.
func (s Speaker) Known() bool { return s.Person != nil }

// Name is the roster name, or the card of a stranger without what is personal.
func (s Speaker) Name() string {
	if s.Person != nil {
		return string(s.Person.ID)
	}
	return Mask(s.Card)
}

// Units lists the units whose reports the speaker sends or answers for, in the
// roster's order: those with a role of reporter, deputy or lead.
func (s Speaker) Units() []UnitID { return s.units }

// AnswersFor tells whether the speaker has a reporting role for a unit.
func (s Speaker) AnswersFor(u UnitID) bool {
	return s.Person != nil && slices.ContainsFunc(s.Person.Posts, func(q Post) bool { return q.Unit == u && q.Role.speaks() })
}

// Reports tells whether the speaker is a unit's reporter or deputy.
func (s Speaker) Reports(u UnitID) bool {
	return s.Person != nil && slices.ContainsFunc(s.Person.Posts, func(q Post) bool {
		return q.Unit == u && (q.Role == Reporter || q.Role == Deputy)
	})
}

// Leads tells whether the speaker is a unit's 包村干部.
func (s Speaker) Leads(u UnitID) bool {
	return s.Person != nil && slices.Contains(s.Person.Roles(u), Lead)
}

// Has tells whether the speaker has a role for any unit.
func (s Speaker) Has(r Role) bool { return s.Person != nil && s.Person.Has(r) }

func (r Role) speaks() bool { return r == Reporter || r == Deputy || r == Lead }

// Speaker finds who sent a message. A card is believed only where it equals the
// roster's after folding, or holds a unit and a name rostered for it, and only
// where that points to one person, or where an admin has bound it; nobody is ever
// guessed.
func (w *Workspace) Speaker(m Message) Speaker {
	if Unclear(m.Sender) {
		return w.unclear(m)
	}
	card, known := w.folded[m.Sender]
	if !known {
		card = FoldCard(m.Sender)
	}
	s := Speaker{Card: m.Sender}
	if found := w.cards[card]; len(found) == 1 {
		s.Person = found[0]
	} else if len(found) == 0 {
		s.Person = w.named(card)
	}
	if s.Person == nil && len(w.cards[card]) == 0 {
		if p, sure := w.boundSender(m); p != nil {
			s.Person, s.units, s.Bound = p, p.speaksFor(), w.TrustCards || sure
			return s
		}
	}
	if s.Person == nil {
		s.Unit = w.UnitIn(card)
	}
	s.units = w.speaks[s.Person]
	s.Bound = s.Known() && (w.TrustCards || m.SenderID != "" || m.Private && !m.Unproven)
	return s
}

// unclear is who sent a message whose card says that nobody can tell: known by the
// account alone, where an admin has bound it.
func (w *Workspace) unclear(m Message) Speaker {
	s := Speaker{Card: m.Sender, Unit: w.UnitIn(FoldCard(m.Sender)), units: w.speaks[nil]}
	if m.SenderID == "" {
		return s
	}
	if p, sure := w.boundSender(m); p != nil {
		return Speaker{Card: m.Sender, Person: p, units: p.speaksFor(), Bound: w.TrustCards || sure}
	}
	return s
}

// named finds the one person whose unit and name both stand in a folded card.
func (w *Workspace) named(card string) *Person {
	unit := w.UnitIn(card)
	if unit == "" {
		return nil
	}
	var found *Person
	for _, p := range w.posts[unit] {
		if strings.Contains(card, FoldCard(p.Name)) {
			if found != nil {
				return nil
			}
			found = p
		}
	}
	return found
}

// UnitIn finds the one unit whose name or alias stands in a folded card: the
// longest match wins, and two different ones of a length are none.
func (w *Workspace) UnitIn(card string) UnitID {
	runes := []rune(card)
	best, length := UnitID(""), 1
	for i := range runes {
		for j := min(len(runes), i+w.longest); j > i+length-1 && j > i+1; j-- {
			u, ok := w.names[string(runes[i:j])]
			if !ok {
				continue
			}
			if j-i > length {
				best, length = u, j-i
			} else if u != best {
				best = ""
			}
			break
		}
	}
	return best
}

// Names tells whether a text names a unit.
func (w *Workspace) Names(text string, u UnitID) bool {
	folded := FoldCard(text)
	return u != "" && (w.UnitIn(folded) == u || strings.Contains(folded, FoldCard(string(u))))
}

// IsCell tells whether a cell of a table names a unit that owes a form: its name or
// an alias, or its name with little beside it (柳湾村委会). 村（社区） is the head of a
// column, even where one unit is called 社区.
func (w *Workspace) IsCell(text string) bool {
	folded := FoldCard(text)
	u := w.UnitIn(folded)
	_, alone := w.names[folded]
	near := strings.Contains(folded, FoldCard(string(u))) && len([]rune(text)) <= len([]rune(string(u)))+6
	return u != "" && (alone || near) &&
		slices.ContainsFunc(w.Forms, func(f Form) bool { return w.Owes(f.ID, u) })
}

// NamesOther tells whether a text names units, and not this one.
func (w *Workspace) NamesOther(text string, u UnitID) bool {
	if w.Names(text, u) {
		return false
	}
	folded := FoldCard(text)
	return w.UnitIn(folded) != "" ||
		slices.ContainsFunc(w.Units, func(o Unit) bool { return strings.Contains(folded, FoldCard(string(o.ID))) })
}

// FoldCard folds a card for comparison: simplified, half width, letters and
// digits only, so that emoji, brackets and dashes make no difference.
func FoldCard(card string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, zh.Fold(card).String())
}

// indexCards builds the indexes of folded cards and unit names. A township's
// name in front of a unit's is left out by matching the unit's own.
func (w *Workspace) indexCards() {
	w.cards, w.folded, w.names = map[string][]*Person{}, map[string]string{}, map[string]UnitID{}
	add := func(key string, p *Person) {
		if key != "" && !slices.Contains(w.cards[key], p) {
			w.cards[key] = append(w.cards[key], p)
		}
	}
	for i := range w.People {
		p := &w.People[i]
		w.folded[p.Card] = FoldCard(p.Card)
		add(w.folded[p.Card], p)
	}
	for _, u := range w.Units {
		for _, name := range append([]string{string(u.ID)}, u.Aliases...) {
			key := FoldCard(name)
			w.names[key] = u.ID
			w.longest = max(w.longest, len([]rune(key)))
		}
	}
}
