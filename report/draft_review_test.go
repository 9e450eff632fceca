package report_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"qunbao/report"
)

// office is a workspace with an editor, a leader and a form.
func office() *report.Workspace {
	who := func(name string, r report.Role) report.Person {
		return report.Person{ID: report.PersonID(name), Name: name, Card: name, Posts: []report.Post{{Unit: "青石镇", Role: r}}}
	}
	return report.NewWorkspace(report.Settings{
		Name: "青石镇", Zone: time.UTC, Units: []report.Unit{{ID: "青石镇"}, {ID: "柳湾村"}},
		People: []report.Person{who("孙莉", report.Editor), who("白雪", report.Editor), who("周国平", report.Leader)},
		Forms:  []report.Form{{ID: "daily", Name: "日报", Fields: []report.Field{{ID: "home", Name: "居家", Kind: report.Stock}}}},
	})
}

var evening = time.Date(2020, 2, 3, 20, 10, 0, 0, time.UTC)

// waiting is a draft about one value of one unit, said by the message m1.
func waiting() report.Draft {
	k := report.RecordKey{PeriodKey: report.PeriodKey{Form: "daily", Day: report.DayOf(evening)}, Unit: "柳湾村"}
	text := "柳湾村居家约46人"
	d := report.Draft{
		ID: report.DraftID("daily", k.Day, k.Day), Kind: "daily", From: k.Day, To: k.Day, Title: "简报", Made: evening, Rev: 1, State: report.Drafted,
		Facts: []report.Fact{{ID: "D1", Text: text, Must: true, Units: []report.UnitID{"柳湾村"}, Sources: []report.MessageID{"m1"},
			Entries: []report.EntryRef{{Key: k, Field: "home", Message: "m1"}}, Figures: []report.Figure{{Expr: "sum(home)"}}}},
		Parts: []report.Part{
			{Head: "一、数据", Sentences: []report.Sentence{{Text: text + "。", Facts: []string{"D1"}, Spans: []report.Span{{To: len(text), Fact: "D1"}}, New: true}}},
			{Head: "二、下一步", Sentences: []report.Sentence{{Text: "一是抓紧；", New: true}, {Text: "二是报送。"}}},
		},
	}
	d.Number()
	return d
}

// by is a view of a draft in which somebody speaks.
func by(w *report.Workspace, d report.Draft, who string) report.Review {
	m := report.Message{ID: "x", Private: true, Sender: who, Time: evening}
	return report.Review{Now: evening.Add(time.Minute), Message: m, Speaker: w.Speaker(m), Draft: d, Fresh: d.Facts}
}

func TestAnEditKeepsOnlyNumbersOfTheFacts(t *testing.T) {
	w := office()
	for text, want := range map[string]string{
		"柳湾村居家约46人，均已上门": "",
		"柳湾村居家约四十六人":     "",
		"柳湾村居家46人":       "改后没有了必写的内容：柳湾村居家约46人。\n以下数字无来源：46人。",
		"柳湾村居家约46户":      "以下数字无来源：约46户",
		"柳湾村居家约46人，2户":   "以下数字无来源：2户",
		"柳湾村2月1日居家约46人":  "以下数字无来源：2月1日",
		"河口村居家约46人":      "改后没有了必写的内容",
		"":               "改后没有了必写的内容",
		"居家约46人（柳湾村）\n":  "",
	} {
		got := w.Edit(by(w, waiting(), "孙莉"), 1, text)
		next := got.Drafts[0]
		if asked := next.State == report.Drafted; asked != (want != "") || !strings.Contains(got.Say, want) {
			t.Errorf("%s: %s", text, got.Say)
		}
		if want == "" && len(next.Untraced()) > 0 {
			t.Errorf("%s: untraced %v", text, next.Untraced())
		}
	}
	if got := w.Edit(by(w, waiting(), "孙莉"), 3, "删除").Drafts[0].Text(); !strings.HasSuffix(got, "二、下一步\n一是抓紧。\n") {
		t.Errorf("the last sentence was taken out: %q", got)
	}
}

func TestANumberIsTracedOnlyWhereItIsToldOfTheSame(t *testing.T) {
	w := office()
	figures := waiting()
	for i, text := range []string{"日报应报12个单位，已报3个，按时3个，报送率25%", "居家78人（柳湾村46人、东坡村20人）", "解除观察5人"} {
		figures.Facts = append(figures.Facts, report.Fact{ID: string(rune('a' + i)), Text: text, Units: []report.UnitID{"柳湾村", "东坡村"}})
	}
	for text, want := range map[string]string{
		"应报12个单位，已报3个，按时3个":    "",
		"日报应报12个单位，报送率25%":     "",
		"全镇居家共有七十八人，请继续上门":     "",
		"居家78人，其中柳湾村46人":       "",
		"居家东坡村20人":             "",
		"报送率25%，3个养老院关停":       "核对：3个",
		"报送率25%，12个单位停工":       "核对：12个",
		"已报3个，另有3个":            "核对：3个",
		"居家78人死亡":              "核对：78人",
		"居家78人（死亡）":            "核对：78人",
		"死亡78人":                "核对：78人",
		"居家东坡村46人":             "核对：46人",
		"柳湾村死亡46人":             "核对：46人",
		"观察5人":                 "核对：5人",
		"未解除观察5人":              "核对：5人",
		"已报3个，按时3个，共3个":        "核对：3个",
		"应报12个单位，发热12个单位":      "核对：12个",
		"居家78人（柳湾村46人、东坡村20人）": "",
	} {
		got := w.Edit(by(w, figures, "孙莉"), 2, text)
		next := got.Drafts[0]
		if asked := next.State == report.Drafted; asked != (want != "") || !strings.Contains(got.Say, want) {
			t.Errorf("%s: %s", text, got.Say)
		}
		if want == "" && len(next.Untraced()) > 0 {
			t.Errorf("%s: untraced %v", text, next.Untraced())
		}
	}
}

// confirmedEdit edits a sentence, confirming what is named.
func confirmedEdit(t *testing.T, w *report.Workspace, d report.Draft, n int, text string) report.Draft {
	t.Helper()
	d = w.Edit(by(w, d, "孙莉"), n, text).Drafts[0]
	if d.State == report.Edited {
		t.Fatalf("%s was not asked about", text)
	}
	return w.Confirm(by(w, d, "孙莉")).Drafts[0]
}

func TestAConfirmedNumberVouchesForNoOther(t *testing.T) {
	w := office()
	d := confirmedEdit(t, w, waiting(), 2, "居家继续，慰问3人")
	for text, asked := range map[string]bool{
		"请继续，慰问3人": false, "慰问3人": false, "居家继续，死亡3人": true, "居家继续，慰问3人死亡": true, "居家继续，慰问3户": true, "慰问3人，慰问3人": false,
	} {
		if got := w.Edit(by(w, d, "孙莉"), 2, text); strings.Contains(got.Say, "无来源") != asked {
			t.Errorf("%s: %s", text, got.Say)
		}
	}
}

func TestWhatMustBeSaidMayStandInAnySentence(t *testing.T) {
	w := office()
	d := waiting()
	if got := w.Edit(by(w, d, "孙莉"), 1, "柳湾村约46人居家的均已解除"); !strings.Contains(got.Say, "没有了必写的内容") {
		t.Errorf("turned into its opposite: %s", got.Say)
	}
	d = w.Edit(by(w, d, "孙莉"), 2, "柳湾村居家约46人").Drafts[0]
	if got := w.Edit(by(w, d, "孙莉"), 1, "删除"); got.Drafts[0].State != report.Edited || strings.Contains(got.Say, "必写") {
		t.Errorf("it stands in another sentence: %s", got.Say)
	}
	d = w.Edit(by(w, d, "孙莉"), 1, "删除").Drafts[0]
	if got := w.Edit(by(w, d, "孙莉"), 2, "删除"); !strings.Contains(got.Say, "没有了必写的内容") {
		t.Errorf("it stands nowhere: %s", got.Say)
	}
}

func TestWhatSpeaksAgainstADraftIsNamedUntilItIsConfirmed(t *testing.T) {
	w := office()
	fresh := func(change func(*report.Fact)) []report.Fact {
		f := waiting().Facts[0]
		f.Entries = append([]report.EntryRef{}, f.Entries...)
		change(&f)
		return []report.Fact{f}
	}
	value := func(m report.MessageID, n int64) report.Version {
		return report.Version{Message: m, Values: map[report.FieldID]report.Value{"home": {N: decimal.NewFromInt(n), Unit: "人"}}}
	}
	record := func(last int64) []report.Record {
		return []report.Record{{RecordKey: waiting().Facts[0].Entries[0].Key, Versions: []report.Version{value("m1", 46), value("m2", last)}}}
	}
	urgent := func(state string) report.Fact {
		return report.Fact{Kind: report.FactUrgent, Must: true, Text: "20时05分，柳湾村急报（" + state + "）：发热39度", Sources: []report.MessageID{"e0"}}
	}
	base := func(n int64) report.Fact {
		return report.Fact{Kind: report.FactCompleteness, Must: true, Hint: "日报应报", Text: fmt.Sprintf("日报应报%d个单位", n),
			Figures: []report.Figure{{N: decimal.NewFromInt(n), Unit: "个单位", Expr: "base"}}}
	}
	corrected := fresh(func(f *report.Fact) { f.Entries[0].Message = "m2" })
	for name, tt := range map[string]struct {
		fresh   []report.Fact
		records []report.Record
		text    string
		want    string
	}{
		"as it was":          {waiting().Facts, nil, "", ""},
		"corrected":          {corrected, record(47), "", "柳湾村居家由46改为47\n"},
		"said once more":     {corrected, record(46), "", ""},
		"withdrawn":          {nil, nil, "", "起草后撤回或改为未填：柳湾村日报\n"},
		"an urgent matter":   {append(waiting().Facts, report.Fact{Text: "柳湾村急报：塌方", Sources: []report.MessageID{"e1"}}), nil, "", "新情况：柳湾村急报：塌方\n"},
		"a matter settled":   {append(waiting().Facts[:1:1], urgent("已撤回")), nil, "", "柳湾村急报由“处置中”改为“已撤回”\n"},
		"a matter as it was": {append(waiting().Facts[:1:1], urgent("处置中")), nil, "", ""},
		"who is to report":   {append(waiting().Facts[:1:1], urgent("处置中"), base(11)), nil, "", "日报应报由12改为11\n"},
	} {
		v := by(w, waiting(), "孙莉")
		v.Fresh, v.Records = tt.fresh, tt.records
		for _, f := range tt.fresh { // of what is told of twice, then it was as it was
			switch f.Kind {
			case report.FactUrgent:
				v.Draft.Facts = append(v.Draft.Facts, urgent("处置中"))
			case report.FactCompleteness:
				v.Draft.Facts = append(v.Draft.Facts, base(12))
			}
		}
		if tt.text != "" {
			v.Draft.Parts[1].Sentences[1].Text = tt.text
		}
		got := w.Approve(v)
		next := got.Drafts[0]
		if asked := next.State != report.Approved; asked != (tt.want != "") || !strings.Contains(got.Say, tt.want) {
			t.Errorf("%s: %s", name, got.Say)
			continue
		}
		if tt.want == "" {
			continue
		}
		v.Draft = next
		if got := w.Confirm(v); got.Drafts[0].State != report.Approved || got.Drafts[0].Steps[1].Reason == "" {
			t.Errorf("%s, confirmed: %s", name, got.Say)
		}
		v.Speaker = w.Speaker(report.Message{Sender: "白雪", Private: true})
		if got := w.Confirm(v); len(got.Drafts) > 0 {
			t.Errorf("%s: somebody else confirmed it", name)
		}
		v = by(w, next, "孙莉")
		v.Now = evening.Add(3 * time.Hour)
		if got := w.Confirm(v); len(got.Drafts) > 0 {
			t.Errorf("%s: it was confirmed too late", name)
		}
	}
}

func TestNobodyConfirmsAwayAnOpenFieldOrAWordOfSecrecy(t *testing.T) {
	w := office()
	open := append(waiting().Facts, report.Fact{Kind: report.FactUnfilled, Text: "柳湾村的居家尚未填报"})
	for text, want := range map[string]string{
		"": "未填：柳湾村的居家尚未填报。请补报。", "按涉密文件办。": "第3句有“涉密”字样", "按絕密文件办。": "绝密", "按秘.密文件办。": "秘密", "按机 密件办。": "机密",
		"治疗便秘。密切关注。": "",
	} {
		v := by(w, waiting(), "孙莉")
		if text == "" {
			v.Fresh = open
		} else {
			v.Draft.Parts[1].Sentences[1].Text = text
		}
		got := w.Approve(v)
		if want == "" && len(got.Drafts) == 0 || want != "" && (len(got.Drafts) > 0 || !strings.Contains(got.Say, want) || strings.Contains(got.Say, "确认")) {
			t.Errorf("%s: %s", text, got.Say)
		}
		if text == "" { // nor is what was approved before sent past it
			v.Fresh = v.Draft.Facts
			v.Draft = w.Approve(v).Drafts[0]
			v.Fresh = open
			if got := w.Publish(v); len(got.Drafts) > 0 || !strings.Contains(got.Say, want) {
				t.Errorf("published: %s", got.Say)
			}
		}
	}
	v := by(w, waiting(), "孙莉")
	v.Draft.Parts = nil
	if got := w.Approve(v); len(got.Drafts) > 0 || !strings.Contains(got.Say, "没有正文") {
		t.Errorf("nothing was approved: %s", got.Say)
	}
}

func TestWhatWasTypedBecomesASentence(t *testing.T) {
	w := office()
	for typed, want := range map[string]string{
		"请抓紧。[2]": "请抓紧。", "请抓紧[2]。": "请抓紧。", "请 抓紧 ": "请抓紧。", "QQ 群 里 报 APP OK": "QQ群里报APP OK。",
	} {
		got := w.Edit(by(w, waiting(), "孙莉"), 2, typed).Drafts[0]
		if s, _ := got.Sentence(2); got.State != report.Edited || s.Text != want {
			t.Errorf("%s: %s", typed, s.Text)
		}
	}
	if got := w.Edit(by(w, waiting(), "孙莉"), 2, "46 12人"); !strings.Contains(got.Say, "12人") || strings.Contains(got.Say, "4612") {
		t.Errorf("two numbers: %s", got.Say)
	}
}

func TestWhatIsTakenOutLeavesNoGapInTheCount(t *testing.T) {
	w := office()
	v := by(w, waiting(), "孙莉")
	got := w.Edit(v, 2, "  ")
	if got.Drafts[0].State != report.Drafted || !strings.Contains(got.Say, "第2句将删去：一是抓紧；") {
		t.Fatalf("an edit without words: %s", got.Say)
	}
	v.Draft = got.Drafts[0]
	if got = w.Confirm(v); !strings.HasSuffix(got.Drafts[0].Text(), "二、下一步\n一是报送。\n") {
		t.Errorf("%s\n%s", got.Say, got.Drafts[0].Text())
	}
	v = by(w, waiting(), "孙莉")
	v.Draft.Facts[0].Must = false
	if got := w.Edit(v, 1, "删除").Drafts[0].Text(); !strings.Contains(got, "一、下一步\n一是抓紧；二是报送。") {
		t.Error(got)
	}
}

// TestNothingIsPublishedThatWasNotApproved lets anybody do anything in any order.
func TestNothingIsPublishedThatWasNotApproved(t *testing.T) {
	w := office()
	rapid.Check(t, func(t *rapid.T) {
		d, count := waiting(), report.Draft{}
		approved := ""
		published := 0
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			v := by(w, d, rapid.SampledFrom([]string{"孙莉", "白雪"}).Draw(t, "who"))
			v.Count = count
			var got report.Reviewed
			switch rapid.SampledFrom([]string{"edit", "approve", "return", "publish", "confirm"}).Draw(t, "does") {
			case "edit":
				got = w.Edit(v, rapid.IntRange(0, 4).Draw(t, "n"), rapid.SampledFrom([]string{"", "三是12人", "抓紧", "柳湾村居家约46人"}).Draw(t, "text"))
			case "approve":
				got = w.Approve(v)
			case "return":
				got = w.Return(v, "重写")
			case "publish":
				got = w.Publish(v)
			case "confirm":
				got = w.Confirm(v)
			}
			for _, next := range got.Drafts {
				if next.Kind == "issue" {
					count = next
					continue
				}
				if next.Rev != d.Rev+1 || len(next.Steps) != len(d.Steps)+1 {
					t.Fatalf("revision %d after %d, %d steps after %d", next.Rev, d.Rev, len(next.Steps), len(d.Steps))
				}
				if next.State == report.Approved && d.State != report.Approved {
					approved = next.Text()
				}
				d = next
			}
			for _, row := range got.Rows {
				if row.Kind == report.Briefing {
					published++
					if without := strings.Replace(row.Text, "第1期　", "", 1) + "\n"; without != approved || !d.AsApproved() {
						t.Fatalf("leaders get\n%s\nwhich is not\n%s", without, approved)
					}
				}
			}
		}
		if published > 1 || count.Issue != published || len(d.Untraced()) > 0 {
			t.Fatalf("published %d times, counted %d, untraced %v", published, count.Issue, d.Untraced())
		}
	})
}

// TestAnIssueIsCountedInTheYearOfItsDate publishes on New Year's morning what is dated the day before.
func TestAnIssueIsCountedInTheYearOfItsDate(t *testing.T) {
	w, d := office(), waiting()
	d.Made = time.Date(2020, 12, 31, 20, 10, 0, 0, time.UTC)
	v := by(w, d, "孙莉")
	v.Draft = w.Approve(v).Drafts[0]
	v.Now, v.Count = time.Date(2021, 1, 1, 8, 21, 0, 0, time.UTC), report.Draft{Issue: 1, Rev: 1}
	got := w.Publish(v)
	if len(got.Drafts) != 2 || got.Drafts[1].ID != report.IssueCount(d.Kind, 2020) || got.Drafts[0].Issue != 2 {
		t.Errorf("%s: %+v", got.Say, got.Drafts)
	}
}
