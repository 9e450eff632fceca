package redis_test

import (
	"flag"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/alicebob/miniredis/v2"

	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// TestMain lets tests that wait for servers wait together, however few cores there
// are.
func TestMain(m *testing.M) {
	flag.Parse()
	if p := flag.Lookup("test.parallel"); p.Value.String() == p.DefValue {
		p.Value.Set("12")
	}
	m.Run()
}

// fresh opens a new workspace on a server each time.
func fresh(url string) func(testing.TB) *redis.Store { return freshWith(url, redis.Options{}) }

func freshWith(url string, o redis.Options) func(testing.TB) *redis.Store {
	var n atomic.Int64
	return func(t testing.TB) *redis.Store { return openWith(t, url, fmt.Sprint("青石镇", n.Add(1)), o) }
}

func open(t testing.TB, url, workspace string) *redis.Store {
	t.Helper()
	return openWith(t, url, workspace, redis.Options{})
}

func openWith(t testing.TB, url, workspace string, o redis.Options) *redis.Store {
	t.Helper()
	s, err := redis.Open(t.Context(), url, workspace, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAServerKeepsTheSuite(t *testing.T) {
	t.Parallel()
	next := fresh(storagetest.StartRedis(t))
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return next(t) })
}

func TestAServerInsideTheTestKeepsTheSuite(t *testing.T) {
	t.Parallel()
	next := fresh("redis://" + miniredis.RunT(t).Addr())
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return next(t) })
}
