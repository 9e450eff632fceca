package wxtest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/eatmoreapple/openwechat"

	"qunbao/bot/wechat/wxtest"
)

// raw is the library as it is, without any guard, on a service.
type raw struct {
	*openwechat.Bot
	transport interface{ CloseIdleConnections() }

	mu   sync.Mutex
	got  []*openwechat.Message
	wake chan struct{}
}

func newRaw(t testing.TB, s *wxtest.Server) *raw {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := &raw{Bot: openwechat.NewBot(ctx), wake: make(chan struct{}, 1)}
	openwechat.Desktop.Prepare(r.Bot)
	way := s.Transport()
	r.Caller.Client.HTTPClient().Transport = way
	r.transport = way.(interface{ CloseIdleConnections() })
	r.UUIDCallback = func(string) {}
	r.MessageHandler = func(m *openwechat.Message) {
		r.mu.Lock()
		r.got = append(r.got, m)
		r.mu.Unlock()
		select {
		case r.wake <- struct{}{}:
		default:
		}
	}
	t.Cleanup(func() {
		cancel()
		r.transport.CloseIdleConnections()
	})
	return r
}

// end waits for the end of the session, and tells why. The library's own Block
// reads what its loop writes.
func (r *raw) end() error {
	<-r.Context().Done()
	return r.CrashReason()
}

// wait gives the first n messages.
func (r *raw) wait(t testing.TB, n int) []*openwechat.Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		r.mu.Lock()
		got := r.got[:len(r.got):len(r.got)]
		r.mu.Unlock()
		if len(got) >= n {
			return got
		}
		select {
		case <-r.wake:
		case <-ctx.Done():
			t.Fatalf("%d messages, want %d", len(got), n)
		}
	}
}

// town is a service with a group of two.
func town(s *wxtest.Server) (g *wxtest.Group, li, wang *wxtest.Person) {
	li, wang = s.Friend("会芳", "柳湾村-李会芳"), s.Stranger("桂兰")
	g = s.Group("青石镇疫情防控工作群", li, wang)
	s.Card(g, wang, "东坡村 王桂兰")
	return g, li, wang
}

func loggedIn(t testing.TB, s *wxtest.Server, prepare ...func(*raw)) *raw {
	t.Helper()
	s.LetIn()
	r := newRaw(t, s)
	for _, p := range prepare {
		p(r)
	}
	if err := r.HotLogin(openwechat.NewFileHotReloadStorage(filepath.Join(t.TempDir(), "session")), openwechat.NewRetryLoginOption()); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAScanIsAnsweredAsThePhoneDecides(t *testing.T) {
	s := wxtest.New(t)
	done := make(chan error, 1)
	r := newRaw(t, s)
	shown := make(chan string, 2)
	r.UUIDCallback = func(uuid string) { shown <- uuid }
	r.ScanCallBack = func(openwechat.CheckLoginResponse) { shown <- "scanned" }
	go func() { done <- r.Login() }()
	if <-shown == "" {
		t.Fatal("the code is empty")
	}
	if err := s.Scan(t.Context()); err != nil || <-shown != "scanned" {
		t.Fatal(err)
	}
	if err := s.Confirm(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if me, err := r.GetCurrentUser(); err != nil || me.NickName != "小青" || me.Uin != s.Uin {
		t.Fatalf("%v, %v", me, err)
	}
	want := "jslogin login login webwxnewloginpage webwxinit webwxstatusnotify"
	var asked []string
	for _, q := range s.Requests()[:6] {
		asked = append(asked, string(q.Endpoint))
	}
	if got := strings.Join(asked, " "); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}

	again := newRaw(t, s)
	go func() { done <- again.Login() }()
	if err := errors.Join(s.Scan(t.Context()), s.Refuse(t.Context())); err != nil {
		t.Fatal(err)
	}
	if err := <-done; !errors.Is(err, openwechat.ErrLoginTimeout) {
		t.Errorf("a login that was refused on the phone: %v", err)
	}
	s.LetIn()
	s.Bar("为了你的帐号安全，此微信号不能登录网页微信。")
	if err := newRaw(t, s).Login(); err == nil || !strings.Contains(err.Error(), "帐号安全") {
		t.Errorf("an account that is barred: %v", err)
	}
}

func TestTheLibraryReceivesWhatAGroupSays(t *testing.T) {
	s := wxtest.New(t)
	g, li, wang := town(s)
	r := loggedIn(t, s)
	id := s.Say(g, wang, "东坡村平安 <好> & \"行\"\n发热0人")
	s.Say(li, li, "在吗")
	s.Say(g, s.Self(), "手机上打的字")
	s.System(g, "王五加入了群聊")
	s.Jielong(g, li, "#接龙\n1. 柳湾村 平安")
	s.Quote(g, li, id, "收到 & 谢谢")
	s.QuoteInText(g, li, id, "收到")
	s.Recall(id)
	s.Duplicate(id)
	got := r.wait(t, 9)
	if got[0].MsgId != id || got[8].MsgId != id || got[0].Content != "东坡村平安 <好> & \"行\"\n发热0人" {
		t.Errorf("%s %q", got[0].MsgId, got[0].Content)
	}
	member, err := got[0].SenderInGroup()
	if err != nil || member.DisplayName != "东坡村 王桂兰" || member.NickName != "桂兰" {
		t.Errorf("%+v, %v", member, err)
	}
	if m := got[1]; !m.IsSendByFriend() || m.Content != "在吗" {
		t.Errorf("from a friend: %v %q", m, m.Content)
	}
	if m := got[2]; !m.IsSelfSendToGroup() || m.Content != "手机上打的字" {
		t.Errorf("typed on the phone: %q", m.Content)
	}
	if m := got[3]; !m.IsJoinGroup() {
		t.Errorf("a join: %q", m.Content)
	}
	if m := got[4]; m.AppMsgType != 53 || !strings.Contains(m.Content, "1. 柳湾村 平安</title>") {
		t.Errorf("接龙: %q", m.Content)
	}
	if member, err := got[4].SenderInGroup(); err != nil || member.NickName != "柳湾村-李会芳" {
		t.Errorf("a friend in a group goes by the remark: %v, %v", member, err)
	}
	if m := got[5]; m.AppMsgType != 57 || !strings.Contains(m.Content, "<svrid>"+id) || !strings.Contains(m.Content, "收到 &amp; 谢谢") {
		t.Errorf("a quote: %q", m.Content)
	}
	if m := got[6]; !strings.HasPrefix(m.Content, "「东坡村 王桂兰：东坡村平安") {
		t.Errorf("an older quote: %q", m.Content)
	}
	if m := got[7]; !m.IsRecalled() || !strings.Contains(m.Content, "<msgid>"+id) {
		t.Errorf("a recall: %q", m.Content)
	}
}

func TestABacklogComesInBatches(t *testing.T) {
	s := wxtest.New(t)
	s.Batch, s.Page = 3, 2
	g, li, _ := town(s)
	r := loggedIn(t, s)
	for range 10 {
		s.Say(g, li, "柳湾村平安")
	}
	r.wait(t, 10)
	if n := s.Count(wxtest.Sync); n < 4 {
		t.Errorf("10 messages came in %d batches of 3", n)
	}
	if n := s.Count(wxtest.Contacts); n < 2 { // the account, the service's own, one friend, one group
		t.Errorf("4 contacts came in %d pages of 2", n)
	}
}

func TestWhatTheLibrarySendsArrives(t *testing.T) {
	s := wxtest.New(t)
	g, li, _ := town(s)
	r := loggedIn(t, s)
	s.Say(g, li, "柳湾村平安")
	m := r.wait(t, 1)[0]
	if _, err := m.ReplyText("收到 <谢谢>"); err != nil {
		t.Fatal(err)
	}
	book := bytes.Repeat([]byte("qunbao"), 200_000) // three parts
	name := filepath.Join(t.TempDir(), "青石镇日报 11-22.xlsx")
	if err := os.WriteFile(name, book, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := m.ReplyFile(file); err != nil {
		t.Fatal(err)
	}
	sent, err := m.ReplyImage(strings.NewReader("\x89PNG\r\n\x1a\n picture"))
	if err != nil {
		t.Fatal(err)
	}
	if err := sent.Revoke(); err != nil {
		t.Fatal(err)
	}
	all := s.Sent()
	if len(all) != 3 || all[0].Text != "收到 <谢谢>" || all[0].To != "青石镇疫情防控工作群" || !all[0].Group {
		t.Fatalf("%+v", all)
	}
	if m := all[1]; m.Kind != wxtest.File || m.Name != "青石镇日报 11-22.xlsx" || !bytes.Equal(m.Content, book) || m.UploadName != name {
		t.Errorf("%s %q %q %d bytes", m.Kind, m.Name, m.UploadName, len(m.Content))
	}
	if m := all[2]; m.Kind != wxtest.Image || string(m.Content) != "\x89PNG\r\n\x1a\n picture" || !m.Revoked {
		t.Errorf("%s %q", m.Kind, m.Content)
	}
	if n := s.Count(wxtest.Upload); n != 4 {
		t.Errorf("%d parts were uploaded, want 3 and 1", n)
	}
}

func TestWhatAGroupSendsCanBeFetched(t *testing.T) {
	s := wxtest.New(t)
	g, li, _ := town(s)
	r := loggedIn(t, s)
	s.Image(g, li, []byte("picture"))
	s.Voice(g, li, []byte("voice"))
	s.File(g, li, "附件 & 一.docx", []byte("letter"))
	for i, m := range r.wait(t, 3) {
		resp, err := m.GetFile()
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if want := []string{"picture", "voice", "letter"}[i]; string(body) != want {
			t.Errorf("%q, want %q", body, want)
		}
	}
}

func TestASessionIsTakenUpHotThenByThePhoneThenByAScan(t *testing.T) {
	s := wxtest.New(t)
	s.Cookies = wxtest.Lenient // the library loses the cookies' domains when it loads them
	g, li, _ := town(s)
	s.LetIn()
	file := filepath.Join(t.TempDir(), "session")
	first := newRaw(t, s)
	if err := first.HotLogin(openwechat.NewFileHotReloadStorage(file), openwechat.NewRetryLoginOption()); err != nil {
		t.Fatal(err)
	}
	s.Say(g, li, "一")
	stale := first.wait(t, 1)[0].FromUserName
	s.Kick(1101)
	if err := first.end(); !errors.Is(err, openwechat.Ret(1101)) {
		t.Fatalf("kicked: %v", err)
	}
	s.Say(g, li, "二") // while nobody is there
	hot := newRaw(t, s)
	if err := hot.HotLogin(openwechat.NewFileHotReloadStorage(file)); err != nil {
		t.Fatal(err)
	}
	if got := hot.wait(t, 1)[0]; got.Content != "二" || got.FromUserName != stale {
		t.Errorf("%q from %s", got.Content, got.FromUserName)
	}
	s.Expire()
	if err := hot.end(); err == nil {
		t.Fatal("the session goes on")
	}
	refused := newRaw(t, s)
	if err := refused.HotLogin(openwechat.NewFileHotReloadStorage(file)); err == nil {
		t.Fatal("a session that has expired is taken up")
	}
	push := newRaw(t, s)
	if err := push.PushLogin(openwechat.NewFileHotReloadStorage(file)); err != nil {
		t.Fatal(err)
	}
	me, _ := push.GetCurrentUser()
	if _, err := push.Caller.WebWxSendMsg(t.Context(), &openwechat.CallerWebWxSendMsgOptions{
		LoginInfo: push.Storage.LoginInfo, BaseRequest: push.Storage.Request,
		Message: openwechat.NewTextSendMessage("三", me.UserName, stale),
	}); err == nil || !errors.Is(err, openwechat.Ret(1204)) {
		t.Errorf("a name of the last session: %v", err)
	}
	s.Forget()
	if err := newRaw(t, s).PushLogin(openwechat.NewFileHotReloadStorage(file)); err == nil {
		t.Error("a push login is let in where the service has forgotten the account")
	}
	if s.Logins() != 2 {
		t.Errorf("%d sessions, want the scan and the push login", s.Logins())
	}
}

func TestAStrictServiceMissesTheCookiesThatTheLibraryLoses(t *testing.T) {
	s := wxtest.New(t)
	s.LetIn()
	file := filepath.Join(t.TempDir(), "session")
	if err := newRaw(t, s).HotLogin(openwechat.NewFileHotReloadStorage(file), openwechat.NewRetryLoginOption()); err != nil {
		t.Fatal(err)
	}
	s.Kick(1101)
	hot := newRaw(t, s)
	if err := hot.HotLogin(openwechat.NewFileHotReloadStorage(file)); err != nil {
		t.Fatal(err)
	}
	if err := hot.end(); !errors.Is(err, openwechat.Ret(1102)) {
		t.Errorf("%v, want 1102", err)
	}
}

// within is the test's context, ended after some time at the latest.
func within(t testing.TB, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}
