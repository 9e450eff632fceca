//go:build !race

package main

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"qunbao/storage/storagetest"
)

func TestWhileTheMemoryOfRedisIsFullEverythingIsKeptAndFiledAfterwards(t *testing.T) {
	t.Parallel()
	server := storagetest.StartServer(t, "--maxmemory-policy", "noeviction")
	admin := redis.NewClient(&redis.Options{Addr: server.Addr(), Protocol: 2})
	defer admin.Close()
	memory := func(most string) {
		t.Helper()
		if err := admin.ConfigSet(t.Context(), "maxmemory", most).Err(); err != nil {
			t.Fatal(err)
		}
	}
	tr := try(t, server.URL())
	memory("1mb") // less than it has
	tr.load(lasting(time.Minute))
	memory("0")
	tr.load(time.Second)
	tr.ends()
	tr.everythingIsFiled(0)
	tr.nothingIsSaidTwice()
	tr.told("条消息都已处理，不用重发", unhandled, handledAgain)
}
