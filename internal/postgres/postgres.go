// Package postgres is the way to the database: connections, transactions,
// migrations, and the translation of the driver's errors into faults. It is the
// only package that knows lib/pq.
//
// Store methods take a Conn, so that they work alone and inside a transaction
// that somebody above them opened.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// Conn runs statements: on a connection of the pool (DB) or inside a
// transaction (Tx). Arguments are $1, $2, …; every error is translated (see
// translate).
type Conn interface {
	// Get reads one row into dest; fault.NotFound if there is none.
	Get(ctx context.Context, dest any, query string, args ...any) error
	// Select reads all rows into the slice that dest points to.
	Select(ctx context.Context, dest any, query string, args ...any) error
	// Exec runs a statement and tells how many rows it touched.
	Exec(ctx context.Context, query string, args ...any) (int64, error)
	// Copy puts many rows into a table, the fastest way there is. The values of
	// a row stand in the order of the columns.
	Copy(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) error
	// InTx runs do in a transaction of its own, or in the one already open.
	InTx(ctx context.Context, do func(tx Conn) error) error
}

// DB is a pool of connections to one database. It is safe for concurrent use.
type DB struct {
	pool  *sqlx.DB
	url   string
	hot   statements
	retry int
}

// Open connects to the database that url names and checks that it answers.
// fault.Unavailable if it does not.
func Open(ctx context.Context, url string) (*DB, error) {
	db, err := OpenLater(url)
	if err != nil {
		return nil, err
	}
	if err := db.Ping(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	return db, nil
}

// OpenLater is Open for a database that may be away: it connects when it is first
// asked something.
func OpenLater(url string) (*DB, error) {
	pool, err := sqlx.Open("postgres", url)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return &DB{pool: pool, url: url, retry: 3}, nil
}

// Limit bounds the number of connections held at once; 16 without it.
func (db *DB) Limit(connections int) {
	db.pool.SetMaxOpenConns(connections)
	db.pool.SetMaxIdleConns(connections)
}

// URL is what the database was opened with.
func (db *DB) URL() string { return db.url }

// Ping asks whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	return translate(db.pool.PingContext(ctx))
}

// Close gives all connections back. Statements that run are waited for.
func (db *DB) Close() error { return db.pool.Close() }

// Get implements Conn.
func (db *DB) Get(ctx context.Context, dest any, query string, args ...any) error {
	stmt, err := db.hot.prepare(ctx, db.pool, query)
	if err != nil {
		return translate(err)
	}
	if stmt == nil {
		return translate(db.pool.GetContext(ctx, dest, query, args...))
	}
	return translate(stmt.GetContext(ctx, dest, args...))
}

// Select implements Conn.
func (db *DB) Select(ctx context.Context, dest any, query string, args ...any) error {
	stmt, err := db.hot.prepare(ctx, db.pool, query)
	if err != nil {
		return translate(err)
	}
	if stmt == nil {
		return translate(db.pool.SelectContext(ctx, dest, query, args...))
	}
	return translate(stmt.SelectContext(ctx, dest, args...))
}

// Exec implements Conn.
func (db *DB) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := db.pool.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, translate(err)
	}
	return result.RowsAffected()
}

// InTx runs do in a transaction: committed if do returns nil, rolled back
// otherwise. A transaction that Postgres gave up because of others (deadlock,
// serialization) is run again, so do must not act on anything but tx.
func (db *DB) InTx(ctx context.Context, do func(tx Conn) error) error {
	var err error
	for range db.retry {
		err = db.once(ctx, do)
		if !retryable(err) {
			return err
		}
	}
	return err
}

func (db *DB) once(ctx context.Context, do func(tx Conn) error) (err error) {
	tx, err := db.pool.BeginTxx(ctx, nil)
	if err != nil {
		return translate(err)
	}
	defer func() { err = errors.Join(err, ignoreDone(tx.Rollback())) }() // also if do panics
	if err := do(&transaction{tx: tx, hot: &db.hot}); err != nil {
		return err
	}
	return translate(tx.Commit())
}

// transaction is a Conn inside one transaction.
type transaction struct {
	tx  *sqlx.Tx
	hot *statements
}

func (t *transaction) Get(ctx context.Context, dest any, query string, args ...any) error {
	if stmt := t.hot.known(query); stmt != nil {
		return translate(t.tx.StmtxContext(ctx, stmt).GetContext(ctx, dest, args...))
	}
	return translate(t.tx.GetContext(ctx, dest, query, args...))
}

func (t *transaction) Select(ctx context.Context, dest any, query string, args ...any) error {
	if stmt := t.hot.known(query); stmt != nil {
		return translate(t.tx.StmtxContext(ctx, stmt).SelectContext(ctx, dest, args...))
	}
	return translate(t.tx.SelectContext(ctx, dest, query, args...))
}

func (t *transaction) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := t.tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, translate(err)
	}
	return result.RowsAffected()
}

// InTx joins the transaction that is already open.
func (t *transaction) InTx(_ context.Context, do func(tx Conn) error) error { return do(t) }

// Array passes a slice as an array, and scans one.
func Array(slice any) any { return pq.Array(slice) }

// Strings is a text array as a field of a row.
type Strings = pq.StringArray
