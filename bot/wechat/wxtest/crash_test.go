package wxtest_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/eatmoreapple/openwechat"

	"qunbao/bot/wechat/wxtest"
)

// crash is an answer of the service that ends a program which uses the library as
// it is, with no way to catch it.
type crash struct {
	name  string
	spoil func(*wxtest.Server)
	login bool // the answer belongs to the login
	file  string
}

// crashes are all that are known.
var crashes = []crash{
	{name: "sync without SyncKey", spoil: answer(wxtest.Sync, edit(func(m map[string]any) { delete(m, "SyncKey") }))},
	{name: "sync with a null SyncKey", spoil: answer(wxtest.Sync, edit(func(m map[string]any) { m["SyncKey"] = nil }))},
	{name: "an empty sync", spoil: answer(wxtest.Sync, says("{}"))},
	{name: "sync that says only 1101", spoil: answer(wxtest.Sync, says(`{"BaseResponse":{"Ret":1101}}`))},
	{name: "null among the messages", spoil: func(s *wxtest.Server) { s.Raw("null") }},
	{name: "SyncKey counts too few", spoil: answer(wxtest.Sync, key(1))},
	{name: "SyncKey counts very many", spoil: answer(wxtest.Sync, key(1<<62))},
	{name: "null among the contacts", spoil: answer(wxtest.Contacts, list("MemberList"))},
	{name: "null among a group's members", spoil: answer(wxtest.BatchContact, edit(func(m map[string]any) {
		for _, c := range m["ContactList"].([]any) {
			c.(map[string]any)["MemberList"] = []any{nil}
		}
	}))},
	{name: "null in the first list of contacts", login: true, spoil: answer(wxtest.Init, list("ContactList"))},
	{name: "more groups than asked for", spoil: answer(wxtest.BatchContact, edit(func(m map[string]any) {
		m["ContactList"] = append(m["ContactList"].([]any), m["ContactList"].([]any)...)
	}))},
	{name: "null in place of a group", spoil: answer(wxtest.BatchContact, edit(func(m map[string]any) { m["ContactList"] = []any{nil} }))},
	{name: "init without SyncKey", login: true, spoil: answer(wxtest.Init, edit(func(m map[string]any) { delete(m, "SyncKey") }))},
	{name: "init whose SyncKey counts too few", login: true, spoil: answer(wxtest.Init, key(1))},
	{name: "init without User", login: true, spoil: answer(wxtest.Init, edit(func(m map[string]any) { delete(m, "User") }))},
	{name: "an empty session file", login: true, file: "{}"},
	{name: "a null session file", login: true, file: "null"},
	{name: "a session file with empty cookies", login: true, file: `{"Jar":{}}`},
}

// answer spoils the next answer of an endpoint.
func answer(e wxtest.Endpoint, change func([]byte) []byte) func(*wxtest.Server) {
	return func(s *wxtest.Server) { s.Fault(e, wxtest.Fault{Times: 1, Edit: change}) }
}

func says(body string) func([]byte) []byte { return func([]byte) []byte { return []byte(body) } }

// edit changes an answer that is JSON.
func edit(change func(map[string]any)) func([]byte) []byte {
	return func(b []byte) []byte {
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		var m map[string]any
		if err := d.Decode(&m); err != nil {
			return b
		}
		change(m)
		out, err := json.Marshal(m)
		if err != nil {
			return b
		}
		return out
	}
}

// key makes the SyncKey of an answer count what it does not hold.
func key(n int64) func([]byte) []byte {
	return edit(func(m map[string]any) { m["SyncKey"].(map[string]any)["Count"] = n })
}

// list puts a null into a list of an answer.
func list(name string) func([]byte) []byte {
	return edit(func(m map[string]any) { m[name] = append(m[name].([]any), nil) })
}

// child is what the process is that tries one crash; empty in the test itself.
const child = "WXTEST_CRASH"

// Each crash is tried in a process of its own, which is this test again.
func TestTheLibraryAloneEndsTheProgramAtEveryCrash(t *testing.T) {
	if name := os.Getenv(child); name != "" {
		for _, c := range crashes {
			if c.name == name {
				c.run(t)
			}
		}
		return
	}
	for _, c := range crashes {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTheLibraryAloneEndsTheProgramAtEveryCrash$", "-test.timeout=30s")
			cmd.Env = append(os.Environ(), child+"="+c.name)
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "panic: ") || strings.Contains(string(out), "test timed out") {
				t.Errorf("the process goes on: %v\n%s", err, out)
			}
		})
	}
}

// run meets the crash with the library as it is, and returns when it has survived.
func (c crash) run(t *testing.T) {
	s := wxtest.New(t)
	s.Cookies = wxtest.Lenient
	g, li, _ := town(s)
	s.LetIn()
	file := filepath.Join(t.TempDir(), "session")
	r := newRaw(t, s)
	switch {
	case strings.Contains(c.file, "Jar"):
		write(t, file, c.file)
		_ = r.PushLogin(openwechat.NewFileHotReloadStorage(file))
		return
	case c.file != "":
		write(t, file, c.file)
	case c.login:
		c.spoil(s)
	}
	if err := r.HotLogin(openwechat.NewFileHotReloadStorage(file), openwechat.NewRetryLoginOption()); err != nil {
		t.Fatal(err)
	}
	if !c.login {
		c.spoil(s)
	}
	s.Say(g, li, "@小青 柳湾村平安")
	m := r.wait(t, 1)[0]
	_, _ = m.SenderInGroup()
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// loop is an answer that keeps the client busy for as long as it is given.
type loop struct {
	name  string
	at    wxtest.Endpoint
	fault wxtest.Fault
}

// loops are answers at which the library asks again at once.
var loops = []loop{
	{"synccheck with a negative code", wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"-1",selector:"0"}`}},
	{"synccheck as a page", wxtest.SyncCheck, wxtest.Fault{Status: 502, Body: "<html>502 Bad Gateway</html>"}},
	{"synccheck 1205", wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"1205",selector:"0"}`}},
	{"synccheck that is reset", wxtest.SyncCheck, wxtest.Fault{Reset: true}},
	{"synccheck that tells of no news", wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"0",selector:"7"}`}},
	{"synccheck that answers at once", wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"0",selector:"0"}`}},
	{"sync 1101", wxtest.Sync, wxtest.Fault{Body: `{"BaseResponse":{"Ret":1101},"SyncKey":{"Count":0,"List":[]},"AddMsgList":[]}`}},
	{"sync as a page", wxtest.Sync, wxtest.Fault{Body: "<html></html>"}},
	{"a message that cannot be read", wxtest.Sync, wxtest.Fault{Edit: edit(func(m map[string]any) {
		m["AddMsgList"] = append([]any{map[string]any{"MsgId": "1", "MsgType": 49, "FileSize": 12}}, m["AddMsgList"].([]any)...)
	})}},
}

func TestTheLibraryAloneAsksWithoutEnd(t *testing.T) {
	for _, l := range loops {
		t.Run(l.name, func(t *testing.T) {
			s := wxtest.New(t)
			s.Cookies = wxtest.Lenient
			g, li, _ := town(s)
			loggedIn(t, s, func(r *raw) { r.MessageErrorHandler = func(error) error { return nil } })
			s.Fault(l.at, l.fault)
			for range 3 {
				s.Say(g, li, "柳湾村平安")
			}
			if err := s.Await(within(t, 20*time.Second), func() bool { return s.Count(l.at) > 100 }); err != nil {
				t.Errorf("%d requests: %v", s.Count(l.at), err)
			}
		})
	}
}
