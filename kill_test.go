//go:build !race

package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	client "github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// acknowledged lists the reports of which a receipt has come out so far.
func (tr *trial) acknowledged() (reports []filed) {
	tr.service.mu.Lock()
	heard := append(tr.heard[:len(tr.heard):len(tr.heard)], tr.service.out...)
	tr.service.mu.Unlock()
	said := map[string]bool{}
	for _, o := range heard {
		said[o.Key] = true
	}
	for _, r := range tr.reports {
		if said[r.receipt()] {
			reports = append(reports, r)
		}
	}
	return reports
}

// typeAgain types what the journal does not hold, as a chat service gives a
// message again that was not taken. Nothing acknowledged is among it.
func (tr *trial) typeAgain() {
	tr.Helper()
	tr.theChainIsWhole()
	kept, acknowledged := map[string]bool{}, map[string]bool{}
	for _, id := range tr.journalled() {
		kept[id] = true
	}
	for _, r := range tr.acknowledged() {
		acknowledged[r.id] = true
	}
	for _, r := range tr.reports {
		if kept[r.id] {
			continue
		}
		if acknowledged[r.id] {
			tr.Errorf("%s was acknowledged, and the journal does not hold it", r.id)
		}
		tr.retype(r)
	}
}

// restart starts a service that was killed, by the same command on the same
// workspace, and types again what it did not take.
func (tr *trial) restart() {
	tr.Helper()
	tr.heard, tr.talk = append(tr.heard, tr.service.out...), tr.talk+tr.service.said.String()
	tr.start()
	tr.service.until("the service", func() bool { return len(tr.service.said.of("msg=serving")) > 0 })
	tr.typeAgain()
}

func TestAProgramThatIsKilledAgainAndAgainLosesNothingAndCountsNothingTwice(t *testing.T) {
	for _, store := range []string{"embedded", "redis"} {
		t.Run(store, func(t *testing.T) {
			t.Parallel()
			url := "embedded:data"
			if store == "redis" {
				url = storagetest.StartRedis(t)
			}
			tr := try(t, url)
			kills := storagetest.Times(20)
			for range kills {
				for range 1 + rand.IntN(volley) {
					tr.report()
				}
				<-time.After(rand.N(150 * time.Millisecond)) // while it keeps, files or sends
				tr.service.kill()
				tr.restart()
			}
			tr.ends()
			tr.everythingIsFiled(kills)
			tr.nothingIsSaidTwice()
		})
	}
}

func TestAServerThatIsKilledAgainAndAgainLosesNothingThatWasAcknowledged(t *testing.T) {
	t.Parallel()
	server := storagetest.StartServer(t)
	line, url := wire(t, server)
	tr := try(t, url)
	for range storagetest.Times(20) {
		tr.load(400*time.Millisecond + rand.N(200*time.Millisecond))
		server.Kill()
		line.cut()
		server.Restart()
		if lost := tr.lost(server.URL()); lost > 0 {
			t.Errorf("the server has lost %d reports that were acknowledged", lost)
		}
		line.mend()
	}
	tr.ends()
	tr.everythingIsFiled(0)
	tr.nothingIsSaidTwice()
}

// lost counts the reports of which a receipt has come out and that a store does
// not hold.
func (tr *trial) lost(url string) (n int) {
	tr.Helper()
	acknowledged := tr.acknowledged()
	kept, err := redis.Open(tr.Context(), url, "青石镇", redis.Options{})
	if err != nil {
		tr.Fatal(err)
	}
	defer kept.Close()
	for _, r := range acknowledged {
		_, known, err := kept.Outcome(tr.Context(), report.MessageID(r.id))
		if err != nil {
			tr.Fatal(err)
		}
		if !known {
			n++
		}
	}
	return n
}

// The power fails while the server syncs every second: what it wrote in the last
// second is not on its disk. The journal files it again.
func TestWhatAServerThatSyncsEverySecondLosesInAPowerCutIsFiledFromTheJournal(t *testing.T) {
	t.Parallel()
	server := storagetest.StartServer(t, "--appendfsync", "everysec")
	line, url := wire(t, server)
	tr := try(t, url)
	lost, cuts := 0, storagetest.Times(2)
	for range cuts {
		tr.load(time.Second)
		synced := tr.sizes(filepath.Join(server.Dir, "appendonlydir/*.incr.aof"))
		typed := len(tr.reports)
		tr.load(time.Second)
		tr.service.until("a receipt of what is not synced", func() bool {
			for _, r := range tr.acknowledged() {
				if slices.Contains(tr.reports[typed:], r) {
					return true
				}
			}
			return false
		})
		server.Kill()
		line.cut()
		for file, size := range synced {
			if err := os.Truncate(file, size); err != nil {
				t.Fatal(err)
			}
		}
		server.Restart()
		lost += tr.lost(server.URL())
		line.mend()
	}
	tr.load(time.Second)
	tr.ends()
	if lost == 0 {
		t.Error("the server has lost nothing: the test shows nothing")
	}
	t.Logf("the server lost %d acknowledged reports in %d power cuts", lost, cuts)
	tr.forgot = cuts
	tr.everythingIsFiled(len(tr.reports)) // of a message that was being sent the server has forgotten whether it left
	tr.nothingIsSaidTwice()
}

func TestAPrimaryThatIsKilledIsReplacedAndNothingIsLost(t *testing.T) {
	for name, start := range map[string]func(*testing.T) (*storagetest.Fleet, *storagetest.Server){
		"sentinel": func(t *testing.T) (*storagetest.Fleet, *storagetest.Server) {
			fleet := storagetest.StartSentinel(t, storagetest.Setup{})
			return fleet, fleet.Servers[0]
		},
		"cluster": func(t *testing.T) (*storagetest.Fleet, *storagetest.Server) {
			fleet := storagetest.StartCluster(t, storagetest.Setup{Replicas: 1})
			node := client.NewClient(&client.Options{Addr: fleet.Servers[0].Addr(), Protocol: 2})
			defer node.Close()
			slot, err := node.ClusterKeySlot(t.Context(), "{青石镇}").Result()
			if err != nil {
				t.Fatal(err)
			}
			return fleet, fleet.Servers[slot*3/16384]
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fleet, primary := start(t)
			tr := try(t, fleet.URL)
			primary.Kill()
			tr.load(5 * time.Second)
			tr.ends()
			tr.everythingIsFiled(0)
			tr.nothingIsSaidTwice()
		})
	}
}
