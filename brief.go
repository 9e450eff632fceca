package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"qunbao/documents"
	"qunbao/report"
)

// briefCommand drafts a briefing.
type briefCommand struct {
	workspaceFlags
	storeFlag
	Kind      string `default:"daily" enum:"daily,situation,summary" help:"What to draft: daily (日报简报), situation (情况汇报) or summary (工作小结)."`
	From      string `help:"The first day; default: today, of a situation its week's Monday, of a summary the first of the month." placeholder:"DAY"`
	To        string `help:"The last day; default: today, of a daily briefing the same day." placeholder:"DAY"`
	Out       string `short:"o" help:"A file instead of standard output: .docx for Word and WPS, else text." placeholder:"FILE"`
	Addressee string `help:"Of a .docx: to whom it is addressed (主送)." placeholder:"NAME"`
	At        string `help:"The instant to speak from; default: what the store's last replay reached, else now." placeholder:"TIME"`
	Eval      bool   `help:"Print how the configured model fares, instead of a draft: have it word the document several times."`
	Runs      int    `default:"10" help:"With --eval: how many times; each costs tokens." placeholder:"N"`
}

// Help shows an example.
func (briefCommand) Help() string {
	return "Example: qunbao brief -c qunbao.yaml --from 2020-02-05 -o 简报.docx\n\n" +
		"Example: qunbao brief -c qunbao.yaml --kind summary --from 2020-02-01 --to 2020-02-29 -o 小结.docx"
}

// Run prints the draft of a briefing; nothing is kept and nothing is sent.
func (c *briefCommand) Run(ctx context.Context, s *streams) error {
	if err := c.refuse(); err != nil {
		return err
	}
	config, err := c.load(s)
	if err != nil {
		return err
	}
	kept, err := openChosen(ctx, c.storeFlag, config, s)
	if err != nil {
		return err
	}
	defer kept.Close()
	w := config.Workspace
	at, err := speakFrom(ctx, kept, c.At, w.Zone)
	if err != nil {
		return err
	}
	what, err := c.wanted(w, report.DayOf(at))
	if err != nil {
		return err
	}
	kept = stoodAt(kept, w, c.At, at)
	if c.Eval {
		_, facts, err := newDrafter(w, kept, nil, logger(s.err)).write(ctx, what, at)
		if err != nil {
			return err
		}
		return c.eval(ctx, s, config, kept, facts)
	}
	model, release, err := newModel(config, newPurse(config, kept), logger(s.err))
	if err != nil {
		return err
	}
	defer release()
	draft, err := newDrafter(w, kept, model, logger(s.err), config.LLM.Phrases...).Write(ctx, what, at)
	if err != nil {
		return err
	}
	return c.write(w, draft, s)
}

// write puts the draft where the flags want it.
func (c *briefCommand) write(w *report.Workspace, draft report.Draft, s *streams) error {
	switch {
	case c.Out == "":
		_, err := io.WriteString(s.out, draft.Text())
		return err
	case strings.EqualFold(filepath.Ext(c.Out), ".docx"):
		document := documents.Briefing(w, draft)
		document.Addressee = c.Addressee
		return replaceFile(c.Out, func(to io.Writer) error { return documents.Docx(to, document) })
	}
	return replaceFile(c.Out, func(to io.Writer) error {
		_, err := io.WriteString(to, draft.Text())
		return err
	})
}

// longestSpan is how many days one document may be about.
const longestSpan = 366

// wanted is the document that the flags ask for, today being the day it is
// written on.
func (c *briefCommand) wanted(w *report.Workspace, today report.Day) (paper, error) {
	what := paper{kind: c.Kind, forms: briefingForms(w, c.Kind)}
	last := c.To
	if c.Kind == report.DailyBriefing && c.From != "" {
		last = c.From
	}
	var err error
	if what.to, err = dayOr("--to", last, today); err != nil {
		return what, err
	}
	from, _ := report.BriefingDays(c.Kind, what.to)
	if what.from, err = dayOr("--from", c.From, from); err != nil {
		return what, err
	}
	switch {
	case what.to > today:
		return what, usage("--to: %s has not come yet (今天是%s)", what.to, today.Chinese())
	case what.from > what.to:
		return what, usage("--from: %s is after %s", what.from, what.to)
	case what.to-what.from >= longestSpan:
		return what, usage("--from: a document is about a year at most")
	}
	return what, nil
}

// refuse says plainly what no document is.
func (c *briefCommand) refuse() error {
	switch {
	case c.Kind == report.DailyBriefing && c.To != "" && c.To != c.From:
		return usage("--to: a daily briefing is about one day; leave --to out")
	case c.Out != "" && !slices.Contains([]string{".docx", ".txt", ".md"}, strings.ToLower(filepath.Ext(c.Out))):
		return usage("-o: a briefing is written as .docx or .txt, not as %q", filepath.Ext(c.Out))
	case c.Eval && c.Out != "":
		return usage("--eval: it writes no document; leave -o out")
	case c.Runs < 1:
		return usage("--runs: try it at least once")
	case c.Addressee != "" && !strings.EqualFold(filepath.Ext(c.Out), ".docx"):
		return usage("--addressee: only a .docx is addressed; name one with -o")
	}
	return nil
}

// briefingForms are the forms of the first briefing of a kind that is planned, or
// of the first at all; without any, all forms.
func briefingForms(w *report.Workspace, kind string) []report.FormID {
	i := slices.IndexFunc(w.Briefings, func(p report.BriefingPlan) bool { return p.Kind == kind })
	if len(w.Briefings) > 0 {
		return w.Briefings[max(i, 0)].Forms
	}
	var forms []report.FormID
	for i := range w.Forms {
		forms = append(forms, w.Forms[i].ID)
	}
	return forms
}

// healthCommand tells a supervisor whether the service lives.
type healthCommand struct {
	workspaceFlags
	Within time.Duration `default:"3m" help:"How old the last sign of life may be."`
}

// Help shows an example.
func (healthCommand) Help() string { return "Example: qunbao health -c qunbao.yaml" }

// Run fails where the service has shown no sign of life lately.
func (c *healthCommand) Run(ctx context.Context, s *streams) error {
	config, err := c.load(s)
	if err != nil {
		return err
	}
	if err := exists(config.Store); err != nil {
		return err
	}
	kept, err := openStore(ctx, config, config.Store, logger(s.err))
	if err != nil {
		return err
	}
	defer kept.Close()
	ran, ok, err := kept.Ran(ctx)
	switch age := time.Since(ran); {
	case err != nil:
		return err
	case !ok:
		return fmt.Errorf("the service of this workspace has never run; start it with qunbao run")
	case age > c.Within:
		return fmt.Errorf("the last sign of life is %s old", age.Round(time.Second))
	}
	fmt.Fprintln(s.out, "alive")
	if say := lastMark(config); say != "" {
		fmt.Fprintln(s.err, say)
	}
	return nil
}
