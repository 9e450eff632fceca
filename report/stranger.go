package report

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
)

// StageStrangers is the stage of a notice that lists people whom the roster does not
// know; Ref is the folded card. Its words are found when it leaves.
const StageStrangers = "strangers"

// gatherStrangers is how long a notice about strangers waits for others.
const gatherStrangers = 15 * time.Minute

// Stranger is a report of somebody who is not in the roster: it waits for an admin.
type Stranger struct {
	Ruling
	N        int  // the number by which an admin accepts it
	Accepted bool // it counts by now
	Bound    bool // its sender has been bound since
}

// Waits tells whether the admins have something to do about it. That its sender is
// bound makes what he reports from then on count, not what came before.
func (s *Stranger) Waits() bool { return !s.Accepted && (s.Unit != "" || !s.Bound) }

// strangerNumber is the number of a stranger's report: of its message alone, so that it
// is the same where the journal is read again, whoever is in the roster by then. Where
// another report that may still wait has it, it is the next one that is free.
func strangerNumber(r Ruling, taken map[int]time.Time) int {
	h := fnv.New32a()
	h.Write([]byte(r.Message))
	n := int(h.Sum32() % numbers)
	for range numbers {
		at, is := taken[n]
		if !is || at.Before(r.At.AddDate(0, -1, 0)) {
			break
		}
		n = (n + 1) % numbers
	}
	taken[n] = r.At
	return firstNumber + n
}

// The numbers of strangers' reports have four digits.
const firstNumber, numbers = 1000, 9000

// Strangers are all reports of people who were not in the roster, in the order in
// which they came.
func (w *Workspace) Strangers() []Stranger {
	accepted, taken := map[MessageID]bool{}, map[int]time.Time{}
	var all []Stranger
	for _, r := range w.Rulings() {
		switch r.Kind {
		case AcceptRuling:
			accepted[r.About] = true
		case StrangerRuling:
			all = append(all, Stranger{Ruling: r, N: strangerNumber(r, taken)})
		}
	}
	for i := range all {
		s := &all[i]
		s.Accepted = accepted[s.Message]
		s.Bound = w.Speaker(Message{Chat: s.Chat, Sender: s.Card, SenderID: s.SenderID}).Known()
	}
	return all
}

// Numbered is the report of a number: of several the last; nil where there is none.
func Numbered(all []Stranger, n int) *Stranger {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].N == n {
			return &all[i]
		}
	}
	return nil
}

// settledOf is how many reports of who shows a card have been accepted.
func (w *Workspace) settledOf(card string) (n int) {
	for _, s := range w.Strangers() {
		if s.Accepted && FoldCard(s.Card) == FoldCard(card) {
			n++
		}
	}
	return n
}

// strange notes that somebody unknown has reported, and tells the admins who it is:
// gathered, and of each person and unit once a day, and again after each acceptance.
func (d *decision) strange() {
	stranger := func(p Problem) bool { return p.Code == UnknownSender || p.Code == Who }
	r := Ruling{
		Kind: StrangerRuling, At: d.Message.Time, Message: d.Message.ID,
		Card: d.Message.Sender, Chat: d.Message.Chat, SenderID: d.Message.SenderID,
	}
	asks := slices.ContainsFunc(d.Reading.Problems, stranger)
	for _, wr := range d.Writes {
		if slices.ContainsFunc(wr.Version.Problems, stranger) {
			r.Unit, r.Form, r.Slot, r.From, r.Until = wr.Key.Unit, wr.Key.Form, wr.Key.Slot, wr.Key.Day, wr.Key.Day
			asks = true
			break
		}
	}
	if d.Speaker.Known() || d.Message.Private || !asks {
		return
	}
	d.Rulings = append(d.Rulings, r)
	if d.Aloud {
		return // it would be said before all
	}
	settled := d.w.settledOf(r.Card)
	due := d.Now.Truncate(gatherStrangers).Add(gatherStrangers)
	for _, p := range d.w.AllWith(Admin) {
		to := Address{Person: p.ID}
		d.Rows = append(d.Rows, Row{
			Key:  fmt.Sprintf("stranger/%s/%s/%s/%d/%s", DayOf(d.Now.In(d.w.Zone)), FoldCard(r.Card), r.Unit, settled, to),
			Kind: Notice, To: to, Stage: StageStrangers, Ref: FoldCard(r.Card), Message: d.Message.ID,
			NotBefore: due, Expires: due.Add(24 * time.Hour),
		})
	}
}

// mostStrangers is how many people a list of strangers names.
const mostStrangers = 12

// StrangersText lists people whom the roster does not know, the latest first, with the
// commands by which their reports count; "" where nobody waits. Only is asked of each
// folded card.
func (w *Workspace) StrangersText(only func(card string) bool, now time.Time) string {
	type person struct {
		card, id string
		chat     ChatID
	}
	var people []person
	reports := map[person][]Stranger{}
	all := w.Strangers()
	for i := len(all) - 1; i >= 0; i-- {
		s := all[i]
		p := person{FoldCard(s.Card), s.SenderID, s.Chat}
		if !s.Waits() || s.At.Before(now.AddDate(0, -1, 0)) || !only(p.card) {
			continue
		}
		if reports[p] == nil {
			people = append(people, p)
		}
		reports[p] = append(reports[p], s)
	}
	if len(people) == 0 {
		return ""
	}
	lines := []string{"发来了数、花名册里对不上的人："}
	for _, p := range people[:min(len(people), mostStrangers)] {
		lines = append(lines, w.strangerLine(reports[p], w.unbindable(all, reports[p][0]), now))
	}
	if more := len(people) - mostStrangers; more > 0 {
		lines = append(lines, fmt.Sprintf("还有%d人，处理完这些再发“未认出”看。", more))
	}
	return strings.Join(lines, "\n")
}

// strangerLine says who somebody is, what waits, and what an admin
// can send.
func (w *Workspace) strangerLine(reports []Stranger, why string, now time.Time) string {
	bare := AsShown(reports[0].Card)
	name := "“" + bare + "”"
	if bare == "" {
		name = Nameless
	}
	var waiting []string
	var unit UnitID
	n := 0
	for _, s := range reports {
		if s.Unit == "" {
			continue
		}
		if unit == "" {
			unit, n = s.Unit, s.N
		}
		if form := w.Form(s.Form); form != nil && len(waiting) < 3 {
			at := s.At.In(w.Zone)
			waiting = slices.Insert(waiting, 0, fmt.Sprintf("%d号%s%s%s", s.N, DayWords(DayOf(at), now.In(w.Zone)), at.Format("15:04"), string(s.Unit)+form.Name))
		}
	}
	switch line := fmt.Sprintf("· %s报的没有计入：%s。计入请回：认可 %d", name, strings.Join(waiting, "、"), n); {
	case unit == "" && why != "":
		return fmt.Sprintf("· %s没说是哪个单位。%s", name, why)
	case unit == "":
		return fmt.Sprintf("· %s没说是哪个单位。问清楚了请回：绑定 单位 %s", name, bare)
	case reports[0].Bound:
		return line
	case why != "":
		return line + "；" + why
	default:
		return fmt.Sprintf("%s；以后都算%s报的，请回：绑定 %s %s", line, unit, unit, bare)
	}
}

// Bindable tells whether an admin can bind who sent a report.
func (w *Workspace) Bindable(s Stranger) bool {
	return w.unbindable(w.Strangers(), s) == ""
}

// unbindable says why nobody can be bound by the card of a report, or "": nobody can
// tell whose it is, it is that of several people, or the roster's.
func (w *Workspace) unbindable(all []Stranger, of Stranger) string {
	card := of.Card
	people := map[binding]bool{}
	for _, s := range all {
		if FoldCard(s.Card) == FoldCard(card) {
			people[bindingOf(s.SenderID, s.Chat, s.Card)] = true
		}
	}
	switch {
	case Unclear(card) && of.SenderID == "" || FoldCard(card) == "":
		return "认不准是谁，请改群名片，改成单位加姓名，不和别人一样。"
	case len(people) > 1 || w.Shared(card):
		return "叫这个名字的不止一个人，请他们把群名片改成单位加姓名。"
	case w.Rostered(card) && !Unclear(card):
		return "和花名册里的人同名，是本人的请他把群名片改成单位加姓名。"
	}
	return ""
}

// AsShown is a card as it may stand in a sentence or a command: in one line, without
// what is personal, too long, or would end the sentence.
func AsShown(card string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune("。：；，！？“”‘’「」『』《》:;,!?\"'", r) {
			return -1
		}
		return r
	}, oneLine(card))
	if r := []rune(name); len(r) > longestShown {
		return string(r[:longestShown]) + "…"
	}
	return name
}

const longestShown = 14

// oneLine is a whole card without what is personal.
func oneLine(card string) string { return Mask(strings.Join(strings.Fields(card), " ")) }

// SameName tells whether a name that somebody typed is a card as it is shown.
func SameName(typed, card string) bool {
	name := FoldCard(typed)
	return name != "" && (name == FoldCard(card) || name == FoldCard(oneLine(card)) || name == FoldCard(AsShown(card)))
}
