package redis

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"qunbao/storage"
)

// confirmTimeout is how long the replicas may take to have what was written.
const confirmTimeout = time.Second

// patience is how long a lost replica is waited for. Within this time Sentinel
// has told, and seen to it, that it is the new primary, if it is: a failover
// that somebody asks for leaves the old one at work for some ten seconds.
const patience = 15 * time.Second

// followers is how many replicas must have what is acknowledged: all that follow
// the primary, since each of them may take its place. It is counted anew for
// each server process.
type followers struct {
	mu         sync.Mutex
	known      bool
	count      int
	generation int64     // of the process that they follow
	fewer      time.Time // since when, by the server's clock, some are missing; zero: none is
}

// keep runs a script whose effect is acknowledged to somebody. With Sentinel and
// in a Cluster it is acknowledged only when all replicas that follow the primary
// have it too, so that it outlives a failover; not confirmed in time it is
// storage.ErrUnavailable, and done again later it changes nothing. A replica
// that is gone is waited for, then done without; a primary that has none is
// taken at its word.
func (s *Store) keep(ctx context.Context, what string, script *redis.Script, keys []string, args ...any) (any, error) {
	if !s.replicated {
		return s.run(ctx, what, script, keys, args...)
	}
	said, err := await(ctx, func() (any, error) {
		said, err := s.confirmed(ctx, func(p redis.Pipeliner) *redis.Cmd { return script.EvalSha(ctx, p, keys, args...) })
		if redis.HasErrorPrefix(err, "NOSCRIPT") { // a server that was started, or took over
			said, err = s.confirmed(ctx, func(p redis.Pipeliner) *redis.Cmd { return script.Eval(ctx, p, keys, args...) })
		}
		return said, err
	})
	if err != nil {
		return nil, fail(what, err)
	}
	return said, nil
}

// confirmed writes on the primary, and once more where that turned out to be
// another.
func (s *Store) confirmed(ctx context.Context, write func(redis.Pipeliner) *redis.Cmd) (any, error) {
	said, err := s.confirmedBy(ctx, write)
	if err != nil && s.isElsewhere(ctx, err) {
		said, err = s.confirmedBy(ctx, write)
	}
	return said, err
}

// isElsewhere tells whether another server may be the primary by now. Of a
// Cluster the table of slots is read anew for it; other clients ask Sentinel
// whenever they connect.
func (s *Store) isElsewhere(ctx context.Context, err error) bool {
	cluster, ok := s.client.(*redis.ClusterClient)
	if !ok {
		return redis.IsReadOnlyError(err)
	}
	if _, moved := redis.IsMovedError(err); !moved && !redis.IsReadOnlyError(err) && isAnswer(err) {
		return false
	}
	return cluster.ForEachMaster(ctx, func(context.Context, *redis.Client) error { return nil }) == nil
}

// primary is the client of the server that has the workspace. A pipeline on a
// Cluster would send WAIT, which has no key, to any node.
func (s *Store) primary(ctx context.Context) (redis.Cmdable, error) {
	cluster, ok := s.client.(*redis.ClusterClient)
	if !ok {
		return s.client, nil
	}
	node, err := cluster.MasterForKey(ctx, s.keys.version())
	if err == nil {
		s.witness.owned(node.Options().Addr)
	}
	return node, err
}

// confirmedBy writes and waits in one round trip.
func (s *Store) confirmedBy(ctx context.Context, write func(redis.Pipeliner) *redis.Cmd) (any, error) {
	primary, err := s.primary(ctx)
	if err != nil {
		return nil, err
	}
	want, err := s.counted(ctx, primary)
	if err != nil {
		return nil, err
	}
	var said *redis.Cmd
	heard, follow, err := s.waited(ctx, primary, want, func(p redis.Pipeliner) { said = write(p) })
	if said.Err() != nil {
		return nil, said.Err()
	}
	if err == nil && follow > want { // one has come since
		want = s.followers.set(follow)
		heard, follow, err = s.waited(ctx, primary, want, func(redis.Pipeliner) {})
	}
	switch {
	case err == nil && heard >= want:
		s.followers.whole()
	case err == nil:
		err = s.missing(ctx, primary, heard, follow)
	}
	return said.Val(), err
}

// counted is how many follow; a process that was not met before is asked.
func (s *Store) counted(ctx context.Context, primary redis.Cmdable) (int, error) {
	if n, known := s.followers.of(s.witness.generation()); known {
		return n, nil
	}
	text, err := primary.Info(ctx, "replication").Result()
	if err != nil {
		return 0, err
	}
	return s.followers.set(replicas(parseInfo(text))), nil
}

// waited writes, waits for so many replicas and tells how many have it and how
// many follow. WAIT is about what its own connection wrote, which is nothing
// where the script found its work done by an earlier try: so the connection
// writes, and changes nothing by it.
func (s *Store) waited(ctx context.Context, primary redis.Cmdable, want int, write func(redis.Pipeliner)) (heard, follow int, err error) {
	wait := redis.NewIntCmd(ctx, "wait", want, confirmTimeout.Milliseconds())
	var found *redis.StringCmd
	_, err = primary.Pipelined(ctx, func(p redis.Pipeliner) error {
		write(p)
		p.Append(ctx, s.keys.version(), "")
		p.Process(ctx, wait) // queues it
		found = p.Info(ctx, "replication")
		return nil
	})
	return int(wait.Val()), replicas(parseInfo(found.Val())), err
}

// missing decides about what was not confirmed: it stands if all have it that
// still follow, and the others have been gone for long.
func (s *Store) missing(ctx context.Context, primary redis.Cmdable, heard, follow int) error {
	now, err := primary.Time(ctx).Result()
	switch {
	case err != nil:
		return err
	case heard >= follow && s.followers.lost(now, follow):
		return nil
	case heard >= follow:
		return fmt.Errorf("%w: a replica is gone; if it does not come back within %s, the service goes on without it", storage.ErrUnavailable, patience)
	}
	return fmt.Errorf("%w: not every replica has confirmed in time what was written", storage.ErrUnavailable)
}

// of is how many follow the process of a generation, if that is known.
func (f *followers) of(generation int64) (int, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.generation != generation {
		f.known, f.generation = false, generation
	}
	return f.count, f.known
}

// set says that so many follow.
func (f *followers) set(n int) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known, f.count, f.fewer = true, n, time.Time{}
	return n
}

// whole says that none is missing.
func (f *followers) whole() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fewer = time.Time{}
}

// lost tells whether those that are missing have been so for long; then only n
// follow.
func (f *followers) lost(now time.Time, n int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fewer.IsZero() {
		f.fewer = now
	}
	if now.Sub(f.fewer) < patience {
		return false
	}
	f.count, f.fewer = n, time.Time{}
	return true
}

// replicas counts those that follow.
func replicas(info map[string]string) int {
	n := 0
	for name, value := range info {
		if strings.HasPrefix(name, "slave") && strings.Contains(value, "state=online") {
			n++
		}
	}
	return n
}

// await ends when its context does: the library waits for an answer as long as
// the server may take. What is still under way then ends like a lost answer.
func await[T any](ctx context.Context, work func() (T, error)) (T, error) {
	if err := ctx.Err(); err != nil {
		var none T
		return none, err
	}
	type end struct {
		value T
		err   error
	}
	done := make(chan end, 1)
	go func() {
		v, err := work()
		done <- end{v, err}
	}()
	select {
	case e := <-done:
		return e.value, e.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
