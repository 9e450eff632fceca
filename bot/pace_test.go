package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/storagetest"
)

// slowly is a good citizen's pace.
var slowly = bot.Pace{Spacing: 3 * time.Second, Most: 6 * time.Second, Files: 30 * time.Second, PerMinute: 8, PerDay: 60}

// street is one program on one account, whose sends fail in every way, and which is
// killed now and then; what leaves is noted.
type street struct {
	*bottest.Fake
	t      *rapid.T
	o      *outbox
	sender *bot.Sender
	calm   bool
	wire   []report.Outgoing
	doubt  map[int]bool // of the wire: uncertain, or the program was killed over it
}

// spoken gives a row's own text, and the files that its reference counts.
type spoken struct{ files []string }

func (s spoken) Render(_ context.Context, rows []report.Row, _ time.Time) (report.Outgoing, bool, error) {
	first := rows[0]
	return report.Outgoing{Kind: first.Kind, To: first.To, Mentions: first.Mentions, Text: first.Text, Files: s.files[:len(first.Ref)]}, true, nil
}

// start is a program's start: all it knows is what the outbox's log says.
func (s *street) start(files []string) {
	s.sender = &bot.Sender{
		Outbox: s.o, Renderer: spoken{files}, Channel: s, Owner: "a", Log: slog.New(slog.DiscardHandler),
		Pace: slowly, Feed: s.o, Chance: func() float64 { return rapid.Float64Range(0, 1).Draw(s.t, "chance") },
	}
	var left []time.Time
	err := s.o.Log(bg, start, start.AddDate(1, 0, 0), func(_ report.Row, r storage.Result) error {
		if r.State == report.Sent && !bot.InPieces(r) {
			left = append(left, r.At)
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.sender.Remember(left)
}

// Send fails by chance: before anything left, after it, or by a kill on either side.
func (s *street) Send(_ context.Context, out report.Outgoing) error {
	fate := 99
	if !s.calm {
		fate = rapid.IntRange(0, 20).Draw(s.t, "fate")
	}
	switch fate {
	case 0:
		return bot.ErrOffline
	case 1:
		return bot.ErrTooFast
	case 2:
		return bot.ErrRejected
	case 3:
		panic(killed{})
	}
	if len(out.Text) > s.Caps.MaxText || len(out.Files) > 1 || len(out.Files) == 1 && out.Text != "" {
		s.t.Fatalf("the channel cannot carry %d bytes with %d files", len(out.Text), len(out.Files))
	}
	s.wire = append(s.wire, out)
	switch fate {
	case 4:
		s.doubt[len(s.wire)-1] = true
		return bot.ErrUncertain
	case 5:
		s.doubt[len(s.wire)-1] = true
		panic(killed{})
	}
	return nil
}

// step is a step of the program; where it is killed, it is started again.
func (s *street) step(now time.Time, files []string) (next time.Time) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(killed); !ok {
				panic(r)
			}
			s.start(files)
			next = now.Add(10 * time.Second)
		}
	}()
	next, err := s.sender.Step(bg, now)
	if err != nil {
		s.t.Fatal(err)
	}
	return next
}

// rows are said to two chats, some too long for the channel, some with files; each
// says which it is.
func (s *street) rows() []report.Row {
	var rows []report.Row
	due := start
	for i := range rapid.IntRange(1, 30).Draw(s.t, "rows") {
		kind := rapid.SampledFrom([]report.Kind{report.Alert, report.Reply, report.Receipt, report.Reminder, report.DigestKind}).Draw(s.t, "kind")
		due = due.Add(time.Duration(rapid.IntRange(1, 20_000).Draw(s.t, "milliseconds")) * time.Millisecond)
		r := row(kind, fmt.Sprint(i), due)
		r.To = rapid.SampledFrom([]report.Address{chat, {Chat: "二群"}}).Draw(s.t, "to")
		r.Form = report.FormID(fmt.Sprint(i)) // so that each leaves alone
		r.Text = strings.Repeat(fmt.Sprintf("第%d条，居家%d人。\n", i, i*1000), rapid.SampledFrom([]int{1, 1, 1, 8, 20}).Draw(s.t, "lines"))
		if kind == report.DigestKind {
			r.Ref = strings.Repeat("x", rapid.IntRange(0, 2).Draw(s.t, "files"))
		}
		rows = append(rows, r)
	}
	return rows
}

func TestWhateverFailsThePaceIsKeptAndNothingIsLostOrSentTwice(t *testing.T) {
	files := []string{filepath.Join(t.TempDir(), "报送情况.png"), filepath.Join(t.TempDir(), "青石镇晨报2月5日.xlsx")}
	for _, name := range files {
		if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	storagetest.Checks(t, 100)
	rapid.Check(t, func(rt *rapid.T) {
		s := &street{Fake: bottest.NewFake(), t: rt, o: newOutbox(), doubt: map[int]bool{}}
		s.Caps.FilesApart, s.Caps.MaxText = true, 300
		s.start(files)
		rows := s.rows()
		waiting, now := slices.Clone(rows), start
		for i := 0; ; i++ {
			for len(waiting) > 0 && !waiting[0].NotBefore.After(now) {
				s.o.queue(waiting[0])
				waiting = waiting[1:]
			}
			s.calm = i > 200
			next := s.step(now, files)
			switch {
			case i > 5000:
				rt.Fatal("rows wait for ever")
			case len(waiting) > 0 && (next.IsZero() || waiting[0].NotBefore.Before(next)):
				next = waiting[0].NotBefore
			case next.IsZero():
				s.keepsThePace()
				s.saysEverythingOnce(rows)
				s.keepsTheOrder(rows)
				return
			}
			now = latestOf(next, now.Add(time.Millisecond))
		}
	})
}

func latestOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// keepsThePace looks at what left, whether the program was killed in between or not.
func (s *street) keepsThePace() {
	for i, out := range s.wire {
		known := func(n int) bool { return n >= 0 && !s.doubt[n] } // a start knows nothing of uncertain ones before it
		if known(i-1) && out.Time.Sub(s.wire[i-1].Time) < slowly.Spacing {
			s.t.Errorf("message %d left %v after the one before", i, out.Time.Sub(s.wire[i-1].Time))
		}
		file := -1
		var within [2]int
		for j := range s.wire[:i+1] {
			if j < i && len(s.wire[j].Files) > 0 {
				file = j
			}
			for k, span := range []time.Duration{time.Minute, 24 * time.Hour} {
				if s.wire[j].Time.After(out.Time.Add(-span)) && (j == i || known(j)) {
					within[k]++
				}
			}
		}
		if len(out.Files) > 0 && known(file) && out.Time.Sub(s.wire[file].Time) < slowly.Files {
			s.t.Errorf("file %d left %v after the one before", i, out.Time.Sub(s.wire[file].Time))
		}
		if within[0] > slowly.PerMinute || within[1] > slowly.PerDay && out.Kind != report.Alert {
			s.t.Errorf("%d messages left in a minute, %d in a day", within[0], within[1])
		}
	}
}

var mark = regexp.MustCompile(`\n（\d+/\d+）$`)

// saysEverythingOnce: each row, and each piece of one, has ended, and has left once
// unless it was refused or is uncertain; an alert left at least once.
func (s *street) saysEverythingOnce(rows []report.Row) {
	count := map[string]int{}
	said := map[string]string{}
	for _, out := range s.wire {
		if count[out.Key]++; count[out.Key] == 1 {
			whole, _, _ := strings.Cut(out.Key, "#")
			said[whole] += strings.ReplaceAll(mark.ReplaceAllString(out.Text, ""), "\n", "")
			for _, f := range out.Files {
				said[whole] += "[" + bot.FileName(f) + "]"
			}
		}
	}
	for _, r := range rows {
		keys := []string{r.Key}
		for n := 1; ; n++ {
			key := fmt.Sprintf("%s#%d", r.Key, n)
			if s.o.state(key) == "" {
				break
			}
			keys = append(keys, key)
		}
		complete := true
		for i, key := range keys {
			state, n := s.o.state(key), count[key]
			complete = complete && state == report.Sent
			switch {
			case i == 0 && len(keys) > 1 && (state != report.Sent || n != 0),
				!(i == 0 && len(keys) > 1) && state == report.Sent && (n == 0 || n > 1 && r.Kind != report.Alert),
				state == report.Uncertain && n > 1 && (r.Kind != report.Alert || n != 4), state == report.Failed && n > 0 && r.Kind != report.Alert,
				state != report.Sent && state != report.Uncertain && state != report.Failed:
				s.t.Errorf("%s is %s and left %d times", key, state, n)
			}
		}
		if want := strings.ReplaceAll(r.Text, "\n", "") + strings.Join([]string{"", "[报送情况.png]", "[报送情况.png][青石镇晨报2月5日.xlsx]"}[len(r.Ref):len(r.Ref)+1], ""); complete && said[r.Key] != want {
			s.t.Errorf("%s says\n%s\nwant\n%s", r.Key, said[r.Key], want)
		}
	}
}

// keepsTheOrder: of one urgency, what was due earlier leaves a chat earlier.
func (s *street) keepsTheOrder(rows []report.Row) {
	order := map[string]int{}
	for i, r := range rows {
		order[r.Key] = i
	}
	last := map[string]int{}
	for _, out := range s.wire {
		whole, _, _ := strings.Cut(out.Key, "#")
		if out.Kind == report.Alert {
			continue // one that is sent again may come late
		}
		lane := out.To.String() + fmt.Sprint(out.Kind.Urgency())
		if order[whole] < last[lane] {
			s.t.Errorf("%s leaves after what was due later", out.Key)
		}
		last[lane] = order[whole]
	}
}

func TestTheLastOfADaysMessagesAreKeptForAlerts(t *testing.T) {
	o := newOutbox()
	for i := range 30 {
		o.queue(row(report.Ask, fmt.Sprint(i), start))
	}
	ch := bottest.NewFake()
	s := newSender(o, ch)
	s.Pace = bot.Pace{Spacing: time.Second, PerDay: 20}
	var now time.Time
	for next := start; len(ch.Sent()) < 18; {
		now = next
		next = step(t, s, now)
	}
	next := step(t, s, now.Add(time.Minute))
	diff(t, "sent in the day", 18, len(ch.Sent()))
	if wait := next.Sub(now.Add(time.Minute)); wait < 30*time.Second || wait > time.Minute {
		t.Errorf("looks again after %v", wait)
	}
	o.queue(row(report.Alert, "急", now.Add(2*time.Minute)))
	step(t, s, now.Add(2*time.Minute))
	diff(t, "the alert leaves", "alert[急]", texts(ch)[18])
	step(t, s, start.Add(24*time.Hour+time.Minute))
	diff(t, "the next day", 20, len(ch.Sent()))
}

func TestAnAlertLeavesThoughADaysMessagesHave(t *testing.T) {
	o := newOutbox(row(report.Alert, "急", start), row(report.Ask, "甲", start))
	ch := bottest.NewFake()
	s := newSender(o, ch)
	s.Pace = bot.Pace{PerDay: 3}
	s.Remember([]time.Time{start.Add(-3 * time.Hour), start.Add(-2 * time.Hour), start.Add(-time.Hour)})
	step(t, s, start)
	diff(t, "sent", []string{"alert[急]"}, texts(ch))
	until, why := s.Held(start)
	diff(t, "held", bot.Spent, why)
	diff(t, "until", 22*time.Hour, until.Sub(start))
}

// Two hundred villages, three forms: more reminders than a day has messages.
func TestRemindersLeaveRoomForWhatLeadersWaitFor(t *testing.T) {
	o := newOutbox()
	for f := range 3 {
		for i := range 200 {
			r := row(report.Reminder, fmt.Sprintf("%d村", i), start.Add(time.Duration(f)*time.Hour))
			r.Key = fmt.Sprintf("%d/%s", f, r.Key)
			r.To, r.Form = report.Address{Person: report.PersonID(fmt.Sprint(i))}, report.FormID(fmt.Sprint(f))
			o.queue(r)
		}
	}
	evening := start.Add(4 * time.Hour)
	o.queue(row(report.DigestKind, "晚报", evening))
	ch := bottest.NewFake()
	ch.Caps.Private = true
	s := newSender(o, ch)
	s.Feed, s.Pace = o, bot.Pace{Spacing: 3 * time.Second, Most: 6 * time.Second, PerMinute: 20, PerDay: 500}
	s.Instead = func(r report.Row) (report.Row, bool) {
		r.To = chat
		return r, true
	}
	s.Undelivered = func(rows []report.Row, why report.Undelivery, now time.Time) []report.Row {
		return []report.Row{row(report.Notice, string(why), now)}
	}
	for next := start; !next.IsZero(); {
		next = step(t, s, next)
	}
	alone, kinds := 0, map[string]int{}
	for _, out := range ch.Sent() {
		if out.To.Person != "" {
			alone++
			continue
		}
		kinds[string(out.Kind)]++
		if late := out.Time.Sub(evening); out.Kind == report.DigestKind && late > time.Minute {
			t.Errorf("the digest left %v late", late)
		}
	}
	diff(t, "reminded alone", 300, alone)
	diff(t, "in the chat", map[string]int{"reminder": 2, "digest": 1, "notice": 1}, kinds)
}

func TestAClockThatIsSetBackHoldsNothing(t *testing.T) {
	o := newOutbox(row(report.Ask, "甲", start), row(report.Ask, "乙", start.Add(time.Second)))
	ch := bottest.NewFake()
	s := newSender(o, ch)
	s.Pace = slowly
	step(t, s, start)
	ch.Fail(bot.ErrTooFast)
	step(t, s, start.Add(time.Minute))
	back := start.Add(-8 * time.Hour)
	s.Online(start.Add(10 * time.Second)) // by the clock before
	o.queue(row(report.Alert, "急", back))
	for next := back; next.Before(back.Add(3 * time.Hour)); {
		next = step(t, s, next)
	}
	diff(t, "sent", []string{"question[甲]", "alert[急]"}, texts(ch))
}

func TestWhoeverAsksHearsThatTheServiceWantsAPause(t *testing.T) {
	o := newOutbox(row(report.Alert, "急", start))
	ch := bottest.NewFake()
	ch.Fail(bot.ErrTooFast)
	s := newSender(o, ch)
	_, why := s.Held(start)
	diff(t, "before", bot.Why(""), why)
	next := step(t, s, start)
	until, why := s.Held(start)
	diff(t, "held", bot.Paused, why)
	diff(t, "until", next, until)
	step(t, s, next)
	_, why = s.Held(next)
	diff(t, "after", bot.Why(""), why)
}

func TestARestartIsNoReasonToSendMore(t *testing.T) {
	o := newOutbox(row(report.Ask, "甲", start))
	ch := bottest.NewFake()
	s := newSender(o, ch)
	s.Pace = bot.Pace{Spacing: 3 * time.Second, PerMinute: 3}
	s.Remember([]time.Time{start.Add(-10 * time.Second), start.Add(-50 * time.Second), start.Add(-20 * time.Second)})
	next := step(t, s, start)
	diff(t, "sent at once", 0, len(ch.Sent()))
	diff(t, "waits", 10*time.Second, next.Sub(start))
	step(t, s, next)
	diff(t, "sent", 1, len(ch.Sent()))
}

func TestWhatWaitsForTheServiceLeavesWhenItIsBack(t *testing.T) {
	o := newOutbox(row(report.Ask, "甲", start))
	ch := bottest.NewFake()
	ch.OfflineUntil(start.Add(time.Minute))
	s := newSender(o, ch)
	next := start
	for next.Before(start.Add(time.Minute)) {
		next = step(t, s, next)
	}
	s.Online(time.Time{})
	step(t, s, start.Add(time.Minute))
	diff(t, "sent at once", 1, len(ch.Sent()))
	o.queue(row(report.Ask, "乙", start.Add(time.Minute)))
	ch.Fail(bot.ErrTooFast)
	next = step(t, s, start.Add(time.Minute))
	s.Online(time.Time{})
	step(t, s, next.Add(-time.Second))
	diff(t, "sent in the pause that the service asked for", 1, len(ch.Sent()))
}
