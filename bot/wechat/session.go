package wechat

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/eatmoreapple/openwechat"

	"qunbao/bot"
)

const (
	silentFor = 10 * time.Minute // without a good answer a session is given up
	quietFor  = 90 * time.Second // and before that, the channel is down
)

// session is one login, from its beginning to its end. The library's client is good
// for one: it ends by its context, never by the library's own Exit, which races with
// its loop.
type session struct {
	c      *Channel
	ear    bot.Listener
	step   step
	ctx    context.Context // the library's callbacks are given none
	cancel context.CancelCauseFunc
	client *openwechat.Bot
	guard  *guard
	limit  *time.Timer // of the login
	coded  bool        // a code was shown
	other  bool        // the account has another number than the one that was logged in before

	self   string // the account's name of this session
	nick   string
	groups []string
	roster *roster
	open   chan struct{} // closed when messages may be told
	up     time.Time     // since when; zero: it never was

	puzzle  puzzle         // the message that could not be placed last
	retried time.Time      // when those that are kept aside were last tried
	noFetch time.Time      // until then no files are fetched
	fetchBy time.Time      // until when the files of an answer are
	rest    sync.WaitGroup // what goes on beside the library's loop
	wary    bool           // up is told when the service has given what there is

	mu      sync.Mutex // guards what follows, but what keep holds of the login
	keep    kept
	dirty   bool      // keep is ahead of the file
	written time.Time // when the file was
	good    time.Time // the last good answer
}

// newSession prepares a login. Cookies and keys are those of the session that is
// kept, if the step is one that needs them.
func (c *Channel) newSession(ctx context.Context, by step) *session {
	s := &session{c: c, step: by, open: make(chan struct{})}
	s.ctx, s.cancel = context.WithCancelCause(ctx)
	s.client = openwechat.NewBot(s.ctx)
	openwechat.Desktop.Prepare(s.client)
	s.guard = &guard{
		base: c.Transport, jar: jarOf(s.client), cookies: &cookies{}, seeded: map[string]bool{},
		asked: s.asked, admit: s.admit, begun: s.begun, deliver: s.deliver,
	}
	wire := s.client.Caller.Client
	wire.MaxRetryTimes = 1
	wire.HTTPClient().Transport, wire.HTTPClient().Timeout = s.guard, 0 // the guard has its own
	s.client.MessageErrorHandler = s.trouble
	s.client.SyncCheckCallback = s.checked
	s.client.ScanCallBack = func(openwechat.CheckLoginResponse) { c.turn(bot.State{Phase: bot.Confirm}) }
	s.client.UUIDCallback = func(uuid string) {
		s.coded = true
		if err := c.showCode(scanPage + uuid); err != nil {
			c.Log.Warn("the code to scan cannot be shown", "error", err)
		}
		c.turn(bot.State{Phase: bot.Scan, QR: scanPage + uuid})
	}
	return s
}

// run logs in and stays until the session is over. Its error says why it is.
func (s *session) run(ear bot.Listener) error {
	s.ear = ear
	defer s.end()
	began := time.Now()
	if err := s.login(); err != nil {
		return err
	}
	s.roster = s.meet()
	s.up = time.Now()
	s.c.sign(s.up)
	s.c.Log.Info("wechat login", "login", s.step, "took", s.up.Sub(began).Round(time.Millisecond))
	s.count()
	if !s.wary {
		s.c.rise(s)
	}
	close(s.open)
	<-s.client.Context().Done()
	if cause := context.Cause(s.ctx); cause != nil {
		return cause
	}
	return s.client.CrashReason()
}

// end stops all that belongs to the session and waits for it.
func (s *session) end() {
	if s.limit != nil {
		s.limit.Stop()
	}
	s.c.hideCode()
	s.cancel(context.Canceled)
	s.c.fall(bot.State{})
	s.guard.flights.settle()
	s.rest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flush()
}

// login goes one step of the ladder. It returns when the library's loop has begun.
func (s *session) login() error {
	most := scanFor
	if s.step != scan {
		most = pushFor
	}
	s.limit = time.AfterFunc(most, func() { s.cancel(errUnattended) })
	err := bot.Guard(s.enter)
	if cause := context.Cause(s.ctx); cause != nil {
		return cause
	}
	if errors.Is(err, errAccount) {
		s.leave()
	}
	return err
}

func (s *session) enter() error {
	if s.step == scan {
		return s.client.Login()
	}
	k, err := load(s.c.Session, s.c.Account)
	if err != nil || k == nil {
		return errDead
	}
	s.guard.cookies.restore(k.Jar, time.Now())
	file, err := newHotFile(k)
	if err != nil {
		return err
	}
	if s.step == push {
		return s.client.PushLogin(file)
	}
	return s.client.HotLogin(file)
}

// asked says that the phone shows the button of a push login.
func (s *session) asked() {
	s.c.turn(bot.State{Phase: bot.Confirm, Words: "请在机器人的手机微信上点“登录”"})
}

// denied is why the service refuses the account, in its own words; empty: it says
// nothing.
func (s *session) denied() string {
	words := s.guard.denied.Load()
	if words == nil || *words == "" {
		return ""
	}
	runes := []rune(plainText(*words))
	return "（" + string(runes[:min(len(runes), 60)]) + "）"
}

// leave logs an account out again that is not the configured one.
func (s *session) leave() {
	ctx, cancel := context.WithTimeout(s.ctx, 10*time.Second)
	defer cancel()
	_ = s.client.Caller.Logout(ctx, s.client.Storage.LoginInfo) // what it answers does not matter
}

// admit lets the configured account in, by its name or, where it has logged in
// before, by its number alone.
func (s *session) admit(a account) error {
	uin := s.client.Storage.LoginInfo.WxUin
	before, _ := load(s.c.Session, s.c.Account)
	known := before != nil && before.Uin != 0
	switch {
	case known && before.Uin == uin:
	case known:
		s.other = true
		return errAccount
	case s.c.Account != "" && fold(a.nick) == fold(s.c.Account):
	case s.c.Account == "":
	default:
		return errAccount
	}
	s.self, s.nick, s.groups = a.name, a.nick, a.groups
	return nil
}

// begun keeps a session that has just begun: the library's loop does not run yet.
func (s *session) begun() {
	s.limit.Stop()
	s.c.hideCode()
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.client.Storage
	s.keep = kept{
		BaseRequest: held.Request, LoginInfo: held.LoginInfo, WechatDomain: s.client.Caller.Client.Domain,
		SyncKey: held.Response.SyncKey, UUID: s.client.UUID(), Account: s.c.Account, Uin: held.LoginInfo.WxUin,
	}
	if before, _ := load(s.c.Session, s.c.Account); before != nil && len(before.Aside) > 0 {
		if s.step == hot {
			s.keep.Aside = before.Aside
		} else { // the names of that session mean nothing in this one
			s.c.Log.Warn("wechat messages of unknown groups are lost with their session", "messages", len(before.Aside))
		}
	}
	s.good, s.dirty = time.Now(), true
	s.flush()
}

// flush writes what is kept, if there is news. The lock is held.
func (s *session) flush() {
	if !s.dirty {
		return
	}
	s.keep.Jar, s.keep.Synced = s.guard.cookies.byHost(), s.good
	if err := s.keep.save(s.c.Session); err != nil {
		s.c.Log.Warn("wechat session could not be kept: a restart needs a scan", "error", err)
	}
	s.dirty, s.written = false, time.Now()
}

// meet learns who there is: the contacts, and the groups of the workspace.
func (s *session) meet() *roster {
	r := newRoster(s.c.Workspace, s.self, s.nick)
	r.ask = func(ctx context.Context, wires []string) ([]wireUser, error) {
		return details(ctx, s.client.Caller.Client, s.keep.BaseRequest, wires)
	}
	if !s.befriend(r) {
		s.rest.Go(func() { s.befriendLater(r) })
	}
	r.noted(s.groups)
	for _, chat := range s.c.Workspace.Chats {
		if _, err := r.chat(s.ctx, chat.ID); err != nil {
			s.c.Log.Warn("wechat group is not known", "chat", ref(string(chat.ID)), "error", plain(err))
		}
	}
	return r
}

// befriend reads the list of contacts, and tells whether it is known.
func (s *session) befriend(r *roster) bool {
	people, err := contacts(s.ctx, s.client.Caller.Client, s.keep.LoginInfo.SKey)
	if err != nil {
		s.c.Log.Warn("wechat contacts are not known", "error", plain(err))
		r.take(people)
		return false
	}
	r.acquaint(people)
	return true
}

// How long after a list of contacts that was not given it is asked for again, at first
// and at the most.
const (
	firstFriends = 5 * time.Second
	lastFriends  = 10 * time.Minute
)

// befriendLater reads the list of contacts until it is known: without it a remark
// cannot be told from a nickname.
func (s *session) befriendLater(r *roster) {
	for wait := firstFriends; pause(s.ctx, wait); wait = min(2*wait, lastFriends) {
		known := false
		if err := bot.Guard(func() error { known = s.befriend(r); return nil }); err != nil || known {
			return
		}
	}
}

// doubts tells a person what cannot be found or told apart; empty: nothing.
func (s *session) doubts() string {
	var words []string
	if !s.roster.knowsAll() {
		words = append(words, "通讯录还没有读到，正在重试；在这之前认人只看群昵称，单独的消息发不出去")
	}
	for _, chat := range s.c.Workspace.Chats {
		groups := s.roster.named(chat.ID)
		switch {
		case len(groups) == 0:
			words = append(words, "找不到群“"+string(chat.ID)+"”：请用机器人的手机在群里说句话，并把群保存到通讯录；改了群名的，把名字改回来或写进配置")
		case len(groups) > 1:
			words = append(words, "有"+strconv.Itoa(len(groups))+"个群都叫“"+string(chat.ID)+"”，分不清，请改名")
		default:
			if _, shared := groups[0].count(); shared > 0 {
				words = append(words, "“"+string(chat.ID)+"”里有人的名字一样，分不清是谁，请改群名片")
			}
		}
	}
	return strings.Join(words, "；")
}

// count logs how many people are known, without saying who.
func (s *session) count() {
	for _, chat := range s.c.Workspace.Chats {
		for _, g := range s.roster.named(chat.ID) {
			unknown, shared := g.count()
			s.c.Log.Info("wechat group", "chat", ref(string(chat.ID)), "members", len(g.members), "unknown", unknown, "shared", shared)
		}
	}
}
