package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/notify"
	"qunbao/report"
)

// scripted is a way that fails as often as it is told to.
type scripted struct {
	name  string
	fails int
	tries []time.Time
	told  []notify.Notice
}

func (w *scripted) Name() string { return w.name }

func (w *scripted) Tell(_ context.Context, n notify.Notice) error {
	w.tries = append(w.tries, time.Now())
	if w.fails--; w.fails >= 0 {
		return errors.New("no way")
	}
	w.told = append(w.told, n)
	return nil
}

func TestAWayThatFailsIsTriedAgainAndHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		good, weak, dead := &scripted{name: "good"}, &scripted{name: "weak", fails: 2}, &scripted{name: "dead", fails: 99}
		said := &lines{}
		c := cryBy(slog.New(slog.NewTextHandler(said, nil)), dead, weak, good)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { c.Run(ctx); close(done) }()
		from := time.Now()
		c.tell(notify.Notice{Title: "请扫码登录"})
		time.Sleep(time.Hour)
		stop()
		<-done
		if !good.tries[0].Equal(from) || len(good.tries) != 1 || len(weak.told) != 1 || len(weak.tries) != 3 || len(dead.tries) != tellTries {
			t.Errorf("tried %d, %d, %d times", len(good.tries), len(weak.tries), len(dead.tries))
		}
		if n := len(said.of("could not be told")); n != 2+tellTries {
			t.Errorf("%d failures are logged", n)
		}
	})
}

// vitalsAt is what a program at a pulse answers.
func vitalsAt(t *testing.T, path string, p *pulse, now time.Time) (int, vitals, string) {
	t.Helper()
	var b beat
	b.Store(p)
	h := &health{beat: &b, channel: "wechat", now: func() time.Time { return now },
		metrics: metrics(&b, func() bot.Counts { return bot.Counts{Kept: 7} }, newTraffic(bottest.NewFake()))}
	w := httptest.NewRecorder()
	h.handler().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	var said vitals
	if path != "/metrics" {
		if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil {
			t.Fatalf("%s: %v in %s", path, err, w.Body)
		}
	}
	return w.Code, said, w.Body.String()
}

func TestHealthTellsAProgramThatWaitsFromOneThatIsStuck(t *testing.T) {
	now := time.Date(2020, 2, 5, 18, 0, 0, 0, time.UTC)
	up := bot.State{Phase: bot.Up, Since: now.Add(-time.Hour), Synced: now.Add(-25 * time.Second)}
	for name, c := range map[string]struct {
		pulse        *pulse
		word         string
		alive, ready int
	}{
		"not yet":   {nil, starting, 200, 503},
		"well":      {&pulse{At: now.Add(-time.Minute), Channel: up}, healthy, 200, 200},
		"to scan":   {&pulse{At: now, Channel: bot.State{Phase: bot.Scan, QR: "https://login.example/l/secret", Words: "找不到群“secret”"}}, waiting, 200, 503},
		"down":      {&pulse{At: now, Channel: bot.State{Phase: bot.Down}}, waiting, 200, 503},
		"no store":  {&pulse{At: now, Channel: up, Away: now.Add(-time.Minute)}, faulty, 200, 503},
		"no turns":  {&pulse{At: now.Add(-4 * time.Minute), Channel: up}, stuck, 503, 503},
		"no both":   {&pulse{At: now.Add(-4 * time.Minute), Away: now}, stuck, 503, 503},
		"a backlog": {&pulse{At: now, Channel: up, Waits: now.Add(-time.Minute)}, healthy, 200, 200},
	} {
		alive, said, _ := vitalsAt(t, "/healthz", c.pulse, now)
		ready, _, body := vitalsAt(t, "/readyz", c.pulse, now)
		if alive != c.alive || ready != c.ready || said.Status != c.word || said.Channel.Name != "wechat" {
			t.Errorf("%s: %d, %d, %+v", name, alive, ready, said)
		}
		if strings.Contains(body, "secret") {
			t.Errorf("%s: what a login needs is told: %s", name, body)
		}
	}
	if _, said, _ := vitalsAt(t, "/healthz", &pulse{At: now, Channel: up}, now); said.Channel.Age == nil || *said.Channel.Age != 25 {
		t.Errorf("the age of the last sign of life is %v", said.Channel.Age)
	}
	_, _, numbers := vitalsAt(t, "/metrics", &pulse{At: now, Channel: up}, now)
	for _, want := range []string{"qunbao_channel_up 1", "qunbao_messages_kept_total 7", `qunbao_sends_total{end="uncertain"} 0`, "qunbao_channel_synced_timestamp_seconds 1.580925575e+09"} {
		if !strings.Contains(numbers, want+"\n") {
			t.Errorf("the metrics hold no %s", want)
		}
	}
}

func TestHealthIsToldOverHTTPAndATakenAddressStopsNothing(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	said := &lines{}
	log := slog.New(slog.NewTextHandler(said, nil))
	h := &health{beat: &beat{}, now: time.Now, log: log, metrics: metrics(&beat{}, func() bot.Counts { return bot.Counts{} }, newTraffic(bottest.NewFake()))}
	h.Run(t.Context(), taken.Addr().String()) // returns at once
	if len(said.of("another address behind listen")) != 1 {
		t.Errorf("logged %v", said.of(""))
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	free := &announced{lines: said, at: make(chan string, 1)}
	h.log = slog.New(slog.NewTextHandler(free, nil))
	go func() { h.Run(ctx, "127.0.0.1:0"); close(done) }()
	resp, err := http.Get("http://" + <-free.at + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil || resp.StatusCode != 200 || !strings.Contains(string(b), `"status":"starting"`) {
		t.Errorf("%d %s %v", resp.StatusCode, b, err)
	}
	stop()
	<-done
	http.DefaultClient.CloseIdleConnections()
}

// announced gives the address that a log line names.
type announced struct {
	*lines
	at chan string
}

func (a *announced) Write(p []byte) (int, error) {
	if _, address, ok := strings.Cut(string(p), "address="); ok {
		select {
		case a.at <- strings.TrimSpace(address):
		default:
		}
	}
	return a.lines.Write(p)
}

// A chat that was lost for an hour: the operator is told of the code to scan, the
// cadres once of what may have been lost, and the signs beside the journal say how the chat stands.
func TestOfAChatThatWasLostTheOperatorAndTheCadresAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, &fleeting{})
		h.chat = bottest.NewFakeWithSession()
		h.loop.program.sender.Channel = h.chat
		h.signs.path = t.TempDir() + "/signs"
		way := &scripted{name: "way"}
		h.operator = &operator{bell: bell{workspace: "青石镇", zone: h.program.workspace.Zone},
			crier: cryBy(h.log, way), health: &health{log: h.log}}
		h.serve()
		up := func() { h.chat.Turn(bot.State{Phase: bot.Up, Synced: time.Now()}) }
		time.Sleep(2 * time.Hour)
		up()
		for range 8 { // a sign of life every so often keeps it heard
			time.Sleep(25 * time.Second)
			up()
		}
		lost := time.Now()
		h.chat.Turn(bot.State{Phase: bot.Scan, QR: "https://login.example/l/x", Synced: lost})
		time.Sleep(10 * time.Second)
		kept := signs{path: h.signs.path}
		if kept.read(); kept.Channel.Phase != bot.Scan || kept.Channel.Say != "请扫码登录" || kept.Alive.After(lost) {
			t.Errorf("the signs say %+v", kept)
		}
		time.Sleep(time.Hour)
		up()
		time.Sleep(3 * time.Minute)
		h.stops()
		var titles []string
		for _, n := range way.told {
			titles = append(titles, strings.TrimPrefix(n.Title, "青石镇群报："))
		}
		if len(titles) < 2 || titles[0] != "请扫码登录" || titles[len(titles)-1] != "已恢复" {
			t.Errorf("the operator was told %q", titles)
		}
		_, told := h.sent(report.Notice)
		want := during(lost.In(h.program.workspace.Zone), lost.Add(time.Hour+10*time.Second).In(h.program.workspace.Zone)) + "机器人掉线，其间群里的消息可能没收到。在这段时间报过、又没有收到回执的，请再发一次。"
		if len(told) != 2 || !slices.Equal(slices.Compact(told), []string{want}) { // each work chat once
			t.Errorf("the chats were told %q, want %q", told, want)
		}
	})
}

// What gives messages without a session keeps them itself: nothing was lost.
func TestAChatWithoutASessionAsksForNothingAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, &fleeting{})
		h.serve()
		time.Sleep(2 * time.Hour)
		h.chat.Turn(bot.State{Phase: bot.Down})
		time.Sleep(time.Hour)
		h.chat.Turn(bot.State{Phase: bot.Up})
		time.Sleep(3 * time.Minute)
		h.stops()
		if _, told := h.sent(report.Notice); told != nil {
			t.Errorf("told %q", told)
		}
	})
}

func TestEveryWayToTheOperatorCanBeTried(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	config := dir + "/qunbao.yaml"
	got := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got <- string(b)
	}))
	defer server.Close()
	try := func(address string) (said string, code int) {
		var out, told strings.Builder
		env := func(name string) string {
			if name == "QUNBAO_NOTIFY_URL" {
				return address
			}
			return ""
		}
		code = run(t.Context(), []string{"notify", "-c", config}, env, nil, &out, &told)
		return out.String() + told.String(), code
	}
	if said, code := try(""); code != exitUsage || !strings.Contains(said, "no way behind notify") {
		t.Errorf("without a way: exit %d, %s", code, said)
	}
	edit(t, config, "roster: ", "notify: [{kind: webhook}]\nroster: ")
	if said, code := try(server.URL + "/?key=secret"); code != exitDone || !strings.Contains(said, "told by webhook 127.0.0.1") {
		t.Errorf("exit %d, %s", code, said)
	}
	if b := <-got; !strings.Contains(b, "试发") || !strings.Contains(b, "picture") {
		t.Errorf("posted %s", b)
	}
	server.Close()
	if said, code := try(server.URL + "/?key=secret"); code != exitFailed || strings.Contains(said, "secret") {
		t.Errorf("a way that is no more: exit %d, %s", code, said)
	}
}

func TestStatusAndHealthSayHowTheChatStood(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	answers(t, dir, "")
	kept := signs{path: dir + "/data/journal/" + signsName}
	kept.read()
	if kept.Channel.Phase != bot.Up {
		t.Fatalf("the signs say %+v", kept.Channel)
	}
	say := func(command string) string {
		var out, told strings.Builder
		run(t.Context(), []string{command, "-c", dir + "/qunbao.yaml"}, func(string) string { return "" }, nil, &out, &told)
		return told.String()
	}
	if said := say("status"); strings.Contains(said, "channel") {
		t.Errorf("of a channel without a session status says %q", said)
	}
	as := kept
	as.Channel = mark{Name: "wechat", Phase: bot.Scan, Say: "请扫码登录", Since: time.Date(2020, 2, 5, 10, 2, 0, 0, time.UTC)}
	if err := kept.keep(as, kept.Alive.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"status", "health"} {
		if said := say(command); !strings.Contains(said, "channel wechat: scan (请扫码登录) since 2020-02-05 18:02\n") {
			t.Errorf("%s says %q", command, said)
		}
	}
}
