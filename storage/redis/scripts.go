package redis

import (
	"embed"
	"strings"

	"github.com/redis/go-redis/v9"
)

// One operation is one script, which the server runs whole and alone. Each file
// tells its KEYS, ARGV and result. Time and ids are arguments.
//
//go:embed scripts/*.lua
var files embed.FS

type scripts struct {
	commit, claim, queue, lease, begin, finish, draft, put *redis.Script
	audit, forget, unlog                                   *redis.Script
	records, previous, stranded, schema3                   *redis.Script
}

func loadScripts() scripts {
	made := func(parts ...string) *redis.Script {
		var text strings.Builder
		for _, name := range parts {
			text.WriteString(read(name))
		}
		return redis.NewScript(text.String())
	}
	rows := func(name string) *redis.Script { return made("gate", "rows", name) }
	return scripts{
		commit: made("gate", "rows", "act", "revision", "commit"), claim: rows("claim"), queue: rows("queue"), lease: rows("lease"),
		begin: rows("begin"), finish: rows("finish"), draft: made("gate", "revision", "draft"), put: made("gate", "put"),
		audit: made("gate", "act", "audit"), forget: made("gate", "forget"), unlog: rows("unlog"),
		records: made("records"), previous: made("previous"), stranded: made("rows", "stranded"),
		schema3: made("schema3"),
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
