package report_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

var daily5 = report.PeriodKey{Form: "daily", Day: report.DayOf(time.Date(2020, 2, 5, 0, 0, 0, 0, time.UTC))}

func TestTheFirstValidReceiptDecidesTimelinessAndACorrectionNeverMakesLate(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 17:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46)}})
	d.files("m2", "柳湾村 李会芳", at(t, "05 18:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(44)}})
	d.files("m3", "东坡村王桂兰", at(t, "05 17:00:01"), report.Filing{Unit: "东坡村", Values: values{"home": n(9)}})
	end := at(t, "05 19:00:00")
	if s := d.standing(daily5, "柳湾村", end); s.State != report.OnTime || !s.Current.Values["home"].Equal(n(44)) {
		t.Errorf("柳湾村 is %s with home %s, want on_time with 44", s.State, s.Current.Values["home"].N)
	}
	if s := d.standing(daily5, "东坡村", end); s.State != report.Late {
		t.Errorf("one second late is %s", s.State)
	}
	if s := d.standing(daily5, "上坪村", end); s.State != report.Missing {
		t.Errorf("silence is %s", s.State)
	}
}

func TestAnOlderMessageAddsWhatIsNewAndReplacesNothing(t *testing.T) {
	d := newDesk(t)
	d.files("new", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(44)}})
	d.files("old", "柳湾村 李会芳", at(t, "05 14:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46), "released": n(3)}})
	now := d.now("柳湾村", daily5.Day)
	if !now.Values["home"].Equal(n(44)) || !now.Values["released"].Equal(n(3)) || !now.First.Equal(at(t, "05 14:00:00")) {
		t.Errorf("home %s released %s first %s", now.Values["home"].N, now.Values["released"].N, now.First)
	}
}

func TestARecallRestoresWhatStoodBefore(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 14:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46)}})
	d.files("m2", "柳湾村 李会芳", at(t, "05 17:30:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(44)}})
	recall := func(id, of string, when time.Time) {
		d.say(report.Message{ID: report.MessageID(id), Time: when, Sender: "柳湾村 李会芳", Type: report.RecallMessage, RefersTo: report.MessageID(of)},
			report.Reading{Kind: report.IsRecall})
	}
	recall("r2", "m2", at(t, "05 17:31:00"))
	if now := d.now("柳湾村", daily5.Day); !now.Values["home"].Equal(n(46)) {
		t.Errorf("home is %s after the recall, want 46", now.Values["home"].N)
	}
	recall("r1", "m1", at(t, "05 17:32:00"))
	if s := d.standing(daily5, "柳湾村", at(t, "05 18:00:00")); s.State != report.Missing {
		t.Errorf("with everything recalled the unit is %s", s.State)
	}
	d.files("m3", "柳湾村 李会芳", at(t, "05 17:40:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(45)}})
	if s := d.standing(daily5, "柳湾村", at(t, "05 18:00:00")); s.State != report.Late {
		t.Errorf("the earliest version left is of 17:40, the unit is %s", s.State)
	}
}

func TestAProxyFillsWhatIsMissingAndReplacesNothing(t *testing.T) {
	d := newDesk(t)
	proxy := report.Filing{Unit: "柳湾村", Proxy: true, Values: values{"home": n(40), "released": n(9)}}
	d.files("p1", "东坡村王桂兰", at(t, "05 14:00:00"), proxy)
	if now := d.now("柳湾村", daily5.Day); !now.Valid || !now.Values["home"].Equal(n(40)) {
		t.Fatalf("a proxy's report does not fill the silence: %+v", now)
	}
	if !contains(d.rows[0].Mentions, "柳湾村 李会芳") {
		t.Errorf("the unit's reporter is not told: %v", d.rows[0].Mentions)
	}
	d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46)}})
	d.files("p2", "东坡村王桂兰", at(t, "05 16:00:00"), proxy)
	now := d.now("柳湾村", daily5.Day)
	if !now.Values["home"].Equal(n(46)) || !now.Values["released"].Equal(n(9)) {
		t.Errorf("home %s (the unit said 46), released %s (only the proxy said 9)", now.Values["home"].N, now.Values["released"].N)
	}
}

func TestOnlyAZeroReportCarriesTheLastKnownValues(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "04 14:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46), "released": n(3)}})
	zero := func(id string, when time.Time) {
		d.files(id, "柳湾村 李会芳", when, report.Filing{Unit: "柳湾村", Zero: true, Values: values{"fever": {Unit: "人"}}})
	}
	zero("m2", at(t, "05 14:00:00"))
	now := d.now("柳湾村", daily5.Day)
	if v := now.Values["home"]; !v.Carried || !v.N.Equal(n(46).N) || !now.Zero {
		t.Fatalf("home is %+v after a zero-report", v)
	}
	zero("m3", at(t, "06 14:00:00"))
	if v := d.now("柳湾村", daily5.Day+1).Values["home"]; !v.Carried || !v.N.Equal(n(46).N) {
		t.Errorf("a carried value is not carried on: %+v", v)
	}
	d.files("m4", "柳湾村 李会芳", at(t, "06 15:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(40)}})
	now = d.now("柳湾村", daily5.Day+1)
	if v := now.Values["home"]; v.Carried || !v.N.Equal(n(40).N) || now.Zero {
		t.Errorf("a stated value does not replace a carried one: %+v zero %v", v, now.Zero)
	}
}

func TestABareZeroMeansTheFirstFormStillOwedAndUndoesNothing(t *testing.T) {
	d := newDesk(t)
	zero := report.Filing{Unit: "柳湾村", Zero: true, Values: values{"fever": {Unit: "人"}}}
	d.files("m1", "柳湾村 李会芳", at(t, "05 14:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46), "fever": n(0)}})
	d.files("m2", "柳湾村 李会芳", at(t, "05 14:10:00"), zero)
	gate := report.RecordKey{PeriodKey: report.PeriodKey{Form: "gate", Day: daily5.Day, Slot: "day"}, Unit: "柳湾村"}
	r := d.records[gate]
	if now := r.Fold(); !now.Zero {
		t.Fatalf("the second form is not filed: %+v", now)
	}
	writes := len(d.records)
	d.files("m3", "柳湾村 李会芳", at(t, "05 14:20:00"), zero)
	if len(d.records) != writes || len(d.rows) != 1 || d.rows[0].Stage != report.StageRepeated {
		t.Errorf("a 平安 where nothing is owed changed something: %+v", d.rows)
	}
}

func TestWithinASlotsFirstHourAnUnnamedShiftIsTheOneThatEnded(t *testing.T) {
	d := newDesk(t)
	f := report.Filing{Form: "gate", Unit: "柳湾村", Slot: "night", Values: values{"cars": n(8)}}
	d.files("m1", "柳湾村 李会芳", at(t, "05 20:15:00"), f)
	dayShift := report.RecordKey{PeriodKey: report.PeriodKey{Form: "gate", Day: daily5.Day, Slot: "day"}, Unit: "柳湾村"}
	r := d.records[dayShift]
	if !r.Fold().Valid || d.rows[0].Stage != report.StageEarlierSlot {
		t.Fatalf("20:15 with the day shift missing was filed as %s", d.rows[0].Slot)
	}
	d.files("m2", "柳湾村 李会芳", at(t, "05 20:20:00"), f)
	night := dayShift
	night.Slot = "night"
	if r := d.records[night]; !r.Fold().Valid {
		t.Errorf("with the day shift filed the next one is not the night's")
	}
	d.files("m3", "东坡村王桂兰", at(t, "05 21:00:00"), report.Filing{Form: "gate", Unit: "东坡村", Slot: "night", Values: values{"cars": n(8)}})
	night.Unit = "东坡村"
	if r := d.records[night]; !r.Fold().Valid {
		t.Errorf("an hour later it is still taken for the day shift")
	}
}

func TestAReSentListReportsOnlyWhatIsNew(t *testing.T) {
	d := newDesk(t)
	line := func(unit report.UnitID, text string, home int64) report.Filing {
		return report.Filing{Form: "daily", Unit: unit, Period: daily5.Day, FormNamed: true, Line: text, Values: values{"home": n(home)}}
	}
	list := func(id string, when time.Time, lines ...report.Filing) {
		d.say(report.Message{ID: report.MessageID(id), Time: when, Sender: "东坡村王桂兰"}, report.Reading{Kind: report.IsReport, Jielong: true, Filings: lines})
	}
	list("l1", at(t, "05 15:00:00"), line("柳湾村", "柳湾村 居家38人", 38))
	list("l2", at(t, "05 15:10:00"), line("柳湾村", "柳湾村 居家38人", 38), line("东坡村", "东坡村 居家22人", 22))
	if len(d.rows) != 1 || d.rows[0].Units[0] != "东坡村" {
		t.Fatalf("receipts after the second list: %+v", d.rows)
	}
	list("l3", at(t, "05 15:20:00"), line("柳湾村", "柳湾村 居家37人", 37), line("东坡村", "东坡村 居家22人", 22))
	if now := d.now("柳湾村", daily5.Day); !now.Values["home"].Equal(n(37)) || len(d.rows) != 1 {
		t.Errorf("the changed line gave home %s and %d rows", now.Values["home"].N, len(d.rows))
	}
}

func TestAQuestionIsAskedOnceAndItsAnswerCountsFromTheMessageThatRaisedIt(t *testing.T) {
	d := newDesk(t)
	seen := report.Value{N: decimal.NewFromInt(22), As: "份"}
	d.files("m1", "柳湾村 李会芳", at(t, "05 16:59:00"), report.Filing{Unit: "柳湾村", Problems: []report.Problem{
		{Code: report.WrongUnit, Field: "home", Say: "居家写的是22份，应该用人，是22人吗？", Seen: []report.Value{seen}}}})
	if len(d.rows) != 1 || d.rows[0].Kind != report.Ask {
		t.Fatalf("rows: %+v", d.rows)
	}
	if s := d.standing(daily5, "柳湾村", at(t, "05 17:30:00")); s.State != report.Unparsed {
		t.Errorf("before the answer the unit is %s", s.State)
	}
	d.say(report.Message{ID: "a1", Time: at(t, "05 17:05:00"), Sender: "柳湾村 李会芳"},
		report.Reading{Kind: report.IsAnswer, Answer: &report.Answer{Kind: report.AnswerYes}})
	s := d.standing(daily5, "柳湾村", at(t, "05 17:30:00"))
	if s.State != report.OnTime || !s.Current.Values["home"].Equal(n(22)) || d.question != nil {
		t.Errorf("after 是 the unit is %s with home %+v, question %v", s.State, s.Current.Values["home"], d.question)
	}
}

func TestABareNumberSettlesTheOneFieldThatMakesTheCheckHold(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村",
		Values:   values{"screened": n(40), "home": n(22), "released": n(16)},
		Problems: []report.Problem{{Code: report.CheckFailed, Say: "居家、解除合计38，排查写的是40，哪个数不对？"}}})
	d.say(report.Message{ID: "a1", Time: at(t, "05 15:01:00"), Sender: "柳湾村 李会芳"},
		report.Reading{Kind: report.IsAnswer, Answer: &report.Answer{Kind: report.AnswerValue, Value: n(38)}})
	now := d.now("柳湾村", daily5.Day)
	if !now.Values["screened"].Equal(n(38)) || d.rows[0].Kind != report.Receipt {
		t.Errorf("screened is %s, then %s", now.Values["screened"].N, d.rows[0].Kind)
	}
	if v := now.Values["home"]; !v.Equal(n(22)) {
		t.Errorf("home became %s", v.N)
	}
}

func TestACumulativeThatFallsIsKeptMarkedAndAskedAbout(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "04 15:00:00"), report.Filing{Unit: "柳湾村", Values: values{"released": n(17), "home": n(3)}})
	d.files("m2", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村", Values: values{"released": n(11), "home": n(30)}})
	if d.question == nil || d.question.Code != report.Jump || d.question.Field != "home" {
		t.Fatalf("question: %+v", d.question)
	}
	if now := d.now("柳湾村", daily5.Day); !now.Valid || !now.Values["released"].Equal(n(11)) {
		t.Errorf("the value was not kept: %+v", now.Values["released"])
	}
	d.say(report.Message{ID: "a1", Time: at(t, "05 15:01:00"), Sender: "柳湾村 李会芳"},
		report.Reading{Kind: report.IsAnswer, Answer: &report.Answer{Kind: report.AnswerYes}})
	if d.question == nil || d.question.Field != "released" {
		t.Errorf("the rest was not asked after the first answer: %+v", d.question)
	}
}

func TestAFieldOverItsLimitAlertsOnceAndConfirms(t *testing.T) {
	d := newDesk(t)
	fever := report.Filing{Unit: "柳湾村", Values: values{"fever": n(1)}, Urgent: []report.FieldID{"fever"}}
	d.files("m1", "柳湾村 李会芳", at(t, "05 22:00:00"), fever)
	to := map[string]bool{}
	for _, r := range d.rows {
		if r.Kind == report.Alert {
			to[r.To.String()] = true
			if !r.NotBefore.Equal(at(t, "05 22:00:00")) {
				t.Errorf("the alert to %s waits until %s", r.To, r.NotBefore)
			}
		}
	}
	for _, want := range []string{"person:周国平", "person:郑晓", "chat:工作群"} {
		if !to[want] {
			t.Errorf("no alert to %s: %v", want, to)
		}
	}
	d.files("m2", "柳湾村 李会芳", at(t, "05 22:05:00"), fever)
	if len(d.events) != 1 {
		t.Errorf("the same figure was raised %d times", len(d.events))
	}
}

func TestAStrangerIsAskedAtMostOnceADay(t *testing.T) {
	d := newDesk(t)
	ask := func(id string, when time.Time) string {
		d.say(report.Message{ID: report.MessageID(id), Time: when, Sender: "小太阳"}, report.Reading{Kind: report.IsUnparsed,
			Problems: []report.Problem{{Code: report.Who, Say: "请问您是哪个村的？"}}})
		return d.rows[0].Key
	}
	first, second, third := ask("s1", at(t, "05 10:00:00")), ask("s2", at(t, "05 12:00:00")), ask("s3", at(t, "06 12:00:00"))
	if first != second || first == third {
		t.Errorf("keys %q, %q on one day, %q on the next", first, second, third)
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
