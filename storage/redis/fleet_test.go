package redis_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"qunbao/storage"
	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

func TestSentinelKeepsTheSuite(t *testing.T) {
	t.Parallel()
	plain := storagetest.StartSentinel(t, guarded(t)).URL
	url := as("watcher", plain) + "&username=qunbao"
	next := freshWith(url, redis.Options{Password: "geheim", SentinelPassword: "offen"})
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return next(t) })

	other := strings.Replace(url, storagetest.PrimaryName, "village", 1)
	server := storagetest.StartRedis(t)
	for _, tt := range []unfit{
		{"no password of the Sentinels", url, redis.Options{Password: "geheim"}, "no Sentinel names the primary: the server wants a password: ", false},
		{"a wrong one", url, redis.Options{Password: "geheim", SentinelPassword: "verraten"}, "no Sentinel names the primary: the server refuses the user or the password: ", false},
		{"no password of the servers", url, redis.Options{SentinelPassword: "offen"}, "the server wants a password: ", false},
		{"a wrong one of theirs", url, redis.Options{Password: "verraten", SentinelPassword: "offen"}, "the server refuses the user or the password: ", false},
		{"a wrong database", strings.Replace(url, "/0?", "/99?", 1), redis.Options{Password: "geheim", SentinelPassword: "offen"}, "the server has no database of that number: ", false},
		{"a name that they do not know", other, redis.Options{SentinelPassword: "offen"}, "no Sentinel knows a primary of that name (master_name): ", false},
		{"a server in place of Sentinels", server + "?master_name=town", redis.Options{}, "the address with master_name is no Sentinel's: ", false},
		{"a Sentinel in place of a server", plain[:strings.Index(plain, "?")], redis.Options{Password: "hidden"}, "the server is a Sentinel: add ?master_name=NAME to its address", false},
		{"nobody there", "redis://127.0.0.1:1?master_name=town", redis.Options{}, "the store is not available: no Sentinel can be reached: ", true},
	} {
		tt.check(t)
	}
}

func TestAClusterKeepsTheSuite(t *testing.T) {
	t.Parallel()
	fleet := storagetest.StartCluster(t, guarded(t))
	url, geheim := as("qunbao", fleet.URL), redis.Options{Password: "geheim"}
	next := freshWith(url, geheim)
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return next(t) })

	server := storagetest.StartServer(t)
	for _, tt := range []unfit{
		{"no password", url, redis.Options{}, "the server wants a password: ", false},
		{"a wrong password", url, redis.Options{Password: "verraten"}, "the server refuses the user or the password: ", false},
		{"a database", strings.Replace(url, "?", "/1?", 1), redis.Options{}, "the store's URL is wrong, it must be like redis://HOST:6379/0: a Redis Cluster has no databases", false},
		{"a node alone", as("qunbao", fleet.Servers[0].URL()), geheim, "the server is a node of a Redis Cluster: add a second node to its address, ?addr=HOST:PORT", false},
		{"a server that is no node", server.URL() + "?addr=" + server.Addr(), redis.Options{}, "the server is no Redis Cluster; leave addr= out of its address: ", false},
		{"nobody there", "redis://127.0.0.1:1?addr=127.0.0.1:2", redis.Options{}, "the store is not available: the server cannot be reached: ", true},
	} {
		tt.check(t)
	}
	fleet.Servers[2].Kill()
	until(t, func() bool {
		s, err := redis.Open(t.Context(), url, "镇", geheim)
		if err == nil {
			s.Close()
		}
		return errors.Is(err, storage.ErrUnavailable) && strings.Contains(err.Error(), "the cluster is down")
	})
}

// unfit is an address that cannot be used.
type unfit struct {
	name, url string
	options   redis.Options
	want      string // the error's beginning
	passes    bool   // it may work later
}

func (u unfit) check(t *testing.T) {
	t.Helper()
	s, err := redis.Open(t.Context(), u.url, "镇", u.options)
	if err == nil {
		s.Close()
		t.Errorf("%s: it was opened", u.name)
		return
	}
	if !strings.HasPrefix(err.Error(), "storage/redis: "+u.want) || errors.Is(err, storage.ErrUnavailable) != u.passes {
		t.Errorf("%s: said %v, want %q", u.name, err, u.want)
	}
	for _, password := range []string{"geheim", "offen", "verraten", "hidden"} {
		if strings.Contains(err.Error(), password) {
			t.Errorf("%s: the password is told: %v", u.name, err)
		}
	}
}

func TestWhatIsWrongWithAFleetIsWarnedOf(t *testing.T) {
	t.Parallel()
	const (
		cutOff  = "a server that is cut off from its replicas goes on taking reports"
		alone   = "the server has no replica"
		lastSec = "a crash of the server may lose the last second"
	)
	weak := storagetest.Setup{Server: []string{"--appendfsync", "everysec"}}
	strong := storagetest.Setup{Server: []string{"--min-replicas-to-write", "1"}}
	cluster := storagetest.StartCluster(t, weak)
	var nodes []string
	for _, node := range cluster.Servers {
		nodes = append(nodes, node.Addr())
	}
	slices.Sort(nodes)
	of := strings.Join(nodes, ", ") + ": "
	for name, tt := range map[string]struct {
		url  string
		want []string // the warnings' beginnings
	}{
		"sentinel":            {storagetest.StartSentinel(t, weak).URL, []string{lastSec, cutOff}},
		"sentinel, well set":  {storagetest.StartSentinel(t, strong).URL, nil},
		"cluster of no heirs": {cluster.URL, []string{of + lastSec, of + alone}},
	} {
		s := open(t, tt.url, "镇")
		defer s.Close()
		if !slices.EqualFunc(s.Warnings(), tt.want, strings.HasPrefix) {
			t.Errorf("%s: warned %q, want %q", name, s.Warnings(), tt.want)
		}
	}
}
