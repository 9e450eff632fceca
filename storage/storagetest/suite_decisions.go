package storagetest

import (
	"errors"
	"testing"

	"qunbao/report"
	"qunbao/storage"
)

// said is a change of a message that does nothing yet.
func said(id report.MessageID) report.Change {
	return report.Change{Outcome: report.Outcome{Message: id, Kind: report.IsCommand}, Time: clock(9, 0), At: clock(9, 0)}
}

func step(of int, kind report.ProgressKind, text string) report.Progress {
	return report.Progress{Event: of, Kind: kind, Time: clock(9, 5), Message: "m1", Chat: "工作群", By: "李会芳", Text: text}
}

func eventsProgress(t *testing.T, s Store) {
	one, two := report.Event{N: 1, Time: clock(9, 0), Text: "塌方"}, report.Event{N: 2, Time: clock(8, 0), Text: "发热"}
	more, over := step(1, report.FollowedUp, "续报"), step(1, report.Closed, "排除")
	seen, told := step(2, report.Acknowledged, ""), step(1, report.Instructed, "封路")

	c := said("m1")
	c.Events, c.Progress = []report.Event{one, two}, []report.Progress{more, seen}
	c.Events[0].Progress = []report.Progress{step(1, report.Closed, "of an event no store keeps what it says became of it")}
	must(t, s.Commit(t.Context(), c))
	c = said("m2")
	c.Progress = []report.Progress{told, over}
	must(t, s.Commit(t.Context(), c))

	one.Progress, two.Progress = []report.Progress{more, told, over}, []report.Progress{seen}
	e, found, err := s.Event(t.Context(), 1)
	must(t, err)
	Check(t, "found", true, found)
	Check(t, "event", one, e)
	list, err := s.Events(t.Context(), clock(8, 0), clock(9, 1))
	must(t, err)
	Check(t, "events", []report.Event{two, one}, list)
	list, err = s.Events(t.Context(), clock(8, 0), clock(9, 0))
	must(t, err)
	Check(t, "events of an hour", []report.Event{two}, list)
}

func noEvent(t *testing.T, s Store) {
	c := filed("m1", on(daily, first, liu), 0, clock(9, 0))
	c.Events, c.Progress = []report.Event{{N: 1, Time: clock(9, 0)}}, []report.Progress{step(1, report.Acknowledged, ""), step(2, report.Acknowledged, "")}
	c.Rulings = []report.Ruling{{Kind: report.ExcuseRuling}}
	before := dumped(t, s)
	err := s.Commit(t.Context(), c)
	if err == nil || errors.Is(err, storage.ErrMoved) || errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("said %v", err)
	}
	Check(t, "what is kept", before, dumped(t, s))
	c.Progress = c.Progress[:1]
	must(t, s.Commit(t.Context(), c))
}

func rulingsListed(t *testing.T, s Store) {
	ruling := func(text string) report.Ruling {
		return report.Ruling{Kind: report.ExcuseRuling, At: clock(9, 0), Message: "m1", By: "郑晓", From: first, Until: first, Reason: text, Unit: liu}
	}
	all := []report.Ruling{ruling("停电"), ruling("停电"), ruling(""), ruling("搬迁")}
	c := said("m1")
	c.Rulings = all[:3]
	must(t, s.Commit(t.Context(), c))
	if err := s.Commit(t.Context(), c); !errors.Is(err, storage.ErrKnown) {
		t.Errorf("said %v, want ErrKnown", err)
	}
	c = said("m2")
	c.Rulings = all[3:]
	must(t, s.Commit(t.Context(), c))
	for after := range len(all) + 2 {
		list, err := s.Rulings(t.Context(), after)
		must(t, err)
		Check(t, "rulings", all[min(after, len(all)):], list)
	}
}
