package commands

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/zh"
)

// briefing answers 简报 [日报|汇报|小结] [日期]: the draft that stands, or a new one. Who
// does not review briefings is shown one that was published.
func briefing(ctx context.Context, h *Handler, r request) (reply, error) {
	if h.Papers == nil {
		return reply{text: noPapers}, nil
	}
	p, ok := h.paperNamed(r.Args, r.now)
	today := report.DayOf(r.now.In(h.workspace.Zone))
	switch {
	case !ok:
		return reply{text: fmt.Sprintf(noSuchPaper, report.Mask(strings.Join(r.Args, " ")))}, nil
	case p.days.From > today:
		return reply{text: fmt.Sprintf(notYet, p.days.From.Chinese())}, nil
	}
	if err := h.sinceStart(ctx, &p, r.now); err != nil {
		return reply{}, err
	}
	d, found, err := h.standing(ctx, r, p)
	switch {
	case err != nil:
		return reply{}, err
	case !h.reviews(r.speaker, cmp.Or(d.Kind, p.kind)):
		return h.showPublished(ctx, r, p, d)
	case found && d.State != report.Returned:
		return h.show(r, d), nil
	}
	fresh, err := h.Papers.Draw(ctx, p.kind, p.days, r.now)
	if err != nil {
		return reply{}, err
	}
	fresh.Rev, fresh.Issue = d.Rev+1, 0
	fresh.Steps = append(slices.Clone(d.Steps), report.DraftStep{At: r.now, By: r.speaker.Name(), Did: report.DidDraft})
	say := h.show(r, fresh)
	if !h.Aloud || r.message.Private {
		if wait := h.Papers.Improve(fresh); wait > 0 {
			say = h.showLater(r, fresh, wait)
		}
	}
	say.drafts = []report.Draft{fresh}
	return say, nil
}

// showLater shows a draft once a model has had its time to word it: one message, not
// two. Until then nobody has seen it.
func (h *Handler) showLater(r request, d report.Draft, wait time.Duration) reply {
	return reply{text: fmt.Sprintf(draftComes, int(wait.Minutes())), rows: []report.Row{{
		Key: report.DraftRow("draft", d.ID, string(r.message.ID)), Kind: report.Reply, To: report.Address{Person: r.speaker.Person.ID},
		Stage: report.StageDraft, Ref: d.ID, Message: r.message.ID, NotBefore: r.now.Add(wait), Expires: r.now.Add(wait + time.Hour),
	}}}
}

// sinceStart leaves out the days before the first start, of which nothing is known,
// unless they were named.
func (h *Handler) sinceStart(ctx context.Context, p *paper, now time.Time) error {
	if p.kind == report.DailyBriefing || p.span {
		return nil
	}
	started, err := h.book.Started(ctx, now)
	p.days.From = min(p.days.Until, max(p.days.From, report.DayOf(started.In(h.workspace.Zone))))
	return err
}

// standing is the draft that a request names, or, where it names none, today's, else
// the newest that waits for its review or its publication.
func (h *Handler) standing(ctx context.Context, r request, p paper) (report.Draft, bool, error) {
	if id := report.DraftOf(r.message.RefersTo); id != "" && !p.named {
		return h.Papers.Draft(ctx, id)
	}
	d, found, err := h.Papers.Draft(ctx, report.DraftID(p.kind, p.days.From, p.days.Until))
	if err != nil || found && d.State != report.Returned || len(r.Args) > 0 {
		return d, found, err
	}
	all, err := h.recent(ctx, r.now)
	for _, waiting := range current(all) {
		if returnable(waiting.State) && waiting.To >= p.days.Until-1 {
			return waiting, true, nil
		}
	}
	return d, found, err
}

// show puts a draft before somebody, in private, and notes that.
func (h *Handler) show(r request, d report.Draft) reply {
	if h.Aloud && !r.message.Private {
		return reply{text: fmt.Sprintf(draftByHand, d.Name())}
	}
	say := reply{
		stage: report.StageDraft, ref: d.ID, once: report.DraftRow("draft", d.ID, string(r.message.ID)),
		acts: []report.Act{{At: r.now, By: r.speaker.Name(), What: actShown, About: d.ID}},
	}
	if !r.message.Private {
		say.once = ""
		say = h.privately(r, say)
		say.rows[len(say.rows)-1].Key = report.DraftRow("draft", d.ID, string(r.message.ID))
	}
	return say
}

// showPublished is for a leader: what was published, or how far it is. Who names no
// day is shown the newest of its kind that was published.
func (h *Handler) showPublished(ctx context.Context, r request, p paper, d report.Draft) (reply, error) {
	if d.State == report.Published {
		return h.privately(r, reply{text: strings.TrimRight(d.Text(), "\n")}), nil
	}
	stands := noBriefing
	if d.ID != "" && d.State != report.Returned {
		stands = fmt.Sprintf(inReview, d.Name())
	}
	if p.dated {
		return reply{text: stands}, nil
	}
	all, err := h.recent(ctx, r.now)
	i := slices.IndexFunc(all, func(x report.Draft) bool { return x.Kind == p.kind && published(x.State) })
	if err != nil || i < 0 {
		return reply{text: stands}, err
	}
	text := strings.TrimRight(all[i].Text(), "\n")
	if stands != noBriefing {
		text = stands + fmt.Sprintf(lastPublished, all[i].Name()) + "\n" + text
	}
	return h.privately(r, reply{text: text}), nil
}

// paper is a briefing that somebody names.
type paper struct {
	kind  string // daily where none is named
	days  report.DaySpan
	named bool // by kind or day
	dated bool
	span  bool // from a day to a day
}

// means tells whether a draft is the one that was named.
func (p paper) means(d report.Draft) bool {
	return !p.named || d.Kind == p.kind && (!p.dated || d.To == p.days.Until || d.From <= p.days.Until && p.days.Until <= d.To)
}

// papers are the words for the kinds of briefings.
var papers = map[string]string{
	"日报": report.DailyBriefing, "日报简报": report.DailyBriefing, "简报": report.DailyBriefing,
	"汇报": report.SituationReport, "情况汇报": report.SituationReport, "周报": report.SituationReport,
	"小结": report.WorkSummary, "工作小结": report.WorkSummary, "总结": report.WorkSummary, "月报": report.WorkSummary,
}

// kindName is the word for a kind that people type.
func kindName(kind string) string {
	return map[string]string{report.SituationReport: "汇报", report.WorkSummary: "小结"}[kind] + map[bool]string{true: "日报"}[kind == report.DailyBriefing]
}

// monthOnly is a month without a day: 2月, 上月.
var monthOnly = regexp.MustCompile(`^(?:(\d{1,2})月份?|(本|这个|上|上个)月)$`)

// paperNamed reads kind and days of a briefing, in whatever order: 日报 2月3日, 汇报
// 2月1日 2月14日, 小结 2月. It is false where anything else stands there.
func (h *Handler) paperNamed(words []string, now time.Time) (p paper, ok bool) {
	now = now.In(h.workspace.Zone)
	today := report.DayOf(now)
	p.kind = report.DailyBriefing
	var dates []report.Day
	month := report.Day(0)
	for _, word := range words {
		word = zh.Fold(word).String()
		kind, isKind := papers[word]
		day, isDay := pastDay([]string{word}, now)
		switch m := monthOnly.FindStringSubmatch(word); {
		case isKind:
			p.kind = kind
		case m != nil:
			month = monthEnd(m, now)
			p.kind = report.WorkSummary
		case isDay:
			dates = append(dates, day)
		default:
			return p, false
		}
		p.named = true
	}
	until := today
	switch {
	case len(dates) > 2 || len(dates) > 0 && month != 0 || len(dates) == 2 && (p.kind == report.DailyBriefing || dates[0] > dates[1]):
		return p, false
	case len(dates) > 0:
		until, p.dated = dates[len(dates)-1], true
	case month != 0:
		until, p.dated = month, true
	}
	if p.kind == report.WorkSummary && p.dated && len(dates) < 2 {
		until = lastOfMonth(until)
	}
	if until > today && (p.kind != report.DailyBriefing) {
		until = today
	}
	p.days.From, p.days.Until = report.BriefingDays(p.kind, until)
	if p.span = len(dates) == 2; p.span {
		p.days = report.DaySpan{From: dates[0], Until: min(dates[1], today)}
	}
	return p, true
}

// monthEnd is a day of the month that some words name, the last such month that was.
func monthEnd(m []string, now time.Time) report.Day {
	first := time.Date(now.Year(), now.Month(), 1, 12, 0, 0, 0, now.Location())
	switch {
	case m[1] != "":
		n, _ := strconv.Atoi(m[1])
		first = time.Date(now.Year(), time.Month(n), 1, 12, 0, 0, 0, now.Location())
		if first.After(now) {
			first = first.AddDate(-1, 0, 0)
		}
	case strings.HasPrefix(m[2], "上"):
		first = first.AddDate(0, -1, 0)
	}
	return report.DayOf(first)
}

// lastOfMonth is the last day of a day's month.
func lastOfMonth(d report.Day) report.Day {
	y, m, _ := d.Date()
	return report.DayOf(time.Date(y, m+1, 0, 12, 0, 0, 0, time.UTC))
}
