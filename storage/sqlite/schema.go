package sqlite

import (
	"context"
	_ "embed"
	"fmt"
)

// The application id marks a file as ours ("qunb"), the schema's number stands
// in user_version.
const (
	applicationID = 0x71756e62
	schemaVersion = 1
)

//go:embed schema.sql
var schema string

// migrate makes the tables of an empty file, and refuses a file that another
// program or a newer qunbao made.
func (s *session) migrate(ctx context.Context) error {
	var app, version, tables int
	for query, dest := range map[string]*int{
		`PRAGMA application_id`:              &app,
		`PRAGMA user_version`:                &version,
		`SELECT count(*) FROM sqlite_schema`: &tables,
	} {
		if err := s.conn.QueryRowContext(ctx, query).Scan(dest); err != nil {
			return err
		}
	}
	switch {
	case app == 0 && tables == 0:
		_, err := s.conn.ExecContext(ctx, fmt.Sprintf("BEGIN IMMEDIATE; %s PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
			schema, applicationID, schemaVersion))
		return err
	case app != applicationID:
		return fmt.Errorf("it is a database of another program; give qunbao a folder of its own")
	case version > schemaVersion:
		return fmt.Errorf("a newer qunbao made it (schema %d, this program knows %d); use that version", version, schemaVersion)
	}
	return nil
}
