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

func TestANumberIsFoundHoweverItIsWritten(t *testing.T) {
	d := reviewed()
	for said, want := range map[string]string{
		"涉及③个村。": "③", "㊂人死亡。": "㊂", "死亡⒊人。": "⒊", "死亡1️⃣人。": "1️⃣", "死亡〡人。": "〡", "½的村。": "½",
		"启动Ⅲ级响应。": "Ⅲ", "启动三级响应。": "三级响应", "仨村受灾。": "仨", "受灾的翻了一番。": "翻了一番", "半数已报。": "半数",
		"过半转移。": "过半", "一半以上。": "一半", "零死亡。": "零", "全镇死亡一起。": "一起", "多户进水。": "多户", "个别村未报。": "个别",
		"叁户受灾。": "叁户", "成倍上升。": "成倍", "咱俩负责。": "俩",
		"一是进一步统一调度，二要逐一核对，请两委一起做好一线工作。": "", "为百姓把好第一道关，十分重视，一律零报告。": "第一道", "双方一并整改。": "",
	} {
		d.Parts[1].Sentences[1].Text = said
		var got string
		for _, n := range d.Untraced() {
			got += n.Text
		}
		if got != want {
			t.Errorf("%s: %q, want %q", said, got, want)
		}
	}
}
