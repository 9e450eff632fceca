package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// gather is how long further urgent matters of one form wait for each other once
// the first has left: they reach each person as one message.
const gather = 5 * time.Minute

// leaves is when those on duty are told of an event: at once, but for further ones
// of a form whose first has just left. What one message raises leaves together, and
// words never wait.
func (d *decision) leaves(e Event) time.Time {
	if e.Form == "" {
		return d.Now
	}
	var earlier []Event
	for _, o := range slices.Concat(d.Recent, d.Events) {
		if o.Form == e.Form {
			earlier = append(earlier, o)
		}
	}
	at := leaveTimes(append(earlier, e))
	if leaves := at[len(at)-1]; leaves.After(d.Now) {
		return leaves
	}
	return d.Now
}

// left is when an event of Raised leaves to those on duty: now, where it has already.
func (d *decision) left(e Event) time.Time {
	if e.Form == "" {
		return d.Now
	}
	at := leaveTimes(filter(d.Raised, func(o Event) bool { return o.Form == e.Form && o.N <= e.N }))
	if len(at) == 0 {
		return d.Now
	}
	return latest(d.Now, at[len(at)-1])
}

// leaveTimes are when events of one form, oldest first, were to leave.
func leaveTimes(events []Event) []time.Time {
	var all []time.Time
	var head Event
	for i, e := range events {
		switch {
		case i == 0 || !e.Time.Before(head.Time.Add(gather)):
			head = e
			all = append(all, e.Time)
		case e.Message == head.Message:
			all = append(all, head.Time)
		default:
			all = append(all, head.Time.Add(gather))
		}
	}
	return all
}

// Together are those of some events, oldest first, that left in one message with
// one of them, itself among them.
func Together(events []Event, n int) []Event {
	i := slices.IndexFunc(events, func(e Event) bool { return e.N == n })
	if i < 0 {
		return nil
	}
	if events[i].Form == "" {
		return events[i : i+1]
	}
	ofForm := slices.DeleteFunc(slices.Clone(events), func(e Event) bool { return e.Form != events[i].Form })
	at := leaveTimes(ofForm)
	mine := at[slices.IndexFunc(ofForm, func(e Event) bool { return e.N == n })]
	var together []Event
	for j, e := range ofForm {
		if at[j].Equal(mine) {
			together = append(together, e)
		}
	}
	return together
}

// The stages of an alert's rows that call people. They are not said once somebody
// has the matter in hand.
const (
	StageCall      = "call"       // to those on duty and the office
	StageCallAgain = "call-again" // nobody has acknowledged it
	// StageUnanswered tells whoever raised it that nobody has, after the last round.
	StageUnanswered = "unanswered"
)

// Calls tells whether the row calls somebody to an urgent matter.
func (r *Row) Calls() bool {
	return r.Kind == Alert && (r.Stage == StageCall || r.Stage == StageCallAgain)
}

// call is one round of telling people of an urgent matter.
type call struct {
	at     time.Time
	people []*Person
}

// calls are the rounds for a matter that is first told at an instant: who leads and
// the office, or, where nobody leads, all leaders; without any of them, and else
// after that, who stands by, or the next
// leader; then all leaders. A round in which nobody would be new is left out, but
// for the last.
func (w *Workspace) calls(at time.Time) []call {
	leaders, office := w.AllWith(Leader), w.AllWith(Admin)
	first := w.persons(w.OnDuty(at).Lead)
	if len(first) == 0 {
		first = leaders
	}
	first = union(slices.Clone(first), office)
	if len(first) == 0 {
		first = w.persons(w.OnDuty(at).Standby)
	}
	rounds := []call{{at, first}}
	if w.Acknowledge == 0 {
		return rounds
	}
	isNew := func(p *Person) bool { return !slices.Contains(first, p) }
	at = at.Add(w.Acknowledge)
	next := filter(w.persons(w.OnDuty(at).Standby), isNew)
	if others := filter(leaders, isNew); len(next) == 0 && len(others) > 0 {
		next = others[:1]
	}
	if len(next) > 0 {
		rounds = append(rounds, call{at, next})
		at = at.Add(w.Acknowledge)
	}
	if len(leaders) == 0 {
		leaders = first
	}
	return append(rounds, call{at, leaders})
}

// Called are those who have been told of an urgent matter by an instant, since it was
// raised or opened again.
func (w *Workspace) Called(e Event, by time.Time) []*Person {
	var told []*Person
	for i, c := range w.calls(e.begun()) {
		if i == 0 || !c.at.After(by) {
			told = union(told, c.people)
		}
	}
	return told
}

// begun is when the matter was raised, or opened again.
func (e *Event) begun() time.Time {
	if i, times := e.opened(); times > 0 {
		return e.Progress[i].Time
	}
	return e.Time
}

// callKey is the key of a round's rows without their address; times is how often the
// matter was opened again.
func callKey(n, times, round int) string {
	key := fmt.Sprintf("alert/%d", n)
	if times > 0 {
		key += fmt.Sprintf("/again%d", times)
	}
	if round > 0 {
		key += fmt.Sprintf("/%d", round+1)
	}
	return key
}

// Calling tells whether a row still calls people to the matter: nobody has it in hand,
// it is not over, and it was not opened again since the row was queued. What was opened
// again has rounds of its own.
func (e *Event) Calling(r Row) bool {
	_, times := e.opened()
	again := 0
	if _, rest, ok := strings.Cut(r.Key, "/again"); ok {
		number, _, _ := strings.Cut(rest, "/")
		again, _ = strconv.Atoi(number)
	}
	return e.Waits() && again == times
}

// callAll queues the rounds of calls to an urgent matter, to all but whoever speaks.
func (d *decision) callAll(row Row, at time.Time, key func(round int) string) {
	rounds := d.w.calls(at)
	for i, c := range rounds {
		row.Stage, row.NotBefore = StageCall, c.at
		if i > 0 {
			row.Stage = StageCallAgain
		}
		others := d.others(c.people)
		if i == 0 {
			others = d.firstCalled(at)
		}
		if len(others) > 0 || i == 0 && d.aloud() {
			d.tell(row, key(i), others)
		}
	}
	if d.w.Acknowledge > 0 && d.reached(at) != "" {
		d.tellUnanswered(row, rounds[len(rounds)-1].at, key(0))
	}
}

// tellUnanswered queues for whoever speaks, in the end, that nobody has answered.
func (d *decision) tellUnanswered(row Row, last time.Time, key string) {
	row.Stage, row.NotBefore = StageUnanswered, last.Add(d.w.Acknowledge)
	row.To, row.Mentions, row.Expires = d.here(), d.mention(), last.Add(alertLife)
	row.Text = fmt.Sprintf("急报%d号到现在还没有领导回复，请直接打电话找带班领导或镇里值班室。", EventOf(row))
	row.Key = key + "/unanswered/" + row.To.String()
	d.Rows = append(d.Rows, row)
}

// others are those of some people who are not the speaker.
func (d *decision) others(people []*Person) []*Person {
	return filter(people, func(p *Person) bool { return p != d.Speaker.Person })
}

// CallKeys are the keys of the rows by which a person may have been told of an
// urgent matter, privately or, where the channel cannot do that, in the leaders'
// chat.
func (w *Workspace) CallKeys(e Event, p *Person) []string {
	var keys []string
	chat, meant := w.leadersChat(), slices.Contains(w.Called(e, e.begun().Add(mostRounds*w.Acknowledge)), p)
	_, times := e.opened()
	for t := range times + 1 {
		for i := range mostRounds {
			keys = append(keys, callKey(e.N, t, i)+"/"+Address{Person: p.ID}.String())
			if chat != "" && meant {
				keys = append(keys, callKey(e.N, t, i)+"/"+Address{Chat: chat}.String())
			}
		}
	}
	return keys
}

// mostRounds is how many rounds of calls there are at most.
const mostRounds = 3

// AlertOf is the number of the urgent matter that a row or a message is about by its
// key; 0: none.
func AlertOf(key MessageID) int {
	rest, ok := strings.CutPrefix(string(key), "alert/")
	if !ok {
		return 0
	}
	number, _, _ := strings.Cut(rest, "/")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// persons are those of the roster.
func (w *Workspace) persons(ids []PersonID) []*Person {
	var people []*Person
	for _, id := range ids {
		if p := w.Person(id); p != nil {
			people = append(people, p)
		}
	}
	return people
}

func (w *Workspace) leadersChat() ChatID {
	for _, c := range w.Chats {
		if c.Role == LeadersChat {
			return c.ID
		}
	}
	return ""
}

func filter[T any](list []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(x T) bool { return !keep(x) })
}
