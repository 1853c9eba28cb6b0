package groups

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// SetState pauses, resumes or deletes a group for one of its organizers.
func (s *Store) SetState(ctx context.Context, by, id int64, state State) (err error) {
	defer fault.Wrap(&err, "set group %d to %s", id, state)
	if state == Withheld {
		return fault.New(fault.Invalid, "A group can be listed, paused or deleted.")
	}
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		group, err := in.organized(ctx, by, id)
		if err != nil {
			return err
		}
		return in.setState(ctx, id, group.State, state)
	})
}

// Restore makes a removed group what it was before, as long as it is not erased.
// fault.NotFound if no removed group has the address.
func (s *Store) Restore(ctx context.Context, slug string) (group Group, err error) {
	defer fault.Wrap(&err, "restore group %q", slug)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		var removed struct {
			ID  int64 `db:"id"`
			Was State `db:"was"`
		}
		err := tx.Get(ctx, &removed, `
			SELECT id, coalesce(was, 'listed') AS was FROM groups
			WHERE state = 'removed' AND id = (SELECT group_id FROM slugs WHERE slug = $1)`, slug)
		if fault.KindOf(err) == fault.NotFound {
			return fault.Because(err, fault.NotFound, "No removed group has the address %q. It is not removed, or it was erased, 30 days after that.", slug)
		}
		if err != nil {
			return err
		}
		if err := in.setState(ctx, removed.ID, Removed, removed.Was); err != nil {
			return err
		}
		group, err = in.ByID(ctx, removed.ID)
		return err
	})
	return group, err
}

// contactKept is how long after the answer to a report it is kept who made it.
const contactKept = 30 * 24 * time.Hour

// Sweep erases groups that were removed longer than Keep ago, invitations that have run
// out, and the addresses of those whose reports were answered long ago.
func (s *Store) Sweep(ctx context.Context) (erased int64, err error) {
	defer fault.Wrap(&err, "erase removed groups")
	_, err = s.db.Exec(ctx, `
		UPDATE reports SET contact = '' WHERE resolved_at < $1 AND contact <> ''`, s.now().Add(-contactKept))
	if err != nil {
		return 0, err
	}
	_, err = s.db.Exec(ctx, `DELETE FROM invitations WHERE created_at <= $1`, s.now().Add(-invitedFor))
	if err != nil {
		return 0, err
	}
	return s.db.Exec(ctx, `DELETE FROM groups WHERE state = 'removed' AND updated_at < $1`, s.now().Add(-Keep))
}

// Withheld are imported listings that look internal, by name; at most limit.
func (s *Store) Withheld(ctx context.Context, limit int) (withheld []Group, err error) {
	defer fault.Wrap(&err, "list withheld groups")
	err = s.db.Select(ctx, &withheld, `
		SELECT `+columns+` FROM groups g WHERE g.state = 'withheld' ORDER BY g.name, g.id LIMIT $1`, limit)
	return withheld, err
}

// Offer lists a withheld group for a host, or removes it.
func (s *Store) Offer(ctx context.Context, id int64, offer bool) (err error) {
	defer fault.Wrap(&err, "offer group %d", id)
	if offer {
		return s.setState(ctx, id, Withheld, Listed)
	}
	return s.setState(ctx, id, Withheld, Removed)
}

// setState takes a group from one state to another, and remembers what a removed one was.
// fault.Conflict if it is not in the first any more.
func (s *Store) setState(ctx context.Context, id int64, from, to State) error {
	n, err := s.db.Exec(ctx, `
		UPDATE groups SET state = $3, was = CASE $3 WHEN 'removed' THEN state END, version = version + 1, updated_at = $4
		WHERE id = $1 AND state = $2`, id, string(from), string(to), s.now())
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "This was decided already.")
	}
	return err
}
