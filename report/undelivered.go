package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Undelivery is why a message will not arrive, or may not have arrived.
type Undelivery string

// The ways of not arriving.
const (
	Unreached Undelivery = "unreached" // the channel cannot write to the person
	Refused   Undelivery = "refused"   // the channel will not take it
	Unsure    Undelivery = "unsure"    // nobody knows whether it has left
	Crowded   Undelivery = "crowded"   // reminders go to the chat: too many messages left that day
)

// Instead is where a row goes whose person cannot be written to alone: what asks for a
// report into the form's chat, and an alert into the leaders' chat, with a mention.
// What is meant for one person's eyes has no other way.
func (w *Workspace) Instead(r Row) (Row, bool) {
	p := w.Person(r.To.Person)
	var chat *Chat
	switch r.Kind {
	case Reminder, Escalation, Ask:
		chat = w.ChatOf(r.Form)
	case Alert:
		for i := range w.Chats {
			if chat == nil && w.Chats[i].Role == LeadersChat {
				chat = &w.Chats[i]
			}
		}
	}
	if p == nil || chat == nil {
		return r, false
	}
	r.To, r.Mentions = Address{Chat: chat.ID}, []string{p.Card}
	return r, true
}

// Undelivered tells the admins, once, of messages that will not arrive or may not
// have: who is to be told otherwise. Of what is said every day or to the bot they need
// not know.
func (w *Workspace) Undelivered(rows []Row, why Undelivery, now time.Time) []Row {
	var missed []Row
	urgent := false
	for _, r := range rows {
		if w.mustArrive(r, why) {
			missed, urgent = append(missed, r), urgent || r.Kind == Alert
		}
	}
	if len(missed) == 0 {
		return nil
	}
	var told []Row
	for _, p := range w.AllWith(Admin) {
		if slices.ContainsFunc(missed, func(r Row) bool { return r.To.Person == p.ID }) {
			continue
		}
		to := Address{Person: p.ID}
		row := Row{
			Key: "undelivered/" + string(why) + "/" + w.once(missed, why, now) + "/" + to.String(), Kind: Notice, To: to,
			Text: undeliveredText(w.missedWords(missed), why), NotBefore: now, Expires: now.Add(48 * time.Hour),
		}
		if urgent {
			row.Kind = Alert // it is not held at night
		}
		told = append(told, row)
	}
	return told
}

// mustArrive tells whether the admins are told of a row that does not arrive.
func (w *Workspace) mustArrive(r Row, why Undelivery) bool {
	switch r.Kind {
	case DigestKind, Briefing:
		return true
	case Alert:
		return r.Calls() || r.Form != "" || len(r.Units) > 0
	case Reminder, Escalation:
		return why == Unreached || why == Crowded
	}
	return false
}

// once names what is told, so that it is told once: of people who cannot be reached and
// of too many messages once a day, of a message once.
func (w *Workspace) once(missed []Row, why Undelivery, now time.Time) string {
	today := DayOf(now.In(w.Zone)).String()
	switch why {
	case Unreached:
	case Crowded:
		return today
	default:
		return missed[0].Key
	}
	var people []string
	for _, r := range missed {
		if name := string(r.To.Person); !slices.Contains(people, name) {
			people = append(people, name)
		}
	}
	slices.Sort(people)
	return today + "/" + strings.Join(people, "、")
}

// missedWords are messages with whom they were for: 2月5日晨报（周书记、马丽）.
func (w *Workspace) missedWords(missed []Row) string {
	var whats []string
	whose := map[string][]string{}
	for _, r := range missed {
		what := w.missedWhat(r)
		if whose[what] == nil {
			whats = append(whats, what)
		}
		if to := string(r.To.Person) + string(r.To.Chat); !slices.Contains(whose[what], to) {
			whose[what] = append(whose[what], to)
		}
	}
	for i, what := range whats {
		whats[i] = what + "（" + Listing(whose[what]) + "）"
	}
	return strings.Join(whats, "；")
}

// missedWhat names a message.
func (w *Workspace) missedWhat(r Row) string {
	switch r.Kind {
	case DigestKind:
		if n, err := strconv.Atoi(r.Ref); err == nil && n >= 0 && n < len(w.Digests) {
			return r.Period.Chinese() + w.Digests[n].Title()
		}
		return r.Period.Chinese() + "汇总"
	case Briefing:
		return "简报"
	case Alert:
		return "急报"
	}
	return "没报的提醒"
}

func undeliveredText(what string, why Undelivery) string {
	switch why {
	case Unreached:
		return fmt.Sprintf("这些没能私聊送到：%s。群报的账号还没有加他们为好友，或者好友备注和花名册上的姓名不一样；改好以后的就能送到，这次的请转告一下。", what)
	case Crowded:
		return "这一天发出的消息已经很多，快到上限了（为了不让账号被限制）。没报的提醒先改在群里发，不再一一私聊；少下来以后自动恢复。汇总和急报照常。"
	case Refused:
		return fmt.Sprintf("这些没能发出去：%s。请转告一下。", what)
	}
	return fmt.Sprintf("这些不能确定发出去没有：%s。请看一眼，没有的话请转发一下。", what)
}
