package redis

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A clock that is off by more makes reports look late.
const clockSkew = 5 * time.Second

// check asks the server what it is. What it does not tell, as many hosted ones
// do not, is a warning; what loses reports is an error.
func (s *Store) check(ctx context.Context, now time.Time) (warnings []string, err error) {
	if err := s.client.Ping(ctx).Err(); err != nil {
		return nil, err
	}
	info, err := s.info(ctx)
	if err != nil {
		return []string{"the server does not tell what it is (INFO): see yourself that it keeps what it is given"}, nil
	}
	if strings.HasPrefix(info["maxmemory_policy"], "allkeys-") {
		return nil, fmt.Errorf("the server throws reports away when its memory is full (maxmemory-policy %s): set it to noeviction", info["maxmemory_policy"])
	}
	if info["role"] == "slave" {
		return nil, errors.New("the server is a replica, which cannot be written to: name its primary")
	}
	if v := info["redis_version"]; v != "" && major(v) < 5 {
		return nil, fmt.Errorf("the server is Redis %s; at least 5 is needed, 7 is what this program is tested with", v)
	} else if major(v) < 7 {
		warnings = append(warnings, "the server is older than Redis 7, which this program is tested with")
	}
	warnings = append(warnings, s.durability(ctx, info)...)
	return append(warnings, s.skew(ctx, now)...), nil
}

// info reads INFO as a map.
func (s *Store) info(ctx context.Context) (map[string]string, error) {
	text, err := s.client.Info(ctx).Result()
	if err != nil {
		return nil, err
	}
	info := map[string]string{}
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), ":"); ok {
			info[name] = value
		}
	}
	return info, nil
}

func major(version string) int {
	digits, _, _ := strings.Cut(version, ".")
	n, _ := strconv.Atoi(digits) // 0 for a server that is none of Redis
	return n
}

// durability says what a crash of the server may cost.
func (s *Store) durability(ctx context.Context, info map[string]string) []string {
	if info["aof_enabled"] == "0" {
		return []string{"the server keeps no append-only file: a crash loses what came since its last snapshot; set appendonly yes and appendfsync always"}
	}
	config, err := s.client.ConfigGet(ctx, "appendfsync").Result()
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

// skew compares the server's clock with the caller's.
func (s *Store) skew(ctx context.Context, now time.Time) []string {
	if now.IsZero() {
		return nil
	}
	at, err := s.client.Time(ctx).Result()
	if err != nil {
		return nil // the clock is only told apart, never used
	}
	if off := at.Sub(now).Round(time.Second); off.Abs() > clockSkew {
		return []string{fmt.Sprintf("the server's clock is off by %s from this computer's: set both by the network", off)}
	}
	return nil
}
