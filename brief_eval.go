package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/summarizer"
)

// counter is a purse that notes what was taken from it.
type counter struct {
	summarizer.Purse
	calls []summarizer.Call
}

// Spend implements summarizer.Purse.
func (c *counter) Spend(ctx context.Context, call summarizer.Call) error {
	c.calls = append(c.calls, call)
	return c.Purse.Spend(ctx, call)
}

// eval has the configured model word a document about some facts several times, and
// prints how it fared. Nothing is kept but what it cost.
func (c *briefCommand) eval(ctx context.Context, s *streams, config *configs.Config, kept store, facts report.Facts) error {
	if config.LLM.BaseURL == "" {
		return usage("--eval: llm.base_url is not set, so there is no model to try")
	}
	log := logger(s.err)
	purse := &counter{Purse: newPurse(config, kept)}
	model, release, err := newModel(config, purse, log)
	if err != nil {
		return err
	}
	defer release()
	drafter := func() *summarizer.Drafter { return summarizer.New(model, log, config.LLM.Phrases...) }
	trial, err := tryOut(ctx, drafter, c.Kind, facts, c.Runs)
	if err != nil {
		return err
	}
	trial.Calls = purse.calls
	printTrial(s.out, trial)
	return verdict(trial)
}

// tryOut has a document worded several times, each time by a new drafter, which
// remembers nothing of what passed before.
func tryOut(ctx context.Context, drafter func() *summarizer.Drafter, kind string, facts report.Facts, runs int) (*summarizer.Trial, error) {
	trial := &summarizer.Trial{}
	var err error
	if trial.Template, err = summarizer.New(nil, nil).Draft(ctx, kind, facts, 0); err != nil {
		return nil, err
	}
	for range runs {
		began := time.Now()
		draft, account, err := drafter().Word(ctx, kind, facts, 0)
		switch {
		case err != nil:
			return nil, err
		case account.Secret:
			return nil, errors.New("words that mark secrets stand in the messages of these days: no model is asked; take other days")
		case ctx.Err() != nil:
			return nil, ctx.Err()
		}
		trial.Took = append(trial.Took, time.Since(began))
		trial.Drafts, trial.Accounts = append(trial.Drafts, draft), append(trial.Accounts, account)
	}
	return trial, nil
}

// printTrial writes a line a figure, each with its denominator.
func printTrial(w io.Writer, t *summarizer.Trial) {
	asked, answered := t.Tokens()
	line := func(what, format string, args ...any) {
		fmt.Fprintf(w, "%-28s  %s\n", what, fmt.Sprintf(format, args...))
	}
	line("drafts", "%d, of %d paragraphs each", len(t.Drafts), t.Accounts[0].Paragraphs)
	line("grounding, first answers", "%s numbers come from facts", t.FirstGrounding())
	line("grounding, final", "%s", t.Grounding())
	line("coverage of what must stand", "%s", t.Coverage())
	line("paragraphs passed at first", "%s", t.FirstPass())
	line("repairs", "%d in %d drafts", t.Repairs(), len(t.Drafts))
	line("paragraphs by the template", "%s", t.Replaced())
	line("findings", "%s", t.Findings())
	line("given up", "%s", t.Faults())
	line("length", "%.2f of the template's", t.Length())
	line("stock phrases", "%.1f in 100 characters of its own", t.Stock())
	line("repetition", "%.0f%% of its own words stood in the drafts before", 100*t.Repetition())
	line("tokens", "%d asked, %d answered, in %d calls", asked, answered, len(t.Calls))
	line("latency", "p50 %s, p95 %s a draft", t.Latency(0.5).Round(time.Millisecond), t.Latency(0.95).Round(time.Millisecond))
}

// verdict is an error where a draft is not what was promised, or the model gave
// nothing at all.
func verdict(t *summarizer.Trial) error {
	if g := t.Grounding(); g.Of != g.All {
		return fmt.Errorf("%d number(s) have no source", g.All-g.Of)
	}
	if c := t.Coverage(); c.Of != c.All {
		return fmt.Errorf("%d fact(s) that must stand do not", c.All-c.Of)
	}
	if r := t.Replaced(); r.Of == r.All {
		return errors.New("nothing of the model's could be used")
	}
	return nil
}
