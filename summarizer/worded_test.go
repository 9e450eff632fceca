package summarizer_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
	"qunbao/summarizer"
)

// What a model is for: related figures in one sentence, what is grave marked out, and
// advice where it belongs.
func TestAWordedBriefingReadsAsACarefulClerkWouldWriteIt(t *testing.T) {
	f := normalDay(t)
	m := &scripted{answers: []string{`{"sections":[
	{"id":"figures-1","sentences":["从数据看，{{D1}}，{{D2}}。","居家观察方面，{{D3}}，{{D4}}，{{D5}}；","需重点关注的是，{{D6}}，请有关单位及时核实并持续跟踪。","卡点方面，{{D7}}，{{D8}}；","{{D9}}。"]},
	{"id":"figures-2","sentences":["{{D10}}，{{D11}}，{{D12}}。"]},
	{"id":"reporting","sentences":["从报送情况看，{{R1}}，{{R2}}，请包村干部抓紧联系，问明原因并督促补报。","{{R3}}，{{R4}}，请未报单位尽快补报；","{{R5}}。"]},
	{"id":"attention","sentences":["一是{{E1}}，请属地单位做好处置，及时上报进展；","二是{{Y1}}，请有关单位密切跟踪，有变化随时报告；","三是{{A1}}。"]},
	{"id":"problems","sentences":["{{P1}}，请有关办所尽快研究协调，及时反馈办理结果。"]}]}`}}
	draft, account, err := summarizer.New(m, nil).Word(t.Context(), report.DailyBriefing, f, 3)
	if err != nil || account.Replaced > 0 {
		t.Fatalf("%+v, %v", account, err)
	}
	checkDraft(t, f, draft)
	const golden = "testdata/daily-worded.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(draft.Text()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), draft.Text()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
