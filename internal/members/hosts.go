package members

import (
	"context"

	"regulars/internal/fault"
)

// AddHost makes a host of whoever owns the address, also of somebody who has not
// signed in yet; that it is one already is no error. fault.Invalid on "email".
func (s *Store) AddHost(ctx context.Context, email string) (err error) {
	defer fault.Wrap(&err, "add host")
	if email, err = Address(email); err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `
		INSERT INTO hosts (email, added_at) VALUES ($1, $2) ON CONFLICT (email) DO NOTHING`,
		email, s.now())
	return err
}

// RemoveHost takes a host's rights; fault.NotFound if the address is no host's.
func (s *Store) RemoveHost(ctx context.Context, email string) (err error) {
	defer fault.Wrap(&err, "remove host")
	touched, err := s.db.Exec(ctx, `DELETE FROM hosts WHERE email = $1::citext`, email)
	if err == nil && touched == 0 {
		return fault.New(fault.NotFound, "%s is not a host.", email)
	}
	return err
}

// Hosts gives the addresses of all hosts, in the order of the alphabet.
func (s *Store) Hosts(ctx context.Context) (emails []string, err error) {
	defer fault.Wrap(&err, "list hosts")
	err = s.db.Select(ctx, &emails, `SELECT email FROM hosts ORDER BY email`)
	return emails, err
}
