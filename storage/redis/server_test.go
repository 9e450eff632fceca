package redis_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// raw is a plain client of a server, to play another program.
func raw(t testing.TB, url string) *goredis.Client {
	t.Helper()
	o, err := goredis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	c := goredis.NewClient(o)
	t.Cleanup(func() { c.Close() })
	return c
}

func change(n int) report.Change {
	id := report.MessageID(fmt.Sprint("m", n))
	at := time.Date(2020, 2, 1, 8, 0, n, 0, time.UTC)
	k := report.RecordKey{PeriodKey: report.PeriodKey{Form: "daily", Day: 18293}, Unit: "柳湾村"}
	return report.Change{
		Outcome: report.Outcome{Message: id, Kind: report.IsReport, Records: []report.RecordKey{k}}, Time: at, At: at,
		Writes: []report.Write{{Key: k, Revision: n - 1, Version: report.Version{Message: id, Time: at, Counts: at, Kind: report.VersionNew}}},
		Rows:   []report.Row{{Key: "receipt/" + string(id), Kind: report.Receipt, NotBefore: at}},
	}
}

func TestAServerThatCannotBeUsedIsSaidClearly(t *testing.T) {
	plain := storagetest.StartRedis(t)
	locked := storagetest.StartRedis(t, "--requirepass", "secret")
	evicting := storagetest.StartRedis(t, "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru")
	host := strings.TrimPrefix(locked, "redis://")
	c := raw(t, plain)
	c.Set(t.Context(), "qb:1:{newer}:ver", "4", 0)
	c.Set(t.Context(), "qb:1:{odd}:ver", "x", 0)
	c.Set(t.Context(), "qb:1:{foreign}:ob", "a text", 0)

	for _, tt := range []struct {
		name, url, workspace, want string
		passes                     bool // it may work later
	}{
		{"no URL", "", "镇", "the store's URL is wrong", false},
		{"another scheme", "http://x", "镇", "the store's URL is wrong", false},
		{"no port", "redis://:secret@127.0.0.1:x/0", "镇", "the store's URL is wrong", false},
		{"no workspace", plain, "", "no workspace is named", false},
		{"no server", "redis://127.0.0.1:1/0", "镇", "the server cannot be reached", true},
		{"no password", locked, "镇", "the server wants a password", false},
		{"a wrong password", "redis://:wrong@" + host, "镇", "the server refuses the user or the password", false},
		{"a wrong database", strings.TrimSuffix(plain, "/0") + "/99", "镇", "the server has no database of that number", false},
		{"a server that throws away", evicting, "镇", "the server throws reports away", false},
		{"a newer program's workspace", plain, "newer", "a newer qunbao made the workspace (schema 4", false},
		{"a version that is none", plain, "odd", "holds no schema version", false},
		{"another program's key", plain, "foreign", "the key qb:1:{foreign}:ob is a string, not a hash", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := redis.Open(t.Context(), tt.url, tt.workspace, redis.Options{})
			if err == nil {
				s.Close()
				t.Fatal("it was opened")
			}
			if !strings.Contains(err.Error(), tt.want) || errors.Is(err, storage.ErrUnavailable) != tt.passes {
				t.Errorf("said %v, want %q", err, tt.want)
			}
			if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "wrong@") {
				t.Errorf("the password is told: %v", err)
			}
		})
	}
	if n := c.Exists(t.Context(), "qb:1:{foreign}:ver").Val(); n != 0 {
		t.Error("a refused workspace was written to")
	}
	s, err := redis.Open(t.Context(), locked, "镇", redis.Options{Password: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}

func TestWhatIsWrongWithAServerIsWarnedOf(t *testing.T) {
	for _, tt := range []struct {
		args []string
		slow time.Duration // of this computer's clock
		want string        // the warning's beginning; empty: none
	}{
		{nil, 0, ""},
		{[]string{"--maxmemory-policy", "volatile-lru"}, 0, ""},
		{[]string{"--appendonly", "no"}, 0, "the server keeps no append-only file"},
		{[]string{"--appendfsync", "everysec"}, 0, "a crash of the server may lose the last second"},
		{[]string{"--appendfsync", "no"}, 0, "a crash of the server may lose half a minute"},
		{[]string{"--rename-command", "INFO", ""}, 0, "the server does not tell what it is"},
		{[]string{"--rename-command", "CONFIG", ""}, 0, "the server does not show whether it writes through"},
		{nil, time.Hour, "the server's clock is off by 1h"},
	} {
		t.Run(tt.want, func(t *testing.T) {
			url := storagetest.StartRedis(t, tt.args...)
			s, err := redis.Open(t.Context(), url, "镇", redis.Options{Now: time.Now().Add(-tt.slow)})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			got := s.Warnings()
			if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], tt.want)) {
				t.Errorf("warned %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAForeignKeyRefusesTheWholeChange(t *testing.T) {
	url := storagetest.StartRedis(t)
	c := raw(t, url)
	for i, key := range []string{"hist:daily:2020-02-01:", "cur:daily:2020-02-01:", "periods:daily", "msg:2020-02-01", "forms", "days", "ob:ended"} {
		workspace := fmt.Sprint("镇", i)
		s := open(t, url, workspace)
		defer s.Close()
		prefix := "qb:1:{" + workspace + "}:"
		c.Set(t.Context(), prefix+key, "a text", 0)
		if err := s.Commit(t.Context(), change(1)); err == nil || !strings.Contains(err.Error(), "another program wrote it") {
			t.Errorf("%s: said %v", key, err)
		}
		got := c.Keys(t.Context(), prefix+"*").Val()
		slices.Sort(got)
		if want := []string{prefix + key, prefix + "ver"}; !slices.Equal(got, want) && !slices.Equal(got, []string{want[1], want[0]}) {
			t.Errorf("%s: the refused change left %q", key, got)
		}
	}
}

func TestAServerWithoutMemoryRefusesWholeAndIsFiledAfterwards(t *testing.T) {
	url := storagetest.StartRedis(t)
	s, c := open(t, url, "镇"), raw(t, url)
	defer s.Close()
	if err := s.Commit(t.Context(), change(1)); err != nil {
		t.Fatal(err)
	}
	c.ConfigSet(t.Context(), "maxmemory", "1mb")
	err := s.Commit(t.Context(), change(2))
	if !errors.Is(err, storage.ErrUnavailable) || !strings.Contains(err.Error(), "memory is full") {
		t.Errorf("said %v, want ErrUnavailable", err)
	}
	c.ConfigSet(t.Context(), "maxmemory", "0")
	if err := s.Commit(t.Context(), change(2)); err != nil {
		t.Error(err)
	}
}

func TestAServerThatIsGoneIsUnavailable(t *testing.T) {
	url := storagetest.StartRedis(t)
	s := open(t, url, "镇")
	defer s.Close()
	raw(t, url).ShutdownNoSave(t.Context())
	if err := s.Commit(t.Context(), change(1)); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("commit: %v, want ErrUnavailable", err)
	}
	if _, err := s.Period(t.Context(), change(1).Writes[0].Key.PeriodKey); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("period: %v, want ErrUnavailable", err)
	}
	if _, _, err := s.NextRow(t.Context()); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("next row: %v, want ErrUnavailable", err)
	}
}

func TestAServerThatForgotItsScriptsIsTaughtAgain(t *testing.T) {
	url := storagetest.StartRedis(t)
	s := open(t, url, "镇")
	defer s.Close()
	for n := 1; n <= 2; n++ {
		raw(t, url).ScriptFlush(t.Context())
		if err := s.Commit(t.Context(), change(n)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWorkspacesOfOneServerDoNotMeet(t *testing.T) {
	url := storagetest.StartRedis(t)
	a, b := open(t, url, "青石镇"), open(t, url, "青石")
	defer a.Close()
	defer b.Close()
	for _, s := range []*redis.Store{a, b} {
		if err := s.Commit(t.Context(), change(1)); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range raw(t, url).Keys(t.Context(), "*").Val() {
		if !strings.HasPrefix(key, "qb:1:{青石镇}:") && !strings.HasPrefix(key, "qb:1:{青石}:") {
			t.Errorf("the key %s stands outside its workspace", key)
		}
	}
}

// Whoever reads the table of keys.go finds this on the server.
func TestTheKeysHoldWhatTheTableSays(t *testing.T) {
	url := storagetest.StartRedis(t)
	s, c := open(t, url, "镇"), raw(t, url)
	defer s.Close()
	for n := 1; n <= 2; n++ {
		c := change(n)
		c.Events, c.Rulings = []report.Event{{N: n, Text: "塌方"}}, []report.Ruling{{Kind: report.LevelRuling, Matter: "防汛"}}
		c.Progress = []report.Progress{{Event: 1, Kind: report.Closed}}
		if err := s.Commit(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	const T = "qb:1:{镇}:"
	got := map[string]any{
		"ver": c.Get(t.Context(), T+"ver").Val(), "msg": c.HGet(t.Context(), T+"msg", "m2").Val(),
		"outcome": c.HGet(t.Context(), T+"msg:2020-02-01", "m1").Val(),
		"cur":     c.HGet(t.Context(), T+"cur:daily:2020-02-01:", "柳湾村").Val(),
		"hist":    fmt.Sprint(c.XRange(t.Context(), T+"hist:daily:2020-02-01:", "2-0", "+").Val()),
		"periods": fmt.Sprint(c.ZRangeWithScores(t.Context(), T+"periods:daily", 0, -1).Val()),
		"forms":   fmt.Sprint(c.SMembers(t.Context(), T+"forms").Val()),
		"days":    fmt.Sprint(c.ZRangeWithScores(t.Context(), T+"days", 0, -1).Val()),
		"meta":    fmt.Sprint(c.HGetAll(t.Context(), T+"meta").Val()),
		"due":     fmt.Sprint(c.ZRange(t.Context(), T+"ob:due", 0, -1).Val()),
		"ev":      c.HGet(t.Context(), T+"ev", "2").Val(),
		"became":  fmt.Sprint(c.XRange(t.Context(), T+"progress:1", "2", "+").Val()),
		"rulings": fmt.Sprint(c.XRange(t.Context(), T+"rulings", "2", "+").Val()),
		"ttl":     c.TTL(t.Context(), T+"msg:2020-02-01").Val(),
	}
	storagetest.Check(t, "keys", map[string]any{
		"ver": "3", "msg": "2020-02-01",
		"outcome": `1 {"m":"m1","k":"report","r":[{"f":"daily","d":"2020-02-01","u":"柳湾村"}]}`,
		"cur":     "1580544001000000 1-0 2-0",
		"hist":    `[{2-0 map[u:柳湾村 v:{"m":"m2","t":"2020-02-01T08:00:02Z","k":"new"}] 0 0}]`,
		"periods": "[{18293 2020-02-01:}]",
		"forms":   "[daily]",
		"days":    "[{18293 2020-02-01}]",
		"meta":    "map[commit:2 event:2 seq:2]",
		"due":     "[3158054400100000000000000000001receipt/m1 3158054400200000000000000000002receipt/m2]",
		"ev":      `2 {"n":2,"x":"塌方"}`,
		"became":  `[{2-0 map[v:{"n":1,"k":"closed"}] 0 0}]`,
		"rulings": `[{2-0 map[c:2 v:{"k":"level","a":"防汛"}] 0 0}]`,
		"ttl":     time.Duration(-1),
	}, got)
}
