package storagetest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"qunbao/report"
	"qunbao/storage"
)

// Furnish makes a small workspace that holds one of everything a store keeps:
// several forms with and without slots, corrections and a recall, needs with and
// without reports, questions, events, rows in every state, drafts, outages,
// firings, rulings and progress. It is the same each time.
func Furnish(ctx context.Context, s Store) error {
	return errors.Join(furnishFirst(ctx, s), furnishDecisions(ctx, s))
}

// furnishFirst makes what schema 1 knew.
func furnishFirst(ctx context.Context, s Store) error {
	for _, step := range []func(context.Context, Store) error{furnishLife, furnishReports, furnishMatters, furnishOutbox, furnishDrafts} {
		if err := step(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

const odd = report.FormID("a:b%{x}") // a form whose name is of the signs that keys are made of

func furnishLife(ctx context.Context, s Store) error {
	_, err := s.Started(ctx, clock(0, 0))
	need := func(k report.RecordKey, units map[report.UnitID]report.Duty) *report.Need {
		return &report.Need{Key: k.PeriodKey, Units: units}
	}
	for _, f := range []report.Firing{
		{Name: "open/epidemic-daily/2020-02-01/", At: clock(0, 0), Claimed: clock(0, 1),
			Need: need(on(daily, first, ""), map[report.UnitID]report.Duty{liu: {}, ping: {Excused: "整村搬迁"}})},
		{Name: "open/epidemic-daily/2020-02-03/", At: clock(48, 0), Claimed: clock(48, 1), // nobody reports for it
			Need: need(on(daily, first+2, ""), map[report.UnitID]report.Duty{liu: {}, ping: {Fault: "停电"}})},
		{Name: "open/rest/2020-02-01/", At: clock(0, 0), Need: need(on("rest", first, ""), map[report.UnitID]report.Duty{})}, // nobody owes it
		{Name: "remind/epidemic-daily/2020-02-01//before", At: clock(16, 0), Claimed: clock(16, 0),
			Rows: []report.Row{row("remind/1", report.Reminder, clock(16, 0)), row("remind/2", report.Escalation, clock(16, 0))}},
		{Name: "digest/2020-02-01T07:00", At: clock(7, 0), Claimed: clock(12, 0), Skipped: true},
	} {
		_, claimed := s.Claim(ctx, f)
		err = errors.Join(err, claimed)
	}
	return errors.Join(err, s.Mark(ctx, clock(17, 0)),
		s.Outage(ctx, clock(11, 0), clock(13, 0)), s.Outage(ctx, clock(2, 0), clock(5, 0)))
}

func furnishReports(ctx context.Context, s Store) error {
	night := on(gate, first, liu)
	night.Slot = "夜班"
	var changes []report.Change
	for i, k := range []report.RecordKey{on(daily, first, liu), on(daily, first, ping), night, on(odd, first, liu), on(daily, first+1, liu)} {
		changes = append(changes, filed(report.MessageID(fmt.Sprint("m", i+1)), k, 0, clock(9, i)))
	}
	corrected := filed("m6", on(daily, first, liu), 1, clock(10, 0))
	corrected.Writes[0].Version.Kind = report.VersionCorrection
	corrected.Writes[0].Version.Values = map[report.FieldID]report.Value{"home": {N: decimal.New(48, 0), Unit: "人"}}
	two := filed("m7", on(gate, first+1, ping), 0, clock(33, 0)) // one message, two forms
	two.Writes = append(two.Writes, filed("m7", on(daily, first+1, ping), 0, clock(33, 0)).Writes...)
	two.Outcome.Records = append(two.Outcome.Records, on(daily, first+1, ping))
	recall := filed("m8", on(daily, first, ping), 1, clock(10, 5))
	recall.Writes[0].Version = report.Version{Message: "m8", Time: clock(10, 5), Filed: clock(10, 5), Kind: report.VersionWithdrawal, About: "m2"}
	for _, c := range append(changes, corrected, two, recall) {
		if err := s.Commit(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func furnishMatters(ctx context.Context, s Store) error {
	asked, private := report.Asker{Chat: "工作群", Sender: "李会芳"}, report.Asker{Sender: "李会芳"}
	question := func(a report.Asker, id report.MessageID) *report.Question {
		return &report.Question{Asker: a, Message: id, Code: report.Jump, Field: "home", Key: on(daily, first, liu),
			Asked: clock(10, 0), Until: clock(12, 0), Row: "question/" + string(id)}
	}
	for i, c := range []report.Change{
		{Ask: question(asked, "m9"), Events: []report.Event{{N: 1, Time: clock(11, 0), Message: "m9", Unit: liu, Text: "发热3人"}}},
		{Ask: question(private, "m10"), Events: []report.Event{{N: 2, Time: clock(10, 30), Message: "m10", Text: "山体滑坡"}, {N: 4, Time: clock(10, 30), Text: "\n{}"}}},
		{Close: &private},
		{}, // kept because its outcome says something
	} {
		c.Outcome, c.Time, c.At = report.Outcome{Message: report.MessageID(fmt.Sprint("m", 9+i)), Kind: report.IsEvent}, clock(10, i), clock(10, i)
		if err := s.Commit(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// furnishOutbox leaves a row in every state, and some that were tried again.
func furnishOutbox(ctx context.Context, s Store) error {
	ends := []report.RowState{report.Sent, report.Uncertain, report.Failed, report.Expired, report.Settled}
	var rows []report.Row
	for _, end := range ends {
		rows = append(rows, row("ended/"+string(end), report.Alert, clock(6, 0)))
	}
	rows = append(rows, row("again", report.Alert, clock(6, 0)), row("sending", report.Alert, clock(6, 1)), row("leased", report.Reply, clock(6, 2)))
	if err := s.Queue(ctx, rows...); err != nil {
		return err
	}
	if _, err := s.Lease(ctx, "one", clock(6, 2), clock(6, 30), len(rows)); err != nil {
		return err
	}
	var errs []error
	for _, key := range []string{"ended/sent", "ended/uncertain", "ended/failed", "again", "sending"} {
		_, err := s.Begin(ctx, "one", clock(6, 3), clock(6, 30), key)
		errs = append(errs, err)
	}
	for _, end := range ends {
		errs = append(errs, s.Finish(ctx, "one", storage.Result{State: end, At: clock(6, 4), Note: "说明 " + string(end)}, "ended/"+string(end)))
	}
	errs = append(errs, s.Finish(ctx, "one", storage.Result{State: report.Queued, At: clock(6, 4), NotBefore: clock(20, 0), Note: "timeout"}, "again"))
	return errors.Join(errs...)
}

// Its drafts are what those read as that older schemas kept.
func furnishDrafts(ctx context.Context, s Store) error {
	d := report.Draft{ID: "daily/2020-02-01/2020-02-01", Kind: "daily", From: first, To: first, Title: "日报",
		Parts: []report.Part{{Head: "一、…"}}, Facts: []report.Fact{{Sources: []report.MessageID{"m1", "m2"}}}, Made: clock(20, 0), State: report.Drafted}
	approved := d
	approved.Parts, approved.State = []report.Part{{Head: "一、改"}}, report.Approved
	return errors.Join(s.SaveDraft(ctx, d), s.SaveDraft(ctx, approved),
		s.SaveDraft(ctx, report.Draft{ID: "a:b", Made: clock(21, 0).Add(time.Millisecond), State: report.Drafted}))
}

// furnishDecisions makes what is decided and done in chat. Nothing that is read
// elsewhere is changed by it.
func furnishDecisions(ctx context.Context, s Store) error {
	c := report.Change{Outcome: report.Outcome{Message: "m20", Kind: report.IsCommand}, Time: clock(12, 0), At: clock(12, 0)}
	c.Rulings = []report.Ruling{
		{Kind: report.ExcuseRuling, At: clock(12, 0), Message: "m20", By: "郑晓", From: first, Until: first + 2, Reason: "停电", Unit: liu, Form: daily},
		{Kind: report.LevelRuling, At: clock(12, 0), Message: "m20", By: "郑晓", From: first, Until: first + 9, Reason: "县防指1号", Matter: "防汛", Level: "四级"},
	}
	c.Progress = []report.Progress{
		{Event: 4, Kind: report.Acknowledged, Time: clock(12, 0), Message: "m20", Chat: "工作群", By: "郑晓", Text: "收到 4"},
		{Event: 2, Kind: report.FollowedUp, Time: clock(12, 0), Message: "m20", By: "李会芳", Text: "已转移\n12人"},
		{Event: 4, Kind: report.Closed, Time: clock(12, 1)},
	}
	later := report.Change{Outcome: report.Outcome{Message: "m21", Kind: report.IsCommand}, Time: clock(12, 5), At: clock(12, 5)}
	later.Rulings = []report.Ruling{{Kind: report.DutyRuling, At: clock(12, 5), Message: "m21", From: first, Until: first, Matter: "带班", Person: "zhang"}}
	later.Progress = []report.Progress{{Event: 2, Kind: report.Instructed, Time: clock(12, 5), Message: "m21", By: "郑晓", Text: "继续排查"}}
	return errors.Join(s.Commit(ctx, c), s.Commit(ctx, later))
}
