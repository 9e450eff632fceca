package summarizer

import (
	"context"
	"errors"
	"io"
	"net/http/httptrace"
	"sync/atomic"
	"unicode/utf8"

	"github.com/sashabaranov/go-openai"
)

// What an endpoint says it took is believed up to so many times what was sent and what
// may be answered, with room for what it puts around a prompt and thinks beside an
// answer: one absurd figure must not end the month.
const (
	believed = 8
	around   = 1000 // tokens
)

// usage is what an endpoint says that a call took.
func (m *OpenAI) usage(p Prompt, u openai.Usage) (asked, answered int) {
	most := believed*(p.size()+len(p.Schema)) + around
	return min(max(u.PromptTokens, 0), most), min(max(u.CompletionTokens, 0), believed*m.options.MaxTokens)
}

// estimate is what a call took of which the endpoint does not say it: the characters of
// what it was sent and said, or as much as it may say where a request that went out
// was cut short. Where nothing was answered it is nothing.
func (m *OpenAI) estimate(p Prompt, answer openai.ChatCompletionResponse, lost error) (asked, answered int) {
	if len(answer.Choices) > 0 {
		said := answer.Choices[0].Message
		return p.size(), utf8.RuneCountInString(said.Content) + utf8.RuneCountInString(said.ReasoningContent)
	}
	if cutShort(lost) {
		return p.size(), m.options.MaxTokens
	}
	return 0, 0
}

// sent watches a request in a context for it: lost is the error with which it failed
// once it had gone out whole, and nil where it never did.
func sent(ctx context.Context) (within context.Context, lost func(error) error) {
	var out atomic.Bool
	wrote := func(w httptrace.WroteRequestInfo) { out.Store(w.Err == nil) }
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: wrote}), func(err error) error {
		if !out.Load() {
			return nil
		}
		return err
	}
}

// cutShort tells whether an answer was on its way when a call failed: it was given up
// while the endpoint worked, or broke off.
func cutShort(err error) bool {
	for _, e := range []error{context.DeadlineExceeded, context.Canceled, errTooLarge, io.ErrUnexpectedEOF} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// account logs a call and takes its cost from the purse.
func (m *OpenAI) account(ctx context.Context, c Call) {
	m.options.Log.Info("model call", "call", c)
	if c.PromptTokens+c.AnswerTokens == 0 {
		return
	}
	if err := m.options.Purse.Spend(context.WithoutCancel(ctx), c); err != nil {
		m.options.Log.Warn("what a call of the model cost was not kept", "error", err)
	}
}
