package report_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"qunbao/report"
)

// crowded is the digest of a day on which more is out of order than there is room for.
func crowded(t *testing.T, layout report.Layout, attach ...report.Attachment) string {
	t.Helper()
	units := named(12)
	c := newCounty(t, units)
	c.fill(t, rand.New(rand.NewPCG(3, 7)), units, 50)
	c.in.Plan.Layout, c.in.Plan.Attach = layout, attach
	return c.w.BuildDigest(c.in).Text
}

func TestADigestPointsToATableOnlyWhereItCarriesOne(t *testing.T) {
	for _, layout := range []report.Layout{report.ByTopic, report.ByUnit} {
		if text := crowded(t, layout, report.Attachment{Kind: report.BoardAttached}); strings.Contains(text, "详见表") {
			t.Errorf("by %s with the board alone:\n%s", layout, text)
		}
		if text := crowded(t, layout, report.Attachment{Kind: report.TableAttached}); !strings.Contains(text, "详见表") {
			t.Errorf("by %s with a table:\n%s", layout, text)
		}
	}
}

// Where there is no room, one name is never put out by a longer number, and figures that
// have not moved go before what was corrected and who is excused.
func TestWhatIsShortenedFirstIsWhatMattersLeast(t *testing.T) {
	d := newDesk(t)
	in := report.DigestInput{Day: daily5.Day, At: at(t, "06 07:30:00"), Now: at(t, "06 07:30:00")}
	for i := range 8 {
		part := report.Completeness{Key: daily5, Due: at(t, "05 17:00:00"), At: in.At, Base: 11, Received: 10, OnTime: 9, Totals: []report.Total{{Field: "home", N: n(46).N, Units: 9, Carried: 2}, {Field: "screened", N: n(999999).N, Units: 9}}}
		part.Key.Day -= report.Day(i)
		part.Standings = []report.Standing{
			{Unit: "柳湾村", State: report.Missing, Expected: true},
			{Unit: "上坪村", State: report.Excused, Reason: fmt.Sprintf("因为线路检修停电停网第%c次", '一'+rune(i)), Expected: true},
			{Unit: "东坡村", State: report.Late, Expected: true, Current: report.Current{First: at(t, "05 17:10:00")}},
		}
		before := part
		before.Key.Day -= 20
		in.Parts, in.Before = append(in.Parts, part), append(in.Before, before)
	}
	text := d.w.BuildDigest(in).Text
	if strings.Contains(text, "1个村") {
		t.Errorf("a number stands for one name:\n%s", text)
	}
	if excused, kept := strings.Count(text, "第"), strings.Count(text, "46人"); kept > 0 && excused < len(in.Parts) {
		t.Errorf("%d of %d excuses and %d figures that have not moved:\n%s", excused, len(in.Parts), kept, text)
	}
}

// Of many urgent matters those that nobody has in hand stand, the newest of them first of
// all, and the numbers of all others.
func TestWhatNobodyHasInHandIsNeverAmongTheRest(t *testing.T) {
	d := newDesk(t)
	now := at(t, "06 07:30:00")
	in := report.DigestInput{Day: daily5.Day, At: now, Now: now}
	for i := 1; i <= 10; i++ {
		e := report.Event{N: i, Unit: "柳湾村", Time: at(t, "05 09:00:00"), Text: "村口塌方"}
		if i <= 8 {
			e.Progress = []report.Progress{{Event: i, Kind: report.Acknowledged, By: "周国平", Time: now}}
		}
		in.Events = append(in.Events, e)
	}
	text := d.w.BuildDigest(in).Text
	for _, want := range []string{"急报5号 ", "急报8号 ", "急报9号 ", "急报10号 ", "▲ 另有急报4件：1号、2号、3号、4号\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
}
