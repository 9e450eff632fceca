package storage

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"time"
)

// line is a line of the journal: the header of a day, or a message.
//
//	{"day":"2020-02-05","by":"office-pc","after":"2020-02-04","seal":"…","chain":"…"}
//	{"n":1,"at":"2020-02-05T08:00:01+08:00","by":"office-pc","salt":"…","message":{…},"digest":"…","chain":"…"}
//	{"n":2,"with":1,"at":"2020-02-05T08:00:01+08:00",…}
//
// with, of a message that went to the disk in one write with others before it, is
// the number of the first of them: whatever belongs to a later write was written
// after this one was safe.
//
// digest is SHA-256 over the salt and the bytes of message. chain is SHA-256
// over the chain of the line before and everything of this line but salt and
// message, so that these two can be purged and the chain still holds; without
// the salt nobody can guess a short message from its digest. seal, in the
// header, is the last chain of the day named in after.
type line struct {
	Day   string `json:"day,omitempty"` // of a header
	N     int    `json:"n,omitempty"`   // of a message, counted within its day
	With  int    `json:"with,omitempty"`
	At    string `json:"at,omitempty"` // when it was received
	By    string `json:"by"`           // the program that wrote the line
	After string `json:"after,omitempty"`
	Seal  string `json:"seal,omitempty"`

	Salt    string          `json:"salt,omitempty"`
	Message json.RawMessage `json:"message,omitempty"`
	Digest  string          `json:"digest,omitempty"`
	Chain   string          `json:"chain"`
}

// newMessageLine is a message with a salt of its own, not yet numbered and
// chained.
func newMessageLine(by string, received time.Time, body []byte) (line, error) {
	at, err := FormatInstant(received)
	if err != nil {
		return line{}, err
	}
	l := line{At: at, By: by, Salt: rand.Text(), Message: body}
	l.Digest = l.digest()
	return l, nil
}

func (l line) digest() string { return sum(l.Salt, string(l.Message)) }

// seal is the line, chained to the one before.
func (l line) seal(head string) line {
	l.Chain = l.chain(head)
	return l
}

func (l line) chain(head string) string {
	texts := []string{head, l.Day, strconv.Itoa(l.N), l.At, l.By, l.After, l.Seal, l.Digest}
	if l.With != 0 {
		texts = append(texts, strconv.Itoa(l.With))
	}
	return sum(texts...)
}

// first is the number of the first message of the write with which a message's
// line went to the disk.
func (l line) first() int {
	if l.With != 0 {
		return l.With
	}
	return l.N
}

// sum is SHA-256 over texts, each with its length so that none can flow into
// the next.
func sum(texts ...string) string {
	h := sha256.New()
	for _, t := range texts {
		h.Write([]byte(strconv.Itoa(len(t)) + ":" + t))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (l line) bytes() ([]byte, error) {
	b, err := encode(l)
	return append(b, '\n'), err
}

func parseLine(b []byte) (line, error) {
	l, err := decode[line]("line", b)
	isHeader := l.Day != "" && l.N == 0
	isMessage := l.Day == "" && l.N > 0 && isSum(l.Digest)
	if err == nil && !(isSum(l.Chain) && (isHeader || isMessage)) {
		err = errors.New("it is no line of a journal")
	}
	return l, err
}

func isSum(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == sha256.Size
}

// purged tells whether the message was taken out.
func (l line) purged() bool { return l.Message == nil && l.Salt == "" }

// check finds what is wrong with a line that follows head and was read as b.
func (l line) check(head string, b []byte) error {
	switch {
	case l.Day == "" && !l.purged() && l.digest() != l.Digest:
		return errors.New("the message is not the one that was written")
	case l.chain(head) != l.Chain:
		return errors.New("the line does not continue the one before")
	}
	if written, err := l.bytes(); err != nil || !bytes.Equal(written, b) {
		return errors.New("the line is not as the program writes it")
	}
	return nil
}
