package main

import (
	"time"

	"golang.org/x/sys/windows"
)

// uptime is the time since the machine was started. It goes on while the machine is
// suspended, and does not change when the clock is set.
func uptime() time.Duration { return windows.DurationSinceBoot() }
