package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Look opens the store of a folder to be read, as it is: nothing is made, and one
// of an older schema is not led forward, it is refused.
func Look(ctx context.Context, dir string) (*Store, error) {
	path, err := filepath.Abs(filepath.Join(dir, File))
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		return nil, fmt.Errorf("storage/sqlite: %w", err)
	}
	s := &Store{name: uri(path) + "?mode=ro", writing: make(chan *session, 1), reading: make(chan *session, readers)}
	if err := s.look(ctx); err != nil {
		s.abandon()
		return nil, fmt.Errorf("storage/sqlite: %s cannot be opened: %w", path, explain(err))
	}
	return s, nil
}

func (s *Store) look(ctx context.Context) error {
	for _, pool := range []chan *session{s.writing, s.reading} {
		for range cap(pool) {
			se, err := s.session(ctx)
			if err != nil {
				return err
			}
			pool <- se
		}
	}
	return s.read(ctx, "look", func(ctx context.Context, se *session) error {
		app, version, err := se.schema(ctx)
		if err == nil {
			err = judge(app, version)
		}
		if err == nil && version < schemaVersion {
			err = fmt.Errorf("an older qunbao made it (schema %d); the next start of this one leads it forward", version)
		}
		return err
	})
}

// judge refuses a file that another program or a newer qunbao made.
func judge(app, version int) error {
	switch {
	case app != applicationID || version < 1:
		return errors.New("it is a database of another program; give qunbao a folder of its own")
	case version > schemaVersion:
		return fmt.Errorf("a newer qunbao made it (schema %d, this program knows %d); use that version", version, schemaVersion)
	}
	return nil
}

// schema reads the marks of the file: whose it is, and of which schema.
func (s *session) schema(ctx context.Context) (app, version int, err error) {
	for query, dest := range map[string]*int{`PRAGMA application_id`: &app, `PRAGMA user_version`: &version} {
		if _, err := s.find(ctx, query, nil, dest); err != nil {
			return 0, 0, err
		}
	}
	return app, version, nil
}
