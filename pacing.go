package main

import (
	"context"
	"math/rand/v2"
	"time"

	"qunbao/bot"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/scheduler"
	"qunbao/storage"
)

// pacing gives a program the pace of its channel. What left in the last day, by
// whichever program of the store, counts: a restart is no reason to send more.
func pacing(ctx context.Context, p configs.Pace, to *program, now time.Time) error {
	to.sender.Burst, to.sender.Chance = burst, rand.Float64
	to.sender.Pace = bot.Pace{Spacing: p.Spacing, Most: p.Most, Files: p.Files, PerMinute: p.PerMinute, PerDay: p.PerDay}
	if p == (configs.Pace{}) {
		return nil
	}
	var left []time.Time
	err := to.store.Log(ctx, now.Add(-24*time.Hour), now.Add(time.Minute), func(_ report.Row, r storage.Result) error {
		if r.State == report.Sent && !bot.InPieces(r) && (len(left) == 0 || !left[len(left)-1].Equal(r.At)) {
			left = append(left, r.At) // the rows of a message end at one instant
		}
		return nil
	})
	to.sender.Remember(left)
	return err
}

// settling is how long a channel that has come up is given to tell what was said while
// it was away, before anything leaves: whoever has reported meanwhile is not to be
// asked, nor told of to a lead.
const settling = 10 * time.Second

// online tells the sender, once, that the channel has come up: what waits for it need
// wait no longer than the channel needs to settle. One without a session has nothing
// to make up for.
func (l *loop) online() {
	s := l.channel.Load()
	if s == nil || s.Phase != bot.Up || s.Since.Equal(l.came) {
		return
	}
	l.came = s.Since
	var from time.Time
	if !s.Synced.IsZero() {
		from = s.Since.Add(settling)
	}
	l.program.sender.Online(from)
}

// reaching is whom a channel reaches, for the scheduler: reminders go to a person
// alone, and a digest to a leader once.
func reaching(w *report.Workspace, c bot.Channel) scheduler.Options {
	return scheduler.Options{
		Private: c.Capabilities().Private,
		Reaches: func(p report.PersonID) bool {
			reaches := c.Capabilities().Reaches
			return reaches == nil || reaches(p)
		},
		Members: func(chat report.ChatID) []report.PersonID { return members(w, c, chat) },
	}
}

// membersWithin bounds how long a channel is asked for a chat's members: a digest
// that reaches somebody twice is better than one that waits.
const membersWithin = 5 * time.Second

// members are the people of the roster who are known to read a chat.
func members(w *report.Workspace, c bot.Channel, chat report.ChatID) []report.PersonID {
	ctx, stop := context.WithTimeout(context.Background(), membersWithin)
	defer stop()
	cards, err := c.Members(ctx, chat)
	if err != nil {
		return nil
	}
	var known []report.PersonID
	for _, card := range cards {
		if s := w.Speaker(report.Message{Chat: chat, Sender: card}); s.Known() {
			known = append(known, s.Person.ID)
		}
	}
	return known
}
