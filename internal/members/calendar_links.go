package members

import (
	"context"

	"regulars/internal/fault"
)

// CalendarLink gives the id that the secret address of a member's calendar is
// derived from; 0 if the member has no such address.
func (s *Store) CalendarLink(ctx context.Context, memberID int64) (link int64, err error) {
	defer fault.Wrap(&err, "find the calendar of member %d", memberID)
	err = s.db.Get(ctx, &link, `SELECT id FROM calendar_links WHERE member_id = $1`, memberID)
	if fault.KindOf(err) == fault.NotFound {
		return 0, nil
	}
	return link, err
}

// RenewCalendar gives a member's calendar another address; the old one, if
// there was one, leads nowhere from then on.
func (s *Store) RenewCalendar(ctx context.Context, memberID int64) (err error) {
	defer fault.Wrap(&err, "renew the calendar of member %d", memberID)
	_, err = s.db.Exec(ctx, `
		INSERT INTO calendar_links (member_id, created_at) VALUES ($1, $2)
		ON CONFLICT ON CONSTRAINT calendar_links_member
		DO UPDATE SET id = DEFAULT, created_at = excluded.created_at`, memberID, s.now())
	return err
}

// EndCalendar takes the address of a member's calendar away; that there is none
// is no error.
func (s *Store) EndCalendar(ctx context.Context, memberID int64) (err error) {
	defer fault.Wrap(&err, "end the calendar of member %d", memberID)
	_, err = s.db.Exec(ctx, `DELETE FROM calendar_links WHERE member_id = $1`, memberID)
	return err
}

// ByCalendarLink gives the member whose calendar has that link; fault.NotFound
// if there is none, or if it was renewed since.
func (s *Store) ByCalendarLink(ctx context.Context, link int64) (m Member, err error) {
	defer fault.Wrap(&err, "find the member of calendar %d", link)
	err = s.db.Get(ctx, &m, selectMember+` JOIN calendar_links l ON l.member_id = m.id WHERE l.id = $1`, link)
	return m, err
}
