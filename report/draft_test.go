package report_test

import (
	"fmt"
	"testing"
	"time"

	"qunbao/report"
)

// reviewed is a draft of two paragraphs.
func reviewed() report.Draft {
	lead, total := "截至20时10分，", "居家观察46人（三合村12人）"
	d := report.Draft{
		Title: "青石镇工作简报", Made: time.Date(2020, 2, 3, 20, 10, 0, 0, time.FixedZone("CST", 8*3600)), State: report.Drafted,
		Facts: []report.Fact{{ID: "D1", Text: total, Units: []report.UnitID{"三合村"}, Sources: []report.MessageID{"m1", "m2"}}},
		Parts: []report.Part{
			{Head: "一、主要数据", Sentences: []report.Sentence{{
				Text: lead + total + "。", Facts: []string{"D1"}, New: true,
				Spans: []report.Span{{To: len(lead)}, {From: len(lead), To: len(lead + total), Fact: "D1"}},
			}}},
			{Head: "二、下一步", Sentences: []report.Sentence{{Text: "一是进一步统一调度；", New: true}, {Text: "二是请三合村抓紧报送。"}}},
		},
	}
	d.Number()
	return d
}

func ExampleDraft_Marked() {
	d := reviewed()
	fmt.Print(d.Marked())
	// Output:
	// 青石镇工作简报
	// 2020年2月3日
	//
	// 一、主要数据
	// 截至20时10分，居家观察46人（三合村12人）。[1]
	//
	// 二、下一步
	// 一是进一步统一调度；[2]二是请三合村抓紧报送。[3]
}

func TestEveryNumberOutsideAFactIsFound(t *testing.T) {
	d := reviewed()
	if stray := d.Untraced(); len(stray) > 0 {
		t.Errorf("%+v", stray)
	}
	for said, want := range map[string]string{
		"已转移约12人。": "约12人", "二月四日前完成。": "二月四日", "发生一起事故。": "一起", "报送率９１.7％。": "９１.7％",
		"缺口罩若干箱。": "若干箱", "X人待核实。": "X人", "三合村12人。": "12人", "第3轮检测。": "第3轮",
	} {
		d.Parts[1].Sentences[1].Text = said
		stray := d.Untraced()
		if len(stray) != 1 || stray[0].Text != want || stray[0].Sentence != 3 {
			t.Errorf("%s: %+v, want %s", said, stray, want)
		}
	}
}

func TestTheHashIsOfWhatLeadersGetButForItsNumber(t *testing.T) {
	d := reviewed()
	before := d.Hash()
	d.Issue, d.State, d.Parts[0].Sentences[0].N = 12, report.Published, 7
	if d.Hash() != before {
		t.Error("the number changed it")
	}
	d.Parts[1].Head = "二、下步工作"
	if d.Hash() == before {
		t.Error("a heading did not")
	}
}
