package main

import (
	"context"
	"log/slog"
	"math"
	"net/url"
	"time"

	"qunbao/report"
	"qunbao/summarizer"
)

// unpaid counts what the doctor's canary took: it is not kept, since the doctor
// changes nothing.
type unpaid struct{ tokens int }

// Left implements summarizer.Purse.
func (*unpaid) Left(context.Context) (int, error) { return math.MaxInt, nil }

// Spend implements summarizer.Purse.
func (u *unpaid) Spend(_ context.Context, c summarizer.Call) error {
	u.tokens += c.PromptTokens + c.AnswerTokens
	return nil
}

// examineModel looks at the endpoint of the language model, where there is one; asked
// for it, it has a made-up draft worded and verified.
func (d *doctor) examineModel(ctx context.Context) {
	llm := d.config.LLM
	if llm.BaseURL == "" {
		return
	}
	host := llm.BaseURL
	if u, err := url.Parse(llm.BaseURL); err == nil {
		host = u.Host
	}
	if !d.model {
		d.good("model", "%s at %s was not asked; doctor --model asks it, for some tokens", llm.Model, host)
		return
	}
	paid := &unpaid{}
	model, release, err := newModel(d.config, paid, slog.New(slog.DiscardHandler))
	if err != nil {
		d.bad("model", "%v", err)
		return
	}
	defer release()
	began := time.Now()
	_, account, err := summarizer.New(model, nil, llm.Phrases...).Word(ctx, report.DailyBriefing, canary(d.config.Workspace, d.now), 0)
	switch {
	case err != nil:
		d.bad("model", "%v", err)
	case account.Fault != nil:
		d.bad("model", "%s at %s: %v; %s", llm.Model, host, account.Fault, account.Fault.Hint())
	case account.Replaced == account.Paragraphs:
		d.bad("model", "%s at %s answers, but nothing it words passes (%v); qunbao brief --eval tells more", llm.Model, host, account.Issues)
	default:
		d.good("model", "%s at %s worded %d of %d paragraphs of a made-up draft in %s, for %d tokens",
			llm.Model, host, account.Paragraphs-account.Replaced, account.Paragraphs, time.Since(began).Round(time.Millisecond), paid.tokens)
	}
}

// canary are the facts of a day that never was.
func canary(w *report.Workspace, now time.Time) report.Facts {
	day := report.DayOf(now)
	fact := func(id string, kind report.FactKind, hint, text string) report.Fact {
		return report.Fact{ID: id, Kind: kind, Hint: hint, Text: text, Must: true}
	}
	return report.Facts{Workspace: w.Name, From: day, To: day, At: now, Forms: []report.FormFacts{{
		Name: "试报表", Base: 2, Received: 2, OnTime: 2,
		Reporting: []report.Fact{fact("R1", report.FactCompleteness, "应报、已报、按时情况", "试报表应报2个单位，已报2个")},
		Figures: []report.Fact{
			fact("D1", report.FactTotal, "试报指标合计及变化", "试报指标12人"),
			fact("D2", report.FactTotal, "另一指标合计及变化", "另一指标3个"),
		},
	}}}
}
