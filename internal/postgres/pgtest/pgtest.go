// Package pgtest gives each test a Postgres database of its own, with the
// schema of today: a clone of a template that is migrated once per test process.
//
//	func TestMain(m *testing.M) { pgtest.Main(m) }
//
//	func TestX(t *testing.T) {
//		t.Parallel()
//		db := pgtest.New(t)
package pgtest

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
	"regulars/internal/postgres/embedded"
	"regulars/migrations"
)

const template = "regulars_template"

// Careless are settings for a server whose data nobody will miss.
var Careless = []string{
	"fsync=off", "synchronous_commit=off", "full_page_writes=off",
	"max_connections=300", "shared_buffers=64MB", "wal_level=minimal", "max_wal_senders=0",
}

// shared is the server of this test process.
var shared struct {
	url   string
	admin *postgres.DB
	made  atomic.Int64
	clone string // the statement that clones the template
}

// Main runs the tests of a package with a Postgres that is there only for them,
// and ends the process. What a killed run leaves behind, the next one removes.
func Main(m *testing.M) {
	status, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		status = 1
	}
	os.Exit(status)
}

func run(m *testing.M) (status int, err error) {
	dir, err := temporary()
	if err != nil {
		return 0, err
	}
	defer dir.remove()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	server, err := embedded.Start(ctx, dir.path, slog.New(slog.DiscardHandler), Careless...)
	if err != nil {
		return 0, err
	}
	defer server.Stop()
	if err := prepare(ctx, server.URL()); err != nil {
		return 0, err
	}
	defer shared.admin.Close()
	return m.Run(), nil
}

// prepare opens the server and migrates the template.
func prepare(ctx context.Context, url string) (err error) {
	defer fault.Wrap(&err, "prepare the template")
	shared.url = url
	if shared.admin, err = postgres.Open(ctx, url); err != nil {
		return err
	}
	if err := chooseClone(ctx); err != nil {
		return err
	}
	if _, err := shared.admin.Exec(ctx, "create database "+template); err != nil {
		return err
	}
	db, err := postgres.Open(ctx, named(template))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = postgres.Migrate(ctx, db, migrations.Files)
	return err
}

// chooseClone names the strategy where there is a choice: since 15 Postgres
// would write a whole clone to the log, which takes five times as long.
func chooseClone(ctx context.Context) error {
	var version int
	err := shared.admin.Get(ctx, &version, "select current_setting('server_version_num')::int")
	shared.clone = "create database %s template " + template
	if version >= 150000 {
		shared.clone += " strategy file_copy"
	}
	return err
}

// New gives a migrated database that no other test sees. It is closed and
// dropped when the test ends.
func New(t testing.TB) *postgres.DB {
	t.Helper()
	return open(t, NewURL(t))
}

// NewURL gives the URL of a migrated database that no other test sees. It is
// dropped when the test ends, whoever is still connected.
func NewURL(t testing.TB) string {
	t.Helper()
	return create(t, shared.clone)
}

// Empty gives a database without a schema; else it is like New.
func Empty(t testing.TB) *postgres.DB {
	t.Helper()
	return open(t, create(t, "create database %s"))
}

func open(t testing.TB, url string) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func create(t testing.TB, statement string) (url string) {
	t.Helper()
	if shared.admin == nil {
		t.Fatal("the package's tests lack func TestMain(m *testing.M) { pgtest.Main(m) }")
	}
	ctx := context.Background()
	name := fmt.Sprintf("test_%d", shared.made.Add(1))
	if _, err := shared.admin.Exec(ctx, fmt.Sprintf(statement, name)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := shared.admin.Exec(ctx, "drop database "+name+" with (force)"); err != nil {
			t.Error(err)
		}
	})
	return named(name)
}

// named is the server's URL with another database in it.
func named(database string) string {
	u, err := url.Parse(shared.url)
	if err != nil {
		panic(err) // embedded made it
	}
	u.Path = "/" + strings.TrimPrefix(database, "/")
	return u.String()
}
