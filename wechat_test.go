package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qunbao/bot/wechat/wxtest"
	"qunbao/report"
	"qunbao/storage"
)

// handset is the chat as people see it on their phones, while `qunbao run` serves a
// township on it: in a bubble, so that days pass at once.
type handset struct {
	*testing.T
	*wxtest.Server
	dir    string
	work   *wxtest.Group
	heads  *wxtest.Group // the leaders'
	people map[string]*wxtest.Person
	talk   lines    // what the program tells the operator
	said   []string // what people have said, line by line
	ids    map[string]bool
	ends   func() // ends the program and waits for it
}

// onWeChat copies the township, with its people as an office has them in WeChat:
// cadres under their cards, of whom a few are friends of the account.
func onWeChat(t *testing.T) *handset {
	h := &handset{T: t, Server: wxtest.NewPiped(t), dir: livingTownship(t, "embedded:data"), people: map[string]*wxtest.Person{}, ids: map[string]bool{}}
	edit(t, filepath.Join(h.dir, "qunbao.yaml"), "kind: jsonl ", "kind: wechat\n  account: 小青 ", "  trust_cards: true", "# cards give no rights",
		"briefings:", "listen: none\nbriefings:", `to: [青石镇班子群], forms: [epidemic-daily]`, `to: [青石镇班子群], forms: [epidemic-daily], attach: [board, table]`,
		"window: 100ms", "window: 30s")
	for i, card := range []string{
		"柳湾村 李会芳", "柳湾-赵大勇", "东坡村王桂兰", "河口陈水生", "石桥村支书刘建国", "上坪村-杨秀英", "下坪杨志强", "南山村妇联何春燕",
		"北岭村罗明🌿", "新民黄", "双井村宋玉", "白鹤村文书唐文", "社区董洁", "包村干部钱海", "包村马丽", "胡军（包上坪下坪）", "林涛", "徐静", "冯刚",
	} {
		h.people[card] = h.Stranger(fmt.Sprintf("网名%d", i))
	}
	for _, remark := range []string{"党政办郑晓", "宣传办孙莉", "周书记", "吴镇长"} {
		h.people[remark] = h.Friend("友"+remark[len(remark)-3:], remark)
	}
	h.work = h.Group(workChat)
	h.heads = h.Group("青石镇班子群", h.people["周书记"], h.people["吴镇长"])
	h.Group("青石镇防汛工作群")
	for card, p := range h.people {
		h.Join(h.work, p)
		h.Card(h.work, p, card)
	}
	h.Unsave(h.work) // as most groups are
	return h
}

// run starts `qunbao run`, which stops with the test.
func (h *handset) run() {
	ctx, stop := context.WithCancel(h.Context())
	ended := make(chan int, 1)
	s := &streams{in: strings.NewReader(""), out: &h.talk, err: &h.talk, getenv: func(string) string { return "" }, chat: h.Transport()}
	go func() { ended <- perform(ctx, []string{"run", "-c", filepath.Join(h.dir, "qunbao.yaml")}, s) }()
	h.ends = sync.OnceFunc(func() {
		stop()
		if code := <-ended; code != exitDone {
			h.Errorf("exit %d\n%s", code, h.talk.String())
		}
	})
	h.Cleanup(h.ends)
}

// at sleeps until a time of a day.
func (h *handset) at(day, clock string) {
	h.Helper()
	t, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, time.FixedZone("", 8*3600))
	if err != nil {
		h.Fatal(err)
	}
	time.Sleep(time.Until(t))
	synctest.Wait()
}

// say has somebody say something in the work group.
func (h *handset) say(card, text string) string {
	h.said = append(h.said, text)
	id := h.Say(h.work, h.people[card], text)
	h.ids[id] = true
	return id
}

// saw lists what the program has sent to a chat or person and that holds all of some
// words.
func (h *handset) saw(to string, words ...string) (found []wxtest.Sent) {
	for _, m := range h.Sent() {
		if m.To == to && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(m.Text, w) }) {
			found = append(found, m)
		}
	}
	return found
}

// villageReport is a message of the corpus, with the figures that it holds.
type villageReport struct {
	Unit   report.UnitID                  `json:"unit"`
	Card   string                         `json:"card"`
	Text   string                         `json:"text"`
	Values map[report.FieldID]json.Number `json:"values"`
}

func villageReports(t *testing.T) []villageReport {
	t.Helper()
	b, err := os.ReadFile("testdata/wechat/reports.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return decodeLines[villageReport](t, string(b))
}

func TestADayOnWeChatLosesNothingAndSaysNothingTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const day, next = "2020-02-06", "2020-02-07"
		h := onWeChat(t)
		h.at(day, "13:00")
		h.run()
		if err := h.Scan(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := h.Confirm(t.Context()); err != nil {
			t.Fatal(err)
		}
		reports := villageReports(t)
		var first []string
		for i, r := range reports[:10] { // two stay silent
			h.at(day, fmt.Sprintf("14:%02d", 4*i))
			first = append(first, h.say(r.Card, r.Text))
		}
		h.at(day, "17:10")
		for _, r := range reports[10:] {
			h.say(r.Card, r.Text)
		}
		h.at(day, "20:30")
		h.checkEvening(reports)

		// The session is lost, and people go on talking.
		h.Kick(1101)
		synctest.Wait()
		logins := h.Logins()
		h.say(reports[0].Card, "柳湾村更正：居家45人，解除12人")
		h.Duplicate(first[0])
		h.Duplicate(first[1])
		h.Recall(first[3])
		h.at(day, "20:45")
		h.Duplicate(first[3])
		h.at(next, "07:45")
		if h.Logins() != logins || !h.Online() {
			t.Errorf("%d logins, online: %t; a hot login was to do", h.Logins(), h.Online())
		}
		h.checkMorning()
		h.ends()
		h.checkKept(reports)
		h.checkOnce()
		h.checkSecrets()
	})
}

// A service that is away for an hour around the deadline: what was said meanwhile is
// filed by its own time, who was silent is not blamed, and the group is told once.
func TestAnOutageOfWeChatLosesNothingAndBlamesNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const day = "2020-02-06"
		h := onWeChat(t)
		h.LetIn()
		h.at(day, "13:55")
		h.run()
		reports := villageReports(t)
		h.at(day, "14:00")
		h.say(reports[0].Card, reports[0].Text)
		h.at(day, "16:30")
		h.Fault(wxtest.Every, wxtest.Fault{Status: 502, Body: "<html>502 Bad Gateway</html>"})
		h.at(day, "16:40")
		for _, r := range reports[1:5] {
			h.say(r.Card, r.Text)
		}
		h.at(day, "17:35")
		h.Heal()
		h.at(day, "18:10")
		h.say(reports[5].Card, reports[5].Text)
		h.at(day, "18:30")
		h.ends()
		if n := len(h.saw(workChat, "机器人掉线", "可能没收到")); n != 1 || h.Logins() != 1 {
			t.Errorf("the group was told %d times, %d logins", n, h.Logins())
		}
		states := map[string]int{}
		for _, u := range h.status(day).Units {
			states[u.State]++
		}
		if want := map[string]int{"on_time": 5, "system_fault": 7}; !maps.Equal(states, want) {
			t.Errorf("%v, want %v", states, want)
		}
		for _, r := range reports[1:5] { // who had reported is named to no lead
			if n := len(h.saw(workChat, "疫情日报", "还没收到", string(r.Unit))); n != 0 {
				t.Errorf("%s is said to be silent", r.Unit)
			}
		}
		for _, r := range reports[:6] {
			if n := len(h.saw(workChat, "已收", string(r.Unit))); n != 1 {
				t.Errorf("%d receipts name %s", n, r.Unit)
			}
		}
		h.checkOnce()
		h.checkSecrets()
	})
}

// checkEvening looks at what the work group and the leaders have seen by the evening.
func (h *handset) checkEvening(reports []villageReport) {
	h.Helper()
	for _, r := range reports {
		if got := h.saw(workChat, "已收", string(r.Unit)+" 疫情日报"); len(got) != 1 {
			h.Errorf("%d receipts name %s", len(got), r.Unit)
		}
	}
	for _, late := range reports[10:] {
		for _, words := range []string{"请在17:00前报", "还没收到"} { // before it is due, to whom the account cannot write alone; and when it is
			if n := len(h.saw(workChat, "疫情日报", words, string(late.Unit))); n != 1 {
				h.Errorf("%s was told %q %d times", late.Unit, words, n)
			}
		}
	}
	heads := h.saw("青石镇班子群")
	kinds := map[wxtest.Kind]int{}
	for _, m := range heads {
		kinds[m.Kind]++
		switch m.Kind {
		case wxtest.Image:
			if !bytes.HasPrefix(m.Content, []byte("\x89PNG")) {
				h.Errorf("the picture begins %q", m.Content[:min(8, len(m.Content))])
			}
		case wxtest.File:
			if !strings.HasSuffix(m.Name, ".xlsx") || strings.ContainsAny(m.Name+m.UploadName, `/\`) || !bytes.HasPrefix(m.Content, []byte("PK")) {
				h.Errorf("the file is called %q, uploaded as %q", m.Name, m.UploadName)
			}
		case wxtest.Text:
			if !strings.Contains(m.Text, "12") {
				h.Errorf("a digest without its denominator:\n%s", m.Text)
			}
		}
	}
	if kinds[wxtest.Text] != 1 || kinds[wxtest.Image] != 1 || kinds[wxtest.File] != 1 {
		h.Errorf("the leaders got %v, want the digest with a picture and a file", kinds)
	}
	if len(h.saw("友莉", "简报")) != 1 {
		h.Errorf("the draft did not reach its editor once")
	}
}

// checkMorning looks at the next morning's digest.
func (h *handset) checkMorning() {
	h.Helper()
	if len(h.saw("青石镇班子群")) < 4 {
		h.Errorf("no digest in the morning")
	}
}

// checkKept sees that every message stands in the journal once and that the store
// holds what was said.
func (h *handset) checkKept(reports []villageReport) {
	h.Helper()
	kept := map[string]int{}
	for _, id := range h.kept() {
		kept[strings.TrimPrefix(id, "wx-")]++
	}
	for id := range h.ids {
		if kept[id] == 0 {
			h.Errorf("message %s was lost", id)
		}
	}
	got := h.status("2020-02-06")
	if got.Base != 12 || got.Received != 11 || got.OnTime != 9 {
		h.Errorf("%+v", got)
	}
	for _, u := range got.Units {
		i := slices.IndexFunc(reports, func(r villageReport) bool { return r.Unit == u.Unit })
		want := reports[i].Values
		switch i {
		case 0:
			want["home"], want["released"] = "45", "12"
		case 3:
			want = nil // recalled
		}
		for field, n := range want {
			if u.Values[field].N != n {
				h.Errorf("%s %s: %s, want %s", u.Unit, field, u.Values[field].N, n)
			}
		}
		if want == nil && u.State != string(report.Missing) {
			h.Errorf("%s: %s after its recall", u.Unit, u.State)
		}
	}
}

// dayLine is what these tests read of status --json.
type dayLine struct {
	Base, Received int
	OnTime         int `json:"on_time"`
	Units          []struct {
		Unit   report.UnitID
		State  string
		Values map[report.FieldID]struct{ N json.Number }
	}
}

// status is what stands of the daily report on a day.
func (h *handset) status(day string) dayLine {
	h.Helper()
	lines := decodeLines[dayLine](h.T, mustRun(h.T, nil, "status", "-c", filepath.Join(h.dir, "qunbao.yaml"), "--date", day, "--form", "epidemic-daily", "--json"))
	if len(lines) != 1 {
		h.Fatalf("%+v", lines)
	}
	return lines[0]
}

// kept are the ids of the journal's messages.
func (h *handset) kept() (ids []string) {
	h.Helper()
	j, err := storage.OpenJournal(filepath.Join(h.dir, "data", "journal"), "test")
	if err != nil {
		h.Fatal(err)
	}
	defer j.Close()
	f := j.Follow(time.Time{})
	defer f.Close()
	for {
		m, _, err := f.Next()
		if err != nil {
			return ids
		}
		ids = append(ids, string(m.ID))
	}
}

// checkOnce sees that nothing was sent twice.
func (h *handset) checkOnce() {
	h.Helper()
	seen := map[string]bool{}
	for _, m := range h.Sent() {
		key := fmt.Sprint(m.To, m.Kind, m.Text, m.Name)
		if m.Kind == wxtest.Image {
			key += string(m.Content)
		}
		if seen[key] {
			h.Errorf("twice to %s: %s %s%s", m.To, m.Kind, m.Text, m.Name)
		}
		seen[key] = true
	}
}

// checkSecrets sees that the operator was told no secret of a session, no words of a
// message and no name of a person or chat.
func (h *handset) checkSecrets() {
	h.Helper()
	said := h.talk.String()
	private := append(h.Secrets(), workChat, "小青", "网名", "pass_ticket=", "skey=", "synckey=", "window.")
	for name := range h.people {
		private = append(private, name)
	}
	for _, text := range h.said {
		private = append(private, strings.Split(text, "\n")...)
	}
	for _, m := range h.Sent() {
		private = append(private, strings.Split(m.Text, "\n")...)
	}
	for _, words := range private {
		if len(words) > 3 && strings.Contains(said, words) {
			h.Errorf("the operator is told %q in\n%s", words, said)
		}
	}
}
