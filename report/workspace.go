package report

import (
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// Unit is who owes a report: a village, a community, a school, a gate.
type Unit struct {
	ID      UnitID
	Aliases []string
	Parent  UnitID
	Kind    string // 类别: 行政村, 社区 …
	From    Day    // 启用: the first day on which it owes anything; 0: since ever
	Until   Day    // the last such day, before its 停用; 0: without end
}

// Stands tells whether there is the unit on a day.
func (u *Unit) Stands(d Day) bool { return within(u.From, d, u.Until) }

// Person is somebody of the roster with all that they are to units.
type Person struct {
	ID    PersonID
	Name  string
	Card  string // 群名片
	Phone string
	Posts []Post
}

// Post is one row of the roster: a person's role for a unit.
type Post struct {
	Unit UnitID
	Role Role
}

// Has tells whether the person has a role for any unit.
func (p *Person) Has(r Role) bool {
	return slices.ContainsFunc(p.Posts, func(q Post) bool { return q.Role == r })
}

// speaksFor lists the units whose reports the person sends or answers for, in the
// roster's order.
func (p *Person) speaksFor() []UnitID {
	var units []UnitID
	seen := map[UnitID]bool{}
	for _, q := range p.Posts {
		if q.Role.speaks() && !seen[q.Unit] {
			seen[q.Unit] = true
			units = append(units, q.Unit)
		}
	}
	return units
}

// IsOf tells whether the person has any role for a unit.
func (p *Person) IsOf(u UnitID) bool {
	return slices.ContainsFunc(p.Posts, func(q Post) bool { return q.Unit == u })
}

// Roles lists what the person is to a unit.
func (p *Person) Roles(u UnitID) []Role {
	var roles []Role
	for _, q := range p.Posts {
		if q.Unit == u {
			roles = append(roles, q.Role)
		}
	}
	return roles
}

// Chat is a chat the bot is bound to.
type Chat struct {
	ID    ChatID
	Role  ChatRole
	Forms []FormID // the first is what a bare 平安 means
}

// ChatRole says what a chat is for.
type ChatRole string

// The roles of chats.
const (
	WorkChat    ChatRole = "work"    // cadres report here
	LeadersChat ChatRole = "leaders" // digests go here
)

// Quiet is the window in which only alerts and answers leave. From may be later
// than To: the window then crosses midnight. Equal ends mean no quiet hours.
type Quiet struct{ From, To Clock }

// DigestPlan is one scheduled digest.
type DigestPlan struct {
	At     Clock
	Covers Covers
	To     []string // "leaders", or the name of a chat
	Forms  []FormID
	Attach []Attachment // where the channel can send files

	Layout   Layout
	Template *Wording // of the workspace, in the layout's place; nil: none
}

// Layout is how a digest is laid out.
type Layout string

// The layouts of a digest.
const (
	ByTopic Layout = "topic" // form by form; the zero layout is this too
	ByUnit  Layout = "unit"  // unit by unit
)

// Covers says which day a digest or briefing speaks of.
type Covers string

// The days a digest may cover.
const (
	Yesterday Covers = "yesterday"
	Today     Covers = "today"
)

// BriefingPlan is one scheduled briefing.
type BriefingPlan struct {
	At     Clock
	Kind   string // DailyBriefing, SituationReport, WorkSummary
	Forms  []FormID
	Review Role

	IssueFrom int // the number of the first briefing that is published; the next year begins at 1
}

// Settings is what a workspace's files say, validated. See contracts section 1.
type Settings struct {
	Name          string
	Zone          *time.Location
	Units         []Unit // in the roster's order
	People        []Person
	Forms         []Form
	Emergencies   []Emergency
	Chats         []Chat
	Duty          DutyTable
	Acknowledge   time.Duration // how long an alert waits for 收到 before the next person is told
	Quiet         Quiet
	ReceiptWindow time.Duration
	Issuer        string // who signs documents: 青石镇人民政府; empty: the workspace's name
	Digests       []DigestPlan
	Holidays      Holidays
	Briefings     []BriefingPlan
	TrustCards    bool // cards give every right, not only that to report
}

// Workspace is one township's settings with their indexes, and the rulings that
// hold. Only those change after NewWorkspace (Rule); it may be shared.
type Workspace struct {
	Settings
	rulings   atomic.Pointer[[]Ruling]
	bound     atomic.Pointer[bindings] // who is bound by them; nil: nobody
	place     map[UnitID]int           // of a unit in the roster
	people    map[PersonID]*Person
	forms     map[FormID]*Form
	chats     map[ChatID]*Chat
	chatForms map[ChatID][]*Form
	speaks    map[*Person][]UnitID // the units that somebody reports or answers for
	posts     map[UnitID][]*Person // who has a role for the unit, in roster order
	askees    []askees             // whom to ask about a unit, by its place
	owes      map[FormID][]bool    // whether the unit in a place owes the form
	owing     map[FormID][]UnitID  // who owes the form, in roster order
	cards     map[string][]*Person // by folded card
	folded    map[string]string    // the cards of the roster, folded
	names     map[string]UnitID    // units by folded name and alias
	longest   int                  // the longest of those names, in runes
}

// NewWorkspace indexes settings.
func NewWorkspace(s Settings) *Workspace {
	w := &Workspace{Settings: s,
		place: make(map[UnitID]int, len(s.Units)), people: map[PersonID]*Person{}, forms: map[FormID]*Form{},
		chats: map[ChatID]*Chat{}, chatForms: map[ChatID][]*Form{}, speaks: map[*Person][]UnitID{}, posts: map[UnitID][]*Person{}, owing: map[FormID][]UnitID{}, owes: map[FormID][]bool{},
	}
	for i := range w.Units {
		w.place[w.Units[i].ID] = i
	}
	for i := range w.Chats {
		w.chats[w.Chats[i].ID] = &w.Chats[i]
	}
	for i := range w.People {
		p := &w.People[i]
		w.people[p.ID] = p
		w.speaks[p] = p.speaksFor()
		for _, q := range p.Posts {
			if !slices.Contains(w.posts[q.Unit], p) {
				w.posts[q.Unit] = append(w.posts[q.Unit], p)
			}
		}
	}
	for i := range w.Forms {
		f := &w.Forms[i]
		w.forms[f.ID] = f
		w.owing[f.ID], w.owes[f.ID] = w.whoOwes(f), make([]bool, len(w.Units))
		for _, u := range w.owing[f.ID] {
			w.owes[f.ID][w.place[u]] = true
		}
	}
	for _, c := range w.chats {
		for _, id := range c.Forms {
			w.chatForms[c.ID] = append(w.chatForms[c.ID], w.forms[id])
		}
	}
	w.indexCards()
	w.indexAskees()
	return w
}

// whoOwes lists the units that owe a form: those it names by kind or name, or
// every unit with a reporter or deputy.
func (w *Workspace) whoOwes(f *Form) []UnitID {
	var owing []UnitID
	for _, u := range w.Units {
		named := slices.Contains(f.Units, u.Kind) || slices.Contains(f.Units, string(u.ID))
		if named || len(f.Units) == 0 && w.hasReporter(u.ID) {
			owing = append(owing, u.ID)
		}
	}
	return owing
}

func (w *Workspace) hasReporter(u UnitID) bool {
	return len(w.With(u, Reporter)) > 0 || len(w.With(u, Deputy)) > 0
}

// Unit finds a unit by its id, or nil.
func (w *Workspace) Unit(id UnitID) *Unit {
	if i, ok := w.place[id]; ok {
		return &w.Units[i]
	}
	return nil
}

// Person finds a person of the roster, or one bound in chat, by id, or nil.
func (w *Workspace) Person(id PersonID) *Person {
	if b := w.bound.Load(); b != nil && w.people[id] == nil {
		return b.known[id]
	}
	return w.people[id]
}

// Form finds a form by its id, or nil.
func (w *Workspace) Form(id FormID) *Form { return w.forms[id] }

// Chat finds a bound chat by its name, or nil.
func (w *Workspace) Chat(id ChatID) *Chat { return w.chats[id] }

// Owing lists the units that owe a form, in the roster's order, whatever the day.
func (w *Workspace) Owing(id FormID) []UnitID { return w.owing[id] }

// Owes tells whether a unit owes a form at all, whatever the day; OwedBy, whether
// it owes a period.
func (w *Workspace) Owes(f FormID, u UnitID) bool {
	i, ok := w.place[u]
	return ok && w.owesAt(f, i)
}

// owesAt tells it of the unit in a place of the roster.
func (w *Workspace) owesAt(f FormID, place int) bool {
	owes := w.owes[f]
	return owes != nil && owes[place]
}

// Posts lists the people with a role for a unit, in the roster's order.
func (w *Workspace) Posts(u UnitID) []*Person { return w.posts[u] }

// With lists the people who have a role for a unit, in the roster's order.
func (w *Workspace) With(u UnitID, r Role) []*Person {
	var people []*Person
	for _, p := range w.posts[u] {
		if slices.Contains(p.Posts, Post{u, r}) {
			people = append(people, p)
		}
	}
	return people
}

// AllWith lists the people who have a role for any unit, in the roster's order.
func (w *Workspace) AllWith(r Role) []*Person {
	var people []*Person
	for i := range w.People {
		if w.People[i].Has(r) {
			people = append(people, &w.People[i])
		}
	}
	return people
}

// ChatOf is the chat in which a form is reported: the first that lists it, or nil.
func (w *Workspace) ChatOf(f FormID) *Chat {
	for i := range w.Chats {
		if slices.Contains(w.Chats[i].Forms, f) {
			return &w.Chats[i]
		}
	}
	return nil
}

// FormsIn lists the forms that a message in a place may be about: those of the
// chat, or in private those that the person's units owe. The list must not be
// changed.
func (w *Workspace) FormsIn(m Message, s Speaker) []*Form {
	var forms []*Form
	if !m.Private {
		return w.chatForms[m.Chat]
	}
	units := s.Units()
	for i := range w.Forms {
		if slices.ContainsFunc(units, func(u UnitID) bool { return w.Owes(w.Forms[i].ID, u) }) {
			forms = append(forms, &w.Forms[i])
		}
	}
	return forms
}

// Short is the unit's shortest alias, as people call it, or its name.
func (u *Unit) Short() string {
	short := string(u.ID)
	for _, a := range u.Aliases {
		if len(a) < len(short) && strings.Contains(string(u.ID), a) {
			short = a
		}
	}
	return short
}
