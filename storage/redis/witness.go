package redis

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// witness knows the server processes that the store's connections have met, and
// counts when one is another than before: it was started again, or a replica
// took its place.
type witness struct {
	mu    sync.Mutex
	runs  map[string]string // the run id of the process last met at an address
	owner string            // of a Cluster: the node that had the workspace when it was last looked at
	count int64
}

func newWitness() *witness { return &witness{runs: map[string]string{}} }

// meet asks a new connection to a place which process answers. The place is the
// node's address in a Cluster, else empty: there is one server at a time. What a
// server does not tell is left out, and so are Sentinels.
func (w *witness) meet(place string) func(context.Context, *redis.Conn) error {
	return func(ctx context.Context, c *redis.Conn) error {
		text, err := c.Info(ctx, "server").Result()
		if answer := redis.Error(nil); errors.As(err, &answer) {
			return nil
		}
		info := parseInfo(text)
		if run := info["run_id"]; err == nil && run != "" && info["redis_mode"] != "sentinel" {
			w.met(place, run)
		}
		return err
	}
}

func (w *witness) met(place, run string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if before, known := w.runs[place]; known && before != run {
		w.count++
	}
	w.runs[place] = run
}

// owned says which node has the workspace now.
func (w *witness) owned(place string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.owner != "" && w.owner != place {
		w.count++
	}
	w.owner = place
}

func (w *witness) generation() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count
}

// parseInfo reads what INFO tells.
func parseInfo(text string) map[string]string {
	info := map[string]string{}
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			info[name] = value
		}
	}
	return info
}

// Generation grows whenever the store is found to be served by another process
// than before: after a restart of its server, a failover, or a move of its slot.
// What was acknowledged shortly before may then be gone, where the server does
// not write through to its disk.
func (s *Store) Generation() int64 {
	// Of a Cluster the client's own table of slots answers, which every
	// redirection renews; nobody is asked.
	_, _ = s.primary(context.Background())
	return s.witness.generation()
}
