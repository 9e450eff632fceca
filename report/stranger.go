package report

import (
	"fmt"
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

// Waits tells whether the admins have something to do about it.
func (s *Stranger) Waits() bool { return !s.Accepted && !s.Bound }

// Strangers are all reports of people who were not in the roster, in the order in
// which they came.
func (w *Workspace) Strangers() []Stranger {
	accepted := map[MessageID]bool{}
	var all []Stranger
	for _, r := range w.Rulings() {
		switch r.Kind {
		case AcceptRuling:
			accepted[r.About] = true
		case StrangerRuling:
			all = append(all, Stranger{Ruling: r, N: len(all) + 1})
		}
	}
	for i := range all {
		s := &all[i]
		s.Accepted = accepted[s.Message]
		s.Bound = w.Speaker(Message{Chat: s.Chat, Sender: s.Card, SenderID: s.SenderID}).Known()
	}
	return all
}

// strange notes that somebody unknown has reported, under the next number, and tells
// the admins who it is: gathered, and of each person once a day.
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
	due := d.Now.Truncate(gatherStrangers).Add(gatherStrangers)
	for _, p := range d.w.AllWith(Admin) {
		to := Address{Person: p.ID}
		d.Rows = append(d.Rows, Row{
			Key:  "stranger/" + DayOf(d.Now.In(d.w.Zone)).String() + "/" + FoldCard(r.Card) + "/" + to.String(),
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
		lines = append(lines, w.strangerLine(reports[p], now))
	}
	if more := len(people) - mostStrangers; more > 0 {
		lines = append(lines, fmt.Sprintf("还有%d人，处理完这些再发“未认出”看。", more))
	}
	return strings.Join(lines, "\n")
}

// strangerLine says who somebody is, what waits, and what an admin
// can send.
func (w *Workspace) strangerLine(reports []Stranger, now time.Time) string {
	name := asShown(reports[0].Card)
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
	if Unclear(reports[0].Card) && reports[0].SenderID == "" {
		return unclearLine(name, waiting, n)
	}
	if unit == "" {
		return fmt.Sprintf("· “%s”没说是哪个单位。问清楚了请回：绑定 单位 %s", name, name)
	}
	return fmt.Sprintf("· “%s”报的没有计入：%s。计入请回：认可 %d；以后都算%s报的，请回：绑定 %s %s", name, strings.Join(waiting, "、"), n, unit, unit, name)
}

// unclearLine asks for a name by which somebody can be told from others.
func unclearLine(name string, waiting []string, n int) string {
	line := fmt.Sprintf("· “%s”认不准是谁，请改群名片，改成单位加姓名，不和别人一样", name)
	if n == 0 {
		return line + "。"
	}
	return line + fmt.Sprintf("；报的没有计入：%s，计入请回：认可 %d", strings.Join(waiting, "、"), n)
}

// asShown is a card as it may be said: in one line, without what is personal.
func asShown(card string) string { return Mask(strings.Join(strings.Fields(card), " ")) }

// SameName tells whether a name that somebody typed is a card as it is shown.
func SameName(typed, card string) bool {
	name := FoldCard(typed)
	return name != "" && (name == FoldCard(card) || name == FoldCard(asShown(card)))
}
