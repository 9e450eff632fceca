package wechat

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/eatmoreapple/openwechat"
)

// The types of messages on the wire that openwechat does not name.
const (
	typeStatus    = openwechat.MessageType(51)
	appJielong    = openwechat.AppMessageType(53)
	appQuote      = openwechat.AppMessageType(57)
	groupPrefix   = "@@"
	accountPrefix = "@"
)

// wireMessage is what we need of a message of webwxsync. A field of another type
// than expected is read as well as can be: one odd message stops no other.
type wireMessage struct {
	MsgID         text   `json:"MsgId"`
	NewMsgID      text   `json:"NewMsgId"`
	From          text   `json:"FromUserName"`
	To            text   `json:"ToUserName"`
	Type          number `json:"MsgType"`
	App           number `json:"AppMsgType"`
	Content       text
	Created       number `json:"CreateTime"`
	FileName      text
	FileSize      text
	MediaID       text `json:"MediaId"`
	EncryFileName text
	Notified      text `json:"StatusNotifyUserName"`
}

// kind is the message's type.
func (m *wireMessage) kind() openwechat.MessageType { return openwechat.MessageType(m.Type) }

// wireUser is what we need of a contact, a group or a member of one. Names stand
// as the service writes them: see tidy.
type wireUser struct {
	UserName    text
	NickName    text
	RemarkName  text
	DisplayName text
	VerifyFlag  number
	MemberList  list[wireUser]
}

// wireKey is where the stream of messages stands.
type wireKey struct {
	Count int
	List  list[struct{ Key, Val int64 }]
}

// baseResponse stands in each answer of the service.
type baseResponse struct{ Ret number }

// text is a string that the service may as well write as a number.
type text string

// UnmarshalJSON never fails: what is no text and no number is empty.
func (t *text) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*t = text(s)
		return nil
	}
	var n json.Number
	if json.Unmarshal(b, &n) == nil {
		*t = text(n.String())
	}
	return nil
}

// number is a whole number that the service may as well write in quotes.
type number int64

// UnmarshalJSON never fails: what is no number is 0.
func (n *number) UnmarshalJSON(b []byte) error {
	i, err := strconv.ParseInt(strings.Trim(string(b), `"`), 10, 64)
	if err == nil {
		*n = number(i)
	}
	return nil
}

// list is a list whose elements are read one by one: what is null or cannot be
// read is left out.
type list[T any] []T

// UnmarshalJSON fails never: what is no list is an empty one.
func (l *list[T]) UnmarshalJSON(b []byte) error {
	*l, _ = elements[T](b)
	return nil
}

// elements are those of a list that can be read, and how many cannot.
func elements[T any](b []byte) (good []T, bad int) {
	var all []json.RawMessage
	if json.Unmarshal(b, &all) != nil {
		return nil, 0
	}
	for _, raw := range all {
		var v T
		if bytes.Equal(bytes.TrimSpace(raw), []byte("null")) || json.Unmarshal(raw, &v) != nil {
			bad++
			continue
		}
		good = append(good, v)
	}
	return good, bad
}
