package bot_test

import (
	"context"
	"slices"
	"time"

	"qunbao/report"
	"qunbao/storage/storagetest"
)

// outbox is a store's, in memory, whose operations on some rows fail.
type outbox struct {
	*storagetest.Model
	keys     []string
	attempts map[string]int
	broken   map[string]error
}

func newOutbox(rows ...report.Row) *outbox {
	o := &outbox{Model: storagetest.NewModel(), attempts: map[string]int{}, broken: map[string]error{}}
	o.queue(rows...)
	return o
}

func (o *outbox) queue(rows ...report.Row) {
	for _, r := range rows {
		o.keys = append(o.keys, r.Key)
		if err := o.Queue(context.Background(), r); err != nil {
			panic(err)
		}
	}
}

func (o *outbox) Begin(ctx context.Context, owner string, now, until time.Time, rows ...string) (bool, error) {
	for _, key := range rows {
		if err := o.broken[key]; err != nil {
			return false, err
		}
	}
	begun, err := o.Model.Begin(ctx, owner, now, until, rows...)
	for _, key := range rows {
		if begun {
			o.attempts[key]++
		}
	}
	return begun, err
}

func (o *outbox) Finish(ctx context.Context, owner string, r report.SendResult, rows ...string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if i := slices.IndexFunc(rows, func(key string) bool { return o.broken[key] != nil }); i >= 0 {
		return o.broken[rows[i]]
	}
	return o.Model.Finish(ctx, owner, r, rows...)
}

func (o *outbox) state(key string) report.RowState {
	state, _, _ := o.RowState(context.Background(), key) // the model has no errors
	return state
}

func (o *outbox) states() map[string]report.RowState {
	states := map[string]report.RowState{}
	for _, key := range o.keys {
		states[key] = o.state(key)
	}
	return states
}
