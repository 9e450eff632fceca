package sqlite

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"qunbao/storage"
)

// explain adds to an error of SQLite what an operator can do, and marks as
// unavailable what passes when the disk or the other program lets go.
func explain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	const primary = 0xff // the higher bits refine the code
	switch e.Code() & primary {
	case lib.SQLITE_FULL:
		return fmt.Errorf("%w: the disk is full: %w", storage.ErrUnavailable, err)
	case lib.SQLITE_IOERR:
		return fmt.Errorf("%w: the disk cannot be read or written: %w", storage.ErrUnavailable, err)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return fmt.Errorf("%w: another program holds the file: %w", storage.ErrUnavailable, err)
	case lib.SQLITE_CANTOPEN, lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return fmt.Errorf("%w: this user may not write the file or its folder: %w", storage.ErrUnavailable, err)
	case lib.SQLITE_NOTADB, lib.SQLITE_CORRUPT:
		return fmt.Errorf("the file is no database or is damaged; put it aside and restore a backup: %w", err)
	}
	return err
}
