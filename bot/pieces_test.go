package bot_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/report"
)

// long is a row whose message leaves in three pieces.
func long(kind report.Kind) (*outbox, *bottest.Fake, report.Row) {
	r := row(kind, "甲", start)
	r.Text = strings.Repeat("柳湾村居家46人。\n", 12)
	ch := bottest.NewFake()
	ch.Caps.MaxText = 120
	return newOutbox(r), ch, r
}

func TestAPieceThatIsPutOffIsNotOvertakenByThoseBehindIt(t *testing.T) {
	o, ch, r := long(report.Reply)
	ch.Fail(nil, errors.New("no idea"))
	s := newSender(o, ch)
	s.Renderer, s.Feed = spoken{}, o
	for next := start; !next.IsZero(); {
		next = step(t, s, next)
	}
	var keys []string
	for _, out := range ch.Sent() {
		keys = append(keys, out.Key)
	}
	if !slices.IsSorted(keys) || len(keys) < 3 || o.state(r.Key) != report.Sent {
		t.Errorf("left as %q, the row is %s", keys, o.state(r.Key))
	}
}

// verbose says a long line of each unit.
type verbose struct{}

func (verbose) Render(_ context.Context, rows []report.Row, _ time.Time) (report.Outgoing, bool, error) {
	out := report.Outgoing{Kind: rows[0].Kind, To: rows[0].To}
	for _, r := range rows {
		out.Text += string(r.Units[0]) + "已收到" + strings.Repeat("，居家46人", 6) + "。\n"
	}
	return out, true, nil
}

// The program stops once the pieces are queued, before their rows are ended; another
// receipt has joined when it is started again.
func TestAReceiptThatJoinsAfterACrashIsNotLostInAnothersPieces(t *testing.T) {
	for _, ahead := range []time.Duration{0, -time.Second} {
		o := newOutbox(row(report.Receipt, "甲", start), row(report.Receipt, "乙", start))
		o.broken["receipt/乙"] = errors.New("disk error")
		ch := bottest.NewFake()
		ch.Caps.MaxText = 120
		ch.Fail(bot.ErrOffline, bot.ErrOffline)
		s := newSender(o, ch)
		s.Renderer, s.Feed = verbose{}, o
		s.Step(bg, start) // its error is the outbox's
		delete(o.broken, "receipt/乙")
		o.queue(row(report.Receipt, "丙", start.Add(ahead)))
		s = newSender(o, ch)
		s.Renderer, s.Feed = verbose{}, o
		for next := start; !next.IsZero(); {
			next = step(t, s, next)
		}
		all := ""
		for _, out := range ch.Sent() {
			all += out.Text
		}
		for _, unit := range []string{"甲", "乙", "丙"} {
			diff(t, unit+" is said", 1, strings.Count(all, unit+"已收到"))
			diff(t, unit, report.Sent, o.state("receipt/"+unit))
		}
	}
}

func TestRowsThatLeaveInAnothersPiecesLeaveNothingBehind(t *testing.T) {
	o := newOutbox(row(report.Receipt, "甲", start), row(report.Receipt, "乙", start), row(report.Receipt, "丙", start))
	ch := bottest.NewFake()
	ch.Caps.MaxText = 120
	s := newSender(o, ch)
	s.Renderer, s.Feed = verbose{}, o
	diff(t, "next", time.Time{}, step(t, s, start))
	diff(t, "sent", 3, len(ch.Sent()))
	diff(t, "乙", report.Settled, o.state("receipt/乙#1"))
}

func TestPiecesExpireWithTheFirstAndNotBehindIt(t *testing.T) {
	for name, late := range map[string]bool{"in time": false, "too late": true} {
		_, ch, gone := long(report.Reply)
		gone.Expires = start.Add(time.Minute)
		o := newOutbox(gone)
		s := newSender(o, ch)
		s.Renderer, s.Feed = spoken{}, o
		if late {
			ch.Fail(errors.New("no idea"), errors.New("no idea"), errors.New("no idea"), errors.New("no idea"), errors.New("no idea"))
		} else {
			ch.Fail(nil, errors.New("no idea"), errors.New("no idea"), errors.New("no idea"), errors.New("no idea"), errors.New("no idea"))
		}
		for next := start; !next.IsZero(); {
			next = step(t, s, next)
		}
		want := report.Sent
		if late {
			want = report.Expired
		}
		for _, key := range []string{gone.Key + "#1", gone.Key + "#2", gone.Key + "#3"} {
			diff(t, name+" "+key, want, o.state(key))
		}
	}
}
