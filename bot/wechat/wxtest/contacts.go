package wxtest

import (
	"fmt"
	"html"
	"net/http"
	"strconv"
)

// wireUser is a person or a group as the service writes it.
type wireUser struct {
	Uin             int64
	UserName        string
	NickName        string
	HeadImgURL      string `json:"HeadImgUrl"`
	ContactFlag     int
	MemberCount     int
	MemberList      []wireUser
	RemarkName      string
	HideInputBar    int `json:"HideInputBarFlag"`
	Sex             int
	Signature       string
	VerifyFlag      int
	OwnerUin        int64
	PYInitial       string
	PYQuanPin       string
	RemarkPYInitial string
	RemarkPYQuanPin string
	StarFriend      int
	AppAccountFlag  int
	Statues         int
	AttrStatus      int64
	Province        string
	City            string
	Alias           string
	SnsFlag         int
	UniFriend       int
	DisplayName     string
	ChatRoomID      int `json:"ChatRoomId"`
	KeyWord         string
	EncryChatRoomID string `json:"EncryChatRoomId"`
	IsOwner         int
}

// member is a person in the list of contacts. Names are HTML-escaped.
func (s *Server) member(l *login, p *Person) wireUser {
	u := wireUser{
		UserName: l.names.of(p), NickName: html.EscapeString(p.nick), RemarkName: html.EscapeString(p.remark),
		ContactFlag: 3, AttrStatus: 33656871, KeyWord: "wx", MemberList: []wireUser{},
	}
	u.HeadImgURL = fmt.Sprintf("/cgi-bin/mmwebwx-bin/webwxgeticon?seq=%d&username=%s&skey=%s", 690000000+len(p.key), u.UserName, l.skey)
	if p == s.self {
		u.Uin = s.Uin
	}
	return u
}

// inGroup is a person among a group's members: a friend's nickname is the remark
// there, and nobody has a remark, an avatar or a number.
func (s *Server) inGroup(l *login, g *Group, p *Person) wireUser {
	u := wireUser{UserName: l.names.of(p), NickName: html.EscapeString(p.nick), DisplayName: html.EscapeString(g.cards[p]), AttrStatus: 102437}
	if p.remark != "" {
		u.NickName = html.EscapeString(p.remark)
	}
	return u
}

// group is a group with the members given.
func (s *Server) group(l *login, g *Group, members []*Person) wireUser {
	u := wireUser{
		UserName: l.names.of(g), NickName: html.EscapeString(g.name), ContactFlag: 2,
		MemberCount: len(members), MemberList: []wireUser{}, EncryChatRoomID: l.names.of(g)[2:18],
	}
	for _, p := range members {
		u.MemberList = append(u.MemberList, s.inGroup(l, g, p))
	}
	return u
}

// serveContacts is a page of the address book: friends, saved groups, an account of
// the service itself.
func (s *Server) serveContacts(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := r.URL.Query()
	if ret := s.admitsKey(r); ret != 0 {
		writeJSON(w, refused(ret))
		return
	}
	all := []wireUser{s.member(s.login, s.self), {UserName: "weixin", NickName: "微信团队", VerifyFlag: 56, MemberList: []wireUser{}}}
	for _, p := range s.people {
		if p.friend {
			all = append(all, s.member(s.login, p))
		}
	}
	for _, g := range s.groups {
		if !g.unsaved {
			all = append(all, s.group(s.login, g, nil))
		}
	}
	from, _ := strconv.Atoi(q.Get("seq"))
	from = min(max(from, 0), len(all))
	to := min(from+s.Page, len(all))
	next := to
	if to == len(all) {
		next = 0
	}
	writeJSON(w, map[string]any{"BaseResponse": baseResponse{}, "MemberCount": to - from, "MemberList": all[from:to], "Seq": next})
}

// admitsKey is admits for a request whose session stands in its address.
func (s *Server) admitsKey(r *http.Request) int {
	switch l := s.login; {
	case l == nil || l.expired || r.URL.Query().Get("skey") != l.skey:
		return retExpired
	case !s.cookiesGood(r):
		return retCookie
	}
	return retLoggedIn
}

// batchContact gives details of the people and groups asked for, in their order;
// of a name that nobody has, the name alone.
func (s *Server) batchContact(c *call) any {
	var asked struct{ List []struct{ UserName string } }
	if !c.decode(&asked) || len(asked.List) > 50 {
		return refused(1)
	}
	all := []wireUser{}
	for _, a := range asked.List {
		switch chat := c.login.names.chats[a.UserName].(type) {
		case *Group:
			all = append(all, s.group(c.login, chat, chat.members))
		case *Person:
			all = append(all, s.member(c.login, chat))
		default:
			all = append(all, wireUser{UserName: a.UserName, MemberList: []wireUser{}})
		}
	}
	return map[string]any{"BaseResponse": baseResponse{}, "Count": len(all), "ContactList": all}
}
