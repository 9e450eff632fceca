package main

import (
	"context"
	"errors"
	"time"

	"qunbao/configs"
)

// lookback is what a command that looks back reads: a workspace and its store, as they
// stood at the instant it speaks from.
type lookback struct {
	*configs.Config
	kept store
	at   time.Time
}

// look opens a workspace and the store a flag names; at is the flag of the instant.
func (f workspaceFlags) look(ctx context.Context, s *streams, from storeFlag, at string) (*lookback, error) {
	config, err := f.load(s)
	if err != nil {
		return nil, err
	}
	kept, err := openChosen(ctx, from, config, s)
	if err != nil {
		return nil, err
	}
	instant, err := speakFrom(ctx, kept, at, config.Workspace.Zone)
	if err != nil {
		return nil, errors.Join(err, kept.Close())
	}
	return &lookback{config, stoodAt(kept, config.Workspace, at, instant), instant}, nil
}
