package main

import (
	"context"
	"testing"

	"qunbao/report"
)

// counted counts what is read of periods.
type counted struct {
	shelf
	periods int
}

func (c *counted) Period(ctx context.Context, k report.PeriodKey) (report.Period, error) {
	c.periods++
	return c.shelf.Period(ctx, k)
}

// A county's digest is read once, however many get it, and anew at another instant.
func TestADigestIsBuiltOnceForAllWhoGetIt(t *testing.T) {
	r := newRemindery(t, none)
	kept := &counted{shelf: r.store}
	r.r.shelf = kept
	say := func(to report.Address, clock string) (string, int) {
		before := kept.periods
		text := r.say(clock, report.Row{
			Key: "digest/2020-02-06T07:30/" + to.String(), Kind: report.DigestKind, To: to, Period: report.DayOf(r.at("05 12:00")), Ref: "0",
		}).Text
		return text, kept.periods - before
	}
	first, read := say(report.Address{Person: "周国平"}, "06 07:30")
	if read == 0 {
		t.Fatal("nothing was read")
	}
	if again, more := say(report.Address{Chat: "青石镇班子群"}, "06 07:30"); again != first || more != 0 {
		t.Errorf("read %d periods again, got\n%s\nand before\n%s", more, again, first)
	}
	if _, more := say(report.Address{Chat: "青石镇班子群"}, "06 07:31"); more == 0 {
		t.Error("a minute later the digest of the minute before was said")
	}
}
