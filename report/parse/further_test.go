package parse_test

import (
	"slices"
	"testing"

	"qunbao/report"
)

func TestOneMoreIsToldFromTheWhole(t *testing.T) {
	p := sample(t)
	for text, want := range map[string]struct {
		n       string
		further bool
	}{
		"又有1人发热":         {"1", true},
		"又发热1人":          {"1", true},
		"再增1名发热病人":       {"1", true},
		"另有1人发热":         {"1", true},
		"柳湾村发热又增加2人":     {"2", true},
		"又发热1人，共2人":      {"2", false},
		"又有1人发热，现在一共3人":  {"3", false},
		"另有发热1人，发热共2人":   {"2", false},
		"发热1人":           {"1", false},
		"再次报告：发热1人":      {"1", false},
		"居家3人，另有发热1人":    {"1", false},
		"又测了一遍体温，发热1人":   {"1", false},
		"发热1人，又排查返乡20人":  {"1", false},
		"又来20人返乡，发热1人":   {"1", false},
		"又发热1人，共排查20人次":  {"1", true},
		"又发热1人，共出动值守10人": {"1", true},
	} {
		r := p.Message(said(liuwan, text))
		if len(r.Filings) != 1 {
			t.Errorf("%s: %s", text, gist(r))
			continue
		}
		f := r.Filings[0]
		if got := slices.Contains(f.Further, report.FieldID("fever")); f.Values["fever"].N.String() != want.n || got != want.further {
			t.Errorf("%s: %s of %v, one more %v", text, f.Values["fever"].N, f.Values, got)
		}
	}
}
