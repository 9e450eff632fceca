package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"qunbao/bot"
)

// health tells over HTTP how the program stands:
//
//	/healthz  200 while it works, also while it waits for somebody to scan a code;
//	          503 where its loop does not turn, and a supervisor should start it again
//	/readyz   200 while messages come in and leave; else 503
//	/metrics  in the format of Prometheus
//
// Nothing in it names a person, a chat or a unit, or holds what a login needs.
type health struct {
	beat    *beat
	channel string // its name
	now     func() time.Time
	metrics *prometheus.Registry
	log     *slog.Logger
}

// readFor bounds what a caller may take for its request, closeFor the end.
const (
	readFor  = 10 * time.Second
	closeFor = 2 * time.Second
)

// Run serves at an address until ctx is done. An address that is taken, as by the
// program of another workspace, is logged and no reason to end.
func (h *health) Run(ctx context.Context, address string) {
	if address == "" {
		return
	}
	at, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		h.log.Warn("nothing can be told of the program's health; write another address behind listen, or none", "address", address, "error", err)
		return
	}
	server := &http.Server{Handler: h.handler(), ReadTimeout: readFor, WriteTimeout: readFor, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	stop := context.AfterFunc(ctx, func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeFor)
		defer cancel()
		server.Shutdown(closing)
	})
	defer stop()
	h.log.Info("health is told", "address", at.Addr().String())
	if err := server.Serve(at); !errors.Is(err, http.ErrServerClosed) {
		h.log.Error("health is told no longer", "error", err)
	}
}

func (h *health) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		p, now := h.beat.Load(), h.now()
		h.answer(w, p, now, stuck)
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		p, now := h.beat.Load(), h.now()
		h.answer(w, p, now, stuck, starting, waiting, faulty)
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(h.metrics, promhttp.HandlerOpts{}))
	return mux
}

// vitals is what is answered. Instants are left out where there are none.
type vitals struct {
	Status  string        `json:"status"`
	Turned  *time.Time    `json:"turned,omitempty"` // the loop's last turn
	Channel channelVitals `json:"channel"`
	Store   storeVitals   `json:"store"`
	Waits   *time.Time    `json:"oldest_waiting_message,omitempty"`
	Due     *time.Time    `json:"next_due,omitempty"`
	Held    *time.Time    `json:"sends_held_until,omitempty"`
	Why     bot.Why       `json:"sends_held_by,omitempty"`
}

type channelVitals struct {
	Name   string     `json:"name"`
	Phase  bot.Phase  `json:"phase,omitempty"`
	Say    string     `json:"say,omitempty"`
	Since  *time.Time `json:"since,omitempty"`
	Synced *time.Time `json:"synced,omitempty"`
	Age    *int       `json:"synced_seconds_ago,omitempty"`
}

type storeVitals struct {
	Away *time.Time `json:"away_since,omitempty"`
}

// answer tells of a pulse, with 503 where its health is one of those that are bad.
func (h *health) answer(w http.ResponseWriter, p *pulse, now time.Time, bad ...string) {
	say := vitals{Status: p.health(now), Channel: channelVitals{Name: h.channel}}
	if p != nil {
		c := p.Channel
		say.Turned, say.Store.Away, say.Waits, say.Due, say.Held, say.Why = known(p.At), known(p.Away), known(p.Waits), known(p.Due), known(p.Held), p.Why
		say.Channel = channelVitals{Name: h.channel, Phase: c.Phase, Say: bot.State{Phase: c.Phase}.Say(), Since: known(c.Since), Synced: known(c.Synced)}
		if !c.Synced.IsZero() {
			age := int(now.Sub(c.Synced).Seconds())
			say.Channel.Age = &age
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if slices.Contains(bad, say.Status) {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	json.NewEncoder(w).Encode(say)
}

// known is an instant, or nothing for the zero one.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
