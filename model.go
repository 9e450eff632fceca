package main

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"time"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/summarizer"
)

// newModel is the model behind the configured endpoint, or nil without one.
// release is called when it is no longer needed.
func newModel(c *configs.Config, purse summarizer.Purse, log *slog.Logger) (model summarizer.Model, release func(), err error) {
	if c.LLM.BaseURL == "" {
		return nil, func() {}, nil
	}
	endpoint, err := summarizer.NewOpenAI(summarizer.Options{
		BaseURL: c.LLM.BaseURL, Model: c.LLM.Model, Key: summarizer.Key(c.LLM.Key.Reveal()),
		Format: summarizer.Format(c.LLM.Format), Temperature: c.LLM.Temperature, Extra: c.LLM.Extra, TryTimeout: c.LLM.Timeout,
		Purse: purse, Log: log,
	})
	if err != nil {
		return nil, nil, usageError{err}
	}
	return endpoint, endpoint.Close, nil
}

// actModel is what a call of the model is among the acts: each stands for ever, with
// what it was about, what was asked and what it cost, and nothing of what was said.
const actModel = "model"

// purse counts what a model costs, by the acts that say so. Programs that share a
// store share it.
type purse struct {
	kept  ledger
	month int // tokens; 0: no limit
	by    string
	now   func() time.Time // in the workspace's zone
}

func newPurse(c *configs.Config, kept ledger) *purse {
	return &purse{kept: kept, month: c.LLM.Budget, by: instance(), now: func() time.Time { return time.Now().In(c.Workspace.Zone) }}
}

// Left implements summarizer.Purse.
func (p *purse) Left(ctx context.Context) (tokens int, err error) {
	if p.month == 0 {
		return math.MaxInt, nil
	}
	now := p.now()
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, now.Location())
	acts, err := p.kept.Acts(ctx, first, first.AddDate(0, 1, 0))
	spent := 0
	for _, a := range acts {
		if a.What == actModel {
			spent = plus(spent, cost(a))
		}
	}
	return p.month - spent, err
}

// Spend implements summarizer.Purse.
func (p *purse) Spend(ctx context.Context, c summarizer.Call) error {
	about := strings.TrimSpace(c.Purpose + " " + c.About)
	reason := fmt.Sprintf("%d+%d tokens; %s at %s; prompt %s/%s; try %d; %s%s", c.PromptTokens, c.AnswerTokens, c.Model, c.Host, c.Prompt, c.Hash, c.Try, c.Finish, c.Class)
	return p.kept.Audit(ctx, report.Act{At: p.now(), By: p.by, What: actModel, About: about, Reason: reason})
}

// cost is how many tokens an act says a call took.
func cost(a report.Act) int {
	var asked, answered int
	if _, err := fmt.Sscanf(a.Reason, "%d+%d tokens", &asked, &answered); err != nil {
		return 0
	}
	return plus(max(asked, 0), max(answered, 0))
}

// plus adds what is not negative, and stops at the largest number.
func plus(a, b int) int {
	if a > math.MaxInt-b {
		return math.MaxInt
	}
	return a + b
}
