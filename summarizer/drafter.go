package summarizer

import (
	"context"
	"errors"
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
}

// New makes a Drafter. A nil model means templates only, a nil log silence.
func New(model Model, log *slog.Logger) *Drafter {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Drafter{model: model, log: log, turn: make(chan struct{}, 1)}
}

// Draft drafts the document of a kind about the facts. The issue number stands in
// its head; 0 leaves it out. The draft was made at the facts' instant. Its error
// is never the model's: what a model spoils, the template replaces.
func (d *Drafter) Draft(ctx context.Context, kind string, f report.Facts, issue int) (report.Draft, error) {
	doc, err := newDocument(kind, &f)
	if err != nil {
		return report.Draft{}, err
	}
	if d.model != nil {
		d.arrange(ctx, doc, &f)
	}
	return doc.draft(&f, issue), nil
}

// Daily drafts the 日报简报 of the facts.
func (d *Drafter) Daily(ctx context.Context, f report.Facts, issue int) (report.Draft, error) {
	return d.Draft(ctx, report.DailyBriefing, f, issue)
}

// arrange lets the model word the paragraphs and keeps those that pass.
func (d *Drafter) arrange(ctx context.Context, doc *document, f *report.Facts) {
	if secret(f) {
		d.log.Warn("draft kept from the model: a secrecy word stands in its sources")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, jobTime)
	defer cancel()
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
		return
	}
	job := newJob(doc, f)
	err := job.run(ctx, d.model)
	var fault *ModelError
	switch {
	case errors.As(err, &fault):
		d.log.Warn("model failed, template used", "class", fault.Class, "status", fault.Status)
	case err != nil:
		d.log.Warn("model failed, template used", "class", ClassUnknown)
	}
	d.log.Info("draft arranged", "prompt", promptVersion, "rounds", job.rounds,
		"paragraphs", len(job.asked), "passed", len(job.passed), "issues", job.rules())
	for _, p := range job.asked {
		if s, ok := job.passed[p.id]; ok {
			p.body, doc.worded = s, true
		}
	}
}

// secret tells whether a word that marks what no outside service may see stands
// in the facts or in what they were drawn from.
func secret(f *report.Facts) bool {
	text := []string{f.Workspace, f.Topic}
	for _, x := range f.All() {
		text = append(text, x.Text)
	}
	for _, e := range f.Raised {
		text = append(text, e.Text)
	}
	return guarded(strings.Join(text, "\n"))
}
