package configs

import (
	"net"
	"net/url"
	"path/filepath"
	"strconv"
)

// Notify is one way by which the operator is told when the chat cannot be used.
// Which fields are set goes by Kind.
type Notify struct {
	Kind   NotifyKind
	URL    Secret // of a webhook: it may hold a token
	Format string // of a webhook: json or wecom
	Mail   Mail
	Run    []string // of a program: its whole path, then its arguments
}

// NotifyKind names a way to the operator.
type NotifyKind string

// The ways to the operator.
const (
	ByWebhook NotifyKind = "webhook"
	ByMail    NotifyKind = "mail"
	ByProgram NotifyKind = "program"
)

// Mail says through which server to whom e-mails go.
type Mail struct {
	Host     string
	Port     int    // 0: the usual one
	Security string // tls, starttls or none
	User     string // empty: no log-in
	Password Secret
	From     string
	To       []string
}

const (
	defaultURLEnv  = "QUNBAO_NOTIFY_URL"
	defaultMailEnv = "QUNBAO_MAIL_PASSWORD"
	defaultListen  = "127.0.0.1:8420"
	listenNowhere  = "none"
)

// notify reads the ways by which the operator is told.
func (l *loader) notify(root *object) []Notify {
	var ways []Notify
	for _, o := range root.objects("notify") {
		kind := o.must("kind")
		n := Notify{Kind: NotifyKind(kind.text)}
		switch n.Kind {
		case ByWebhook:
			l.webhook(o, &n)
		case ByMail:
			l.mail(o, &n.Mail)
		case ByProgram:
			l.program(o, &n)
		case "":
		default:
			l.wrong(kind.place, "known ways: webhook, mail, program", "unknown way %q", kind.text)
		}
		o.close("a way of notify")
		ways = append(ways, n)
	}
	return ways
}

// webhook reads an address to post to. It may hold a token, and so stands in the
// environment alone.
func (l *loader) webhook(o *object, n *Notify) {
	if o != nil && o.values["url"] != nil {
		o.known = append(o.known, "url")
		l.wrong(placeOfNode(o.file, o.values["url"]), "put it into the environment variable that url_env names, or into a file named by it with _FILE",
			"an address of a webhook holds its key and must not stand in this file")
	}
	if n.Format = o.word("format").text; n.Format == "" {
		n.Format = "json"
	} else if n.Format != "json" && n.Format != "wecom" {
		l.wrong(o.word("format").place, "known formats: json, wecom (企业微信群机器人)", "unknown format %q", n.Format)
	}
	n.URL = l.fromEnvironment(o, "url_env", defaultURLEnv)
	if u, err := url.Parse(n.URL.Reveal()); n.URL.IsEmpty() {
		l.odd(o.place, "set the variable where the program is started", "a webhook has no address: nobody will be told by it")
	} else if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		l.wrong(o.place, "it begins with https://", "the variable of url_env holds no web address")
	}
}

// mail reads through which server to whom.
func (l *loader) mail(o *object, m *Mail) {
	host, from := o.must("host"), o.must("from")
	security, port := o.word("security"), o.word("port")
	m.Host, m.From, m.User, m.Security = host.text, from.text, o.word("user").text, "tls"
	if security.given() {
		m.Security = security.text
	}
	o.need("to", "write it as to: [name@host]")
	for _, w := range o.words("to") {
		m.To = append(m.To, w.text)
	}
	if m.Security != "tls" && m.Security != "starttls" && m.Security != "none" {
		l.wrong(security.place, "known kinds: tls (port 465), starttls (port 587), none (a server on this machine)", "unknown security %q", m.Security)
	}
	if n, err := strconv.ParseUint(port.text, 10, 16); port.given() && (err != nil || n == 0) {
		l.wrong(port.place, "write it as port: 465", "port must be from 1 to 65535, not %q", port.text)
	} else {
		m.Port = int(n)
	}
	m.Password = l.fromEnvironment(o, "password_env", defaultMailEnv)
	if m.User != "" && m.Password.IsEmpty() {
		l.odd(o.place, "set the variable that password_env names where the program is started", "mail has a user and no password")
	}
}

// program reads a program and its fixed arguments.
func (l *loader) program(o *object, n *Notify) {
	o.need("run", `write it as run: [/usr/local/bin/tell, "argument"]`)
	for _, node := range o.nodes("run") {
		n.Run = append(n.Run, o.scalar(node, "each of run").text)
	}
	if len(n.Run) > 0 && !filepath.IsAbs(n.Run[0]) {
		l.wrong(o.place, "write its whole path, as /usr/local/bin/tell", "the program %q is not named by its whole path", n.Run[0])
	}
}

// fromEnvironment reads a secret from the variable that a key names.
func (l *loader) fromEnvironment(o *object, key, otherwise string) Secret {
	w := o.word(key)
	name := otherwise
	if w.given() {
		name = w.text
	} else {
		w.place = o.place
	}
	if !variable.MatchString(name) {
		l.wrong(w.place, "write it as "+key+": "+otherwise, "%s must name an environment variable, not hold the secret", key)
		return Secret{}
	}
	s, err := secret(l.getenv, name)
	if err != nil {
		l.wrong(w.place, "set the variable where the program is started", "%v", err)
	}
	return s
}

// listen reads where the program tells of its health; empty: nowhere.
func (l *loader) listen(root *object) string {
	w := root.word("listen")
	switch w.text {
	case "":
		return defaultListen
	case listenNowhere:
		return ""
	}
	host, port, err := net.SplitHostPort(w.text)
	if n, numeric := strconv.ParseUint(port, 10, 16); err != nil || numeric != nil || host == "" && n == 0 {
		root.wrong(w.place, "write it as 127.0.0.1:8420, or none", "listen: %q is no address with a port", w.text)
		return ""
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		l.odd(w.place, "127.0.0.1 keeps it to this computer", "listen: whoever reaches this computer can read how the program is doing")
	}
	return w.text
}
