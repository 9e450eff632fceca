package redis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"qunbao/storage"
)

// schemaVersion is what the key ver holds while the workspace may be written
// to: gate.lua looks at it before every write, so that a program that knows
// another schema, or an emptied server, is found out at once.
const schemaVersion = storage.Schema

// errForward says that a step of a migration came too late: another program has
// led the workspace forward meanwhile.
var errForward = errors.New("the workspace is of another schema by now")

// migrations lead forward: at index n from schema n to a later one. Each may be
// begun again after it was cut short, and by two programs at once: its steps
// write what is the same each time, as long as ver stands, and the last moves ver.
func (s *Store) migrations() []func(context.Context) error {
	return []func(context.Context) error{s.begin, s.toSchema2, s.toSchema3}
}

// claimSchema marks an empty workspace with the schema, leads an older one
// forward, and refuses one that a newer qunbao or another program made.
func (s *Store) claimSchema(ctx context.Context) error {
	if err := s.checkTypes(ctx); err != nil {
		return err
	}
	for {
		version, err := s.schema(ctx)
		switch {
		case s.toLoad && errors.Is(err, storage.ErrHalfLoaded):
			return nil
		case err != nil:
			return err
		case version > schemaVersion:
			return newerSchema(version)
		case version == schemaVersion:
			return nil
		}
		if err := s.migrations()[version](ctx); err != nil && !errors.Is(err, errForward) {
			return fmt.Errorf("from schema %d forward: %w", version, err)
		}
	}
}

// findSchema refuses a workspace that is not of this schema, and one that is not
// there.
func (s *Store) findSchema(ctx context.Context) error {
	if err := s.checkTypes(ctx); err != nil {
		return err
	}
	version, err := s.schema(ctx)
	switch {
	case err != nil:
		return err
	case version == 0:
		return errors.New("the workspace is not on the server yet, or no longer: qunbao run begins it anew, qunbao restore brings back a backup")
	case version > schemaVersion:
		return newerSchema(version)
	case version < schemaVersion:
		return fmt.Errorf("an older qunbao made the workspace (schema %d); the next start of this one leads it forward", version)
	}
	return nil
}

func newerSchema(version int) error {
	return fmt.Errorf("a newer qunbao made the workspace (schema %d, this program knows %d); use that version", version, schemaVersion)
}

// schema is what ver holds; 0: nothing.
func (s *Store) schema(ctx context.Context) (int, error) {
	ver, err := s.client.Get(ctx, s.keys.version()).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return 0, err
	}
	if ver == "" { // a look for replicas, confirm.go, leaves it so on an emptied server
		return 0, nil
	}
	if _, half := loading(ver); half {
		return 0, storage.ErrHalfLoaded
	}
	version, err := strconv.Atoi(ver)
	if err != nil || version < 1 {
		return 0, fmt.Errorf("the key %s holds no schema version: %q", s.keys.version(), ver)
	}
	return version, nil
}

// begin marks a workspace in which nothing was ever written.
func (s *Store) begin(ctx context.Context) error {
	return s.step(ctx, "", func(p redis.Pipeliner) { p.Set(ctx, s.keys.version(), schemaVersion, 0) })
}

// whyClosed tells why the gate is closed, by what ver holds.
func whyClosed(ver string) string {
	if ver == "" {
		return "the workspace is no longer on the server: restore a backup into it, or start the program again to begin anew"
	}
	if _, half := loading(ver); half {
		return storage.ErrHalfLoaded.Error()
	}
	return fmt.Sprintf("another version of qunbao keeps the workspace by now (schema %s, this program knows %d): use that version", ver, schemaVersion)
}

// step writes what fn asks for in one transaction, while ver holds a schema.
func (s *Store) step(ctx context.Context, schema string, fn func(redis.Pipeliner)) error {
	for {
		err := s.client.Watch(ctx, func(tx *redis.Tx) error {
			ver, err := tx.Get(ctx, s.keys.version()).Result()
			switch {
			case err != nil && !errors.Is(err, redis.Nil):
				return err
			case ver != schema:
				return errForward
			}
			_, err = tx.TxPipelined(ctx, func(p redis.Pipeliner) error {
				fn(p)
				return nil
			})
			return err
		}, s.keys.version())
		if !errors.Is(err, redis.TxFailedErr) { // else somebody touched the key, and may have changed it
			return err
		}
	}
}

// scan lists the keys of the workspace, sorted. It walks the whole server: only
// for what is done once.
func (s *Store) scan(ctx context.Context) ([]string, error) {
	var node redis.Cmdable = s.client
	if cluster, ok := s.client.(*redis.ClusterClient); ok {
		master, err := cluster.MasterForKey(ctx, s.keys.version())
		if err != nil {
			return nil, err
		}
		node = master
	}
	var found []string
	pattern := strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(string(s.keys)) + "*"
	for cursor := uint64(0); ; {
		keys, next, err := node.Scan(ctx, cursor, pattern, 1000).Result()
		if err != nil {
			return nil, err
		}
		found = append(found, keys...)
		if cursor = next; cursor == 0 {
			slices.Sort(found)
			return slices.Compact(found), nil
		}
	}
}

// entryID is the place of a version in the history.
func entryID(commit int64, place int) string {
	return strconv.FormatInt(commit, 10) + "-" + strconv.Itoa(place)
}

// behind is the first place after an entry of a stream.
func behind(id string) string {
	n, i, _ := strings.Cut(id, "-")
	place, _ := strconv.ParseUint(i, 10, 64)
	return n + "-" + strconv.FormatUint(place+1, 10)
}
