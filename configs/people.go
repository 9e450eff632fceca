package configs

import "qunbao/report"

// member is a person on the way in.
type member struct {
	report.Person
	at        word // the cell of the name where the person was met first
	givenCard bool // the roster gives a card; else it is the name
}

// post takes a row's part about its person. A row without a name and a role only
// makes the unit.
func (r *roster) post(unit word, cells row) {
	if cells["name"].text == "" && cells["role"].text == "" {
		return
	}
	name, role := cells.must("name", r.found), cells.must("role", r.found)
	kind, known := roles[role.text]
	if role.text != "" && !known {
		r.found.wrong(role.place, rolesHint, "unknown role %q", role.text)
	}
	if name.text == "" || !known {
		return
	}
	m := r.member(name, cells)
	post := report.Post{Unit: report.UnitID(unit.text), Role: kind}
	for _, p := range m.Posts {
		if p == post {
			r.found.odd(name.place, "remove one of the rows", "%s is %s of %s twice", name.text, role.text, unit.text)
			return
		}
	}
	m.Posts = append(m.Posts, post)
}

// member finds the person whom a row means, or makes a new one: rows of one name
// with one card or one phone are one person.
func (r *roster) member(name word, cells row) *member {
	card, phone := cells["card"], cells["phone"]
	for _, m := range r.person {
		if m.Name != name.text || !m.same(card.text, phone.text) {
			continue
		}
		r.complete(m, card, phone)
		return m
	}
	m := &member{at: name, givenCard: card.text != "",
		Person: report.Person{Name: name.text, Card: card.text, Phone: phone.text}}
	if !m.givenCard {
		m.Card = name.text
	}
	r.person = append(r.person, m)
	return m
}

// same tells whether a row of the person's name means the person. Where neither
// gives a card, two different phones are two people.
func (m *member) same(card, phone string) bool {
	switch {
	case phone != "" && phone == m.Phone:
		return true
	case card != "" && m.givenCard:
		return card == m.Card
	case phone != "" && m.Phone != "":
		return false
	}
	return card == "" || !m.givenCard || card == m.Card
}

// complete adds what a later row says of a person and warns where it says
// something else.
func (r *roster) complete(m *member, card, phone word) {
	if card.text != "" && !m.givenCard {
		m.Card, m.givenCard = card.text, true
	}
	if phone.text != "" && m.Phone == "" {
		m.Phone = phone.text
	}
	if card.text != "" && card.text != m.Card {
		r.found.odd(card.place, "the first one counts", "%s has two cards", m.Name)
	}
	if phone.text != "" && phone.text != m.Phone {
		r.found.odd(phone.place, "the first one counts", "%s has two phones", m.Name)
	}
}

// people gives everybody an id: the name, with the unit behind it where several
// people bear the name.
func (r *roster) people() []report.Person {
	bearers := map[string]int{}
	for _, m := range r.person {
		bearers[m.Name]++
	}
	taken := map[report.PersonID]bool{}
	people := make([]report.Person, len(r.person))
	for i, m := range r.person {
		m.ID = report.PersonID(m.Name)
		if bearers[m.Name] > 1 {
			m.ID = report.PersonID(m.Name + "（" + string(m.Posts[0].Unit) + "）")
		}
		if taken[m.ID] {
			r.found.wrong(m.at.place, "write one of the names so that people can tell them apart", "two people are called %s", m.ID)
		}
		taken[m.ID] = true
		people[i] = m.Person
	}
	return people
}

// checkPeople notes two people with one card: a message of either could be the
// other's. Cards are compared as messages' are, folded.
func (r *roster) checkPeople() {
	owner := map[string]*member{}
	for _, m := range r.person {
		key := report.FoldCard(m.Card)
		first, taken := owner[key]
		switch {
		case key == "":
			r.found.wrong(m.at.place, "write the name as it stands in the group", "the card %q holds no letter", m.Card)
		case taken:
			r.found.wrong(m.at.place, "give each the card that the group shows", "%s and %s (line %d) have one card: %q", m.Name, first.Name, first.at.line, m.Card)
		default:
			owner[key] = m
		}
	}
}
