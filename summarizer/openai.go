package summarizer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/sashabaranov/go-openai"
	"github.com/sony/gobreaker/v2"
)

// Key is a secret that prints as [key].
type Key string

// String hides the key.
func (Key) String() string { return "[key]" }

// GoString hides the key from %#v.
func (Key) GoString() string { return "[key]" }

// LogValue hides the key from slog.
func (Key) LogValue() slog.Value { return slog.StringValue("[key]") }

// MarshalText hides the key from encoders.
func (Key) MarshalText() ([]byte, error) { return []byte("[key]"), nil }

// Options says which endpoint to use and how patiently. BaseURL and Model are
// required; zero values of the others take the defaults named.
type Options struct {
	BaseURL     string // such as http://127.0.0.1:11434/v1; any OpenAI-compatible endpoint
	Key         Key    // empty: none is sent
	Model       string
	Temperature float32        // 0.2; negative: not sent, for endpoints that allow only their own
	Format      Format         // none
	Extra       map[string]any // more keys of the request's JSON; nil as a value takes a key away
	MaxTokens   int            // 1500
	MaxBytes    int64          // 1 MB: the largest body read
	TryTimeout  time.Duration  // 90 s
	Tries       int            // 3, and never more
	Purse       Purse          // nil: nothing is counted
	Log         *slog.Logger   // nil: silence

	// Sleep waits between tries; nil waits on a timer. It returns early with
	// the context's error.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Format is in which form an endpoint is asked to answer. No endpoint is believed to
// keep to it, and one that refuses a request with it is asked again with a plainer one.
type Format string

// The formats, from the strictest.
const (
	FormatSchema Format = "json_schema" // the schema of the prompt
	FormatObject Format = "json_object"
	FormatNone   Format = ""
)

// plainer is the format to fall back to; false where there is none.
func (f Format) plainer() (Format, bool) {
	switch f {
	case FormatSchema:
		return FormatObject, true
	case FormatObject:
		return FormatNone, true
	}
	return FormatNone, false
}

const (
	maxTries   = 3
	firstWait  = 500 * time.Millisecond // doubled with each try, with full jitter
	longestGap = 30 * time.Second       // of a wait, whatever Retry-After says
	breakAfter = 5                      // failures in a row
	breakFor   = 5 * time.Minute
)

// OpenAI is a Model behind an OpenAI-compatible endpoint. It trusts the endpoint
// in nothing: bodies are capped, each try has its deadline, a breaker stops
// asking what does not answer, and its errors quote nothing.
type OpenAI struct {
	options Options
	host    string
	format  atomic.Value // of Format: what the endpoint was found to take
	doer    *doer
	client  *openai.Client
	breaker *gobreaker.CircuitBreaker[string]
}

// NewOpenAI checks the options; it does not call the endpoint.
func NewOpenAI(o Options) (*OpenAI, error) {
	u, err := url.Parse(o.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return nil, errors.New("llm.base_url is not an http address; write it as https://host/v1, the key apart")
	}
	if o.Model == "" {
		return nil, errors.New("llm.model is empty; name the model as the endpoint lists it")
	}
	o = o.withDefaults()
	m := &OpenAI{options: o, host: u.Host, doer: newDoer(o.MaxBytes, o.Extra)}
	m.format.Store(o.Format)
	config := openai.DefaultConfig(string(o.Key))
	config.BaseURL = strings.TrimRight(o.BaseURL, "/")
	config.HTTPClient = m.doer
	m.client = openai.NewClientWithConfig(config)
	m.options.Key = "" // the client has it; nothing here can print it
	m.breaker = gobreaker.NewCircuitBreaker[string](gobreaker.Settings{
		Name:        "model",
		Timeout:     breakFor,
		ReadyToTrip: func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= breakAfter },
		IsSuccessful: func(err error) bool {
			var fault *ModelError
			return err == nil || errors.As(err, &fault) && fault.alive()
		},
		IsExcluded: func(err error) bool { return errors.Is(err, context.Canceled) },
	})
	return m, nil
}

func (o Options) withDefaults() Options {
	if o.Temperature == 0 {
		o.Temperature = 0.2
	}
	o.Temperature = max(o.Temperature, 0) // 0 is left out of the request by go-openai
	if o.MaxTokens == 0 {
		o.MaxTokens = 1500
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = 1 << 20
	}
	if o.TryTimeout == 0 {
		o.TryTimeout = 90 * time.Second
	}
	if o.Tries == 0 || o.Tries > maxTries {
		o.Tries = maxTries
	}
	if o.Purse == nil {
		o.Purse = bottomless{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return o
}

// Close lets go of idle connections.
func (m *OpenAI) Close() { m.doer.client.CloseIdleConnections() }

// Complete asks the endpoint, up to three times where that may help. Its error
// is always a *ModelError.
func (m *OpenAI) Complete(ctx context.Context, prompt Prompt) (string, error) {
	format := m.format.Load().(Format)
	for try := 1; ; try++ {
		if fault := m.afford(ctx); fault != nil {
			return "", fault
		}
		answer, err := m.breaker.Execute(func() (string, error) { return m.try(ctx, prompt, format, try) })
		if err == nil {
			m.format.Store(format)
			return answer, nil
		}
		var fault *ModelError
		if !errors.As(err, &fault) {
			return "", &ModelError{Class: ClassOpen}
		}
		if plainer, ok := format.plainer(); ok && formatRefused(fault.Status) {
			format, try = plainer, try-1
			continue
		}
		if !fault.passing() || try >= m.options.Tries {
			return "", fault
		}
		if m.options.Sleep(ctx, pause(fault, try)) != nil {
			return "", gone(ctx, fault)
		}
	}
}

// afford is why the purse allows no call.
func (m *OpenAI) afford(ctx context.Context) *ModelError {
	left, err := m.options.Purse.Left(ctx)
	switch {
	case ctx.Err() != nil:
		return faultOf(ctx.Err())
	case err != nil:
		m.options.Log.Warn("what the model has cost this month cannot be read", "error", err)
		return &ModelError{Class: ClassUncounted}
	case left <= 0:
		return &ModelError{Class: ClassSpent}
	}
	return nil
}

// formatRefused tells whether a status may mean that the endpoint does not know the
// format it was asked for.
func formatRefused(status int) bool {
	return status == http.StatusBadRequest || status == http.StatusUnsupportedMediaType || status == http.StatusUnprocessableEntity
}

// gone is why a call ended while it waited to be tried again: its caller gave up, or
// its time was over, for the reason of the last try.
func gone(ctx context.Context, last *ModelError) *ModelError {
	if errors.Is(ctx.Err(), context.Canceled) {
		return &ModelError{Class: ClassCanceled}
	}
	return last
}

// try asks once, within its deadline.
func (m *OpenAI) try(ctx context.Context, prompt Prompt, format Format, n int) (string, error) {
	within, cancel := context.WithTimeout(ctx, m.options.TryTimeout)
	defer cancel()
	within, lost := sent(within)
	began := time.Now()
	answer, err := m.client.CreateChatCompletion(within, m.request(prompt, format))
	call := m.call(prompt, answer, n)
	call.Took = time.Since(began)
	asked, answered := m.estimate(prompt, answer, lost(err))
	call.PromptTokens, call.AnswerTokens = cmp.Or(call.PromptTokens, asked), cmp.Or(call.AnswerTokens, answered)
	var text string
	if err != nil {
		err = classify(ctx, err, answer.Header())
	} else {
		text, err = content(answer)
	}
	var fault *ModelError
	if errors.As(err, &fault) {
		call.Class, call.Status = fault.Class, fault.Status
	}
	m.account(ctx, call)
	return text, err
}

// call is what there is to say of a call, besides how it ended.
func (m *OpenAI) call(p Prompt, answer openai.ChatCompletionResponse, n int) Call {
	asked, answered := m.usage(p, answer.Usage)
	c := Call{
		Purpose: p.Purpose, About: p.About, Host: m.host, Model: m.options.Model, Prompt: p.Version, Hash: p.hash(), Try: n,
		PromptTokens: asked, AnswerTokens: answered,
	}
	if len(answer.Choices) > 0 {
		c.Finish = known(string(answer.Choices[0].FinishReason))
	}
	return c
}

func (m *OpenAI) request(prompt Prompt, format Format) openai.ChatCompletionRequest {
	r := openai.ChatCompletionRequest{Model: m.options.Model, Temperature: m.options.Temperature}
	//lint:ignore SA1019 compatible endpoints know max_tokens, not its successor
	r.MaxTokens = m.options.MaxTokens
	if format == FormatSchema && prompt.Schema == nil {
		format = FormatObject
	}
	if format != FormatNone {
		r.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatType(format)}
	}
	if format == FormatSchema {
		r.ResponseFormat.JSONSchema = &openai.ChatCompletionResponseFormatJSONSchema{Name: "answer", Schema: prompt.Schema, Strict: true}
	}
	for _, t := range prompt.Turns {
		r.Messages = append(r.Messages, openai.ChatCompletionMessage{Role: string(t.Role), Content: t.Text})
	}
	return r
}

// content is the answer's text. A finish reason is required: a cut answer looks
// like a whole one without it.
func content(answer openai.ChatCompletionResponse) (string, error) {
	if len(answer.Choices) == 0 {
		return "", &ModelError{Class: ClassBroken} // {"error": …} with 200 too: no model has answered
	}
	choice := answer.Choices[0]
	switch choice.FinishReason {
	case openai.FinishReasonStop:
	case openai.FinishReasonLength:
		return "", &ModelError{Class: ClassCut}
	case openai.FinishReasonContentFilter, "sensitive":
		return "", &ModelError{Class: ClassFiltered}
	default:
		return "", &ModelError{Class: ClassBroken}
	}
	text := choice.Message.Content
	if i := strings.LastIndex(text, "</think>"); i >= 0 { // thoughts that some models leave in
		text = text[i+len("</think>"):]
	}
	if text = strings.TrimSpace(text); text == "" {
		return "", &ModelError{Class: ClassEmpty}
	}
	return text, nil
}

// pause is how long to wait: what the endpoint asked for, or a random part of a
// span that doubles, so that many programs do not come back at once.
func pause(fault *ModelError, try int) time.Duration {
	if fault.after > 0 {
		return min(fault.after, longestGap)
	}
	return rand.N(min(firstWait<<(try-1), longestGap))
}

// sleep waits between tries of a call over the network.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting to ask again: %w", ctx.Err())
	}
}
