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
	Kind      string `default:"daily" help:"What to draft: daily. (situation and summary are not in this version.)"`
	From      string `help:"The day; default: today." placeholder:"DAY"`
	To        string `help:"The last day; of a daily briefing the same." placeholder:"DAY"`
	Out       string `short:"o" help:"A file instead of standard output: .docx for Word and WPS, else text." placeholder:"FILE"`
	Addressee string `help:"Of a .docx: to whom it is addressed (主送)." placeholder:"NAME"`
	At        string `help:"The instant to speak from; default: what the store's last replay reached, else now." placeholder:"TIME"`
}

// Help shows an example.
func (briefCommand) Help() string {
	return "Example: qunbao brief -c qunbao.yaml --from 2020-02-05 -o 简报.docx"
}

// Run prints the draft of a day's briefing; nothing is kept and nothing is sent.
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
	d, err := dayOr("--from", c.From, report.DayOf(at))
	if err != nil {
		return err
	}
	if today := report.DayOf(at); d > today {
		return usage("--from: %s has not come yet (今天是%s)", d, today.Chinese())
	}
	model, release, err := newModel(config, kept, logger(s.err))
	if err != nil {
		return err
	}
	defer release()
	draft, err := newDrafter(w, stoodAt(kept, config.Workspace, c.At, at), model, logger(s.err)).Write(ctx, briefingForms(w), d, at)
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

// refuse says plainly what this version does not draft.
func (c *briefCommand) refuse() error {
	switch {
	case c.Kind != "daily":
		return usage("--kind: this version drafts daily briefings only, not %q", c.Kind)
	case c.To != "" && c.To != c.From:
		return usage("--to: a daily briefing is about one day; leave --to out")
	case c.Out != "" && !slices.Contains([]string{".docx", ".txt", ".md"}, strings.ToLower(filepath.Ext(c.Out))):
		return usage("-o: a briefing is written as .docx or .txt, not as %q", filepath.Ext(c.Out))
	case c.Addressee != "" && !strings.EqualFold(filepath.Ext(c.Out), ".docx"):
		return usage("--addressee: only a .docx is addressed; name one with -o")
	}
	return nil
}

// briefingForms are the forms of the first daily briefing that is planned, or
// all of them.
func briefingForms(w *report.Workspace) []report.FormID {
	if len(w.Briefings) > 0 {
		return w.Briefings[0].Forms
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
