package report

import (
	"cmp"
	"slices"
)

// binding is who somebody is taken for who is not in the roster: whoever has the
// account, or, where the channel knows none, whoever shows the card in the chat.
type binding struct {
	account string
	chat    ChatID
	card    string // folded
}

func bindingOf(account string, chat ChatID, card string) binding {
	if account != "" {
		return binding{account: account}
	}
	return binding{chat: chat, card: FoldCard(card)}
}

// bindings are the people whom admins have bound in chat.
type bindings struct {
	people map[binding]*Person
	known  map[PersonID]*Person
	posts  map[UnitID][]*Person
	sure   map[*Person]bool // known by their account
}

// bind finds who is bound by rulings: of several about one name the last counts.
func (w *Workspace) bind(all []Ruling) *bindings {
	last := map[binding]Ruling{}
	var order []binding
	for _, r := range all {
		if r.Kind != BindRuling {
			continue
		}
		k := bindingOf(r.SenderID, r.Chat, r.Card)
		if _, had := last[k]; !had {
			order = append(order, k)
		}
		last[k] = r
	}
	b := &bindings{people: map[binding]*Person{}, known: map[PersonID]*Person{}, posts: map[UnitID][]*Person{}, sure: map[*Person]bool{}}
	for _, k := range order {
		r := last[k]
		if w.Unit(r.Unit) == nil {
			continue // undone, or the unit has left the roster
		}
		name := oneLine(r.Card)
		p := &Person{ID: PersonID(name), Name: name, Card: r.Card, Posts: []Post{{r.Unit, Reporter}}}
		if w.people[p.ID] != nil || b.known[p.ID] != nil {
			p.ID += PersonID("（" + string(r.Unit) + "，" + string(r.Chat) + "）")
		}
		b.people[k], b.known[p.ID], b.sure[p] = p, p, r.SenderID != ""
		b.posts[r.Unit] = append(b.posts[r.Unit], p)
	}
	return b
}

// boundSender finds who sent a message among those whom admins have bound, or nil, and
// whether it is certain.
func (w *Workspace) boundSender(m Message) (p *Person, sure bool) {
	b := w.bound.Load()
	if b == nil || m.Private && m.SenderID == "" {
		return nil, false
	}
	if p = b.people[bindingOf(m.SenderID, m.Chat, m.Sender)]; p == nil && m.SenderID != "" {
		p = b.people[bindingOf("", m.Chat, m.Sender)]
	}
	return p, b.sure[p]
}

// Bindings are the rulings by which people are bound now, in the order of their names.
func (w *Workspace) Bindings() []Ruling {
	last := map[binding]Ruling{}
	for _, r := range w.Rulings() {
		if r.Kind == BindRuling {
			last[bindingOf(r.SenderID, r.Chat, r.Card)] = r
		}
	}
	var all []Ruling
	for _, r := range last {
		if w.Unit(r.Unit) != nil {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b Ruling) int { return cmp.Or(cmp.Compare(a.Card, b.Card), cmp.Compare(a.Chat, b.Chat)) })
	return all
}

// Shared tells whether a card is that of several people of the roster, and Rostered,
// whether it is that of one.
func (w *Workspace) Shared(card string) bool { return len(w.cards[FoldCard(card)]) > 1 }

// Rostered tells whether a card is known by the roster, or is the bare name of somebody
// in it: bound, he would be two people.
func (w *Workspace) Rostered(card string) bool {
	folded := FoldCard(card)
	bare := func(p Person) bool { return FoldCard(p.Name) == folded }
	return len(w.cards[folded]) > 0 || w.named(folded) != nil || slices.ContainsFunc(w.People, bare)
}
