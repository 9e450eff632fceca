package storage

import (
	"time"

	"qunbao/report"
)

// Left is an entry of the outbox's log with which a row ended.
type Left struct {
	Tried
	Attempts int
	Note     string
	Row      []byte // in its stored form
}

// Give reads the row and passes it on, with how it ended, where that was in
// from ≤ time < to.
func (l Left) Give(from, to time.Time, fn func(report.Row, Result) error) error {
	if at := Micros(l.At); at < Micros(from) || at >= Micros(to) {
		return nil
	}
	r, err := DecodeRow(l.Row)
	if err != nil {
		return err
	}
	r.Attempts = l.Attempts
	return fn(r, Result{State: l.State, At: l.At, Note: l.Note})
}
