package parse_test

import (
	"slices"
	"testing"

	"qunbao/report"
)

func TestAMeasureWordWithoutItsNumberIsAPlaceLeftEmpty(t *testing.T) {
	p := sample(t)
	for text, want := range map[string][]report.FieldID{
		"柳湾村宣传单份，横幅3条":     {"leaflets"},
		"柳湾村宣传：宣传单份\n横幅条":  {"banners", "leaflets"},
		"柳湾村卡点：检查车辆辆，值守4人": {"cars"},
	} {
		f := only(t, p.Message(said(liuwan, text)))
		got := slices.Sorted(slices.Values(f.Unfilled))
		if !slices.Equal(got, want) {
			t.Errorf("%s: unfilled %v, want %v", text, got, want)
		}
	}
	for _, text := range []string{"返乡人、外来人都要登记", "大家把宣传单份，都领一下", "接待返乡人，有3个"} {
		if r := p.Message(said(liuwan, text)); len(r.Filings) > 0 && len(r.Filings[0].Unfilled) > 0 {
			t.Errorf("%s: unfilled %v", text, r.Filings[0].Unfilled)
		}
	}
}

func TestWhatIsSaidOfAHigherUnitEndsWithItsBracketOrAnOwnName(t *testing.T) {
	p := sample(t)
	for _, text := range []string{
		"（全县居家310人），柳湾村居家46人",
		"全县居家310人，柳湾村居家46人",
		"柳湾村居家46人（全县310人），集中2人",
		"按全县统一部署（全县已居家310人、集中40人），柳湾村居家46人",
	} {
		f := only(t, p.Message(said(liuwan, text)))
		if n := f.Values["home"].N.String(); n != "46" {
			t.Errorf("%s: home %s, want 46", text, n)
		}
	}
}

func TestWhatIsCountedSinceADayIsCountedNow(t *testing.T) {
	p := sample(t)
	for text, want := range map[string]string{
		"柳湾村自1月24日以来累计排查59人，今日新增1人": "59",
		"柳湾村从1月24日至今共排查59人":         "59",
		"柳湾村1月24日起累计排查59人":          "59",
		"柳湾村居家3人，其中1月24日排查59人":      "0",
	} {
		f := only(t, p.Message(said(liuwan, text)))
		if n := f.Values["screened"].N.String(); n != want {
			t.Errorf("%s: screened %s, want %s", text, n, want)
		}
	}
}

func TestABracketOfPartsEndsThem(t *testing.T) {
	f := only(t, sample(t).Message(said(liuwan, "柳湾村排查59人（其中3人昨天到家），发热0人，居家46人")))
	if len(f.Values) != 3 || f.Values["screened"].N.String() != "59" {
		t.Errorf("values %v", f.Values)
	}
}
