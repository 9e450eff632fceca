// Package commands is what a person can say: filing a report, and each chat
// command, one file each.
//
// Handle is the whole way of a message: who speaks, what is said, what it
// changes, one commit. What is decided stands in package report; the words of
// receipts and reminders are found there too, when they leave. Here are the
// answers to commands, which are said at once.
package commands

import (
	"context"
	"slices"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// Store is what handling a message needs to read and write.
type Store interface {
	// Outcome is what a message became, if it was handled before.
	Outcome(context.Context, report.MessageID) (report.Outcome, bool, error)
	// Open is the question that is open for somebody at an instant.
	Open(context.Context, report.Asker, time.Time) (report.Question, bool, error)
	// Records reads records in one round trip, in the order of their keys.
	Records(context.Context, []report.RecordKey) ([]report.Record, error)
	// Previous is the unit's last record of the form before a period.
	Previous(context.Context, report.RecordKey) (report.Record, bool, error)
	// Commit makes a change whole, or answers report.ErrKnown or report.ErrMoved.
	Commit(context.Context, report.Change) error
}

// Book is what commands look things up in.
type Book interface {
	// Period is all that is kept of a period.
	Period(context.Context, report.PeriodKey) (report.Period, error)
	// Outages are the windows in which nothing could be received.
	Outages(ctx context.Context, from, to time.Time) ([]report.Window, error)
	// LastEvent is the highest number an urgent matter has; 0: none yet.
	LastEvent(context.Context) (int, error)
	// Events are the urgent matters of a span, oldest first.
	Events(ctx context.Context, from, to time.Time) ([]report.Event, error)
	// Started is the instant of the first start.
	Started(ctx context.Context, now time.Time) (time.Time, error)
}

// Ledger is where it is kept who did what beside reporting.
type Ledger interface {
	// Acts are those of a span, oldest first.
	Acts(ctx context.Context, from, to time.Time) ([]report.Act, error)
	// Rulings are those that were made in chat, in their order, without the first after.
	Rulings(ctx context.Context, after int) ([]report.Ruling, error)
	// Event is the urgent matter of a number, with what became of it.
	Event(ctx context.Context, n int) (report.Event, bool, error)
	// RowState is where a row of the outbox stands: whether somebody was told.
	RowState(ctx context.Context, key string) (report.RowState, bool, error)
}

// Follow makes a workspace follow the rulings that were made since it last did, also
// those of other programs.
func Follow(ctx context.Context, l Ledger, w *report.Workspace) error {
	made := w.Rulings()
	more, err := l.Rulings(ctx, len(made))
	if err == nil && len(more) > 0 {
		w.Rule(slices.Concat(made, more))
	}
	return err
}

// Handler handles messages one by one.
type Handler struct {
	// Aloud tells that the channel cannot write to a person alone.
	Aloud bool
	// Previewer shows digests before they go; nil: none can be shown.
	Previewer Previewer
	// Helper reads what the parser gives up on; nil: nothing does.
	Helper Helper
	// Papers draws up briefings; nil: there are none.
	Papers Papers

	workspace *report.Workspace
	parser    *parse.Parser
	store     Store
	book      Book
	ledger    Ledger
}

// New makes a handler for a workspace.
func New(w *report.Workspace, p *parse.Parser, s Store, b Book, l Ledger) *Handler {
	return &Handler{workspace: w, parser: p, store: s, book: b, ledger: l}
}

// command is one thing people may ask for.
type command struct {
	name  string // as report.Command has it
	usage string // as it is typed; 单位, 日期 and 表名 stand for the asker's own
	does  string // one line of the help
	needs right  // who may
	above bool   // said by leaders, admins and who has the watch

	reviews    bool // for who reviews briefings; needs is made from the plans
	decidesOne bool // about one of them: which of several must be said
	run        func(context.Context, *Handler, request) (reply, error)
}

// reply is the answer to a command and what it changes, in one commit.
type reply struct {
	text    string
	units   []report.UnitID // that the answer is about
	refused bool            // the asker has no right to it
	stage   string          // with ref, of an answer that is made when it leaves; text is empty then
	ref     string
	once    string // names the answer, where the same is not said again; empty: it is the message's own

	mentions []string // beside the asker, in a group
	rulings  []report.Ruling
	progress []report.Progress
	rows     []report.Row // to others than the asker
	acts     []report.Act // what the asker did
	drafts   []report.Draft
	change   report.Change // what it makes of records, and of urgent matters in them
}

// request is a command with who asked it, where and when.
type request struct {
	report.Command
	message report.Message
	speaker report.Speaker
	now     time.Time
}

// table lists every command; its order is the order of the help.
func table() []command {
	return []command{
		{name: "谁没报", usage: "谁没报", does: "看现在谁还没报，也可带日期、班次，比如“谁没报 昨天”", run: missing},
		{name: "统计", usage: "统计", does: "看今天报了多少、合计多少，也可带日期、班次", run: statistics},
		{name: "查", usage: "查 单位 日期", does: "看一个单位某天报了什么、谁改过", run: lookUp},
		{name: "格式", usage: "格式 表名", does: "要一份可以照着填的格式", run: template},
		{name: "导出", usage: "导出 2月1日 2月14日", does: "把这些天的数据做成表，私聊发您", needs: right{roles: []report.Role{report.Admin, report.Editor, report.Leader}}, run: export},
		{name: "预览", usage: "预览 晨报", does: "看晨报、晚报现在会怎么写，也可以带日期", needs: oversees(), run: preview},
		{name: "上报", usage: "上报 日期 表名", does: "一天的合计写成往上报的一段话", needs: oversees(), run: upward},
		{name: "简报", usage: "简报", does: "看简报草稿，没有就起草；也可写“简报 汇报”“简报 小结 2月”", needs: oversees(), run: briefing},
		{name: "出处", usage: "出处 3", does: "看简报第3句的数是谁报的", needs: oversees(), run: source},
		{name: "改", usage: "改 2：内容", does: "改简报的第2句，不写内容是删去", reviews: true, run: edit},
		{name: "通过", usage: "通过", does: "简报审核通过", reviews: true, decidesOne: true, run: approve},
		{name: "退回", usage: "退回 原因", does: "简报退回重写", reviews: true, decidesOne: true, run: sendBack},
		{name: "发布", usage: "发布", does: "把通过的简报发给领导", reviews: true, decidesOne: true, run: publish},
		{name: "催报", usage: "催报 表名", does: "在群里提醒一次还没报的", needs: decides(report.Admin), run: chase},
		{name: "免报", usage: "免报 单位 日期 停电", does: "这天不用这个单位报", needs: decides(report.Admin, report.Lead), run: excuse},
		{name: "绑定", usage: "绑定 单位 名字", does: "群里显示这个名字的人算这个单位的；只发“绑定”看认不出的人", needs: decides(report.Admin), run: bind},
		{name: "取消绑定", usage: "取消绑定 名字", does: "不再算", needs: decides(report.Admin), run: unbind},
		{name: "认可", usage: "认可 1203", does: "花名册以外的人报的1203号计入", needs: decides(report.Admin), run: accept},
		{name: "应急", usage: "应急", does: "看启动了什么应急响应；管理员可启动、解除", run: emergency},
		{name: "续报", usage: "续报 12 已转移3人", does: "急报的后续情况，转给处理的人", run: followUp},
		{name: "办结", usage: "办结 12", does: "急报已经处置完", run: closeMatter},
		{name: "收到", usage: "收到 12", does: "急报由我处理", above: true, run: acknowledge},
		{name: "回复", usage: "回复 12 马上到", does: "答复报急报的村", above: true, run: instruct},
		{name: "值班", usage: "值班 日期", does: "看谁带班、谁值班", run: onDuty},
		{name: "换班", usage: "换班 日期 带班 姓名", does: "换一天的班", needs: right{sure: true}, above: true, run: swapDuty},
		{name: "帮助", usage: "帮助", does: "看这份说明", run: help},
	}
}

// find is the command of a name.
func find(name string) (command, bool) {
	for _, c := range table() {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}

// forms are the forms a request is about: the one it names, else those of the
// place, else, in a chat that has none, for people without a unit and in private
// for admins and leaders, all.
func (h *Handler) forms(r request) []*report.Form {
	if f := h.workspace.Form(r.Form); f != nil {
		return []*report.Form{f}
	}
	forms := h.workspace.FormsIn(r.message, r.speaker)
	oversees := r.speaker.Has(report.Admin) || r.speaker.Has(report.Leader)
	if len(forms) > 0 && !(r.message.Private && oversees) {
		return forms
	}
	forms = nil
	for i := range h.workspace.Forms {
		forms = append(forms, &h.workspace.Forms[i])
	}
	return forms
}

// open reads how the periods stand for which a report is still wanted, those
// before the open one only where somebody is missing. Forms that ask for nothing
// are left out.
func (h *Handler) open(ctx context.Context, r request) ([]report.Completeness, error) {
	return h.openOf(ctx, h.forms(r), r.now)
}

// openOf is open for some forms.
func (h *Handler) openOf(ctx context.Context, forms []*report.Form, at time.Time) ([]report.Completeness, error) {
	var all []report.Completeness
	for _, f := range forms {
		now := h.workspace.PeriodAt(f, at)
		for _, k := range h.wanted(now, at) {
			if !h.workspace.Owed(k) {
				continue
			}
			c, err := Complete(ctx, h.book, h.workspace, k, at)
			if err != nil {
				return nil, err
			}
			if k == now || len(c.Wanted()) > 0 {
				all = append(all, c)
			}
		}
	}
	return all, nil
}

// wanted are the periods up to an open one that are not over, the oldest first: a
// night shift is due as it ends, and asked for in the morning too.
func (h *Handler) wanted(k report.PeriodKey, at time.Time) []report.PeriodKey {
	keys := []report.PeriodKey{k}
	for before := h.workspace.Before(k); !at.After(h.workspace.Closes(before)); before = h.workspace.Before(before) {
		keys = append(keys, before)
	}
	slices.Reverse(keys)
	return keys
}

// Complete reads a period and says how it stands at an instant. One that has
// opened and is not frozen yet is owed by whom the roster says.
func Complete(ctx context.Context, b Book, w *report.Workspace, k report.PeriodKey, at time.Time) (report.Completeness, error) {
	p, err := b.Period(ctx, k)
	if err != nil {
		return report.Completeness{}, err
	}
	return Judge(ctx, b, w, p, at)
}

// Judge says how a period that was read stands at an instant.
func Judge(ctx context.Context, b Book, w *report.Workspace, p report.Period, at time.Time) (report.Completeness, error) {
	k := p.Key
	if p.Need == nil && !w.Opens(k).After(at) {
		started, err := b.Started(ctx, at)
		if err != nil {
			return report.Completeness{}, err
		}
		p.Need = w.NewNeed(k, report.DayOf(started.In(w.Zone)))
	}
	outages, err := b.Outages(ctx, w.Opens(k), at)
	if err != nil {
		return report.Completeness{}, err
	}
	return w.Complete(p, at, outages), nil
}
