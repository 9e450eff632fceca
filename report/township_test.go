package report_test

import (
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"qunbao/report"
)

var zone = time.FixedZone("CST", 8*3600)

// at is an instant of February 2020, as 5日 14:05.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	instant, err := time.ParseInLocation("2006-01-02 15:04:05", "2020-02-"+s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

func day(t *testing.T, s string) report.Day {
	t.Helper()
	d, err := report.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// township is three villages with a daily form and a form of two shifts.
func township(t *testing.T) *report.Workspace {
	t.Helper()
	check, err := report.CompileRule("screened == home + released", []report.FieldID{"screened", "home", "released", "fever"})
	if err != nil {
		t.Fatal(err)
	}
	urgent, err := report.CompileRule("value > 0", []report.FieldID{"value"})
	if err != nil {
		t.Fatal(err)
	}
	daily := report.Form{
		ID: "daily", Name: "疫情日报", Calendar: report.EveryDay,
		Slots: []report.Slot{{Opens: 6 * 60, Due: 17 * 60}}, Closes: 24*60 - 1,
		Zero: report.Zero{Sets: []report.FieldID{"fever"}, Carries: []report.FieldID{"home", "released"}},
		Fields: []report.Field{
			{ID: "screened", Name: "排查", Units: []string{"人"}, Kind: report.Cumulative},
			{ID: "home", Name: "居家", Units: []string{"人"}, Kind: report.Stock},
			{ID: "released", Name: "解除", Units: []string{"人"}, Kind: report.Cumulative},
			{ID: "fever", Name: "发热", Units: []string{"人"}, Kind: report.Daily, Urgent: urgent},
			{ID: "note", Name: "备注", Kind: report.Prose},
		},
		Checks: []report.Check{{Rule: check, Say: "排查应等于居家、解除之和"}},
	}
	shifts := report.Form{
		ID: "gate", Name: "卡点值守", Calendar: report.EveryDay,
		Slots: []report.Slot{
			{ID: "day", Name: "白班", Opens: 8 * 60, Due: 20 * 60},
			{ID: "night", Name: "夜班", Opens: 20 * 60, Due: 32 * 60},
		},
		Zero:   report.Zero{Sets: []report.FieldID{"abnormal"}},
		Fields: []report.Field{{ID: "cars", Name: "车辆", Units: []string{"辆"}, Kind: report.Daily}, {ID: "abnormal", Name: "异常", Units: []string{"人"}, Kind: report.Daily}},
	}
	return report.NewWorkspace(report.Settings{
		Name: "青石镇", Zone: zone,
		Units: []report.Unit{
			{ID: "青石镇", Kind: "乡镇"},
			{ID: "柳湾村", Aliases: []string{"柳湾"}, Parent: "青石镇", Kind: "行政村"},
			{ID: "东坡村", Aliases: []string{"东坡"}, Parent: "青石镇", Kind: "行政村"},
			{ID: "上坪村", Aliases: []string{"上坪"}, Parent: "青石镇", Kind: "行政村"},
		},
		People: []report.Person{
			{ID: "周国平", Name: "周国平", Card: "周书记", Posts: []report.Post{{Unit: "青石镇", Role: report.Leader}}},
			{ID: "郑晓", Name: "郑晓", Card: "党政办郑晓", Posts: []report.Post{{Unit: "青石镇", Role: report.Admin}}},
			{ID: "李会芳", Name: "李会芳", Card: "柳湾村 李会芳", Posts: []report.Post{{Unit: "柳湾村", Role: report.Reporter}}},
			{ID: "王桂兰", Name: "王桂兰", Card: "东坡村王桂兰", Posts: []report.Post{{Unit: "东坡村", Role: report.Reporter}}},
			{ID: "杨秀英", Name: "杨秀英", Card: "上坪村-杨秀英", Posts: []report.Post{{Unit: "上坪村", Role: report.Reporter}}},
			{ID: "钱海", Name: "钱海", Card: "包村干部钱海", Posts: []report.Post{{Unit: "柳湾村", Role: report.Lead}, {Unit: "东坡村", Role: report.Lead}}},
		},
		Forms:         []report.Form{daily, shifts},
		Chats:         []report.Chat{{ID: "工作群", Role: report.WorkChat, Forms: []report.FormID{"daily", "gate"}}},
		Quiet:         report.Quiet{From: 21 * 60, To: 7 * 60},
		ReceiptWindow: 30 * time.Second, TrustCards: true,
	})
}

func n(i int64) report.Value { return report.Value{N: decimal.NewFromInt(i), Unit: "人"} }

type values = map[report.FieldID]report.Value

// desk is a store of one decision at a time: it applies what Decide says, so
// that tests read as conversations.
type desk struct {
	t        *testing.T
	w        *report.Workspace
	records  map[report.RecordKey]report.Record
	outcomes map[report.MessageID]report.Outcome
	question *report.Question
	events   []report.Event
	rows     []report.Row // of the last message
}

func newDesk(t *testing.T) *desk {
	return &desk{t: t, w: township(t), records: map[report.RecordKey]report.Record{}, outcomes: map[report.MessageID]report.Outcome{}}
}

// say lets a card send a message that was read as given.
func (d *desk) say(m report.Message, r report.Reading) {
	d.t.Helper()
	if !m.Private {
		m.Chat = "工作群"
	}
	v := report.View{
		Now: m.Time, Message: m, Reading: r, Speaker: d.w.Speaker(m), Question: d.question,
		Records: map[report.RecordKey]report.Record{}, Earlier: map[report.RecordKey][]report.Record{},
		Last: len(d.events), Recent: d.events, Started: daily5.Day - 10,
	}
	if o, ok := d.outcomes[m.RefersTo]; ok {
		v.Referred = &o
	}
	for _, k := range d.w.Touches(v) {
		v.Records[k] = d.records[k]
		for before := k; before.Day > daily5.Day-10; {
			before.Day--
			if r := d.records[before]; r.Fold().Valid {
				v.Earlier[k] = append(v.Earlier[k], r)
			}
		}
	}
	again := v
	again.Records = maps.Clone(v.Records)
	c := d.w.Decide(v)
	if diff := cmp.Diff(c, d.w.Decide(again)); diff != "" {
		d.t.Errorf("%s is decided otherwise the second time:\n%s", m.ID, diff)
	}
	for _, w := range c.Writes {
		r := d.records[w.Key]
		if r.Revision() != w.Revision {
			d.t.Fatalf("%s was decided on revision %d, the record is at %d", w.Key, w.Revision, r.Revision())
		}
		r.RecordKey = w.Key
		r.Versions = append(r.Versions, w.Version)
		d.records[w.Key] = r
	}
	if c.Close != nil {
		d.question = nil
	}
	if c.Ask != nil {
		d.question = c.Ask
	}
	d.events = append(d.events, c.Events...)
	d.rows = c.Rows
	d.outcomes[m.ID] = c.Outcome
}

// files lets a card file values for a unit's daily form on its own day.
func (d *desk) files(id, card string, when time.Time, f report.Filing) {
	d.t.Helper()
	if f.Form == "" {
		f.Form = "daily"
	}
	if f.Period == 0 {
		f.Period = report.DayOf(when)
	}
	f.FormNamed = !f.Zero
	d.say(report.Message{ID: report.MessageID(id), Time: when, Sender: card}, report.Reading{Kind: report.IsReport, Filings: []report.Filing{f}})
}

// now folds a unit's daily report of a day.
func (d *desk) now(unit report.UnitID, on report.Day) report.Current {
	r := d.records[report.RecordKey{PeriodKey: report.PeriodKey{Form: "daily", Day: on}, Unit: unit}]
	return r.Fold()
}

// standing is a unit's state in a period at an instant.
func (d *desk) standing(k report.PeriodKey, unit report.UnitID, when time.Time) report.Standing {
	c := d.w.Complete(d.period(k), when, nil)
	for _, s := range c.Standings {
		if s.Unit == unit {
			return s
		}
	}
	d.t.Fatalf("%s stands nowhere in %s", unit, k)
	return report.Standing{}
}

func (d *desk) period(k report.PeriodKey) report.Period {
	p := report.Period{Key: k, Need: d.w.NewNeed(k, k.Day)}
	for key, r := range d.records {
		if key.PeriodKey == k {
			p.Records = append(p.Records, r)
		}
	}
	return p
}
