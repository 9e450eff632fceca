package redis

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"qunbao/storage"
)

// confirmTimeout is how long the replicas may take to have what was written.
const confirmTimeout = time.Second

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

// counted is how many must confirm; the first primary is asked.
func (s *Store) counted(ctx context.Context, primary redis.Cmdable) (int, error) {
	if n, known := s.followers.wanted(); known {
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
	case heard >= follow && s.followers.lost(s.witness.generation(), now, follow):
		return nil
	case heard >= follow:
		return fmt.Errorf("%w: a replica is gone; if it does not come back within %s, the service goes on without it", storage.ErrUnavailable, patience)
	}
	return fmt.Errorf("%w: not every replica has confirmed in time what was written", storage.ErrUnavailable)
}
