package wechat

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/eatmoreapple/openwechat"

	"qunbao/report"
)

const goodSession = `{"Jar":{"https://wx.qq.com":[{"Name":"wxsid","Value":"s","Domain":"wx.qq.com","Path":"/"}]},
	"BaseRequest":{"Uin":1,"Sid":"s","Skey":"k","DeviceID":"e1"},"LoginInfo":{"WxUin":1},"WechatDomain":"wx.qq.com",
	"SyncKey":{"Count":1,"List":[{"Key":1,"Val":2}]},"Account":"小青","Uin":1}`

// A file that the library would fall over is none.
func TestASessionThatIsOfNoUseIsLeftAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "session.json")
	for name, c := range map[string]struct {
		text string
		good bool
	}{
		"whole":              {goodSession, true},
		"null":               {"null", false},
		"empty":              {"", false},
		"an empty object":    {"{}", false},
		"a jar alone":        {`{"Jar":{}}`, false},
		"cut off":            {goodSession[:200], false},
		"no keys":            {strings.Replace(goodSession, `"Sid":"s"`, `"Sid":""`, 1), false},
		"a count too small":  {strings.Replace(goodSession, `"Count":1`, `"Count":0`, 1), false},
		"another's service":  {strings.Replace(goodSession, `"WechatDomain":"wx.qq.com"`, `"WechatDomain":"wx.qq.com.example.org"`, 1), false},
		"another's cookies":  {strings.Replace(goodSession, `https://wx.qq.com"`, `https://example.org"`, 1), false},
		"a null cookie":      {strings.Replace(goodSession, `:[{"Name"`, `:[null,{"Name"`, 1), false},
		"of another account": {strings.Replace(goodSession, "小青", "小红", 1), false},
	} {
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		k, err := load(path, "小青")
		if (k != nil) != c.good || (err == nil) != c.good {
			t.Errorf("%s: %v, %v", name, k != nil, err)
		}
	}
	if k, err := load(path+".none", "小青"); k != nil || err != nil {
		t.Errorf("a file that is not there: %v, %v", k, err)
	}
}

// The library's own file forgets for which hosts a cookie is good.
func TestCookiesOfAKeptSessionGoToAllHostsThatWantThem(t *testing.T) {
	now := time.Now()
	var c cookies
	u := &url.URL{Scheme: "https", Host: "wx.qq.com", Path: "/cgi-bin/mmwebwx-bin/webwxnewloginpage"}
	c.remember(u, []*http.Cookie{
		{Name: "wxsid", Value: "s", Domain: "wx.qq.com", Path: "/", Expires: now.Add(time.Hour)},
		{Name: "webwx_data_ticket", Value: "d", Domain: ".qq.com", Path: "/", MaxAge: 3600},
		{Name: "old", Value: "o", Path: "/", Expires: now.Add(-time.Hour)},
		{Name: "gone", Value: "g", Path: "/"},
	}, now)
	c.remember(u, []*http.Cookie{{Name: "gone", Path: "/", MaxAge: -1}}, now)
	k := kept{Jar: c.byHost()}
	path := filepath.Join(t.TempDir(), "new", "session.json")
	if err := k.save(path); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var item openwechat.HotReloadStorageItem // as the library reads it
	if err := json.Unmarshal(data, &item); err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{"wx.qq.com": 2, "webpush.wx.qq.com": 2, "file.wx.qq.com": 2, "qq.com.example.org": 0} {
		if got := item.Jar.Cookies(&url.URL{Scheme: "https", Host: host, Path: "/cgi-bin/x"}); len(got) != want {
			t.Errorf("%s gets %v", host, got)
		}
	}
}

func TestErrorsHoldNoAddress(t *testing.T) {
	secret := &url.Error{Op: "Get", URL: "https://wx.qq.com/cgi-bin/mmwebwx-bin/synccheck?skey=%40crypt_1&sid=abc", Err: errors.New("dial tcp: reset")}
	for _, err := range []error{
		secret, fmt.Errorf("sync check failed: %w", errors.Join(openwechat.NetworkErr, secret)), errors.New("refused: 李会芳"), openwechat.Ret(1102),
	} {
		if s := plain(err).Error(); strings.Contains(s, "skey") || strings.Contains(s, "李会芳") || strings.Contains(s, "https") {
			t.Errorf("%s", s)
		}
	}
	if !errors.Is(plain(fmt.Errorf("x: %w", errors.Join(openwechat.NetworkErr, &url.Error{Err: refusal("a", retCookie)}))), errDead) {
		t.Error("a session that is over is not seen through the library's errors")
	}
}

func TestIdentifyNeverGuesses(t *testing.T) {
	roster := map[string]report.PersonID{"柳湾村 李会芳": "李会芳", "柳湾村李会芳": "李会芳", "石桥村 刘建国": "刘建国"}
	known := func(name string) report.PersonID { return roster[name] }
	for name, c := range map[string]struct {
		members []member
		want    []identity
	}{
		"by remark before all": {
			[]member{{wire: "a", remark: "柳湾村 李会芳", card: "石桥村 刘建国", nick: "芳"}},
			[]identity{{name: "柳湾村 李会芳", person: "李会芳", proven: true, account: accountOf("柳湾村 李会芳")}},
		},
		"by card, where the remark says nothing: no right comes of it": {
			[]member{{wire: "a", remark: "小李", card: "柳湾村 李会芳", nick: "芳"}},
			[]identity{{name: "柳湾村 李会芳", person: "李会芳"}},
		},
		"by nickname at last": {
			[]member{{wire: "a", nick: "石桥村 刘建国"}},
			[]identity{{name: "石桥村 刘建国", person: "刘建国"}},
		},
		"two by card are nobody": {
			[]member{{wire: "a", card: "柳湾村 李会芳"}, {wire: "b", card: "柳湾村李会芳"}},
			[]identity{{name: "柳湾村 李会芳（同名）", twin: true}, {name: "柳湾村李会芳（同名）", twin: true}},
		},
		"a card before a nickname": {
			[]member{{wire: "a", card: "柳湾村 李会芳"}, {wire: "b", nick: "柳湾村 李会芳"}},
			[]identity{{name: "柳湾村 李会芳", person: "李会芳"}, {name: "柳湾村 李会芳（同名）", twin: true}},
		},
		"two by remark are nobody, nor is a third by card": {
			[]member{{wire: "a", remark: "柳湾村 李会芳"}, {wire: "b", remark: "柳湾村 李会芳"}, {wire: "c", card: "柳湾村 李会芳"}},
			[]identity{{twin: true}, {twin: true}, {name: "柳湾村 李会芳（同名）", twin: true}},
		},
		"strangers are called as they are, never by a remark": {
			[]member{{wire: "a", remark: "欠我钱", card: "", nick: "阿三"}},
			[]identity{{name: "阿三", account: accountOf("欠我钱")}},
		},
		"strangers of one name have none by which they could be bound": {
			[]member{{wire: "a", nick: "小李"}, {wire: "b", card: "小李🌸"}, {wire: "c", nick: "小王"}},
			[]identity{{name: "小李（同名）"}, {name: "小李🌸（同名）"}, {name: "小王"}},
		},
	} {
		found := identify(c.members, known)
		for i, m := range c.members {
			if found[m.wire] != c.want[i] {
				t.Errorf("%s: %s is %+v, want %+v", name, m.wire, found[m.wire], c.want[i])
			}
		}
	}
}

func TestOnlyItsOwnNameMentionsTheAccount(t *testing.T) {
	for text, want := range map[string]bool{
		"@小青\u2005谁没报": true, "@小青": true, "请@小青 看": true, "@小青，你好": true,
		"@小青二号\u2005": false, "a@小青.cn": false, "@所有人": false, "小青": false, "@小青一@小青": true,
	} {
		if mentions(text, "小青") != want {
			t.Errorf("%q: %t", text, !want)
		}
	}
	if mentions("@", "") {
		t.Error("an account without a name is mentioned")
	}
}

func TestALongMessageIsFoundByAQuoteOfItsBeginningOrOfAllOfIt(t *testing.T) {
	var r recent
	long := strings.Repeat("柳湾村居家46人，", 200)
	r.add(spoken{id: "m1", chat: "群", by: "会芳", text: long})
	r.add(spoken{id: "m2", chat: "群", by: "会芳", text: "平安"})
	for _, quote := range []string{long, long[:300], "柳湾村居家46人..."} {
		if s, ok := r.quoted("群", "会芳", quote); !ok || s.id != "m1" {
			t.Errorf("a quote of %d bytes: %v", len(quote), s.id)
		}
	}
	if _, ok := r.quoted("群", "建国", long); ok {
		t.Error("another's words are found")
	}
	for i := range 2 * mostRecent {
		r.add(spoken{wire: fmt.Sprint(i)})
	}
	if _, ok := r.byWire(fmt.Sprint(2*mostRecent - mostRecent)); !ok || len(r.all) != mostRecent {
		t.Errorf("%d are remembered", len(r.all))
	}
}
