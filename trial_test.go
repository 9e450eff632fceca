package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/bot"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/storagetest"
)

// The trials whose program and servers are processes that are cut off, filled or
// killed do not run under the race detector (!race): it makes a process many times
// slower, and what they run is raced by the tests of the loop, the outbox and the
// stores.

// trial is a township whose service is put to the test while its villages report,
// each again and again. Afterwards it is looked at from outside: its store, its
// journal, and what it said.
type trial struct {
	*testing.T
	dir     string
	service *service
	reports []filed   // what was typed, in order
	heard   []outline // of services that have ended
	talk    string    // likewise

	// forgot is how often the server has lost what it acknowledged: the message in
	// hand when it came back may stand before those that were filed again.
	forgot int
}

// filed is a report that was typed.
type filed struct {
	id, card, unit string
	home           int
}

func (r filed) receipt() string { return "receipt/" + r.id + "/epidemic-daily/" + r.unit }

// try starts a service on a store and sees that all is well. Each receipt leaves
// by itself.
func try(t *testing.T, store string) *trial {
	t.Helper()
	tr := &trial{T: t, dir: livingTownship(t, store)}
	edit(t, filepath.Join(tr.dir, "qunbao.yaml"), "window: 100ms", "window: 0s")
	tr.start()
	for range 4 * len(reporters) {
		tr.report()
		tr.service.hear("receipt", tr.reports[len(tr.reports)-1].unit)
	}
	return tr
}

// start starts the service, again by the same command on the same workspace.
func (tr *trial) start() {
	tr.Helper()
	tr.service = startService(tr.T, tr.dir)
}

// report types the next report.
func (tr *trial) report() {
	tr.Helper()
	n := len(tr.reports)
	by := reporters[n%len(reporters)]
	r := filed{fmt.Sprintf("m%05d", n), by[0], by[1], 100 + n}
	tr.reports = append(tr.reports, r)
	tr.retype(r)
}

func (tr *trial) retype(r filed) {
	tr.Helper()
	tr.service.say(r.id, r.card, fmt.Sprintf("%s居家观察%d人，发热0人", r.unit, r.home))
}

// volley is the most reports that are typed at once.
const volley = 20

// load types fifty reports a second for a while.
func (tr *trial) load(d time.Duration) {
	tr.Helper()
	pace := time.NewTicker(time.Second / 50)
	defer pace.Stop()
	for range int(d.Seconds() * 50) {
		tr.report()
		<-pace.C
	}
}

// lasting is how long a trouble lasts: the whole of it in a soak.
func lasting(d time.Duration) time.Duration {
	return min(d, d/10*time.Duration(storagetest.Times(1)))
}

// ends lets the service handle what is left, and takes down what it said.
func (tr *trial) ends() {
	tr.Helper()
	tr.service.stop()
	tr.heard, tr.talk = append(tr.heard, tr.service.out...), tr.talk+tr.service.said.String()
}

func (tr *trial) journal() string { return filepath.Join(tr.dir, "data", "journal") }

// theChainIsWhole checks the journal, while nothing is written.
func (tr *trial) theChainIsWhole() {
	tr.Helper()
	if err := storage.Verify(tr.journal()); err != nil {
		tr.Errorf("the journal's chain: %v", err)
	}
}

// journalled lists the ids that the journal holds, each once, in its order.
func (tr *trial) journalled() (ids []string) {
	tr.Helper()
	seen := map[report.MessageID]bool{}
	err := storage.ReadJournal(tr.journal(), time.Time{}, func(m report.Message, _ time.Time) error {
		if !seen[m.ID] {
			ids = append(ids, string(m.ID))
		}
		seen[m.ID] = true
		return nil
	})
	if err != nil {
		tr.Error(err)
	}
	return ids
}

// everythingIsFiled checks that what was typed is in the journal and in the
// store, in order, once, each record with its first receipt, and that every
// receipt has left, but for those of one message a kill, of which nobody knows.
func (tr *trial) everythingIsFiled(kills int) {
	tr.Helper()
	tr.theChainIsWhole()
	var ids []string
	for _, r := range tr.reports {
		ids = append(ids, r.id)
	}
	if kept := tr.journalled(); !slices.Equal(kept, ids) {
		tr.Errorf("the journal holds %d messages, %d were typed: %s", len(kept), len(ids), firstOff(ids, kept))
	}
	config, kept := tr.open()
	defer kept.Close()
	for _, by := range reporters {
		var want []string
		for _, r := range tr.reports {
			if r.unit == by[1] {
				want = append(want, fmt.Sprintf("%s=%d", r.id, r.home))
			}
		}
		var got []string
		for _, v := range tr.versions(config, kept, by[1]) {
			got = append(got, fmt.Sprintf("%s=%s", v.Message, v.Values["home"].N))
		}
		if !slices.Equal(got, want) {
			tr.Errorf("%s: %d of %d reports are filed, in this order: %s", by[1], len(got), len(want), firstOff(want, got))
		}
	}
	unsure := 0
	for _, r := range tr.reports {
		switch state, _, err := kept.RowState(tr.Context(), r.receipt()); {
		case err != nil:
			tr.Fatal(err)
		case state == report.Uncertain:
			unsure++
		case state != report.Sent:
			tr.Errorf("%s is %q", r.receipt(), state)
		}
	}
	if most := kills * volley; unsure > most {
		tr.Errorf("of %d receipts nobody knows whether they left, at most of %d", unsure, most)
	}
}

// open opens what the service kept.
func (tr *trial) open() (*configs.Config, storagetest.Store) {
	tr.Helper()
	config, err := configs.Load(filepath.Join(tr.dir, "qunbao.yaml"), os.Getenv)
	if err != nil {
		tr.Fatal(err)
	}
	kept, err := openStore(tr.Context(), config, config.Store, logger(&lines{}))
	if err != nil {
		tr.Fatal(err)
	}
	return config, kept.(storagetest.Store)
}

// sizes are those of some files.
func (tr *trial) sizes(pattern string) map[string]int64 {
	tr.Helper()
	files, err := filepath.Glob(pattern)
	sizes := map[string]int64{}
	for _, f := range files {
		if info, err := os.Stat(f); err == nil {
			sizes[f] = info.Size()
		}
	}
	if len(sizes) == 0 {
		tr.Fatalf("%s: nothing is there (%v)", pattern, err)
	}
	return sizes
}

// versions are those of a unit, of today and of a day that has ended meanwhile.
func (tr *trial) versions(config *configs.Config, kept storagetest.Store, unit string) (all []report.Version) {
	tr.Helper()
	today := config.Workspace.PeriodAt(config.Workspace.Form("epidemic-daily"), time.Now())
	before := today
	before.Day--
	for _, k := range []report.PeriodKey{before, today} {
		r, err := kept.Record(tr.Context(), report.RecordKey{PeriodKey: k, Unit: report.UnitID(unit)})
		if err != nil {
			tr.Fatal(err)
		}
		first := r.Fold().First
		if tr.forgot > 0 {
			slices.SortStableFunc(r.Versions, func(a, b report.Version) int { return a.Time.Compare(b.Time) })
		}
		if len(r.Versions) > 0 && !first.Equal(r.Versions[0].Time) {
			tr.Errorf("%s: first received at %s, the first report is of %s", unit, first, r.Versions[0].Time)
		}
		all = append(all, r.Versions...)
	}
	return all
}

// firstOff is where one list is not the other.
func firstOff(want, got []string) string {
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			return fmt.Sprintf("%s where %s should be, at %d", got[i], want[i], i)
		}
	}
	return fmt.Sprintf("%v…", slices.Concat(want, got)[max(0, min(len(want), len(got))-3):min(len(want), len(got))])
}

// nothingIsSaidTwice checks that of the messages of one key one has left; of a
// forgetful server one more each time.
func (tr *trial) nothingIsSaidTwice() {
	tr.Helper()
	times := map[string]int{}
	for _, o := range tr.heard {
		if times[o.Key]++; times[o.Key] == 2+tr.forgot {
			tr.Errorf("%s has left %d times", o.Key, times[o.Key])
		}
	}
}

// told checks who was told of a trouble: the admin in one notice that holds a
// text, or in none, the operator at its beginning and at its end, cadres never.
func (tr *trial) told(notice, begins, ends string) {
	tr.Helper()
	var notices []string
	for _, o := range tr.heard {
		if o.Kind == "notice" && o.To["person"] == "郑晓" {
			notices = append(notices, o.Text)
		} else if o.Kind == "notice" || strings.Contains(o.Text, bot.FaultText) {
			tr.Errorf("%v is bothered with our trouble: %s", o.To, o.Text)
		}
	}
	if len(notices) != 1 || !strings.Contains(notices[0], notice) {
		tr.Errorf("the admin is told %q, want once %q", notices, notice)
	}
	said := &lines{}
	said.Write([]byte(tr.talk))
	if begun, over := said.of(begins), said.of(ends); len(begun) != 1 || len(over) != 1 {
		tr.Errorf("the operator is told %d times of the beginning, %d times of the end:\n%s", len(begun), len(over), tr.talk)
	}
	if errs := said.of("level=ERROR"); len(errs) != 1 {
		tr.Errorf("the operator is told of %d errors:\n%s", len(errs), tr.talk)
	}
}

const (
	unhandled, handledAgain = "the store is not available", "the store is available again"
	unkept, keptAgain       = "a message waits until it can be kept", "messages are kept again"
)
