package groups

import (
	"context"

	"regulars/internal/fault"
)

// Forget deletes the invitations of an address whose account is deleted, and takes it
// from the reports that it made.
func (s *Store) Forget(ctx context.Context, email string) (err error) {
	defer fault.Wrap(&err, "forget invitations and reports of an address")
	if _, err := s.db.Exec(ctx, `DELETE FROM invitations WHERE email = $1::citext`, email); err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `UPDATE reports SET contact = '' WHERE lower(contact) = lower($1) AND contact <> ''`, email)
	return err
}

// Readdress has the invitations and reports of a member go on under another address. Of two
// invitations to one group that of the new address stays.
func (s *Store) Readdress(ctx context.Context, old, email string) (err error) {
	defer fault.Wrap(&err, "move invitations and reports to another address")
	_, err = s.db.Exec(ctx, `
		UPDATE invitations i SET email = $2 WHERE email = $1::citext
		  AND NOT EXISTS (SELECT FROM invitations o WHERE o.group_id = i.group_id AND o.email = $2::citext)`, old, email)
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `UPDATE reports SET contact = $2 WHERE lower(contact) = lower($1) AND contact <> ''`, old, email)
	if err != nil {
		return err
	}
	return s.Forget(ctx, old)
}
