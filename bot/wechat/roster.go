package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/eatmoreapple/openwechat"

	"qunbao/report"
)

const (
	freshFor    = 10 * time.Minute // how long what is known of a bound group is good
	strangeFor  = time.Hour        // and of another
	askAgain    = 30 * time.Second // at the least between two questions about one group
	mostPages   = 50               // of the list of contacts
	mostAsked   = 50               // groups in one question
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

	asking sync.Mutex // one question at a time
	mu     sync.Mutex // guards what follows
	people map[string]member
	groups map[string]*group
	alone  map[string]identity        // who the people are in private
	reach  map[report.PersonID]string // who can be written to alone, and where
}

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

func newRoster(w *report.Workspace, self, nick string) *roster {
	return &roster{
		workspace: w, self: self, nick: nick,
		people: map[string]member{}, groups: map[string]*group{}, reach: map[report.PersonID]string{},
	}
}

// take takes up contacts: friends with the remarks of the account's owner, and the
// groups of the address book.
func (r *roster) take(users []wireUser) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, u := range users {
		wire := string(u.UserName)
		switch {
		case strings.HasPrefix(wire, groupPrefix):
			r.takeGroup(u)
		case strings.HasPrefix(wire, accountPrefix) && u.VerifyFlag&officialBit == 0 && wire != r.self:
			r.people[wire] = member{wire: wire, remark: tidy(u.RemarkName), nick: tidy(u.NickName)}
		}
	}
	for wire, g := range r.groups {
		r.groups[wire] = r.settled(g)
	}
	r.settleFriends()
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
			m.remark, m.nick = friend.remark, friend.nick
		}
		if m.self {
			m.nick = r.nick
			g.account = m.shown()
		}
		g.members[wire] = m
		all = append(all, m)
	}
	g.who = identify(all, func(name string) report.PersonID { return r.known(g.chat, name) })
	if me, ok := g.who[r.self]; ok && me.person != "" {
		me.proven = true // whoever holds the phone
		g.who[r.self] = me
	}
	return &g
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
		m.card = cards[wire]
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

// group is a group by its name of this session, with somebody among its members if
// the service knows them.
func (r *roster) group(ctx context.Context, wire, sender string) (*group, error) {
	g := r.have(wire)
	now := time.Now()
	if g.good(now, r.workspace) && g.has(sender) {
		return g, nil
	}
	if now.Sub(g.tried) < askAgain && g.chat != "" {
		return g, nil
	}
	err := r.refresh(ctx, wire)
	if g = r.have(wire); g.chat != "" {
		return g, nil // older than it should be, but it has a name
	}
	if err == nil {
		err = errors.New("the service does not tell the name of a group")
	}
	return g, err
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
	if len(found) == 0 {
		if err := r.refresh(ctx, r.unsure()...); err != nil {
			return nil, err
		}
		found = r.named(name)
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		if g := found[0]; g.loaded.IsZero() && time.Since(g.tried) >= askAgain {
			err := r.refresh(ctx, g.wire)
			return r.have(g.wire), err
		}
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

// count is how many members are nobody of the roster, and how many of them because
// others are called as they are.
func (g *group) count() (unknown, shared int) {
	for wire, who := range g.who {
		switch {
		case g.members[wire].self || who.person != "":
		case who.name == "":
			unknown, shared = unknown+1, shared+1
		default:
			unknown++
		}
	}
	return unknown, shared
}

// where is the name of this session of somebody who can be written to alone.
func (r *roster) where(p report.PersonID) (wire string, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	wire, ok = r.reach[p]
	return wire, ok
}

// contacts reads the account's list of contacts, page by page.
func contacts(ctx context.Context, client *openwechat.Client, key string) ([]wireUser, error) {
	var all []wireUser
	for at, pages := int64(0), 0; pages < mostPages; pages++ {
		resp, err := client.WebWxGetContact(ctx, key, at)
		if err != nil {
			return all, err
		}
		var page struct {
			Seq        number
			MemberList list[wireUser]
		}
		if err := decode(resp, &page); err != nil {
			return all, err
		}
		all = append(all, page.MemberList...)
		if int64(page.Seq) <= at {
			break
		}
		at = int64(page.Seq)
	}
	return all, nil
}

// details asks for groups by their names of this session.
func details(ctx context.Context, client *openwechat.Client, req *openwechat.BaseRequest, wires []string) ([]wireUser, error) {
	var asked openwechat.Members
	for _, wire := range wires {
		asked = append(asked, &openwechat.User{UserName: wire})
	}
	resp, err := client.WebWxBatchGetContact(ctx, asked, req)
	if err != nil {
		return nil, err
	}
	var answer struct{ ContactList list[wireUser] }
	err = decode(resp, &answer)
	return answer.ContactList, err
}

// decode reads an answer that the guard has let pass.
func decode(resp *http.Response, into any) error {
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		return &fault{call: "the service", what: "the answer cannot be read: " + strconv.Quote(http.StatusText(resp.StatusCode)), cause: err}
	}
	return nil
}
