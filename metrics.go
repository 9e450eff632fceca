package main

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"qunbao/bot"
	"qunbao/report"
)

// traffic is a channel whose sends are counted, by how they ended.
type traffic struct {
	bot.Channel
	ends    map[string]*atomic.Int64
	failing atomic.Bool // the last send did not go well
}

// The ways in which sends end, as the metrics have them.
var sendEnds = []struct {
	name string
	err  error
}{{"offline", bot.ErrOffline}, {"too_fast", bot.ErrTooFast}, {"uncertain", bot.ErrUncertain}, {"rejected", bot.ErrRejected}}

func newTraffic(c bot.Channel) *traffic {
	t := &traffic{Channel: c, ends: map[string]*atomic.Int64{"sent": {}, "failed": {}}}
	for _, e := range sendEnds {
		t.ends[e.name] = &atomic.Int64{}
	}
	return t
}

// Send implements bot.Channel.
func (t *traffic) Send(ctx context.Context, out report.Outgoing) error {
	err := t.Channel.Send(ctx, out)
	end := "failed"
	if err == nil {
		end = "sent"
	}
	for _, e := range sendEnds {
		if errors.Is(err, e.err) {
			end = e.name
		}
	}
	t.ends[end].Add(1)
	t.failing.Store(err != nil)
	return err
}

// metrics are the numbers that a monitor may ask for. Instants are seconds since 1970,
// and 0 where there is none.
func metrics(b *beat, counts func() bot.Counts, sends *traffic) *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	gauge := func(name, help string, of func(*pulse) float64) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "qunbao_" + name, Help: help}, func() float64 {
			if p := b.Load(); p != nil {
				return of(p)
			}
			return 0
		}))
	}
	counter := func(name, help string, labels prometheus.Labels, of func() int64) {
		r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "qunbao_" + name, Help: help, ConstLabels: labels},
			func() float64 { return float64(of()) }))
	}
	gauge("loop_turned_timestamp_seconds", "The last turn of the loop.", func(p *pulse) float64 { return seconds(p.At) })
	gauge("channel_up", "1 while messages come in and can be sent.", func(p *pulse) float64 {
		if p.Channel.Phase == bot.Up {
			return 1
		}
		return 0
	})
	gauge("channel_synced_timestamp_seconds", "The last sign of life of the chat's service.", func(p *pulse) float64 { return seconds(p.Channel.Synced) })
	gauge("store_away_timestamp_seconds", "Since when the store is away.", func(p *pulse) float64 { return seconds(p.Away) })
	gauge("waiting_message_timestamp_seconds", "When the message came that waits to be handled.", func(p *pulse) float64 { return seconds(p.Waits) })
	counter("messages_kept_total", "Messages kept in the journal.", nil, func() int64 { return counts().Kept })
	counter("messages_ignored_total", "Messages of other chats and strangers, not kept.", nil, func() int64 { return counts().Ignored })
	counter("messages_faults_total", "Messages that could not be handled.", nil, func() int64 { return counts().Faults })
	for end, n := range sends.ends {
		counter("sends_total", "Attempts to send, by how they ended.", prometheus.Labels{"end": end}, n.Load)
	}
	return r
}

// seconds is an instant as Prometheus has them.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixNano()) / 1e9
}
