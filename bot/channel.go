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

	// Run gives every message to receive, one at a time and in the order of
	// arrival, and blocks until ctx is done or the input has ended; both are
	// nil. An error of receive is a fault of ours, not of the message: the
	// message was not taken, and Run ends with that error. A service that can
	// repeat a message gives it again next time. Run is called once; where a
	// read cannot be interrupted, its goroutine ends with the input.
	Run(ctx context.Context, receive func(context.Context, report.Message) error) error

	// Send makes one attempt to send a message. Its error is one of the four
	// below or wraps one; any other error says that nothing has left and that
	// the same message may be tried again. Send may be called while Run runs,
	// from one goroutine at a time.
	Send(ctx context.Context, out report.Outgoing) error

	// Members lists the cards of a chat's members; nil and no error where the
	// channel does not know them.
	Members(ctx context.Context, chat report.ChatID) ([]string, error)
}

// Capabilities says what a channel can do.
type Capabilities struct {
	Private bool // it can write to a person alone
	Mention bool // the people mentioned are notified
	Files   bool // it can send files
	MaxText int  // the longest text in bytes; 0: no limit
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
