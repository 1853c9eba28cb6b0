package postgres_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
	"regulars/internal/postgres/embedded"
	"regulars/internal/postgres/pgtest"
	"regulars/migrations"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const notes = "create table notes (id int constraint notes_id primary key, text text not null)"

// withNotes gives a database that holds one small table.
func withNotes(t *testing.T) *postgres.DB {
	t.Helper()
	db := pgtest.Empty(t)
	do(t, db, notes)
	return db
}

func do(t *testing.T, db postgres.Conn, statement string, args ...any) (touched int64) {
	t.Helper()
	touched, err := db.Exec(context.Background(), statement, args...)
	if err != nil {
		t.Fatal(err)
	}
	return touched
}

func count(t *testing.T, db postgres.Conn) (n int) {
	t.Helper()
	if err := db.Get(context.Background(), &n, "select count(*) from notes"); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestGetSelectExec(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), withNotes(t)
	if n := do(t, db, "insert into notes (id, text) values (1, $1), (2, $2)", "one", "two"); n != 2 {
		t.Errorf("Exec touched %d rows, want 2", n)
	}
	type note struct {
		ID   int
		Text string
	}
	for range 2 { // the second time from the prepared statement
		var all []note
		err := db.Select(ctx, &all, "select id, text from notes where id = any($1) order by id", postgres.Array([]int64{1, 2, 3}))
		if err != nil || len(all) != 2 || all[1] != (note{2, "two"}) {
			t.Errorf("Select = %v, %v", all, err)
		}
		var one note
		if err := db.Get(ctx, &one, "select id, text from notes where id = $1", 1); err != nil || one.Text != "one" {
			t.Errorf("Get = %v, %v", one, err)
		}
		err = db.Get(ctx, &one, "select id, text from notes where id = $1", 9)
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("Get of nothing: %v, want NotFound", err)
		}
	}
}

func TestErrorsThatAVisitorCanMend(t *testing.T) {
	t.Parallel()
	db := withNotes(t)
	for name, c := range map[string]struct {
		query string
		arg   any
		want  fault.Kind
	}{
		"NUL":          {"select $1::text", "a\x00b", fault.Invalid},
		"not UTF-8":    {"select $1::text", "caf\xe9", fault.Invalid},
		"too large":    {"select $1::bigint::int", int64(1) << 40, fault.Invalid},
		"no table":     {"select text from nowhere where $1", true, fault.Internal},
		"no rows":      {"select text from notes where id = $1", 1, fault.NotFound},
		"out of class": {"select 1 / $1::int", 0, fault.Internal},
	} {
		var into string
		if err := db.Get(context.Background(), &into, c.query, c.arg); fault.KindOf(err) != c.want {
			t.Errorf("%s: kind %v (%v), want %v", name, fault.KindOf(err), err, c.want)
		}
	}
}

func TestTooSlowIsUnavailable(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err := pgtest.Empty(t).Exec(ctx, "select pg_sleep(30)")
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("err = %v, want Unavailable", err)
	}
}

func TestViolates(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), withNotes(t)
	do(t, db, "insert into notes values (1, 'one')")
	_, err := db.Exec(ctx, "insert into notes values (1, 'again')")
	if !postgres.Violates(err, "notes_id") || postgres.Violates(err, "notes_text") {
		t.Errorf("%v: want the violation of notes_id and of no other", err)
	}
	if _, err = db.Exec(ctx, "insert into notes values (2, null)"); postgres.Violates(err, "notes_id") {
		t.Errorf("%v counts as a repeated id", err)
	}
	if postgres.Violates(nil, "notes_id") {
		t.Error("success violates")
	}
}

func TestListen(t *testing.T) {
	t.Parallel()
	db := pgtest.Empty(t)
	ctx, cancel := context.WithCancel(context.Background())
	woken, ended := make(chan struct{}, 100), make(chan error)
	go func() { ended <- db.Listen(ctx, "bell", func() { woken <- struct{}{} }) }()
	for _, why := range []string{"at the beginning", "by the bell"} {
		select {
		case <-woken:
		case <-time.After(20 * time.Second):
			t.Fatalf("not woken %s", why)
		}
		do(t, db, "notify bell") // it listens by now
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Listen = %v, want nil once its context ends", err)
	}
}

func TestMigrateTwiceAndAtOnce(t *testing.T) {
	t.Parallel()
	ctx, first := context.Background(), pgtest.Empty(t)
	if current, err := postgres.Migrated(ctx, first, migrations.Files); err != nil || current {
		t.Errorf("before: Migrated = %v, %v", current, err)
	}
	var applied atomic.Int64
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			n, err := postgres.Migrate(ctx, first, migrations.Files)
			if err != nil {
				t.Error(err)
			}
			applied.Add(int64(n))
		})
	}
	all.Wait()
	steps, err := migrations.Files.ReadDir(".")
	if err != nil || int(applied.Load()) != len(steps) {
		t.Errorf("%d applied by all together, want %d (%v)", applied.Load(), len(steps), err)
	}
	if again, err := postgres.Migrate(ctx, first, migrations.Files); err != nil || again != 0 {
		t.Errorf("again: %d applied, %v", again, err)
	}
	if current, err := postgres.Migrated(ctx, first, migrations.Files); err != nil || !current {
		t.Errorf("after: Migrated = %v, %v", current, err)
	}
}

func TestPreparedStatementsAreBounded(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), pgtest.Empty(t)
	db.Limit(1) // so that one session knows them all
	for n := range 320 {
		var got int
		if err := db.Get(ctx, &got, fmt.Sprintf("select %d + $1::int", n), 1); err != nil || got != n+1 {
			t.Fatalf("statement %d: %d, %v", n, got, err)
		}
	}
	var prepared int
	if err := db.Get(ctx, &prepared, "select count(*) from pg_prepared_statements"); err != nil {
		t.Fatal(err)
	}
	if prepared < 200 || prepared > 301 {
		t.Errorf("%d statements are kept prepared, want about 300", prepared)
	}
}

func TestOpenWithoutAServer(t *testing.T) {
	t.Parallel()
	_, err := postgres.Open(context.Background(), "postgres://nobody@/none?sslmode=disable&host="+t.TempDir())
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Open = %v, want Unavailable", err)
	}
}

func TestServerGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), publicDir(t)
	server := serve(t, dir)
	db, err := postgres.Open(ctx, server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var one int
	ask := func() error { return db.Get(ctx, &one, "select 1") }
	if err := ask(); err != nil {
		t.Fatal(err)
	}
	server.Stop()
	for range 3 {
		if err := ask(); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("stopped: %v, want Unavailable", err)
		}
	}
	if err := db.InTx(ctx, func(postgres.Conn) error { return nil }); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("stopped: InTx = %v, want Unavailable", err)
	}
	serve(t, dir)
	if err := ask(); err != nil {
		t.Errorf("started again: %v", err)
	}
}

// publicDir is a folder that the user who runs Postgres may enter.
func publicDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "regulars-postgres-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func serve(t *testing.T, dir string) *embedded.Server {
	t.Helper()
	server, err := embedded.Start(context.Background(), dir, slog.New(slog.DiscardHandler), pgtest.Careless...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}
