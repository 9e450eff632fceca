package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qunbao/bot"
	"qunbao/report"
	"qunbao/storage/storagetest"
)

// sharing is a handful of programs on one outbox, in one goroutine: while one
// renders, sends or asks the outbox, the others may do a step of theirs, and
// each call may fail, do its work and lose the answer, or be where its program
// is killed.
type sharing struct {
	*storagetest.Model
	t        *rapid.T
	now      time.Time
	programs []*member
	calm     bool // nothing fails any more
	kind     bool // programs are killed, nothing else fails
	depth    int
	left     map[string]int // how often a row left
	message  map[string]int // the last message for which a row was begun
	begun    int            // messages so far
	unknown  int            // how often nobody could know whether a message left, or what left could not be marked
}

// member is a program whose clock may be wrong.
type member struct {
	*sharing
	sender *bot.Sender
	owner  string
	wrong  time.Duration
	busy   bool
}

type killed struct{}

func newSharing(t *rapid.T, owners ...string) *sharing {
	s := &sharing{Model: storagetest.NewModel(), t: t, now: start, left: map[string]int{}, message: map[string]int{}}
	for _, owner := range owners {
		m := &member{sharing: s, owner: owner}
		m.start()
		s.programs = append(s.programs, m)
	}
	return s
}

// start is a program's start, with nothing in its memory.
func (m *member) start() {
	m.busy = false
	m.sender = &bot.Sender{Outbox: m, Renderer: words{}, Channel: m, Owner: m.owner, Log: slog.New(slog.DiscardHandler), Burst: 3}
}

// step is a step of the program; where it is killed, it is started again.
func (m *member) step() {
	m.busy, m.depth = true, m.depth+1
	defer func() {
		m.depth--
		m.busy = false
		if r := recover(); r != nil {
			if _, ok := r.(killed); !ok {
				panic(r)
			}
			m.unknown++
			m.start()
		}
	}()
	m.now = m.now.Add(time.Millisecond)
	m.sender.Step(bg, m.now.Add(m.wrong))
}

// others lets another program do a step in the middle of this one's.
func (s *sharing) others() {
	if s.calm || s.depth > 3 || rapid.IntRange(0, 3).Draw(s.t, "others") > 0 {
		return
	}
	s.now = s.now.Add(time.Duration(rapid.IntRange(0, 150).Draw(s.t, "seconds")) * time.Second)
	if m := rapid.SampledFrom(s.programs).Draw(s.t, "other"); !m.busy {
		m.step()
	}
}

// call does an operation, or not, or loses its answer, or kills the program
// before or after it.
func (s *sharing) call(do func() error) error {
	s.others()
	if s.calm {
		return do()
	}
	switch fate := rapid.IntRange(0, 15).Draw(s.t, "fate"); {
	case fate == 0:
		panic(killed{})
	case fate == 1:
		do()
		panic(killed{})
	case fate == 2 && !s.kind:
		s.unknown++
		return errors.New("connection refused")
	case fate == 3 && !s.kind:
		s.unknown++
		return errors.Join(do(), errors.New("connection reset"))
	}
	return do()
}

func (m *member) Lease(ctx context.Context, owner string, now, until time.Time, max int) (rows []report.Row, err error) {
	err = m.call(func() (err error) { rows, err = m.Model.Lease(ctx, owner, now, until, max); return err })
	return rows, err
}

func (m *member) Begin(ctx context.Context, owner string, now, until time.Time, keys ...string) (ok bool, err error) {
	err = m.call(func() (err error) {
		ok, err = m.Model.Begin(ctx, owner, now, until, keys...)
		m.begun++
		for _, key := range keys {
			if ok {
				m.message[key] = m.begun
			}
		}
		return err
	})
	return ok && err == nil, err
}

func (m *member) Finish(ctx context.Context, owner string, r report.SendResult, keys ...string) error {
	return m.call(func() error { return m.Model.Finish(ctx, owner, r, keys...) })
}

func (m *member) Stranded(ctx context.Context, owner string, now time.Time) (rows []report.Row, err error) {
	err = m.call(func() (err error) { rows, err = m.Model.Stranded(ctx, owner, now); return err })
	return rows, err
}

func (m *member) Name() string                                             { return "member" }
func (m *member) Capabilities() bot.Capabilities                           { return bot.Capabilities{} }
func (m *member) Members(context.Context, report.ChatID) ([]string, error) { return nil, nil }
func (m *member) Run(context.Context, bot.Listener) error                  { return nil }

// Send takes its time, in which others act.
func (m *member) Send(_ context.Context, out report.Outgoing) error {
	m.others()
	fate := 9
	if !m.calm {
		fate = rapid.IntRange(0, 15).Draw(m.t, "sent")
	}
	switch fate {
	case 0:
		return bot.ErrOffline
	case 1:
		panic(killed{})
	}
	for _, u := range out.Units {
		m.left[string(out.Kind)+"/"+string(u)]++
	}
	switch fate {
	case 2:
		m.unknown++
		return bot.ErrUncertain
	case 3:
		panic(killed{})
	}
	return nil
}

// queueSome gives rows of every kind to three addresses.
func (s *sharing) queueSome(n int) []report.Row {
	var rows []report.Row
	for i := range n {
		kind := rapid.SampledFrom([]report.Kind{report.Alert, report.Ask, report.Receipt, report.Receipt}).Draw(s.t, "kind")
		r := row(kind, fmt.Sprint(i), s.now.Add(time.Duration(rapid.IntRange(-60, 60).Draw(s.t, "due"))*time.Second))
		r.To = rapid.SampledFrom([]report.Address{chat, {Chat: "二群"}, {Person: "周书记"}}).Draw(s.t, "to")
		rows = append(rows, r)
	}
	if err := s.Queue(bg, rows...); err != nil {
		s.t.Fatal(err)
	}
	return rows
}

// comeThrough lets the programs act through faults, then in calm until nothing waits.
func (s *sharing) comeThrough() {
	for range rapid.IntRange(1, 30).Draw(s.t, "steps") {
		s.now = s.now.Add(time.Duration(rapid.IntRange(0, 60).Draw(s.t, "seconds")) * time.Second)
		rapid.SampledFrom(s.programs).Draw(s.t, "program").step()
	}
	s.calm = true
	for i := 0; ; i++ {
		_, waits, _ := s.NextRow(bg)
		if !waits {
			return
		}
		if i > 1000 {
			s.t.Fatal("rows wait for ever")
		}
		s.now = s.now.Add(time.Minute)
		for _, m := range s.programs {
			m.step()
		}
	}
}

// check holds what is promised of rows.
func (s *sharing) check(rows []report.Row) {
	uncertain := map[int]bool{} // messages: receipts of a chat are one
	for _, r := range rows {
		state, _, _ := s.RowState(bg, r.Key)
		n := s.left[r.Key]
		switch {
		case r.Kind == report.Alert && (state != report.Sent && n < 4 || n == 0), // given up as uncertain after four
			r.Kind != report.Alert && state == report.Sent && n != 1,
			r.Kind != report.Alert && state == report.Uncertain && n > 1,
			state != report.Sent && state != report.Uncertain:
			s.t.Errorf("%s has left %d times and is %s", r.Key, n, state)
		}
		if state == report.Uncertain {
			uncertain[s.message[r.Key]] = true
		}
	}
	if len(uncertain) > s.unknown {
		s.t.Errorf("%d messages are uncertain, %d can be", len(uncertain), s.unknown)
	}
}

func TestProgramsThatShareAnOutboxSendEachRowOnce(t *testing.T) {
	for name, owners := range map[string][]string{
		"one": {"a"}, "three": {"a", "b", "c"}, "two by mistake of one name": {"a", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			storagetest.Checks(t, 100)
			rapid.Check(t, func(rt *rapid.T) {
				s := newSharing(rt, owners...)
				s.kind = name == "two by mistake of one name"
				for _, m := range s.programs[1:] {
					if s.kind {
						break
					}
					m.wrong = rapid.SampledFrom([]time.Duration{0, 0, -10 * time.Minute, 10 * time.Minute}).Draw(rt, "wrong clock")
				}
				rows := s.queueSome(rapid.IntRange(1, 12).Draw(rt, "rows"))
				s.comeThrough()
				s.check(rows)
			})
		})
	}
}
