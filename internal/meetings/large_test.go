package meetings_test

import (
	"context"
	"testing"

	"regulars/internal/postgres"
)

// On a large site a member's own list is found without reading everybody's.
func TestMineReadsOnlyMine(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann, 0)
	_, err := h.Stand(ctx, group.ID, bob, 0)
	must(t, err)
	for _, statement := range []string{`
		INSERT INTO groups (slug, name, claimed, lat, lon, zone, created_at, updated_at)
		SELECT 'other-' || n, 'Other', true, 0, 0, 'UTC', now(), now() FROM generate_series(1, 1000) n`, `
		INSERT INTO meetings (group_id, key, original, starts_at, ends_at, status)
		SELECT g.id, m.key, m.original, m.starts_at, m.ends_at, 'on'
		FROM groups g JOIN meetings m ON m.group_id <> g.id`,
		`ANALYZE`,
	} {
		_, err := h.db.Exec(ctx, statement)
		must(t, err)
	}
	must(t, h.db.InTx(ctx, func(tx postgres.Conn) error {
		mine, err := h.In(tx).Mine(ctx, bob, 50)
		if err != nil || len(mine) != 16 || !mine[0].Standing {
			t.Fatalf("%d meetings are bob's, %v", len(mine), err)
		}
		var read int
		err = tx.Get(ctx, &read, `
			SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)
			FROM pg_stat_xact_user_tables WHERE relname = 'meetings'`)
		// There are 16,000 more; how many of the few are read twice is the
		// planner's choice.
		if read > 1000 {
			t.Errorf("%d meetings were read for 16", read)
		}
		return err
	}))
}
