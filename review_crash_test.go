package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/bot/bottest"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/redis"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

var errKilled = errors.New("the program was killed")

// frail is a store whose program is killed at one of its writes: before it, or
// after it was done and before that was told.
type frail struct {
	store
	at, after int // the write at which, or after which, it is; 0: never
	writes    int
	drafted   int // the write that kept the draft
	dead      bool
}

func (f *frail) write(do func() error) error {
	if f.dead {
		return errKilled
	}
	if f.writes++; f.writes == f.at {
		f.dead = true
		return errKilled
	}
	err := do()
	if f.writes == f.after {
		f.dead = true
		return errKilled
	}
	return err
}

func (f *frail) Commit(ctx context.Context, c report.Change) error {
	return f.write(func() error { return f.store.Commit(ctx, c) })
}

func (f *frail) Claim(ctx context.Context, c report.Firing) (claimed bool, err error) {
	err = f.write(func() error { claimed, err = f.store.Claim(ctx, c); return err })
	return claimed, err
}

func (f *frail) SaveDraft(ctx context.Context, d report.Draft) error {
	f.drafted = f.writes + 1
	return f.write(func() error { return f.store.SaveDraft(ctx, d) })
}

func (f *frail) Begin(ctx context.Context, owner string, now, until time.Time, keys ...string) (begun bool, err error) {
	err = f.write(func() error { begun, err = f.store.Begin(ctx, owner, now, until, keys...); return err })
	return begun, err
}

func (f *frail) Finish(ctx context.Context, owner string, r storage.Result, keys ...string) error {
	return f.write(func() error { return f.store.Finish(ctx, owner, r, keys...) })
}

// reviewing is a review from the draft to the leaders, as messages of people.
func reviewing() []report.Message {
	var all []report.Message
	for i, text := range []string{"改 2：居家观察46人，另有12人", "确认", "通过", "发布"} {
		at := mustInstant(fmt.Sprintf("2020-02-05T20:1%d:00+08:00", i+1))
		all = append(all, report.Message{ID: report.MessageID(fmt.Sprint("r", i)), Time: at, Private: true, Sender: "宣传办孙莉", Text: text})
	}
	filed := report.Message{ID: "f", Time: mustInstant("2020-02-05T20:00:00+08:00"), Chat: "青石镇疫情防控工作群", Sender: "柳湾村 李会芳", Text: "柳湾村居家46人，发热0人"}
	return append([]report.Message{filed}, all...)
}

// reviewed is a review on a store whose programs are killed at a write each, and begun
// anew with the message that was being handled.
type reviewed struct {
	*testing.T
	config *configs.Config
	kept   store
	chat   *bottest.Fake
	writes int // of the program that was not killed
}

func (l *reviewed) program(s store, owner string) *program {
	l.Helper()
	p, err := join(rooms{config: l.config, store: s, channel: l.chat, owner: owner, log: slog.New(slog.DiscardHandler)})
	if err != nil {
		l.Fatal(err)
	}
	return p
}

func (l *reviewed) live(f *frail) {
	l.Helper()
	f.store = l.kept
	now := mustInstant("2020-02-05T19:59:00+08:00")
	p := l.program(f, "test")
	for _, m := range append(reviewing(), report.Message{Time: mustInstant("2020-02-05T20:20:00+08:00")}) {
		for again := true; again; {
			// What is killed stands still for the rest of the time until its message.
			lines := &list{[]report.Message{m}}
			if m.ID == "" {
				lines.messages = nil
			}
			r := &replay{program: p, lines: lines, now: now, until: m.Time}
			err := r.run(l.Context())
			if again = f.dead; again {
				l.writes += f.writes
				*f = frail{store: l.kept}
				p = l.program(f, "test")
				continue
			}
			if err != nil {
				l.Fatal(err)
			}
		}
		now = m.Time
	}
	l.writes += f.writes
}

// came is what became of it: the steps of the draft, the count, and how often each
// message about it was sent or may have been.
func (l *reviewed) came() []string {
	l.Helper()
	d, _, err := l.kept.Draft(l.Context(), "daily/2020-02-05/2020-02-05")
	if err != nil {
		l.Fatal(err)
	}
	count, _, err := l.kept.Draft(l.Context(), report.IssueCount("daily", 2020))
	if err != nil {
		l.Fatal(err)
	}
	all := []string{fmt.Sprintf("%s %d of %d, revision %d, as approved %v\n%s", d.State, d.Issue, count.Issue, d.Rev, d.AsApproved(), d.Text())}
	for _, s := range d.Steps {
		all = append(all, fmt.Sprintf("%s %s %s %d %s", s.At.Format("15:04"), s.By, s.Did, s.Sentence, s.Text))
	}
	sent := map[string]int{}
	for _, o := range l.chat.Sent() {
		sent[o.Key]++
	}
	for key, n := range sent {
		if n > 1 {
			l.Errorf("%s was sent %d times", key, n)
		}
	}
	for _, row := range []string{"draft/daily/2020-02-05/2020-02-05/person:孙莉", "answer/r0", "answer/r1", "answer/r2", "answer/r3",
		"published/daily/2020-02-05/2020-02-05/person:周国平", "published/daily/2020-02-05/2020-02-05/person:吴敏"} {
		state, found, err := l.kept.RowState(l.Context(), row)
		if err != nil {
			l.Fatal(err)
		}
		if !found || state != report.Sent && state != report.Uncertain {
			l.Errorf("%s is %v", row, state)
		}
	}
	return all
}

func newReviewed(t *testing.T, config *configs.Config, kept store) *reviewed {
	return &reviewed{T: t, config: config, kept: kept, chat: bottest.NewFake()}
}

func TestAProgramKilledAtAnyStepOfAReviewLosesNothingAndPublishesNothingTwice(t *testing.T) {
	config, err := configs.Load(reviewTownship(t), func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	server := storagetest.StartRedis(t)
	stores := map[string]func(n int) store{
		"embedded": func(int) store { s, err := sqlite.Open(t.Context(), sqlite.Memory); must(t, err); return s },
		"redis": func(n int) store {
			s, err := redis.Open(t.Context(), server, fmt.Sprint("镇", n), redis.Options{})
			must(t, err)
			return s
		},
	}
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			whole := newReviewed(t, config, open(0))
			defer whole.kept.Close()
			unharmed := &frail{}
			whole.live(unharmed)
			want := whole.came()
			if whole.writes < 20 || len(want) != 6 {
				t.Fatalf("%d writes: %q", whole.writes, want)
			}
			for n := unharmed.drafted; n <= whole.writes; n++ {
				for i, f := range []frail{{at: n}, {after: n}} {
					if name == "redis" && (n+i)%2 == 0 { // the same program, the other half of the cases
						continue
					}
					l := newReviewed(t, config, open(2*n+i))
					l.live(&f)
					if diff := cmp.Diff(want, l.came()); diff != "" {
						t.Errorf("killed at write %d (%d): -want +got\n%s", n, i, diff)
					}
					l.kept.Close()
				}
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestTwoProgramsThatPublishAtOnceOnOneRedisPublishOnce(t *testing.T) {
	config, err := configs.Load(reviewTownship(t), func(string) string { return "" })
	must(t, err)
	server := storagetest.StartRedis(t)
	for round := range 4 {
		kept, err := redis.Open(t.Context(), server, fmt.Sprint("镇", round), redis.Options{})
		must(t, err)
		l := newReviewed(t, config, kept)
		drawn := &replay{program: l.program(kept, "a"), lines: &list{}, now: mustInstant("2020-02-05T19:59:00+08:00"), until: mustInstant("2020-02-05T20:10:30+08:00")}
		must(t, drawn.run(t.Context()))
		programs := []*program{drawn.program, l.program(kept, "b")}
		for i, text := range []string{"通过", "发布"} {
			at := mustInstant(fmt.Sprintf("2020-02-05T20:1%d:00+08:00", i+1))
			var both sync.WaitGroup
			for n, who := range []string{"宣传办孙莉", "宣传办白雪"} {
				both.Go(func() {
					m := report.Message{ID: report.MessageID(fmt.Sprint(text, n)), Time: at, Private: true, Sender: who, Text: text}
					if err := programs[n].receiver.Handle(t.Context(), m, at); err != nil {
						t.Error(err)
					}
					if _, err := programs[n].sender.Step(t.Context(), at); err != nil {
						t.Error(err)
					}
				})
			}
			both.Wait()
			for _, p := range programs {
				if _, err := p.sender.Step(t.Context(), at.Add(time.Minute)); err != nil {
					t.Error(err)
				}
			}
		}
		d, _, err := kept.Draft(t.Context(), "daily/2020-02-05/2020-02-05")
		must(t, err)
		var did []report.DraftDeed
		for _, s := range d.Steps {
			did = append(did, s.Did)
		}
		if !slices.Equal(did, []report.DraftDeed{report.DidDraft, report.DidApprove, report.DidPublish}) || d.Issue != 12 {
			t.Errorf("round %d: %v, issue %d", round, did, d.Issue)
		}
		published := 0
		for _, o := range l.chat.Sent() {
			if o.Kind == report.Briefing && o.To.Person != "孙莉" && o.To.Person != "白雪" {
				published++
			}
		}
		if published != 2 {
			t.Errorf("round %d: %d leaders were sent it", round, published)
		}
		must(t, kept.Close())
	}
}
