package main

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"qunbao/bot"
	"qunbao/bot/console"
	"qunbao/bot/jsonl"
	"qunbao/commands"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage/sqlite"
)

// The demonstration's day: what the cadres of an invented township type.
//
//go:embed demo/day.jsonl
var demoDay []byte

// The instants between which the demonstration runs, and those at which it
// shows the board.
const (
	demoFrom  = "2020-02-05T07:00:00+08:00"
	demoUntil = "2020-02-06T08:00:00+08:00"
	demoBoard = "2020-02-05T17:45:00+08:00"
)

// demoCommand tells one township's day.
type demoCommand struct {
	Beat time.Duration `default:"1200ms" help:"The pause between two messages on a terminal."`
}

// Help shows an example.
func (demoCommand) Help() string { return "Example: qunbao demo" }

// Run prints the day and, on a terminal, hands the keyboard over.
func (c *demoCommand) Run(ctx context.Context, s *streams) error {
	config, err := demoWorkspace(s)
	if err != nil {
		return err
	}
	kept, err := sqlite.Open(ctx, sqlite.Memory)
	if err != nil {
		return err
	}
	defer kept.Close()
	d := &demo{stage: stage{room: console.NewRoom(s.out, config.Workspace, style(s))}, out: s.out, config: config, store: kept}
	if terminal(s.out) {
		d.beat = c.Beat
	}
	err = d.tell(ctx)
	if ctx.Err() != nil {
		return nil // somebody has seen enough
	}
	if err != nil {
		return err
	}
	if !terminal(s.in) || !terminal(s.out) {
		return nil
	}
	return d.handOver(ctx, s)
}

// demoWorkspace is the embedded sample with the form that the day is about.
func demoWorkspace(s *streams) (*configs.Config, error) {
	config, err := configs.LoadFS(configs.Sample(), "qunbao.yaml", s.getenv)
	if err != nil {
		return nil, fmt.Errorf("the embedded sample: %w", err)
	}
	settings := config.Workspace.Settings
	settings.Forms = settings.Forms[:1]
	only := []report.FormID{settings.Forms[0].ID}
	settings.Chats = settings.Chats[:1:1]
	settings.Chats[0].Forms = only
	settings.Chats = append(settings.Chats, report.Chat{ID: "青石镇班子群", Role: report.LeadersChat})
	settings.Digests = []report.DigestPlan{
		{At: 20 * 60, Covers: report.Today, To: []string{"青石镇班子群"}, Forms: only},
		{At: 7*60 + 30, Covers: report.Yesterday, To: []string{"青石镇班子群"}, Forms: only},
	}
	for i := range settings.Briefings {
		settings.Briefings[i].Forms = only
	}
	config.Workspace = report.NewWorkspace(settings)
	return config, nil
}

// stage is the channel of the demonstration: it shows in a room what leaves.
type stage struct {
	room *console.Room
	beat time.Duration
}

// demo runs the day.
type demo struct {
	stage
	out    io.Writer
	config *configs.Config
	store  store
}

// Name, Capabilities, Run, Send and Members implement bot.Channel. Reminders
// go to the chat, where the reader sees them.
func (s *stage) Name() string                   { return "demo" }
func (s *stage) Capabilities() bot.Capabilities { return bot.Capabilities{Mention: true} }
func (s *stage) Members(context.Context, report.ChatID) ([]string, error) {
	return nil, nil
}

// Run has nothing to receive: the day is read from the program itself.
func (s *stage) Run(context.Context, bot.Listener) error { return nil }

// Send shows a message after a beat.
func (s *stage) Send(ctx context.Context, out report.Outgoing) error {
	s.pause(ctx)
	return s.room.Tell(out)
}

// pause lets a reader follow; piped, there is none.
func (s *stage) pause(ctx context.Context) {
	if s.beat <= 0 {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(s.beat):
	}
}

// tell runs the day on a virtual clock and shows the board in its middle.
func (d *demo) tell(ctx context.Context) error {
	p, err := join(rooms{config: d.config, store: d.store, channel: &d.stage, owner: "demo", log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	day, err := messages(demoDay, d.config.Workspace.Zone)
	if err != nil {
		return err
	}
	from, board, until := mustInstant(demoFrom), mustInstant(demoBoard), mustInstant(demoUntil)
	noon := 0
	for noon < len(day) && day[noon].Time.Before(board) {
		noon++
	}
	d.notes(demoIntroduction)
	r := &replay{program: p, now: from, heard: func(m report.Message) { d.pause(ctx); d.room.Say(m) }}
	r.lines, r.until = &list{day[:noon]}, board
	if err := r.run(ctx); err != nil {
		return err
	}
	if err := d.board(ctx, board); err != nil {
		return err
	}
	r.lines, r.until = &list{day[noon:]}, until
	if err := r.run(ctx); err != nil {
		return err
	}
	d.notes(demoEnd)
	return nil
}

// The narrator's words.
const (
	demoIntroduction = `群报演示：青石镇的一天（人名、村名、数字都是编的，不联网、不存盘）
村里照平时那样发消息；群报读数、回执、只问一句、只催没报的，到点给领导发汇总，起草简报等人审。
`
	demoEnd = `
这一天到此为止。接着看：
  qunbao init 我的镇      写一个可以照着改的工作区
  qunbao check -c 我的镇/qunbao.yaml
  qunbao run -c 我的镇/qunbao.yaml
`
	demoKeyboard = `
现在是2月6日早上8点，键盘交给您：像村干部那样打字试试，比如
  柳湾村平安        柳湾村居家44人，发热0人        更正：居家应为43人
  谁没报            统计            查 柳湾村 2月5日
`
)

// notes prints the narrator's words.
func (d *demo) notes(text string) {
	for _, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		d.room.Note(l)
	}
}

// board shows who stands where, and the totals.
func (d *demo) board(ctx context.Context, now time.Time) error {
	w := d.config.Workspace
	c, err := commands.Complete(ctx, d.store, w, w.PeriodAt(&w.Forms[0], now), now)
	if err != nil {
		return err
	}
	d.pause(ctx)
	_, err = fmt.Fprint(d.out, "\n", console.Board(w, c), "\n")
	return err
}

// handOver lets the reader type as a cadre: the same program on the clock of
// the next morning, with receipts that come at once.
func (d *demo) handOver(ctx context.Context, s *streams) error {
	settings := d.config.Workspace.Settings
	settings.ReceiptWindow = time.Second
	d.config.Workspace = report.NewWorkspace(settings)
	room := console.NewRoom(s.out, d.config.Workspace, style(s))
	began := time.Now()
	now := func() time.Time { return mustInstant(demoUntil).Add(time.Since(began)) }
	channel := console.New(room, s.in, now)
	log := slog.New(slog.DiscardHandler)
	heard := &fleeting{}
	p, err := join(rooms{config: d.config, store: d.store, journal: heard, channel: channel, owner: "demo", log: log})
	if err != nil {
		return err
	}
	d.notes(demoKeyboard)
	return serve(ctx, channel, newLoop(p, heard.follow, now, log))
}

// fleeting is a journal that ends with the program.
type fleeting struct {
	mu    sync.Mutex
	heard []kept
}

// Append implements bot.Journal.
func (j *fleeting) Append(_ context.Context, m report.Message, received time.Time) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.heard = append(j.heard, kept{m, received})
	return nil
}

// follow gives every message once.
func (j *fleeting) follow(time.Time) follower { return j }

// Next and Close implement follower.
func (j *fleeting) Next() (report.Message, time.Time, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.heard) == 0 {
		return report.Message{}, time.Time{}, io.EOF
	}
	first := j.heard[0]
	j.heard = j.heard[1:]
	return first.message, first.received, nil
}
func (j *fleeting) Close() error { return nil }

// messages reads JSON Lines that are part of the program.
func messages(lines []byte, zone *time.Location) ([]report.Message, error) {
	r := jsonl.NewReader(bytes.NewReader(lines), zone, nil)
	var all []report.Message
	for {
		m, err := r.Next()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
}

// list is a source of messages that are at hand.
type list struct{ messages []report.Message }

// next implements source.
func (l *list) next() (m report.Message, at time.Time, err error) {
	if len(l.messages) == 0 {
		return m, at, io.EOF
	}
	m, l.messages = l.messages[0], l.messages[1:]
	return m, at, nil
}

// mustInstant reads an instant that is part of the program.
func mustInstant(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}
