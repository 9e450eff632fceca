package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/report"
)

var (
	zone  = time.FixedZone("CST", 8*3600)
	start = time.Date(2020, 2, 5, 16, 0, 0, 0, zone)
	chat  = report.Address{Chat: "工作群"}
	bg    = context.Background()
)

// words renders rows as kind:unit,unit; what it says of a kind may be changed.
type words struct {
	settled map[string]bool // keys with nothing left to say
	fail    map[string]error
	panics  map[string]bool
}

func (w words) Render(_ context.Context, rows []report.Row, _ time.Time) (report.Outgoing, bool, error) {
	first := rows[0]
	if w.panics[first.Key] {
		panic("柳湾村平安")
	}
	if err := w.fail[first.Key]; err != nil {
		return report.Outgoing{}, false, err
	}
	var units []report.UnitID
	for _, r := range rows {
		if !w.settled[r.Key] {
			units = append(units, r.Units...)
		}
	}
	out := report.Outgoing{Kind: first.Kind, To: first.To, Form: first.Form, Period: first.Period, Slot: first.Slot,
		Units: units, Text: fmt.Sprint(first.Kind, units)}
	return out, len(units) > 0, nil
}

func row(kind report.Kind, unit string, due time.Time) report.Row {
	return report.Row{Key: string(kind) + "/" + unit, Kind: kind, To: chat, Form: "f", Units: []report.UnitID{report.UnitID(unit)}, NotBefore: due}
}

func newSender(o *outbox, ch *bottest.Fake) *bot.Sender {
	return &bot.Sender{Outbox: o, Renderer: words{}, Channel: ch, Owner: "a", Log: slog.New(slog.DiscardHandler)}
}

func step(t *testing.T, s *bot.Sender, now time.Time) time.Time {
	t.Helper()
	next, err := s.Step(bg, now)
	if err != nil {
		t.Fatalf("Step at %s: %v", now.Format(time.TimeOnly), err)
	}
	return next
}

func texts(ch *bottest.Fake) []string {
	var all []string
	for _, out := range ch.Sent() {
		all = append(all, out.Text)
	}
	return all
}

func diff(t *testing.T, what string, want, got any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestReceiptsOfOneWindowAreOneMessage(t *testing.T) {
	other := row(report.Receipt, "戊", start)
	other.Form = "g"
	o := newOutbox(row(report.Receipt, "甲", start), row(report.Ask, "丁", start), other,
		row(report.Receipt, "乙", start.Add(-time.Second)), row(report.Receipt, "丙", start.Add(time.Second)))
	ch := bottest.NewFake()
	next := step(t, newSender(o, ch), start)
	diff(t, "sent", []string{"question[丁]", "receipt[乙 甲]", "receipt[戊]"}, texts(ch))
	diff(t, "key of the batch", "receipt/乙", ch.Sent()[1].Key)
	if !next.Equal(start.Add(time.Second)) || !ch.Sent()[0].Time.Equal(start) {
		t.Errorf("next = %v, sent at %v", next, ch.Sent()[0].Time)
	}
}

func TestWhatIsDueTogetherLeavesByUrgency(t *testing.T) {
	o := newOutbox(row(report.DigestKind, "e", start), row(report.Receipt, "d", start), row(report.Ask, "c", start),
		row(report.Reply, "b", start), row(report.Alert, "a", start), row(report.Notice, "earlier", start.Add(-time.Minute)))
	ch := bottest.NewFake()
	if next := step(t, newSender(o, ch), start); !next.IsZero() {
		t.Errorf("next = %v with an empty outbox", next)
	}
	diff(t, "order", []string{"alert[a]", "answer[b]", "question[c]", "receipt[d]", "notice[earlier]", "digest[e]"}, texts(ch))
}

func TestARowWithNothingLeftToSayEndsSettled(t *testing.T) {
	o := newOutbox(row(report.Reminder, "甲", start))
	ch := bottest.NewFake()
	s := newSender(o, ch)
	s.Renderer = words{settled: map[string]bool{"reminder/甲": true}}
	step(t, s, start)
	diff(t, "states", map[string]report.RowState{"reminder/甲": report.Settled}, o.states())
	diff(t, "sent", 0, len(ch.Sent()))
}

func TestAStaleRowExpiresAndIsNeverSent(t *testing.T) {
	stale, fresh := row(report.Reminder, "甲", start.Add(-time.Hour)), row(report.Notice, "乙", start.Add(-time.Hour))
	stale.Expires, fresh.Expires = start.Add(-time.Nanosecond), start
	o := newOutbox(stale, fresh)
	ch := bottest.NewFake()
	step(t, newSender(o, ch), start)
	diff(t, "states", map[string]report.RowState{"reminder/甲": report.Expired, "notice/乙": report.Sent}, o.states())
}

func TestQuietHoursHoldAllButUrgentUntilTheirEndAndThenAsOneMessage(t *testing.T) {
	w := report.NewWorkspace(report.Settings{Zone: zone, Quiet: report.Quiet{From: 21 * 60, To: 7 * 60}})
	night := time.Date(2020, 2, 5, 22, 0, 0, 0, zone)
	morning := time.Date(2020, 2, 6, 7, 0, 0, 0, zone)
	stale := row(report.Reminder, "戊", night)
	stale.Expires = morning.Add(-time.Minute)
	o := newOutbox(row(report.Receipt, "甲", night), row(report.Alert, "急", night), stale)
	ch := bottest.NewFake()
	s := newSender(o, ch)
	s.Hold = w.Leaves
	next := step(t, s, night)
	diff(t, "at night", []string{"alert[急]"}, texts(ch))
	o.queue(row(report.Receipt, "乙", night.Add(time.Hour)), row(report.Reply, "问", night.Add(time.Hour)))
	step(t, s, night.Add(time.Hour))
	if !next.Equal(morning) {
		t.Errorf("next = %v, want %v", next, morning)
	}
	step(t, s, morning)
	diff(t, "all", []string{"alert[急]", "answer[问]", "receipt[甲 乙]"}, texts(ch))
	diff(t, "the stale reminder", report.Expired, o.state("reminder/戊"))
	diff(t, "a held row is no attempt", 1, o.attempts["receipt/甲"])
}

// Reminders and receipts that quiet hours have held leave as one message an address,
// whatever they are about; so do those of downtime in quiet hours. By day they are
// one message a form.
func TestWhatQuietHoursHeldIsOneMessageAnAddress(t *testing.T) {
	w := report.NewWorkspace(report.Settings{Zone: zone, Quiet: report.Quiet{From: 21 * 60, To: 7 * 60}})
	night := time.Date(2020, 2, 5, 22, 0, 0, 0, zone)
	morning := time.Date(2020, 2, 6, 7, 0, 0, 0, zone)
	about := func(kind report.Kind, unit string, form report.FormID, to report.Address, due time.Time) report.Row {
		r := row(kind, unit, due)
		r.Form, r.To = form, to
		return r
	}
	lead := report.Address{Person: "马丽"}
	rows := []report.Row{
		about(report.Reminder, "甲", "f", chat, night), about(report.Reminder, "乙", "g", chat, night.Add(time.Hour)), about(report.Reminder, "丙", "h", chat, morning),
		about(report.Escalation, "丁", "f", lead, night), about(report.Escalation, "戊", "g", lead, night),
		about(report.Receipt, "辛", "f", chat, night), about(report.Receipt, "壬", "g", chat, night), about(report.Receipt, "癸", "g", lead, night),
		about(report.Receipt, "子", "f", chat, morning.Add(time.Minute)), about(report.Receipt, "丑", "g", chat, morning.Add(time.Minute)),
		about(report.Reminder, "己", "f", chat, morning.Add(time.Minute)), about(report.Reminder, "庚", "g", chat, morning.Add(time.Minute)),
	}
	want := []string{"reminder[甲 乙 丙]", "escalation[丁 戊]", "reminder[己]", "reminder[庚]", "receipt[辛 壬]", "receipt[癸]", "receipt[子]", "receipt[丑]"}
	for what, steps := range map[string][]time.Time{
		"held":     {night, night.Add(time.Hour), morning, morning.Add(time.Minute)},
		"downtime": {morning.Add(time.Minute)},
	} {
		o, ch := newOutbox(rows...), bottest.NewFake()
		s := newSender(o, ch)
		s.Hold = w.Leaves
		for _, now := range steps {
			step(t, s, now)
		}
		got := texts(ch)
		slices.Sort(got)
		slices.Sort(want)
		diff(t, what, want, got)
	}
}

func TestAnOutageHoldsEverythingAndDoublesTheWait(t *testing.T) {
	o := newOutbox(row(report.Receipt, "甲", start), row(report.Ask, "乙", start))
	ch := bottest.NewFake()
	ch.OfflineUntil(start.Add(time.Minute))
	s := newSender(o, ch)
	s.Chance = func() float64 { return 1 }
	now, waits := start, []time.Duration(nil)
	for len(ch.Sent()) == 0 {
		next := step(t, s, now)
		if len(ch.Sent()) == 0 {
			waits = append(waits, next.Sub(now))
			now = next
		}
		if now.Equal(start.Add(6 * time.Second)) {
			o.queue(row(report.Alert, "急", now.Add(time.Second)))
		}
	}
	diff(t, "waits", []time.Duration{6 * time.Second, 12 * time.Second, 24 * time.Second, 48 * time.Second}, waits)
	diff(t, "tried one row each time", 4+3, ch.Tried())
	diff(t, "after the outage", []string{"alert[急]", "question[乙]", "receipt[甲]"}, texts(ch))
}

func TestTheWaitStartsAgainAfterASend(t *testing.T) {
	o := newOutbox(row(report.Receipt, "甲", start))
	ch := bottest.NewFake()
	ch.Fail(bot.ErrOffline, bot.ErrOffline, nil, bot.ErrOffline)
	s := newSender(o, ch)
	now := step(t, s, step(t, s, start))
	step(t, s, now)
	o.queue(row(report.Receipt, "乙", now))
	if next := step(t, s, now); next.Sub(now) != 5*time.Second {
		t.Errorf("the wait after a send is %v", next.Sub(now))
	}
}

func TestTooFastPausesForLong(t *testing.T) {
	o := newOutbox(row(report.Receipt, "甲", start))
	ch := bottest.NewFake()
	ch.Fail(fmt.Errorf("service said 1205: %w", bot.ErrTooFast), bot.ErrTooFast)
	s := newSender(o, ch)
	first := step(t, s, start)
	second := step(t, s, first)
	diff(t, "pauses", []time.Duration{10 * time.Minute, 20 * time.Minute}, []time.Duration{first.Sub(start), second.Sub(first)})
	o.queue(row(report.Alert, "急", first.Add(time.Minute)))
	if next := step(t, s, first.Add(time.Minute)); !next.Equal(second) {
		t.Errorf("next = %v in a pause until %v", next, second)
	}
	diff(t, "tries in the pause", 2, ch.Tried())
}

func TestOnlyAnAlertIsSentAgainWhenNobodyKnowsWhetherItLeft(t *testing.T) {
	for _, kind := range []report.Kind{report.Receipt, report.Ask, report.Reminder, report.Escalation, report.DigestKind, report.Briefing, report.Reply, report.Notice, report.Alert} {
		o := newOutbox(row(kind, "甲", start))
		ch := bottest.NewFake()
		ch.Fail(bot.ErrUncertain)
		s := newSender(o, ch)
		next := step(t, s, start)
		if kind != report.Alert {
			diff(t, string(kind), report.Uncertain, o.state(string(kind)+"/甲"))
			continue
		}
		step(t, s, next)
		diff(t, "an alert is sent", 2, len(ch.Sent()))
		diff(t, string(kind), report.Sent, o.state("alert/甲"))
	}
}

func TestACrashBetweenSendAndMarkRepeatsOnlyAnAlertAndOnlyOnce(t *testing.T) {
	o := newOutbox(row(report.Receipt, "甲", start), row(report.Alert, "急", start))
	if _, err := o.Lease(bg, "crashed", start, start.Add(time.Minute), 9); err != nil {
		t.Fatal(err)
	}
	for key := range o.states() {
		if ok, err := o.Begin(bg, "crashed", start, start.Add(time.Minute), key); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	ch := bottest.NewFake()
	s := newSender(o, ch)
	next := step(t, s, start.Add(time.Second))
	diff(t, "before the lease ends", 0, len(ch.Sent()))
	step(t, s, next)
	step(t, s, next.Add(time.Hour))
	diff(t, "sent", []string{"alert[急]"}, texts(ch))
	diff(t, "states", map[string]report.RowState{"receipt/甲": report.Uncertain, "alert/急": report.Sent}, o.states())
}

func TestARejectedMessageFailsAndStopsNoOther(t *testing.T) {
	o := newOutbox(row(report.Ask, "甲", start), row(report.Receipt, "乙", start))
	ch := bottest.NewFake()
	ch.Fail(bot.ErrRejected)
	step(t, newSender(o, ch), start)
	diff(t, "states", map[string]report.RowState{"question/甲": report.Failed, "receipt/乙": report.Sent}, o.states())
}

func TestAnUnknownErrorIsTriedAgainAndAtLastGivenUp(t *testing.T) {
	o := newOutbox(row(report.Ask, "甲", start), row(report.Receipt, "乙", start))
	ch := bottest.NewFake()
	s := newSender(o, ch)
	now := start
	for i := 0; o.state("question/甲") == report.Queued; i++ {
		ch.Fail(errors.New("no idea"))
		now = step(t, s, now)
		if i == 0 {
			diff(t, "the other row", report.Sent, o.state("receipt/乙"))
		}
	}
	diff(t, "attempts", 10, o.attempts["question/甲"])
	diff(t, "state", report.Failed, o.state("question/甲"))
}

func TestOneBadRowNeverStopsTheOthers(t *testing.T) {
	o := newOutbox(row(report.Alert, "坏", start), row(report.Reply, "崩", start), row(report.Ask, "锁", start), row(report.Receipt, "乙", start))
	o.broken["question/锁"] = errors.New("disk error")
	ch := bottest.NewFake()
	s := newSender(o, ch)
	s.Renderer = words{fail: map[string]error{"alert/坏": errors.New("no such form")}, panics: map[string]bool{"answer/崩": true}}
	next, err := s.Step(bg, start)
	diff(t, "sent", []string{"receipt[乙]"}, texts(ch))
	for _, want := range []string{"no such form", "panic of type string", "disk error"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q: %v", want, err)
		}
	}
	if err != nil && (strings.Contains(err.Error(), "柳湾村") || strings.Contains(err.Error(), "坏")) {
		t.Errorf("the error holds a name: %v", err)
	}
	if !next.After(start) {
		t.Errorf("next = %v is not later", next)
	}
	for now := next; o.state("answer/崩") == report.Queued; {
		now, _ = s.Step(bg, now)
	}
	diff(t, "a row that always panics is given up", report.Failed, o.state("answer/崩"))
}

func TestARowTakenByAnotherSenderIsNotSentTwice(t *testing.T) {
	o := newOutbox(row(report.Receipt, "甲", start), row(report.Receipt, "乙", start))
	ch := bottest.NewFake()
	s := newSender(o, ch)
	s.Renderer = thief{words{}, o}
	step(t, s, start)
	diff(t, "sent while the other holds the chat", 0, len(ch.Sent()))
	diff(t, "states", map[string]report.RowState{"receipt/甲": report.Sent, "receipt/乙": report.Queued}, o.states())
	s.Renderer = words{}
	step(t, s, start.Add(time.Hour))
	diff(t, "sent", []string{"receipt[乙]"}, texts(ch))
}

// thief lets another sender, whose clock is wrong, send the first row while it
// is put into words.
type thief struct {
	words
	o *outbox
}

func (r thief) Render(ctx context.Context, rows []report.Row, now time.Time) (report.Outgoing, bool, error) {
	wrong := now.Add(10 * time.Minute)
	_, err := r.o.Lease(ctx, "b", wrong, wrong.Add(time.Minute), 9)
	_, beginErr := r.o.Begin(ctx, "b", wrong, wrong.Add(time.Minute), rows[0].Key)
	err = errors.Join(err, beginErr, r.o.Finish(ctx, "b", report.SendResult{State: report.Sent, At: wrong}, rows[0].Key))
	if err != nil {
		return report.Outgoing{}, false, err
	}
	return r.words.Render(ctx, rows, now)
}

func TestPaceKeepsSendsApart(t *testing.T) {
	o := newOutbox()
	for i := range 5 {
		o.queue(row(report.Ask, fmt.Sprint(i), start))
	}
	ch := bottest.NewFake()
	s := newSender(o, ch)
	s.Pace = bot.Pace{Spacing: 3 * time.Second, PerMinute: 3}
	for now := start; !now.IsZero(); {
		now = step(t, s, now)
	}
	var at []time.Duration
	for _, out := range ch.Sent() {
		at = append(at, out.Time.Sub(start))
	}
	diff(t, "sent after", []time.Duration{0, 3 * time.Second, 6 * time.Second, 60 * time.Second, 63 * time.Second}, at)
}

func TestStoppingGivesEveryRowBackUnsent(t *testing.T) {
	o := newOutbox(row(report.Ask, "甲", start), row(report.Ask, "乙", start), row(report.Ask, "丙", start))
	ctx, cancel := context.WithCancel(bg)
	ch := bottest.NewFake()
	s := newSender(o, ch)
	s.Channel = stopAfterOne{ch, cancel}
	if _, err := s.Step(ctx, start); err != nil {
		t.Fatal(err)
	}
	diff(t, "states", map[string]report.RowState{"question/甲": report.Sent, "question/乙": report.Queued, "question/丙": report.Queued}, o.states())
	s.Channel = ch
	step(t, s, start)
	diff(t, "sent", []string{"question[甲]", "question[乙]", "question[丙]"}, texts(ch))
}

type stopAfterOne struct {
	*bottest.Fake
	stop func()
}

func (c stopAfterOne) Send(ctx context.Context, out report.Outgoing) error {
	defer c.stop()
	return c.Fake.Send(ctx, out)
}

func TestWhatTheOutboxCouldNotBeToldIsToldLaterAndNothingIsSentTwice(t *testing.T) {
	for name, kind := range map[string]report.Kind{"a receipt": report.Receipt, "an alert": report.Alert} {
		t.Run(name, func(t *testing.T) {
			o := newOutbox(row(kind, "甲", start), row(kind, "乙", start.Add(time.Minute)))
			ch := bottest.NewFake()
			s := newSender(o, ch)
			s.Channel = cutting{ch, o}
			next, err := s.Step(bg, start)
			if err == nil || !next.After(start) {
				t.Errorf("next %v, error %v", next, err)
			}
			for now := start; now.Before(start.Add(time.Hour)); now = now.Add(time.Minute) {
				s.Step(bg, now)
			}
			diff(t, "sent while the outbox is away", 1, len(ch.Sent()))
			clear(o.broken)
			s.Channel = ch
			step(t, s, start.Add(time.Hour))
			diff(t, "sent", 2, len(ch.Sent()))
			diff(t, "states", map[string]report.RowState{string(kind) + "/甲": report.Sent, string(kind) + "/乙": report.Sent}, o.states())
		})
	}
}

// cutting is a channel during whose sends the outbox goes away.
type cutting struct {
	*bottest.Fake
	o *outbox
}

func (c cutting) Send(ctx context.Context, out report.Outgoing) error {
	for _, key := range c.o.keys {
		c.o.broken[key] = errors.New("connection refused")
	}
	return c.Fake.Send(ctx, out)
}

func TestAnAttemptThatCouldNotBeMarkedSendsNothingAndIsMadeAgain(t *testing.T) {
	o := newOutbox(row(report.Receipt, "甲", start))
	o.broken["receipt/甲"] = errors.New("connection reset")
	ch := bottest.NewFake()
	s := newSender(o, ch)
	if _, err := s.Step(bg, start); err == nil {
		t.Error("the error was not told")
	}
	if begun, err := o.Model.Begin(bg, "a", start, start.Add(time.Minute), "receipt/甲"); err != nil || !begun {
		t.Fatal("the attempt was marked all the same, and its answer lost:", begun, err)
	}
	diff(t, "sent", 0, len(ch.Sent()))
	clear(o.broken)
	step(t, s, start.Add(5*time.Second))
	diff(t, "sent", []string{"receipt[甲]"}, texts(ch))
	diff(t, "state", report.Sent, o.state("receipt/甲"))
}

func TestABurstIsBoundedAndTheRestFollowsAtOnce(t *testing.T) {
	o := newOutbox()
	for i := range 7 {
		o.queue(row(report.Ask, fmt.Sprint(i), start))
	}
	ch := bottest.NewFake()
	s := newSender(o, ch)
	s.Burst = 3
	var sent []int
	for next := start; !next.IsZero(); {
		if next = step(t, s, start); next.After(start) {
			t.Errorf("next is %v with rows left", next)
		}
		sent = append(sent, len(ch.Sent()))
	}
	diff(t, "sent", []int{3, 6, 7}, sent)
}

func TestEachProgramKeepsItsOwnPaceAndAChatItsOrder(t *testing.T) {
	o := newOutbox()
	var want []string
	for i := range 30 {
		o.queue(row(report.Ask, fmt.Sprint(i), start))
		want = append(want, fmt.Sprintf("question[%d]", i))
	}
	ch := bottest.NewFake()
	last := map[string]time.Time{}
	var senders []*bot.Sender
	for _, owner := range []string{"a", "b", "c"} {
		s := newSender(o, ch)
		s.Owner, s.Pace = owner, bot.Pace{Spacing: 3 * time.Second}
		s.Channel = noting{ch, func(at time.Time) {
			if before := last[owner]; !before.IsZero() && at.Sub(before) < 3*time.Second {
				t.Errorf("%s sends again after %v", owner, at.Sub(before))
			}
			last[owner] = at
		}}
		senders = append(senders, s)
	}
	now := start
	for ; len(ch.Sent()) < 30 && now.Before(start.Add(time.Hour)); now = now.Add(time.Second) {
		for _, s := range senders {
			step(t, s, now)
		}
	}
	diff(t, "sent", want, texts(ch))
	if took := now.Sub(start); took > 35*time.Second {
		t.Errorf("three programs took %v together", took)
	}
}

// noting tells when it sends.
type noting struct {
	*bottest.Fake
	note func(time.Time)
}

func (c noting) Send(ctx context.Context, out report.Outgoing) error {
	c.note(out.Time)
	return c.Fake.Send(ctx, out)
}

func TestTheSameProgramStartedAgainGoesOnAtOnce(t *testing.T) {
	o := newOutbox(row(report.Ask, "甲", start), row(report.Ask, "乙", start))
	if _, err := o.Lease(bg, "a", start, start.Add(time.Hour), 9); err != nil {
		t.Fatal(err)
	}
	if ok, err := o.Begin(bg, "a", start, start.Add(time.Hour), "question/甲"); !ok || err != nil {
		t.Fatal(ok, err)
	}
	ch := bottest.NewFake()
	step(t, newSender(o, ch), start.Add(time.Second))
	diff(t, "sent", []string{"question[乙]"}, texts(ch))
	diff(t, "states", map[string]report.RowState{"question/甲": report.Uncertain, "question/乙": report.Sent}, o.states())
}

func TestWhatTheOutboxHasForgottenIsFoundAtOnceByASenderInDoubt(t *testing.T) {
	o := newOutbox()
	ch := bottest.NewFake()
	s := newSender(o, ch)
	step(t, s, start)
	// The server comes back as it was in the middle of a send.
	o.queue(row(report.Ask, "甲", start), row(report.Ask, "乙", start))
	if _, err := o.Lease(bg, "a", start, start.Add(time.Hour), 9); err != nil {
		t.Fatal(err)
	}
	if ok, err := o.Begin(bg, "a", start, start.Add(time.Hour), "question/甲"); !ok || err != nil {
		t.Fatal(ok, err)
	}
	s.Doubt()
	step(t, s, start.Add(time.Second))
	diff(t, "sent", []string{"question[乙]"}, texts(ch))
	diff(t, "states", map[string]report.RowState{"question/甲": report.Uncertain, "question/乙": report.Sent}, o.states())
}

func TestAMessageThatIsGivenUpWhileItIsBeingSentEndsAsItEnded(t *testing.T) {
	o := newOutbox(row(report.Ask, "甲", start))
	ch := bottest.NewFake()
	other, s := newSender(o, ch), newSender(o, ch)
	other.Owner = "b"
	s.Channel = noting{ch, func(time.Time) { step(t, other, start.Add(time.Hour)) }}
	step(t, s, start)
	diff(t, "sent", []string{"question[甲]"}, texts(ch))
	diff(t, "state", report.Sent, o.state("question/甲"))
}
