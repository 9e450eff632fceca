package wechat

import (
	"crypto/sha256"
	"encoding/hex"
	"html"
	"strings"

	"github.com/eatmoreapple/openwechat"
	"golang.org/x/text/unicode/norm"

	"qunbao/report"
)

// member is somebody as the service lists them, under the names that they have.
type member struct {
	wire   string // lives for one session, and stays in memory
	remark string // what the owner of the bot's account calls a friend, on the phone
	card   string // 群昵称
	nick   string // what they call themselves
	self   bool   // the bot's own account

	// hidden: what the service gives as the nickname may be the owner's remark, since
	// the list of contacts is not known.
	hidden bool
}

// shown is what people in the chat read above what somebody says. A remark is for
// its writer's eyes alone.
func (m member) shown() string {
	if m.card != "" || m.hidden {
		return m.card
	}
	return m.nick
}

// identity is who a member is to the program.
type identity struct {
	name    string // the sender's card, with a mark where several are called so; empty: none is shown
	person  report.PersonID
	proven  bool   // by a name that nobody but the owner of the bot's account can give
	account string // what stays, however they call themselves: a remark; empty: nothing does
	twin    bool   // somebody of the roster, and another is called so as well
}

// identify finds out who the members of a chat are: by remark, then by card, then by
// nickname, and by none that another has as well. Whoever is taken for a person by
// the stronger name is that person, and no other is; two by names alike are nobody,
// and their name is marked, so that nobody is bound by it. It never guesses.
func identify(members []member, known func(name string) report.PersonID) map[string]identity {
	found, ranks := map[string]identity{}, map[string]int{}
	claims, called := map[report.PersonID]map[int]int{}, map[string]int{} // by person and kind of name, and by name: how many
	for _, m := range members {
		who, rank := m.claim(known)
		found[m.wire], ranks[m.wire] = who, rank
		called[report.FoldCard(who.name)]++
		if who.person != "" {
			if claims[who.person] == nil {
				claims[who.person] = map[int]int{}
			}
			claims[who.person][rank]++
		}
	}
	for _, m := range members {
		who := found[m.wire]
		switch {
		case who.person != "" && !strongest(claims[who.person], ranks[m.wire]):
			found[m.wire] = identity{name: m.marked(), twin: true}
		case who.person == "" && called[report.FoldCard(who.name)] > 1:
			found[m.wire] = identity{name: m.marked(), account: who.account}
		}
	}
	return found
}

// marked is the name shown of somebody whom others are called like; empty: none is.
func (m member) marked() string {
	if name := m.shown(); name != "" {
		return name + report.SharedMark
	}
	return ""
}

// claim is who a member would be if there were no others, and by which of the names.
// What rests on a name of their own choice is not tied to the account.
func (m member) claim(known func(name string) report.PersonID) (identity, int) {
	for rank, name := range m.names() {
		if name == "" {
			continue
		}
		if p := known(name); p != "" {
			who := identity{name: name, person: p, proven: rank == 0}
			if who.proven {
				who.account = accountOf(m.remark)
			}
			return who, rank
		}
	}
	who := identity{name: m.shown()}
	if m.remark != "" {
		who.account = accountOf(m.remark)
	}
	return who, 0
}

// accountOf is a friend by the remark, which stays from session to session and is
// nobody else's to read.
func accountOf(remark string) string {
	sum := sha256.Sum256([]byte(fold(remark)))
	return "wechat/" + hex.EncodeToString(sum[:8])
}

// strongest tells whether a claim to be somebody is the only one of its kind, and
// none is of a stronger kind.
func strongest(claims map[int]int, rank int) bool {
	for stronger := range rank {
		if claims[stronger] > 0 {
			return false
		}
	}
	return claims[rank] == 1
}

// names are those by which a member may be known, the stronger first.
func (m member) names() [3]string { return [3]string{m.remark, m.card, m.nick} }

// tidy is a name as people read it: the service escapes it, and writes emoji as
// marks.
func tidy(name text) string {
	return strings.TrimSpace(openwechat.FormatEmoji(html.UnescapeString(string(name))))
}

// fold is a name for comparison with another of the service: what looks alike is
// alike.
func fold(name string) string {
	return strings.Join(strings.Fields(norm.NFKC.String(name)), " ")
}
