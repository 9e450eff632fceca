package parse_test

import (
	"slices"
	"testing"

	"qunbao/report"
)

// asks tells of each message which fields it leaves to be asked about.
func asks(t *testing.T, want map[string][]report.FieldID) {
	t.Helper()
	p := sample(t)
	for text, fields := range want {
		sender := liuwan
		if slices.Contains(fields, "leaflets") {
			sender = baihe
		}
		f := only(t, p.Message(said(sender, text)))
		if !slices.Equal(f.Unfilled, fields) {
			t.Errorf("%q: asks about %v, want %v", text, f.Unfilled, fields)
		}
		for _, id := range fields {
			if v, given := f.Values[id]; given {
				t.Errorf("%q: %s is filed as %v", text, id, v.N)
			}
		}
	}
}

func TestThousandsThatAWideCommaMayPartAreAskedAbout(t *testing.T) {
	asks(t, map[string][]report.FieldID{
		"居家1，234人":         {"home"},
		"居家1，234人，集中2人":    {"home"},
		"排查12，345，居家46":    {"screened"},
		"排查：1，200人\n居家46人": {"screened"},
		"宣传单1，200份，横幅3条":   {"leaflets"},
	})
}

func TestNumbersOfTheirOwnAreNoThousands(t *testing.T) {
	reads(t, []spoken{
		{liuwan, "居家1,234人", liuwanDay + "home=1234"},
		{liuwan, "居家14，46人", liuwanDay + "home=14"},
		{liuwan, "居家1，集中234人", liuwanDay + "central=234 home=1"},
		{liuwan, "居家3，120人已返乡", liuwanDay + "home=3 screened=120"},
		{liuwan, "居家8，200人参加会议", liuwanDay + "home=8"},
		{liuwan, "居家3人，234人", liuwanDay + "home=3"},
		{liuwan, "居家3， 集中2", liuwanDay + "central=2 home=3"},
		{liuwan, "卡点2，120人", liuwanDay + "checkpoints=2"},
		{liuwan, "居家46，解除110，集中3", liuwanDay + "central=3 home=46 released=110"},
		{baihe, "横幅3，200份宣传单", baiheDay + "banners=3 leaflets=200"},
	})
}
