package report

import "time"

// Act is something that a person did to what is kept, beside reporting: restored a
// backup, purged, approved, excused. Acts are never changed or taken away.
type Act struct {
	At     time.Time
	By     string // roster name, or the account of the machine
	What   string // restore, rebuild, purge, …
	About  string // what it was done to
	Reason string // in the words of whoever did it; may be empty
}
