// Package sqlite is the embedded store: one file, no server, for an office PC;
// in memory for replay and demo. Every write is one transaction that is on the
// disk before it returns (WAL, synchronous=FULL). Several programs may read the
// file while one writes. Package storage lists the methods.
//
//	schema.sql   the tables; schema.go makes them, and refuses what is not ours
//	store.go     the connections: one that writes, some that read
//	session.go   one connection: prepared statements, transactions
//	together.go  several writes share one transaction, and one wait for the disk
//	commit.go, record.go, outbox.go, matter.go, life.go, audit.go, prune.go   the operations
//	errors.go    what an operator is told of SQLite's errors
//
// What is stored is the body, JSON of package storage; the columns beside it
// are what is compared and ordered by.
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"qunbao/storage"
)

// Memory is the folder's name that keeps everything in memory.
const Memory = ":memory:"

// File is the name of the database inside its folder.
const File = "qunbao.db"

// readers is how many reads run beside each other and beside a write. Each
// costs a connection with a page cache of its own.
const readers = 2

// Store is the embedded store. It is safe for concurrent use: writes stand in
// line for one connection, reads have their own.
type Store struct {
	name    string                    // of the file, as SQLite takes it
	writing chan *session             // holds the only session that writes
	reading chan *session             // of a store in memory: the same
	line    line                      // of what waits to be written
	started atomic.Pointer[time.Time] // what Started found
}

// durability is how SQLite's WAL reaches the disk.
type durability string

const (
	everyWrite durability = `PRAGMA synchronous = FULL`   // what is acknowledged is on the disk
	sometimes  durability = `PRAGMA synchronous = NORMAL` // a power cut may take the last writes, never the file
)

// Open opens or makes the store in a folder, or in memory for Memory. The
// folder and the file are the user's alone.
func Open(ctx context.Context, dir string) (*Store, error) { return open(ctx, dir, everyWrite) }

// OpenReplay opens as Open does, but a power cut may take the last writes: for
// a replay, which is run again, and some five times as fast on a disk.
func OpenReplay(ctx context.Context, dir string) (*Store, error) { return open(ctx, dir, sometimes) }

func open(ctx context.Context, dir string, to durability) (*Store, error) {
	name := Memory
	if dir != Memory {
		path, err := makeFile(dir)
		if err != nil {
			return nil, fmt.Errorf("storage/sqlite: %w", err)
		}
		name = uri(path)
	}
	s := &Store{name: name, writing: make(chan *session, 1), reading: make(chan *session, readers)}
	if err := s.connect(ctx, to); err != nil {
		s.abandon()
		return nil, fmt.Errorf("storage/sqlite: %s cannot be opened: %w", filepath.Join(dir, File), explain(err))
	}
	return s, nil
}

// makeFile makes the folder and an empty file with narrow rights; SQLite gives
// the files beside it the same.
func makeFile(dir string) (string, error) {
	const hint = "the folder of the store must be one this user may write to"
	if dir == "" {
		return "", errors.New("no folder is named for the store")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("%w: %s: %w", storage.ErrUnavailable, hint, err)
	}
	path := filepath.Join(dir, File)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", fmt.Errorf("%w: %s: %w", storage.ErrUnavailable, hint, err)
	}
	return path, f.Close()
}

// uri is a path as SQLite takes it, whatever signs it holds.
func uri(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return "file://" + (&url.URL{Path: path}).EscapedPath()
}

// connect opens the sessions: the one that writes first, since it makes the
// tables.
func (s *Store) connect(ctx context.Context, to durability) error {
	writer, err := s.session(ctx, `PRAGMA journal_mode = WAL`, string(to))
	if err != nil {
		return err
	}
	s.writing <- writer
	if err := writer.migrate(ctx); err != nil {
		return err
	}
	if s.name == Memory {
		s.reading = s.writing
		return nil
	}
	for range readers {
		reader, err := s.session(ctx, `PRAGMA query_only = ON`)
		if err != nil {
			return err
		}
		s.reading <- reader
	}
	return nil
}

// session opens one connection. Another program that writes at the moment is
// waited for.
func (s *Store) session(ctx context.Context, pragmas ...string) (*session, error) {
	se, err := dial(s.name)
	if err != nil {
		return nil, err
	}
	for _, p := range append([]string{`PRAGMA busy_timeout = 5000`, `PRAGMA foreign_keys = ON`}, pragmas...) {
		if err := se.script(ctx, p); err != nil {
			se.close()
			return nil, err
		}
	}
	return se, nil
}

// read runs fn on one state of the file. Waiting for a session ends with the
// context; what has begun is finished. In memory there is one session, and nobody
// writes while it reads.
func (s *Store) read(ctx context.Context, what string, fn func(context.Context, *session) error) error {
	if s.name == Memory {
		return s.glance(ctx, what, fn)
	}
	return s.glance(ctx, what, func(ctx context.Context, se *session) error {
		return se.atomic(ctx, `BEGIN`, func() error { return fn(ctx, se) })
	})
}

// glance is read for a fn of a single query, which sees one state by itself.
func (s *Store) glance(ctx context.Context, what string, fn func(context.Context, *session) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case se, open := <-s.reading:
		if !open {
			return errors.New("storage/sqlite: " + what + ": the store is closed")
		}
		defer func() { s.reading <- se }()
		ctx = context.WithoutCancel(ctx)
		if err := fn(ctx, se); err != nil {
			return fmt.Errorf("storage/sqlite: %s: %w", what, explain(err))
		}
		return nil
	}
}

// Close waits for what is under way and closes the file. It is called once; what
// is asked of the store afterwards is an error.
func (s *Store) Close() error {
	var errs []error
	pools := []chan *session{s.reading}
	if s.writing != s.reading {
		pools = append(pools, s.writing)
	}
	for _, pool := range pools {
		for range cap(pool) {
			if se, open := <-pool; open {
				errs = append(errs, se.close())
			}
		}
		close(pool)
	}
	return errors.Join(errs...)
}

// abandon closes a store that was never handed out.
func (s *Store) abandon() {
	for {
		select {
		case se := <-s.reading:
			se.close()
		case se := <-s.writing:
			se.close()
		default:
			return
		}
	}
}
