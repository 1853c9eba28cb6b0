package members

import (
	"context"
	"time"

	"regulars/internal/fault"
)

// How long rows are kept after they have served. Links have to outlive the hour
// in which they count against the limit of mails.
const (
	keepLinks   = 2 * time.Hour
	keepChanges = 2 * ChangeLasts
)

// Sweep deletes sessions, links and changes of address that have expired. It is
// a job, to be run once in a while.
func (s *Store) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "sweep expired sessions and links")
	now := s.now()
	if _, err = s.db.Exec(ctx, `DELETE FROM sessions WHERE expires_at <= $1`, now); err != nil {
		return err
	}
	if _, err = s.db.Exec(ctx, `DELETE FROM mailed_links WHERE expires_at <= $1`, now.Add(-keepLinks)); err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `DELETE FROM address_changes WHERE created_at <= $1`, now.Add(-keepChanges))
	return err
}
