package wechat_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"qunbao/bot/bottest"
	"qunbao/bot/wechat/wxtest"
)

const hour = time.Hour

// bubble runs a test in virtual time, against a service in memory.
func bubble(t *testing.T, test func(*testing.T, *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := wxtest.NewPiped(t)
		defer s.Close()
		test(t, openOn(t, s))
	})
}

// wait lets virtual time pass.
func wait(d time.Duration) { time.Sleep(d); synctest.Wait() }

// runs starts Run without waiting for anything.
func (o *office) runs(t *testing.T, ear *bottest.Ear) (end func() error) {
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- o.Run(ctx, ear) }()
	return func() error { stop(); return <-done }
}
