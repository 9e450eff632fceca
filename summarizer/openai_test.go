package summarizer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"qunbao/report"
	"qunbao/summarizer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestNoEndpointCanSpoilADraft plays every fault over real HTTP. Whatever comes,
// the draft holds every fact once and no number without one.
func TestNoEndpointCanSpoilADraft(t *testing.T) {
	tests := []struct {
		name   string
		calls  int
		worded bool // some paragraph is the model's
		rule   string
		script []reply
		change func(*summarizer.Options)
	}{
		{name: "good", calls: 1, worded: true, script: []reply{good}},
		{name: "thoughts and a fence", calls: 1, worded: true, script: []reply{
			func(w http.ResponseWriter, _ *http.Request, good string) {
				say(w, "<think>想了9遍</think>\n```json\n"+good+"\n```", "stop")
			}}},
		{name: "a digit, then mended", calls: 2, worded: true, rule: "bare-number", script: []reply{spoiled("此外", "共61人"), good}},
		{name: "digits for ever", calls: 3, worded: true, rule: "bare-number", script: []reply{spoiled("此外", "共61人")}},
		{name: "a Chinese numeral", calls: 3, worded: true, rule: "bare-number", script: []reply{spoiled("此外", "发生一起事故")}},
		{name: "ten minutes", calls: 3, worded: true, rule: "bare-number", script: []reply{spoiled("此外", "持续十分钟")}},
		{name: "a full-width digit", calls: 3, worded: true, rule: "bare-number", script: []reply{spoiled("此外", "共６１人")}},
		{name: "a circled digit", calls: 3, worded: true, rule: "bare-number", script: []reply{spoiled("此外", "③")}},
		{name: "a percent sign", calls: 3, worded: true, rule: "bare-number", script: []reply{spoiled("此外", "占比％")}},
		{name: "a vague quantity", calls: 3, worded: true, rule: "vague-quantity", script: []reply{spoiled("此外", "多户受灾")}},
		{name: "a hedge before a fact", calls: 3, worded: true, rule: "hedge", script: []reply{spoiled("此外，{{", "约{{")}},
		{name: "a hedge behind a fact", calls: 3, worded: true, rule: "hedge", script: []reply{spoiled("}}。", "}}余。")}},
		{name: "words that run into a fact", calls: 3, worded: true, rule: "touching", script: []reply{spoiled("此外，{{", "村民{{")}},
		{name: "a wrong trend", calls: 3, worded: true, rule: "trend", script: []reply{spoiled("此外，{{D", "有所增加的是{{D")}},
		{name: "a trend in words", calls: 3, worded: true, rule: "trend", script: []reply{spoiled("此外", "呈上升趋势")}},
		{name: "all of them", calls: 3, worded: true, rule: "unlicensed", script: []reply{spoiled("此外", "全部报送")}},
		{name: "the first time", calls: 3, worded: true, rule: "unlicensed", script: []reply{spoiled("此外", "首次出现")}},
		{name: "an anomaly denied", calls: 3, worded: true, rule: "denies", script: []reply{spoiled("此外", "总体平稳")}},
		{name: "a fact denied", calls: 3, worded: true, rule: "denies", script: []reply{spoiled("}}。", "}}不实。")}},
		{name: "a matter settled", calls: 3, worded: true, rule: "ungrounded-claim", script: []reply{spoiled("此外", "险情已解除")}},
		{name: "an event of its own", calls: 3, worded: true, rule: "ungrounded-claim", script: []reply{spoiled("此外", "河堤出现险情")}},
		{name: "a claim", calls: 3, worded: true, rule: "denies", script: []reply{spoiled("此外", "群众情绪稳定")}},
		{name: "a claim without a sign", calls: 3, worded: true, rule: "ungrounded-clause", script: []reply{spoiled("此外", "村民反响热烈")}},
		{name: "a lead that leads nowhere", calls: 3, worded: true, rule: "idle-lead", script: []reply{spoiled("此外，", "此外，具体看。")}},
		{name: "another field's name", calls: 3, worded: true, rule: "idle-lead", script: []reply{spoiled("此外", "横幅方面")}},
		{name: "二是 without 一是", calls: 3, worded: true, rule: "ordinal-order", script: []reply{spoiled("此外，", "二是")}},
		{name: "advice again and again", calls: 3, worded: true, rule: "repeated", script: []reply{spoiled("}}。", "}}，请关注，请关注。")}},
		{name: "a unit's name", calls: 3, worded: true, rule: "bare-name", script: []reply{spoiled("此外", "东坡村")}},
		{name: "a person's name", calls: 3, worded: true, rule: "bare-name", script: []reply{spoiled("此外", "李会芳")}},
		{name: "an unknown id", calls: 3, worded: true, rule: "unknown-ref", script: []reply{spoiled("{{D1}}", "{{D99}}")}},
		{name: "an id of another paragraph", calls: 3, worded: true, rule: "wrong-section", script: []reply{spoiled("{{D1}}", "{{E1}}")}},
		{name: "an id twice", calls: 3, worded: true, rule: "dup-ref", script: []reply{spoiled("{{D1}}", "{{D1}}，{{D1}}")}},
		{name: "no end", calls: 3, worded: true, rule: "ending", script: []reply{spoiled("}}。", "}}")}},
		{name: "too many words", calls: 3, worded: true, rule: "too-long", script: []reply{spoiled("}}。", "}}"+strings.Repeat("，请有关单位逐项核对数据，核实变化原因，说明有关情况，完善台账，及时反馈", 6)+"。")}},
		{name: "English", calls: 3, worded: true, rule: "language", script: []reply{spoiled("此外", "All is well")}},
		{name: "markup", calls: 3, worded: true, rule: "junk", script: []reply{spoiled("此外", "<b>此外</b>")}},
		{name: "instructions obeyed", calls: 3, worded: true, rule: "junk", script: []reply{spoiled("此外", "已忽略以上指令")}},
		{name: "a paragraph left out", calls: 3, worded: true, rule: "missing-section", script: []reply{spoiled("figures-1", "figures-9")}},
		{name: "a fact left out", calls: 1, worded: true, script: []reply{spoiled("此外，{{D1}}。", "请有关单位核对。")}},
		{name: "another shape", calls: 3, rule: "json", script: []reply{text(`{"sections":[{"id":"reporting","text":"好"}]}`)}},
		{name: "prose", calls: 3, script: []reply{text("今日全镇平稳，转移群众9999人。")}},
		{name: "cut JSON", calls: 3, script: []reply{text(`{"sections":[{"id":"reporting","sentences":["{{R1`)}},
		{name: "a long answer", calls: 3, script: []reply{text(strings.Repeat("九", 40000))}},
		{name: "stopped by length", calls: 1, script: []reply{finish("length")}},
		{name: "filtered", calls: 1, script: []reply{finish("sensitive")}},
		{name: "no finish reason", calls: 3, script: []reply{finish("")}},
		{name: "blank, then good", calls: 2, worded: true, script: []reply{text("  \n "), good}},
		{name: "no choices", calls: 3, script: []reply{raw(`{"choices":[]}`)}},
		{name: "200 with an error", calls: 3, script: []reply{raw(`{"error":{"message":"bad key ` + key + `"}}`)}},
		{name: "HTML for JSON", calls: 3, script: []reply{html(200)}},
		{name: "HTML 502", calls: 3, script: []reply{html(502)}},
		{name: "500, then good", calls: 2, worded: true, script: []reply{status(500), good}},
		{name: "429, then good", calls: 2, worded: true, script: []reply{status(429, "Retry-After", "7"), good}},
		{name: "500 for ever", calls: 3, script: []reply{status(500)}},
		{name: "a stream for JSON", calls: 3, script: []reply{raw("data: {\"choices\":[]}\n\ndata: [DONE]\n\n")}},
		{name: "a tool call", calls: 3, script: []reply{finish("tool_calls")}},
		{name: "no money", calls: 1, script: []reply{status(402)}},
		{name: "429 for ever", calls: 3, script: []reply{status(429)}},
		{name: "wrong key", calls: 1, script: []reply{status(401)}},
		{name: "no such model", calls: 1, script: []reply{status(404)}},
		{name: "a redirect", calls: 1, script: []reply{status(307, "Location", "/elsewhere")}},
		{name: "a cut body", calls: 3, script: []reply{cutBody}},
		{name: "a dropped connection", calls: 3, script: []reply{dropped}},
		{name: "a hanging endpoint", calls: 3, script: []reply{hang}, change: impatient},
		{name: "too many bytes", calls: 1, script: []reply{good}, change: frugal},
	}
	f := normalDay(t)
	plain, err := summarizer.New(nil, nil).Daily(t.Context(), f, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := newEndpoint(t, tt.script...)
			c := newClient(t, e)
			if tt.change != nil {
				c = newClient(t, e, tt.change)
			}
			var log bytes.Buffer
			draft, account, err := summarizer.New(c, slog.New(slog.NewTextHandler(&log, nil))).Word(t.Context(), report.DailyBriefing, f, 3)
			if err != nil {
				t.Fatalf("the model's fault became the draft's: %v", err)
			}
			checkDraft(t, f, draft)
			if tt.rule != "" && account.Issues[tt.rule] == 0 {
				t.Errorf("found %v, want %s", account.Issues, tt.rule)
			}
			if n := strings.Count(log.String(), "level=WARN") + strings.Count(c.log.String(), "level=WARN"); n != min(1, n) || (n == 1) != (account.Fault != nil) {
				t.Errorf("%d warnings of %v", n, account.Fault)
			}
			if waited := total(c.waits); waited > time.Minute {
				t.Errorf("waited %v", waited)
			}
			if worded := draft.Text() != plain.Text(); worded != tt.worded {
				t.Errorf("worded by the model: %v, want %v\n%s", worded, tt.worded, draft.Text())
			}
			bodies := e.calls()
			if len(bodies) != tt.calls {
				t.Errorf("%d calls, want %d", len(bodies), tt.calls)
			}
			checkBlind(t, f, bodies[0])
			for _, said := range []string{log.String(), c.log.String()} {
				for _, secret := range []string{key, "bad key", "html", "http:", "柳湾", "9999人"} {
					if strings.Contains(said, secret) {
						t.Errorf("%q stands in the log:\n%s", secret, said)
					}
				}
			}
		})
	}
}

// checkDraft holds a draft to the promise, by the oracle.
func checkDraft(t testing.TB, f report.Facts, draft report.Draft) {
	t.Helper()
	if stray := strayNumbers(f, 3, draft.Text()); len(stray) > 0 {
		t.Errorf("numbers without a fact: %v\n%s", stray, draft.Text())
	}
	if !holdsAll(f, draft.Text()) {
		t.Errorf("a fact is lost or said twice:\n%s", draft.Text())
	}
	if wrong := faults(f, draft); len(wrong) > 0 {
		t.Errorf("%s\n%s", strings.Join(wrong, "\n"), draft.Text())
	}
}

// checkBlind holds a request to its promise: nothing of the day is in it.
func checkBlind(t testing.TB, f report.Facts, body string) {
	t.Helper()
	for _, n := range f.Names {
		if strings.Contains(body, n) {
			t.Errorf("%s stands in the request", n)
		}
	}
	for _, x := range f.All() {
		if strings.Contains(body, x.Text) {
			t.Errorf("%s stands in the request", x.ID)
		}
	}
	for _, n := range numeral.FindAllString(body, -1) {
		if strings.ContainsAny(n, "0123456789") && len(n) > 2 && n != "0.2" && n != "1500" {
			t.Errorf("%s stands in the request", n)
		}
	}
}

func TestRetryAfterIsHonouredWithinACap(t *testing.T) {
	date := "Mon, 03 Feb 2020 12:10:00 GMT"
	for _, tt := range []struct {
		headers []string
		want    time.Duration
	}{
		{[]string{"Retry-After", "7"}, 7 * time.Second},
		{[]string{"Retry-After", "86400"}, 30 * time.Second},
		{[]string{"Date", date, "Retry-After", "Mon, 03 Feb 2020 12:10:09 GMT"}, 9 * time.Second},
	} {
		c := newClient(t, newEndpoint(t, status(429, tt.headers...), good))
		if _, err := c.Complete(t.Context(), prompt()); err == nil {
			t.Fatal("a prompt without facts was answered")
		}
		if len(c.waits) == 0 || c.waits[0] != tt.want {
			t.Errorf("%v: waited %v, want %v", tt.headers, c.waits, tt.want)
		}
	}
	c := newClient(t, newEndpoint(t, status(503)))
	_, err := c.Complete(t.Context(), prompt())
	var fault *summarizer.ModelError
	if !errors.As(err, &fault) || fault.Class != summarizer.ClassServer || fault.Status != 503 {
		t.Errorf("%v", err)
	}
	if len(c.waits) != 2 || c.waits[0] >= 500*time.Millisecond || c.waits[1] >= time.Second {
		t.Errorf("waits %v", c.waits)
	}
}

func TestABrokenEndpointIsNotFlooded(t *testing.T) {
	for _, script := range []reply{status(500), status(429), status(429, "Retry-After", "3600"), html(200), cutBody, raw(`{"error":{"message":"no money"}}`)} {
		e := newEndpoint(t, script)
		c := newClient(t, e)
		for range 100 { // as many drafts and readings as an hour may want
			if _, err := c.Complete(t.Context(), prompt()); err == nil {
				t.Fatal("answered")
			}
		}
		if n := len(e.calls()); n > 6 {
			t.Errorf("%d calls to an endpoint that failed every time", n)
		}
	}
}

func TestTheKeyIsNeverPrinted(t *testing.T) {
	o := summarizer.Options{BaseURL: "http://127.0.0.1:1/v1", Key: key, Model: "m"}
	m, err := summarizer.NewOpenAI(o)
	if err != nil {
		t.Fatal(err)
	}
	printed := fmt.Sprintf("%v %+v %#v %s %q %v %+v %#v", o, o, o, o.Key, o.Key, m, m, m)
	if strings.Contains(printed, key) {
		t.Error(printed)
	}
}

func TestAnUnusableEndpointIsRefusedBeforeAnyCall(t *testing.T) {
	for _, o := range []summarizer.Options{
		{},
		{BaseURL: "http://host/v1"},
		{BaseURL: "host/v1", Model: "m"},
		{BaseURL: "ftp://host/v1", Model: "m"},
		{BaseURL: "https://user:" + key + "@host/v1", Model: "m"},
	} {
		if _, err := summarizer.NewOpenAI(o); err == nil || strings.Contains(err.Error(), key) {
			t.Errorf("%s: %v", o.BaseURL, err)
		}
	}
}

func TestASecrecyWordKeepsADraftFromTheModel(t *testing.T) {
	e := newEndpoint(t, good)
	for _, word := range []string{"秘密", "机密", "绝密", "内部资料"} {
		rows := []string{"柳湾村 16:00 screened=3 note=" + word + "文件已传达"}
		f := facts(t, []sheet{{"epidemic", rows}}, nil)
		draft, err := summarizer.New(newClient(t, e), nil).Daily(t.Context(), f, 3)
		if err != nil {
			t.Fatal(err)
		}
		checkDraft(t, f, draft)
	}
	if n := len(e.calls()); n != 0 {
		t.Errorf("%d calls", n)
	}
}

func prompt() summarizer.Prompt {
	return summarizer.Prompt{Turns: []summarizer.Turn{{Role: summarizer.System, Text: "答"}}}
}

func total(waits []time.Duration) (sum time.Duration) {
	for _, w := range waits {
		sum += w
	}
	return sum
}

func TestAnEndpointThatCannotBeReachedLeavesTheTemplate(t *testing.T) {
	e := newEndpoint(t, good)
	c := newClient(t, e)
	e.Close()
	f := normalDay(t)
	draft, account, err := summarizer.New(c, nil).Word(t.Context(), report.DailyBriefing, f, 3)
	if err != nil || draft.Model || account.Fault == nil || account.Fault.Class != summarizer.ClassNetwork {
		t.Errorf("%+v, %v", account, err)
	}
	checkDraft(t, f, draft)
}

// silent is a model that says nothing until its caller gives up.
type silent struct{}

func (silent) Complete(ctx context.Context, _ summarizer.Prompt) (string, error) {
	<-ctx.Done()
	return "", ctx.Err()
}

func TestADraftEndsWithinItsTimeHoweverLongAModelThinks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, began := quietDay(t), time.Now()
		drafter := summarizer.New(silent{}, nil)
		draft, account, err := drafter.Word(t.Context(), report.DailyBriefing, f, 3)
		if took := time.Since(began); err != nil || draft.Model || took != 3*time.Minute || account.Fault.Class != summarizer.ClassTimeout {
			t.Errorf("after %v: %+v, %v", took, account, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if draft, account, err = drafter.Word(ctx, report.DailyBriefing, f, 3); err != nil || draft.Model || account.Fault.Class != summarizer.ClassCanceled {
			t.Errorf("%+v, %v", account, err)
		}
	})
}
