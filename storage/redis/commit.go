package redis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"qunbao/report"
	"qunbao/storage"
)

// Commit does what a message changes, whole or not at all. A known message is
// told before a moved revision, so that a message that comes twice is never
// decided again; after a lost answer it is ErrKnown too.
func (s *Store) Commit(ctx context.Context, c report.Change) error {
	if c.Outcome.Message == "" {
		return errors.New("storage/redis: commit: a change needs the id of its message")
	}
	if slices.ContainsFunc(c.Drafts, func(d report.Draft) bool { return d.ID == "" }) {
		return errors.New("storage/redis: commit: a draft has no id")
	}
	args, err := changeArgs(c)
	if err != nil {
		return fail("commit", err)
	}
	k := s.keys
	keys := []string{k.version(), k.meta(), k.messages(), k.days(), k.outcomes(report.DayOf(c.Time)), k.questions(),
		k.events(), k.eventTimes(), k.outbox(), k.ended(), k.due(), k.forms(), k.rulings(), k.audit(), k.drafts()}
	for _, w := range c.Writes {
		p := w.Key.PeriodKey
		keys = append(keys, k.history(p), k.current(p), k.periods(p.Form), k.units(p.Form))
	}
	for _, p := range c.Progress {
		keys = append(keys, k.progress(number(p.Event)))
	}
	for _, d := range c.Drafts {
		keys = append(keys, k.draft(d.ID))
	}
	said, err := s.keep(ctx, "commit", s.scripts.commit, keys, args...)
	switch {
	case err != nil:
		return err
	case said == "KNOWN":
		return fail("commit", storage.ErrKnown)
	case said == "MOVED":
		return fail("commit", storage.ErrMoved)
	case said == "OK":
		return nil
	}
	return fail("commit", neverRaised(said))
}

// neverRaised tells of an event by the number that the script gave.
func neverRaised(said any) error {
	text, _ := said.(string)
	n, err := strconv.Atoi(text)
	if err != nil {
		return fmt.Errorf("the server's answer is none: %v", said)
	}
	return storage.NoEvent(n)
}

// changeArgs are ARGV of commit.lua.
func changeArgs(c report.Change) ([]any, error) {
	outcome, err := storage.EncodeOutcome(c.Outcome)
	if err != nil {
		return nil, err
	}
	day := report.DayOf(c.Time)
	args := []any{string(c.Outcome.Message), day.String(), number(day), outcome}
	questions, err := questionArgs(c)
	if err != nil {
		return nil, err
	}
	args = append(args, questions...)
	args = append(args, len(c.Writes), len(c.Events), len(c.Progress), len(c.Rulings), len(c.Acts), len(c.Rows), len(c.Drafts))
	for _, w := range c.Writes {
		v, err := storage.EncodeVersion(w.Version)
		if err != nil {
			return nil, err
		}
		args = append(args, string(w.Key.Unit), w.Revision, storage.Micros(w.Version.Time), v,
			string(w.Key.Form), periodMember(w.Key.PeriodKey), number(w.Key.Day))
	}
	for _, e := range c.Events {
		b, err := storage.EncodeEvent(e)
		if err != nil {
			return nil, err
		}
		args = append(args, e.N, storage.Micros(e.Time), b)
	}
	decided, err := decisionArgs(c)
	if err != nil {
		return nil, err
	}
	rows, err := rowArgs(c.Rows)
	return append(append(args, decided...), rows...), err
}

// decisionArgs are what became of events, and what a person decided and did.
func decisionArgs(c report.Change) ([]any, error) {
	var args []any
	for _, p := range c.Progress {
		b, err := storage.EncodeProgress(p)
		if err != nil {
			return nil, err
		}
		args = append(args, p.Event, b)
	}
	for _, r := range c.Rulings {
		b, err := storage.EncodeRuling(r)
		if err != nil {
			return nil, err
		}
		args = append(args, b)
	}
	for _, a := range c.Acts {
		b, err := storage.EncodeAct(a)
		if err != nil {
			return nil, err
		}
		args = append(args, storage.Micros(a.At), b)
	}
	for _, d := range c.Drafts {
		b, err := storage.EncodeDraft(d)
		if err != nil {
			return nil, err
		}
		args = append(args, d.ID, d.Rev, b)
	}
	return args, nil
}

// questionArgs are the asker closed, the asker asked, and the question.
func questionArgs(c report.Change) ([]any, error) {
	var closed, asked string
	var question []byte
	var err error
	if c.Close != nil {
		if closed, err = asker(*c.Close); err != nil {
			return nil, err
		}
	}
	if c.Ask != nil {
		if asked, err = asker(c.Ask.Asker); err != nil {
			return nil, err
		}
		if question, err = storage.EncodeQuestion(*c.Ask); err != nil {
			return nil, err
		}
	}
	return []any{closed, asked, question}, nil
}

// rowArgs are the rows as queueRows of rows.lua takes them.
func rowArgs(rows []report.Row) ([]any, error) {
	var args []any
	for _, r := range rows {
		if r.Key == "" {
			return nil, errors.New("a row of the outbox needs a key")
		}
		b, err := storage.EncodeRow(r)
		if err != nil {
			return nil, err
		}
		notBefore, err := storage.FormatInstant(r.NotBefore)
		if err != nil {
			return nil, err
		}
		args = append(args, r.Key, storage.Micros(r.NotBefore), r.Kind.Urgency(), notBefore, r.Attempts, lane(r.To), b)
	}
	return args, nil
}

// lane is what the rows to one address have in common, in one line.
func lane(to report.Address) string {
	return strings.NewReplacer("\t", " ", "\n", " ").Replace(to.String())
}
