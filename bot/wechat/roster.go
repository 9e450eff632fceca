package wechat

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"qunbao/report"
)

const (
	freshFor    = 10 * time.Minute // how long what is known of a bound group is good
	strangeFor  = time.Hour        // and of another
	askAgain    = 30 * time.Second // at the least between two questions about one group
	officialBit = 8                // the bit of VerifyFlag that marks accounts that are no people
)

// roster is who is where, in the names of one session. The library's own is never
// asked: it keeps cards for ever, sorts all contacts whenever it is asked, and may
// not be used beside its loop.
type roster struct {
	workspace *report.Workspace
	ask       func(ctx context.Context, names []string) ([]wireUser, error) // webwxbatchgetcontact
	self      string
	nick      string // of the account

	asking  sync.Mutex // one question at a time
	mu      sync.Mutex // guards what follows
	people  map[string]member
	remarks map[string]int // folded: how many friends have it
	groups  map[string]*group

	complete bool                       // all contacts are known
	alone    map[string]identity        // who the people are in private
	reach    map[report.PersonID]string // who can be written to alone, and where
	missed   map[string]time.Time       // who has written and is no member, and when that was seen
}

func newRoster(w *report.Workspace, self, nick string) *roster {
	return &roster{
		workspace: w, self: self, nick: nick,
		people: map[string]member{}, groups: map[string]*group{}, reach: map[report.PersonID]string{}, missed: map[string]time.Time{},
	}
}

// take takes up contacts: friends with the remarks of the account's owner, and the
// groups of the address book.
func (r *roster) take(users []wireUser) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.taken(users)
}

// acquaint takes up all contacts.
func (r *roster) acquaint(users []wireUser) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.complete = true
	r.taken(users)
}

// knowsAll tells whether all contacts are known.
func (r *roster) knowsAll() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.complete
}

// taken is take with the lock held.
func (r *roster) taken(users []wireUser) {
	for _, u := range users {
		wire := string(u.UserName)
		switch {
		case strings.HasPrefix(wire, groupPrefix):
			r.takeGroup(u)
		case strings.HasPrefix(wire, accountPrefix) && u.VerifyFlag&officialBit == 0 && wire != r.self:
			r.people[wire] = member{wire: wire, remark: tidy(u.RemarkName), nick: tidy(u.NickName)}
		}
	}
	r.remarks = map[string]int{}
	for _, m := range r.people {
		r.remarks[fold(m.remark)]++
	}
	for wire, g := range r.groups {
		r.groups[wire] = r.settled(g)
	}
	r.settleFriends()
}

// settleFriends finds out which friends are people of the roster: by remark, by their
// card in a bound group, by nickname. The lock is held.
func (r *roster) settleFriends() {
	cards := map[string]string{}
	for _, g := range r.groups {
		for wire, who := range g.who {
			if who.person != "" {
				cards[wire] = who.name
			}
		}
	}
	var all []member
	for wire, m := range r.people {
		m.card, m.remark = cards[wire], r.sole(m.remark)
		all = append(all, m)
	}
	r.reach = map[report.PersonID]string{}
	r.alone = identify(all, func(name string) report.PersonID { return r.known("", name) })
	for wire, who := range r.alone {
		if who.person != "" {
			r.reach[who.person] = wire
		}
	}
}

// sole is a remark that one friend alone has; one of several says nothing. The lock is
// held.
func (r *roster) sole(remark string) string {
	if r.remarks[fold(remark)] > 1 {
		return ""
	}
	return remark
}

// known is the person of the roster that a name stands for; empty: none.
func (r *roster) known(chat report.ChatID, name string) report.PersonID {
	s := r.workspace.Speaker(report.Message{Chat: chat, Private: chat == "", Sender: name})
	if !s.Known() {
		return ""
	}
	return s.Person.ID
}

// friend is who somebody is in private, and what they call themselves.
func (r *roster) friend(wire string) (nick string, who identity) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.people[wire].nick, r.alone[wire]
}

// refresh asks the service for groups.
func (r *roster) refresh(ctx context.Context, wires ...string) error {
	r.asking.Lock()
	defer r.asking.Unlock()
	var errs []error
	for part := range slices.Chunk(wires, mostAsked) {
		r.tried(part)
		users, err := r.ask(ctx, part)
		errs = append(errs, err)
		users = slices.DeleteFunc(users, func(u wireUser) bool { return !slices.Contains(part, string(u.UserName)) })
		r.take(users)
	}
	return errors.Join(errs...)
}

// tried notes when groups were asked for.
func (r *roster) tried(wires []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, wire := range wires {
		g := group{wire: wire}
		if old := r.groups[wire]; old != nil {
			g = *old
		}
		g.tried = time.Now()
		r.groups[wire] = &g
	}
}

// noted takes up groups that the phone has open, of which the name alone is known.
func (r *roster) noted(wires []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, wire := range wires {
		if strings.HasPrefix(wire, groupPrefix) && r.groups[wire] == nil {
			r.groups[wire] = &group{wire: wire}
		}
	}
}

// stale has a group be asked for again before it is next needed.
func (r *roster) stale(wire string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if old := r.groups[wire]; old != nil {
		g := *old
		g.loaded = time.Time{}
		r.groups[wire] = &g
	}
}

// errShared says that two groups have one name.
var errShared = errors.New("two groups have this name: rename one of them")

// chat finds a group by its name; one that nobody has heard of is nil. Before that is
// said, the groups without a name are asked for it, and those whose name may be old.
func (r *roster) chat(ctx context.Context, name report.ChatID) (*group, error) {
	found := r.named(name)
	if len(found) != 1 || found[0].loaded.IsZero() {
		err := r.refresh(ctx, r.unsure()...)
		if found = r.named(name); err != nil && len(found) == 0 {
			return nil, err
		}
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return found[0], nil
	}
	return nil, errShared
}

// named are the groups of a name.
func (r *roster) named(name report.ChatID) []*group {
	r.mu.Lock()
	defer r.mu.Unlock()
	var found []*group
	for _, g := range r.groups {
		if g.chat == name {
			found = append(found, g)
		}
	}
	return found
}

// unsure are the groups whose name has to be asked for.
func (r *roster) unsure() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var wires []string
	for wire, g := range r.groups {
		if time.Since(g.tried) >= askAgain && !g.good(time.Now(), r.workspace) {
			wires = append(wires, wire)
		}
	}
	return wires
}

// moved takes up what the service says has changed.
func (r *roster) moved(changed []wireUser) {
	if len(changed) == 0 {
		return
	}
	for _, u := range changed {
		if strings.HasPrefix(string(u.UserName), groupPrefix) && len(u.MemberList) == 0 {
			r.stale(string(u.UserName))
		}
	}
	r.take(changed)
}

// where is the name of this session of somebody who can be written to alone.
func (r *roster) where(p report.PersonID) (wire string, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	wire, ok = r.reach[p]
	return wire, ok
}
