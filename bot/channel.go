package bot

import (
	"context"
	"errors"

	"qunbao/report"
)

// Channel is one chat service.
type Channel interface {
	// Name is the kind of channel as the configuration writes it.
	Name() string

	// Capabilities says what the channel can do.
	Capabilities() Capabilities

	// Run tells a listener of every message and of how the channel stands, and
	// blocks until ctx is done or the input has ended; both are nil. An error of
	// Hear is a fault of ours, not of the message: the message was not taken, and
	// Run ends with that error. A service that can repeat a message gives it again
	// when Run is called anew, which may be done after an error. Nothing is told
	// after Run has returned; where a read cannot be interrupted, its goroutine
	// ends with the input.
	Run(context.Context, Listener) error

	// Send makes one attempt to send a message, whole. Its error is one of the four
	// below or wraps one; any other error says that nothing has left and that
	// the same message may be tried again. A channel that has a session is offline
	// until it has told that it is up, and again when Run has returned; one without
	// can send at any time. Send may be called while Run runs, from one goroutine at
	// a time. Files are local paths, of which people see the last element alone.
	Send(context.Context, report.Outgoing) error

	// Members lists the cards of a chat's members as people read them; nil and no
	// error where the channel does not know them.
	Members(context.Context, report.ChatID) ([]string, error)
}

// Listener is who a channel tells.
type Listener interface {
	// Hear takes a message, and returns when it is durable. It is called for one
	// message at a time, in the order of arrival, after the channel is up.
	Hear(context.Context, report.Message) error
	// Turn takes notice that the channel's state has changed, and returns at once.
	// It is called for one state at a time, in their order, maybe while Hear runs.
	Turn(State)
}

// Capabilities says what a channel can do.
type Capabilities struct {
	Private bool // it can write to a person alone
	Mention bool // the people mentioned are notified
	Files   bool // it can send files
	// FilesApart: a file is a message of its own; what carries words and files, or
	// several files, is given to Send in pieces.
	FilesApart bool
	// MaxText is the longest text in bytes, with what the channel puts before it for
	// mentions (an @, the name, a space each); a longer one is rejected. 0: no limit.
	MaxText int
	// Reaches tells who of the roster can be written to alone; while that is not
	// known, as when the channel is offline, everybody. nil: everybody where Private,
	// else nobody.
	Reaches func(report.PersonID) bool
}

// CanReach tells whether a person can be written to alone.
func (c Capabilities) CanReach(p report.PersonID) bool {
	return c.Private && (c.Reaches == nil || c.Reaches(p))
}

// The ways in which a send can fail.
var (
	// ErrOffline: the service cannot be reached or wants a login; nothing left.
	ErrOffline = errors.New("the channel is offline")
	// ErrTooFast: the service asks for a pause; nothing left.
	ErrTooFast = errors.New("the channel asks to send more slowly")
	// ErrUncertain: the message may or may not have left.
	ErrUncertain = errors.New("nobody knows whether the message has left")
	// ErrRejected: the service will never take this message.
	ErrRejected = errors.New("the channel rejects the message")
)
