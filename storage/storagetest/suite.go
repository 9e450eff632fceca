package storagetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

// TestStore is the conformance suite. open gives a new, empty store each time;
// the suite closes it.
func TestStore(t *testing.T, open func(*testing.T) Store) {
	for name, test := range map[string]func(*testing.T, Store){
		"AChangeIsReadBackWhole":                       changeIsReadBack,
		"AKnownMessageChangesNothing":                  knownMessage,
		"AMovedRevisionRefusesTheWholeChange":          movedRevision,
		"TwoWritesOfOneChangeFollowEachOther":          writesFollow,
		"OneOfManyAtOnceWins":                          oneWins,
		"RecordsComeInTheOrderAsked":                   recordsInOrder,
		"APeriodListsNeedAndUnits":                     periodLists,
		"PreviousIsTheLastEarlierReport":               previousIsLast,
		"AnAskerHasOneOpenQuestion":                    oneQuestion,
		"EventNumbersAreTakenOnce":                     eventNumbers,
		"AnEventIsReadWithWhatBecameOfIt":              eventsProgress,
		"NothingBecomesOfAnEventThatWasNeverRaised":    noEvent,
		"RulingsAreListedAsTheyWereMade":               rulingsListed,
		"AFiringIsClaimedOnce":                         claimedOnce,
		"ANeedIsFrozenOnce":                            frozenOnce,
		"RowsLeaveByUrgencyDueTimeAndOrder":            leaseOrder,
		"ALeaseLooksAtSoManyRowsAndNoMore":             leaseLooks,
		"ALeaseHoldsUntilItIsOver":                     leaseHolds,
		"AnAddressIsOneOwnersAtATime":                  oneOwner,
		"ALeaseMayBeAskedForAgain":                     leaseAgain,
		"ARowKeyIsUsedOnce":                            rowKeyOnce,
		"OnlyTheHolderBegins":                          onlyHolderBegins,
		"RowsOfOneMessageBeginTogetherOrNotAtAll":      beginTogether,
		"ARepeatedBeginCountsOneAttempt":               repeatedBegin,
		"WhoSentARowMayStillTellHowItEnded":            toldLater,
		"ARowThatIsRefusedStopsNoOther":                finishEach,
		"AResultEndsNoLaterAttempt":                    staleResult,
		"ACrashBetweenSendAndMarkIsFound":              stranded,
		"ARowThatFailedWaitsForItsNextTime":            retried,
		"AnEndedRowStaysEnded":                         endedStays,
		"NextRowIsWhenThereIsSomethingToLease":         nextRow,
		"ADraftIsReadAsItWasSavedLast":                 draftIsLast,
		"ADraftMovesWithTheAnswerOrNotAtAll":           draftMoves,
		"DraftsAreListedOnceEach":                      draftsListed,
		"TheFirstStartStandsForEver":                   firstStart,
		"OutagesThatTouchASpanAreFound":                outages,
		"AnActIsKeptOnceAndForEver":                    actsKept,
		"WhatAMessageDidIsKeptWithIt":                  actsCommitted,
		"OutcomesBeforeACutAreTakenAndNothingElse":     outcomesPruned,
		"NoRowThatIsToLeaveIsPruned":                   rowsPruned,
		"TheLogTellsWhatEndedAndHow":                   logTells,
		"PruningGoesOnToTheCut":                        manyRowsPruned,
		"ACancelledCallerChangesNothing":               cancelled,
		"WhatIsNotThereIsToldApart":                    nothingThere,
		"AChangeThatCannotBeStoredLeavesNothingBehind": unstorable,
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			defer func() { must(t, s.Close()) }()
			test(t, s)
		})
	}
	testMoves(t, open)
	t.Run("ADumpOfABusyStoreIsAStateItWasIn", func(t *testing.T) { testDumpsOfABusyStore(t, open) })
	t.Run("WhateverIsDoneWhatWasSaidStands", func(t *testing.T) { testOnlyGrows(t, open) })
	t.Run("RandomHistoriesReadAsTheModelSays", func(t *testing.T) { testHistories(t, open, open) })
}

// The suite's township: two units, a form a day and one with two slots.
const (
	daily = report.FormID("epidemic-daily")
	gate  = report.FormID("gate")
	liu   = report.UnitID("柳湾村")
	ping  = report.UnitID("上坪村")
	first = report.Day(18293) // 2020-02-01
)

func china() *time.Location { return time.FixedZone("CST", 8*3600) }

// clock is an instant of the suite's first day.
func clock(hour, minute int) time.Time {
	return time.Date(2020, 2, 1, hour, minute, 0, 0, china())
}

func on(f report.FormID, d report.Day, u report.UnitID) report.RecordKey {
	return report.RecordKey{PeriodKey: report.PeriodKey{Form: f, Day: d}, Unit: u}
}

// filed is a change that files one version and queues its receipt.
func filed(id report.MessageID, k report.RecordKey, revision int, at time.Time) report.Change {
	v := report.Version{
		Message: id, Time: at, Counts: at, Filed: at.Add(time.Second), By: "李会芳", Kind: report.VersionNew,
		Values: map[report.FieldID]report.Value{
			"home": {N: decimal.RequireFromString("46"), Unit: "人"},
			"mask": {N: decimal.RequireFromString("70000.5"), Unit: "份", As: "万份", Approx: true},
			"note": {Text: "张三从武汉回"},
		},
		Unfilled: []report.FieldID{"released"},
		Problems: []report.Problem{{Code: report.OutOfRange, Field: "home", Say: "居家46人，对吗？"}},
	}
	return report.Change{
		Outcome: report.Outcome{Message: id, Kind: report.IsReport, Records: []report.RecordKey{k}},
		Time:    at, At: at.Add(time.Second),
		Writes: []report.Write{{Key: k, Revision: revision, Version: v}},
		Rows:   []report.Row{row("receipt/"+string(id), report.Receipt, at)},
	}
}

func row(key string, kind report.Kind, at time.Time) report.Row {
	return report.Row{Key: key, Kind: kind, To: report.Address{Chat: "工作群"}, Mentions: []string{"柳湾村 李会芳"},
		Form: daily, Period: first, Units: []report.UnitID{liu}, NotBefore: at, Expires: at.Add(time.Hour)}
}

func record(t *testing.T, s Store, k report.RecordKey) report.Record {
	t.Helper()
	r, err := s.Record(t.Context(), k)
	must(t, err)
	return r
}

func state(t *testing.T, s Store, key string) report.RowState {
	t.Helper()
	st, _, err := s.RowState(t.Context(), key)
	must(t, err)
	return st
}

// lease leases ten rows for ten minutes and lists their keys.
func lease(t *testing.T, s Store, owner string, now time.Time) []string {
	t.Helper()
	rows, err := s.Lease(t.Context(), owner, now, now.Add(10*time.Minute), 10)
	must(t, err)
	var keys []string
	for _, r := range rows {
		keys = append(keys, r.Key)
	}
	return keys
}

// begin begins to send a row, for ten minutes.
func begin(t *testing.T, s Store, key, owner string, now time.Time) bool {
	t.Helper()
	ok, err := s.Begin(t.Context(), owner, now, now.Add(10*time.Minute), key)
	must(t, err)
	return ok
}

func cancelled(t *testing.T, s Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Commit(ctx, filed("m1", on(daily, first, liu), 0, clock(9, 0))); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
	Check(t, "versions", 0, len(record(t, s, on(daily, first, liu)).Versions))
	must(t, s.Commit(t.Context(), filed("m1", on(daily, first, liu), 0, clock(9, 0))))
}
