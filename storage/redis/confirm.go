package redis

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"qunbao/storage"
)

// confirmTimeout is how long a replica may take to have what was written; a
// second time is given before it counts as missing, in which replicas may begin
// to follow a new primary.
const confirmTimeout = time.Second

// keep runs a script whose effect is acknowledged to somebody. With Sentinel and
// in a Cluster it is acknowledged only when a replica has it too, so that it
// outlives a failover; not confirmed in time it is storage.ErrUnavailable, and
// done again later it changes nothing. A primary that has no replica, since the
// last ones failed or none was ever made, is taken at its word.
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
	if cluster, ok := s.client.(*redis.ClusterClient); ok {
		return cluster.MasterForKey(ctx, s.keys.version())
	}
	return s.client, nil
}

// confirmedBy writes and waits in one round trip; where there was no replica to
// wait for, it looks for one instead.
func (s *Store) confirmedBy(ctx context.Context, write func(redis.Pipeliner) *redis.Cmd) (any, error) {
	primary, err := s.primary(ctx)
	if err != nil {
		return nil, err
	}
	var said *redis.Cmd
	var heard *redis.IntCmd
	var found *redis.StringCmd
	_, err = primary.Pipelined(ctx, func(p redis.Pipeliner) error {
		said = write(p)
		if s.alone.Load() {
			found = p.Info(ctx, "replication")
		} else {
			heard = wait(ctx, p, s.keys.version())
		}
		return nil
	})
	switch {
	case said.Err() != nil:
		return nil, said.Err()
	case err != nil:
		return nil, err
	case found != nil && replicas(parseInfo(found.Val())) > 0:
		s.alone.Store(false)
		return said.Val(), s.unconfirmed(ctx, primary)
	case found != nil || heard.Val() > 0:
		return said.Val(), nil
	}
	return said.Val(), s.unconfirmed(ctx, primary)
}

// wait waits for a replica. It waits for what its own connection wrote, which
// is nothing where the script found its work done by an earlier try: so the
// connection writes, and changes nothing by it.
func wait(ctx context.Context, p redis.Pipeliner, version string) *redis.IntCmd {
	p.Append(ctx, version, "")
	heard := redis.NewIntCmd(ctx, "wait", 1, confirmTimeout.Milliseconds())
	p.Process(ctx, heard) // queues it
	return heard
}

// unconfirmed decides about what no replica was heard to have: it stands if
// there is none.
func (s *Store) unconfirmed(ctx context.Context, primary redis.Cmdable) error {
	var heard *redis.IntCmd
	var found *redis.StringCmd
	_, err := primary.Pipelined(ctx, func(p redis.Pipeliner) error {
		found = p.Info(ctx, "replication")
		heard = wait(ctx, p, s.keys.version())
		return nil
	})
	switch {
	case err != nil:
		return err
	case heard.Val() > 0:
		return nil
	case replicas(parseInfo(found.Val())) == 0:
		s.alone.Store(true)
		return nil
	}
	return fmt.Errorf("%w: no replica has confirmed in time what was written", storage.ErrUnavailable)
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
