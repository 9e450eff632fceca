package summarizer

import (
	"context"
	"fmt"
	"time"
)

// Class says in one word why a model gave no answer.
type Class string

// The classes of faults.
const (
	ClassNetwork  Class = "network"   // no connection, or it broke
	ClassTimeout  Class = "timeout"   // a try took too long
	ClassLimited  Class = "limited"   // HTTP 408, 429
	ClassServer   Class = "server"    // HTTP 5xx
	ClassRefused  Class = "refused"   // another HTTP 4xx: key, balance, model, address
	ClassBroken   Class = "broken"    // no JSON, a cut body, an unknown finish reason
	ClassEmpty    Class = "empty"     // no choice, or a blank one
	ClassCut      Class = "cut"       // stopped by its length
	ClassTooLarge Class = "too-large" // more bytes than are read
	ClassFiltered Class = "filtered"  // stopped by the provider's filter
	ClassOpen     Class = "open"      // the breaker is open: not asked
	ClassSpent    Class = "spent"     // the month's budget is used up, or cannot be read: not asked
	ClassCanceled Class = "canceled"  // the caller gave up
	ClassUnknown  Class = "unknown"
)

// ModelError is a model's fault without anything it said: neither the endpoint's
// text nor its address nor the key can reach a log through it.
type ModelError struct {
	Class  Class
	Status int           // HTTP, 0 where there was none
	after  time.Duration // what Retry-After asked for
}

// Error is for operators.
func (e *ModelError) Error() string {
	if e.Status > 0 {
		return fmt.Sprintf("model: %s (HTTP %d)", e.Class, e.Status)
	}
	return "model: " + string(e.Class)
}

// Unwrap lets a caller tell its own cancellation.
func (e *ModelError) Unwrap() error {
	if e.Class == ClassCanceled {
		return context.Canceled
	}
	return nil
}

// passing tells whether another try may help.
func (e *ModelError) passing() bool {
	switch e.Class {
	case ClassNetwork, ClassTimeout, ClassLimited, ClassServer, ClassBroken, ClassEmpty:
		return true
	}
	return false
}

// alive tells whether the endpoint did answer, so that the breaker counts no
// failure.
func (e *ModelError) alive() bool {
	switch e.Class {
	case ClassRefused, ClassCut, ClassFiltered, ClassEmpty:
		return true
	}
	return false
}
