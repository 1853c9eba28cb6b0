package groups_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/postgres"
)

// explaining runs every statement, and keeps how Postgres would where tables are too large
// to be read whole.
type explaining struct {
	postgres.Conn
	plans *[]string
}

func (e explaining) explain(ctx context.Context, statement string, args []any) error {
	return e.Conn.InTx(ctx, func(tx postgres.Conn) error {
		if _, err := tx.Exec(ctx, `SET LOCAL enable_seqscan = off`); err != nil {
			return err
		}
		var lines []string
		err := tx.Select(ctx, &lines, "EXPLAIN "+statement, args...)
		*e.plans = append(*e.plans, strings.Join(lines, "\n"))
		return err
	})
}

func (e explaining) Get(ctx context.Context, dest any, statement string, args ...any) error {
	if err := e.explain(ctx, statement, args); err != nil {
		return err
	}
	return e.Conn.Get(ctx, dest, statement, args...)
}

func (e explaining) Select(ctx context.Context, dest any, statement string, args ...any) error {
	if err := e.explain(ctx, statement, args); err != nil {
		return err
	}
	return e.Conn.Select(ctx, dest, statement, args...)
}

func (e explaining) Exec(ctx context.Context, statement string, args ...any) (int64, error) {
	if err := e.explain(ctx, statement, args); err != nil {
		return 0, err
	}
	return e.Conn.Exec(ctx, statement, args...)
}

func (e explaining) InTx(ctx context.Context, do func(tx postgres.Conn) error) error {
	return e.Conn.InTx(ctx, func(tx postgres.Conn) error { return do(explaining{tx, e.plans}) })
}

// What hosts look at, what is swept each hour and what each invitation asks are few rows
// among very many.
func TestFewAreFoundAmongMany(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	ann := h.member(t, "ann")
	group := h.group(t, ann)
	var plans []string
	s := groups.New(explaining{h.db, &plans}, func() time.Time { return h.now })
	for _, c := range []struct {
		what    string
		do      func() error
		indexes []string
	}{
		{"what is withheld", func() error { _, err := s.Withheld(ctx, 10); return err }, []string{"groups_apart"}},
		{"sweeping", func() error { _, err := s.Sweep(ctx); return err }, []string{"groups_apart", "reports_contact"}},
		{"inviting", func() error { _, err := s.Invite(ctx, ann, group.ID, "bob@example.org", false); return err },
			[]string{"invitations_email", "invitations_inviter"}},
		{"forgetting", func() error { return s.Forget(ctx, "bob@example.org") }, []string{"invitations_email", "reports_contact"}},
		{"claims", func() error { _, err := s.Claims(ctx); return err }, []string{"claims_waiting"}},
		{"reports", func() error { _, err := s.Reports(ctx); return err }, []string{"reports_waiting"}},
	} {
		plans = nil
		if err := c.do(); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(plans, "\n\n")
		for _, index := range c.indexes {
			if !strings.Contains(text, index) {
				t.Errorf("%s does without %s:\n%s", c.what, index, text)
			}
		}
	}
}

// Deleting a member or a group looks for what refers to it by each foreign key.
func TestForeignKeysAreFound(t *testing.T) {
	t.Parallel()
	var without []string
	err := newHouse(t).db.Select(t.Context(), &without, `
		SELECT conrelid::regclass || ' ' || conname FROM pg_constraint c
		WHERE contype = 'f' AND NOT EXISTS (
			SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])`)
	if err != nil || len(without) > 0 {
		t.Errorf("no index leads with %q, %v", without, err)
	}
}
