package main

import (
	"os/signal"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// bearLimits lets a write that goes over the limit of a file's size fail, as on
// a full disk, where the signal would else end the program.
func bearLimits() { signal.Ignore(syscall.SIGXFSZ) }

// limit lets no file of a running process grow beyond a size, and lifted lets it again.
func limit(t testing.TB, pid int, size uint64) (lifted func()) {
	t.Helper()
	var before unix.Rlimit
	if err := unix.Prlimit(pid, unix.RLIMIT_FSIZE, nil, &before); err != nil {
		t.Fatal(err)
	}
	if err := unix.Prlimit(pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: size, Max: before.Max}, nil); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if err := unix.Prlimit(pid, unix.RLIMIT_FSIZE, &before, nil); err != nil {
			t.Fatal(err)
		}
	}
}
