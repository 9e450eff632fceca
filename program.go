package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"slices"
	"time"

	"qunbao/bot"
	"qunbao/commands"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/report/parse"
	"qunbao/scheduler"
	"qunbao/storage"
	"qunbao/storage/redis"
	"qunbao/storage/sqlite"
	"qunbao/summarizer"
)

// store is all that this program asks of where things are kept: what each
// package declares for itself, and what the commands of the program read.
type store interface {
	commands.Store
	commands.Ledger
	shelf
	scheduler.Store
	bot.Outbox
	ledger
	SaveDraft(context.Context, report.Draft) error
	DraftIDs(context.Context) ([]string, error)
	Queue(context.Context, ...report.Row) error
	hearing
	Firings(ctx context.Context, prefix string) ([]report.Firing, error)
	Log(ctx context.Context, from, to time.Time, fn func(report.Row, storage.Result) error) error
	vault
	Close() error
}

// hearing is when something could be received, and when nothing could.
type hearing interface {
	Hear(ctx context.Context, now time.Time) error
	Heard(context.Context) (time.Time, bool, error)
	Outage(ctx context.Context, from, to time.Time) error
}

// ledger is what people did to what is kept, and what may go.
type ledger interface {
	Audit(context.Context, report.Act) error
	Acts(ctx context.Context, from, to time.Time) ([]report.Act, error)
	Prune(context.Context, storage.Cut) (storage.Pruned, error)
}

// vault is a store as a whole, for its care.
type vault interface {
	Dump(context.Context, func(storage.Item) error) error
	Load(context.Context, iter.Seq2[storage.Item, error]) error
	Empty(context.Context) (bool, error)
}

// openStore opens the store that a configuration or a --store flag names.
// Warnings about the server are logged.
func openStore(ctx context.Context, c *configs.Config, s configs.Store, log *slog.Logger) (store, error) {
	if s.Kind == configs.Embedded {
		opened, err := sqlite.Open(ctx, s.Folder)
		if err != nil {
			return nil, err // not a nil *Store inside a store
		}
		return opened, nil
	}
	opened, err := redis.Open(ctx, s.URL, c.Workspace.Name, serverOptions(s))
	if err != nil {
		return nil, err
	}
	for _, w := range opened.Warnings() {
		log.Warn("redis", "warning", w)
	}
	return opened, nil
}

// serverOptions are what the URL of a Redis does not say.
func serverOptions(s configs.Store) redis.Options {
	return redis.Options{Password: s.Password.Reveal(), SentinelPassword: s.SentinelPassword.Reveal(), TLS: s.TLS, Now: time.Now()}
}

// openToLoad opens a store to load something into it: on a server one, too, that
// an earlier load has left half loaded.
func openToLoad(ctx context.Context, c *configs.Config, log *slog.Logger) (store, error) {
	if c.Store.Kind == configs.Embedded {
		return openStore(ctx, c, c.Store, log)
	}
	o := serverOptions(c.Store)
	o.ToLoad = true
	opened, err := redis.Open(ctx, c.Store.URL, c.Workspace.Name, o)
	if err != nil {
		return nil, err
	}
	return opened, nil
}

// program is the house with its rooms joined: what run, replay and demo share.
// Nothing in it holds a timer; step does what is due at an instant.
type program struct {
	workspace *report.Workspace
	store     store
	receiver  *bot.Receiver
	scheduler *scheduler.Scheduler
	sender    *bot.Sender
	study     *study // nil: nothing is studied
}

// rooms are what a program is joined from.
type rooms struct {
	config  *configs.Config
	store   store
	journal bot.Journal // nil: messages are handled only, not kept, as a replay's
	channel bot.Channel
	model   summarizer.Model // nil: drafts are the templates'
	files   string           // the folder of pictures and documents that are sent; empty: none are
	owner   string           // names this program in leases
	log     *slog.Logger
}

// join wires the rooms by hand.
func join(r rooms) (*program, error) {
	w := r.config.Workspace
	parser := parse.New(w)
	handler := commands.New(w, parser, r.store, r.store, r.store)
	handler.Aloud = !r.channel.Capabilities().Private
	// Briefings are drafted from the templates, and worded by the model beside the
	// loop: it may take minutes, in which no cadre would be answered.
	draft := newDrafter(w, r.store, nil, r.log)
	options := reaching(w, r.channel)
	var beside *study
	if r.model != nil {
		beside, options.Wording = newStudy(r.log), wording
		draft.worder = &worder{workspace: w, study: beside, model: summarizer.New(r.model, r.log, r.config.LLM.Phrases...), kept: r.store, log: r.log}
	}
	if r.config.LLM.Reading { // without a model, as where the journal is read again, no help is given
		handler.Helper = &helper{workspace: w, study: beside, reader: summarizer.NewReader(r.model, r.log), journal: r.journal, log: r.log}
	}
	words := newRenderer(w, r.store, parser.Message)
	words.log = r.log
	words.seals, _ = r.journal.(seals)
	handler.Previewer = words
	handler.Papers = papers{r.store, draft, map[string]report.Facts{}}
	if r.files != "" && r.channel.Capabilities().Files {
		words.desk = &desk{folder: r.files, log: r.log}
		words.books = exporter{workspace: w, kept: r.store, journal: journalFolder(r.config), told: io.Discard}
	}
	clock, err := scheduler.New(w, r.store, draft, r.log, options)
	if err != nil {
		return nil, err
	}
	sender := &bot.Sender{Outbox: r.store, Renderer: words, Channel: r.channel, Owner: r.owner, Hold: w.Leaves, Feed: r.store, Undelivered: w.Undelivered, Log: r.log}
	if r.channel.Capabilities().Private {
		sender.Instead = w.Instead
	}
	return &program{
		workspace: w, store: r.store, scheduler: clock, sender: sender, study: beside,
		receiver: &bot.Receiver{Workspace: w, Journal: r.journal, Handler: handler, Queue: r.store.Queue, Log: r.log},
	}, nil
}

// step does what is due: what happens by the clock up to an instant, which is now
// or, where messages still wait, earlier; then what leaves now. Next is when
// something is due again.
func (p *program) step(ctx context.Context, clock, now time.Time) (next time.Time, err error) {
	next, clockErr := p.scheduler.Step(ctx, clock)
	leaves, sendErr := p.sender.Step(ctx, now)
	return sooner(next, leaves), errors.Join(clockErr, sendErr)
}

// sooner is the earlier of two instants; zero is never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// generation grows whenever the store's server was started again or replaced; it
// stays as it is where the store has no server.
func (p *program) generation() int64 {
	if s, ok := p.store.(interface{ Generation() int64 }); ok {
		return s.Generation()
	}
	return 0
}

// advance does what is due from now until an instant, jumping from one thing to
// the next, and gives the first that is due after it: a day passes in the time
// its work takes.
func (p *program) advance(ctx context.Context, now, until time.Time) (next time.Time, err error) {
	for !now.IsZero() && !now.After(until) {
		if err := ctx.Err(); err != nil {
			return now, err
		}
		if next, err = p.step(ctx, now, now); err != nil {
			return now, err
		}
		if !next.After(now) {
			next = until.Add(time.Nanosecond)
		}
		now = next
	}
	return now, nil
}

// replayed prefixes the names under which a store keeps how far replays went.
const replayed = "replay/"

// reach keeps that a replay has reached an instant.
func reach(ctx context.Context, s store, at, now time.Time) error {
	_, err := s.Claim(ctx, report.Firing{Name: replayed + now.UTC().Format(time.RFC3339Nano), At: at, Claimed: now})
	return err
}

// reached is the instant that the store's last replay has reached, if any.
func reached(ctx context.Context, s store) (at time.Time, ok bool, err error) {
	all, err := s.Firings(ctx, replayed)
	if err != nil || len(all) == 0 {
		return time.Time{}, false, err
	}
	last := slices.MaxFunc(all, func(a, b report.Firing) int { return a.Claimed.Compare(b.Claimed) })
	return last.At, true, nil
}

// logger writes what an operator should know, as text on stderr.
func logger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelInfo}))
}

// usageError is a fault of the input or the configuration: exit code 2.
type usageError struct{ err error }

// Error implements error.
func (e usageError) Error() string { return e.err.Error() }

// Unwrap gives the fault itself.
func (e usageError) Unwrap() error { return e.err }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }
