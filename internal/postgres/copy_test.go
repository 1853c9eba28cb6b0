package postgres_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"

	"regulars/internal/postgres"
)

// numbered are n rows of the table notes.
func numbered(n int) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i := range n {
			if !yield([]any{i, fmt.Sprintf("note\t%d\n\\", i)}) {
				return
			}
		}
	}
}

func TestCopy(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), withNotes(t)
	if err := db.Copy(ctx, "notes", []string{"id", "text"}, numbered(10_000)); err != nil {
		t.Fatal(err)
	}
	var text string
	if err := db.Get(ctx, &text, "select text from notes where id = 4711"); err != nil || text != "note\t4711\n\\" {
		t.Errorf("got %q, %v", text, err)
	}
	if n := count(t, db); n != 10_000 {
		t.Errorf("there are %d rows", n)
	}
}

// Arrays, times and what is absent are written as Postgres reads them.
func TestCopyKinds(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), withNotes(t)
	do(t, db, "create table kinds (list text[], at timestamptz, none int, yes boolean, bytes bytea)")
	at := time.Date(2026, 9, 1, 19, 0, 0, 0, time.UTC)
	err := db.Copy(ctx, "kinds", []string{"list", "at", "none", "yes", "bytes"}, func(yield func([]any) bool) {
		yield([]any{postgres.Strings{"a", `b"{,`}, at, nil, true, []byte{0, 255}})
	})
	if err != nil {
		t.Fatal(err)
	}
	var right bool
	err = db.Get(ctx, &right, `
		select list = array['a', 'b"{,'] and at = $1 and none is null and yes and bytes = '\x00ff' from kinds`, at)
	if err != nil || !right {
		t.Errorf("the row is right: %v, %v", right, err)
	}
}

// A row that cannot be leaves none, and a connection that still works.
func TestCopyIsAllOrNothing(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), withNotes(t)
	db.Limit(1)
	do(t, db, "insert into notes (id, text) values (9000, 'taken')")
	err := db.Copy(ctx, "notes", []string{"id", "text"}, numbered(10_000))
	if !postgres.Violates(err, "notes_id") {
		t.Errorf("got %v", err)
	}
	if n := count(t, db); n != 1 {
		t.Errorf("there are %d rows", n)
	}
}
