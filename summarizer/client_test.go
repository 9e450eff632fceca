package summarizer_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"qunbao/summarizer"
)

// schemed asks with a schema.
func schemed() summarizer.Prompt {
	p := prompt()
	p.Schema = json.RawMessage(`{"type":"object"}`)
	return p
}

// picky refuses requests that hold a word of the interface.
func picky(words ...string) reply {
	return func(w http.ResponseWriter, r *http.Request, _ string) {
		body := r.Header.Get("X-Body")
		for _, word := range words {
			if strings.Contains(body, word) {
				status(400)(w, r, "")
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
		e := newEndpoint(t, picky(tt.refused...))
		c := newClient(t, e, func(o *summarizer.Options) { o.Format = summarizer.FormatSchema })
		for i, want := range tt.calls {
			before := len(e.calls())
			if _, err := c.Complete(t.Context(), schemed()); (err != nil) != (tt.calls[1] == 3) {
				t.Error(err)
			}
			if n := len(e.calls()) - before; n != want {
				t.Errorf("refused %v: request %d took %d calls, want %d", tt.refused, i+1, n, want)
			}
		}
		if len(c.waits) > 0 {
			t.Errorf("waited %v", c.waits)
		}
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
	if _, err := c.Complete(t.Context(), prompt()); err == nil || len(e.calls()) != 2 {
		t.Error("a purse that cannot be read is not spent from", err)
	}
}

func TestAnEndpointThatDoesNotSayWhatItTookIsChargedForWhatItWasSent(t *testing.T) {
	for _, tt := range []struct {
		name  string
		reply reply
		paid  []int
	}{
		{"silent", raw(`{"choices":[{"message":{"content":"好"},"finish_reason":"stop"}]}`), []int{1}},
		{"cut", cutBody, []int{1, 1, 1}},
		{"negative", raw(`{"usage":{"prompt_tokens":-9,"completion_tokens":-9},"choices":[{"message":{"content":"好"},"finish_reason":"stop"}]}`), []int{1}},
		{"refused", status(401), nil},
		{"down", status(503), nil},
		{"limited", status(429), nil},
	} {
		p := &purse{left: 1000}
		c := newClient(t, newEndpoint(t, tt.reply), func(o *summarizer.Options) { o.Purse = p })
		_, _ = c.Complete(t.Context(), prompt())
		var paid []int
		for _, call := range p.calls {
			paid = append(paid, call.PromptTokens)
		}
		if len(paid) != len(tt.paid) {
			t.Errorf("%s: paid %v, want %v", tt.name, paid, tt.paid)
		}
	}
}
