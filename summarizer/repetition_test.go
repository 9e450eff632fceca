package summarizer_test

import (
	"testing"

	"qunbao/report"
	"qunbao/summarizer"
)

// The same facts day after day are the worst case: all that may differ are the
// office's own words. What is measured is the largest share of their runs of four
// characters that one of the seven issues before has too.
func TestTwoDaysDoNotReadAlike(t *testing.T) {
	for name, f := range map[string]report.Facts{"normal": normalDay(t), "quiet": quietDay(t)} {
		var issues []map[string]bool
		worst, sum := 0.0, 0.0
		for n := range 60 {
			f.From, f.To, f.At = f.From+1, f.To+1, f.At.AddDate(0, 0, 1)
			d, again := dailyOf(t, f), dailyOf(t, f)
			if d.Text() != again.Text() {
				t.Fatalf("drafted twice:\n%s\n%s", d.Text(), again.Text())
			}
			runs := ownRuns(d)
			most := 0.0
			for _, before := range issues[max(0, n-7):] {
				most = max(most, shared(runs, before))
			}
			issues = append(issues, runs)
			worst, sum = max(worst, most), sum+most
		}
		t.Logf("%s: at most %.2f, on average %.2f", name, worst, sum/60)
		if worst > 0.25 {
			t.Errorf("%s: an issue shares %.2f of its own words with one of the seven before", name, worst)
		}
	}
}

func dailyOf(t testing.TB, f report.Facts) report.Draft {
	t.Helper()
	d, err := summarizer.New(nil, nil).Draft(t.Context(), report.DailyBriefing, f, 0)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// ownRuns are the runs of four characters of a draft that stand in no fact and in
// nothing else put in by code.
func ownRuns(d report.Draft) map[string]bool {
	runs := map[string]bool{}
	add := func(s string) {
		for r := []rune(s); len(r) >= 4; r = r[1:] {
			runs[string(r[:4])] = true
		}
	}
	for _, p := range d.Parts {
		for _, s := range p.Sentences {
			at := 0
			for _, x := range s.Spans {
				add(s.Text[at:x.From])
				at = x.To
			}
			add(s.Text[at:])
		}
	}
	return runs
}

// shared is how much of a is in b too.
func shared(a, b map[string]bool) float64 {
	n := 0
	for r := range a {
		if b[r] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(a)))
}
