package main

import (
	"context"
	"encoding/json"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"qunbao/report"
	"qunbao/summarizer"
)

// author is a model that takes its time and then words whatever it is asked, or fails.
type author struct {
	takes time.Duration
	fault *summarizer.ModelError
	asked atomic.Int32
}

func (a *author) Complete(ctx context.Context, p summarizer.Prompt) (string, error) {
	a.asked.Add(1)
	if !pause(ctx, a.takes) {
		return "", ctx.Err()
	}
	if a.fault != nil {
		return "", a.fault
	}
	return arranged(p.Turns[1].Text, "经梳理，")
}

// arranged words a task, with a lead before each fact.
func arranged(text, lead string) (string, error) {
	var task struct {
		Paragraphs []struct {
			ID    string
			Facts []struct{ ID string }
		}
	}
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&task); err != nil {
		return "", err
	}
	var sections []map[string]any
	for _, q := range task.Paragraphs {
		var sentences []string
		for _, f := range q.Facts {
			sentences = append(sentences, lead+"{{"+f.ID+"}}。")
		}
		sections = append(sections, map[string]any{"id": q.ID, "sentences": sentences})
	}
	answer, err := json.Marshal(map[string]any{"sections": sections})
	return string(answer), err
}

// reviewed is the draft that the editors of a house were shown, and when.
func (h *house) reviewed() (texts, times []string) {
	for _, o := range h.chat.Sent() {
		if o.Kind == report.Briefing {
			texts, times = append(texts, o.Text), append(times, o.Time.In(h.program.workspace.Zone).Format("15:04"))
		}
	}
	return texts, times
}

func TestEditorsAreShownTheModelsWordingOnceAndTheTemplatesWhereThereIsNone(t *testing.T) {
	for _, tt := range []struct {
		name   string
		model  *author
		worded bool
		notice string
	}{
		{"worded in time", &author{takes: time.Minute}, true, ""},
		{"worded too late", &author{takes: 10 * time.Minute}, false, "大模型连接不上或没有按时答复，简报由模板起草，不影响使用。"},
		{"a wrong key", &author{fault: &summarizer.ModelError{Class: summarizer.ClassRefused, Status: 401}}, false, "大模型拒绝了请求，请检查密钥、余额和模型名称，简报由模板起草，不影响使用。"},
		{"the store is away", &author{fault: &summarizer.ModelError{Class: summarizer.ClassUncounted}}, false, "大模型本月的用量查不到，简报由模板起草，不影响使用。"},
		{"all is spent", &author{fault: &summarizer.ModelError{Class: summarizer.ClassSpent}}, false, "大模型本月的用量已经用完，简报由模板起草，不影响使用。"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouseWith(t, &fleeting{}, tt.model).serve()
				time.Sleep(8 * time.Hour)
				h.say("m1", villages[0], 46)
				time.Sleep(6 * time.Hour)
				h.stops()
				texts, times := h.reviewed()
				if len(texts) != 1 || times[0] != "20:13" {
					t.Fatalf("%d drafts were shown at %v", len(texts), times)
				}
				if worded := strings.Contains(texts[0], "经梳理，"); worded != tt.worded {
					t.Errorf("worded by the model: %v\n%s", worded, texts[0])
				}
				_, notices := h.sent(report.Notice)
				if strings.Join(notices, "|") != tt.notice {
					t.Errorf("the admin is told %q, want %q", notices, tt.notice)
				}
				d, ok, err := h.gate.store.Draft(t.Context(), report.DraftID(report.DailyBriefing, report.DayOf(time.Now().In(h.program.workspace.Zone)), report.DayOf(time.Now().In(h.program.workspace.Zone))))
				if err != nil || !ok || d.Model != tt.worded || d.Rev != 1+len(d.Steps)-1 || (len(d.Steps) == 2) != tt.worded {
					t.Errorf("kept: model %v, revision %d, steps %+v, %v", d.Model, d.Rev, d.Steps, err)
				}
			})
		})
	}
}

func TestADraftAskedForInTheChatIsShownOnceTheModelHasWordedIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouseWith(t, &fleeting{}, &author{takes: time.Minute}).serve()
		time.Sleep(8 * time.Hour)
		h.say("m1", villages[0], 46)
		time.Sleep(time.Hour)
		h.chat.Say(report.Message{ID: "m2", Time: time.Now(), Private: true, Sender: "宣传办孙莉", Text: "简报"})
		time.Sleep(2 * time.Minute)
		if _, texts := h.sent(report.Reply); len(texts) != 1 || texts[0] != "正在起草，约3分钟后私聊发您。" {
			t.Errorf("answered %q", texts)
		}
		time.Sleep(2 * time.Minute)
		h.stops()
		if _, texts := h.sent(report.Reply); len(texts) != 2 || !strings.Contains(texts[1], "经梳理，") {
			t.Errorf("shown %q", texts)
		}
	})
}

func TestAProgramKilledWhileTheModelWordsShowsTheTemplatesDraft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouseWith(t, &fleeting{}, &author{takes: time.Minute}).serve()
		time.Sleep(8 * time.Hour)
		h.say("m1", villages[0], 46)
		time.Sleep(4*time.Hour + 10*time.Minute + 30*time.Second)
		h.stops()
		again := newHouseWith(t, &fleeting{}, nil)
		again.gate.store = h.gate.store
		again.serve()
		time.Sleep(time.Hour)
		again.stops()
		if texts, _ := again.reviewed(); len(texts) != 1 || strings.Contains(texts[0], "经梳理") {
			t.Errorf("shown %q", texts)
		}
	})
}

func TestADraftThatSomebodyHasTakenUpIsNotWordedAnew(t *testing.T) {
	for name, touch := range map[string]func(context.Context, store, report.Draft) error{
		"edited": func(ctx context.Context, s store, d report.Draft) error {
			d.State, d.Rev = report.Edited, d.Rev+1
			return s.SaveDraft(ctx, d)
		},
		"shown": func(ctx context.Context, s store, d report.Draft) error {
			return s.Audit(ctx, report.Act{At: time.Now(), By: "郑晓", What: "shown", About: d.ID})
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouseWith(t, &fleeting{}, &author{takes: time.Minute}).serve()
				time.Sleep(12*time.Hour + 10*time.Minute + 30*time.Second)
				day := report.DayOf(time.Now().In(h.program.workspace.Zone))
				d, ok, err := h.gate.store.Draft(t.Context(), report.DraftID(report.DailyBriefing, day, day))
				if err != nil || !ok {
					t.Fatal(ok, err)
				}
				if err := touch(t.Context(), h.gate.store, d); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Hour)
				h.stops()
				if texts, _ := h.reviewed(); len(texts) != 1 || strings.Contains(texts[0], "经梳理") {
					t.Errorf("shown %q", texts)
				}
			})
		})
	}
}
