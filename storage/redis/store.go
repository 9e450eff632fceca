// Package redis is the store for everybody who has a server or more than one
// program. One operation is one Lua script; keys.go has the table of keys.
// Package storage lists the methods.
//
//	keys.go      every key: pattern, type, content, lifetime
//	schema.go    the schema, and the way forward from older ones (migrate1.go, migrate2.go)
//	scripts/     every operation that writes, with KEYS, ARGV and result
//	connect.go   the three kinds of URL, timeouts, retries, TLS
//	check.go     what a server must be, and what is warned of
//	confirm.go   what is acknowledged outlives a failover: all followers.go has it
//	witness.go   which server process answers: Generation
//	commit.go, record.go, outbox.go, matter.go, life.go, audit.go, prune.go   the operations
//	errors.go    what an operator is told of the server's errors
//
// A script reads and compares everything before it writes anything: Redis does
// not take back what a script did before it failed. The client sends a command
// again when its answer was lost, so that every script may run twice.
//
// The server must run with appendonly yes, appendfsync always and
// maxmemory-policy noeviction; Open says where it does not.
package redis

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// Store is a workspace on a Redis server. It is safe for concurrent use, by
// several programs too.
type Store struct {
	client     redis.UniversalClient
	witness    *witness
	replicated bool // by Sentinel or in a Cluster
	followers  followers
	toLoad     bool // opened though it may be half loaded
	keys       keys
	scripts    scripts
	warnings   []string
}

// Open connects to the servers of a URL, redis:// or rediss://, of one server, of
// Sentinels or of a Cluster, and checks what they are. A server that may throw reports away is refused; Warnings tells what
// else an operator should mend.
func Open(ctx context.Context, url, workspace string, o Options) (*Store, error) {
	return open(ctx, url, workspace, o, (*Store).claimSchema)
}

// Look opens a workspace to be read, as it is: nothing is marked, and one of an
// older schema is not led forward, it is refused.
func Look(ctx context.Context, url, workspace string, o Options) (*Store, error) {
	return open(ctx, url, workspace, o, (*Store).findSchema)
}

func open(ctx context.Context, url, workspace string, o Options, enter func(*Store, context.Context) error) (*Store, error) {
	if workspace == "" {
		return nil, errors.New("storage/redis: no workspace is named")
	}
	s := &Store{keys: keysOf(workspace), scripts: loadScripts(), toLoad: o.ToLoad}
	err := s.connect(url, o)
	if err != nil {
		return nil, fmt.Errorf("storage/redis: %w", err)
	}
	if s.warnings, err = s.check(ctx, o.Now); err == nil {
		err = enter(s, ctx)
	}
	if err != nil {
		s.client.Close()
		return nil, fmt.Errorf("storage/redis: %w", explain(err))
	}
	return s, nil
}

// Warnings tells in plain words what is wrong with the server.
func (s *Store) Warnings() []string { return s.warnings }

// checkTypes refuses a workspace in which a key is another program's.
func (s *Store) checkTypes(ctx context.Context) error {
	types := map[string]*redis.StatusCmd{}
	_, err := s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for key := range s.keys.fixed() {
			types[key] = p.Type(ctx, key)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for key, want := range s.keys.fixed() {
		if got := types[key].Val(); got != "none" && got != want {
			return fmt.Errorf("the key %s is a %s, not a %s: another program wrote it; use another database", key, got, want)
		}
	}
	return nil
}

// Close closes the connections.
func (s *Store) Close() error { return s.client.Close() }

// run runs a script. A lost answer is asked for again by the client: every
// script may be repeated.
func (s *Store) run(ctx context.Context, what string, script *redis.Script, keys []string, args ...any) (any, error) {
	v, err := await(ctx, func() (any, error) { return script.Run(ctx, s.client, keys, args...).Result() })
	if err != nil {
		return nil, fail(what, err)
	}
	return v, nil
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
