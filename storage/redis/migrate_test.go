package redis_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	goredis "github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// fill writes the keys that an older schema made of what storagetest.Furnish
// makes, as far as it knew it: a command a line, as a list of its words.
func fill(t *testing.T, c *goredis.Client, schema int) {
	t.Helper()
	f, err := os.Open(fmt.Sprintf("testdata/schema%d.jsonl", schema))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var words []any
		if err := json.Unmarshal(lines.Bytes(), &words); err != nil {
			t.Fatal(err)
		}
		if err := c.Do(t.Context(), words...).Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// contents is all that a server holds, by key.
func contents(t *testing.T, c *goredis.Client) map[string]any {
	t.Helper()
	all := map[string]any{}
	for _, key := range c.Keys(t.Context(), "*").Val() {
		switch c.Type(t.Context(), key).Val() {
		case "string":
			all[key] = c.Get(t.Context(), key).Val()
		case "hash":
			all[key] = c.HGetAll(t.Context(), key).Val()
		case "zset":
			all[key] = c.ZRangeWithScores(t.Context(), key, 0, -1).Val()
		case "set":
			all[key] = c.SMembersMap(t.Context(), key).Val()
		case "stream":
			all[key] = c.XRange(t.Context(), key, "-", "+").Val()
		}
	}
	return all
}

func TestAWorkspaceOfSchema1ReadsTheSameAfterItsMigration(t *testing.T) {
	url := storagetest.StartRedis(t)
	c := raw(t, url)
	fill(t, c, 1)
	s := open(t, url, "镇")
	defer s.Close()
	for _, gone := range []string{"claim", "done:epidemic-daily:2020-02-01:", "draftlog:a:b"} {
		if c.Exists(t.Context(), "qb:1:{镇}:"+gone).Val() != 0 {
			t.Errorf("%s is still there", gone)
		}
	}
	if err := s.Commit(t.Context(), report.Change{Outcome: report.Outcome{Message: "after"}}); err != nil {
		t.Error(err)
	}
	storagetest.CheckReadings(t, s)
}

// cut lets through a number of transactions, and none after them: the program
// died there.
type cut struct {
	sync.Mutex
	left int
}

var errCut = errors.New("the program died")

func (c *cut) DialHook(next goredis.DialHook) goredis.DialHook          { return next }
func (c *cut) ProcessHook(next goredis.ProcessHook) goredis.ProcessHook { return next }
func (c *cut) ProcessPipelineHook(next goredis.ProcessPipelineHook) goredis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []goredis.Cmder) error {
		if cmds[0].Name() == "multi" {
			c.Lock()
			c.left--
			dead := c.left < 0
			c.Unlock()
			if dead {
				return errCut
			}
		}
		return next(ctx, cmds)
	}
}

func TestAWorkspaceOfSchema2ReadsTheSameAfterItsMigration(t *testing.T) {
	url := storagetest.StartRedis(t)
	c := raw(t, url)
	fill(t, c, 2)
	before := contents(t, c)
	s := open(t, url, "镇")
	defer s.Close()
	const due = "qb:1:{镇}:ob:due"
	before["qb:1:{镇}:ver"], before[due] = "3", c.ZCard(t.Context(), due).Val()
	before["qb:1:{镇}:units:a%3Ab%25{x}"] = map[string]string{"柳湾村": "18293"}
	before["qb:1:{镇}:units:epidemic-daily"] = map[string]string{"柳湾村": "18293", "上坪村": "18293"}
	before["qb:1:{镇}:units:gate"] = map[string]string{"柳湾村": "18293", "上坪村": "18294"}
	after := contents(t, c)
	after[due] = int64(len(after[due].([]goredis.Z)))
	storagetest.Check(t, "what is there", before, after)
	storagetest.CheckReadings(t, s)
}

func TestAMigrationThatWasCutShortAnywhereIsFinishedByTheNextStart(t *testing.T) {
	url := storagetest.StartRedis(t)
	c := raw(t, url)
	fill(t, c, 1)
	open(t, url, "镇").Close()
	want := contents(t, c)
	for left := 0; ; left++ {
		c.FlushAll(t.Context())
		fill(t, c, 1)
		_, err := redis.OpenWith(t.Context(), url, "镇", &cut{left: left})
		open(t, url, "镇").Close()
		storagetest.Check(t, fmt.Sprint("after ", left, " steps"), want, contents(t, c))
		if err == nil {
			if left < 10 {
				t.Errorf("the migration has only %d steps", left)
			}
			return
		}
		if !errors.Is(err, errCut) {
			t.Fatal(err)
		}
	}
}

func TestProgramsThatStartAtOnceMigrateOnce(t *testing.T) {
	url := storagetest.StartRedis(t)
	c := raw(t, url)
	fill(t, c, 1)
	open(t, url, "镇").Close()
	want := contents(t, c)
	for range storagetest.Times(5) {
		c.FlushAll(t.Context())
		fill(t, c, 1)
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() { open(t, url, "镇").Close() })
		}
		group.Wait()
		storagetest.Check(t, "what four programs made", want, contents(t, c))
	}
}

func TestNobodyWritesIntoAWorkspaceOfAnotherSchema(t *testing.T) {
	url := storagetest.StartRedis(t)
	c := raw(t, url)
	for _, tt := range []struct{ ver, want string }{
		{"4", "another version of qunbao keeps the workspace by now (schema 4"},
		{"", "the workspace is no longer on the server: restore a backup"},
	} {
		c.FlushAll(t.Context())
		s := open(t, url, "镇")
		c.Set(t.Context(), "qb:1:{镇}:ver", tt.ver, 0)
		if tt.ver == "" {
			c.FlushAll(t.Context())
		}
		before := contents(t, c)
		_, claim := s.Claim(t.Context(), report.Firing{Name: "x"})
		_, started := s.Started(t.Context(), change(1).At)
		_, lease := s.Lease(t.Context(), "one", change(1).At, change(9).At, 1)
		_, begin := s.Begin(t.Context(), "one", change(1).At, change(9).At, "r")
		for what, err := range map[string]error{
			"commit": s.Commit(t.Context(), change(1)), "claim": claim, "queue": s.Queue(t.Context(), change(1).Rows...),
			"lease": lease, "begin": begin, "finish": s.Finish(t.Context(), "one", storage.Result{State: report.Sent}, "r"),
			"draft": s.SaveDraft(t.Context(), report.Draft{ID: "d"}), "started": started, "mark": s.Mark(t.Context(), change(1).At),
			"outage": s.Outage(t.Context(), change(1).At, change(2).At),
		} {
			if !errors.Is(err, storage.ErrUnavailable) || !strings.Contains(fmt.Sprint(err), tt.want) {
				t.Errorf("%s of schema %q: said %v", what, tt.ver, err)
			}
		}
		storagetest.Check(t, "what was written", before, contents(t, c))
		s.Close()
	}
}
