package redis

import (
	"embed"

	"github.com/redis/go-redis/v9"
)

// One operation is one script, which the server runs whole and alone. Each file
// tells its KEYS, ARGV and result. Time and ids are arguments.
//
//go:embed scripts/*.lua
var files embed.FS

type scripts struct {
	commit, claim, queue, lease, begin, finish, stranded *redis.Script
	records, previous, events, draft                     *redis.Script
}

func loadScripts() scripts {
	plain := func(name string) *redis.Script { return redis.NewScript(read(name)) }
	rows := func(name string) *redis.Script { return redis.NewScript(read("rows") + read(name)) }
	return scripts{
		commit: rows("commit"), claim: rows("claim"), queue: rows("queue"), lease: rows("lease"),
		begin: rows("begin"), finish: rows("finish"), stranded: rows("stranded"),
		records: plain("records"), previous: plain("previous"), events: plain("events"), draft: plain("draft"),
	}
}

// read cannot fail: a name that is not embedded is found by any test.
func read(name string) string {
	b, err := files.ReadFile("scripts/" + name + ".lua")
	if err != nil {
		panic(err)
	}
	return string(b)
}
