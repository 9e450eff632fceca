package redis

import (
	"strings"
	"sync"
	"time"
)

// patience is how long lost replicas are waited for. Within this time Sentinel
// has told that one of them is the new primary, if one is, and every Sentinel
// knows it: a failover that somebody asks for leaves the old primary at work for
// a while, and a primary that crashed and is back may be taken for one still.
const patience = 10 * time.Second

// followers is how many replicas must have what is acknowledged: all that follow
// the primary, since each of them may take its place. A new primary has to have
// as many; their number falls by patience alone.
type followers struct {
	mu    sync.Mutex
	known bool
	count int
	fewer time.Time // since when, by the clock of the server, some are missing; zero: none is
	of    int64     // the generation of that server
}

// wanted is how many must confirm, if that is known.
func (f *followers) wanted() (int, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
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

// lost tells whether those that are missing have been so for long, on the server
// of a generation; then only n follow.
func (f *followers) lost(generation int64, now time.Time, n int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fewer.IsZero() || f.of != generation {
		f.fewer, f.of = now, generation
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
