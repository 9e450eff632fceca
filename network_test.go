//go:build !race

package main

import (
	"strings"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"qunbao/storage/storagetest"
)

// network is a line to a server, with which everything can be wrong.
type network struct {
	testing.TB
	proxy *toxiproxy.Proxy
}

// wire lays a line to a server, and gives the URL of its near end.
func wire(t testing.TB, s *storagetest.Server) (*network, string) {
	t.Helper()
	maker := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	n := &network{t, toxiproxy.NewProxy(maker, "redis", "127.0.0.1:0", s.Addr())}
	n.mend()
	t.Cleanup(n.cut)
	return n, "redis://" + n.proxy.Listen + "/0"
}

// cut breaks every connection and lets none be made; mend lets them again.
func (n *network) cut() { n.proxy.Stop() }

func (n *network) mend() {
	n.Helper()
	if err := n.proxy.Start(); err != nil {
		n.Fatal(err)
	}
}

// spoil adds a toxic, as toxiproxy writes it; heal takes it away.
func (n *network) spoil(toxic string) (heal func()) {
	n.Helper()
	added, err := n.proxy.Toxics.AddToxicJson(strings.NewReader(toxic))
	if err != nil {
		n.Fatal(err)
	}
	return func() {
		n.Helper()
		if err := n.proxy.Toxics.RemoveToxic(n.Context(), added.Name); err != nil {
			n.Fatal(err)
		}
	}
}

func TestWhileRedisIsCutOffEverythingIsKeptAndFiledAfterwards(t *testing.T) {
	t.Parallel()
	line, url := wire(t, storagetest.StartServer(t))
	tr := try(t, url)
	line.cut()
	tr.load(lasting(time.Minute))
	line.mend()
	tr.load(time.Second)
	tr.ends()
	tr.everythingIsFiled(0)
	tr.nothingIsSaidTwice()
	tr.told("条消息都已处理，不用重发", unhandled, handledAgain)
}

func TestSlowAnswersOfRedisKeepNoMessageOutOfTheJournal(t *testing.T) {
	t.Parallel()
	line, url := wire(t, storagetest.StartServer(t))
	tr := try(t, url)
	heal := line.spoil(`{"type":"latency","attributes":{"latency":2000}}`)
	tr.load(lasting(time.Minute))
	tr.service.until("the journal", func() bool { return len(tr.journalled()) == len(tr.reports) })
	heal()
	tr.load(time.Second)
	tr.ends()
	tr.everythingIsFiled(0)
	tr.nothingIsSaidTwice()
}

func TestConnectionsThatBreakInTheMiddleOfAnswersLoseAndDoubleNothing(t *testing.T) {
	t.Parallel()
	line, url := wire(t, storagetest.StartServer(t))
	tr := try(t, url)
	for i := range storagetest.Times(12) {
		toxic := `{"type":"limit_data","attributes":{"bytes":100}}`
		if i%2 == 1 {
			toxic = `{"type":"reset_peer","attributes":{"timeout":0}}`
		}
		heal := line.spoil(toxic)
		tr.load(300 * time.Millisecond)
		heal()
		tr.load(100 * time.Millisecond)
	}
	tr.load(time.Second)
	tr.ends()
	tr.everythingIsFiled(0)
	tr.nothingIsSaidTwice()
}
