package report

import "time"

// Act is something that a person, or the program by itself, did to or with what is
// kept, beside reporting: restored a backup, purged, approved, asked a model. Acts are never changed or taken away.
type Act struct {
	At     time.Time
	By     string // roster name, or the account of the machine
	What   string // restore, rebuild, purge, model, …
	About  string // what it was done to
	Reason string // in the words of whoever did it; may be empty
}
