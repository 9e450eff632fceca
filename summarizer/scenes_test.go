package summarizer_test

import (
	"fmt"
	"testing"
	"time"

	"qunbao/report"
)

// reportsOf is what some villages send on an ordinary day, less what a scene changes:
// given a village's number it may give other words for its row.
func reportsOf(units []report.UnitID, change func(i int) string) sheet {
	s := sheet{form: "epidemic"}
	for i, u := range units {
		row := fmt.Sprintf("screened=%d from_wuhan=%d from_hubei=%d new_today=0 home_households=%d home=%d central=0 released=%d fever=0 checkpoints=2 guards=6", 20+i, i%3, i%4, 4+i%3, 12+i, 8)
		if words := change(i); words != "" {
			row = words
		}
		s.rows = append(s.rows, fmt.Sprintf("%s 16:%02d %s", u, 10+i, row))
	}
	return s
}

func unchanged(int) string { return "" }

// feverDay is a day on which half of the villages tell of fever.
func feverDay(t testing.TB) report.Facts {
	day, _ := report.ParseDay(today)
	var events []report.Event
	rows := reportsOf(villages, func(i int) string {
		if i%2 > 0 {
			return ""
		}
		events = append(events, report.Event{
			N: len(events) + 1, Time: day.At(report.Clock(16*60+10+i), time.FixedZone("CST", 8*3600)), Unit: villages[i], Form: "epidemic", Field: "fever",
			Message: report.MessageID(fmt.Sprintf("epidemic-%s-%d", today, i)), Text: fmt.Sprintf("疫情日报：发热人员%d人", 1+i/4), Key: report.PeriodKey{Form: "epidemic", Day: day},
		})
		return fmt.Sprintf("screened=%d new_today=0 home=%d central=0 released=8 fever=%d checkpoints=2 guards=6", 20+i, 12+i, 1+i/4)
	})
	return facts(t, []sheet{rows}, []sheet{reportsOf(villages, unchanged)}, events...)
}

// missingDay is a day on which few report.
func missingDay(t testing.TB) report.Facts {
	now := reportsOf(villages, unchanged)
	now.rows = now.rows[2:5]
	return facts(t, []sheet{now, {form: "publicity"}}, []sheet{reportsOf(villages, unchanged)})
}

// correctedDay is a day of corrections.
func correctedDay(t testing.TB) report.Facts {
	now := reportsOf(villages, unchanged)
	for i, u := range villages[:5] {
		now.rows = append(now.rows, fmt.Sprintf("%s 18:%02d + home=%d released=%d", u, 10+i, 11+i, 9))
	}
	return facts(t, []sheet{now}, []sheet{reportsOf(villages, unchanged)})
}

// firstDay is the day of the first start: there is nothing to compare with.
func firstDay(t testing.TB) report.Facts {
	return facts(t, []sheet{reportsOf(villages, unchanged)}, nil)
}

// openDay is a day on which every village leaves its figures open.
func openDay(t testing.TB) report.Facts {
	rows := reportsOf(villages, func(int) string { return "screened=? home=? fever=?" })
	return facts(t, []sheet{rows}, []sheet{reportsOf(villages, unchanged)})
}

// neededDay is a day on which villages ask for things and propose some.
func neededDay(t testing.TB) report.Facts {
	words := []string{"口罩只够用两天，缺300个", "卡点夜间无照明，请镇里协调接电", "建议统一印制出入登记本", "", "大喇叭损坏，无法播放", "6组道路积水，车辆无法通行"}
	now := reportsOf(villages, unchanged)
	for i, said := range words {
		if said != "" {
			now.rows[i] += " note=" + said
		}
	}
	return facts(t, []sheet{now}, []sheet{reportsOf(villages, unchanged)})
}
