package postgres

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"regulars/internal/fault"
)

// Migrate brings the schema up to the newest migration of files and returns how
// many were applied. Several instances may start at once: one migrates, the
// others wait for it.
func Migrate(ctx context.Context, db *DB, files fs.FS) (applied int, err error) {
	defer fault.Wrap(&err, "migrate the database")
	provider, err := migrations(db, files)
	if err != nil {
		return 0, err
	}
	results, err := provider.Up(ctx)
	return len(results), translate(err)
}

// Migrated tells whether the schema is the one that files describe.
func Migrated(ctx context.Context, db *DB, files fs.FS) (current bool, err error) {
	defer fault.Wrap(&err, "look at the schema")
	provider, err := migrations(db, files)
	if err != nil {
		return false, err
	}
	have, want, err := provider.GetVersions(ctx)
	return have == want, translate(err)
}

func migrations(db *DB, files fs.FS) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("prepare the migration lock: %w", err)
	}
	return goose.NewProvider(goose.DialectPostgres, db.pool.DB, files, goose.WithSessionLocker(locker))
}
