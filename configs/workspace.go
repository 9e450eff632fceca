package configs

import (
	"strings"
	"time"
	"unicode/utf8"

	"qunbao/report"
)

// Defaults of the keys of qunbao.yaml that may be left out.
const (
	DefaultZone    = "Asia/Shanghai"
	defaultStore   = "embedded:data"
	defaultReceipt = 30 * time.Second
	defaultTimeout = 60 * time.Second
	defaultKeyEnv  = "QUNBAO_LLM_KEY"
)

// workspace reads qunbao.yaml and all that it names.
func (l *loader) workspace(root *object, c *Config) {
	s := &l.settings
	s.Name = root.must("workspace").text
	s.Zone = zone(root)
	c.Store = l.store(root)
	l.readRoster(root.must("roster"))
	if l.roster != nil {
		s.Units, s.People = l.roster.units, l.roster.people()
	}
	s.Duty = l.duty(root)
	l.warnOfNobodyToAlert(root.word("roster").place)
	s.Acknowledge = alerts(root)
	s.Quiet = l.quiet(root)
	l.readEmergencies(root)
	s.Holidays = l.holidays(root)
	l.readForms(root)
	l.warnOfIdleMatters()
	for _, f := range l.formOrder {
		s.Forms = append(s.Forms, f.Form)
	}
	s.ReceiptWindow = receiptWindow(root)
	s.Chats = l.readChats(root)
	s.Digests = l.digests(root)
	s.Briefings = l.briefings(root)
	s.Issuer = issuer(root)
	c.Channel, s.TrustCards = channel(root)
	if c.Channel.Kind == WeChat {
		l.warnOfWeChat(root.place, c.Channel)
	}
	c.LLM = l.llm(root)
	c.Notify, c.Listen = l.notify(root), l.listen(root)
	c.Retention = retention(root)
	root.close("qunbao.yaml")
}

// zone reads the workspace's zone. Local is refused: a township's day must not
// depend on the settings of the PC.
func zone(root *object) *time.Location {
	w := root.word("timezone")
	name := w.text
	if name == "" {
		name = DefaultZone
	}
	at, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		root.wrong(w.place, "write it as Asia/Shanghai", "unknown timezone %q", name)
		return time.UTC
	}
	return at
}

// issuer reads who signs documents.
func issuer(root *object) string {
	o := root.object("documents")
	defer o.close("documents")
	w := o.word("issuer")
	if utf8.RuneCountInString(w.text) > longestIssuer {
		o.wrong(w.place, "write it as 青石镇人民政府", "issuer: more than %d characters", longestIssuer)
	}
	return w.text
}

// longestIssuer is what stands in one line beside a date.
const longestIssuer = 20

// receiptWindow reads for how long a chat's receipts are gathered; 0 is not at
// all, default 30 s (contracts, section 2).
func receiptWindow(root *object) time.Duration {
	o := root.object("receipts")
	window, w := o.duration("window", 0, time.Hour)
	o.close("receipts")
	if !w.given() {
		return defaultReceipt
	}
	return window
}

// quiet reads quiet: "21:00-07:00". Equal ends are refused: nobody could tell
// whether they mean no quiet hours or all of them.
func (l *loader) quiet(root *object) report.Quiet {
	w := root.word("quiet")
	if w.text == "" {
		return report.Quiet{}
	}
	from, to, ok := strings.Cut(w.text, "-")
	a, err := report.ParseClock(strings.TrimSpace(from))
	b, err2 := report.ParseClock(strings.TrimSpace(to))
	if !ok || err != nil || err2 != nil || a%1440 == b%1440 {
		root.wrong(w.place, `write it as "21:00-07:00", or leave it out`, "quiet: %q is no span of hours", w.text)
		return report.Quiet{}
	}
	return report.Quiet{From: a % 1440, To: b % 1440}
}

// channel reads the channel and whether cards are trusted.
func channel(root *object) (Channel, bool) {
	if root.take("channel") == nil {
		root.wrong(root.place, "write channel: {kind: console}, {kind: jsonl} or {kind: wechat}", "the key %q is missing", "channel")
		return Channel{}, false
	}
	o := root.object("channel")
	w := o.must("kind")
	trust := o.yes("trust_cards")
	account, session := o.word("account"), o.word("session")
	pace := o.pace(w.text)
	o.close("channel")
	c := Channel{Kind: ChannelKind(w.text), Account: account.text, Session: session.text, Pace: pace}
	switch c.Kind {
	case WeChat:
		return c, trust
	case Console, JSONL, "":
	case "wecom":
		root.wrong(w.place, "use jsonl and let another program carry the lines, or console", "the channel %s is not built into this program", w.text)
	default:
		root.wrong(w.place, "known channels: console, jsonl, wechat", "unknown channel %q", w.text)
	}
	for _, key := range []word{account, session} {
		if key.given() {
			root.wrong(key.place, "take it out", "only a channel of kind wechat has an account and a session")
		}
	}
	return c, trust
}

// warnOfWeChat warns of who may log in and who may decide where anybody chooses what
// they are called.
func (l *loader) warnOfWeChat(at place, c Channel) {
	if c.Account == "" {
		l.odd(at, "name the account as account: 小青", "channel: the first WeChat account that scans the code logs in")
	}
	if l.settings.TrustCards {
		l.odd(at, "take trust_cards out: on WeChat everybody writes their own card", "trust_cards: whoever takes somebody's card may decide in that name")
	}
}

// inQuiet tells whether a clock time lies in the quiet hours.
func inQuiet(q report.Quiet, at report.Clock) bool {
	at = ((at % 1440) + 1440) % 1440
	if q.From <= q.To {
		return at >= q.From && at < q.To
	}
	return at >= q.From || at < q.To
}

// held warns of what is scheduled inside the quiet hours, which hold it.
func (l *loader) held(at place, clock report.Clock, what string) {
	if inQuiet(l.settings.Quiet, clock) {
		l.odd(at, "quiet hours hold it until "+l.settings.Quiet.To.String(), "%s at %s lies in the quiet hours", what, clock)
	}
}
