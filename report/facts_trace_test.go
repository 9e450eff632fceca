package report_test

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// judge is a test, or a draw of a property test.
type judge interface {
	Helper()
	Errorf(string, ...any)
}

// checkTraced holds every fact to its promise: each number of its text is one of
// its figures, unless it stands in a name or in somebody's own words; its figures
// stand in its text, in their order; and its entries and its sources name the same
// messages.
func checkTraced(t judge, w *report.Workspace, f report.Facts) {
	t.Helper()
	seen := map[string]bool{}
	for _, x := range f.All() {
		if seen[x.ID] {
			t.Errorf("%s stands twice", x.ID)
		}
		seen[x.ID] = true
		text := ownText(w, x)
		rest := text
		for _, g := range x.Figures {
			i := strings.Index(rest, g.Words())
			if i < 0 {
				t.Errorf("%s %q: the figure %s of %s does not stand there in its order", x.ID, x.Text, g.Words(), g.Expr)
				continue
			}
			rest = rest[i+len(g.Words()):]
			if g.Expr == "" {
				t.Errorf("%s %q: nobody knows how %s was reckoned", x.ID, x.Text, g.Words())
			}
		}
		for _, n := range zh.Numbers(zh.Fold(strings.NewReplacer("近", "", "最多", "", "升至", "，", "降至", "，").Replace(text))) {
			known := slices.ContainsFunc(x.Figures, func(g report.Figure) bool { return g.N.Equal(n.N) && g.Approx == n.Approx })
			if n.Kind == zh.Exact || n.Kind == zh.Percent {
				if !known {
					t.Errorf("%s %q: %s is no figure of it", x.ID, x.Text, n.N)
				}
			} else if n.Kind != zh.Ordinal {
				t.Errorf("%s %q holds a number of no value", x.ID, x.Text)
			}
		}
		var messages []report.MessageID
		for _, e := range x.Entries {
			if !slices.Contains(messages, e.Message) {
				messages = append(messages, e.Message)
			}
		}
		if !slices.Equal(messages, x.Sources) {
			t.Errorf("%s %q: entries of %v, sources %v", x.ID, x.Text, messages, x.Sources)
		}
	}
}

// ownText is a fact's text without names and without what somebody else has said.
func ownText(w *report.Workspace, x report.Fact) string {
	text := x.Text
	switch x.Kind {
	case report.FactUrgent, report.FactNote, report.FactProblem, report.FactSuggestion, report.FactCarriedEvent, report.FactCarried:
		text, _, _ = strings.Cut(text, "：")
	}
	names := []string{"前一日"}
	for _, u := range w.Units {
		names = append(names, string(u.ID))
	}
	for _, f := range w.Forms {
		names = append(names, f.Name)
		for i := range f.Fields {
			names = append(names, f.Fields[i].Name, f.Fields[i].Short())
		}
	}
	for _, n := range names {
		text = strings.ReplaceAll(text, n, "甲")
	}
	return text
}
