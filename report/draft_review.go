package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sure is how long 确认 may be said of what was asked about a draft.
const sure = 2 * time.Hour

// Review is all that a decision about a draft rests on.
type Review struct {
	Now     time.Time
	Message Message
	Speaker Speaker
	Draft   Draft    // as it stands
	Fresh   []Fact   // what it could say now; for Approve, Publish and Confirm
	Records []Record // those that Differing names
	Count   Draft    // of the issues of its kind and year, as IssueCount names it
	Earlier bool     // issues of the year before are counted: this year begins at 1
}

// Reviewed is what somebody's word does to a draft: its next state, who else is told,
// and what is answered.
type Reviewed struct {
	Drafts []Draft // the next state, with the count of issues where one was published
	Rows   []Row
	Say    string
}

// reviewer is a decision about a draft in the making.
type reviewer struct {
	w *Workspace
	Review
	Reviewed
	next   Draft
	unsure string // what is asked about an edit beside its words
}

func (w *Workspace) reviewer(v Review) *reviewer {
	r := &reviewer{w: w, Review: v, next: v.Draft}
	r.next.Steps = slices.Clone(v.Draft.Steps)
	r.next.Rev++
	return r
}

// step adds what was done to the draft's next state.
func (r *reviewer) step(s DraftStep) {
	s.At, s.By = r.Now, r.Speaker.Name()
	r.next.Steps = append(r.next.Steps, s)
}

// done is the decision with the draft's next state.
func (r *reviewer) done(say string) Reviewed {
	r.Drafts, r.Say = append([]Draft{r.next}, r.Drafts...), say
	return r.Reviewed
}

// ask notes what somebody has to confirm. A number of a sentence is asked about the
// sentence, a deed about the whole.
func (r *reviewer) ask(s DraftStep, say string) Reviewed {
	s.Did = DidAsk
	r.step(s)
	return r.done(say)
}

// answers is a decision that leaves the draft as it is.
func answers(format string, a ...any) Reviewed { return Reviewed{Say: fmt.Sprintf(format, a...)} }

// tell tells people of the draft in one line, but for whoever speaks.
func (r *reviewer) tell(people []*Person, say string) {
	for _, p := range people {
		to := Address{Person: p.ID}
		if p == r.Speaker.Person {
			continue
		}
		r.Rows = append(r.Rows, Row{
			Key: DraftRow("review", r.next.ID, fmt.Sprintf("%d/%s", r.next.Rev, to)), Kind: Notice, To: to,
			Text: say, Message: r.Message.ID, NotBefore: r.Now, Expires: r.Now.Add(24 * time.Hour),
		})
	}
}

// ReviewRole is the role that reviews drafts of a kind.
func (w *Workspace) ReviewRole(kind string) Role {
	for _, p := range w.Briefings {
		if p.Kind == kind {
			return p.Review
		}
	}
	return Editor
}

// Approve lets somebody approve a draft. Where the figures have changed since it was
// drawn up, a field was left open or a word of secrecy stands in it, that is named
// and asked about first.
func (w *Workspace) Approve(v Review) Reviewed { return w.reviewer(v).approve("") }

// approve is Approve, of what was named and confirmed.
func (r *reviewer) approve(confirmed string) Reviewed {
	d := &r.Draft
	switch d.State {
	case Approved, Returned, Published:
		return answers("%s%s。", d.Name(), r.w.closedBy(d))
	}
	if closed := r.closed(wordApprove); closed != "" {
		return Reviewed{Say: closed}
	}
	hash := d.Hash()
	if open := r.findings(); len(open) > 0 && strings.Join(open, findingMark) != confirmed {
		return r.ask(DraftStep{Text: wordApprove, Hash: hash, Reason: strings.Join(open, findingMark)},
			r.named("通过", open))
	}
	r.next.State = Approved
	r.step(DraftStep{Did: DidApprove, Hash: hash, Reason: confirmed})
	r.tell(r.w.AllWith(r.w.ReviewRole(d.Kind)), fmt.Sprintf("%s已由%s通过。", d.Name(), r.Speaker.Name()))
	return r.done(fmt.Sprintf("%s已通过。要发给领导请回“发布”。", d.Name()))
}

// findingMark parts what was found wrong.
const findingMark = "；"

// What waits for 确认 beside an edit.
const (
	wordApprove = "通过"
	wordPublish = "发布"
)

// named asks about what was found.
func (r *reviewer) named(what string, open []string) string {
	return fmt.Sprintf("%s先请核对：\n%s\n照原稿%s请回复 确认；按新数据重写请发“退回 原因”，再发“简报”。",
		r.Draft.Name(), strings.Join(open, "\n"), what)
}

// findings are what speaks against publishing a draft as it is.
func (r *reviewer) findings() []string {
	open := r.w.ChangedSince(r.Draft.Facts, r.Fresh, r.Records)
	return open
}

// Return lets somebody send a draft back, which closes it. Who worked on it and who
// else reviews it are told why.
func (w *Workspace) Return(v Review, reason string) Reviewed {
	r := w.reviewer(v)
	d := &r.Draft
	if d.State == Returned || d.State == Published {
		return answers("%s%s。", d.Name(), w.closedBy(d))
	}
	r.next.State = Returned
	reason = Mask(strings.Join(strings.Fields(reason), " "))
	r.step(DraftStep{Did: DidReturn, Reason: reason})
	r.tell(union(w.AllWith(w.ReviewRole(d.Kind)), r.workers()), fmt.Sprintf("%s已由%s退回：%s", d.Name(), r.Speaker.Name(), reason))
	return r.done(fmt.Sprintf("%s已退回，原因已记下。要重新起草请发“简报”。", d.Name()))
}

// workers are those who had the draft made or edited it.
func (r *reviewer) workers() []*Person {
	var ids []PersonID
	for _, s := range r.Draft.Steps {
		if s.Did == DidDraft || s.Did == DidEdit || s.Did == DidConfirm {
			ids = append(ids, PersonID(s.By))
		}
	}
	slices.Sort(ids)
	return r.w.persons(slices.Compact(ids))
}

// closedBy says who ended a draft's review, and when: 已由孙莉2月3日20:30通过.
func (w *Workspace) closedBy(d *Draft) string {
	for _, s := range slices.Backward(d.Steps) {
		switch {
		case s.Did == DidApprove && d.State == Approved:
			return "已由" + s.By + w.when(s.At) + "通过"
		case s.Did == DidReturn && d.State == Returned:
			return "已由" + s.By + w.when(s.At) + "退回"
		case s.Did == DidPublish && d.State == Published:
			return "已由" + s.By + w.when(s.At) + "发布，为第" + strconv.Itoa(d.Issue) + "期"
		}
	}
	return "的审核已结束"
}

// Confirm does what somebody was asked to confirm last, if nothing was done to the
// draft since.
func (w *Workspace) Confirm(v Review) Reviewed {
	s, ok := v.Draft.Asked(v.Speaker.Name(), v.Now)
	if !ok {
		return answers("现在没有等您确认的事。")
	}
	r := w.reviewer(v)
	switch {
	case s.Sentence > 0:
		r.unsure, _, _ = strings.Cut(s.Reason, "\n")
		if !strings.HasPrefix(r.unsure, "没有写") {
			r.unsure = ""
		}
		return r.edit(s.Sentence, s.Text, s.Reason)
	case s.Text == wordPublish:
		return r.publish(s.Reason)
	}
	return r.approve(s.Reason)
}

// Asked is what somebody was asked to confirm of the draft last and may still confirm:
// nothing has changed since, whoever else was asked something.
func (d *Draft) Asked(by string, now time.Time) (DraftStep, bool) {
	for _, s := range slices.Backward(d.Steps) {
		switch {
		case s.Did != DidAsk:
			return DraftStep{}, false
		case s.By == by:
			return s, now.Sub(s.At) <= sure && d.State != Returned && d.State != Published
		}
	}
	return DraftStep{}, false
}

// Overtaken tells whether somebody else has changed or decided something since somebody
// was asked to confirm something of the draft, who may still be about to.
func (d *Draft) Overtaken(by string, now time.Time) bool {
	changed := false
	for _, s := range slices.Backward(d.Steps) {
		switch {
		case s.By == by:
			return s.Did == DidAsk && changed && now.Sub(s.At) <= sure
		case s.Did != DidAsk:
			changed = true
		}
	}
	return false
}

// Name is a draft as people call it: 2月3日日报简报, 1月27日至2月2日情况汇报, 2月工作小结.
func (d *Draft) Name() string {
	kind := map[string]string{DailyBriefing: "日报简报", SituationReport: "情况汇报", WorkSummary: "工作小结"}[d.Kind]
	if kind == "" {
		kind = "简报"
	}
	_, m, first := d.From.Date()
	_, until, _ := d.To.Date()
	switch {
	case d.From == d.To || d.From == 0:
		return d.To.Chinese() + kind
	case first == 1 && m == until && d.Kind == WorkSummary:
		return strconv.Itoa(int(m)) + "月" + kind
	}
	return d.From.Chinese() + "至" + d.To.Chinese() + kind
}

// ReviewText is a draft as it is put before who reviews it: where it stands, what is
// open, what has changed since it was drawn up, the words with their marks, and what
// may be said.
func (w *Workspace) ReviewText(d Draft, late string, changes ...string) string {
	head := map[DraftState]string{
		Approved: "【简报已通过，待发布】", Published: fmt.Sprintf("【简报已发布，第%d期】", d.Issue), Returned: "【简报已退回】",
	}[d.State]
	if head == "" {
		head = "【简报草稿，请审核】"
	}
	head += late
	for _, f := range d.Facts {
		if f.Kind == FactUnfilled && d.Waits() {
			head += "\n未填：" + f.Text + "。请补报。"
		}
	}
	if len(changes) > 0 {
		head += fmt.Sprintf("\n%s起草，以后有变化：%s。要按新数据重写请发“退回 原因”，再发“简报”。", w.when(d.Made), strings.Join(changes, "；"))
	}
	text := head + "\n" + strings.TrimRight(d.Marked(), "\n")
	switch _, last := d.Sentence(1); {
	case last == 0:
	case d.Waits():
		text += "\n\n看来源发“出处 1”，改句子发“改 1：…”，可以发“通过”，不行发“退回 原因”。"
	case d.State == Approved:
		text += "\n\n发给领导请回“发布”。"
	}
	return text
}

// Untouched tells whether nobody has said anything of a draft since it was drawn up.
func (d *Draft) Untouched() bool {
	return d.State == Drafted && !slices.ContainsFunc(d.Steps, func(s DraftStep) bool { return s.Did != DidDraft && s.Did != DidReword && s.Did != DidReturn })
}

// Outdated tells whether a draft is to be drawn anew when it is due: it was sent back,
// or was drawn up earlier and nobody has worked on it.
func (d *Draft) Outdated(due time.Time) bool {
	return d.State == Returned || d.State == Drafted && d.Made.Before(due)
}

// Waits tells whether a draft waits for its review.
func (d *Draft) Waits() bool {
	return d.State != Approved && d.State != Returned && d.State != Published
}
