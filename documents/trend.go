package documents

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

// TrendInput is what a trend shows: a field over some days.
type TrendInput struct {
	Form   *report.Form
	Field  *report.Field
	Unit   report.UnitID // empty: the township
	At     time.Time
	Points []report.TrendPoint // one a day
}

// Trend is the picture of how a field went, as what stands on it, before it is drawn.
type Trend struct {
	Title, About string
	AsOf         string
	Measure      string
	Marks        []TrendMark
	Ticks        []decimal.Decimal // of the upright axis, from the lowest
	Latest       string
	Partial, Gap bool // some marks are so
}

// TrendMark is a day of a trend.
type TrendMark struct {
	Label string // 2月1日 where a month begins, else 2
	Value float64
	Said  string // the value as people read it; empty: there is none
	Given string // 11/12, where somebody's is missing
	Month bool   // a month begins, or the trend
	Gap   bool   // it was asked for and nobody gave it
}

// NewTrend lays a trend out.
func NewTrend(w *report.Workspace, in TrendInput) *Trend {
	at := in.At.In(w.Zone)
	t := &Trend{
		Title: in.Field.Name, About: fmt.Sprintf("%s　%s　近%d天", w.Name, in.Form.Name, len(in.Points)),
		AsOf: report.DayOf(at).Chinese() + at.Format("15:04"), Measure: in.Field.Unit(),
	}
	if in.Unit == "" && in.Field.Total == report.Highest {
		t.Title += "（各单位最高）"
	}
	if in.Unit != "" {
		t.About = fmt.Sprintf("%s　%s　近%d天", in.Unit, in.Form.Name, len(in.Points))
	}
	for i, p := range in.Points {
		m := TrendMark{Label: p.Day.Chinese(), Month: true, Gap: p.Gap()}
		if _, _, day := p.Day.Date(); i > 0 && day > 1 {
			m.Label, m.Month = strconv.Itoa(day), false
		}
		if p.Units > 0 {
			m.Value, m.Said = p.N.InexactFloat64(), said(p)
			t.Latest = fmt.Sprintf("最近一次：%s %s%s", p.Day.Chinese(), m.Said, t.Measure)
			if in.Unit == "" {
				t.Latest += fmt.Sprintf("，应报%d 报了%d", p.Base, p.Units)
			}
		}
		if p.Partial() {
			m.Given = fmt.Sprintf("%d/%d", p.Units, p.Base)
		}
		t.Partial, t.Gap = t.Partial || p.Partial(), t.Gap || p.Gap()
		t.Marks = append(t.Marks, m)
	}
	t.Ticks = ticks(in)
	return t
}

func said(p report.TrendPoint) string {
	if p.Approx {
		return "约" + p.N.String()
	}
	return p.N.String()
}

// mostTicks are the most steps of the upright axis.
const mostTicks = 5

// ticks are the numbers of the upright axis, in round steps.
func ticks(in TrendInput) []decimal.Decimal {
	least, most := bounds(in)
	step := roundStep((most-least)/mostTicks, -in.Field.Decimals)
	var all []decimal.Decimal
	for n := decimal.NewFromFloat(least).Div(step).Floor(); ; n = n.Add(decimal.NewFromInt(1)) {
		v := n.Mul(step)
		all = append(all, v)
		if v.InexactFloat64() >= most {
			return all
		}
	}
}

// bounds are what the upright axis holds at least. It begins at 0, unless the values
// of a stock differ so little that nothing would be seen. Neither a small change nor
// a single case looks like a large one.
func bounds(in TrendInput) (least, most float64) {
	least, most = math.Inf(1), math.Inf(-1)
	for _, p := range in.Points {
		if p.Units > 0 {
			v := p.N.InexactFloat64()
			least, most = min(least, v), max(most, v)
		}
	}
	few := 4 * math.Pow10(-int(in.Field.Decimals))
	switch spread := most - least; {
	case least > most:
		return 0, few
	case in.Field.Kind == report.Daily, spread == 0, spread > least/3:
		return min(least, 0), max(most, few)
	default:
		pad := max(0, least/5-spread) / 2
		return least - pad, most + pad
	}
}

// roundStep is the least of 1, 2, 5, 10, 20 … of a power of ten that is no less.
func roundStep(least float64, finest int32) decimal.Decimal {
	for e := finest; ; e++ {
		for _, n := range []int64{1, 2, 5} {
			if s := decimal.New(n, e); s.InexactFloat64() >= least {
				return s
			}
		}
	}
}
