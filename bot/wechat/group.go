package wechat

import (
	"context"
	"errors"
	"maps"
	"time"

	"qunbao/report"
)

// group is a group as it stood when it was asked for. It is replaced, never changed.
type group struct {
	wire    string
	chat    report.ChatID
	members map[string]member
	who     map[string]identity
	account string    // how the bot's account is called there
	loaded  time.Time // zero: it has to be asked for again
	tried   time.Time
}

// good tells whether what is known of a group need not be asked for.
func (g *group) good(now time.Time, w *report.Workspace) bool {
	most := strangeFor
	if w.Chat(g.chat) != nil {
		most = freshFor
	}
	return g.chat != "" && now.Sub(g.loaded) < most
}

// has tells whether somebody is among the members; nobody always is.
func (g *group) has(sender string) bool {
	_, known := g.members[sender]
	return known || sender == "" || g.who == nil
}

// count is how many members are nobody of the roster, and how many of them because
// others are called as they are.
func (g *group) count() (unknown, shared int) {
	for wire, who := range g.who {
		switch {
		case g.members[wire].self || who.person != "":
		case who.twin:
			unknown, shared = unknown+1, shared+1
		default:
			unknown++
		}
	}
	return unknown, shared
}

// takeGroup takes up a group, with its members where they are told. The lock is held.
func (r *roster) takeGroup(u wireUser) {
	wire := string(u.UserName)
	old := r.groups[wire]
	g := &group{wire: wire, chat: report.ChatID(tidy(u.NickName)), members: map[string]member{}}
	if old != nil {
		g.tried = old.tried
	}
	if len(u.MemberList) == 0 && old != nil {
		g.members, g.loaded = old.members, old.loaded
		if g.chat == "" {
			g.chat = old.chat
		}
	}
	for _, m := range u.MemberList {
		who := member{wire: string(m.UserName), card: tidy(m.DisplayName), nick: tidy(m.NickName), self: string(m.UserName) == r.self}
		g.members[who.wire] = who
	}
	if len(u.MemberList) > 0 {
		g.loaded = time.Now()
	}
	r.groups[wire] = g
}

// settled finds out who the members of a group are. What the group calls the nickname
// of a friend is the owner's remark: the friend's own stands in the list of contacts,
// and nobody else's word is a remark. The lock is held.
func (r *roster) settled(old *group) *group {
	if r.workspace.Chat(old.chat) == nil {
		return old // its members are nobody's business
	}
	g := *old
	g.account, g.members = r.nick, maps.Clone(old.members)
	var all []member
	for wire, m := range g.members {
		if friend, ok := r.people[wire]; ok {
			m.remark, m.nick = r.sole(friend.remark), friend.nick
		}
		m.hidden = !m.self && !r.complete
		if m.self {
			m.nick = r.nick
			g.account = m.shown()
		}
		g.members[wire] = m
		all = append(all, m)
	}
	g.who = identify(all, func(name string) report.PersonID { return r.known(g.chat, name) })
	if me, ok := g.who[r.self]; ok && me.person != "" {
		me.proven, me.account = true, accountOf("") // whoever holds the phone
		g.who[r.self] = me
	}
	return &g
}

// group is a group by its name of this session, with somebody among its members if
// the service knows them.
func (r *roster) group(ctx context.Context, wire, sender string) (*group, error) {
	g := r.have(wire)
	now := time.Now()
	if g.good(now, r.workspace) && g.has(sender) {
		return g, nil
	}
	if now.Sub(g.tried) < askAgain && r.lacks(g, sender) == nil {
		return g, nil // older than it should be
	}
	err := r.refresh(ctx, wire)
	g = r.have(wire)
	why := r.lacks(g, sender)
	if errors.Is(why, errSender) && err != nil {
		why = errMembers // they may have come since it was last told
	}
	return g, why
}

// The reasons why a message cannot be placed yet.
var (
	errUnnamed = errors.New("the service does not tell the name of a group")
	errMembers = errors.New("the service does not tell the members of a group")
	errSender  = errors.New("who has written is none of the group's members")
)

// lacks is what has to be known of a group before a message of it can be told. Who
// writes in a chat of the workspace must be known; in others it is nobody's business.
func (r *roster) lacks(g *group, sender string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case g.chat == "":
		return errUnnamed
	case r.workspace.Chat(g.chat) == nil || g.has(sender) || time.Since(r.missed[sender]) < strangeFor:
		return nil
	case g.loaded.IsZero() && len(g.members) == 0:
		return errMembers
	}
	return errSender
}

// miss gives up somebody who has written in a group of which they are no member: one
// who has left it since. They are asked for again when the group is.
func (r *roster) miss(sender string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.missed[sender] = time.Now()
}

// have is what is known of a group; of an unknown one, that.
func (r *roster) have(wire string) *group {
	r.mu.Lock()
	defer r.mu.Unlock()
	if g := r.groups[wire]; g != nil {
		return g
	}
	return &group{wire: wire}
}
