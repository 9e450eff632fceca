package wxtest

import (
	"crypto/sha256"
	"fmt"
	"slices"
)

// Person is somebody on the service.
type Person struct {
	key    string
	nick   string
	remark string
	friend bool
}

// Group is a chat of several.
type Group struct {
	key     string
	name    string
	members []*Person
	cards   map[*Person]string
	unsaved bool // not in the address book of the account
}

// Chat is where something is said: a *Group, or a *Person for what is said
// between that friend and the account.
type Chat interface{ chatKey() string }

func (p *Person) chatKey() string { return p.key }
func (g *Group) chatKey() string  { return g.key }

// Self is the account that logs in. Its nickname is 小青.
func (s *Server) Self() *Person { return s.self }

// Friend adds a friend of the account, with the remark that the account's owner
// wrote on the phone; empty: none.
func (s *Server) Friend(nick, remark string) *Person {
	return s.person(Person{nick: nick, remark: remark, friend: true})
}

// Stranger adds somebody who is no friend and may be in groups.
func (s *Server) Stranger(nick string) *Person { return s.person(Person{nick: nick}) }

func (s *Server) person(p Person) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.key = fmt.Sprintf("p%d", len(s.people))
	s.people = append(s.people, &p)
	return &p
}

// Group adds a group of the address book, with the account in it.
func (s *Server) Group(name string, members ...*Person) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := &Group{key: fmt.Sprintf("g%d", len(s.groups)), name: name, members: append([]*Person{s.self}, members...), cards: map[*Person]string{}}
	s.groups = append(s.groups, g)
	return g
}

// Unsave takes a group out of the address book: the account is in it still.
func (s *Server) Unsave(g *Group) { s.change(nil, func() { g.unsaved = true }) }

// Card is what a member is called in a group (群昵称).
func (s *Server) Card(g *Group, p *Person, card string) { s.change(g, func() { g.cards[p] = card }) }

// Topic renames a group.
func (s *Server) Topic(g *Group, name string) { s.change(g, func() { g.name = name }) }

// Nick renames a person.
func (s *Server) Nick(p *Person, nick string) { s.change(p, func() { p.nick = nick }) }

// Remark changes what the account's owner calls a friend.
func (s *Server) Remark(p *Person, remark string) { s.change(p, func() { p.remark = remark }) }

// Join takes somebody into a group.
func (s *Server) Join(g *Group, p *Person) {
	s.change(g, func() { g.members = append(g.members, p) })
}

// Leave takes somebody out of a group.
func (s *Server) Leave(g *Group, p *Person) {
	s.change(g, func() { g.members = slices.DeleteFunc(g.members, func(m *Person) bool { return m == p }) })
}

// change does something to people and tells a client that is logged in.
func (s *Server) change(what Chat, do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
	if what != nil && s.login != nil {
		s.append(entry{changed: what})
	}
}

// names deals out the names of one login.
type names struct {
	login int
	chats map[string]Chat // by name on the wire
	wires map[string]string
}

// of is the name of a person or group in this login.
func (n *names) of(c Chat) string {
	if wire, ok := n.wires[c.chatKey()]; ok {
		return wire
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d/%s", n.login, c.chatKey()))
	wire := fmt.Sprintf("@%x", sum[:16])
	if _, ok := c.(*Group); ok {
		wire = fmt.Sprintf("@@%x", sum)
	}
	n.chats[wire], n.wires[c.chatKey()] = c, wire
	return wire
}
