package summarizer

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"qunbao/report"
)

// jobTime bounds all that a model may take for one draft, its repairs included.
const jobTime = 3 * time.Minute

// Model answers a prompt with text. Nothing is assumed about the answer.
type Model interface {
	Complete(ctx context.Context, prompt Prompt) (string, error)
}

// Drafter drafts documents. It may be used by several goroutines; drafts by a
// model are made one at a time.
type Drafter struct {
	model Model
	log   *slog.Logger
	turn  chan struct{} // holds one token: whoever has it may ask the model

	phrases []string
	memory  memory
}

// New makes a Drafter. A nil model means templates only, a nil log silence; phrases are
// the office's own, which a model may use as they are.
func New(model Model, log *slog.Logger, phrases ...string) *Drafter {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Drafter{model: model, log: log, turn: make(chan struct{}, 1), phrases: phrases}
}

// Draft drafts the document of a kind about the facts. The issue number stands in
// its head; 0 leaves it out. The draft was made at the facts' instant. Its error
// is never the model's: what a model spoils, the template replaces.
func (d *Drafter) Draft(ctx context.Context, kind string, f report.Facts, issue int) (report.Draft, error) {
	draft, _, err := d.Word(ctx, kind, f, issue)
	return draft, err
}

// Daily drafts the 日报简报 of the facts.
func (d *Drafter) Daily(ctx context.Context, f report.Facts, issue int) (report.Draft, error) {
	return d.Draft(ctx, report.DailyBriefing, f, issue)
}

// Word is Draft, and tells how the wording by the model went.
func (d *Drafter) Word(ctx context.Context, kind string, f report.Facts, issue int) (report.Draft, Account, error) {
	doc, err := newDocument(kind, &f)
	if err != nil {
		return report.Draft{}, Account{}, err
	}
	var account Account
	if d.model != nil {
		account = d.arrange(ctx, doc, &f)
	}
	draft := doc.draft(&f, issue)
	if draft.Model = account.Replaced < account.Paragraphs; draft.Model && len(draft.Untraced()) > 0 {
		d.log.Error("a worded draft held a number without a source; the template is used", "about", draft.ID)
		account.Replaced = account.Paragraphs
		plain, err := newDocument(kind, &f)
		return plain.draft(&f, issue), account, err
	}
	return draft, account, nil
}

// arrange lets the model word the paragraphs and keeps those that pass.
func (d *Drafter) arrange(ctx context.Context, doc *document, f *report.Facts) Account {
	job := newJob(doc, f)
	job.by.phrases = d.phrases
	if secret(f) {
		job.account.Secret, job.account.Replaced = true, len(job.wanted)
		d.log.Warn("draft kept from the model: a secrecy word stands in its sources", "about", job.about)
		return job.account
	}
	job.recall(&d.memory)
	if err := d.ask(ctx, job); err != nil {
		job.account.Fault = faultOf(err)
		d.log.Warn("model failed, template used", "about", job.about, "class", job.account.Fault.Class, "hint", job.account.Fault.Hint())
	}
	for _, p := range job.wanted {
		if said := job.passed[p.id]; said != nil {
			p.body = said
		}
	}
	for _, p := range job.missing() {
		job.account.Replaced, job.account.Sections = job.account.Replaced+1, append(job.account.Sections, p.id)
	}
	d.log.Info("draft worded", "about", job.about, "prompt", promptVersion, "account", job.account)
	return job.account
}

// ask has a job done, one at a time.
func (d *Drafter) ask(ctx context.Context, job *job) error {
	ctx, cancel := context.WithTimeout(ctx, jobTime)
	defer cancel()
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return job.run(ctx, d.model)
}

// secret tells whether a word that marks what no outside service may see stands
// in the facts or in what they were drawn from.
func secret(f *report.Facts) bool {
	text := []string{f.Workspace, f.Topic}
	for _, x := range f.All() {
		text = append(text, x.Text)
	}
	text = append(text, f.Said...) // what of it is cut in the facts counts too
	for _, e := range f.Raised {
		text = append(text, e.Text)
	}
	return guarded(strings.Join(text, "\n"))
}
