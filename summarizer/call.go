package summarizer

import (
	"context"
	"log/slog"
	"math"
	"slices"
	"time"
)

// Call is one call of a model, for the log and the purse. Nothing that was said
// stands in it.
type Call struct {
	Purpose, About string // of the prompt
	Host, Model    string
	Prompt, Hash   string // the version of the instructions, and what names them exactly
	Try            int
	PromptTokens   int
	AnswerTokens   int
	Took           time.Duration
	Finish         string // why the answer ended, in the words of the interface
	Class          Class  // what went wrong; empty: nothing
	Status         int    // HTTP, of what went wrong
}

// LogValue gives the call to a log.
func (c Call) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("purpose", c.Purpose), slog.String("about", c.About), slog.String("host", c.Host), slog.String("model", c.Model),
		slog.String("prompt", c.Prompt+"/"+c.Hash), slog.Int("try", c.Try), slog.Int("prompt_tokens", c.PromptTokens),
		slog.Int("answer_tokens", c.AnswerTokens), slog.Int64("ms", c.Took.Milliseconds()), slog.String("finish", c.Finish),
		slog.String("class", string(c.Class)), slog.Int("status", c.Status))
}

// known is a finish reason that may stand in a log: endpoints invent their own.
func known(finish string) string {
	if slices.Contains([]string{"", "stop", "length", "content_filter", "sensitive", "tool_calls", "network_error"}, finish) {
		return finish
	}
	return "other"
}

// Purse is what models may cost in a month, in tokens. It is kept over restarts, and
// may be asked beside everything else.
type Purse interface {
	Left(context.Context) (tokens int, err error)
	Spend(context.Context, Call) error
}

// bottomless is a purse that nobody counts.
type bottomless struct{}

// Left implements Purse.
func (bottomless) Left(context.Context) (int, error) { return math.MaxInt, nil }

// Spend implements Purse.
func (bottomless) Spend(context.Context, Call) error { return nil }
