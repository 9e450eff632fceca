package summarizer

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Class says in one word why a model gave no answer.
type Class string

// The classes of faults.
const (
	ClassNetwork   Class = "network"   // no connection, or it broke
	ClassTimeout   Class = "timeout"   // a try took too long
	ClassLimited   Class = "limited"   // HTTP 408, 429
	ClassServer    Class = "server"    // HTTP 5xx
	ClassRefused   Class = "refused"   // another HTTP 4xx: key, balance, model, address
	ClassBroken    Class = "broken"    // no JSON, a cut body, no choice, an unknown finish reason
	ClassEmpty     Class = "empty"     // a blank answer
	ClassCut       Class = "cut"       // stopped by its length
	ClassTooLarge  Class = "too-large" // more bytes than are read
	ClassFiltered  Class = "filtered"  // stopped by the provider's filter
	ClassOpen      Class = "open"      // the breaker is open: not asked
	ClassSpent     Class = "spent"     // the month's budget is used up: not asked
	ClassUncounted Class = "uncounted" // what the month has cost cannot be read: not asked
	ClassCanceled  Class = "canceled"  // the caller gave up
	ClassUnknown   Class = "unknown"
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

// faultOf is the fault of a model that an error tells of.
func faultOf(err error) *ModelError {
	var fault *ModelError
	switch {
	case errors.As(err, &fault):
		return fault
	case errors.Is(err, context.Canceled):
		return &ModelError{Class: ClassCanceled}
	case errors.Is(err, context.DeadlineExceeded):
		return &ModelError{Class: ClassTimeout}
	}
	return &ModelError{Class: ClassUnknown}
}

// Hint says what an operator may do.
func (e *ModelError) Hint() string {
	switch e.Class {
	case ClassRefused:
		return refusal(e.Status)
	case ClassNetwork, ClassTimeout:
		return "the endpoint cannot be reached or does not answer in time; look at llm.base_url, llm.timeout and the network"
	case ClassBroken, ClassEmpty, ClassTooLarge:
		return "what answers is no OpenAI-compatible endpoint, or is broken; llm.base_url mostly ends in /v1"
	case ClassLimited:
		return "the endpoint takes no more requests for now"
	case ClassSpent:
		return "the month's tokens (llm.budget) are spent"
	case ClassUncounted:
		return "the store cannot say how many of the month's tokens (llm.budget) are spent; look at the store"
	case ClassCut:
		return "the model talks too long; switch its thinking off with llm.extra, or take another one"
	}
	return "it passes by itself"
}

func refusal(status int) string {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return "the key is refused; set the variable that llm.key_env names"
	case http.StatusPaymentRequired:
		return "the account has no money left"
	case http.StatusNotFound:
		return "there is no such address or model; look at llm.base_url and llm.model"
	}
	return "the endpoint refuses the request; llm.extra and llm.temperature must fit it"
}
