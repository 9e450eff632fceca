package report_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"qunbao/report"
)

// said is a version of a message, filed as it came.
func said(id string, when time.Time, v values) report.Version {
	return report.Version{Message: report.MessageID(id), Time: when, Counts: when, Filed: when, Kind: report.VersionNew, Values: v}
}

// reminder is a row of a stage that named units.
func reminder(k report.PeriodKey, stage, to string, units ...report.UnitID) report.Row {
	row := report.Row{Kind: report.Reminder, To: report.Address{Person: report.PersonID(to)}, Form: k.Form, Period: k.Day, Slot: k.Slot, Stage: stage, Units: units}
	row.Key = "remind/" + k.String() + "/" + stage + "/" + row.To.String()
	return row
}

// period is one period with the units' reports.
func period(k report.PeriodKey, versions map[report.UnitID][]report.Version) report.Period {
	p := report.Period{Key: k, Need: &report.Need{Key: k, Units: map[report.UnitID]report.Duty{"柳湾村": {}, "东坡村": {}, "上坪村": {}}}}
	for _, u := range []report.UnitID{"柳湾村", "东坡村", "上坪村", "撤并村"} {
		if len(versions[u]) > 0 {
			p.Records = append(p.Records, report.Record{RecordKey: report.RecordKey{PeriodKey: k, Unit: u}, Versions: versions[u]})
		}
	}
	return p
}

func TestCountsOfTheBurdenAddUp(t *testing.T) {
	w := township(t)
	rapid.Check(t, func(r *rapid.T) {
		from := day(t, "2020-02-03") + report.Day(rapid.IntRange(0, 6).Draw(r, "from"))
		to := from + report.Day(rapid.IntRange(0, 20).Draw(r, "days"))
		c := w.CountBurden(from, to)
		keys := []report.PeriodKey{}
		for d := from - 1; d <= to+1; d++ {
			for i := range w.Forms {
				keys = append(keys, w.PeriodsOf(&w.Forms[i], d)...)
			}
		}
		units := []report.UnitID{"柳湾村", "东坡村", "上坪村", "撤并村"}
		for range rapid.IntRange(0, 20).Draw(r, "rows") {
			row := reminder(rapid.SampledFrom(keys).Draw(r, "key"), rapid.SampledFrom([]string{"before-60m-reporter", "gone"}).Draw(r, "stage"), "某人",
				rapid.SliceOfDistinct(rapid.SampledFrom(units), rapid.ID[report.UnitID]).Draw(r, "named")...)
			if rapid.Bool().Draw(r, "asked") {
				row.Kind = report.Ask
			}
			c.Sent(row, row.Period.At(report.Clock(rapid.IntRange(0, 1439).Draw(r, "at")), zone))
		}
		want := report.Load{}
		known, proxied := map[string]bool{}, 0
		for _, k := range keys {
			versions := map[report.UnitID][]report.Version{}
			for _, u := range units {
				for range rapid.IntRange(0, 2).Draw(r, "versions") {
					v := said(fmt.Sprint("m", rapid.IntRange(0, 30).Draw(r, "message")), k.Day.At(report.Clock(rapid.IntRange(0, 1439).Draw(r, "at")), zone),
						values{"home": n(int64(rapid.IntRange(0, 1).Draw(r, "home"))), "released": {Carried: true}})
					v.Zero, v.Proxy = rapid.Bool().Draw(r, "zero"), rapid.Bool().Draw(r, "proxy")
					versions[u] = append(versions[u], v)
					if k.Day < from || k.Day > to {
						continue
					}
					if !v.Proxy && !known[string(u)+string(v.Message)] {
						known[string(u)+string(v.Message)] = true
						want.Messages++
					}
					if !v.Zero && v.Proxy {
						proxied++
					} else if !v.Zero {
						want.Fields++
					}
				}
			}
			c.Period(period(k, versions))
		}
		b := c.Burden()
		if b.Total.Messages != want.Messages || b.Total.Fields != want.Fields {
			r.Fatalf("counted %+v, want %+v", b.Total, want)
		}
		addsUp(r, b, proxied)
	})
}

// addsUp holds the sums over weeks, units and forms against each other.
func addsUp(r *rapid.T, b report.Burden, proxied int) {
	sum := func(to *report.Load, l report.Load) {
		to.Messages, to.Fields = to.Messages+l.Messages, to.Fields+l.Fields
		to.Questions, to.Reminders = to.Questions+l.Questions, to.Reminders+l.Reminders
	}
	weeks, total := make([]report.Load, len(b.Weeks)), report.Load{}
	for _, u := range b.Units {
		own := report.Load{}
		for i, week := range u.Weeks {
			sum(&own, week.Load)
			sum(&weeks[i], week.Load)
			if week.Monday.Weekday() != time.Monday || week.Monday != b.Weeks[i].Monday {
				r.Fatalf("%s is no week", week.Monday)
			}
		}
		if own != u.Load {
			r.Fatalf("%s: the weeks are %+v, the whole %+v", u.Unit, own, u.Load)
		}
		sum(&total, u.Load)
	}
	for i := range weeks {
		if weeks[i] != b.Weeks[i].Load {
			r.Fatalf("week %s: units %+v, all %+v", b.Weeks[i].Monday, weeks[i], b.Weeks[i].Load)
		}
	}
	filled, reminders := 0, 0
	for _, f := range b.Forms {
		filled += f.Filled
		if f.Zero > f.Reports || f.Reports > f.Periods*f.Units {
			r.Fatalf("%+v", f)
		}
		for _, s := range f.Stages {
			reminders += s.Reminders
			if s.Answered > s.Reminders {
				r.Fatalf("%+v", s)
			}
		}
		for _, u := range f.Unchanged {
			if u.Same > u.Units || u.Units > f.Units {
				r.Fatalf("%+v", u)
			}
		}
	}
	if total != b.Total || filled != total.Fields+proxied || reminders != total.Reminders {
		r.Fatalf("units %+v, all %+v, forms %d fields and %d reminders", total, b.Total, filled, reminders)
	}
}

// A round is one, to how many people it went; who had reported when it left was
// not named, and a report in the hour after it answers it.
func TestAReminderCountsForThoseItStillNamed(t *testing.T) {
	w := township(t)
	c := w.CountBurden(daily5.Day, daily5.Day)
	left := at(t, "05 16:00:00")
	stage := "before-60m-reporter"
	c.Sent(reminder(daily5, stage, "李会芳", "柳湾村", "东坡村"), left)
	c.Sent(reminder(daily5, stage, "王桂兰", "东坡村", "上坪村"), left.Add(time.Second))
	c.Sent(report.Row{Key: "question/m1", Kind: report.Ask, Form: "daily", Period: daily5.Day, Units: []report.UnitID{"东坡村"}}, left)
	c.Sent(report.Row{Key: "question/m2", Kind: report.Ask}, left)
	c.Sent(report.Row{Key: "question/m3", Kind: report.Ask, Form: "gone", Period: daily5.Day, Units: []report.UnitID{"东坡村"}}, left)
	c.Sent(report.Row{Key: "receipt/m4", Kind: report.Receipt, Form: "daily", Period: daily5.Day, Units: []report.UnitID{"东坡村"}}, left)
	c.Period(period(daily5, map[report.UnitID][]report.Version{
		"柳湾村": {said("a", left.Add(-time.Minute), values{"home": n(1)})},
		"东坡村": {said("b", left.Add(time.Hour), values{"home": n(1)})},
		"上坪村": {said("c", left.Add(time.Hour+2*time.Second), values{"home": n(1)})},
	}))
	b := c.Burden()
	if d := cmp.Diff([]report.StageBurden{{Stage: stage, Reminders: 2, Answered: 1}}, b.Forms[0].Stages); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(report.Load{Messages: 3, Fields: 3, Questions: 1, Reminders: 2}, b.Total); d != "" || b.Unnamed != 1 || b.Gone != 1 {
		t.Errorf("%s; %d without a unit, %d gone", d, b.Unnamed, b.Gone)
	}
}

// month lets three villages report for some days what fill says.
func month(t *testing.T, w *report.Workspace, days int, fill func(day int, unit report.UnitID) (daily, gate values)) report.Burden {
	t.Helper()
	c := w.CountBurden(daily5.Day, daily5.Day+report.Day(days-1))
	for d := range days {
		reports := map[report.FormID]map[report.UnitID][]report.Version{"daily": {}, "gate": {}}
		for _, u := range []report.UnitID{"柳湾村", "东坡村", "上坪村"} {
			daily, gate := fill(d, u)
			when := (daily5.Day + report.Day(d)).At(12*60, zone)
			for form, v := range map[report.FormID]values{"daily": daily, "gate": gate} {
				if v != nil {
					one := said(fmt.Sprint(form, d, u), when, v)
					one.Zero = len(v) == 0
					reports[form][u] = append(reports[form][u], one)
				}
			}
		}
		c.Period(period(report.PeriodKey{Form: "daily", Day: daily5.Day + report.Day(d)}, reports["daily"]))
		c.Period(period(report.PeriodKey{Form: "gate", Day: daily5.Day + report.Day(d), Slot: "day"}, reports["gate"]))
	}
	return c.Burden()
}

func TestOnlyWhatTheFiguresBearIsProposed(t *testing.T) {
	v := func(i int) report.Value { return report.Value{N: decimal.NewFromInt(int64(i)), Unit: "人"} }
	w := township(t)
	w.Forms[1].Fields[1] = report.Field{ID: "abnormal", Name: "异常", Aliases: []string{"居家"}, Units: []string{"人"}, Kind: report.Daily}
	w.Forms[0].Owner, w.Forms[0].Basis, w.Forms[1].Owner = "综合办公室", "日报告制度", "交通检疫组"
	const gateless = "“卡点值守”近12期无一报送，建议停用，或与办公室核对。请交通检疫组定。"
	for _, c := range []struct {
		name string
		days int
		fill func(int, report.UnitID) (values, values)
		want []string
	}{
		{"a field that never changes", 12, func(d int, _ report.UnitID) (values, values) { return values{"home": v(3)}, nil },
			[]string{gateless, "“疫情日报”的“居家”近12期3个单位中3个未变，建议停报这一项，或改为有变化时再报。请综合办公室定（依据：日报告制度）。"}},
		{"too few periods to tell", 9, func(d int, _ report.UnitID) (values, values) { return values{"home": v(3)}, nil }, nil},
		{"it changes in a third of the units", 12, func(d int, u report.UnitID) (values, values) {
			if u == "柳湾村" {
				return values{"home": v(d)}, nil
			}
			return values{"home": v(3)}, nil
		}, []string{gateless}},
		{"a field that is watched for a limit", 12, func(int, report.UnitID) (values, values) { return values{"fever": v(0)}, nil }, []string{gateless}},
		{"one fact in two forms", 12, func(d int, _ report.UnitID) (values, values) {
			return values{"home": v(d + 1)}, values{"abnormal": v(d + 1)}
		}, []string{"“居家”在“疫情日报”和“卡点值守”里各报一遍，36次都报的有36次数相同（100%），建议只在一张表里报。请综合办公室、交通检疫组商定。"}},
		{"two forms that are told different things", 12, func(d int, _ report.UnitID) (values, values) {
			return values{"home": v(d + 1)}, values{"abnormal": v(d + 2)}
		}, nil},
		{"nothing but zero in both is no sign", 12, func(d int, _ report.UnitID) (values, values) {
			return values{"home": v(0), "released": v(d)}, values{"abnormal": v(0), "cars": v(d)}
		}, []string{"“疫情日报”的“居家”近12期3个单位中3个未变，建议停报这一项，或改为有变化时再报。请综合办公室定（依据：日报告制度）。",
			"“卡点值守”的“异常”近12期3个单位中3个未变，建议停报这一项，或改为有变化时再报。请交通检疫组定。"}},
		{"nothing but zero-reports", 12, func(d int, _ report.UnitID) (values, values) { return values{}, nil },
			[]string{gateless, "“疫情日报”近12期收到36份，36份是零报告（100%），建议减少次数，或改为有情况时再报。请综合办公室定（依据：日报告制度）。"}},
	} {
		var got []string
		for _, p := range w.Proposals(month(t, w, c.days, c.fill)) {
			got = append(got, p.Say)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

// A form of which nothing ever came is proposed to be stopped, and one that was asked
// for a few times only is not.
func TestAFormThatNobodyReportsIsProposedToStop(t *testing.T) {
	w := township(t)
	for days, want := range map[int][]string{
		12: {"“疫情日报”近12期无一报送，建议停用，或与办公室核对。请发起部门定。"},
		9:  nil,
	} {
		c := w.CountBurden(daily5.Day, daily5.Day+20)
		for d := range days {
			k := report.PeriodKey{Form: "daily", Day: daily5.Day + report.Day(d)}
			c.Period(report.Period{Key: k, Need: &report.Need{Key: k, Units: map[report.UnitID]report.Duty{"柳湾村": {}}}})
		}
		var got []string
		for _, p := range w.Proposals(c.Burden()) {
			got = append(got, p.Say)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	}
}

func TestRemindersThatNobodyFollowsAreProposedToStop(t *testing.T) {
	w := township(t)
	w.Forms[0].Remind = []report.Stage{{Offset: -time.Hour, To: report.ToReporter}, {Offset: 30 * time.Minute, To: report.ToChat}}
	c := w.CountBurden(daily5.Day, daily5.Day+9)
	for k := daily5; k.Day < daily5.Day+10; k.Day++ {
		c.Sent(reminder(k, w.Forms[0].Remind[0].ID(), "李会芳", "柳湾村", "东坡村"), k.Day.At(16*60, zone))
		c.Sent(reminder(k, w.Forms[0].Remind[1].ID(), "李会芳", "柳湾村", "东坡村"), k.Day.At(17*60+30, zone))
		when := k.Day.At(18*60, zone)
		c.Period(period(k, map[report.UnitID][]report.Version{
			"柳湾村": {said("a"+k.String(), when, values{"home": n(int64(k.Day))})}, "东坡村": {said("b"+k.String(), when, values{"home": n(int64(k.Day))})},
		}))
	}
	var got []string
	for _, p := range w.Proposals(c.Burden()) {
		got = append(got, p.Say)
	}
	want := []string{"“疫情日报”截止前60分钟的提醒共20次，其中0次在1小时内报来（0%），建议取消这一轮。请发起部门定。"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
