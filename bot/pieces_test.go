package bot_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

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
