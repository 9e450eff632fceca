package wechat

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"regexp"
	"strings"

	"github.com/eatmoreapple/openwechat"
)

// account is who has logged in.
type account struct {
	name   string // the user name of the session
	nick   string
	groups []string // the user names of groups that are on the phone's list of chats
}

// news is what a webwxsync brings.
type news struct {
	messages []wireMessage
	changed  []wireUser // people and groups that have another name, or other members
	key      *openwechat.SyncKey
	bad      int // messages that cannot be read at all
}

// asItIs is for answers in which openwechat itself looks for what it needs.
func asItIs(_ *guard, _ context.Context, body []byte) ([]byte, error) { return body, nil }

// object reads an answer of JSON, and the service's code in it.
func object(body []byte, into any) error {
	var head struct{ BaseResponse *baseResponse }
	switch {
	case json.Unmarshal(body, &head) != nil || json.Unmarshal(body, into) != nil:
		return errors.New("the answer is not the JSON it should be")
	case head.BaseResponse == nil:
		return errors.New("the answer has no BaseResponse")
	case head.BaseResponse.Ret != 0:
		return refusal("", openwechat.Ret(head.BaseResponse.Ret))
	}
	return nil
}

// loginPage reads the keys of a new session, or why there is none.
func loginPage(g *guard, _ context.Context, body []byte) ([]byte, error) {
	var page struct {
		Ret     string `xml:"ret"`
		Message string `xml:"message"`
		Key     string `xml:"skey"`
	}
	switch err := xml.Unmarshal(body, &page); {
	case err != nil:
		return nil, errors.New("the answer is not the XML it should be")
	case strings.TrimSpace(page.Ret) != "0":
		g.denied.Store(&page.Message)
		return nil, errRefused
	case page.Key == "":
		return nil, errors.New("the answer holds no session")
	}
	return body, nil
}

// pushAnswer reads whether the phone is asked to confirm a login.
func pushAnswer(g *guard, _ context.Context, body []byte) ([]byte, error) {
	var answer struct{ Ret, Msg, UUID text }
	switch err := json.Unmarshal(body, &answer); {
	case err != nil:
		return nil, errors.New("the answer is not the JSON it should be")
	case answer.Ret != "0" || answer.UUID == "":
		return nil, errDead
	}
	g.asked()
	return json.Marshal(map[string]text{"ret": "0", "uuid": answer.UUID})
}

// initAnswer reads who has logged in, before anything else is asked or read.
func initAnswer(g *guard, _ context.Context, body []byte) ([]byte, error) {
	var answer struct {
		User        *wireUser
		SyncKey     *wireKey
		ContactList list[wireUser]
	}
	if err := object(body, &answer); err != nil {
		return nil, err
	}
	if answer.User == nil || answer.User.UserName == "" || answer.SyncKey == nil {
		return nil, errors.New("the answer holds no account or no SyncKey")
	}
	a := account{name: string(answer.User.UserName), nick: tidy(answer.User.NickName)}
	for _, u := range answer.ContactList {
		if strings.HasPrefix(string(u.UserName), groupPrefix) {
			a.groups = append(a.groups, string(u.UserName))
		}
	}
	if err := g.admit(a); err != nil {
		return nil, err
	}
	return json.Marshal(openwechat.WebInitResponse{
		User:    &openwechat.User{UserName: a.name, NickName: a.nick},
		SyncKey: syncKey(answer.SyncKey),
	})
}

// syncKey is a SyncKey whose count is that of its list: openwechat makes a list of
// the one and fills it with the other.
func syncKey(k *wireKey) *openwechat.SyncKey {
	key := openwechat.SyncKey{Count: len(k.List)}
	for _, item := range k.List {
		key.List = append(key.List, item)
	}
	return &key
}

// notifyAnswer is the last step of a login.
func notifyAnswer(g *guard, _ context.Context, body []byte) ([]byte, error) {
	var answer struct{}
	if err := object(body, &answer); err != nil {
		return nil, err
	}
	g.begun()
	return []byte(`{"BaseResponse":{"Ret":0}}`), nil
}

var checked = regexp.MustCompile(`window\.synccheck=\{retcode:"(-?\d{1,9})",selector:"(\d{1,9})"\}`)

// checkAnswer reads whether there is news.
func checkAnswer(g *guard, _ context.Context, body []byte) ([]byte, error) {
	found := checked.FindSubmatch(body)
	switch {
	case found == nil:
		return nil, errors.New("the answer is none to synccheck")
	case found[1][0] == '-':
		return nil, errors.New("the service answers " + string(found[1]))
	case string(found[1]) == "0":
		g.breath.answered()
	}
	return found[0], nil
}

// syncAnswer takes the news out of an answer, and passes on up to where the stream
// was read, once the news is kept.
func syncAnswer(g *guard, ctx context.Context, body []byte) ([]byte, error) {
	var answer struct {
		AddMsgList            json.RawMessage
		ModContactList        list[wireUser]
		ModChatRoomMemberList list[wireUser]
		SyncKey               *wireKey
	}
	if err := object(body, &answer); err != nil {
		return nil, err
	}
	n := news{changed: append(answer.ModContactList, answer.ModChatRoomMemberList...), key: &openwechat.SyncKey{}}
	n.messages, n.bad = elements[wireMessage](answer.AddMsgList)
	if answer.SyncKey != nil {
		n.key = syncKey(answer.SyncKey)
	}
	moved, err := g.deliver(ctx, n)
	if err != nil {
		return nil, err
	}
	if moved && len(n.messages)+len(n.changed) > 0 {
		g.breath.news()
	}
	return json.Marshal(openwechat.WebWxSyncResponse{SyncKey: n.key})
}

// goodAnswer is for answers that we read ourselves.
func goodAnswer(_ *guard, _ context.Context, body []byte) ([]byte, error) {
	var answer struct{}
	return body, object(body, &answer)
}

// doneAnswer reads what became of a message or of a part of a file.
func doneAnswer(_ *guard, _ context.Context, body []byte) ([]byte, error) {
	var answer struct{ MsgID, MediaId, Signature text }
	if err := object(body, &answer); err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{
		"BaseResponse": openwechat.BaseResponse{}, "MsgID": answer.MsgID, "MediaId": answer.MediaId, "Signature": answer.Signature,
	})
}
