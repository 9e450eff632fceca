package report_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"qunbao/configs"
	"qunbao/report"
)

// county is made-up days of so many units with the sample's forms, and, computed apart
// from package report, every number that a digest of them may hold.
type county struct {
	w       *report.Workspace
	in      report.DigestInput
	figures map[int64]bool // values, sums, differences
	counts  map[int]bool
	rates   map[string]bool
}

// named are units without digits in their names.
func named(n int) []report.UnitID {
	first, second := []rune("东西南北上下前后大小"), []rune("柳桥坪岭湾坡井河山石")
	units := make([]report.UnitID, n)
	for i := range units {
		units[i] = report.UnitID(string([]rune{first[i%10], second[i/10%10], '村'}))
		if i >= 100 {
			units[i] = report.UnitID(fmt.Sprintf("%c%s", '甲'+rune(i/100), units[i]))
		}
	}
	return units
}

func newCounty(t testing.TB, units []report.UnitID) *county {
	t.Helper()
	c, err := configs.LoadFS(configs.Sample(), "qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	s := c.Workspace.Settings
	s.Units, s.People = nil, nil
	for i, u := range units {
		s.Units = append(s.Units, report.Unit{ID: u, Kind: "行政村"})
		s.People = append(s.People,
			report.Person{ID: report.PersonID("报" + u), Name: "报" + string(u), Card: "报" + string(u), Posts: []report.Post{{Unit: u, Role: report.Reporter}}},
			report.Person{ID: report.PersonID("包" + u), Name: "钱" + string([]rune("海涛军丽静")[i%5]), Card: "包" + string(u), Posts: []report.Post{{Unit: u, Role: report.Lead}}})
	}
	return &county{w: report.NewWorkspace(s), figures: map[int64]bool{}, counts: map[int]bool{}, rates: map[string]bool{}}
}

// cell is what one unit reports of one period.
type cell struct {
	in, late      bool
	values, wrong map[report.FieldID]int64
	wants         bool
}

// fill makes the days up; busy is by how many percent things are out of order.
func (c *county) fill(t testing.TB, r *rand.Rand, units []report.UnitID, busy int) {
	t.Helper()
	chance := func(percent int) bool { return r.IntN(100) < percent }
	plan := c.w.Digests[0]
	today, err := report.ParseDay("2020-02-05")
	if err != nil {
		t.Fatal(err)
	}
	now := (today + 1).At(7*60+30, c.w.Zone)
	c.in = report.DigestInput{Plan: plan, At: now, Now: now, Day: today, Silent: map[report.PeriodKey]map[report.UnitID]int{}}
	made := map[report.PeriodKey]map[report.UnitID]cell{}
	known := map[report.PeriodKey]report.Completeness{}
	complete := func(k report.PeriodKey, percent int) report.Completeness {
		if c, ok := known[k]; ok {
			return c
		}
		cells := map[report.UnitID]cell{}
		p := report.Period{Key: k, Need: c.w.NewNeed(k, k.Day-5)}
		for _, u := range units {
			cells[u] = c.report(r, k, chance, percent)
			if rec, ok := c.record(k, u, cells[u]); ok {
				p.Records = append(p.Records, rec)
			}
		}
		made[k] = cells
		c.in.Records = append(c.in.Records, report.Notable(p.Records)...)
		known[k] = c.w.Complete(p, now, nil)
		return known[k]
	}
	for _, k := range c.w.Covered(plan, today) {
		part := complete(k, busy)
		c.in.Parts = append(c.in.Parts, part)
		before, _ := c.w.LastOwed(k)
		c.in.Before = append(c.in.Before, complete(before, busy/2))
		runs := map[report.UnitID]int{}
		for _, u := range units {
			if !made[k][u].in && !part.Due.After(now) {
				runs[u] = 1 + r.IntN(9)
				c.counts[runs[u]] = true
			}
		}
		c.in.Silent[k] = runs
		c.tally(k, part.Due.After(now), made[k], made[before])
	}
	for i := range busy / 10 {
		e := report.Event{N: i + 1, Unit: units[r.IntN(len(units))], Time: now.Add(-time.Hour), Text: strings.Repeat("村口塌方有人受伤", 1+r.IntN(8))}
		if chance(30) {
			e.Progress = []report.Progress{{Event: i + 1, Kind: report.Closed, By: "周国平", Time: now}}
		}
		c.in.Events = append(c.in.Events, e)
		c.counts[i+1] = true
	}
	for i := range len(c.in.Events) {
		c.counts[i] = true // of those that are left out
	}
}

// report makes up one report. Values are large, so that none is taken for a count.
func (c *county) report(r *rand.Rand, k report.PeriodKey, chance func(int) bool, busy int) cell {
	x := cell{in: !chance(busy), late: chance(busy / 2), values: map[report.FieldID]int64{}, wrong: map[report.FieldID]int64{}}
	for _, f := range c.w.Form(k.Form).Fields {
		if f.Kind == report.Prose || chance(20) {
			continue
		}
		if x.values[f.ID] = 1000 + r.Int64N(9000); chance(100 - busy) {
			x.values[f.ID] = 0
		}
		if chance(busy / 5) {
			x.wrong[f.ID] = 1000 + r.Int64N(9000)
		}
	}
	x.wants = chance(busy / 2)
	return x
}

// record is a report as it is kept: what was wrong first stands in a version of its own.
func (c *county) record(k report.PeriodKey, u report.UnitID, x cell) (report.Record, bool) {
	rec := report.Record{RecordKey: report.RecordKey{PeriodKey: k, Unit: u}}
	if !x.in {
		return rec, false
	}
	due := c.w.Due(k)
	came := due.Add(-time.Minute)
	if x.late {
		came = due.Add(time.Second)
	}
	form := c.w.Form(k.Form)
	v := report.Version{Message: report.MessageID(k.String() + string(u)), Time: came, Counts: came, Filed: c.in.At.Add(-time.Hour), Kind: report.VersionNew, Values: map[report.FieldID]report.Value{}}
	for id, n := range x.values {
		if w, ok := x.wrong[id]; ok {
			n = w
		}
		v.Values[id] = report.Value{N: decimal.NewFromInt(n), Unit: form.Field(id).Unit()}
	}
	if note := form.Field("note"); note != nil && x.wants {
		v.Values["note"] = report.Value{Text: "大喇叭坏了请派人来修" + strings.Repeat("还缺口罩", len(u)%5)}
	}
	rec.Versions = []report.Version{v}
	if len(x.wrong) > 0 {
		again := v
		again.Kind, again.Message, again.Values, again.Filed = report.VersionCorrection, v.Message+"b", map[report.FieldID]report.Value{}, v.Filed.Add(time.Minute)
		for id := range x.wrong {
			again.Values[id] = report.Value{N: decimal.NewFromInt(x.values[id]), Unit: form.Field(id).Unit()}
		}
		rec.Versions = append(rec.Versions, again)
	}
	return rec, true
}

// tally counts, on its own, all that a digest may say of a period.
func (c *county) tally(k report.PeriodKey, open bool, now, before map[report.UnitID]cell) {
	in, timely, late, out, mended, wants := 0, 0, 0, 0, 0, 0
	for _, x := range now {
		switch {
		case !x.in:
			out++
		case x.late:
			in, late = in+1, late+1
		default:
			in, timely = in+1, timely+1
		}
		if x.in && len(x.wrong) > 0 {
			mended++
		}
		if x.in && x.wants {
			wants++
		}
	}
	c.counts[mended] = true
	for _, x := range before {
		if x.in && len(x.wrong) > 0 {
			c.counts[mended+1] = true
			mended++
		}
	}
	for _, n := range []int{len(now), in, timely, late, out, mended, wants} {
		c.counts[n] = true
	}
	for _, n := range []int{in, timely} {
		c.rates[strconv.FormatFloat(math.Round(float64(n)*1000/float64(len(now)))/10, 'f', -1, 64)+"%"] = true
	}
	for _, f := range c.w.Form(k.Form).Fields {
		c.sums(f.ID, now, before)
	}
}

func (c *county) sums(f report.FieldID, now, before map[report.UnitID]cell) {
	var sum, diff int64
	units, both := 0, 0
	for u, x := range now {
		n, said := x.values[f]
		if !said || !x.in {
			continue
		}
		sum, units = sum+n, units+1
		c.figures[n] = true
		if old, had := before[u].values[f]; had && before[u].in {
			diff, both = diff+n-old, both+1
		}
	}
	for _, x := range []map[report.UnitID]cell{now, before} {
		for _, y := range x {
			c.figures[y.values[f]] = true
			c.figures[y.wrong[f]] = true
		}
	}
	if diff < 0 {
		diff = -diff
	}
	c.figures[sum], c.figures[diff] = true, true
	c.counts[units], c.counts[both] = true, true
}

var (
	aTime   = regexp.MustCompile(`\d+月\d+日|\d\d:\d\d(:\d\d)?`)
	aRate   = regexp.MustCompile(`[\d.]+%`)
	aNumber = regexp.MustCompile(`\d+(\.\d+)?`)
	theRest = regexp.MustCompile(`(?m)^其余(\d+)个单位.*$`)
)

// check looks at every number of a text.
func (c *county) check(t *testing.T, text string, units []report.UnitID) {
	t.Helper()
	left := aTime.ReplaceAllString(text, "")
	left = aRate.ReplaceAllStringFunc(left, func(s string) string {
		if !c.rates[s] {
			t.Errorf("the rate %s is of nothing", s)
		}
		return ""
	})
	if m := theRest.FindStringSubmatch(left); m != nil {
		told := 0
		for _, line := range strings.Split(text, "\n") {
			if slices.ContainsFunc(units, func(u report.UnitID) bool { return strings.HasPrefix(line, string(u)) }) {
				told++
			}
		}
		if m[1] != strconv.Itoa(len(units)-told) {
			t.Errorf("%s, and %d of %d stand in lines of their own", m[0], told, len(units))
		}
		left = theRest.ReplaceAllString(left, "")
	}
	for _, s := range aNumber.FindAllString(left, -1) {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || !c.figures[n] && (n > 500 || !c.counts[int(n)]) {
			t.Errorf("the number %s is neither reported nor counted", s)
		}
	}
}

// Whatever the days were: no number that was not reported or cannot be counted, and no
// more characters than can be read standing.
func TestADigestHoldsNoNumberOfItsOwnAndFits(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 5))
		units := named([]int{3, 12, 12, 30, 100, 130}[seed%6])
		c := newCounty(t, units)
		c.fill(t, r, units, []int{0, 20, 50, 80}[seed%4])
		limit := 600 + min(max(len(units)-12, 0), 88)*600/88
		for _, layout := range []report.Layout{report.ByTopic, report.ByUnit} {
			c.in.Plan.Layout = layout
			text := c.w.BuildDigest(c.in).Text
			c.check(t, text, units)
			if n := utf8.RuneCountInString(text); n > limit {
				t.Errorf("%d units by %s: %d characters, at most %d", len(units), layout, n, limit)
			}
			if t.Failed() {
				t.Fatalf("seed %d, %d units, by %s:\n%s", seed, len(units), layout, text)
			}
		}
	}
}
