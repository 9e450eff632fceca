package wechat

import (
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
}

// shown is what people in the chat read above what somebody says. A remark is for
// its writer's eyes alone.
func (m member) shown() string {
	if m.card != "" {
		return m.card
	}
	return m.nick
}

// identity is who a member is to the program.
type identity struct {
	name   string // the sender's card; empty: several are called so
	person report.PersonID
	proven bool // by a name that nobody but the owner of the bot's account can give
}

// identify finds out who the members of a chat are: by remark, then by card, then by
// nickname, and by none that another has as well. Whoever is taken for a person by
// the stronger name is that person, and no other is; two by names alike are nobody.
// It never guesses.
func identify(members []member, known func(name string) report.PersonID) map[string]identity {
	found := map[string]identity{}
	claims := map[report.PersonID]map[int]int{} // by person and kind of name: how many
	ranks := map[string]int{}
	for _, m := range members {
		found[m.wire] = identity{name: m.shown()}
		for rank, name := range m.names() {
			p := report.PersonID("")
			if name != "" {
				p = known(name)
			}
			if p == "" {
				continue
			}
			if claims[p] == nil {
				claims[p] = map[int]int{}
			}
			claims[p][rank]++
			found[m.wire], ranks[m.wire] = identity{name, p, rank == 0}, rank
			break
		}
	}
	for wire, who := range found {
		if who.person != "" && !strongest(claims[who.person], ranks[wire]) {
			found[wire] = identity{}
		}
	}
	return found
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
