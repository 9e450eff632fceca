package redis_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/alicebob/miniredis/v2"

	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// fresh opens a new workspace on a server each time.
func fresh(url string, o redis.Options) func(testing.TB) *redis.Store {
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
	next := fresh(storagetest.StartRedis(t), redis.Options{})
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return next(t) })
}

func TestAServerInsideTheTestKeepsTheSuite(t *testing.T) {
	next := fresh("redis://"+miniredis.RunT(t).Addr(), redis.Options{})
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return next(t) })
}
