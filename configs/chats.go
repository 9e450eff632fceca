package configs

import (
	"slices"
	"strings"

	"qunbao/report"
)

// toLeaders in a digest's list means the persons with role 领导, privately.
const toLeaders = "leaders"

// readChats reads the chats that the bot is bound to. Their names are what digests
// are addressed by, so they are remembered even where the chat has faults.
func (l *loader) readChats(root *object) []report.Chat {
	l.chats = map[string]word{}
	root.need("chats", "name the group in which people report")
	var chats []report.Chat
	for _, o := range root.objects("chats") {
		if c := l.chat(o); c.ID != "" {
			chats = append(chats, c)
		}
	}
	return chats
}

// chat reads one chat. Only a work chat must list forms: in a leaders' chat nobody
// reports.
func (l *loader) chat(o *object) report.Chat {
	name, role := o.must("name"), o.must("role")
	c := report.Chat{ID: report.ChatID(name.text), Role: report.ChatRole(role.text), Forms: l.formIDs(o, "forms")}
	o.close("a chat")
	if first, twice := l.chats[name.text]; twice {
		l.wrong(name.place, "keep one of them", "the chat %q stands in line %d too", name.text, first.line)
	}
	if name.text == toLeaders {
		l.wrong(name.place, "digests use this word for the persons with role 领导", "a chat cannot be named %q", toLeaders)
	}
	l.chats[name.text] = name
	switch c.Role {
	case "", report.LeadersChat:
	case report.WorkChat:
		o.need("forms", "a work chat lists the forms that are reported there: forms: [ … ]")
	default:
		l.wrong(role.place, "roles of chats: work, leaders", "unknown role %q of a chat", role.text)
	}
	return c
}

// formIDs reads a list of form ids, each of which must be a form's.
func (l *loader) formIDs(o *object, key string) []report.FormID {
	var ids []report.FormID
	for _, w := range o.words(key) {
		if _, known := l.forms[w.text]; !known {
			l.wrong(w.place, "forms are named by their id", "unknown form %q", w.text)
			continue
		}
		ids = append(ids, report.FormID(w.text))
	}
	return ids
}

// mustFormIDs reads a list of form ids that must not be empty.
func (l *loader) mustFormIDs(o *object) []report.FormID {
	o.need("forms", "write it as forms: [ … ]")
	return l.formIDs(o, "forms")
}

// digests reads what is told on schedule. A digest without a proper time is left
// out of the plans; that it is wrong has been noted.
func (l *loader) digests(root *object) []report.DigestPlan {
	var plans []report.DigestPlan
	for _, o := range root.objects("digests") {
		at, w, known := o.mustClock("at")
		covers := o.must("covers")
		p := report.DigestPlan{At: at, Covers: report.Covers(covers.text), To: l.receivers(o), Forms: l.mustFormIDs(o)}
		p.Attach = l.attached(o, p.Forms)
		p.Layout, p.Template = l.layout(o), l.digestWording(o)
		o.close("a digest")
		if covers.text != "" && p.Covers != report.Yesterday && p.Covers != report.Today {
			l.wrong(covers.place, "a digest covers yesterday or today", "covers: unknown day %q", covers.text)
		}
		if known {
			l.sameDigest(w, p, plans)
			l.held(w.place, at, "a digest")
			plans = append(plans, p)
		}
	}
	return plans
}

// receivers reads a digest's list of chats and leaders.
func (l *loader) receivers(o *object) []string {
	o.need("to", "write it as to: [leaders, NAME OF A CHAT]")
	var to []string
	for _, w := range o.words("to") {
		_, known := l.chats[w.text]
		switch {
		case w.text == toLeaders:
			if l.roster != nil && !l.roster.has(report.Leader) {
				l.odd(w.place, "give somebody the role 领导", "nobody of the roster is a leader, so that this digest reaches none")
			}
		case !known:
			l.wrong(w.place, "name a chat of chats:, or leaders", "unknown chat %q", w.text)
		}
		to = append(to, w.text)
	}
	return to
}

// sameDigest notes two digests of one time to one receiver: a digest is named by
// its time and its receiver, so that one of the two would never leave.
func (l *loader) sameDigest(w word, p report.DigestPlan, earlier []report.DigestPlan) {
	for _, q := range earlier {
		for _, to := range p.To {
			if q.At == p.At && slices.Contains(q.To, to) {
				l.wrong(w.place, "put their forms into one, or change the time", "two digests go to %q at %s", to, p.At)
			}
		}
	}
}

// briefings reads what is drafted on schedule.
func (l *loader) briefings(root *object) []report.BriefingPlan {
	var plans []report.BriefingPlan
	for _, o := range root.objects("briefings") {
		at, w, known := o.mustClock("at")
		kind := o.must("kind")
		p := report.BriefingPlan{At: at, Kind: kind.text, Forms: l.mustFormIDs(o), Review: l.reviewer(o), IssueFrom: l.count(o, "issue_from", 1, 9999)}
		o.close("a briefing")
		switch same := func(q report.BriefingPlan) bool { return q.Kind == p.Kind }; {
		case kind.text != "" && !slices.Contains(report.BriefingKinds(), kind.text):
			l.wrong(kind.place, "one of: "+strings.Join(report.BriefingKinds(), ", "), "unknown kind of briefing %q", kind.text)
		case slices.ContainsFunc(plans, same):
			l.wrong(kind.place, "put their forms into one", "two briefings of kind %q", kind.text)
		}
		if known {
			l.held(w.place, at, "a briefing")
			plans = append(plans, p)
		}
	}
	return plans
}

// reviewer reads the role that reviews a briefing; 审核 where none is said.
func (l *loader) reviewer(o *object) report.Role {
	w, role := o.word("review"), report.Editor
	if w.given() {
		known := false
		if role, known = roles[w.text]; !known {
			l.wrong(w.place, rolesHint, "review: unknown role %q", w.text)
			return role
		}
	} else {
		w.place = o.place
	}
	if l.roster != nil && !l.roster.has(role) {
		l.odd(w.place, "give somebody that role in the roster", "nobody of the roster may review this briefing")
	}
	return role
}
