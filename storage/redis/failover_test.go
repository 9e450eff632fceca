package redis_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// crew files reports without a pause, one unit each writer, and tries again what
// was not acknowledged.
type crew struct {
	store *redis.Store
	acked atomic.Int64
	done  []int // of each writer, how many were acknowledged
	wrong chan error
	stop  context.CancelFunc
	all   sync.WaitGroup
}

func (c *crew) unit(i int) report.RecordKey {
	return report.RecordKey{PeriodKey: report.PeriodKey{Form: "daily", Day: 18293}, Unit: report.UnitID(fmt.Sprint("村", i))}
}

func (c *crew) message(i, n int) report.MessageID {
	return report.MessageID(fmt.Sprintf("m%d/%d", i, n))
}

func hire(t *testing.T, s *redis.Store, writers int) *crew {
	ctx, stop := context.WithCancel(t.Context())
	c := &crew{store: s, done: make([]int, writers), wrong: make(chan error, writers), stop: stop}
	for i := range writers {
		c.all.Go(func() { c.write(ctx, i) })
	}
	t.Cleanup(c.end)
	return c
}

func (c *crew) end() {
	c.stop()
	c.all.Wait()
}

// write ends when ctx is done, or with an error that is no outage. A change that
// is refused because the record has moved tells that an acknowledged one is gone.
func (c *crew) write(ctx context.Context, i int) {
	for n := 0; ctx.Err() == nil; {
		change := change(n + 1)
		change.Outcome.Message = c.message(i, n)
		w := &change.Writes[0]
		w.Key, w.Revision, w.Version.Message = c.unit(i), n, change.Outcome.Message
		change.Rows[0].Key = "receipt/" + string(change.Outcome.Message)
		switch err := c.store.Commit(ctx, change); {
		case err == nil, errors.Is(err, storage.ErrKnown):
			n++
			c.done[i] = n
			c.acked.Add(1)
		case ctx.Err() != nil:
		case errors.Is(err, storage.ErrUnavailable):
			time.Sleep(20 * time.Millisecond)
		default:
			c.wrong <- fmt.Errorf("writer %d, change %d: %w", i, n, err)
			return
		}
	}
}

// more waits until so many have been acknowledged since.
func (c *crew) more(t *testing.T, n int64) {
	t.Helper()
	for want, deadline := c.acked.Load()+n, time.Now().Add(40*time.Second); c.acked.Load() < want; time.Sleep(5 * time.Millisecond) {
		select {
		case err := <-c.wrong:
			t.Fatal(err)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatal("the service does not come back")
		}
	}
}

// check compares what is there with what was acknowledged. What was under way
// when the crew ended may be there too.
func (c *crew) check(t *testing.T) {
	t.Helper()
	for i, done := range c.done {
		r, err := c.store.Record(t.Context(), c.unit(i))
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Versions) < done || len(r.Versions) > done+1 {
			t.Errorf("writer %d: %d versions, %d were acknowledged", i, len(r.Versions), done)
		}
		for n, v := range r.Versions {
			if v.Message != c.message(i, n) {
				t.Errorf("writer %d: version %d is of %s", i, n, v.Message)
			}
		}
	}
}

// until polls servers.
func until(t *testing.T, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it does not come to that")
		}
	}
}

func TestSentinelFailsOverAndNothingIsLost(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"killed", "asked"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			fleet := storagetest.StartSentinel(t, storagetest.Hasty())
			s := open(t, fleet.URL, "镇")
			defer s.Close()
			crew := hire(t, s, 8)
			for range storagetest.Times(1) {
				crew.more(t, 200)
				primary, before := sentinelPrimary(t, fleet), s.Generation()
				if how == "killed" {
					primary.Kill()
				} else {
					askFailover(t, fleet)
				}
				until(t, func() bool { return sentinelPrimary(t, fleet) != primary })
				if how == "killed" {
					primary.Restart()
				}
				crew.more(t, 200)
				if s.Generation() == before {
					t.Error("the failover was not noticed")
				}
			}
			crew.end()
			crew.check(t)
		})
	}
}

func sentinel(t *testing.T, f *storagetest.Fleet) *goredis.SentinelClient {
	t.Helper()
	c := goredis.NewSentinelClient(&goredis.Options{Addr: f.Sentinels[0].Addr()})
	t.Cleanup(func() { c.Close() })
	return c
}

func sentinelPrimary(t *testing.T, f *storagetest.Fleet) *storagetest.Server {
	t.Helper()
	c := sentinel(t, f)
	defer c.Close()
	at, err := c.GetMasterAddrByName(t.Context(), storagetest.PrimaryName).Result()
	if err != nil {
		t.Fatal(err)
	}
	return f.Server(strings.Join(at, ":"))
}

// askFailover asks until a Sentinel knows a replica that is fit.
func askFailover(t *testing.T, f *storagetest.Fleet) {
	t.Helper()
	c := sentinel(t, f)
	until(t, func() bool { return c.Failover(t.Context(), storagetest.PrimaryName).Err() == nil })
}

func TestAClusterFailsOverAndNothingIsLost(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"killed", "asked"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			setup := storagetest.Hasty()
			setup.Replicas = 1
			fleet := storagetest.StartCluster(t, setup)
			s := open(t, fleet.URL, "镇")
			defer s.Close()
			crew := hire(t, s, 8)
			for range storagetest.Times(1) {
				crew.more(t, 200)
				i, before := clusterOwner(t, fleet), s.Generation()
				owner, heir := fleet.Servers[i], fleet.Servers[(i+3)%6]
				if how == "killed" {
					owner.Kill()
				}
				until(t, func() bool {
					if how == "asked" {
						raw(t, heir.URL()).ClusterFailover(t.Context()) // until it is fit to
					}
					return clusterOwner(t, fleet) != i
				})
				if how == "killed" {
					owner.Restart()
				}
				crew.more(t, 200)
				if s.Generation() == before {
					t.Error("the failover was not noticed")
				}
			}
			crew.end()
			crew.check(t)
		})
	}
}

// clusterOwner is the place of the server that has the workspace, as another
// primary sees it.
func clusterOwner(t *testing.T, f *storagetest.Fleet) int {
	t.Helper()
	for _, server := range f.Servers {
		shards, err := raw(t, server.URL()).ClusterShards(t.Context()).Result()
		if err != nil {
			continue // it was killed
		}
		slot, err := raw(t, server.URL()).ClusterKeySlot(t.Context(), "{镇}").Result()
		if err != nil {
			continue
		}
		for _, shard := range shards {
			if !slices.ContainsFunc(shard.Slots, func(r goredis.SlotRange) bool { return r.Start <= slot && slot <= r.End }) {
				continue
			}
			for _, n := range shard.Nodes {
				if n.Role == "master" && n.Health == "online" {
					addr := net.JoinHostPort(n.IP, strconv.FormatInt(n.Port, 10))
					return slices.IndexFunc(f.Servers, func(o *storagetest.Server) bool { return o.Addr() == addr })
				}
			}
		}
	}
	t.Fatal("nobody has the workspace")
	return -1
}
