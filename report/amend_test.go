package report_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"qunbao/report"
)

func people(n int64) map[report.FieldID]report.Value {
	return map[report.FieldID]report.Value{"home": {N: decimal.NewFromInt(n), Unit: "人"}}
}

func TestWhatPeopleSetRightIsKnownByMessage(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2020, 2, 14, 16, minute, 0, 0, time.UTC) }
	key := report.RecordKey{PeriodKey: report.PeriodKey{Form: "epidemic-daily", Day: report.DayOf(at(0))}, Unit: "柳湾村"}
	first := report.Version{Message: "m1", Time: at(1), By: "李会芳", Kind: report.VersionNew, Values: people(64)}
	attempt := report.Version{Message: "m1", Time: at(1), By: "李会芳", Kind: report.VersionAttempt}
	asked := attempt
	asked.Problems = []report.Problem{{Code: report.WrongUnit, Field: "home"}}
	for name, c := range map[string]struct {
		versions []report.Version
		want     map[report.MessageID]int64
	}{
		"a correction": {[]report.Version{first, {Message: "m2", Time: at(2), By: "李会芳", Kind: report.VersionCorrection, Values: people(46)}},
			map[report.MessageID]int64{"m1": 46}},
		"two corrections: the last one counts, and the first was set right too": {[]report.Version{first,
			{Message: "m2", Time: at(2), By: "李会芳", Kind: report.VersionCorrection, Values: people(46)},
			{Message: "m3", Time: at(3), By: "李会芳", Kind: report.VersionCorrection, Values: people(48)}},
			map[report.MessageID]int64{"m1": 48, "m2": 48}},
		"what was asked about was not misread, answered": {[]report.Version{asked,
			{Message: "m2", Time: at(2), By: "李会芳", Kind: report.VersionAnswer, About: "m1", Values: people(46)}}, map[report.MessageID]int64{}},
		"or said again": {[]report.Version{asked,
			{Message: "m2", Time: at(2), By: "李会芳", Kind: report.VersionNew, Values: people(46)}}, map[report.MessageID]int64{}},
		"what came to nothing and was said again": {[]report.Version{attempt,
			{Message: "m2", Time: at(2), By: "李会芳", Kind: report.VersionNew, Values: people(46)}},
			map[report.MessageID]int64{"m1": 46}},
		"newer figures amend nothing": {[]report.Version{first,
			{Message: "m2", Time: at(2), By: "李会芳", Kind: report.VersionNew, Values: people(46)}}, map[report.MessageID]int64{}},
		"nor does a proxy": {[]report.Version{first,
			{Message: "m2", Time: at(2), By: "赵国庆", Kind: report.VersionCorrection, Proxy: true, Values: people(46)}}, map[report.MessageID]int64{}},
		"a recalled correction amends nothing": {[]report.Version{first,
			{Message: "m2", Time: at(2), By: "李会芳", Kind: report.VersionCorrection, Values: people(46)},
			{Message: "m3", Time: at(3), By: "李会芳", Kind: report.VersionWithdrawal, About: "m2"}}, map[report.MessageID]int64{}},
	} {
		t.Run(name, func(t *testing.T) {
			r := report.Record{RecordKey: key, Versions: c.versions}
			got := map[report.MessageID]int64{}
			for _, a := range r.Amendments() {
				if a.Key != key {
					t.Errorf("key %v", a.Key)
				}
				got[a.Message] = a.Values["home"].N.IntPart()
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}
