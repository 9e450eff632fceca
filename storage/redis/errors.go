package redis

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/redis/go-redis/v9"

	"qunbao/storage"
)

// fail names the operation in an error; what a caller tests stays inside. What
// an operator has to set right was right when the store was opened, so that it
// is unavailable until it is again: nothing was refused for good.
func fail(what string, err error) error {
	err = explain(err)
	var s setting
	if errors.As(err, &s) {
		err = fmt.Errorf("%w: %w", storage.ErrUnavailable, err)
	}
	return fmt.Errorf("storage/redis: %s: %w", what, err)
}

// setting is an error that an operator has to mend, on the server or here.
type setting struct {
	hint string
	err  error
}

// Error implements error.
func (s setting) Error() string { return s.hint + ": " + s.err.Error() }

// Unwrap gives what the server or the library said.
func (s setting) Unwrap() error { return s.err }

// reply is how an answer of a server begins, and what it means.
type reply struct{ begins, hint string }

// settings are the answers that an operator has to mend, passing those that pass
// when the server is back or has room.
var (
	settings = []reply{
		{"WRONGPASS", "the server refuses the user or the password"},
		{"invalid password", "the server refuses the user or the password"}, // before Redis 6
		{"NOAUTH", "the server wants a password"},
		{"NOPERM", "the server's user may not do this"},
		{"DENIED", "the server is in protected mode: give it a password"},
		{"DB index", "the server has no database of that number"},
		{"SELECT is not allowed", "a Redis Cluster has no databases; leave the number out"},
		{"This instance has cluster support disabled", "the server is no Redis Cluster; leave addr= out of its address"},
	}
	passing = []reply{
		{"OOM", "the server's memory is full"},
		{"MISCONF", "the server cannot write to its disk"},
		{"EXECABORT", "the server refused a part of what belongs together"}, // memory that is full, mostly; rights are looked at when the store is opened
		{"LOADING", "the server is starting"},
		{"READONLY", "the server is a replica"},
		{"MASTERDOWN", "the server has lost its primary"},
		{"UNBLOCKED", "the server has become a replica"},
		{"WAIT cannot be used", "the server has become a replica"},
		{"NOREPLICAS", "too few replicas are there"},
		{"CLUSTERDOWN", "the cluster is down"},
		{"MOVED", "the cluster is moving keys"},
		{"ASK", "the cluster is moving keys"},
		{"TRYAGAIN", "the cluster is moving keys"},
		{"BUSY", "the server is busy with a script"},
		{"max number of clients", "the server has too many clients"},
	}
)

// explain adds to an error what an operator can do, and marks as unavailable
// what passes by itself.
func explain(err error) error {
	var answer redis.Error
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, redis.ErrClosed), errors.Is(err, storage.ErrUnavailable):
		return err
	case strings.Contains(err.Error(), "all sentinels"):
		return explainSentinels(err)
	case errors.As(err, &answer):
		return explainAnswer(err, answer)
	case explainTLS(err) != "":
		return setting{explainTLS(err), err}
	}
	return explainNetwork(err)
}

// isAnswer tells whether a server answered, if only with an error.
func isAnswer(err error) bool {
	var answer redis.Error
	return errors.As(err, &answer)
}

// explainAnswer knows an answer by how it begins; before Redis 7 one that a
// script met stands inside another.
func explainAnswer(err error, answer redis.Error) error {
	says := strings.TrimPrefix(answer.Error(), "ERR ")
	is := func(r reply) bool {
		return strings.HasPrefix(says, r.begins) || strings.Contains(says, ": -"+r.begins+" ")
	}
	for _, r := range settings {
		if is(r) {
			return setting{r.hint, err}
		}
	}
	if schema, closed := strings.CutPrefix(says, "SCHEMA"); closed {
		return fmt.Errorf("%w: %s", storage.ErrUnavailable, whyClosed(strings.TrimSpace(schema)))
	}
	for _, r := range passing {
		if is(r) {
			return fmt.Errorf("%w: %s: %w", storage.ErrUnavailable, r.hint, err)
		}
	}
	if strings.HasPrefix(says, "WRONGTYPE") {
		return fmt.Errorf("a key of the workspace is of another type: another program wrote it: %w", err)
	}
	return err
}

// explainSentinels tells why no Sentinel named the primary.
func explainSentinels(err error) error {
	var answer redis.Error
	switch {
	case errors.Is(err, redis.Nil):
		return setting{"no Sentinel knows a primary of that name (master_name)", err}
	case !errors.As(err, &answer):
		if hint := explainTLS(err); hint != "" {
			return setting{"of the Sentinels: " + hint, err}
		}
		return fmt.Errorf("%w: no Sentinel can be reached: %w", storage.ErrUnavailable, err)
	case strings.Contains(answer.Error(), "unknown command"):
		return setting{"the address with master_name is no Sentinel's", err}
	}
	return fmt.Errorf("no Sentinel names the primary: %w", explainAnswer(err, answer))
}

// explainTLS tells what is wrong with a certificate; empty: the error is none of
// TLS.
func explainTLS(err error) string {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var header tls.RecordHeaderError
	var op *net.OpError
	switch {
	case errors.As(err, &unknown):
		return "the server's certificate is of an unknown authority: name the authority's file as ca under tls"
	case errors.As(err, &name):
		return "the server's certificate is for another host: name that host as server_name under tls"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the server's certificate has expired, or this computer's clock is wrong"
	case errors.As(err, &invalid):
		return "the server's certificate is not valid"
	case errors.As(err, &header):
		return "the server does not speak TLS: write its address as redis://"
	case errors.As(err, &op) && op.Op == "remote error":
		return "the server refuses this program's certificate: name cert and key under tls"
	}
	return ""
}

// explainNetwork marks every error that is not an answer of the server. A
// context that is over says so itself; the dialler's own time is not the
// caller's.
func explainNetwork(err error) error {
	var n net.Error
	var op *net.OpError
	switch {
	case errors.As(err, &op), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, redis.ErrPoolTimeout), errors.Is(err, redis.ErrPoolExhausted):
	case errors.Is(err, context.DeadlineExceeded), !errors.As(err, &n):
		return err
	}
	return fmt.Errorf("%w: the server cannot be reached: %w", storage.ErrUnavailable, err)
}
