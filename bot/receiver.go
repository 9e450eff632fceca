package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"qunbao/report"
)

// FaultText is what a person is told when the program itself has failed.
const FaultText = "消息已收到并留存，但系统处理时出错，还没有登记。请稍后再发一次；急事请打电话。"

// Journal keeps every message as it came.
type Journal interface {
	// Append returns when the message is on disk.
	Append(ctx context.Context, m report.Message, received time.Time) error
}

// Handler does what a message asks for. Its errors are faults of the program:
// what the sender can mend is answered by the handler itself.
type Handler interface {
	Handle(ctx context.Context, m report.Message, now time.Time) error
}

// Receiver is what happens to a message: Keep on its arrival, Handle in its turn.
// Several messages may be kept at once, also while another is handled.
type Receiver struct {
	Workspace *report.Workspace
	Journal   Journal
	Handler   Handler
	// Queue puts rows into the outbox; a row whose key is there already is
	// left alone. It may be nil: then nobody is told of a fault.
	Queue func(ctx context.Context, rows ...report.Row) error
	Log   *slog.Logger

	kept, ignored, faults atomic.Int64
}

// Counts is how many messages a receiver has seen since it was made.
type Counts struct {
	Kept    int64 // in the journal
	Ignored int64 // of chats that are not bound, or of strangers in private: not kept
	Faults  int64 // the handler failed on
}

// Counts tells what was received so far. It may be called at any time.
func (r *Receiver) Counts() Counts {
	return Counts{r.kept.Load(), r.ignored.Load(), r.faults.Load()}
}

// Keep takes one message into the journal, if it is ours to keep: nothing is
// handled that is not there first. After an error the message is not kept and
// has to be given again.
func (r *Receiver) Keep(ctx context.Context, m report.Message, received time.Time) error {
	m = Identify(m, received)
	if m.Type == report.ReadingMessage { // no channel's to say
		m.Type = report.TextMessage
	}
	if !r.keeps(Clean(m, received, r.Workspace.Zone)) {
		r.ignored.Add(1)
		return nil
	}
	if err := r.Journal.Append(ctx, m, received); err != nil {
		return fmt.Errorf("the message is not taken because the journal cannot keep it: %w", err)
	}
	r.kept.Add(1)
	return nil
}

// Handle does what a message asks for that was kept, at the later of the time at
// which it was received and its own. An error says that it has to be handled
// again: the store is not available, or ctx is done. A fault of the handler is no
// such error, it is logged and answered, and the next message may come.
func (r *Receiver) Handle(ctx context.Context, m report.Message, received time.Time) error {
	m = Clean(m, received, r.Workspace.Zone)
	if !r.keeps(m) {
		return nil // a chat that was bound when it was kept
	}
	now := later(received, m.Time)
	err := Guard(func() error { return r.Handler.Handle(ctx, m, now) })
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("stopped while handling a message: %w", context.Cause(ctx))
	case errors.Is(err, report.ErrUnavailable):
		return err
	}
	return r.fault(ctx, m, now, err)
}

// keeps tells whether a message is ours to keep: one of a bound chat, or of a
// known person in private.
func (r *Receiver) keeps(m report.Message) bool {
	if m.Private {
		return r.Workspace.Speaker(m).Known()
	}
	return r.Workspace.Chat(m.Chat) != nil
}

// fault logs what went wrong and tells the sender's chat, at most once an hour
// (the key of the row holds the hour), and only where a cadre has spoken.
func (r *Receiver) fault(ctx context.Context, m report.Message, now time.Time, err error) error {
	if speaker := r.Workspace.Speaker(m); r.Queue != nil && speaker.Known() {
		row := report.Row{
			Kind: report.Notice, To: report.Address{Chat: m.Chat}, Text: FaultText, Message: m.ID,
			NotBefore: now, Expires: now.Add(time.Hour), Mentions: []string{speaker.Person.Card},
		}
		if m.Private {
			row.To, row.Mentions = report.Address{Person: speaker.Person.ID}, nil
		}
		row.Key = "fault/" + now.In(r.Workspace.Zone).Format("2006-01-02T15") + "/" + row.To.String()
		queued := r.Queue(ctx, row)
		if errors.Is(queued, report.ErrUnavailable) {
			return queued
		}
		err = errors.Join(err, queued)
	}
	r.faults.Add(1)
	r.Log.Error("message could not be handled", "message", m.ID, "error", err)
	return nil
}

// Guard turns a panic into an error, so that one message or row never stops the
// others. The value of the panic may hold what somebody typed: only a runtime
// error is shown.
func Guard(f func() error) (err error) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case runtime.Error:
			err = fmt.Errorf("panic: %w\n%s", v, debug.Stack())
		default:
			err = fmt.Errorf("panic of type %T\n%s", v, debug.Stack())
		}
	}()
	return f()
}
