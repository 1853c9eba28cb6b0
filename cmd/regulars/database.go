package main

import (
	"context"
	"fmt"
	"io/fs"

	"regulars/internal/postgres"
	"regulars/internal/postgres/embedded"
	"regulars/migrations"
)

// openDatabase opens the database of DATABASE_URL, or the private one of
// DATA_DIR: it joins the one that runs there, else starts one. closeDatabase gives
// everything back that was opened or started here.
func (p *program) openDatabase(ctx context.Context) (db *postgres.DB, closeDatabase func(), err error) {
	url, stop := p.config.DatabaseURL, func() {}
	if url == "" {
		server, err := embedded.Start(ctx, p.config.DataDir, p.log)
		if err != nil {
			return nil, nil, err
		}
		url, stop = server.URL(), server.Stop
	}
	db, err = postgres.Open(ctx, url)
	if err != nil {
		stop()
		return nil, nil, err
	}
	return db, func() { db.Close(); stop() }, nil
}

// schema is the folder of migrations.
var schema fs.FS = migrations.Files

func migrate(ctx context.Context, p *program, args []string) error {
	if len(args) > 0 {
		return usageError{"takes no arguments"}
	}
	db, closeDatabase, err := p.openDatabase(ctx)
	if err != nil {
		return err
	}
	defer closeDatabase()
	if _, err := postgres.Migrate(ctx, db, schema); err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, "The database is up to date.")
	return nil
}
