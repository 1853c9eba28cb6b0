package pgtest_test

import (
	"context"
	"testing"

	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
	"regulars/migrations"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestEachTestHasItsOwnDatabase(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	one, other := pgtest.New(t), pgtest.New(t)
	if _, err := one.Exec(ctx, "insert into hosts (email, added_at) values ('ada@example.org', now())"); err != nil {
		t.Fatal(err)
	}
	for db, want := range map[*postgres.DB]int{one: 1, other: 0} {
		var hosts int
		if err := db.Get(ctx, &hosts, "select count(*) from hosts"); err != nil || hosts != want {
			t.Errorf("%d hosts (%v), want %d", hosts, err, want)
		}
	}
}

func TestClonesAreMigrated(t *testing.T) {
	t.Parallel()
	current, err := postgres.Migrated(context.Background(), pgtest.New(t), migrations.Files)
	if err != nil || !current {
		t.Errorf("Migrated = %v, %v", current, err)
	}
}

func TestEmptyHasNoTables(t *testing.T) {
	t.Parallel()
	var tables int
	err := pgtest.Empty(t).Get(context.Background(), &tables, "select count(*) from pg_tables where schemaname = 'public'")
	if err != nil || tables != 0 {
		t.Errorf("%d tables, %v", tables, err)
	}
}

func TestDatabasesAreDroppedWithTheirTest(t *testing.T) {
	t.Parallel()
	var url string
	t.Run("inner", func(t *testing.T) {
		url = pgtest.New(t).URL()
	})
	if db, err := postgres.Open(context.Background(), url); err == nil {
		db.Close()
		t.Errorf("%s is still there", url)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		pgtest.New(b)
	}
}
