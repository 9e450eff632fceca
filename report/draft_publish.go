package report

import (
	"fmt"
	"slices"
	"strings"
)

// StagePublished is the stage of a row that takes a published briefing to a leader.
const StagePublished = "published"

// StageDraft is the stage of a row that shows a draft to who asked for it.
const StageDraft = "draft"

// IssueCount is the id under which the issues of a kind and a year are counted. It
// is kept as a draft is, so that two programs never give one number twice.
func IssueCount(kind string, year int) string { return fmt.Sprintf("issue/%s/%d", kind, year) }

// IssueYear is the year among whose issues a draft is counted: that of the date below
// its title, also where it is published after New Year.
func (w *Workspace) IssueYear(d Draft) int {
	year, _, _ := DayOf(d.Made.In(w.Zone)).Date()
	return year
}

// Publish lets somebody send an approved draft to the leaders, exactly as it was
// approved, and gives it its number.
func (w *Workspace) Publish(v Review) Reviewed { return w.reviewer(v).publish("") }

// publish is Publish, of what was named and confirmed.
func (r *reviewer) publish(confirmed string) Reviewed {
	d := &r.Draft
	switch d.State {
	case Returned, Published:
		return answers("%s%s。", d.Name(), r.w.closedBy(d))
	case Drafted, Edited:
		return answers("%s还没有通过，不能发布。", d.Name())
	}
	approval := d.approval()
	if d.Hash() != approval.Hash {
		return answers("%s和通过时的不一样，不能发布，请重新通过。", d.Name())
	}
	if closed := r.closed(wordPublish); closed != "" {
		return Reviewed{Say: closed}
	}
	known := strings.Split(approval.Reason, findingMark)
	open := filter(r.findings(), func(f string) bool { return !slices.Contains(known, f) })
	if len(open) > 0 && strings.Join(open, findingMark) != confirmed {
		return r.ask(DraftStep{Text: wordPublish, Hash: approval.Hash, Reason: strings.Join(open, findingMark)}, r.named(wordPublish, open))
	}
	to := r.w.AllWith(Leader)
	if len(to) == 0 {
		return answers("花名册里没有领导，%s没有发出。", d.Name())
	}
	r.number()
	r.next.State = Published
	r.step(DraftStep{Did: DidPublish, Hash: approval.Hash, Reason: confirmed})
	return r.send(to)
}

// AsApproved tells whether a published draft is what was approved.
func (d *Draft) AsApproved() bool { return d.State == Published && d.Hash() == d.approval().Hash }

// approval is the step that approved what stands.
func (d *Draft) approval() DraftStep {
	for _, s := range slices.Backward(d.Steps) {
		if s.Did == DidApprove {
			return s
		}
	}
	return DraftStep{}
}

// number gives the next number of the year. The first of the program's life goes on
// from where the office was.
func (r *reviewer) number() {
	count := r.Count
	if count.Rev == 0 && !r.Earlier {
		count.Issue = max(0, r.w.issueFrom(r.Draft.Kind)-1)
	}
	year := r.w.IssueYear(r.Draft)
	count.ID, count.Kind, count.State, count.Made = IssueCount(r.Draft.Kind, year), "issue", Published, r.Now
	count.Rev++
	count.Issue++
	r.next.Issue = count.Issue
	r.Drafts = append(r.Drafts, count)
}

// issueFrom is the number that the first briefing of a kind gets.
func (w *Workspace) issueFrom(kind string) int {
	for _, p := range w.Briefings {
		if p.Kind == kind {
			return p.IssueFrom
		}
	}
	return 1
}

// send queues the briefing to the leaders, in the words that were approved.
func (r *reviewer) send(to []*Person) Reviewed {
	d := &r.next
	var names []string
	leaves := r.Now
	for _, p := range to {
		address := Address{Person: p.ID}
		row := Row{
			Key: DraftRow("published", d.ID, address.String()), Kind: Briefing, Stage: StagePublished, To: address, Period: d.To,
			Ref: d.ID, Text: strings.TrimRight(d.Text(), "\n"), Message: r.Message.ID, NotBefore: r.Now,
		}
		leaves = r.w.Leaves(row, r.Now)
		r.Rows = append(r.Rows, row)
		names = append(names, p.Name)
	}
	r.tell(filter(r.w.AllWith(r.w.ReviewRole(d.Kind)), func(p *Person) bool { return !p.Has(Leader) }),
		fmt.Sprintf("%s已由%s发布，为第%d期。", d.Name(), r.Speaker.Name(), d.Issue))
	when := "已发布"
	if leaves.After(r.Now) {
		when = "已排上，现在是免打扰时间，" + r.w.when(leaves) + "发出"
	}
	return r.done(fmt.Sprintf("%s%s，为第%d期，发给%s。", d.Name(), when, d.Issue, strings.Join(names, "、")))
}
