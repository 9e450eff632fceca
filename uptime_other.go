//go:build !linux && !windows

package main

import "time"

// uptime is the clock's time: where the machine does not tell what has passed in a
// suspension, a clock that was set is taken for one.
func uptime() time.Duration { return time.Duration(time.Now().UnixNano()) }
