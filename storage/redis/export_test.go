package redis

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// OpenWith opens with a hook on the connection.
func OpenWith(ctx context.Context, url, workspace string, hook redis.Hook) (*Store, error) {
	s := &Store{keys: keysOf(workspace), scripts: loadScripts()}
	if err := s.connect(url, Options{}); err != nil {
		return nil, err
	}
	s.client.AddHook(hook)
	if err := s.claimSchema(ctx); err != nil {
		s.client.Close()
		return nil, err
	}
	return s, nil
}
