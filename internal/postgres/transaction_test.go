package postgres_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
)

func TestTransactionIsAllOrNothing(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), withNotes(t)
	broken := errors.New("broken")
	err := db.InTx(ctx, func(tx postgres.Conn) error {
		do(t, tx, "insert into notes values (1, 'one')")
		return tx.InTx(ctx, func(inner postgres.Conn) error {
			do(t, inner, "insert into notes values (2, 'two')")
			return broken
		})
	})
	if !errors.Is(err, broken) || count(t, db) != 0 {
		t.Errorf("InTx = %v and %d rows, want the error and none", err, count(t, db))
	}
	err = db.InTx(ctx, func(tx postgres.Conn) error {
		do(t, tx, "insert into notes values (1, 'one')")
		if count(t, tx) != 1 || count(t, db) != 0 {
			t.Errorf("inside %d, outside %d; want 1 and 0", count(t, tx), count(t, db))
		}
		return nil
	})
	if err != nil || count(t, db) != 1 {
		t.Errorf("InTx = %v and %d rows, want one", err, count(t, db))
	}
}

func TestTransactionSurvivesACanceledContext(t *testing.T) {
	t.Parallel()
	db := withNotes(t)
	ctx, cancel := context.WithCancel(context.Background())
	err := db.InTx(ctx, func(tx postgres.Conn) error {
		cancel()
		_, err := tx.Exec(ctx, "insert into notes values (1, 'one')")
		return err
	})
	if !errors.Is(err, context.Canceled) || count(t, db) != 0 {
		t.Errorf("InTx = %v and %d rows", err, count(t, db))
	}
}

func TestPanicEndsItsTransaction(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), withNotes(t)
	db.Limit(1)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = db.InTx(ctx, func(tx postgres.Conn) error {
			do(t, tx, "insert into notes values (1, 'one')")
			panic("broken")
		})
	}()
	soon, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var rows int
	if err := db.Get(soon, &rows, "select count(*) from notes"); err != nil || rows != 0 {
		t.Errorf("afterwards the only connection finds %d rows, %v; want none", rows, err)
	}
}

// Two transactions take two rows in opposite order: Postgres gives one up, and
// it is run again.
func TestDeadlockIsTriedAgain(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), withNotes(t)
	do(t, db, "insert into notes values (1, ''), (2, '')")
	var runs atomic.Int32
	var both, all sync.WaitGroup
	both.Add(2)
	touch := func(first, second int) {
		meet := sync.OnceFunc(func() { both.Done(); both.Wait() })
		err := db.InTx(ctx, func(tx postgres.Conn) error {
			runs.Add(1)
			for i, id := range []int{first, second} {
				if i == 1 {
					meet()
				}
				if _, err := tx.Exec(ctx, "update notes set text = text || 'x' where id = $1", id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	all.Go(func() { touch(1, 2) })
	all.Go(func() { touch(2, 1) })
	all.Wait()
	var texts []string
	if err := db.Select(ctx, &texts, "select text from notes"); err != nil {
		t.Fatal(err)
	}
	if runs.Load() < 3 || // the one that gave way may meet the other once more
		texts[0] != "xx" || texts[1] != "xx" {
		t.Errorf("%d runs left %q; want 3 or more, and each text touched twice", runs.Load(), texts)
	}
}

// A transaction that holds the only connection must not wait for a second one
// to prepare a statement.
func TestTransactionNeedsOneConnection(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	db := pgtest.Empty(t)
	db.Limit(1)
	for range 2 {
		err := db.InTx(ctx, func(tx postgres.Conn) error {
			var all []int
			return tx.Select(ctx, &all, "select generate_series(1, $1::int)", 3)
		})
		if err != nil {
			t.Fatal(err)
		}
		var all []int
		if err := db.Select(ctx, &all, "select generate_series(1, $1::int)", 3); err != nil || len(all) != 3 {
			t.Fatal(all, err)
		}
	}
}
