package redis

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/redis/go-redis/v9"

	"qunbao/storage"
)

// fail names the operation in an error; what a caller tests stays inside.
func fail(what string, err error) error {
	return fmt.Errorf("storage/redis: %s: %w", what, explain(err))
}

// explain adds to an error what an operator can do, and marks as unavailable
// what passes when the server is back or has room.
func explain(err error) error {
	var answer redis.Error
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, redis.ErrClosed):
		return err
	case !errors.As(err, &answer):
		return explainNetwork(err)
	}
	says := strings.TrimPrefix(answer.Error(), "ERR ")
	for prefix, hint := range map[string]string{
		"WRONGPASS": "the server refuses the user or the password",
		"NOAUTH":    "the server wants a password",
		"NOPERM":    "the server's user may not do this",
		"DB index":  "the server has no database of that number",
		"WRONGTYPE": "a key of the workspace is of another type: another program wrote it",
	} {
		if strings.HasPrefix(says, prefix) {
			return fmt.Errorf("%s: %w", hint, err)
		}
	}
	for prefix, hint := range map[string]string{
		"OOM": "the server's memory is full", "MISCONF": "the server cannot write to its disk",
		"LOADING": "the server is starting", "READONLY": "the server is a replica", "MASTERDOWN": "the server has lost its primary",
		"CLUSTERDOWN": "the cluster is down", "TRYAGAIN": "the cluster is moving keys", "NOREPLICAS": "too few replicas are there",
		"BUSY": "the server is busy with a script", "max number of clients": "the server has too many clients",
	} {
		if strings.HasPrefix(says, prefix) {
			return fmt.Errorf("%w: %s: %w", storage.ErrUnavailable, hint, err)
		}
	}
	return err
}

// explainNetwork marks every error that is not an answer of the server.
func explainNetwork(err error) error {
	var n net.Error
	var op *net.OpError
	if errors.As(err, &op) || errors.As(err, &n) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, redis.ErrPoolTimeout) || errors.Is(err, redis.ErrPoolExhausted) {
		return fmt.Errorf("%w: the server cannot be reached: %w", storage.ErrUnavailable, err)
	}
	return err
}
