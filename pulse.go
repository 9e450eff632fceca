package main

import (
	"sync/atomic"
	"time"

	"qunbao/bot"
)

// pulse is how the program stands, as its loop saw it in its last turn.
type pulse struct {
	At      time.Time // of the turn
	Channel bot.State
	Away    time.Time // since when the store is away or too slow; zero: it does its work
	Waits   time.Time // when the message came that waits in front; zero: none does
	Due     time.Time // when something leaves or happens next; zero: nothing is known to
	Held    time.Time // until when the service's wish or the day's bound holds what is to leave; zero: nothing does
	Why     bot.Why   // what holds it
}

// Healths are words for how the program stands.
const (
	healthy  = "ok"
	waiting  = "waiting"  // for a person, or for the chat's service
	starting = "starting" // it has not yet done its first turn
	faulty   = "faulty"   // the store is away
	stuck    = "stuck"    // its loop does not turn
)

// stuckAfter is how old the last turn of a loop that works may be: it sleeps for a
// minute at most, and may handle messages for a while.
const stuckAfter = 3 * time.Minute

// health sums a pulse up at an instant. A program that waits is alive: to start it
// again would mend nothing.
func (p *pulse) health(now time.Time) string {
	switch {
	case p == nil:
		return starting
	case now.Sub(p.At) > stuckAfter:
		return stuck
	case !p.Away.IsZero():
		return faulty
	case p.Channel.Phase != bot.Up:
		return waiting
	}
	return healthy
}

// beat is the last pulse. The loop sets it; anybody may read it.
type beat struct{ atomic.Pointer[pulse] }
