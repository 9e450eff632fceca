package report_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"qunbao/report"
)

// world is what was told in some days, kept in the plainest way.
type world struct {
	w        *report.Workspace
	in       report.FactsInput
	values   map[report.Day]map[report.UnitID]map[report.FieldID]decimal.Decimal // what counts in the end
	approx   map[report.FieldID]bool                                             // somebody has said 约
	received map[report.Day]int
	late     int
}

var reckoned = []report.FieldID{"screened", "wuhan", "home", "fever", "leaflets"}

// drawWorld draws some days, those before them, and what units told on them.
func drawWorld(t *rapid.T, w *report.Workspace, units []report.UnitID) *world {
	to, _ := report.ParseDay(factsDay)
	x := &world{w: w, values: map[report.Day]map[report.UnitID]map[report.FieldID]decimal.Decimal{}, approx: map[report.FieldID]bool{}, received: map[report.Day]int{}}
	x.in = report.FactsInput{To: to, From: to - report.Day(rapid.IntRange(0, 4).Draw(t, "days")), At: to.At(22*60, w.Zone)}
	for day := x.in.From - report.Day(rapid.IntRange(0, 8).Draw(t, "before")); day <= to; day++ {
		var told []factsTold
		x.values[day] = map[report.UnitID]map[report.FieldID]decimal.Decimal{}
		for _, u := range units {
			if rapid.IntRange(0, 3).Draw(t, "tells") > 0 {
				told = append(told, x.draw(t, day, u)...)
			}
		}
		p := factsPeriod(w, day, told...)
		c := w.Complete(p, x.in.At, nil)
		if day < x.in.From {
			x.in.Before = append(x.in.Before, c)
		} else {
			x.in.Periods, x.in.Records = append(x.in.Periods, c), append(x.in.Records, p.Records...)
		}
	}
	return x
}

// draw is what a unit tells on a day: a report, and perhaps a correction of it.
func (x *world) draw(t *rapid.T, day report.Day, u report.UnitID) []factsTold {
	values, kept := factsValues{}, map[report.FieldID]decimal.Decimal{}
	one := factsTold{unit: u, clock: 900, values: values}
	for _, f := range reckoned {
		n := decimal.New(rapid.Int64Range(0, 4000).Draw(t, "n"), -rapid.Int32Range(0, 2).Draw(t, "places"))
		switch rapid.IntRange(0, 6).Draw(t, "how") {
		case 0:
			continue
		case 1:
			one.unfilled = append(one.unfilled, f)
			continue
		case 2:
			n = decimal.Zero
		case 3:
			values[f] = "约" + n.String()
			x.approx[f], kept[f] = true, n
			continue
		}
		values[f], kept[f] = n.String(), n
	}
	x.values[day][u] = kept
	x.received[day]++
	if rapid.IntRange(0, 5).Draw(t, "late") == 0 {
		one.clock = 18 * 60
		if day >= x.in.From {
			x.late++
		}
	}
	told := []factsTold{one}
	if rapid.IntRange(0, 5).Draw(t, "corrects") == 0 {
		n := decimal.NewFromInt(rapid.Int64Range(0, 99).Draw(t, "corrected"))
		told = append(told, factsTold{unit: u, clock: 19 * 60, values: factsValues{"home": n.String()}, kind: report.VersionCorrection})
		kept["home"] = n
	}
	return told
}

// latest is the last value of a field that each unit gave in the days.
func (x *world) latest(f report.FieldID) map[report.UnitID]decimal.Decimal {
	last := map[report.UnitID]decimal.Decimal{}
	for day := x.in.From; day <= x.in.To; day++ {
		for u, values := range x.values[day] {
			if n, ok := values[f]; ok {
				last[u] = n
			}
		}
	}
	return last
}

// daily is what a flow came to on each day.
func (x *world) daily(f report.FieldID) map[report.Day]decimal.Decimal {
	sums := map[report.Day]decimal.Decimal{}
	for day := x.in.From; day <= x.in.To; day++ {
		for _, values := range x.values[day] {
			if n, ok := values[f]; ok {
				sums[day] = sums[day].Add(n)
			}
		}
	}
	return sums
}

// sum is what a field comes to in the days.
func (x *world) sum(f report.FieldID) decimal.Decimal {
	total := decimal.Zero
	if x.w.Form("daily").Field(f).Kind == report.Daily {
		for _, n := range x.daily(f) {
			total = total.Add(n)
		}
		return total
	}
	for _, n := range x.latest(f) {
		total = total.Add(n)
	}
	return total
}

// moved is how much more a field is than on a day, over the units that gave it both
// times.
func (x *world) moved(f report.FieldID, than string) (n decimal.Decimal, units int) {
	for day, values := range x.values {
		if day.Chinese() != than {
			continue
		}
		for u, now := range x.latest(f) {
			if old, both := values[u][f]; both {
				n, units = n.Add(now).Sub(old), units+1
			}
		}
	}
	return n, units
}

var (
	sumOf   = regexp.MustCompile(`^sum\((\w+)\)$`)
	grown   = regexp.MustCompile(`^sum\((\w+)\)-sum\(\w+@(.+)\)$`)
	shrunk  = regexp.MustCompile(`^sum\((\w+)@(.+)\)-sum\(\w+\)$`)
	unitsOf = regexp.MustCompile(`^units\((\w+)\)$`)
	highest = regexp.MustCompile(`^max\(sum\((\w+)@day\)\)$`)
)

// reckon is a figure counted again; false where it is of a kind that is held to
// elsewhere.
func (x *world) reckon(units int, g report.Figure) (decimal.Decimal, bool) {
	received := 0
	for day := x.in.From; day <= x.in.To; day++ {
		received += x.received[day]
	}
	base := units * int(x.in.To-x.in.From+1)
	whole := func(n int) (decimal.Decimal, bool) { return decimal.NewFromInt(int64(n)), true }
	switch e := g.Expr; {
	case e == "base":
		return whole(base)
	case e == "received":
		return whole(received)
	case e == "on_time":
		return whole(received - x.late)
	case e == "received-on_time":
		return whole(x.late)
	case e == "received/base":
		return decimal.NewFromInt(int64(received)*100).DivRound(decimal.NewFromInt(int64(base)), 1), true
	case sumOf.MatchString(e):
		return x.sum(report.FieldID(sumOf.FindStringSubmatch(e)[1])), true
	case grown.MatchString(e):
		m := grown.FindStringSubmatch(e)
		n, _ := x.moved(report.FieldID(m[1]), m[2])
		return n, true
	case shrunk.MatchString(e):
		m := shrunk.FindStringSubmatch(e)
		n, _ := x.moved(report.FieldID(m[1]), m[2])
		return n.Neg(), true
	case unitsOf.MatchString(e):
		return whole(len(x.latest(report.FieldID(unitsOf.FindStringSubmatch(e)[1]))))
	case highest.MatchString(e):
		most := decimal.Zero
		for _, n := range x.daily(report.FieldID(highest.FindStringSubmatch(e)[1])) {
			most = decimal.Max(most, n)
		}
		return most, true
	}
	return decimal.Zero, false
}

// TestEveryFigureIsWhatTheReportsSay draws days and spans of days and counts every
// figure of totals, changes and completeness again from what was told.
func TestEveryFigureIsWhatTheReportsSay(t *testing.T) {
	units := []report.UnitID{"柳湾村", "东坡村", "河口村", "石桥村"}
	w := factsTown(t, units...)
	rapid.Check(t, func(t *rapid.T) {
		x := drawWorld(t, w, units)
		f := w.Facts(x.in)
		checkTraced(t, w, f)
		if open := slices.ContainsFunc(x.in.Periods, func(c report.Completeness) bool {
			return slices.ContainsFunc(c.Standings, func(s report.Standing) bool { return len(s.Current.Unfilled) > 0 })
		}); f.Unfilled() != open {
			t.Errorf("unfilled: %t, want %t", f.Unfilled(), open)
		}
		for _, fact := range f.All() {
			if strings.Contains(fact.Text, "NaN") || strings.Contains(fact.Text, "--") {
				t.Errorf("%s", fact.Text)
			}
			for _, g := range fact.Figures {
				if n, known := x.reckon(len(units), g); known && !n.Equal(g.N) {
					t.Errorf("%s: %s is %s, counted again %s", fact.Text, g.Expr, g.N, n)
				}
				if g.Unit == "%" && g.N.GreaterThan(decimal.NewFromInt(100)) {
					t.Errorf("%s", fact.Text)
				}
				if m := sumOf.FindStringSubmatch(g.Expr); m != nil && g.Approx && !x.approx[report.FieldID(m[1])] {
					t.Errorf("%s: nobody has said 约", fact.Text)
				}
			}
			x.comparable(t, fact)
		}
	})
}

// comparable holds a fact to saying over how many units a change was taken, where
// some gave the field only once.
func (x *world) comparable(t *rapid.T, fact report.Fact) {
	for _, g := range fact.Figures {
		m := grown.FindStringSubmatch(g.Expr)
		if m == nil {
			m = shrunk.FindStringSubmatch(g.Expr)
		}
		if m == nil || fact.Kind != report.FactTotal {
			continue
		}
		_, both := x.moved(report.FieldID(m[1]), m[2])
		was := 0
		for day, values := range x.values {
			for _, v := range values {
				if _, ok := v[report.FieldID(m[1])]; ok && day.Chinese() == m[2] {
					was++
				}
			}
		}
		same := both == was && both == len(x.latest(report.FieldID(m[1])))
		if said := strings.Contains(fact.Text, fmt.Sprintf("%d个单位同口径", both)); said == same {
			t.Errorf("%s: over %d of %d and %d units", fact.Text, both, was, len(x.latest(report.FieldID(m[1]))))
		}
	}
}
