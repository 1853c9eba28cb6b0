package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

// PostClaimed queues a mail to each who saved a listing that somebody answers for
// now, and does not organize it.
func PostClaimed(ctx context.Context, tx postgres.Conn, now time.Time, group int64) (err error) {
	defer fault.Wrap(&err, "tell those who saved group %d", group)
	return postNews(ctx, tx, now, "now-claimed", "member", About{Group: group})
}

// nowClaimed goes to who still belongs to the group.
func (s *Service) nowClaimed(ctx context.Context, on subject) (mail.Letter, error) {
	var g struct {
		Name   string     `db:"name"`
		Slug   string     `db:"slug"`
		Zone   string     `db:"zone"`
		Venue  string     `db:"venue"`
		Wanted bool       `db:"wanted"`
		Starts *time.Time `db:"starts_at"` // of the next meeting
		Ends   *time.Time `db:"ends_at"`
	}
	err := s.db.Get(ctx, &g, `
		SELECT g.name, g.slug, g.zone, coalesce(nullif(m.venue, ''), g.venue) AS venue,
			b.tell_changes AND NOT r.muted AS wanted, m.starts_at, m.ends_at
		FROM groups g JOIN memberships r ON r.group_id = g.id AND r.member_id = $2 JOIN members b ON b.id = r.member_id
		LEFT JOIN LATERAL (SELECT e.venue, e.starts_at, e.ends_at FROM meetings e
			WHERE e.group_id = g.id AND e.starts_at > $3 AND e.status IN ('on', 'moved')
			ORDER BY e.starts_at LIMIT 1) m ON true
		WHERE g.id = $1 AND g.claimed AND g.state IN ('listed', 'paused')`, on.Group, on.MemberID, s.now())
	if err == nil && !g.Wanted {
		err = unneeded("mails of this kind are switched off")
	}
	if err != nil {
		return nil, err
	}
	zone, err := place.Zone(g.Zone)
	if err != nil {
		return nil, err
	}
	letter := mail.NowClaimed{Group: g.Name, Where: g.Venue, Link: s.base + "/groups/" + g.Slug, Mails: s.mails(on.claimed)}
	if g.Starts != nil {
		letter.When = mail.Span{From: g.Starts.In(zone), To: g.Ends.In(zone)}
	}
	return letter, nil
}
