package scheduler_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
	"qunbao/scheduler"
	"qunbao/storage"
	"qunbao/storage/redis"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// Three programs share one Redis, each on its own clock and at its own pace. They
// crash before a claim, after it and before its answer is used, and around a mark;
// their connections are cut between a request and its answer; for days all but one
// are down. What is claimed and queued is, row by row, what one program alone and
// undisturbed claims and queues.
func TestThreeReplicasThatCrashClaimEverythingOnce(t *testing.T) {
	t.Parallel()
	days := storagetest.Times(81) // of twelve firings and more
	from := at("2020-02-03 07:00")
	alone, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	defer alone.Close()
	run(t, replicaOf(t, alone), from, from.AddDate(0, 0, days))
	want := kept(t, alone)

	server := storagetest.StartServer(t, "--appendfsync", "no")
	replicas := make([]*replica, 3)
	for i := range replicas {
		replicas[i] = newReplica(t, server, uint64(i))
	}
	// What a first start names a first start is the first of all.
	replicas[0].until(from)
	calendar := rand.New(rand.NewPCG(3, 3))
	for d := range days {
		up := calendar.Perm(3)[:1+calendar.IntN(3)]
		var all sync.WaitGroup
		for _, i := range up {
			all.Go(func() { replicas[i].until(from.AddDate(0, 0, d+1)) })
		}
		all.Wait()
	}
	crashes, cuts := 0, 0
	for _, r := range replicas {
		r.line.calm(true)
		crashes, cuts = crashes+r.crashes, cuts+r.line.cuts
	}
	got := kept(t, replicas[0].store.Store)
	t.Logf("%d firings, %d rows, %d crashes, %d cut connections", len(want.firings), len(want.rows), crashes, cuts)
	if diff := cmp.Diff(want.firings, got.firings); diff != "" {
		t.Errorf("firings (-alone +replicas):\n%s", diff)
	}
	if diff := cmp.Diff(want.rows, got.rows); diff != "" {
		t.Errorf("rows (-alone +replicas):\n%s", diff)
	}
	if diff := cmp.Diff(want.duties, got.duties); diff != "" {
		t.Errorf("who owes what (-alone +replicas):\n%s", diff)
	}
	if len(want.firings) < 12*days || crashes < days/4 || cuts < days/8 {
		t.Errorf("a dull run: %d firings, %d crashes, %d cuts", len(want.firings), crashes, cuts)
	}
}

func replicaOf(t *testing.T, s scheduler.Store) *scheduler.Scheduler {
	t.Helper()
	settings := township()
	settings.Forms[0].Until = 0
	p, err := scheduler.New(report.NewWorkspace(settings), s, &desk{}, slog.New(slog.DiscardHandler), scheduler.Options{Private: true})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// state is what a store has claimed and queued.
type state struct{ firings, rows, duties []string }

func kept(t *testing.T, s interface {
	Dump(context.Context, func(storage.Item) error) error
}) (all state) {
	t.Helper()
	err := s.Dump(t.Context(), func(i storage.Item) error {
		switch i.Kind {
		case storage.FiringItem:
			f, err := storage.DecodeFiring(i.Body)
			all.firings = append(all.firings, strings.Join([]string{f.Name, f.At.UTC().String(), level(f)}, " "))
			return err
		case storage.RowItem:
			all.rows = append(all.rows, string(i.Body))
		case storage.DutyItem:
			all.duties = append(all.duties, i.Period().String()+" "+string(i.Unit))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all.firings)
	slices.Sort(all.rows)
	return all
}

func level(f report.Firing) string {
	if f.Skipped {
		return "skipped"
	}
	return ""
}

// replica is a program that is started again whenever it has crashed.
type replica struct {
	t       *testing.T
	store   *mortal
	line    *wire
	now     time.Time // by its own clock: the next instant at which something is due
	program *scheduler.Scheduler
	crashes int
}

func newReplica(t *testing.T, server *storagetest.Server, seed uint64) *replica {
	t.Helper()
	r := &replica{t: t, line: listen(t, server.Addr(), seed), now: at("2020-02-03 07:00")}
	opened, err := redis.Open(t.Context(), "redis://"+r.line.Addr().String()+"/0", "镇", redis.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	r.line.calm(false)
	t.Cleanup(func() { r.line.calm(true) })
	r.store = &mortal{Store: opened, chance: rand.New(rand.NewPCG(seed, 2))}
	return r
}

// until lets the replica live, and live again, up to an instant.
func (r *replica) until(instant time.Time) {
	for tries := 0; !r.now.After(instant); {
		if r.program == nil {
			r.store.dead = false
			r.program = replicaOf(r.t, r.store)
		}
		next, err := r.program.Step(r.t.Context(), r.now)
		switch {
		case r.store.dead: // nothing that the program does now reaches the store
			r.program, r.crashes = nil, r.crashes+1
		case err != nil && tries < 100: // it is asked again at once
			tries++
		case err != nil:
			r.t.Error(err)
			return
		default:
			r.now, tries = next, 0
		}
	}
}

// mortal is a store whose program crashes before or after it is told something.
type mortal struct {
	*redis.Store
	chance *rand.Rand
	dead   bool
}

var errDead = errors.New("the program has crashed")

// live does something unless the program is dead or dies before; it may die after.
func (m *mortal) live(do func() error) error {
	fate := m.chance.IntN(60)
	if m.dead = m.dead || fate == 0; m.dead {
		return errDead
	}
	err := do()
	if m.dead = fate == 1; m.dead {
		return errDead
	}
	return err
}

func (m *mortal) Claim(ctx context.Context, f report.Firing) (claimed bool, err error) {
	err = m.live(func() error { claimed, err = m.Store.Claim(ctx, f); return err })
	return claimed, err
}

func (m *mortal) Mark(ctx context.Context, now time.Time) error {
	return m.live(func() error { return m.Store.Mark(ctx, now) })
}

// wire is the wire between a program and the server. It is cut now and then
// between a request and its answer.
type wire struct {
	net.Listener
	mu     sync.Mutex
	chance *rand.Rand
	quiet  bool
	cuts   int
}

func listen(t *testing.T, server string, seed uint64) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{Listener: l, chance: rand.New(rand.NewPCG(seed, 1)), quiet: true}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { w.carry(near, server) })
		}
	})
	t.Cleanup(all.Wait)
	t.Cleanup(func() { l.Close() })
	return w
}

// carry carries requests and answers until one side hangs up or the wire is cut.
func (w *wire) carry(near net.Conn, server string) {
	far, err := net.Dial("tcp", server)
	if err != nil {
		near.Close()
		return
	}
	defer far.Close()
	var asking sync.WaitGroup
	asking.Go(func() {
		io.Copy(far, near)
		far.Close()
	})
	defer asking.Wait()
	defer near.Close() // which ends it
	for buffer := make([]byte, 64<<10); ; {
		n, err := far.Read(buffer)
		if err != nil || w.cut() {
			return
		}
		if _, err := near.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// cut decides whether an answer is lost.
func (w *wire) cut() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	lost := !w.quiet && w.chance.IntN(150) == 0
	if lost {
		w.cuts++
	}
	return lost
}

func (w *wire) calm(quiet bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.quiet = quiet
}
