package main

import (
	"context"
	"errors"
	"fmt"

	"qunbao/notify"
)

// notifyCommand tries every way to the operator.
type notifyCommand struct{ workspaceFlags }

// Help shows an example.
func (notifyCommand) Help() string { return "Example: qunbao notify -c qunbao.yaml" }

// Run sends one notice, with a picture, by every way that the workspace names.
func (c *notifyCommand) Run(ctx context.Context, s *streams) error {
	config, err := c.load(s)
	if err != nil {
		return err
	}
	crier, err := newCrier(config.Notify, logger(s.err))
	if err != nil {
		return err
	}
	if len(crier.ways) == 0 {
		return usage("%s names no way behind notify, or the variable of its address is not set", config.Path)
	}
	n := notify.Notice{
		Title:   config.Workspace.Name + "群报：这是一条试发的通知",
		Text:    "收到说明通知能送到。微信掉线、要扫码登录的时候，会这样通知您，二维码在图里（这一张只是样子，不用扫）。",
		Picture: notify.Code("qunbao"),
	}
	var errs []error
	for _, w := range crier.ways {
		if err := crier.attempt(ctx, w, n); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", w.Name(), err))
			continue
		}
		fmt.Fprintf(s.out, "told by %s\n", w.Name())
	}
	return errors.Join(errs...)
}
