package summarizer_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"qunbao/summarizer"
)

// schemed asks with a schema.
func schemed() summarizer.Prompt {
	p := prompt()
	p.Schema = json.RawMessage(`{"type":"object"}`)
	return p
}

// picky refuses requests that hold a word of the interface.
func picky(code int, words ...string) reply {
	return func(w http.ResponseWriter, r *http.Request, _ string) {
		body := r.Header.Get("X-Body")
		for _, word := range words {
			if strings.Contains(body, word) {
				status(code)(w, r, "")
				return
			}
		}
		say(w, "好", "stop")
	}
}

func TestAFormatThatIsRefusedGivesWayToAPlainerOneForGood(t *testing.T) {
	for _, tt := range []struct {
		refused []string
		calls   []int // of the first request, of the second
	}{
		{nil, []int{1, 1}},
		{[]string{"json_schema"}, []int{2, 1}},
		{[]string{"response_format"}, []int{3, 1}},
		{[]string{"messages"}, []int{3, 3}}, // the format is not what it refuses
	} {
		for _, code := range []int{400, 415, 422} {
			checkFallback(t, code, tt.refused, tt.calls)
		}
	}
}

// checkFallback has an endpoint refuse requests that hold some words, and counts the
// calls that the first request and the second take.
func checkFallback(t *testing.T, code int, refused []string, calls []int) {
	t.Helper()
	e := newEndpoint(t, picky(code, refused...))
	c := newClient(t, e, func(o *summarizer.Options) { o.Format = summarizer.FormatSchema })
	for i, want := range calls {
		before := len(e.calls())
		if _, err := c.Complete(t.Context(), schemed()); (err != nil) != (calls[1] == 3) {
			t.Error(err)
		}
		if n := len(e.calls()) - before; n != want {
			t.Errorf("%d for %v: request %d took %d calls, want %d", code, refused, i+1, n, want)
		}
	}
	if len(c.waits) > 0 {
		t.Errorf("waited %v", c.waits)
	}
}

func TestARequestCarriesWhatThisEndpointAloneKnows(t *testing.T) {
	e := newEndpoint(t, text("好"))
	c := newClient(t, e, func(o *summarizer.Options) {
		o.Temperature = -1
		o.Extra = map[string]any{"enable_thinking": false, "thinking": map[string]any{"type": "disabled"}, "max_tokens": nil, "max_completion_tokens": 900}
	})
	if _, err := c.Complete(t.Context(), prompt()); err != nil {
		t.Fatal(err)
	}
	want := `{"enable_thinking":false,"max_completion_tokens":900,"messages":[{"content":"答","role":"system"}],` +
		`"model":"qwen-plus","response_format":{"type":"json_object"},"stream":false,"thinking":{"type":"disabled"}}`
	if got := e.calls()[0]; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestThoughtsAreNoPartOfAnAnswer(t *testing.T) {
	for said, want := range map[string]string{"<think>想\n想</think>\n好": "好", "想</think>好": "好", "<think>想</think>  ": "", "好": "好"} {
		c := newClient(t, newEndpoint(t, text(said)))
		got, err := c.Complete(t.Context(), prompt())
		var fault *summarizer.ModelError
		if got != want || want == "" && (!errors.As(err, &fault) || fault.Class != summarizer.ClassEmpty) {
			t.Errorf("%q: %q, %v", said, got, err)
		}
	}
}

// purse is a month's budget in memory.
type purse struct {
	left  int
	calls []summarizer.Call
	err   error
}

func (p *purse) Left(context.Context) (int, error) { return p.left, p.err }

func (p *purse) Spend(_ context.Context, c summarizer.Call) error {
	p.left -= c.PromptTokens + c.AnswerTokens
	p.calls = append(p.calls, c)
	return p.err
}

func TestNothingIsAskedOnceTheMonthIsSpent(t *testing.T) {
	e := newEndpoint(t, text("好"))
	p := &purse{left: 1000}
	c := newClient(t, e, func(o *summarizer.Options) { o.Purse = p })
	for i, want := range []bool{true, true, false, false} {
		_, err := c.Complete(t.Context(), prompt())
		var fault *summarizer.ModelError
		if (err == nil) != want || err != nil && (!errors.As(err, &fault) || fault.Class != summarizer.ClassSpent) {
			t.Errorf("call %d: %v", i+1, err)
		}
	}
	if n := len(e.calls()); n != 2 || len(p.calls) != 2 || p.left != 1000-2*910 {
		t.Errorf("%d calls, %d paid, %d left", n, len(p.calls), p.left)
	}
	p.left, p.err = 1000, errors.New("away")
	_, err := c.Complete(t.Context(), prompt())
	var fault *summarizer.ModelError
	if !errors.As(err, &fault) || fault.Class != summarizer.ClassUncounted || len(e.calls()) != 2 {
		t.Error("a purse that cannot be read is not spent from", err)
	}
}

// answered is an answer of some words, with what the endpoint says of its usage.
func answered(text, usage string) reply {
	return raw(`{` + usage + `"choices":[{"message":{"content":"` + text + `"},"finish_reason":"stop"}]}`)
}

// bulky answers with a status and a long body that is no JSON.
func bulky(code int, headers ...string) reply {
	return func(w http.ResponseWriter, _ *http.Request, _ string) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, strings.Repeat("满", 700_000))
	}
}

func TestACallIsChargedForWhatWasSentAndSaid(t *testing.T) {
	long := strings.Repeat("好", 3000)
	for _, tt := range []struct {
		name   string
		reply  reply
		paid   [2]int // asked, answered, of each try
		tries  int
		change func(*summarizer.Options)
	}{
		{"says nothing of it", answered("好", ""), [2]int{1, 1}, 1, nil},
		{"a long answer", answered(long, ""), [2]int{1, 3000}, 1, nil},
		{"negative", answered("好", `"usage":{"prompt_tokens":-9,"completion_tokens":-9},`), [2]int{1, 1}, 1, nil},
		{"absurd", answered("好", `"usage":{"prompt_tokens":9000000000000000000,"completion_tokens":9000000000000000000},`), [2]int{1008, 12000}, 1, nil},
		{"no number", answered("好", `"usage":{"prompt_tokens":1e30,"completion_tokens":1},`), [2]int{1, 1}, 3, nil},
		{"cut", cutBody, [2]int{1, 1500}, 3, nil},
		{"timed out", hang, [2]int{1, 1500}, 3, impatient},
		{"too long", good, [2]int{1, 1500}, 1, func(o *summarizer.Options) { o.MaxBytes = 20 }},
		{"refused", status(401), [2]int{}, 0, nil},
		{"down", status(503), [2]int{}, 0, nil},
		{"limited", status(429), [2]int{}, 0, nil},
		{"down, with a long page", bulky(502), [2]int{}, 0, nil},
		{"a page", html(200), [2]int{}, 0, nil},
		{"a list", raw(`[]`), [2]int{}, 0, nil},
		{"null", raw(`null`), [2]int{}, 0, nil},
		{"nothing", raw(``), [2]int{}, 0, nil},
		{"an error with 200", raw(`{"error":{"message":"no money"}}`), [2]int{}, 0, nil},
		{"moved", status(301, "Location", "/elsewhere"), [2]int{}, 0, nil},
		{"moved nowhere", status(301), [2]int{}, 0, nil},
		{"dropped", dropped, [2]int{}, 0, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &purse{left: 1 << 40}
			c := newClient(t, newEndpoint(t, tt.reply), func(o *summarizer.Options) {
				if o.Purse = p; tt.change != nil {
					tt.change(o)
				}
			})
			_, _ = c.Complete(t.Context(), prompt())
			if len(p.calls) != tt.tries {
				t.Errorf("%d calls paid, want %d", len(p.calls), tt.tries)
			}
			for _, call := range p.calls {
				if got := [2]int{call.PromptTokens, call.AnswerTokens}; got != tt.paid {
					t.Errorf("paid %v, want %v", got, tt.paid)
				}
			}
		})
	}
}

func TestAnErrorsStatusIsSeenHoweverLongItsPage(t *testing.T) {
	for code, want := range map[int]summarizer.Class{
		429: summarizer.ClassLimited, 500: summarizer.ClassServer, 401: summarizer.ClassRefused, 422: summarizer.ClassRefused,
	} {
		c := newClient(t, newEndpoint(t, bulky(code, "Retry-After", "7")))
		_, err := c.Complete(t.Context(), prompt())
		var fault *summarizer.ModelError
		if !errors.As(err, &fault) || fault.Class != want || fault.Status != code {
			t.Errorf("%d: %v", code, err)
		}
		if again := code == 429 || code == 500; again != (len(c.waits) == 2) || again && c.waits[0] != 7*time.Second {
			t.Errorf("%d: waited %v", code, c.waits)
		}
	}
	c := newClient(t, newEndpoint(t, bulky(400), text("好")))
	if got, err := c.Complete(t.Context(), prompt()); got != "好" {
		t.Errorf("no plainer format was tried: %v", err)
	}
}
