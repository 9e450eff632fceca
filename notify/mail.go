package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/wneessen/go-mail"
)

// Security is how the way to a mail server is kept from others.
type Security string

// The kinds of security.
const (
	TLS      Security = "tls"      // from the first byte, on port 465
	StartTLS Security = "starttls" // from the greeting on, on port 587; without it nothing is sent
	Plain    Security = "none"     // for a server on this very machine
)

// MailOptions say through which server to whom.
type MailOptions struct {
	Host     string
	Port     int // 0: 465, 587 or 25, by the security
	Security Security
	User     string // empty: no log-in
	Password string
	From     string
	To       []string
}

// Mail sends notices as e-mails.
type Mail struct{ options MailOptions }

// NewMail refuses options that can never work; it does not call the server.
func NewMail(o MailOptions) (*Mail, error) {
	m := &Mail{o}
	if o.Host == "" {
		return nil, errors.New("mail has no host")
	}
	if o.Security == Plain && !local(o.Host) {
		return nil, errors.New("mail without encryption goes to a server on this machine only; write security: tls or starttls")
	}
	if _, err := m.client(); err != nil {
		return nil, err
	}
	_, err := m.letter(Notice{})
	return m, err
}

// local tells whether a host is this machine.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Name is mail HOST.
func (m *Mail) Name() string { return "mail " + m.options.Host }

// Tell sends one e-mail, with the picture attached.
func (m *Mail) Tell(ctx context.Context, n Notice) error {
	letter, err := m.letter(n)
	if err != nil {
		return err
	}
	client, err := m.client()
	if err != nil {
		return err
	}
	if err := client.DialAndSendWithContext(ctx, letter); err != nil {
		return failed(err)
	}
	return nil
}

// letter is a notice as an e-mail. The address that cannot be read is not quoted.
func (m *Mail) letter(n Notice) (*mail.Msg, error) {
	letter := mail.NewMsg()
	if err := letter.From(m.options.From); err != nil {
		return nil, errors.New("mail: from is no address; write it as name@host")
	}
	if len(m.options.To) == 0 {
		return nil, errors.New("mail: to names nobody")
	}
	if err := letter.To(m.options.To...); err != nil {
		return nil, errors.New("mail: to holds what is no address; write them as name@host")
	}
	letter.Subject(n.Title)
	letter.SetDate()
	letter.SetMessageID()
	letter.SetBodyString(mail.TypeTextPlain, n.Text+"\n")
	if len(n.Picture) > 0 {
		if err := letter.AttachReader("notice.png", bytes.NewReader(n.Picture)); err != nil {
			return nil, fmt.Errorf("mail: the picture cannot be attached: %w", err)
		}
	}
	return letter, nil
}

func (m *Mail) client() (*mail.Client, error) {
	o := m.options
	port, with := 0, []mail.Option{mail.WithoutNoop()}
	switch o.Security {
	case TLS:
		port, with = 465, append(with, mail.WithSSL())
	case StartTLS:
		port, with = 587, append(with, mail.WithTLSPolicy(mail.TLSMandatory))
	case Plain:
		port, with = 25, append(with, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("mail: security is %s, %s or %s, not %q", TLS, StartTLS, Plain, o.Security)
	}
	if o.Port != 0 {
		port = o.Port
	}
	with = append(with, mail.WithPort(port))
	if o.User != "" {
		with = append(with, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(o.User), mail.WithPassword(o.Password))
	}
	client, err := mail.NewClient(o.Host, with...)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return client, nil
}

// failed is why a mail server took no letter, without its words, which quote
// addresses.
func failed(err error) error {
	var refused *mail.SendError
	var network net.Error
	switch {
	case errors.As(err, &refused):
		return fmt.Errorf("the mail server refused the letter (%s, SMTP %d)", refused.Reason, refused.ErrorCode())
	case errors.As(err, &network):
		return bare(network)
	}
	return errors.New("the mail server could not be used: check host, port, security, user and password")
}
