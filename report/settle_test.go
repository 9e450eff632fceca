package report_test

import (
	"testing"

	"qunbao/report"
)

// answers lets the reporter of 柳湾村 answer the open question.
func (d *desk) answers(id, when string, a report.Answer) {
	d.t.Helper()
	d.say(report.Message{ID: report.MessageID(id), Time: at(d.t, when), Sender: "柳湾村 李会芳"},
		report.Reading{Kind: report.IsAnswer, Answer: &a})
}

func TestYesToTwoNumbersSettlesNothing(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村", Problems: []report.Problem{
		{Code: report.Twice, Field: "home", Say: "居家写了20人和30人，哪个对？"}}})
	d.answers("a1", "05 15:01:00", report.Answer{Kind: report.AnswerYes})
	if s := d.standing(daily5, "柳湾村", at(t, "05 16:00:00")); s.State != report.Unparsed || d.question == nil {
		t.Errorf("the unit is %s, question %v", s.State, d.question)
	}
	d.answers("a2", "05 15:02:00", report.Answer{Kind: report.AnswerValue, Value: n(30)})
	if now := d.now("柳湾村", daily5.Day); !now.Values["home"].Equal(n(30)) || d.question != nil {
		t.Errorf("home %s, question %v", now.Values["home"].N, d.question)
	}
}

func TestAnAnswerOverTheLimitAlerts(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村", Problems: []report.Problem{
		{Code: report.Twice, Field: "fever", Say: "发热写了0人和2人，哪个对？"}}})
	d.answers("a1", "05 15:01:00", report.Answer{Kind: report.AnswerValue, Value: n(2)})
	if len(d.events) != 1 {
		t.Errorf("%d events", len(d.events))
	}
}

func TestWhatIsConfirmedIsNeverAskedAgain(t *testing.T) {
	d := newDesk(t)
	d.files("m0", "柳湾村 李会芳", at(t, "04 15:00:00"), report.Filing{Unit: "柳湾村", Values: values{"released": n(17)}})
	full := report.Filing{Unit: "柳湾村", Values: values{"screened": n(40), "home": n(22), "released": n(16)},
		Problems: []report.Problem{{Code: report.CheckFailed, Say: "居家、解除合计38，排查写的是40，哪个数不对？"}}}
	d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), full)
	d.answers("a1", "05 15:01:00", report.Answer{Kind: report.AnswerYes})
	if d.question == nil || d.question.Code != report.Jump {
		t.Fatalf("after the check the jump is not asked: %+v", d.question)
	}
	d.answers("a2", "05 15:02:00", report.Answer{Kind: report.AnswerYes})
	if d.question != nil {
		t.Fatalf("the check is asked again: %+v", d.question)
	}
	d.files("m2", "柳湾村 李会芳", at(t, "05 15:10:00"), full)
	if d.question != nil {
		t.Errorf("the same figures are asked about again: %+v", d.question)
	}
}

func TestAWholeReportClosesTheQuestionItAnswers(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村", Problems: []report.Problem{
		{Code: report.Twice, Field: "home", Say: "居家写了20人和30人，哪个对？"}}})
	d.files("m2", "柳湾村 李会芳", at(t, "05 15:05:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(30)}})
	if d.question != nil {
		t.Errorf("still open: %+v", d.question)
	}
}

func TestTheNextUnitOfTheMessageIsAskedAfterTheFirst(t *testing.T) {
	d := newDesk(t)
	wrong := func(unit report.UnitID, home int64) report.Filing {
		v := n(home)
		v.Unit, v.As = "", "辆"
		return report.Filing{Form: "daily", Period: daily5.Day, FormNamed: true, UnitNamed: true, Unit: unit,
			Problems: []report.Problem{{Code: report.WrongUnit, Field: "home", Say: "应该用人，对吗？", Seen: []report.Value{v}}}}
	}
	d.say(report.Message{ID: "m1", Time: at(t, "05 15:00:00"), Sender: "包村干部钱海"},
		report.Reading{Kind: report.IsReport, Filings: []report.Filing{wrong("柳湾村", 10), wrong("东坡村", 12)}})
	yes := func(id string) {
		d.say(report.Message{ID: report.MessageID(id), Time: at(t, "05 15:01:00"), Sender: "包村干部钱海", RefersTo: "m1"},
			report.Reading{Kind: report.IsAnswer, Answer: &report.Answer{Kind: report.AnswerYes}})
	}
	yes("a1")
	if d.question == nil || d.question.Key.Unit != "东坡村" {
		t.Fatalf("question: %+v", d.question)
	}
	yes("a2")
	if now := d.now("东坡村", daily5.Day); !now.Values["home"].Equal(n(12)) {
		t.Errorf("东坡村 has %+v", now.Values)
	}
}

func TestAZeroReportCarriesEachFieldFromTheLastReportThatGaveIt(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "03 14:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46), "released": n(3)}})
	d.files("m2", "柳湾村 李会芳", at(t, "04 14:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(44)}})
	d.files("m3", "柳湾村 李会芳", at(t, "05 14:00:00"), report.Filing{Unit: "柳湾村", Zero: true, Values: values{"fever": {Unit: "人"}}})
	now := d.now("柳湾村", daily5.Day)
	if !now.Values["home"].N.Equal(n(44).N) || !now.Values["released"].N.Equal(n(3).N) {
		t.Errorf("carried %+v", now.Values)
	}
	d.files("m4", "柳湾村 李会芳", at(t, "06 14:00:00"), report.Filing{Unit: "柳湾村", Values: values{"released": n(2)}})
	if d.question == nil || d.question.Code != report.Jump {
		t.Errorf("a cumulative that falls behind a zero-report is not asked about: %+v", d.question)
	}
}

func TestALineOfAListThatIsPutBackIsNews(t *testing.T) {
	d := newDesk(t)
	for i, home := range []int64{27, 28, 27} {
		f := report.Filing{Form: "daily", Unit: "柳湾村", Period: daily5.Day, FormNamed: true, Values: values{"home": n(home)}}
		f.Line = "柳湾村 居家" + f.Values["home"].N.String() + "人"
		d.say(report.Message{ID: report.MessageID(rune('a' + i)), Time: at(t, "05 15:00:00").Add(1e9 * 60 * 5), Sender: "东坡村王桂兰"},
			report.Reading{Kind: report.IsReport, Jielong: true, Filings: []report.Filing{f}})
	}
	if now := d.now("柳湾村", daily5.Day); !now.Values["home"].Equal(n(27)) {
		t.Errorf("home %s, want 27", now.Values["home"].N)
	}
}

func TestTwoShiftsInOneMessageHaveTwoReceipts(t *testing.T) {
	d := newDesk(t)
	shift := func(slot report.SlotID) report.Filing {
		return report.Filing{Form: "gate", Unit: "柳湾村", Period: daily5.Day, Slot: slot, FormNamed: true, SlotNamed: true, Values: values{"cars": n(6)}}
	}
	d.say(report.Message{ID: "m1", Time: at(t, "05 20:30:00"), Sender: "柳湾村 李会芳"},
		report.Reading{Kind: report.IsReport, Filings: []report.Filing{shift("day"), shift("night")}})
	if len(d.rows) != 2 || d.rows[0].Key == d.rows[1].Key {
		t.Errorf("rows: %+v", d.rows)
	}
}

func TestARecalledMessageTakesItsAnswerWithIt(t *testing.T) {
	d := newDesk(t)
	seen := n(22)
	seen.Unit, seen.As = "", "份"
	d.files("m1", "柳湾村 李会芳", at(t, "05 16:59:00"), report.Filing{Unit: "柳湾村", Problems: []report.Problem{
		{Code: report.WrongUnit, Field: "home", Say: "应该用人，对吗？", Seen: []report.Value{seen}}}})
	d.answers("a1", "05 17:05:00", report.Answer{Kind: report.AnswerYes})
	d.say(report.Message{ID: "r1", Time: at(t, "05 17:06:00"), Sender: "柳湾村 李会芳", Type: report.RecallMessage, RefersTo: "m1"},
		report.Reading{Kind: report.IsRecall})
	if s := d.standing(daily5, "柳湾村", at(t, "05 18:00:00")); s.State != report.Missing {
		t.Errorf("the unit is %s with %+v", s.State, s.Current.Values)
	}
}

func TestAStrangerNamedLikeAReporterAnswersNothingForHer(t *testing.T) {
	d := newDesk(t)
	asked := report.AskerOf(report.Message{Chat: "工作群"}, d.w.Speaker(report.Message{Chat: "工作群", Sender: "柳湾村 李会芳"}))
	stranger := report.AskerOf(report.Message{Chat: "工作群"}, d.w.Speaker(report.Message{Chat: "工作群", Sender: "李会芳"}))
	if asked == stranger {
		t.Errorf("both are %+v", asked)
	}
}

func TestAQuestionAboutACheckThatIsGoneIsAnsweredWithoutHarm(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村",
		Values:   values{"screened": n(40), "home": n(22), "released": n(16)},
		Problems: []report.Problem{{Code: report.CheckFailed, Say: "居家、解除合计38，排查写的是40，哪个数不对？"}}})
	d.w.Form("daily").Checks = nil
	d.answers("a1", "05 15:01:00", report.Answer{Kind: report.AnswerValue, Value: n(38)})
	d.files("m2", "柳湾村 李会芳", at(t, "05 15:02:00"), report.Filing{Unit: "柳湾村", Values: values{"screened": n(38)}})
	if now := d.now("柳湾村", daily5.Day); !now.Values["screened"].Equal(n(38)) {
		t.Errorf("screened %s", now.Values["screened"].N)
	}
}

func TestANightIsComparedWithTheNightBefore(t *testing.T) {
	d := newDesk(t)
	shift := func(id, when string, on report.Day, slot report.SlotID, cars int64) {
		d.say(report.Message{ID: report.MessageID(id), Time: at(t, when), Sender: "柳湾村 李会芳"}, report.Reading{Kind: report.IsReport,
			Filings: []report.Filing{{Form: "gate", Unit: "柳湾村", Period: on, Slot: slot, FormNamed: true, SlotNamed: true, DateNamed: true, Values: values{"cars": n(cars)}}}})
	}
	shift("m1", "04 19:00:00", daily5.Day-1, "day", 8)
	shift("m2", "04 23:00:00", daily5.Day-1, "night", 8)
	shift("m3", "05 19:00:00", daily5.Day, "day", 800)
	if d.question == nil || d.question.Code != report.Jump {
		t.Errorf("a hundred times as many cars as the day before: %+v", d.question)
	}
}

func twice(field report.FieldID) report.Problem {
	return report.Problem{Code: report.Twice, Field: field, Say: string(field) + "写了两个数，哪个对？", Seen: []report.Value{n(3), n(4)}}
}

func (d *desk) asked() []string {
	var said []string
	for _, r := range d.rows {
		if r.Kind == report.Ask {
			said = append(said, r.Text)
		}
	}
	return said
}

func TestWhatKeepsAReportFromCountingIsAskedFirst(t *testing.T) {
	d := newDesk(t)
	d.files("m0", "柳湾村 李会芳", at(t, "04 15:00:00"), report.Filing{Unit: "柳湾村", Values: values{"released": n(17)}})
	one := report.Filing{Form: "daily", Period: daily5.Day, FormNamed: true, UnitNamed: true, Unit: "柳湾村", Values: values{"released": n(11)}}
	other := report.Filing{Form: "daily", Period: daily5.Day, FormNamed: true, UnitNamed: true, Unit: "东坡村", Problems: []report.Problem{twice("home")}}
	d.say(report.Message{ID: "m1", Time: at(t, "05 15:00:00"), Sender: "包村干部钱海"}, report.Reading{Kind: report.IsReport, Filings: []report.Filing{one, other}})
	if d.question == nil || d.question.Key.Unit != "东坡村" || len(d.asked()) != 1 {
		t.Fatalf("asked %v about %+v", d.asked(), d.question)
	}
	d.say(report.Message{ID: "a1", Time: at(t, "05 15:01:00"), Sender: "包村干部钱海"}, report.Reading{Kind: report.IsAnswer, Answer: &report.Answer{Kind: report.AnswerValue, Value: n(3)}})
	if d.question == nil || d.question.Code != report.Jump || d.question.Key.Unit != "柳湾村" {
		t.Errorf("then %+v", d.question)
	}
}

func TestAnOlderQuestionWaitsBehindANewerOneUntilItLapses(t *testing.T) {
	for _, c := range []struct {
		when string
		open bool
	}{{"05 16:00:00", true}, {"05 17:00:01", false}} {
		d := newDesk(t)
		d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村", Values: values{"fever": n(0)}, Problems: []report.Problem{twice("home")}})
		d.files("m2", "柳湾村 李会芳", at(t, "05 15:30:00"), report.Filing{Form: "gate", Slot: "day", Unit: "柳湾村", Problems: []report.Problem{twice("cars")}})
		if d.question == nil || d.question.Field != "cars" || len(d.question.Waits) != 1 {
			t.Fatalf("%+v", d.question)
		}
		d.answers("a1", c.when, report.Answer{Kind: report.AnswerValue, Value: n(4)})
		if open := d.question != nil && d.question.Field == "home"; open != c.open || len(d.asked()) != map[bool]int{true: 1}[c.open] {
			t.Errorf("at %s the older question is open: %v, asked %v", c.when, open, d.asked())
		}
	}
}

func TestARecalledAnswerIsAskedForAgainWhileItsQuestionIsInTime(t *testing.T) {
	for _, c := range []struct {
		when string
		open bool
	}{{"05 16:59:00", true}, {"05 17:00:01", false}} {
		d := newDesk(t)
		d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村", Problems: []report.Problem{twice("home"), twice("released")}})
		d.answers("a1", "05 15:01:00", report.Answer{Kind: report.AnswerValue, Value: n(4)})
		d.say(report.Message{ID: "r1", Time: at(t, c.when), Sender: "柳湾村 李会芳", Type: report.RecallMessage, RefersTo: "a1"}, report.Reading{Kind: report.IsRecall})
		if open := d.question != nil && d.question.Field == "home" && d.question.Message == "m1"; open != c.open {
			t.Errorf("at %s the question is open: %v", c.when, open)
		}
		if !c.open {
			continue
		}
		d.answers("a2", "05 17:01:00", report.Answer{Kind: report.AnswerValue, Value: n(3)})
		if d.question == nil || d.question.Field != "released" {
			t.Errorf("what waited is not asked: %+v", d.question)
		}
		if now := d.now("柳湾村", daily5.Day); !now.Values["home"].Equal(n(3)) || !now.First.Equal(at(t, "05 15:00:00")) {
			t.Errorf("home %s, first %s", now.Values["home"].N, now.First)
		}
	}
}

func TestNoAloneKeepsTheMarkAndAsksForTheNumberOnce(t *testing.T) {
	d := newDesk(t)
	d.files("m0", "柳湾村 李会芳", at(t, "04 15:00:00"), report.Filing{Unit: "柳湾村", Values: values{"released": n(17)}})
	d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村", Values: values{"released": n(11)}})
	no := report.Answer{Kind: report.AnswerNo}
	d.answers("a1", "05 15:01:00", no)
	if len(d.asked()) != 1 || d.question == nil {
		t.Fatalf("asked %v", d.asked())
	}
	d.answers("a2", "05 15:02:00", no)
	if len(d.asked()) != 0 || d.question == nil {
		t.Errorf("the second time asked %v, question %+v", d.asked(), d.question)
	}
	if now := d.now("柳湾村", daily5.Day); !now.Values["released"].Equal(n(11)) {
		t.Errorf("released %s", now.Values["released"].N)
	}
}

func TestAnAnswerIsJudgedAsAReportIs(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村",
		Values: values{"screened": n(40), "released": n(16)}, Problems: []report.Problem{twice("home")}})
	d.answers("a1", "05 15:01:00", report.Answer{Kind: report.AnswerValue, Value: n(4)})
	if d.question == nil || d.question.Code != report.CheckFailed {
		t.Fatalf("16 and 4 against 40: %+v", d.question)
	}
	d.answers("a2", "05 15:02:00", report.Answer{Kind: report.AnswerValue, Field: "home", Value: n(20)})
	if d.question == nil || d.question.Code != report.CheckFailed || len(d.asked()) != 1 || d.asked()[0][:len("居家、解除合计36")] != "居家、解除合计36" {
		t.Fatalf("16 and 20 against 40: %v", d.asked())
	}
	d.answers("a3", "05 15:03:00", report.Answer{Kind: report.AnswerYes})
	if d.question != nil {
		t.Errorf("confirmed, and asked again: %+v", d.question)
	}
}

func TestARequiredFieldLeftEmptyIsAskedFor(t *testing.T) {
	d := newDesk(t)
	d.w.Form("daily").Field("home").Required = true
	d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村", Values: values{"fever": n(0)}, Unfilled: []report.FieldID{"home", "released"}})
	if d.question == nil || d.question.Code != report.Unfilled || d.question.Field != "home" {
		t.Fatalf("%+v", d.question)
	}
	d.answers("a1", "05 15:01:00", report.Answer{Kind: report.AnswerValue, Value: n(4)})
	if now := d.now("柳湾村", daily5.Day); !now.Values["home"].Equal(n(4)) || d.question != nil {
		t.Errorf("home %s, question %+v", now.Values["home"].N, d.question)
	}
	d.files("m2", "柳湾村 李会芳", at(t, "05 15:05:00"), report.Filing{Unit: "柳湾村", Values: values{"fever": n(1)}, Unfilled: []report.FieldID{"home"}})
	if d.question != nil {
		t.Errorf("a field that is known is asked for: %+v", d.question)
	}
}

func TestAReportThatAnswersLetsTheRestOfItsQuestionBeAsked(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 15:00:00"), report.Filing{Unit: "柳湾村", Problems: []report.Problem{twice("home"), twice("released")}})
	d.files("m2", "柳湾村 李会芳", at(t, "05 15:05:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(30)}})
	if d.question == nil || d.question.Field != "released" || len(d.rows) != 1 {
		t.Errorf("question %+v, rows %+v", d.question, d.rows)
	}
}
