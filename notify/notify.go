// Package notify tells an operator something by a way that is no chat: when the
// chat's account is logged out, nothing can be said through the chat itself.
//
//	Webhook   a JSON object, or a message to a group robot of WeCom (企业微信群机器人)
//	Mail      an e-mail over SMTP
//	Program   a program of the office's own, with fixed arguments; never a shell
//
// A Way makes one attempt. When to tell, how often, and whether to try again is
// decided by whoever calls it. No error of this package holds an address with
// its token, a password, or what was told.
package notify

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
)

// Notice is what is told.
type Notice struct {
	Title   string // one line
	Text    string // some lines
	Picture []byte // a PNG, such as the code to scan; nil: none
}

// Way is one way to an operator.
type Way interface {
	// Name is the way's kind with the host or program it goes by: it is for logs.
	Name() string
	// Tell makes one attempt.
	Tell(ctx context.Context, n Notice) error
}

// words is a notice as one text.
func (n Notice) words() string { return n.Title + "\n" + n.Text }

// bare is an error of the network without the address that was called: an
// address may hold a token. A look-up names the host, which is no secret.
func bare(err error) error {
	var (
		called  *url.Error
		resolve *net.DNSError
	)
	switch {
	case errors.As(err, &resolve):
		return fmt.Errorf("the host %s cannot be found", resolve.Name)
	case errors.As(err, &called):
		return called.Err
	}
	return err
}
