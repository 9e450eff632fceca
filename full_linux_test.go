//go:build !race

package main

import (
	"path/filepath"
	"testing"
	"time"

	"qunbao/storage/storagetest"
)

// A disk is full for a process when the kernel lets none of its files grow.

// size is how large the largest of some files is.
func (tr *trial) size(pattern string) (largest uint64) {
	tr.Helper()
	for _, size := range tr.sizes(pattern) {
		largest = max(largest, uint64(size))
	}
	return largest
}

func TestWhileTheDiskOfTheJournalIsFullMessagesWaitAndAreFiledAfterwards(t *testing.T) {
	t.Parallel()
	tr := try(t, storagetest.StartRedis(t))
	lifted := limit(t, tr.service.cmd.Process.Pid, tr.size(filepath.Join(tr.dir, "data/journal/*.jsonl")))
	loaded := make(chan struct{})
	go func() { // what is typed waits in the pipe, which may be full before all is
		defer close(loaded)
		tr.load(6 * time.Second)
	}()
	<-time.After(lasting(time.Minute))
	lifted()
	<-loaded
	tr.load(time.Second)
	tr.ends()
	tr.everythingIsFiled(0)
	tr.nothingIsSaidTwice()
	tr.told("其间的消息已补收，不用重发", unkept, keptAgain)
}

func TestWhileTheDiskOfTheEmbeddedStoreIsFullEverythingIsKeptAndFiledAfterwards(t *testing.T) {
	t.Parallel()
	tr := try(t, "embedded:data")
	room := uint64(64<<10 + lasting(time.Minute).Seconds()*50*600) // the journal's lines of that time have less
	lifted := limit(t, tr.service.cmd.Process.Pid, room)
	tr.load(lasting(time.Minute))
	lifted()
	tr.load(time.Second)
	tr.ends()
	tr.everythingIsFiled(0)
	tr.nothingIsSaidTwice()
	tr.told("条消息都已处理，不用重发", unhandled, handledAgain)
}

// A server that writes everything through ends when it cannot, and is started
// again once its disk has room; one that syncs every second refuses to write.
func TestWhileTheDiskOfRedisIsFullEverythingIsKeptAndFiledAfterwards(t *testing.T) {
	for _, appendfsync := range []string{"always", "everysec"} {
		t.Run(appendfsync, func(t *testing.T) {
			t.Parallel()
			server := storagetest.StartServer(t, "--appendfsync", appendfsync)
			tr := try(t, server.URL())
			lifted := limit(t, server.Pid(), tr.size(filepath.Join(server.Dir, "appendonlydir/*.aof")))
			tr.load(lasting(time.Minute))
			if appendfsync == "always" {
				server.Restart()
			} else {
				lifted()
			}
			tr.load(time.Second)
			tr.ends()
			tr.everythingIsFiled(0)
			tr.nothingIsSaidTwice()
			tr.told("条消息都已处理，不用重发", unhandled, handledAgain)
		})
	}
}
