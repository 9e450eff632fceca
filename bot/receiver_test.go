package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"qunbao/bot"
	"qunbao/report"
)

func workspace() *report.Workspace {
	return report.NewWorkspace(report.Settings{
		Zone:  zone,
		Units: []report.Unit{{ID: "柳湾村", Aliases: []string{"柳湾"}}},
		People: []report.Person{{ID: "李会芳", Name: "李会芳", Card: "柳湾村 李会芳",
			Posts: []report.Post{{Unit: "柳湾村", Role: report.Reporter}}}},
		Chats: []report.Chat{{ID: "工作群", Role: report.WorkChat}},
	})
}

// place is a journal, a handler and an outbox that remember what they get.
type place struct {
	full    error // the journal's error
	journal []report.Message
	taken   int // of the journal
	handled []report.Message
	at      []time.Time
	rows    map[string]report.Row
	handle  func() error
}

// take gives what was kept since it was last asked.
func (p *place) take() []report.Message {
	fresh := p.journal[p.taken:]
	p.taken = len(p.journal)
	return fresh
}

func (p *place) Append(_ context.Context, m report.Message, _ time.Time) error {
	if p.full == nil {
		p.journal = append(p.journal, m)
	}
	return p.full
}

func (p *place) Handle(_ context.Context, m report.Message, now time.Time) error {
	p.handled, p.at = append(p.handled, m), append(p.at, now)
	if p.handle != nil {
		return p.handle()
	}
	return nil
}

func (p *place) queue(_ context.Context, rows ...report.Row) error {
	for _, r := range rows {
		p.rows[r.Key] = r
	}
	return nil
}

func newReceiver() (*bot.Receiver, *place, *bytes.Buffer) {
	p, log := &place{rows: map[string]report.Row{}}, &bytes.Buffer{}
	return &bot.Receiver{Workspace: workspace(), Journal: p, Handler: p, Queue: p.queue, Log: slog.New(slog.NewTextHandler(log, nil))}, p, log
}

func said(text string) report.Message {
	return report.Message{ID: "m1", Time: start, Chat: "工作群", Sender: "柳湾村 李会芳", Text: text, Type: report.TextMessage}
}

func receive(t *testing.T, r *bot.Receiver, m report.Message) {
	t.Helper()
	if err := r.Keep(bg, m, start); err != nil {
		t.Fatal(err)
	}
	for _, kept := range r.Journal.(*place).take() {
		if err := r.Handle(bg, kept, start); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOnlyBoundChatsAndKnownPeopleAreKept(t *testing.T) {
	for _, c := range []struct {
		name string
		m    report.Message
		kept bool
	}{
		{"a cadre in a bound chat", report.Message{Chat: "工作群", Sender: "柳湾村 李会芳"}, true},
		{"a stranger in a bound chat", report.Message{Chat: "工作群", Sender: "路人"}, true},
		{"a cadre in another chat", report.Message{Chat: "广场舞群", Sender: "柳湾村 李会芳"}, false},
		{"a cadre in private", report.Message{Private: true, Sender: "柳湾村 李会芳"}, true},
		{"a stranger in private", report.Message{Private: true, Sender: "路人"}, false},
		{"a stranger in private who names a bound chat", report.Message{Private: true, Chat: "工作群", Sender: "路人"}, false},
		{"neither chat nor private", report.Message{Sender: "柳湾村 李会芳"}, false},
	} {
		r, p, _ := newReceiver()
		receive(t, r, c.m)
		want, counts := 0, bot.Counts{Ignored: 1}
		if c.kept {
			want, counts = 1, bot.Counts{Kept: 1}
		}
		diff(t, c.name+": journalled and handled", []int{want, want}, []int{len(p.journal), len(p.handled)})
		diff(t, c.name+": counted", counts, r.Counts())
	}
}

func TestAMessageThatCannotBeKeptIsNotTaken(t *testing.T) {
	r, p, _ := newReceiver()
	p.full = errors.New("no space left on device")
	err := r.Keep(bg, said("平安"), start)
	if !errors.Is(err, p.full) || !strings.Contains(err.Error(), "journal") {
		t.Errorf("the error does not say what is wrong: %v", err)
	}
	diff(t, "counted", bot.Counts{}, r.Counts())
	p.full = nil
	receive(t, r, said("平安"))
	diff(t, "handled once there is room", 1, len(p.handled))
}

func TestWhileTheStoreIsAwayNobodyIsToldAndTheMessageIsHandledAgain(t *testing.T) {
	r, p, log := newReceiver()
	away := fmt.Errorf("%w: connection refused", report.ErrUnavailable)
	for _, c := range []struct {
		name   string
		handle func() error
		queue  func(context.Context, ...report.Row) error
	}{
		{"the handler finds it away", func() error { return away }, p.queue},
		{"a fault, and then it is away", func() error { panic("柳湾村平安") }, func(context.Context, ...report.Row) error { return away }},
	} {
		p.handle, r.Queue = c.handle, c.queue
		if err := r.Handle(bg, said("柳湾村平安"), start); !errors.Is(err, report.ErrUnavailable) {
			t.Errorf("%s: error %v", c.name, err)
		}
		diff(t, c.name+": counts, rows, log", []any{bot.Counts{}, 0, ""}, []any{r.Counts(), len(p.rows), log.String()})
	}
}

func TestAMessageOfAChatThatIsNoLongerBoundIsNotHandled(t *testing.T) {
	r, p, _ := newReceiver()
	m := said("平安")
	m.Chat = "广场舞群"
	if err := r.Handle(bg, m, start); err != nil {
		t.Fatal(err)
	}
	diff(t, "handled", 0, len(p.handled))
}

func TestHostileInputIsMadeFit(t *testing.T) {
	long := strings.Repeat("柳湾村平安\n", 70000)
	for _, c := range []struct {
		name string
		in   func(*report.Message)
		ok   func(report.Message) bool
	}{
		{"the year 2090 is now", func(m *report.Message) { m.Time = time.Date(2090, 1, 1, 0, 0, 0, 0, zone) }, func(m report.Message) bool { return m.Time.Equal(start) }},
		{"the year 10000 is now", func(m *report.Message) { m.Time = time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("", -12*3600)) }, func(m report.Message) bool { return m.Time.Equal(start) }},
		{"before the year 1 is now", func(m *report.Message) { m.Time = time.Date(1, 1, 1, 0, 0, 0, 0, zone) }, func(m report.Message) bool { return m.Time.Equal(start) }},
		{"eleven minutes ahead is now", func(m *report.Message) { m.Time = start.Add(11 * time.Minute) }, func(m report.Message) bool { return m.Time.Equal(start) }},
		{"ten minutes ahead stand", func(m *report.Message) { m.Time = start.Add(10 * time.Minute) }, func(m report.Message) bool { return m.Time.Equal(start.Add(10 * time.Minute)) }},
		{"no time is now", func(m *report.Message) { m.Time = time.Time{} }, func(m report.Message) bool { return m.Time.Equal(start) }},
		{"an old time stands", func(m *report.Message) { m.Time = start.AddDate(0, 0, -9) }, func(m report.Message) bool { return m.Time.Equal(start.AddDate(0, 0, -9)) }},
		{"times are in the workspace's zone", func(m *report.Message) { m.Time = start.UTC() }, func(m report.Message) bool { return report.DayOf(m.Time) == report.DayOf(start) && m.Time.Hour() == 16 }},
		{"a long text is cut at a line's end", func(m *report.Message) { m.Text = long }, func(m report.Message) bool { return len(m.Text) <= 64<<10 && strings.HasSuffix(m.Text, "平安") }},
		{"a long line is cut at a character", func(m *report.Message) { m.Text = strings.Repeat("疫", 1<<20) }, func(m report.Message) bool { return len(m.Text) <= 64<<10 && utf8.ValidString(m.Text) }},
		{"invalid UTF-8 is made valid", func(m *report.Message) { m.Text, m.Sender = "发热\xff0人", "柳湾\xc0" }, func(m report.Message) bool { return m.Text == "发热\uFFFD0人" && m.Sender == "柳湾\uFFFD" }},
		{"control characters go, line ends stay", func(m *report.Message) { m.Text = "a\x00\x1b[2J\n\tb" }, func(m report.Message) bool { return m.Text == "a[2J\n\tb" }},
		{"no type is text", func(m *report.Message) { m.Type = "" }, func(m report.Message) bool { return m.Type == report.TextMessage }},
		{"an endless id is a short one", func(m *report.Message) { m.ID = report.MessageID(strings.Repeat("x", 1<<20)) }, func(m report.Message) bool { return m.ID != "" && len(m.ID) < 100 }},
	} {
		r, p, _ := newReceiver()
		m := said("平安")
		c.in(&m)
		receive(t, r, m)
		if !c.ok(p.handled[0]) {
			t.Errorf("%s: handled %.80q at %v from %q", c.name, p.handled[0].Text, p.handled[0].Time, p.handled[0].Sender)
		}
		diff(t, c.name+": the journal has the whole text", m.Text, p.journal[0].Text)
	}
}

func TestAMessageWithoutAnIDGetsOneThatStays(t *testing.T) {
	r, p, _ := newReceiver()
	one, other, again := said("平安"), said("发热0人"), said("平安")
	one.ID, other.ID, again.ID = "", "", ""
	receive(t, r, one)
	receive(t, r, other)
	receive(t, r, again)
	a, b, c := p.handled[0].ID, p.handled[1].ID, p.handled[2].ID
	if a == "" || a == b || a != c || p.journal[0].ID != a {
		t.Errorf("ids %q, %q, %q; in the journal %q", a, b, c, p.journal[0].ID)
	}
	one.Time = time.Time{}
	if x, y := bot.Identify(one, start), bot.Identify(one, start.AddDate(0, 0, 1)); x.ID == y.ID {
		t.Error("平安 without a time is one message on two days")
	}
}

func TestAMessageIsHandledAtTheLaterOfTheClockAndItsOwnTime(t *testing.T) {
	r, p, _ := newReceiver()
	for _, ahead := range []time.Duration{-time.Hour, 0, 5 * time.Minute, time.Hour} {
		m := said("平安")
		m.Time = start.Add(ahead)
		receive(t, r, m)
	}
	want := []time.Time{start, start, start.Add(5 * time.Minute), start}
	diff(t, "handled at", want, p.at)
}

func TestAFaultIsLoggedAndAnsweredOnceAndStopsNothing(t *testing.T) {
	r, p, log := newReceiver()
	for _, fault := range []func() error{
		func() error { return errors.New("store is down") },
		func() error { panic("柳湾村平安") },
		func() error { var none []int; _ = none[len(p.handled)]; return nil },
	} {
		p.handle = fault
		receive(t, r, said("柳湾村平安"))
	}
	p.handle = nil
	receive(t, r, said("柳湾村平安"))
	diff(t, "counts", bot.Counts{Kept: 4, Faults: 3}, r.Counts())
	diff(t, "log lines", 3, strings.Count(log.String(), "\n"))
	if strings.Contains(log.String(), "柳湾村") || !strings.Contains(log.String(), "store is down") {
		t.Errorf("log: %s", log)
	}
	if len(p.rows) != 1 {
		t.Fatalf("%d rows for faults within an hour", len(p.rows))
	}
	for _, row := range p.rows {
		if row.Text != bot.FaultText || row.To.Chat != "工作群" || row.Kind != report.Notice || row.Mentions[0] != "柳湾村 李会芳" {
			t.Errorf("row: %+v", row)
		}
	}
}

func TestAStrangersFaultIsNotAnswered(t *testing.T) {
	r, p, _ := newReceiver()
	p.handle = func() error { return errors.New("store is down") }
	m := said("平安")
	m.Sender = "路人"
	receive(t, r, m)
	diff(t, "rows", 0, len(p.rows))
}

func TestAMessageInHandWhenTheProgramStopsIsNotTakenAsDone(t *testing.T) {
	r, p, _ := newReceiver()
	ctx, cancel := context.WithCancel(bg)
	p.handle = func() error { cancel(); return ctx.Err() }
	if err := r.Handle(ctx, said("平安"), start); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	diff(t, "answered", 0, len(p.rows))
}

func FuzzClean(f *testing.F) {
	f.Add("m", "工作群", "柳湾村 李会芳", "平安", int64(0))
	f.Add("", "", "\xff", strings.Repeat("疫\x00", 40000), int64(1)<<61)
	f.Fuzz(func(t *testing.T, id, chat, sender, text string, ahead int64) {
		m := report.Message{ID: report.MessageID(id), Chat: report.ChatID(chat), Sender: sender, Text: text, Time: start.Add(time.Duration(ahead))}
		c := bot.Clean(m, start, zone)
		if c.ID == "" || c.ID != bot.Identify(m, start).ID || c.Time.After(start.Add(10*time.Minute)) || len(c.Text) > 64<<10 || !utf8.ValidString(c.Text+c.Sender) {
			t.Errorf("not clean: %+v", c)
		}
		d := c
		if again := bot.Clean(d, start, zone); again.Text != c.Text || again.ID != c.ID || !again.Time.Equal(c.Time) {
			t.Errorf("cleaning twice changes: %+v, %+v", c, again)
		}
	})
}
