package redis

import (
	"strings"
	"sync"
	"time"
)

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
