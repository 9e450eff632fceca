package wxtest_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"qunbao/bot"
	"qunbao/bot/wechat"
	"qunbao/bot/wechat/wxtest"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage/storagetest"
)

// counter hears and counts.
type counter struct {
	n    atomic.Int64
	wake chan struct{}
	up   chan struct{}
	once sync.Once
}

func (c *counter) Hear(context.Context, report.Message) error {
	c.n.Add(1)
	select {
	case c.wake <- struct{}{}:
	default:
	}
	return nil
}

func (c *counter) Turn(s bot.State) {
	if s.Phase == bot.Up {
		c.once.Do(func() { close(c.up) })
	}
}

// until waits for the nth message.
func (c *counter) until(n int64) {
	for c.n.Load() < n {
		<-c.wake
	}
}

// flow is a channel that is up on a service with 50 contacts and a group of 30, over
// a loopback port.
func flow(tb testing.TB) (s *wxtest.Server, g *wxtest.Group, people []*wxtest.Person, heard *counter) {
	tb.Helper()
	config, err := configs.Load("../../../testdata/township/qunbao.yaml", func(string) string { return "" })
	if err != nil {
		tb.Fatal(err)
	}
	s = wxtest.New(tb)
	s.LetIn()
	for i := range 50 {
		people = append(people, s.Friend(fmt.Sprintf("网名%d", i), fmt.Sprintf("某村-某某%d", i)))
	}
	people = people[:30]
	g = s.Group(workChat, people...)
	heard = &counter{wake: make(chan struct{}, 1), up: make(chan struct{})}
	c := wechat.New(wechat.Options{
		Workspace: config.Workspace, Account: "小青", Session: filepath.Join(tb.TempDir(), "session"), Transport: s.Transport(), Log: slog.New(slog.DiscardHandler),
	})
	ctx, cancel := context.WithCancel(tb.Context())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx, heard) }()
	tb.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			tb.Error(err)
		}
	})
	<-heard.up
	return s, g, people, heard
}

// pour has the group say n messages, never more than 500 ahead of the channel.
func pour(s *wxtest.Server, g *wxtest.Group, people []*wxtest.Person, heard *counter, n int) {
	from := heard.n.Load()
	for i := range n {
		s.Say(g, people[i%len(people)], fmt.Sprintf("某村:\n居家观察%d人\n发热0人", i))
		heard.until(from + int64(i) - 500)
	}
	heard.until(from + int64(n))
}

func TestManyMessagesLeaveNothingBehind(t *testing.T) {
	s, g, people, heard := flow(t)
	n := storagetest.Times(3000)
	pour(s, g, people, heard, 2000) // what is remembered of messages fills up
	before := inUse()
	pour(s, g, people, heard, n)
	if grown := inUse() - before; grown > 16<<20 {
		t.Errorf("%d messages left %d KB behind", n, grown>>10)
	} else {
		t.Logf("%d messages left %d KB behind", n, grown>>10)
	}
}

// inUse is the memory in use after a collection.
func inUse() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func BenchmarkInbound(b *testing.B) {
	s, g, people, heard := flow(b)
	b.ReportAllocs()
	b.ResetTimer()
	const batch = 1000
	for b.Loop() {
		pour(s, g, people, heard, batch)
	}
	b.ReportMetric(float64(b.N)*batch/b.Elapsed().Seconds(), "msg/s")
}

// How much of a core a service costs that answers at once and never well.
func BenchmarkMadService(b *testing.B) {
	s, _, _, _ := flow(b)
	s.Fault(wxtest.SyncCheck, wxtest.Fault{Status: 502, Body: "<html></html>"})
	before, asked := cpu(), s.Count()
	for b.Loop() {
		time.Sleep(5 * time.Second)
	}
	b.ReportMetric(100*(cpu()-before).Seconds()/b.Elapsed().Seconds(), "%core")
	b.ReportMetric(float64(s.Count()-asked)/b.Elapsed().Seconds(), "req/s")
}
