package parse_test

import (
	"strings"
	"testing"

	"qunbao/report"
)

// solitaire is a 接龙 of the epidemic form with these lines.
func solitaire(lines ...string) string {
	text := "#接龙\n2月14日疫情日报\n"
	for i, line := range lines {
		text += "\n" + string(rune('1'+i)) + ". " + line
	}
	return text
}

func TestTwoLinesOfAUnitThatDisagreeAreAskedAbout(t *testing.T) {
	reads(t, []spoken{
		{liuwan, solitaire("柳湾村 居家40人", "柳湾村赵大勇 居家41人"), "report | epidemic-daily 柳湾村 2020-02-14 twice:home"},
		{liuwan, solitaire("柳湾村 居家40人，集中3人", "东坡村 平安", "柳湾 居家41人"), "report | epidemic-daily 柳湾村 2020-02-14 central=3 twice:home | epidemic-daily 东坡村 2020-02-14 zero"},
		{liuwan, solitaire("柳湾村 居家40人", "柳湾村 居家41人", "柳湾村 居家42人，集中1人"), "report | epidemic-daily 柳湾村 2020-02-14 central=1 twice:home"},
		{liuwan, solitaire("柳湾村 发热1人", "柳湾村 发热2人"), "report | epidemic-daily 柳湾村 2020-02-14 twice:fever"},
		{lead, "上坪村居家3人\n下坪村居家2人\n上坪村居家4人", "report | epidemic-daily 上坪村 2020-02-14 twice:home | epidemic-daily 下坪村 2020-02-14 home=2"},
	})
	f := only(t, sample(t).Message(said(liuwan, solitaire("柳湾村 居家40人", "柳湾村 居家41人", "柳湾村 居家41人"))))
	if p := f.Problems[0]; len(p.Seen) != 2 || p.Seen[0].N.String() != "40" || p.Seen[1].N.String() != "41" || !strings.Contains(p.Say, "40人和41人") {
		t.Errorf("%+v", p)
	}
}

func TestLinesOfAUnitThatAgreeAreOneReport(t *testing.T) {
	reads(t, []spoken{
		{liuwan, solitaire("柳湾村 居家40人", "柳湾村 居家四十人"), "report | epidemic-daily 柳湾村 2020-02-14 home=40"},
		{liuwan, solitaire("柳湾村 居家40人", "柳湾村 集中3人"), "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=40"},
		{liuwan, solitaire("柳湾村 居家X人", "柳湾村 居家41人"), "report | epidemic-daily 柳湾村 2020-02-14 home=41"},
		{liuwan, solitaire("柳湾村 平安", "柳湾村 居家41人"), "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=41 new_today=0"},
		{liuwan, solitaire("柳湾村 居家41人，新增2人", "柳湾村 平安"), "report | epidemic-daily 柳湾村 2020-02-14 fever=0 home=41 new_today=2"},
		{liuwan, solitaire("柳湾村 平安", "柳湾村 平安"), "report | epidemic-daily 柳湾村 2020-02-14 zero"},
		{liuwan, solitaire("柳湾村 宣传单30条", "柳湾村 宣传单30份"), "report | publicity 柳湾村 2020-02-14 leaflets=30"},
	})
}

func TestALaterLineMayCorrectAnEarlierOne(t *testing.T) {
	reads(t, []spoken{
		{liuwan, solitaire("柳湾村 居家40人", "柳湾村 更正：居家41人"), "report | epidemic-daily 柳湾村 2020-02-14 home=41"},
		{liuwan, solitaire("柳湾村 居家40人，集中3人", "柳湾村 居家应为41人"), "report | epidemic-daily 柳湾村 2020-02-14 central=3 home=41"},
		{lead, "更正：上坪村居家3人\n下坪村居家2人\n上坪村居家4人", "correction | epidemic-daily 上坪村 2020-02-14 home=4 | epidemic-daily 下坪村 2020-02-14 home=2"},
	})
}

// Values of two lines are judged together, not each line for itself.
func TestLinesOfAUnitAreJudgedTogether(t *testing.T) {
	reads(t, []spoken{
		{liuwan, solitaire("柳湾村 排查10人，居家6人", "柳湾村 集中2人，解除1人，离开1人"), "report | epidemic-daily 柳湾村 2020-02-14 central=2 home=6 left=1 released=1 screened=10"},
		{liuwan, solitaire("柳湾村 排查10人，居家6人", "柳湾村 集中2人，解除1人，离开3人"), "report | epidemic-daily 柳湾村 2020-02-14 central=2 home=6 left=3 released=1 screened=10 check:screened"},
	})
}

// All lines of a unit tell whether its part of a list has changed.
func TestAReportOfTwoLinesBearsBoth(t *testing.T) {
	f := only(t, sample(t).Message(said(liuwan, solitaire("柳湾村 居家40人", "柳湾村 集中3人", "柳湾村 居家40人"))))
	if want := "柳湾村 居家40人\n柳湾村 集中3人"; f.Line != want || f.Unit != report.UnitID("柳湾村") {
		t.Errorf("line %q, want %q", f.Line, want)
	}
}
