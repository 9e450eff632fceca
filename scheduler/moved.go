package scheduler

import (
	"context"
	"fmt"
	"strings"
)

// said tells whether a stage has been said already under another name: it stood
// at another time when the period was reminded of, and the configuration has been
// changed since. Of the stages that speak to the same people the first is said
// once, the second twice, and so on, wherever they stand.
func (r reminder) said(ctx context.Context, o occasion) (bool, error) {
	all, err := r.store.Firings(ctx, strings.TrimSuffix(o.name(), r.stage.ID()))
	if err != nil {
		return false, fmt.Errorf("what was said before: %w", err)
	}
	before, times := 0, 0
	for _, stage := range r.form.Remind {
		if stage.To == r.stage.To && stage.Offset < r.stage.Offset {
			before++
		}
	}
	for _, f := range all {
		if !f.Skipped && f.Name != o.name() && strings.HasSuffix(f.Name, "-"+string(r.stage.To)) {
			times++
		}
	}
	return times > before, nil
}
