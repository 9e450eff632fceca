package redis_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"qunbao/storage"
	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// paused is a store whose server answers nobody for a while.
func paused(t *testing.T, ms int) *redis.Store {
	t.Helper()
	url := storagetest.StartRedis(t)
	s := open(t, url, "镇")
	t.Cleanup(func() { s.Close() })
	if err := s.Commit(t.Context(), change(1)); err != nil {
		t.Fatal(err)
	}
	if err := raw(t, url).Do(t.Context(), "client", "pause", ms, "all").Err(); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestASlowServerIsWaitedFor(t *testing.T) {
	t.Parallel()
	if err := paused(t, 2000).Commit(t.Context(), change(2)); err != nil {
		t.Error(err)
	}
}

func TestAServerThatSaysNothingIsGivenUp(t *testing.T) {
	t.Parallel()
	if err := paused(t, 60_000).Commit(t.Context(), change(2)); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("said %v, want ErrUnavailable", err)
	}
}

func TestACancelledContextEndsAWait(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 1)
	s := open(t, answering(t, func(command string) string {
		if command == "evalsha" {
			asked <- command
			<-t.Context().Done()
		}
		return told("redis_version:7.0.15")(command)
	}), "镇")
	defer s.Close()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- s.Commit(ctx, change(1)) }()
	<-asked
	cancel()
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("said %v, want the context's error", err)
		}
	case <-time.After(4 * time.Second): // the server would be given up after five
		t.Error("it goes on waiting")
	}
}

func TestARestartIsNoticed(t *testing.T) {
	t.Parallel()
	server := storagetest.StartServer(t)
	s := open(t, server.URL(), "镇")
	defer s.Close()
	before := s.Generation()
	for n := 1; n <= 3; n++ {
		if err := s.Commit(t.Context(), change(n)); err != nil {
			t.Fatal(err)
		}
	}
	if s.Generation() != before {
		t.Error("a restart is reported that was none")
	}
	server.Restart()
	until(t, func() bool { return s.Commit(t.Context(), change(4)) == nil })
	if s.Generation() == before {
		t.Error("the restart was not noticed")
	}
}

func TestAReplicaThatIsGoneIsWaitedForAndThenDoneWithout(t *testing.T) {
	t.Parallel()
	fleet := storagetest.StartSentinel(t, storagetest.Setup{})
	s := open(t, fleet.URL, "镇")
	defer s.Close()
	if err := s.Commit(t.Context(), change(1)); err != nil {
		t.Fatal(err)
	}
	before := s.Generation()
	fleet.Servers[2].Kill()
	if err := s.Commit(t.Context(), change(2)); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("said %v, want ErrUnavailable", err)
	}
	until(t, func() bool {
		err := s.Commit(t.Context(), change(2))
		if err != nil && !errors.Is(err, storage.ErrUnavailable) && !errors.Is(err, storage.ErrKnown) {
			t.Fatal(err)
		}
		return err == nil || errors.Is(err, storage.ErrKnown)
	})
	if err := s.Commit(t.Context(), change(3)); err != nil {
		t.Errorf("it is not done without the replica: %v", err)
	}
	if s.Generation() != before {
		t.Error("a failover is reported that was none")
	}
}
