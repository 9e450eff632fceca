package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"qunbao/report"
	"qunbao/summarizer"
)

// wording is how long a draft of the clock's waits to be shown, where a model may word
// it better meanwhile.
const wording = 3 * time.Minute

// worder has the model word drafts anew, beside the loop. The template's draft is
// kept and queued before; the worded one takes its place while nobody has seen it.
type worder struct {
	workspace *report.Workspace
	study     *study
	model     *summarizer.Drafter
	kept      wordedStore
	log       *slog.Logger
}

// wordedStore is what a worder asks of a store.
type wordedStore interface {
	Draft(ctx context.Context, id string) (report.Draft, bool, error)
	SaveDraft(context.Context, report.Draft) error
	Acts(ctx context.Context, from, to time.Time) ([]report.Act, error)
	Queue(context.Context, ...report.Row) error
}

// improve wants a draft of the template's worded by the model, from the same facts.
// Without a model it does nothing.
func (w *worder) improve(draft report.Draft, facts report.Facts) {
	if w == nil {
		return
	}
	w.study.want(errand{"draft/" + draft.ID, func(ctx context.Context) (outcome, error) {
		worded, account, err := w.model.Word(ctx, draft.Kind, facts, draft.Issue)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, now time.Time) error {
			if err := w.tell(ctx, account, draft, now); err != nil || !worded.Model {
				return err
			}
			return w.replace(ctx, draft, worded, now)
		}, nil
	}})
}

// replace puts the worded draft in the place of the template's, unless that has been
// seen or touched.
func (w *worder) replace(ctx context.Context, draft, worded report.Draft, now time.Time) error {
	stands, ok, err := w.kept.Draft(ctx, draft.ID)
	if err != nil || !ok {
		return err
	}
	acts, err := w.kept.Acts(ctx, draft.Made.Add(-time.Minute), now.Add(time.Minute))
	if err != nil {
		return err
	}
	seen := slices.ContainsFunc(acts, func(a report.Act) bool { return a.About == draft.ID })
	if seen || !now.Before(stands.Made.Add(wording)) || stands.State != report.Drafted || stands.Hash() != draft.Hash() {
		w.log.Info("a draft was taken up before the model had worded it; it stays as it is", "about", draft.ID)
		return nil
	}
	worded.Made, worded.Issue, worded.Rev = stands.Made, stands.Issue, stands.Rev+1
	worded.Steps = append(slices.Clone(stands.Steps), report.DraftStep{At: now, Did: report.DidReword})
	if err = w.kept.SaveDraft(ctx, worded); errors.Is(err, report.ErrMoved) {
		return nil // somebody took it up just now
	}
	return err
}

// tell tells the admins, once a day, why the model does not word drafts.
func (w *worder) tell(ctx context.Context, a summarizer.Account, draft report.Draft, now time.Time) error {
	key, text := "", ""
	switch {
	case a.Secret:
		key, text = "secret/"+draft.ID, "《"+draft.Title+"》的内容里有涉密字样，没有交给大模型，由模板起草。请核对有关消息是否可以在群里发送。"
	case a.Fault != nil && a.Fault.Class != summarizer.ClassCanceled:
		key, text = "model/"+report.DayOf(now.In(w.workspace.Zone)).String(), "大模型"+reason(a.Fault.Class)+"，简报由模板起草，不影响使用。"
	default:
		return nil
	}
	var rows []report.Row
	for _, p := range w.workspace.AllWith(report.Admin) {
		to := report.Address{Person: p.ID}
		rows = append(rows, report.Row{Key: key + "/" + to.String(), Kind: report.Notice, To: to, Text: text, NotBefore: now, Expires: now.Add(24 * time.Hour)})
	}
	return w.kept.Queue(ctx, rows...)
}

// reason is why there is nothing of the model, for a clerk.
func reason(c summarizer.Class) string {
	switch c {
	case summarizer.ClassNetwork, summarizer.ClassTimeout, summarizer.ClassOpen:
		return "连接不上或没有按时答复"
	case summarizer.ClassLimited:
		return "暂时不接受请求"
	case summarizer.ClassRefused:
		return "拒绝了请求，请检查密钥、余额和模型名称"
	case summarizer.ClassSpent:
		return "本月的用量已经用完"
	case summarizer.ClassUncounted:
		return "本月的用量查不到"
	}
	return "的答复不能用"
}
