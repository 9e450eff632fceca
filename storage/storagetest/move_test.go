package storagetest_test

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"qunbao/storage/redis"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// kinds opens new stores of both kinds.
func kinds(t *testing.T) map[string]func(*testing.T) storagetest.Store {
	url := storagetest.StartRedis(t)
	var n atomic.Int64
	return map[string]func(*testing.T) storagetest.Store{
		"sqlite": func(t *testing.T) storagetest.Store {
			s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "data"))
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
		"redis": func(t *testing.T) storagetest.Store {
			s, err := redis.Open(t.Context(), url, fmt.Sprint("镇", n.Add(1)), redis.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
	}
}

func TestWhatOneKindOfStoreDumpsTheOtherLoads(t *testing.T) {
	all := kinds(t)
	for from, openFrom := range all {
		for to, openTo := range all {
			t.Run(from+" to "+to, func(t *testing.T) {
				storagetest.TestMove(t, openFrom, openTo)
			})
		}
	}
}
