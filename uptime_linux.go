package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// uptime is the time since the machine was started. It goes on while the machine is
// suspended, and does not change when the clock is set.
func uptime() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &t) != nil {
		return time.Duration(time.Now().UnixNano())
	}
	return time.Duration(t.Nano())
}
