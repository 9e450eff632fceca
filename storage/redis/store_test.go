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
func fresh(url string) func(testing.TB) *redis.Store {
	var n atomic.Int64
	return func(t testing.TB) *redis.Store { return open(t, url, fmt.Sprint("青石镇", n.Add(1))) }
}

func open(t testing.TB, url, workspace string) *redis.Store {
	t.Helper()
	s, err := redis.Open(t.Context(), url, workspace, redis.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAServerKeepsTheSuite(t *testing.T) {
	next := fresh(storagetest.StartRedis(t))
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return next(t) })
}

func TestAServerInsideTheTestKeepsTheSuite(t *testing.T) {
	next := fresh("redis://" + miniredis.RunT(t).Addr())
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return next(t) })
}
