package redis

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

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

// Events lists the urgent matters of from ≤ time < to, by time and number, with
// what became of each.
func (s *Store) Events(ctx context.Context, from, to time.Time) ([]report.Event, error) {
	numbers, err := s.client.ZRangeByScore(ctx, s.keys.eventTimes(),
		&redis.ZRangeBy{Min: number(storage.Micros(from)), Max: "(" + number(storage.Micros(to))}).Result()
	if err != nil {
		return nil, fail("events", err)
	}
	var list []report.Event
	for some := range slices.Chunk(numbers, page) {
		events, err := s.events(ctx, some)
		if err != nil {
			return nil, fail("events", err)
		}
		list = append(list, events...)
	}
	slices.SortFunc(list, func(a, b report.Event) int {
		return cmp.Or(cmp.Compare(storage.Micros(a.Time), storage.Micros(b.Time)), cmp.Compare(a.N, b.N))
	})
	return list, nil
}

// Event is the urgent matter of a number, with what became of it.
func (s *Store) Event(ctx context.Context, n int) (e report.Event, found bool, err error) {
	list, err := s.events(ctx, []string{number(n)})
	if err != nil {
		return e, false, fail("event", err)
	}
	if found = len(list) > 0; found {
		e = list[0]
	}
	return e, found, nil
}

// events reads those of some numbers, of one state, in one round trip.
func (s *Store) events(ctx context.Context, numbers []string) ([]report.Event, error) {
	var bodies *redis.SliceCmd
	became := make([]*redis.XMessageSliceCmd, len(numbers))
	_, err := s.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		bodies = p.HMGet(ctx, s.keys.events(), numbers...)
		for i, n := range numbers {
			became[i] = p.XRange(ctx, s.keys.progress(n), "-", "+")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var list []report.Event
	for i, b := range texts(bodies.Val()) {
		if b == "" {
			continue // there is no event of this number
		}
		e, err := decodeNumbered(storage.DecodeEvent, b)
		if err != nil {
			return nil, err
		}
		for _, step := range became[i].Val() {
			p, err := storage.DecodeProgress([]byte(text(step, "v")))
			if err != nil {
				return nil, err
			}
			e.Progress = append(e.Progress, p)
		}
		list = append(list, e)
	}
	return list, nil
}

// Rulings lists what people decided in chat, in the order in which they did,
// without the first after of them.
func (s *Store) Rulings(ctx context.Context, after int) ([]report.Ruling, error) {
	var list []report.Ruling
	err := s.pages(ctx, s.keys.rulings(), number(max(after, 0)+1), "+", func(e redis.XMessage) error {
		r, err := storage.DecodeRuling([]byte(text(e, "v")))
		list = append(list, r)
		return err
	})
	if err != nil {
		return nil, fail("rulings", err)
	}
	return list, nil
}

// pages gives each entry of a stream between two places, in order.
func (s *Store) pages(ctx context.Context, key, from, to string, fn func(redis.XMessage) error) error {
	head, err := s.client.XRangeN(ctx, key, from, to, page).Result()
	if err != nil {
		return err
	}
	return s.rest(ctx, key, to, head, fn)
}

// rest gives the entries of a stream of which the first page has been read.
func (s *Store) rest(ctx context.Context, key, to string, entries []redis.XMessage, fn func(redis.XMessage) error) (err error) {
	for {
		for _, e := range entries {
			if err := fn(e); err != nil {
				return err
			}
		}
		if len(entries) < page {
			return nil
		}
		if entries, err = s.client.XRangeN(ctx, key, behind(entries[len(entries)-1].ID), to, page).Result(); err != nil {
			return err
		}
	}
}

// text is a field of an entry; "" where it has none.
func text(e redis.XMessage, field string) string {
	s, _ := e.Values[field].(string)
	return s
}

// LastEvent is the highest number taken, 0 where none is.
func (s *Store) LastEvent(ctx context.Context) (int, error) {
	last, found, err := s.field(ctx, s.keys.meta(), "event")
	if err != nil || !found {
		return 0, err
	}
	return strconv.Atoi(last)
}

// SaveDraft stores a document as it stands now, over what it was before. The same
// again changes nothing; ErrMoved: its Rev is not the next.
func (s *Store) SaveDraft(ctx context.Context, d report.Draft) error {
	if d.ID == "" {
		return errors.New("storage/redis: save draft: it has no id")
	}
	b, err := storage.EncodeDraft(d)
	if err != nil {
		return fail("save draft", err)
	}
	said, err := s.keep(ctx, "save draft", s.scripts.draft,
		[]string{s.keys.version(), s.keys.draft(d.ID), s.keys.drafts(), s.keys.meta()}, b, d.ID, d.Rev)
	if err == nil && said == "MOVED" {
		return fail("save draft", storage.ErrMoved)
	}
	return err
}

// DraftIDs lists the documents, by id.
func (s *Store) DraftIDs(ctx context.Context) ([]string, error) {
	ids, err := s.client.SMembers(ctx, s.keys.drafts()).Result()
	if err != nil {
		return nil, fail("draft ids", err)
	}
	slices.Sort(ids)
	return ids, nil
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
