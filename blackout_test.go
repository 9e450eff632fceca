package main

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/bot/bottest"
	"qunbao/commands"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// quietTownship is the township with its daily form alone.
func quietTownship(t *testing.T) *configs.Config {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/township")); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(dir, "qunbao.yaml"), ", forms/publicity.yaml, forms/checkpoint.yaml, forms/flood.yaml", "",
		"[epidemic-daily, publicity, checkpoint]", "[epidemic-daily]", "[epidemic-daily, publicity]", "[epidemic-daily]",
		"  - name: 青石镇防汛工作群\n    role: work\n    forms: [flood]\n", "", `  - {at: "08:30", covers: today, to: [青石镇班子群], forms: [flood]}`+"\n", "")
	config, err := configs.Load(filepath.Join(dir, "qunbao.yaml"), func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// spells are the times in which the program is up: it goes down once or twice a
// day, for minutes, hours or over a deadline.
func spells(chance *rand.Rand, from, until time.Time) (up []report.Window) {
	for at := from; at.Before(until); {
		lives := time.Duration(30+chance.IntN(24*60)) * time.Minute
		down := time.Duration(1+chance.IntN(40)) * time.Minute
		if chance.IntN(3) == 0 {
			down *= 20
		}
		up = append(up, report.Window{From: at, To: at.Add(lives)})
		at = at.Add(lives + down)
	}
	up[len(up)-1].To = until
	return up
}

// For a month the program goes down at random, and half of what is sent meanwhile
// never reaches it. Nobody is shown as missing or late where the outage covered
// the deadline or most of the day, and nobody's lead is told so; nothing is said
// twice; everything due was done, or is recorded as skipped; a digest that was
// late says so.
func TestAMonthOfOutagesBlamesNobodyAndSaysNothingTwice(t *testing.T) {
	for seed := range uint64(storagetest.Times(1)) {
		config, chance := quietTownship(t), rand.New(rand.NewPCG(seed, 7))
		from := mustInstant("2020-02-03T07:00:00+08:00")
		until := from.AddDate(0, 0, 30)
		m := &blackouts{T: t, config: config, chat: bottest.NewFake(), up: spells(chance, from, until)}
		m.live(m.typed(chance))
		m.nobodyIsBlamed(until)
		m.nothingIsSaidTwice()
		m.everythingIsDone(from, until)
	}
}

type blackouts struct {
	*testing.T
	config *configs.Config
	chat   *bottest.Fake
	up     []report.Window
	store  *sqlite.Store
}

// isUp tells whether the program lives at an instant, and else when it does again.
func (m *blackouts) isUp(at time.Time) (bool, time.Time) {
	for _, w := range m.up {
		if at.Before(w.From) {
			return false, w.From
		}
		if at.Before(w.To) {
			return true, at
		}
	}
	return false, at
}

// typed is what arrives: every village reports in time; of what it sends while
// the program is down half comes when it is up again, with its own time, and half
// never.
func (m *blackouts) typed(chance *rand.Rand) []arrival {
	var all []arrival
	for d := range 30 {
		morning := m.up[0].From.AddDate(0, 0, d)
		for i, r := range reporters {
			at := morning.Add(time.Hour + time.Duration(chance.IntN(520))*time.Minute)
			a := arrival{at: at, Message: report.Message{ID: report.MessageID(fmt.Sprintf("m%02d-%02d", d, i)), Time: at,
				Chat: workChat, Sender: r[0], Text: fmt.Sprintf("%s居家观察%d人，发热0人", r[1], 10+i)}}
			up, next := m.isUp(at)
			if !up && chance.IntN(2) == 0 {
				continue
			}
			a.at = next
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(a, b arrival) int { return a.at.Compare(b.at) })
	return all
}

// arrival is a message and when it reaches the program.
type arrival struct {
	report.Message
	at time.Time
}

// arrivals are a source of such messages.
type arrivals struct{ list []arrival }

func (a *arrivals) next() (report.Message, time.Time, error) {
	if len(a.list) == 0 {
		return (&list{}).next()
	}
	first := a.list[0]
	a.list = a.list[1:]
	return first.Message, first.at, nil
}

// live runs a program in each of the spells, as the service takes up its work.
func (m *blackouts) live(typed []arrival) {
	m.Helper()
	kept, err := sqlite.Open(m.Context(), sqlite.Memory)
	if err != nil {
		m.Fatal(err)
	}
	m.Cleanup(func() { kept.Close() })
	m.store = kept
	for _, w := range m.up {
		p, err := join(rooms{config: m.config, store: kept, channel: m.chat, owner: "test", log: slog.New(slog.DiscardHandler)})
		if err != nil {
			m.Fatal(err)
		}
		journal := &fleeting{}
		l := newLoop(p, journal.follow, func() time.Time { return w.From }, slog.New(slog.DiscardHandler))
		if err := l.resume(m.Context()); err != nil {
			m.Fatal(err)
		}
		n := 0
		for n < len(typed) && typed[n].at.Before(w.To) {
			n++
		}
		r := &replay{program: p, lines: &arrivals{typed[:n]}, now: w.From, until: w.To.Add(-time.Nanosecond)}
		if err := r.run(m.Context()); err != nil {
			m.Fatal(err)
		}
		typed = typed[n:]
	}
}

// nobodyIsBlamed looks at every day: every village has sent its report, so that
// whoever is missing is so because it got lost, and not at the deadline nor in an
// outage of most of the day. Of the days that an outage covers no lead was told.
func (m *blackouts) nobodyIsBlamed(until time.Time) {
	m.Helper()
	w, faults := m.config.Workspace, 0
	for d := range 30 {
		key := report.PeriodKey{Form: "epidemic-daily", Day: report.DayOf(m.up[0].From) + report.Day(d)}
		up, _ := m.isUp(w.Due(key))
		c, err := commands.Complete(m.Context(), m.store, w, key, until)
		if err != nil {
			m.Fatal(err)
		}
		for _, s := range c.Standings {
			if s.State == report.SystemFault {
				faults++
			}
			if !up && !m.blip(w.Due(key)) && (s.State == report.Missing || s.State == report.Late) {
				m.Errorf("%s is %s at %s, where the program was down at the deadline", s.Unit, s.State, key)
			}
		}
		for _, o := range m.chat.Sent() {
			if o.Kind == report.Escalation && o.Period == key.Day && !up && !m.blip(w.Due(key)) {
				m.Errorf("a lead was told of %v at %s, where the program was down at the deadline", o.Units, key)
			}
		}
	}
	if faults == 0 {
		m.Error("a dull month: no outage covered anybody's report")
	}
}

// blip tells whether the program is down at an instant for so short that it is no
// outage: it may be up before anybody has to wait.
func (m *blackouts) blip(at time.Time) bool {
	for i := range m.up[1:] {
		if w := m.up[i+1]; at.Before(w.From) {
			return w.From.Sub(m.up[i].To) < gap+time.Minute
		}
	}
	return false
}

func (m *blackouts) nothingIsSaidTwice() {
	m.Helper()
	seen := map[string]bool{}
	for _, o := range m.chat.Sent() {
		if seen[o.Key] {
			m.Errorf("%s is said twice", o.Key)
		}
		seen[o.Key] = true
	}
}

// everythingIsDone looks at every firing of the month: it is claimed, and a digest
// that was made up says that it is late.
func (m *blackouts) everythingIsDone(from, until time.Time) {
	m.Helper()
	firings, err := m.store.Firings(m.Context(), "")
	if err != nil {
		m.Fatal(err)
	}
	claimed, skipped, late := map[string]report.Firing{}, 0, 0
	for _, f := range firings {
		claimed[f.Name] = f
		if f.Skipped {
			skipped++
		}
	}
	for d := range 29 {
		day := (report.DayOf(from) + report.Day(d)).String()
		names := []string{"open/epidemic-daily/" + day + "/", "remind/epidemic-daily/" + day + "//before-60m-reporter",
			"remind/epidemic-daily/" + day + "//after-0m-chat", "remind/epidemic-daily/" + day + "//after-30m-lead",
			"digest/" + day + "T20:00", "briefing/" + day + "T20:10"}
		if d > 0 {
			names = append(names, "digest/"+day+"T07:30")
		}
		for _, name := range names {
			if _, ok := claimed[name]; !ok {
				m.Errorf("%s is lost", name)
			}
		}
	}
	for _, o := range m.chat.Sent() {
		firing, _, _ := strings.Cut(o.Key, "/chat:")
		f, ok := claimed[firing]
		if o.Kind != report.DigestKind || !ok {
			continue
		}
		if due := m.config.Workspace.Leaves(report.Row{Kind: o.Kind}, f.At); o.Time.Sub(due) > 10*time.Minute {
			late++
			if !strings.Contains(o.Text, "因故迟发") {
				m.Errorf("the digest of %s left at %s and does not say so:\n%s", due, o.Time, o.Text)
			}
		}
	}
	m.Logf("%d spells, %d firings, %d skipped, %d digests late", len(m.up), len(firings), skipped, late)
	if skipped == 0 || late == 0 {
		m.Error("a dull month: nothing was skipped, or nothing late")
	}
}
