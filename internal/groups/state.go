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
		if _, err := in.organized(ctx, by, id); err != nil {
			return err
		}
		return in.setState(ctx, id, state)
	})
}

// Restore lists a removed group again, as long as it is not erased. fault.NotFound if
// no removed group has the address.
func (s *Store) Restore(ctx context.Context, slug string) (group Group, err error) {
	defer fault.Wrap(&err, "restore group %q", slug)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		var id int64
		err := tx.Get(ctx, &id, `
			UPDATE groups SET state = 'listed', version = version + 1, updated_at = $2
			WHERE state = 'removed' AND id = (SELECT group_id FROM slugs WHERE slug = $1)
			RETURNING id`, slug, s.now())
		if fault.KindOf(err) == fault.NotFound {
			return fault.Because(err, fault.NotFound, "No removed group has the address %q. It is not removed, or it was erased, 30 days after that.", slug)
		}
		if err != nil {
			return err
		}
		group, err = in.ByID(ctx, id)
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

func (s *Store) setState(ctx context.Context, id int64, state State) error {
	_, err := s.db.Exec(ctx, `UPDATE groups SET state = $2, version = version + 1, updated_at = $3 WHERE id = $1`,
		id, string(state), s.now())
	return err
}
