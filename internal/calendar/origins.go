package calendar

import (
	"bytes"
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
)

// known is a listing that was imported before, with what became of it.
type known struct {
	ID          int64         `db:"id"`
	UID         string        `db:"uid"`
	Page        string        `db:"page"`
	Fingerprint []byte        `db:"fingerprint"` // empty: it vanished from its calendar
	AsOf        time.Time     `db:"as_of"`
	Group       int64         `db:"group_id"`
	Name        string        `db:"name"`
	State       *groups.State `db:"state"` // nil: the group was erased
	Claimed     bool          `db:"claimed"`
}

// closed tells whether the listing was deleted or taken down, for good.
func (k known) closed() bool { return k.State == nil || *k.State == groups.Removed }

// vanished tells whether its dates were stopped since its calendar no longer has it.
func (k known) vanished() bool { return len(k.Fingerprint) == 0 }

// readKnown reads what was imported from a source. Two imports of one source wait
// for each other. Listings that nobody answers for are held, and only then read, so
// that none is claimed or taken down before the import is done with it.
func readKnown(ctx context.Context, tx postgres.Conn, source string) (byUID map[string]known, err error) {
	defer fault.Wrap(&err, "listings of %q", source)
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 5545))`, source); err != nil {
		return nil, err
	}
	var held []int64
	err = tx.Select(ctx, &held, `
		SELECT id FROM groups WHERE NOT claimed AND id IN (SELECT group_id FROM origins WHERE source = $1)
		ORDER BY id FOR NO KEY UPDATE`, source)
	if err != nil {
		return nil, err
	}
	var all []known
	err = tx.Select(ctx, &all, `
		SELECT o.id, o.uid, o.page, o.fingerprint, o.as_of, coalesce(o.group_id, 0) AS group_id,
		       coalesce(g.name, '') AS name, g.state, coalesce(g.claimed, false) AS claimed
		FROM origins o LEFT JOIN groups g ON g.id = o.group_id
		WHERE o.source = $1`, source)
	byUID = map[string]known{}
	for _, k := range all {
		byUID[k.UID] = k
	}
	return byUID, err
}

// saveOrigin keeps where a listing comes from, or what has changed about that.
func saveOrigin(ctx context.Context, tx postgres.Conn, group int64, uid string, l listing, o Origin) error {
	var last *time.Time
	if !o.LastListed.IsZero() {
		last = &o.LastListed
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO origins (group_id, source, uid, page, fingerprint, as_of, last_listed, calendar, own)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT ON CONSTRAINT origins_source DO UPDATE
		SET (page, fingerprint, as_of, last_listed, calendar, own)
		  = (excluded.page, excluded.fingerprint, excluded.as_of, excluded.last_listed, excluded.calendar, excluded.own)`,
		group, o.Source, uid, o.Page, l.Fingerprint, o.AsOf, last, o.Calendar, o.Own)
	return err
}

// readAgain notes that a calendar was read again and says the same.
func readAgain(ctx context.Context, tx postgres.Conn, k known, asOf time.Time) error {
	if !asOf.After(k.AsOf) {
		return nil
	}
	_, err := tx.Exec(ctx, `UPDATE origins SET as_of = $2 WHERE id = $1`, k.ID, asOf)
	return err
}

// renameOrigin lets a listing be known by another UID.
func renameOrigin(ctx context.Context, tx postgres.Conn, k known, uid string) error {
	_, err := tx.Exec(ctx, `UPDATE origins SET uid = $2 WHERE id = $1`, k.ID, uid)
	return err
}

// markVanished notes that a calendar no longer has a listing.
func markVanished(ctx context.Context, tx postgres.Conn, k known, asOf time.Time, last *time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE origins SET fingerprint = '', as_of = $2, last_listed = $3 WHERE id = $1`, k.ID, asOf, last)
	return err
}

func (k known) same(l listing) bool { return bytes.Equal(k.Fingerprint, l.Fingerprint) }
