package storagetest

import (
	"errors"
	"testing"

	"qunbao/report"
	"qunbao/storage"
)

func draftMoves(t *testing.T, s Store) {
	d := report.Draft{ID: "daily/2020-02-01/2020-02-01", Rev: 1, State: report.Drafted}
	must(t, s.SaveDraft(t.Context(), d))
	must(t, s.SaveDraft(t.Context(), d))
	reworded := d
	reworded.Title = "日报"
	if err := s.SaveDraft(t.Context(), reworded); !errors.Is(err, storage.ErrMoved) {
		t.Errorf("another first state: %v, want ErrMoved", err)
	}
	approved, count := d, report.Draft{ID: "issue/daily/2020", Rev: 1, Issue: 1}
	approved.Rev, approved.State = 2, report.Approved
	c := said("m1")
	c.Drafts, c.Rows = []report.Draft{approved, count}, []report.Row{row("answer/m1", report.Reply, clock(9, 0))}
	must(t, s.Commit(t.Context(), c))
	if err := s.Commit(t.Context(), c); !errors.Is(err, storage.ErrKnown) {
		t.Errorf("the same message: %v, want ErrKnown", err)
	}
	for name, list := range map[string][]report.Draft{
		"a state that was taken":    {{ID: d.ID, Rev: 2, State: report.Returned}},
		"a state too far":           {{ID: d.ID, Rev: 4}},
		"a later one that moved":    {{ID: d.ID, Rev: 3}, count},
		"one that was not there":    {{ID: "daily/2020-02-02/2020-02-02", Rev: 2}},
		"one that is there already": {{ID: "issue/daily/2020", Rev: 1}},
	} {
		c := said("m2")
		c.Drafts, c.Rows = list, []report.Row{row("answer/m2", report.Reply, clock(9, 0))}
		before := dumped(t, s)
		if err := s.Commit(t.Context(), c); !errors.Is(err, storage.ErrMoved) {
			t.Errorf("%s: %v, want ErrMoved", name, err)
		}
		Check(t, name, before, dumped(t, s))
	}
	got, _, err := s.Draft(t.Context(), d.ID)
	must(t, err)
	Check(t, "draft", approved, got)
}

func draftsListed(t *testing.T, s Store) {
	none, err := s.DraftIDs(t.Context())
	must(t, err)
	Check(t, "none", 0, len(none))
	for _, d := range []report.Draft{{ID: "summary/1"}, {ID: "daily/2", Rev: 1}, {ID: "daily/2", Rev: 2}, {ID: "daily/1"}} {
		must(t, s.SaveDraft(t.Context(), d))
	}
	ids, err := s.DraftIDs(t.Context())
	must(t, err)
	Check(t, "ids", []string{"daily/1", "daily/2", "summary/1"}, ids)
}
