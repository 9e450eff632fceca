package sqlite

import (
	"context"
	_ "embed"
	"fmt"

	"qunbao/storage"
)

// The application id marks a file as ours ("qunb"), the schema's number stands
// in user_version.
const (
	applicationID = 0x71756e62
	schemaVersion = storage.Schema
)

//go:embed schema.sql
var schema string

//go:embed migrations/2to3.sql
var schema3 string

// migrations lead forward: at index n from schema n+1 to the next. A file is
// led through them at Open, in one transaction.
func migrations() []func(context.Context, *session) error {
	return []func(context.Context, *session) error{toSchema2, toSchema3}
}

// toSchema3 adds what did not exist before.
func toSchema3(ctx context.Context, s *session) error {
	return s.script(ctx, schema3)
}

// migrate makes the tables of an empty file, leads an older one forward, and
// refuses a file that another program or a newer qunbao made.
func (s *session) migrate(ctx context.Context) error {
	return s.atomic(ctx, `BEGIN IMMEDIATE`, func() error {
		app, version, err := s.schema(ctx)
		if err != nil {
			return err
		}
		var tables int
		if _, err := s.find(ctx, `SELECT count(*) FROM sqlite_schema`, nil, &tables); err != nil {
			return err
		}
		if app == 0 && tables == 0 {
			return s.script(ctx, fmt.Sprintf("%s PRAGMA application_id = %d; PRAGMA user_version = %d;", schema, applicationID, schemaVersion))
		}
		if err := judge(app, version); err != nil {
			return err
		}
		return s.forward(ctx, version)
	})
}

// forward leads an older file to this schema.
func (s *session) forward(ctx context.Context, version int) error {
	for n := version; n < schemaVersion; n++ {
		if err := migrations()[n-1](ctx, s); err != nil {
			return fmt.Errorf("from schema %d to %d: %w", n, n+1, err)
		}
		if err := s.script(ctx, fmt.Sprintf("PRAGMA user_version = %d", n+1)); err != nil {
			return err
		}
	}
	return nil
}
