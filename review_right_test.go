package main

import (
	"slices"
	"testing"
)

// TestACardAloneDecidesNothingOfABriefing holds 确认 to the right that 改 and 通过 have.
func TestACardAloneDecidesNothingOfABriefing(t *testing.T) {
	config := reviewTownship(t)
	edit(t, config, "trust_cards: true", "trust_cards: false")
	holdsReview(t, config, conversation{"a-card-alone", "2020-02-05T20:40", slices.Concat(reported, []utterance{
		{"05T20:11", "@宣传办孙莉", "改 2：居家观察78人，另有999人"},
		{"05T20:12", "宣传办孙莉", "确认"},
		{"05T20:13", "宣传办孙莉", "通过"},
		{"05T20:14", "@宣传办孙莉", "出处 2"},
		{"05T20:15", "@宣传办孙莉", "确认"},
	})})
}

// TestALeaderIsShownWhatWasPublishedLast, while the next is in review.
func TestALeaderIsShownWhatWasPublishedLast(t *testing.T) {
	holdsReview(t, reviewTownship(t), conversation{"the-last-published", "2020-02-06T20:40", slices.Concat(reported, []utterance{
		{"05T20:11", "@宣传办孙莉", "通过"},
		{"05T20:12", "@宣传办孙莉", "发布"},
		{"06T09:00", "柳湾村 李会芳", "柳湾村居家40人，发热0人"},
		{"06T20:14", "@周书记", "简报"},
		{"06T20:15", "@周书记", "出处 2"},
		{"06T20:16", "@周书记", "简报 日报 2月6日"},
	})})
}

// TestEachKindIsReviewedByItsRole keeps editors from what leaders review, and leaders
// from what editors do.
func TestEachKindIsReviewedByItsRole(t *testing.T) {
	config := reviewTownship(t)
	edit(t, config, "briefings:\n", "briefings:\n  - {at: \"21:50\", kind: situation, forms: [epidemic-daily], review: 领导}\n")
	holdsReview(t, config, conversation{"each-kind-by-its-role", "2020-02-05T20:40", slices.Concat(reported, []utterance{
		{"05T20:11", "@周书记", "通过 日报"},
		{"05T20:12", "@周书记", "简报 汇报"},
		{"05T20:13", "@宣传办孙莉", "通过 汇报"},
		{"05T20:14", "@宣传办孙莉", "简报 汇报"},
		{"05T20:15", "@周书记", "退回 汇报还要补充"},
		{"05T20:16", "@周书记", "改 2：日报不归领导改"},
	})})
}
