package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// mostBlind is how many outages a digest names.
const mostBlind = 3

// blind says in one line when nothing could be received while a period of the digest
// was open, and whether anybody is left out of the base for it.
func (b *digestReader) blind() string {
	var said []string
	for _, o := range joined(ended(b.in.Outages, b.in.Now)) {
		if slices.ContainsFunc(b.in.Parts, func(c Completeness) bool { return o.From.Before(c.Due) && o.To.After(b.w.Opens(c.Key)) }) {
			said = append(said, b.w.during(o, b.in.Day))
		}
	}
	if len(said) == 0 {
		return ""
	}
	words := strings.Join(said[:min(mostBlind, len(said))], "、")
	if len(said) > mostBlind {
		words += fmt.Sprintf("等%d次", len(said))
	}
	if slices.ContainsFunc(b.in.Parts, func(c Completeness) bool { return c.faults() > 0 }) {
		return words + "收不到消息，期间缺报不计"
	}
	return words + "收不到消息，不影响统计"
}

// during is a window in words, 10:12–11:40, each end with its day where that is
// not the one spoken of.
func (w *Workspace) during(o Window, day Day) string {
	end := func(t time.Time) string {
		if t = t.In(w.Zone); DayOf(t) != day {
			return DayOf(t).Chinese() + t.Format("15:04")
		}
		return t.Format("15:04")
	}
	return end(o.From) + "–" + end(o.To)
}

// faults is how many units are left out of the base because of an outage.
func (c *Completeness) faults() int {
	n := 0
	for _, s := range c.Standings {
		if s.Expected && s.State == SystemFault {
			n++
		}
	}
	return n
}
