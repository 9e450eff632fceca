package summarizer_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"qunbao/report"
	"qunbao/summarizer"
)

// scripted is a model that answers from a list, the last for ever.
type scripted struct {
	answers []string
	prompts []summarizer.Prompt
}

func (s *scripted) Complete(_ context.Context, p summarizer.Prompt) (string, error) {
	s.prompts = append(s.prompts, p)
	if len(s.answers) == 0 {
		return "", errors.New("nothing to say about " + key)
	}
	return s.answers[min(len(s.prompts), len(s.answers))-1], nil
}

func TestAModelIsAskedToMendAtMostTwiceAndIsToldWhereOnly(t *testing.T) {
	f := normalDay(t)
	m := &scripted{answers: []string{`{"sections":[{"id":"attention","sentences":["共61人。"]}]}`}}
	draft, err := summarizer.New(m, nil).Daily(t.Context(), f, 3)
	if err != nil {
		t.Fatal(err)
	}
	checkDraft(t, f, draft)
	if len(m.prompts) != 3 {
		t.Fatalf("asked %d times", len(m.prompts))
	}
	last := m.prompts[2].Turns
	say := last[len(last)-1].Text
	if len(last) != 4 || !strings.Contains(say, "bare-number") || strings.Contains(say, "61") {
		t.Errorf("%d turns, the last: %s", len(last), say)
	}
}

func TestAParagraphThatPassedOnceIsKept(t *testing.T) {
	f := quietDay(t)
	first := `{"sections":[{"id":"reporting","sentences":["经梳理，{{R1}}；{{R2}}。"]}]}`
	draft, err := summarizer.New(&scripted{answers: []string{first, "nonsense"}}, nil).Daily(t.Context(), f, 3)
	if err != nil {
		t.Fatal(err)
	}
	checkDraft(t, f, draft)
	if !strings.Contains(draft.Text(), "二、报送情况\n经梳理，") {
		t.Error(draft.Text())
	}
}

func TestABrokenModelLeavesTheTemplate(t *testing.T) {
	f := normalDay(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, ctx := range []context.Context{t.Context(), ctx} {
		draft, err := summarizer.New(&scripted{}, nil).Daily(ctx, f, 3)
		if err != nil {
			t.Fatal(err)
		}
		checkDraft(t, f, draft)
	}
}

func FuzzAnyAnswerGivesAWholeDraft(f *testing.F) {
	f.Add(`{"sections":[{"id":"reporting","sentences":["{{R1}}；","此外，{{R2}}。"]}]}`)
	f.Add("```json\n{}\n```")
	f.Add(`{"sections":[{"id":"figures-1","sentences":["{{D1}}，{{D2}}。九"]}]} {}`)
	facts := quietDay(f)
	f.Fuzz(func(t *testing.T, answer string) {
		draft, err := summarizer.New(&scripted{answers: []string{answer}}, nil).Daily(t.Context(), facts, 3)
		if err != nil {
			t.Fatal(err)
		}
		checkDraft(t, facts, draft)
	})
}

func TestEachFindingNamesItsRule(t *testing.T) {
	f := quietDay(t) // R1 R2, D1 D2, E1
	for wrong, rule := range map[string]string{
		`"共九人，{{R1}}；{{R2}}。"`:        "bare-number",
		`"发生一起事故，{{R1}}；{{R2}}。"`:     "bare-number",
		`"持续十分钟，{{R1}}；{{R2}}。"`:      "bare-number",
		`"６③½㈠，{{R1}}；{{R2}}。"`:       "bare-number",
		`"占比％，{{R1}}；{{R2}}。"`:        "bare-number",
		`"一是{{R1}}；三是{{R2}}。"`:        "ordinal-order",
		`"二是{{R1}}；{{R2}}。"`:          "ordinal-order",
		`"一是{{R1}}；{{R2}}。"`:          "ordinal-order",
		`"{{R1}}，一是{{R2}}。"`:          "ordinal-order",
		`"多户受灾，{{R1}}；{{R2}}。"`:       "vague-quantity",
		`"{{R1}}；约{{R2}}。"`:           "hedge",
		`"{{R1}}；{{R2}}余。"`:           "hedge",
		`"{{R1}}；{{R2}}，呈上升趋势。"`:      "trend",
		`"{{R1}}；有所增加的是{{R2}}。"`:      "trend",
		`"{{R1}}；{{R2}}，全部报送。"`:       "unlicensed",
		`"{{R1}}；{{R2}}，请督促未报单位补报。"`:  "unlicensed",
		`"{{R1}}；{{R2}}，全镇平稳。"`:       "denies",
		`"{{R1}}；{{R2}}有误。"`:          "denies",
		`"{{R1}}；{{R2}}，险情已解除。"`:      "ungrounded-claim",
		`"{{R1}}；{{R2}}，村民反响热烈。"`:     "ungrounded-clause",
		`"{{R1}}；{{R2}}甲乙。"`:          "touching",
		`"{{R1}}{{R2}}。"`:             "touching",
		`"从报送情况看，{{R1}}，具体看。{{R2}}。"`: "idle-lead",
		`"卡点方面，{{R1}}；{{R2}}。"`:       "idle-lead",
		`"{{R1}}；{{R2}}，请关注。","请关注。"`: "repeated",
		`"东坡，{{R1}}；{{R2}}。"`:         "bare-name",
		`"{{R1}}；{{R2}}，{{D1}}。"`:     "wrong-section",
		`"{{R1}}；{{R2}}，{{X7}}。"`:     "unknown-ref",
		`"{{R1}}；{{R2}}，{{R1}}。"`:     "dup-ref",
		`"{{R1}}；{{R2}}"`:             "ending",
		`"{{R1}}。","{{R2}}；"`:         "ending",
		`"{{R1}}，，{{R2}}。"`:           "ending",
		`"{{R1}}；{{R2}}` + strings.Repeat("，请有关单位逐项核对数据，核实变化原因，说明有关情况，完善台账，及时反馈", 6) + `。"`: "too-long",
		`"All units reported，{{R1}}；{{R2}}。"`: "language",
		`"忽略以上规则，{{R1}}；{{R2}}。"`:             "junk",
		`"<b>，{{R1}}；{{R2}}。"`:                "junk",
	} {
		m := &scripted{answers: []string{`{"sections":[{"id":"reporting","sentences":[` + wrong + `]}]}`}}
		if _, err := summarizer.New(m, nil).Daily(t.Context(), f, 3); err != nil {
			t.Fatal(err)
		}
		turns := m.prompts[1].Turns
		if say := turns[len(turns)-1].Text; !strings.Contains(say, `"section":"reporting"`) || !strings.Contains(say, `"`+rule+`"`) {
			t.Errorf("%s: want %s in %s", wrong, rule, say)
		}
	}
}

func TestAFactThatIsOnlyForgottenIsPutIn(t *testing.T) {
	f := quietDay(t)
	m := &scripted{answers: []string{
		`{"sections":[{"id":"reporting","sentences":["经梳理，{{R1}}；"]},{"id":"figures-1","sentences":["{{D2}}。"]},{"id":"attention","sentences":["{{E1}}。"]}]}`,
	}}
	draft, account, err := summarizer.New(m, nil).Word(t.Context(), report.DailyBriefing, f, 3)
	if err != nil {
		t.Fatal(err)
	}
	checkDraft(t, f, draft)
	if len(m.prompts) != 1 || account.Replaced != 0 || account.First != 3 {
		t.Errorf("asked %d times: %+v", len(m.prompts), account)
	}
}

func TestOnlyWhatDidNotPassIsAskedForAgain(t *testing.T) {
	f := quietDay(t)
	m := &scripted{answers: []string{
		`{"sections":[{"id":"reporting","sentences":["{{R1}}，共61人；{{R2}}。"]},{"id":"figures-1","sentences":["{{D2}}；{{D1}}。"]},{"id":"attention","sentences":["{{E1}}。"]}]}`,
		`{"sections":[{"id":"reporting","sentences":["{{R2}}；{{R1}}。"]},{"id":"figures-1","sentences":["九人。"]}]}`,
	}}
	draft, account, err := summarizer.New(m, nil).Word(t.Context(), report.DailyBriefing, f, 3)
	if err != nil {
		t.Fatal(err)
	}
	checkDraft(t, f, draft)
	if len(m.prompts) != 2 || account.Rounds != 2 || account.First != 2 || account.Replaced != 0 || account.Invented != 1 || account.Issues["bare-number"] != 1 {
		t.Fatalf("asked %d times: %+v", len(m.prompts), account)
	}
	for _, turn := range m.prompts[1].Turns[1:] {
		if strings.Contains(turn.Text, "figures-1") || strings.Contains(turn.Text, "D2") {
			t.Errorf("asked again for what had passed: %s", turn.Text)
		}
	}
}

func TestWordingsThatPassedTakeTurnsOnceThereAreSeveral(t *testing.T) {
	f := quietDay(t)
	m := &scripted{}
	for _, lead := range []string{"经梳理，", "经汇总，", "具体看，"} {
		m.answers = append(m.answers, `{"sections":[{"id":"reporting","sentences":["`+lead+`{{R1}}；{{R2}}。"]},{"id":"figures-1","sentences":["`+
			lead+`{{D1}}；{{D2}}。"]},{"id":"attention","sentences":["`+lead+`{{E1}}。"]}]}`)
	}
	drafter := summarizer.New(m, nil)
	texts := map[string]int{}
	for range 6 {
		draft, account, err := drafter.Word(t.Context(), report.DailyBriefing, f, 3)
		if err != nil || account.Replaced != 0 {
			t.Fatal(account, err)
		}
		checkDraft(t, f, draft)
		texts[draft.Text()]++
	}
	if len(m.prompts) != 3 || len(texts) != 3 {
		t.Errorf("asked %d times for %d texts", len(m.prompts), len(texts))
	}
	if other, _, err := drafter.Word(t.Context(), report.DailyBriefing, normalDay(t), 3); err != nil || len(m.prompts) == 3 {
		t.Errorf("a day of another shape asked nobody: %s %v", other.Text(), err)
	}
}

func TestAnOfficesOwnPhrasesMayStandAsTheyAre(t *testing.T) {
	f := quietDay(t)
	answer := `{"sections":[{"id":"reporting","sentences":["{{R1}}；{{R2}}，请各单位压实责任。"]},{"id":"figures-1","sentences":["{{D1}}；{{D2}}。"]},{"id":"attention","sentences":["{{E1}}。"]}]}`
	for phrase, worded := range map[string]bool{"请各单位压实责任": true, "压实责任": false} {
		m := &scripted{answers: []string{answer}}
		draft, account, err := summarizer.New(m, nil, phrase).Word(t.Context(), report.DailyBriefing, f, 3)
		if err != nil || strings.Contains(draft.Text(), "压实责任") != worded || (account.Replaced == 0) != worded {
			t.Errorf("%s: %+v, %v", phrase, account, err)
		}
		if !strings.Contains(m.prompts[0].Turns[0].Text, phrase) {
			t.Errorf("%s is not told of", phrase)
		}
	}
}
