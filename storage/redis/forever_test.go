package redis_test

import (
	"strings"
	"testing"

	goredis "github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage/storagetest"
)

// keeper is a user of the server who may do to each key what an operation may do
// to it, by the table of keys.go, and nothing else: history is appended to, what is
// counted or indexed is set, and only what has a lifetime is taken away.
var keeper = []any{
	"on", ">kept", "&*", "~*", "+@all", "-@write",
	"(+xadd ~qb:*:hist:* ~qb:*:draft:* ~qb:*:progress:* ~qb:*:rulings)",
	"(+zadd ~qb:*:audit ~qb:*:fired ~qb:*:periods:* ~qb:*:ev:at)",
	"(+sadd ~qb:*:forms ~qb:*:drafts)",
	"(+hset ~qb:*:ev ~qb:*:need:* ~qb:*:cur:*)", "(+hset +hsetnx ~qb:*:units:*)",
	"(+hset +hsetnx +hincrby ~qb:*:meta ~qb:*:outages)", "(+hdel ~qb:*:meta)",
	"(+set +setnx ~qb:*:ver)",
	"(+@write ~qb:*:msg ~qb:*:msg:* ~qb:*:days ~qb:*:ask ~qb:*:ob ~qb:*:ob:*)",
}

// asKeeper is the URL of a server with that user.
func asKeeper(t *testing.T) string {
	t.Helper()
	url := storagetest.StartRedis(t)
	if err := raw(t, url).Do(t.Context(), append([]any{"ACL", "SETUSER", "keeper"}, keeper...)...).Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Replace(url, "redis://", "redis://keeper:kept@", 1)
}

func TestNoOperationCanTakeAwayOrChangeWhatWasSaid(t *testing.T) {
	url := asKeeper(t)
	next := fresh(url)
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return next(t) })
}

func TestWhatWasSaidIsClosedToEverythingElse(t *testing.T) {
	url := asKeeper(t)
	s := open(t, url, "青石镇")
	defer s.Close()
	if err := storagetest.Furnish(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if err := s.Audit(t.Context(), report.Act{What: "restore"}); err != nil {
		t.Fatal(err)
	}
	server := raw(t, url)
	keys, err := server.Keys(t.Context(), "qb:*").Result()
	if err != nil || len(keys) < 20 {
		t.Fatalf("%d keys, %v", len(keys), err)
	}
	lasting := []string{":hist:", ":draft:", ":ev", ":fired", ":need:", ":cur:", ":periods:", ":forms", ":drafts", ":audit", ":progress:", ":rulings", ":units:"}
	tried := 0
	for _, k := range keys {
		for _, kind := range lasting {
			if !strings.Contains(k, kind) {
				continue
			}
			for _, command := range [][]any{
				{"DEL", k}, {"UNLINK", k}, {"XDEL", k, "1-0"}, {"XTRIM", k, "MAXLEN", 0}, {"HDEL", k, "1"}, {"ZREM", k, "1"},
				{"SREM", k, "1"}, {"SET", k, ""}, {"RENAME", k, "other"}, {"EXPIRE", k, 1}, {"HINCRBY", k, "1", 1},
			} {
				tried++
				if err := server.Do(t.Context(), command...).Err(); !goredis.HasErrorPrefix(err, "NOPERM") {
					t.Errorf("%v: %v", command, err)
				}
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d commands were tried", tried)
	}
}
