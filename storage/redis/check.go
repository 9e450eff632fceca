package redis

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"qunbao/storage"
)

// A clock that is off by more makes reports look late.
const clockSkew = 5 * time.Second

// check asks what the servers are: the one of the URL, the primary that Sentinel
// names, every primary of a Cluster. What one does not tell, as many hosted ones
// do not, is a warning; what loses reports is an error.
func (s *Store) check(ctx context.Context, now time.Time) (warnings []string, err error) {
	cluster, ok := s.client.(*redis.ClusterClient)
	if !ok {
		return s.checkServer(ctx, s.client, now)
	}
	found := map[string][]string{} // by node
	var mu sync.Mutex              // guards it: the nodes are asked at the same time
	err = cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
		list, err := s.checkServer(ctx, node, now)
		if err != nil {
			return fmt.Errorf("%s: %w", node.Options().Addr, err)
		}
		mu.Lock()
		defer mu.Unlock()
		found[node.Options().Addr] = list
		return nil
	})
	return nodeWarnings(found), err
}

// nodeWarnings puts a warning that several nodes have into one.
func nodeWarnings(found map[string][]string) (warnings []string) {
	nodes := map[string][]string{}
	for node, list := range found {
		for _, warning := range list {
			nodes[warning] = append(nodes[warning], node)
		}
	}
	for warning, of := range nodes {
		slices.Sort(of)
		warnings = append(warnings, strings.Join(of, ", ")+": "+warning)
	}
	slices.Sort(warnings)
	return warnings
}

// asked is what a server is asked by. Node clients of a Cluster and the others
// have it.
type asked interface {
	Ping(ctx context.Context) *redis.StatusCmd
	Info(ctx context.Context, sections ...string) *redis.StringCmd
	ConfigGet(ctx context.Context, name string) *redis.MapStringStringCmd
	ClusterInfo(ctx context.Context) *redis.StringCmd
	Time(ctx context.Context) *redis.TimeCmd
}

// checkServer asks one.
func (s *Store) checkServer(ctx context.Context, c asked, now time.Time) (warnings []string, err error) {
	if err := c.Ping(ctx).Err(); err != nil {
		return nil, err
	}
	text, err := c.Info(ctx).Result()
	if err != nil {
		return []string{"the server does not tell what it is (INFO): see yourself that it keeps what it is given"}, nil
	}
	info := parseInfo(text)
	if err := s.refuse(ctx, c, info); err != nil {
		return nil, err
	}
	warnings = append(warnings, origin(info)...)
	warnings = append(warnings, durability(ctx, c, info)...)
	if s.replicated {
		warnings = append(warnings, replication(info)...)
	}
	return append(warnings, skew(ctx, c, now)...), nil
}

// refuse tells what makes a server unfit.
func (s *Store) refuse(ctx context.Context, c asked, info map[string]string) error {
	_, cluster := s.client.(*redis.ClusterClient)
	version, policy := info["redis_version"], info["maxmemory_policy"]
	switch {
	case info["redis_mode"] == "sentinel":
		return errors.New("the server is a Sentinel: add ?master_name=NAME to its address")
	case info["cluster_enabled"] == "1" && !cluster:
		return errors.New("the server is a node of a Redis Cluster: add a second node to its address, ?addr=HOST:PORT")
	case strings.HasPrefix(policy, "allkeys-"):
		return fmt.Errorf("the server throws reports away when its memory is full (maxmemory-policy %s): set it to noeviction", policy)
	case info["role"] == "slave" && s.replicated:
		return fmt.Errorf("%w: the server is a replica: a failover is under way", storage.ErrUnavailable)
	case info["role"] == "slave":
		return errors.New("the server is a replica, which cannot be written to: name its primary")
	case info["role"] == "active-replica":
		return errors.New("the server is one of several that are all written to, so that a report may be counted twice: name a server with replicas that only follow")
	case version != "" && major(version) < 5:
		return fmt.Errorf("the server is Redis %s; at least 5 is needed, 7 is what this program is tested with", version)
	}
	if cluster {
		state, err := c.ClusterInfo(ctx).Result()
		if err == nil && parseInfo(state)["cluster_state"] == "fail" {
			return fmt.Errorf("%w: the cluster is down", storage.ErrUnavailable)
		}
	}
	return nil
}

func major(version string) int {
	digits, _, _ := strings.Cut(version, ".")
	n, _ := strconv.Atoi(digits) // 0 for a server that is none of Redis
	return n
}

// origin tells of a server that speaks like Redis 7 and is none. Valkey is.
func origin(info map[string]string) []string {
	for name, mark := range map[string]string{"Dragonfly": "dragonfly_version", "Kvrocks": "kvrocks_version", "Garnet": "garnet_version"} {
		if info[mark] != "" {
			return []string{"the server is " + name + "; Redis 7 is what this program is tested with"}
		}
	}
	switch {
	case path.Base(info["executable"]) == "keydb-server":
		return []string{"the server is KeyDB; Redis 7 is what this program is tested with"}
	case major(info["redis_version"]) < 7:
		return []string{"the server is older than Redis 7, which this program is tested with"}
	}
	return nil
}

// durability says what a crash of the server may cost.
func durability(ctx context.Context, c asked, info map[string]string) []string {
	if info["aof_enabled"] == "0" {
		return []string{"the server keeps no append-only file: a crash loses what came since its last snapshot; set appendonly yes and appendfsync always"}
	}
	config, err := c.ConfigGet(ctx, "appendfsync").Result()
	switch {
	case err != nil || info["aof_enabled"] == "":
		return []string{"the server does not show whether it writes through to its disk; see yourself that appendonly is yes and appendfsync is always"}
	case config["appendfsync"] == "everysec":
		return []string{"a crash of the server may lose the last second of what was acknowledged (appendfsync everysec); set it to always"}
	case config["appendfsync"] != "always":
		return []string{"a crash of the server may lose half a minute of what was acknowledged (appendfsync " + config["appendfsync"] + "); set it to always"}
	}
	return nil
}

// replication says what a failover may cost. min_slaves_good_slaves is told only
// where min-replicas-to-write is set; with one replica that would stop the
// service when either of the two fails.
func replication(info map[string]string) []string {
	switch n := replicas(info); {
	case n == 0:
		return []string{"the server has no replica: there is nothing to fail over to, and what is acknowledged stands in one place"}
	case n > 1 && info["min_slaves_good_slaves"] == "":
		return []string{"a server that is cut off from its replicas goes on taking reports, which are lost when it comes back; set min-replicas-to-write 1"}
	}
	return nil
}

// skew compares the server's clock with the caller's, which was read before the
// server was asked anything: a server that is slow to tell the time twice was
// slow before.
func skew(ctx context.Context, c asked, now time.Time) []string {
	if now.IsZero() {
		return nil
	}
	at, err := c.Time(ctx).Result()
	again, err2 := c.Time(ctx).Result()
	if err != nil || err2 != nil {
		return nil // the clock is only told apart, never used
	}
	if off := at.Sub(now).Round(time.Second); off.Abs() > clockSkew+8*again.Sub(at) {
		return []string{fmt.Sprintf("the server's clock is off by %s from this computer's: set both by the network", off)}
	}
	return nil
}
