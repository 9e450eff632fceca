package report_test

import (
	"testing"

	"qunbao/report"
)

func TestAQuoteFromAnotherVillageReplacesNothing(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 14:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46)}})
	quote := func(id, card string, f report.Filing) {
		f.Form, f.Period = "daily", daily5.Day
		d.say(report.Message{ID: report.MessageID(id), Time: at(t, "05 15:00:00"), Sender: card, RefersTo: "m1"},
			report.Reading{Kind: report.IsCorrection, Filings: []report.Filing{f}})
	}
	quote("q1", "东坡村王桂兰", report.Filing{Unit: "东坡村", Values: values{"home": n(5)}})
	if now := d.now("柳湾村", daily5.Day); !now.Values["home"].Equal(n(46)) {
		t.Errorf("柳湾村 has %s at home after 东坡村 quoted its report", now.Values["home"].N)
	}
	if d.rows[0].Stage != report.StageKept {
		t.Errorf("the receipt says %q", d.rows[0].Stage)
	}
	lone := n(44)
	quote("q2", "包村干部钱海", report.Filing{Bare: &lone})
	if now := d.now("柳湾村", daily5.Day); !now.Values["home"].Equal(n(44)) {
		t.Errorf("its lead's lone number left %s at home, want 44", now.Values["home"].N)
	}
}

func TestAProxysAnswerReplacesNothing(t *testing.T) {
	d := newDesk(t)
	d.files("p1", "东坡村王桂兰", at(t, "05 14:00:00"), report.Filing{Unit: "柳湾村", Proxy: true, Problems: []report.Problem{
		{Code: report.Twice, Field: "home", Say: "居家写了20人和30人，哪个对？"}}})
	asked := d.question
	d.files("m1", "柳湾村 李会芳", at(t, "05 14:05:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46)}})
	d.question = asked
	d.say(report.Message{ID: "a1", Time: at(t, "05 14:10:00"), Sender: "东坡村王桂兰"},
		report.Reading{Kind: report.IsAnswer, Answer: &report.Answer{Kind: report.AnswerValue, Value: n(30)}})
	if now := d.now("柳湾村", daily5.Day); !now.Values["home"].Equal(n(46)) {
		t.Errorf("a proxy's answer made it %s", now.Values["home"].N)
	}
}

func TestAProxyInPrivateIsToldToTheUnitsReporterInPrivate(t *testing.T) {
	d := newDesk(t)
	m := report.Message{ID: "p1", Time: at(t, "05 14:00:00"), Sender: "东坡村王桂兰", Private: true}
	f := report.Filing{Form: "daily", Period: daily5.Day, FormNamed: true, Unit: "柳湾村", Proxy: true, Values: values{"home": n(20)}}
	d.say(m, report.Reading{Kind: report.IsReport, Filings: []report.Filing{f}})
	var to []string
	for _, r := range d.rows {
		to = append(to, r.To.String())
	}
	if !contains(to, "person:王桂兰") || !contains(to, "person:李会芳") {
		t.Errorf("receipts go to %v", to)
	}
}

func TestOnlyWhoSentAMessageMayRecallIt(t *testing.T) {
	d := newDesk(t)
	d.files("m1", "柳湾村 李会芳", at(t, "05 14:00:00"), report.Filing{Unit: "柳湾村", Values: values{"home": n(46)}})
	for _, card := range []string{"路人甲", "东坡村王桂兰"} {
		d.say(report.Message{ID: report.MessageID("r" + card), Time: at(t, "05 14:05:00"), Sender: card, Type: report.RecallMessage, RefersTo: "m1"},
			report.Reading{Kind: report.IsRecall})
		if now := d.now("柳湾村", daily5.Day); !now.Valid {
			t.Fatalf("%s withdrew somebody else's report", card)
		}
	}
}
