package summarizer_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

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

// nasty are the pieces of random drafts: what is allowed, what nearly is, and
// what must never stand.
var nasty = []string{
	"", "此外，", "其中", "其中，", "从报送情况看，", "请持续关注", "，请持续关注", "建议进一步核实", "，", "；", "。", "、",
	"约", "余人", "不实", "并非", "61人", "６", "③", "Ⅳ", "½", "㈠", "一起", "两处", "三名", "〇", "萬", "參", "\u2f00", "\uf978",
	"十分", "百分之", "％", "东坡村", "柳湾", "李会芳", "群众情绪稳定", "险情已解除", "进一步", "统一", "一步",
	"{{", "}}", "{{}}", "{{R}}", "{{D99}}", "{ {D1}}", "{{D1}", "<b>", "\n", "\u200b", "\u202e", "ok", "第", "一是",
}

// TestNoRandomDraftLeaksANumberOrLosesAFact draws drafts out of facts and nasty
// words; make soak draws many more with -rapid.checks.
func TestNoRandomDraftLeaksANumberOrLosesAFact(t *testing.T) {
	f := normalDay(t)
	paragraphs := map[string][]report.Fact{"attention": f.Attention}
	for i, form := range f.Forms {
		paragraphs["reporting"] = append(paragraphs["reporting"], form.Reporting...)
		paragraphs[[]string{"figures-1", "figures-2"}[i]] = form.Figures
	}
	ids := []string{"attention", "figures-1", "figures-2", "reporting"}
	plain, err := summarizer.New(nil, nil).Daily(t.Context(), f, 3)
	if err != nil {
		t.Fatal(err)
	}
	drafts, worded := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		answer := randomAnswer(rt, ids, paragraphs)
		draft, err := summarizer.New(&scripted{answers: []string{answer}}, nil).Daily(t.Context(), f, 3)
		if err != nil {
			rt.Fatal(err)
		}
		if stray := strayNumbers(f, 3, draft.Text()); len(stray) > 0 || !holdsAll(f, draft.Text()) {
			rt.Fatalf("stray %v\n%s\n%s", stray, answer, draft.Text())
		}
		for _, bad := range nasty[12:] {
			if bad != "" && strings.Count(draft.Text(), bad) > strings.Count(plain.Text(), bad) && bad != "进一步" && bad != "一步" {
				rt.Fatalf("%q got through\n%s", bad, draft.Text())
			}
		}
		drafts++
		if draft.Text() != plain.Text() {
			worded++
		}
	})
	if worded == 0 || worded == drafts {
		t.Errorf("%d of %d drafts were worded by the model: the gate is closed or open", worded, drafts)
	}
}

// randomAnswer writes each paragraph with its facts in a random order; about one
// piece in fifteen around them is drawn from the nasty words.
func randomAnswer(t *rapid.T, ids []string, paragraphs map[string][]report.Fact) string {
	piece := func() string {
		if rapid.IntRange(0, 15).Draw(t, "odd") > 0 {
			return ""
		}
		return rapid.SampledFrom(nasty).Draw(t, "piece")
	}
	var sections []map[string]any
	for _, id := range ids {
		facts := slices.Clone(paragraphs[id])
		if rapid.IntRange(0, 20).Draw(t, "lose") == 0 {
			facts = facts[1:]
		}
		var sentences []string
		for _, f := range rapid.Permutation(facts).Draw(t, "order") {
			sentences = append(sentences, piece()+"{{"+f.ID+"}}"+piece()+"。"+piece())
		}
		sections = append(sections, map[string]any{"id": id, "sentences": sentences})
	}
	out, err := json.Marshal(map[string]any{"sections": sections})
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
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
	first := `{"sections":[{"id":"reporting","sentences":["目前，{{R1}}；{{R2}}。"]}]}`
	draft, err := summarizer.New(&scripted{answers: []string{first, "nonsense"}}, nil).Daily(t.Context(), f, 3)
	if err != nil {
		t.Fatal(err)
	}
	checkDraft(t, f, draft)
	if !strings.Contains(draft.Text(), "二、报送情况\n目前，") {
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
	f := quietDay(t) // R1 R2, D1 D2, A1
	for wrong, rule := range map[string]string{
		`"共九人，{{R1}}；{{R2}}。"`:    "bare-number",
		`"东坡，{{R1}}；{{R2}}。"`:     "bare-name",
		`"{{R1}}；{{R2}}，{{D1}}。"`: "unknown-ref",
		`"{{R1}}；{{R2}}，{{R1}}。"`: "dup-ref",
		`"{{R1}}。"`:               "missing-ref",
		`"{{R1}}；{{R2}}，全镇平稳。"`:   "unapproved",
		`"{{R1}}；约{{R2}}。"`:       "touching",
		`"{{R1}}{{R2}}。"`:         "touching",
		`"{{R1}}；{{R2}}有误。"`:      "touching",
		`"{{R1}}；{{R2}}"`:         "ending",
		`"{{R1}}。","{{R2}}；"`:     "ending",
		`"{{R1}}；{{R2}}` + strings.Repeat("，请持续关注", 40) + `。"`: "length",
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
