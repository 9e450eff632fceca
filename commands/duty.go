package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// onDuty answers 值班 [DATE]: who has the watch of a day, of 本周 what is left or of 下周,
// else of today and tomorrow.
func onDuty(_ context.Context, h *Handler, r request) (reply, error) {
	today := h.workspace.DutyDay(r.now)
	days := []report.Day{today, today + 1}
	switch {
	case len(r.Args) > 0 && parse.NamesSpan(r.Args[0]):
		days = h.week(r.Args[0], today)
	case len(r.Args) > 0:
		day, ok := dayAhead(r.Args, r.now.In(h.workspace.Zone))
		if !ok {
			return reply{text: fmt.Sprintf(noSuchDay, report.Mask(strings.Join(r.Args, " ")))}, nil
		}
		days = []report.Day{day}
	}
	lines := []string{fmt.Sprintf(dutyHead, h.workspace.Duty.From)}
	for _, d := range days {
		lines = append(lines, h.workspace.WatchText(d))
	}
	return reply{text: strings.Join(lines, "\n")}, nil
}

// week are the days of the week that runs from today on, or of the next.
func (h *Handler) week(word string, today report.Day) []report.Day {
	monday := today - report.Day((int(today.At(0, h.workspace.Zone).Weekday())+6)%7)
	from, until := today, monday+6
	if strings.HasPrefix(word, "下") {
		from, until = monday+7, monday+13
	}
	var days []report.Day
	for d := from; d <= until; d++ {
		days = append(days, d)
	}
	return days
}

// swapDuty answers 换班 DATE POST NAME, 换班 DATE NAME 换 NAME and 换班 DATE 恢复: an
// admin, or whoever has the watch that day, puts somebody in the place. Both are told.
func swapDuty(_ context.Context, h *Handler, r request) (reply, error) {
	s, why := h.swap(r)
	if why != "" {
		return reply{text: why}, nil
	}
	before := h.workspace.WatchOf(s.day)
	if !r.speaker.Has(report.Admin) && (!before.Has(r.speaker.Person.ID) || s.out != "" && s.out != r.speaker.Person.ID ||
		s.post != "" && !slices.Contains(before.Of(s.post), r.speaker.Person.ID) || s.restore) {
		return reply{text: fmt.Sprintf(notOwnDuty, h.office()), refused: true}, nil
	}
	var say reply
	var affected []report.PersonID
	if s.restore {
		for _, post := range []string{report.LeadPost, report.StandbyPost} {
			affected = append(affected, before.Of(post)...)
			ruling, _ := h.workspace.Swap(s.day, post, "", "")
			say.rulings = append(say.rulings, ruling)
		}
	} else {
		ruling, ok := h.workspace.Swap(s.day, s.post, s.out, s.in)
		if !ok {
			return reply{text: fmt.Sprintf(noDuty, s.out, s.day.Chinese()) + h.workspace.WatchText(s.day)}, nil
		}
		say.rulings = []report.Ruling{ruling}
		affected = append(affected, s.in)
		if s.out != "" {
			affected = append(affected, s.out)
		} else {
			affected = append(affected, before.Of(s.post)...)
		}
	}
	for i := range say.rulings {
		say.rulings[i].At, say.rulings[i].Message, say.rulings[i].By = r.message.Time, r.message.ID, r.speaker.Name()
	}
	now := h.workspace.WatchAfter(s.day, say.rulings)
	say.text = swapped + now + h.doubtful(s, say.rulings)
	h.tellSwapped(&say, r, s, affected)
	return say, nil
}

// doubtful is a remark where somebody now leads who is no leader, or has both posts.
func (h *Handler) doubtful(s swap, made []report.Ruling) string {
	p := h.workspace.Person(s.in)
	if p == nil {
		return ""
	}
	watch, who := h.workspace.WatchWith(s.day, made), report.Speaker{Person: p}
	leads, stands := slices.Contains(watch.Lead, s.in), slices.Contains(watch.Standby, s.in)
	said := ""
	if leads && stands {
		said = fmt.Sprintf(bothPosts, p.Name)
	}
	if leads && !who.Has(report.Leader) && !who.Has(report.Admin) {
		said += fmt.Sprintf(noLeader, p.Name, s.day.Chinese())
	}
	return said
}

// tellSwapped tells those who have the watch no more or from now on, in the answer
// where it is read by all, else each.
func (h *Handler) tellSwapped(say *reply, r request, s swap, affected []report.PersonID) {
	if s.restore {
		affected = append(affected, h.workspace.Duty.On(s.day).All()...)
	}
	slices.Sort(affected)
	for _, id := range slices.Compact(affected) {
		p := h.workspace.Person(id)
		switch {
		case p == nil || p == r.speaker.Person:
		case r.message.Private:
			say.rows = append(say.rows, report.Row{
				Key: "answer/" + string(r.message.ID) + "/" + string(id), Kind: report.Reply, To: report.Address{Person: id},
				Text: r.speaker.Name() + say.text, Message: r.message.ID, NotBefore: r.now, Expires: r.now.Add(24 * time.Hour),
			})
		default:
			say.mentions = append(say.mentions, p.Card)
		}
	}
}

// swap is what 换班 asks for.
type swap struct {
	day     report.Day
	post    string // 带班, 值班; empty: that of whom it names
	out, in report.PersonID
	restore bool
}

// swap reads the words behind 换班; why is what to answer where they cannot be read.
func (h *Handler) swap(r request) (s swap, why string) {
	words := strings.Fields(strings.NewReplacer("换成", " 换 ", "换", " 换 ", "带班", " 带班 ", "值班", " 值班 ").Replace(strings.Join(r.Args, " ")))
	if len(words) < 2 {
		return s, swapUsage
	}
	now := r.now.In(h.workspace.Zone)
	day, ok := dayAhead(words[:1], now)
	if !ok {
		return s, fmt.Sprintf(noSuchDay, report.Mask(words[0]))
	}
	s.day, words = day, words[1:]
	var out, in string
	switch {
	case day < h.workspace.DutyDay(now):
		return s, fmt.Sprintf(dutyOver, day.Chinese())
	case len(words) == 1 && words[0] == "恢复":
		s.restore = true
		return s, ""
	case len(words) == 2 && (words[0] == report.LeadPost || words[0] == report.StandbyPost):
		s.post, in = words[0], words[1]
	case len(words) == 3 && words[1] == "换":
		out, in = words[0], words[2]
	default:
		return s, swapUsage
	}
	for _, name := range []string{out, in} {
		if name != "" && h.person(name) == nil {
			return s, fmt.Sprintf(noSuchPerson, report.Mask(name))
		}
	}
	if out != "" {
		s.out = h.person(out).ID
	}
	s.in = h.person(in).ID
	return s, ""
}

// person is the one person of a name, or nil.
func (h *Handler) person(name string) *report.Person {
	if p := h.workspace.Person(report.PersonID(name)); p != nil {
		return p
	}
	var found *report.Person
	for i, p := range h.workspace.People {
		if p.Name == name && found != nil {
			return nil
		} else if p.Name == name {
			found = &h.workspace.People[i]
		}
	}
	return found
}
