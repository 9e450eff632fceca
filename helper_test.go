package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunbao/commands"
	"qunbao/report"
	"qunbao/report/parse"
	"qunbao/storage"
	"qunbao/summarizer"
)

// interpreter is a model that takes its time and then answers the same, or fails.
type interpreter struct {
	takes time.Duration
	says  string
}

// Complete implements summarizer.Model.
func (l *interpreter) Complete(ctx context.Context, _ summarizer.Prompt) (string, error) {
	if !pause(ctx, l.takes) {
		return "", ctx.Err()
	}
	if l.says == "" {
		return "", &summarizer.ModelError{Class: summarizer.ClassRefused, Status: 401}
	}
	return l.says, nil
}

// What somebody says that the parser cannot settle, and says in its own words.
const (
	amended = "刚才报错了，应为44人14户"
	heard44 = `{"items":[{"key":"home","value":"44","quote":"应为44人"}]}`
	talked  = "46个在家，没人烧"
	heard46 = `{"items":[{"key":"home","value":"46","quote":"46个在家"},{"key":"fever","value":"0","quote":"没人烧"}]}`
)

// asked lists the questions that left, with the second of the day at which they did.
func (h *house) asked() (texts []string) {
	for _, o := range h.chat.Sent() {
		if o.Kind == report.Ask {
			texts = append(texts, o.Time.In(h.program.workspace.Zone).Format("04:05 ")+string([]rune(o.Text)[:8]))
		}
	}
	return texts
}

// tell sends something in the words of the reporter of the first village.
func (h *house) tell(id, text string) {
	h.chat.Say(report.Message{ID: report.MessageID(id), Time: time.Now(), Chat: workChat, Sender: villages[0][0], Text: text})
}

const (
	ownQuestion = "00:20 要改的是哪一项，"
	proposal    = "00:05 您是不是报：柳湾"
)

func TestEitherTheParsersQuestionOrWhatHelpReadLeavesOnce(t *testing.T) {
	for name, c := range map[string]struct {
		model *interpreter
		text  string
		want  string
	}{
		"in time":             {&interpreter{5 * time.Second, heard44}, amended, proposal},
		"too late":            {&interpreter{25 * time.Second, heard44}, amended, ownQuestion},
		"fails":               {&interpreter{5 * time.Second, ""}, amended, ownQuestion},
		"talks":               {&interpreter{5 * time.Second, "好的，居家44人。"}, amended, ownQuestion},
		"invents":             {&interpreter{5 * time.Second, strings.ReplaceAll(heard44, `"44"`, `"4400"`)}, amended, ownQuestion},
		"says nothing":        {&interpreter{5 * time.Second, `{"items":[]}`}, amended, ownQuestion},
		"talk, in time":       {&interpreter{5 * time.Second, heard46}, talked, proposal},
		"talk, too late":      {&interpreter{25 * time.Second, heard46}, talked, ""},
		"talk, invents":       {&interpreter{5 * time.Second, strings.ReplaceAll(heard46, "个在家", "个人在家")}, "46个在家", ""},
		"talk about secrets":  {&interpreter{5 * time.Second, heard46}, "46个在家，没人烧，内部掌握", ""},
		"what needs no help":  {&interpreter{5 * time.Second, heard46}, "辛苦了", ""},
		"what the parser can": {&interpreter{5 * time.Second, heard46}, "居家46人，居家44人", "00:00 居家观察写了46"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouseWith(t, &fleeting{}, c.model).serve()
				time.Sleep(time.Hour)
				h.tell("m1", c.text)
				time.Sleep(time.Minute)
				h.stops()
				if got := strings.Join(h.asked(), "|"); got != c.want {
					t.Errorf("asked %q, want %q", got, c.want)
				}
			})
		})
	}
}

func TestAProgramKilledBeforeOrAfterHelpAnswersAsksOnce(t *testing.T) {
	for name, c := range map[string]struct {
		takes, runs time.Duration
		want        string
	}{
		"while the model reads":         {10 * time.Second, 5 * time.Second, ownQuestion},
		"when the question has left":    {5 * time.Second, 10 * time.Second, proposal},
		"when the parser's own has":     {time.Hour, 25 * time.Second, ownQuestion},
		"as what help read is put":      {5 * time.Second, 0, proposal},
		"before the model is asked yet": {5 * time.Second, time.Millisecond, ownQuestion},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouseWith(t, &fleeting{}, &interpreter{c.takes, heard44})
				if c.runs == 0 { // the store takes what help read, and nothing leaves any more
					h.chat.OfflineUntil(time.Now().Add(24 * time.Hour))
					h.serve()
					time.Sleep(time.Hour)
					h.tell("m1", amended)
					time.Sleep(8 * time.Second)
				} else {
					h.serve()
					time.Sleep(time.Hour)
					h.tell("m1", amended)
					time.Sleep(c.runs)
				}
				h.stops()
				asked := h.asked()
				again := newHouseWith(t, &fleeting{}, &interpreter{time.Second, heard44})
				again.gate.store = h.gate.store
				again.serve()
				time.Sleep(time.Minute)
				again.stops()
				if asked = append(asked, again.asked()...); len(asked) != 1 || asked[0][6:] != c.want[6:] {
					t.Errorf("asked %q, want %q", asked, c.want)
				}
			})
		})
	}
}

func TestWhatHelpReadCountsAfterItsSenderSaysSoAsOfTheMessageItself(t *testing.T) {
	for text, want := range map[string]string{"对": "46 on_time m1", "是的，没错": "46 on_time m1", "不对": " open ", "": " open ", "46人吧": " open "} {
		synctest.Test(t, func(t *testing.T) {
			h := newHouseWith(t, &fleeting{}, &interpreter{5 * time.Second, heard46}).serve()
			time.Sleep(9*time.Hour - time.Minute) // 16:59
			h.tell("m1", talked)
			h.tell("m2", "对") // nothing has been shown yet
			time.Sleep(20 * time.Second)
			if text != "" {
				h.tell("m3", text)
			}
			time.Sleep(3 * time.Hour)
			h.stops()
			k := report.PeriodKey{Form: "epidemic-daily", Day: report.DayOf(time.Now().In(h.program.workspace.Zone))}
			records, err := h.gate.store.Records(t.Context(), []report.RecordKey{{PeriodKey: k, Unit: "柳湾村"}})
			if err != nil {
				t.Fatal(err)
			}
			now := records[0].Fold()
			got := " open "
			if v, ok := now.Values["home"]; ok {
				state := "late"
				if !now.First.After(h.program.workspace.Due(k)) {
					state = "on_time"
				}
				got = v.N.String() + " " + state + " " + string(now.Source("home"))
			}
			if got != want {
				t.Errorf("after %q there stands %q, want %q", text, got, want)
			}
		})
	}
}

func TestWhatAModelReadIsInTheJournalAndIsRebuiltWithoutOne(t *testing.T) {
	config := township(t)
	config.LLM.Reading = true
	parser, at := parse.New(config.Workspace), month.Add(9*time.Hour)
	said := report.Message{ID: "m1", Time: at, Chat: workChat, Sender: villages[0][0], Text: talked, Type: report.TextMessage}
	c, ok := parser.Doubtful(said, parser.Message(said))
	if !ok {
		t.Fatal("nobody helps")
	}
	read, err := commands.Heard(c, c.Periods[0], []report.Claim{{Field: "home", Value: "46", Quote: "46个在家"}, {Field: "fever", Value: "7", Quote: "没人烧"}}, at.Add(5*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	yes := said
	yes.ID, yes.Text, yes.Time = "m3", "对", at.Add(time.Minute)
	folder := filepath.Join(t.TempDir(), "journal")
	journal, err := storage.OpenJournal(folder, "a")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []report.Message{said, read, yes} {
		if err := journal.Append(t.Context(), m, m.Time); err != nil {
			t.Fatal(err)
		}
	}
	journal.Close()
	kept := memory(t)
	lines := newMerged([]string{folder}, time.Time{}, func(err error) { t.Error(err) })
	defer lines.close()
	if err := (rebuilding{config: config, lines: lines, until: at.Add(time.Hour)}).fill(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	records, err := kept.Records(t.Context(), []report.RecordKey{c.Key(c.Periods[0])})
	if err != nil {
		t.Fatal(err)
	}
	now := records[0].Fold()
	if v := now.Values["home"]; v.N.String() != "46" || now.Source("home") != "m1" || !now.First.Equal(at) || len(now.Values) != 1 {
		t.Errorf("rebuilt: %+v, first %s", now.Values, now.First)
	}
}

func TestNoChannelSaysWhatAModelRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouseWith(t, &fleeting{}, &interpreter{time.Hour, heard46}).serve()
		time.Sleep(time.Hour)
		m := report.Message{ID: "m1", Time: time.Now(), Chat: workChat, Sender: villages[0][0], Text: talked}
		parser := parse.New(h.program.workspace)
		c, _ := parser.Doubtful(m, parser.Message(m))
		read, err := commands.Heard(c, c.Periods[0], []report.Claim{{Field: "home", Value: "46", Quote: "46个在家"}}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		h.chat.Say(read)
		time.Sleep(time.Minute)
		h.stops()
		if asked := h.asked(); len(asked) != 0 {
			t.Errorf("asked %q", asked)
		}
	})
}

func TestAnUrgentReportIsNeverKeptBackByAnOffer(t *testing.T) {
	for _, text := range []string{"发热2人", "发烧2人", "有2人发烧", "对，有2人发烧", "不对，发热2人", "还有2个发烧"} {
		synctest.Test(t, func(t *testing.T) {
			h := newHouseWith(t, &fleeting{}, &interpreter{5 * time.Second, heard46}).serve()
			time.Sleep(time.Hour)
			h.tell("m1", talked)
			time.Sleep(time.Minute)
			h.tell("m2", text)
			time.Sleep(time.Minute)
			_, alerts := h.sent(report.Alert)
			h.tell("m3", "对")
			time.Sleep(time.Minute)
			h.stops()
			if told := strings.Join(alerts, "\n"); !strings.Contains(told, "急报1号") || strings.Contains(told, "原话：对") {
				t.Errorf("%s: told %q", text, told)
			}
			k := report.PeriodKey{Form: "epidemic-daily", Day: report.DayOf(time.Now().In(h.program.workspace.Zone))}
			records, err := h.gate.store.Records(t.Context(), []report.RecordKey{{PeriodKey: k, Unit: "柳湾村"}})
			if err != nil {
				t.Fatal(err)
			}
			if now := records[0].Fold(); text != "还有2个发烧" && (now.Values["home"].N.String() != "46" || now.Values["fever"].N.String() != "2") {
				t.Errorf("%s: there stands %v", text, now.Values)
			}
		})
	}
}

// tallied is a model that counts how often it is asked.
type tallied struct {
	interpreter
	asked int
}

// Complete implements summarizer.Model.
func (c *tallied) Complete(ctx context.Context, p summarizer.Prompt) (string, error) {
	c.asked++
	return c.interpreter.Complete(ctx, p)
}

func TestNothingIsReadThatNobodyWouldUseAndReadingsComeBeforeDrafts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		model := &tallied{interpreter: interpreter{8 * time.Second, heard46}}
		h := newHouseWith(t, &fleeting{}, model)
		var applied notes
		h.program.study.want(takes("first draft", 5*time.Second, &applied))
		h.program.study.want(takes("draft", time.Hour, &applied))
		h.serve()
		time.Sleep(4 * time.Second)
		for i, v := range villages[:5] {
			h.chat.Say(report.Message{ID: report.MessageID(v[1]), Time: time.Now().Add(time.Duration(i)), Chat: workChat, Sender: v[0], Text: talked})
		}
		time.Sleep(2 * time.Minute)
		h.stops()
		if cards := h.asked(); model.asked != 3 || len(cards) != 2 {
			t.Errorf("asked the model %d times for the cards %q", model.asked, cards)
		}
	})
}
