package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"qunbao/report"
)

// Bounds of what is handled. The journal keeps a message whole.
const (
	maxText  = 64 << 10 // bytes; nobody types more, a hostile sender may
	maxCard  = 1 << 10  // bytes
	maxID    = 256      // bytes
	maxAhead = 10 * time.Minute
)

// Identify gives a message without an id the hash of what it is, so that the
// journal can tell it from others and the same message again is the same one.
// An id too long to be a key is hashed too, and control characters leave it. A
// time that cannot be written down with four digits for the year is none.
func Identify(m report.Message, received time.Time) report.Message {
	if year := m.Time.UTC().Year(); year < 1 || year > 9998 { // whatever the zone
		m.Time = time.Time{}
	}
	if id := printable(string(m.ID)); id != "" && len(id) <= maxID {
		m.ID = report.MessageID(id)
		return m
	}
	at := m.Time
	if at.IsZero() {
		at = received
	}
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %d %q %t", m.ID, m.Chat, m.Sender, at.UnixNano(), m.Text, m.Private)
	m.ID = report.MessageID("hash-" + hex.EncodeToString(h.Sum(nil)[:16]))
	return m
}

// Clean makes a message fit to be handled, whatever a channel gave: a time that
// is absent or more than 10 minutes ahead is the time of arrival, texts are
// valid UTF-8 without control characters and of a bounded length. The result
// depends on the arguments alone, so that the journal can be read again.
func Clean(m report.Message, received time.Time, zone *time.Location) report.Message {
	m = Identify(m, received)
	if m.Time.IsZero() || m.Time.After(received.Add(maxAhead)) {
		m.Time = received
	}
	m.Time = m.Time.In(zone)
	if m.Private {
		m.Chat = ""
	}
	if m.Type == "" {
		m.Type = report.TextMessage
	}
	m.Sender = cut(printable(m.Sender), maxCard)
	m.Text = cut(printable(m.Text), maxText)
	return m
}

// printable is s in valid UTF-8, without control characters but line ends and
// tabs. Characters of no width stay: the reader knows them.
func printable(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// cut shortens s to at most n bytes, at the end of a line where one is in the
// second half: half a number is another number.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	s = s[:n]
	if i := strings.LastIndexByte(s, '\n'); i > n/2 {
		s = s[:i]
	}
	return s
}
