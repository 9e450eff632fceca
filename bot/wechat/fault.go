package wechat

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path"
	"syscall"

	"github.com/eatmoreapple/openwechat"
)

// Codes of the service that mean something to us; openwechat does not export its own.
const (
	retBusy      = openwechat.Ret(-1)
	retParameter = openwechat.Ret(1)
	retLoggedOut = openwechat.Ret(1100)
	retExpired   = openwechat.Ret(1101)
	retCookie    = openwechat.Ret(1102)
	retBarred    = openwechat.Ret(1203)
	retStale     = openwechat.Ret(1204) // the user name is one of an earlier session
	retTooOften  = openwechat.Ret(1205)
)

// The ways in which a login or a session ends.
var (
	errDead       = errors.New("the session is no longer good")
	errUnattended = errors.New("nobody answered on the phone in time")
	errRefused    = errors.New("the service refuses the account")
	errAccount    = errors.New("another account than the configured one has logged in")
	errSilent     = errors.New("the service has not answered for too long")
)

// fault is why a call of the service failed. It holds nothing secret and nothing
// that people wrote, whatever it wraps: an error of the network holds the whole
// address, and with it the keys of the session.
type fault struct {
	call  string         // the last part of the address
	what  string         // what went wrong
	ret   openwechat.Ret // the service's own code; 0: it gave none
	begun bool           // the request may have reached the service
	cause error
}

// Error implements error.
func (f *fault) Error() string { return f.call + ": " + f.what }

// Unwrap gives what errors.Is looks for.
func (f *fault) Unwrap() error { return f.cause }

// refusal is the fault of an answer with a code.
func refusal(call string, ret openwechat.Ret) *fault {
	f := &fault{call: call, what: fmt.Sprintf("the service answers %d", int(ret)), ret: ret, begun: true}
	if dead(ret) {
		f.cause = errDead
	}
	return f
}

// dead tells whether a code says that the session is over.
func dead(ret openwechat.Ret) bool {
	return ret == retLoggedOut || ret == retExpired || ret == retCookie || ret == retBarred
}

// plain is an error without addresses and keys, fit for logs and for others.
func plain(err error) error {
	var f *fault
	var u *url.Error
	var ret openwechat.Ret
	switch {
	case err == nil:
		return nil
	case errors.As(err, &f):
		return f
	case errors.As(err, &ret):
		return refusal("synccheck", ret)
	case errors.As(err, &u):
		call := "the service"
		if at, bad := url.Parse(u.URL); bad == nil {
			call = path.Base(at.Path)
		}
		return &fault{call: call, what: network(u.Err), cause: stopped(u.Err)}
	}
	for _, known := range []error{errDead, errUnattended, errRefused, errAccount, errSilent, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return known
		}
	}
	switch {
	case errors.Is(err, openwechat.ErrLoginTimeout):
		return errUnattended
	case errors.Is(err, openwechat.ErrWebWxDataTicketNotFound):
		return errors.New("the cookie webwx_data_ticket is missing, without which no file is taken")
	}
	return fmt.Errorf("the library fails with %T", err) // its words may repeat the service's
}

// network names an error of the network without addresses.
func network(err error) string {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return "stopped"
	case errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	case errors.As(err, &dns):
		return "the name of the service cannot be resolved"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET):
		return "connection reset"
	}
	return fmt.Sprintf("the connection fails with %T", err)
}

// stopped is the error of a context in err, or nil.
func stopped(err error) error {
	for _, ctx := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, ctx) {
			return ctx
		}
	}
	return nil
}
