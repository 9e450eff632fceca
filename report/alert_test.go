package report_test

import (
	"testing"

	"qunbao/report"
)

func TestNoTelephoneOrIdentityCardNumberIsRepeated(t *testing.T) {
	for text, want := range map[string]string{
		"联系电话13912345678，快来":      "联系电话139****78，快来",
		"139 1234 5678":           "139****78",
		"139-1234-5678":           "139****78",
		"电话１３９１２３４５６７８":           "电话１３９****７８",
		"身份证110101199003071234的人": "身份证110****34的人",
		"110101 19900307 123X":    "110****3X",
		"转移1234567人，水位102.35米":    "转移1234567人，水位102.35米",
		"59 14 46 2 11 0":         "59 14 46 2 11 0",
	} {
		if got := report.Mask(text); got != want {
			t.Errorf("Mask(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTheSameWordsTwiceWakeNobodyTwiceAndAreConfirmedTwice(t *testing.T) {
	d := newDesk(t)
	words := func(id, card string) {
		d.say(report.Message{ID: report.MessageID(id), Time: at(t, "05 22:00:00"), Sender: card},
			report.Reading{Kind: report.IsEvent, Event: &report.EventWords{Unit: "柳湾村", Text: "堤坝决口了"}})
	}
	words("m1", "柳湾村 李会芳")
	words("m2", "东坡村王桂兰")
	if len(d.events) != 1 || len(d.rows) != 1 || d.rows[0].To.Chat == "" {
		t.Errorf("%d events, rows %+v", len(d.events), d.rows)
	}
}
