package redis

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// Open is the asker's open question, unless it is too old at now.
func (s *Store) Open(ctx context.Context, a report.Asker, now time.Time) (report.Question, bool, error) {
	field, err := asker(a)
	if err != nil {
		return report.Question{}, false, err
	}
	q, found, err := body(ctx, s, storage.DecodeQuestion, s.keys.questions(), field)
	if err != nil || !found || storage.Micros(now) > storage.Micros(q.Until) {
		return report.Question{}, false, err
	}
	return q, true, nil
}

// Events lists the urgent matters of from ≤ time < to, by time and number.
func (s *Store) Events(ctx context.Context, from, to time.Time) ([]report.Event, error) {
	said, err := s.run(ctx, "events", s.scripts.events, []string{s.keys.events(), s.keys.eventTimes()},
		storage.Micros(from), storage.Micros(to))
	if err != nil {
		return nil, err
	}
	var list []report.Event
	for _, b := range texts(said) {
		e, err := decodeNumbered(storage.DecodeEvent, b)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b report.Event) int {
		return cmp.Or(cmp.Compare(storage.Micros(a.Time), storage.Micros(b.Time)), cmp.Compare(a.N, b.N))
	})
	return list, nil
}

// Event is the urgent matter of a number.
func (s *Store) Event(ctx context.Context, n int) (report.Event, bool, error) {
	return numberedBody(ctx, s, storage.DecodeEvent, s.keys.events(), number(n))
}

// LastEvent is the highest number taken, 0 where none is.
func (s *Store) LastEvent(ctx context.Context) (int, error) {
	last, found, err := s.field(ctx, s.keys.meta(), "event")
	if err != nil || !found {
		return 0, err
	}
	return strconv.Atoi(last)
}

// SaveDraft stores a document as it stands now, over what it was before.
func (s *Store) SaveDraft(ctx context.Context, d report.Draft) error {
	if d.ID == "" {
		return errors.New("storage/redis: save draft: it has no id")
	}
	b, err := storage.EncodeDraft(d)
	if err != nil {
		return fail("save draft", err)
	}
	_, err = s.keep(ctx, "save draft", s.scripts.draft,
		[]string{s.keys.version(), s.keys.draft(d.ID), s.keys.drafts(), s.keys.meta()}, b, d.ID)
	return err
}

// Draft is a document as it was saved last.
func (s *Store) Draft(ctx context.Context, id string) (report.Draft, bool, error) {
	last, err := s.client.XRevRangeN(ctx, s.keys.draft(id), "+", "-", 1).Result()
	if err != nil {
		return report.Draft{}, false, fail("draft", err)
	}
	if len(last) == 0 {
		return report.Draft{}, false, nil
	}
	b, _ := last[0].Values["v"].(string)
	d, err := storage.DecodeDraft([]byte(b))
	return d, err == nil, err
}
