package storage

import (
	"time"

	"qunbao/report"
)

// What tests put in the place of the computer's disk.
type (
	Disk     = disk
	File     = file
	RealDisk = realDisk
)

// OpenJournalOn opens a journal on a disk.
func OpenJournalOn(dir, instance string, d Disk) (*Journal, error) {
	return openJournal(dir, instance, d)
}

// AppendTogether appends messages in one write, as when they come while another
// one is written, and tells of each how it went.
func (j *Journal) AppendTogether(received time.Time, messages ...report.Message) []error {
	j.pen <- struct{}{}
	var places []*place
	for _, m := range messages {
		body, err := EncodeMessage(m)
		if err != nil {
			return []error{err}
		}
		l, err := newMessageLine(j.instance, received, body)
		if err != nil {
			return []error{err}
		}
		p := &place{line: l, day: report.DayOf(received), done: make(chan struct{})}
		j.enter(p)
		places = append(places, p)
	}
	j.writeWaiting()
	<-j.pen
	var errs []error
	for _, p := range places {
		errs = append(errs, p.err)
	}
	return errs
}

// Waiting is how many lines nobody is writing yet.
func (j *Journal) Waiting() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.waiting)
}
