package meetings

import (
	"context"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
)

// Store keeps meetings in Postgres.
type Store struct {
	db     postgres.Conn
	groups *groups.Store
	now    func() time.Time

	// Tell writes to those whom changes concern that Extend makes, in the
	// transaction of each. Without it nobody is told.
	Tell func(ctx context.Context, tx postgres.Conn, changed []Changed) error
}

// New makes a store that tells the time by now.
func New(db postgres.Conn, groups *groups.Store, now func() time.Time) *Store {
	return &Store{db: db, groups: groups, now: now}
}

// In is the same store inside a transaction that the caller opened.
func (s *Store) In(tx postgres.Conn) *Store {
	return &Store{db: tx, groups: s.groups.In(tx), now: s.now, Tell: s.Tell}
}

// columns of a Meeting as the member $1 sees it (0: somebody without account),
// from seen.
const columns = `
	m.id, m.group_id, m.key, m.original, m.starts_at, m.ends_at, m.status, m.reason, m.venue, m.came, m.by_timetable, m.note,
	(SELECT coalesce(sum(1 + p.friends), 0) FROM places p WHERE p.meeting_id = m.id AND p.coming) AS going,
	mine.coming AS mine, coalesce(mine.friends, 0) AS my_friends`

const seen = `
	FROM meetings m LEFT JOIN places mine ON mine.meeting_id = m.id AND mine.member_id = $1`

// Upcoming are a group's next meetings, called-off ones included, as member
// (0: nobody) sees them; at most limit. One that is under way is among them.
func (s *Store) Upcoming(ctx context.Context, group, member int64, limit int) (coming []Meeting, err error) {
	defer fault.Wrap(&err, "coming meetings of group %d", group)
	err = s.db.Select(ctx, &coming, `
		SELECT `+columns+seen+`
		WHERE m.group_id = $2 AND m.ends_at > $3 ORDER BY m.starts_at, m.id LIMIT $4`,
		member, group, s.now(), limit)
	return coming, err
}

// Past are a group's meetings that are over, newest first; at most limit.
func (s *Store) Past(ctx context.Context, group int64, limit int) (past []Meeting, err error) {
	defer fault.Wrap(&err, "past meetings of group %d", group)
	err = s.db.Select(ctx, &past, `
		SELECT `+columns+seen+`
		WHERE m.group_id = $2 AND m.ends_at <= $3 ORDER BY m.starts_at DESC, m.id LIMIT $4`,
		0, group, s.now(), limit)
	return past, err
}

// ByKey finds one meeting by its original local date, as member (0: nobody) sees
// it. The date that a meeting was moved to finds it too, whatever became of it
// since: its Key differs then, redirect to it. fault.NotFound if there is none.
func (s *Store) ByKey(ctx context.Context, group groups.Group, key string, member int64) (m Meeting, err error) {
	defer fault.Wrap(&err, "find meeting %q of group %d", key, group.ID)
	none := fault.New(fault.NotFound, "This group has no meeting on that date.")
	if len(key) < len("2006-01-02") || len(key) > 14 || strings.ContainsRune(key, 0) {
		return Meeting{}, none
	}
	err = s.db.Get(ctx, &m, `
		SELECT `+columns+seen+`
		WHERE m.group_id = $2
		  AND (m.key = $3 OR (m.starts_at AT TIME ZONE $4)::date::text = $3)
		ORDER BY m.key <> $3, m.starts_at LIMIT 1`, member, group.ID, key, group.Zone)
	if fault.KindOf(err) == fault.NotFound {
		return Meeting{}, fault.Because(err, fault.NotFound, "%s", none.Text)
	}
	return m, err
}

// Appointment is a meeting in a member's own list.
type Appointment struct {
	Meeting
	Slug     string `db:"slug"`
	Group    string `db:"group_name"`
	Interest string `db:"interest"` // slug of what the group is known for; may be empty
	Town     string `db:"town"`
	Zone     string `db:"zone"`
	Standing bool   `db:"standing"` // comes every time, on this day
}

// Mine are the coming meetings that a member has a place at or said "not this
// time" to, those on other days than they said to come on every time, and the expected
// ones of listings saved; in order, at most limit.
// They are found from the member's own rows: of a large site's meetings to come
// nearly all are others'.
func (s *Store) Mine(ctx context.Context, member int64, limit int) (mine []Appointment, err error) {
	defer fault.Wrap(&err, "coming meetings of member %d", member)
	err = s.db.Select(ctx, &mine, `
		SELECT `+columns+`, g.slug, g.name AS group_name, g.town, g.zone, coalesce(stands_on(s.days, m.original), false) AS standing,
			coalesce((SELECT i.interest FROM group_interests i WHERE i.group_id = g.id ORDER BY i.position LIMIT 1), '') AS interest
		`+seen+`
		JOIN groups g ON g.id = m.group_id AND g.state IN ('listed', 'paused')
		LEFT JOIN standing_places s ON s.group_id = m.group_id AND s.member_id = $1
		WHERE m.ends_at > $2 AND m.id IN (
			SELECT meeting_id FROM places WHERE member_id = $1
			UNION
			SELECT e.id FROM standing_places t JOIN meetings e ON e.group_id = t.group_id
			WHERE t.member_id = $1 AND e.status IN ('on', 'moved') AND e.starts_at > $2 AND NOT stands_on(t.days, e.original)
			UNION
			SELECT e.id FROM memberships b JOIN meetings e ON e.group_id = b.group_id
			WHERE b.member_id = $1 AND e.status = 'expected' AND e.ends_at > $2)
		ORDER BY m.starts_at, m.id LIMIT $3`, member, s.now(), limit)
	return mine, err
}

// Attendee is somebody who has a place at a meeting, as its organizers see it.
type Attendee struct {
	MemberID  int64  `db:"member_id"`
	Name      string `db:"name"` // may be empty
	Friends   int    `db:"friends"`
	Standing  bool   `db:"standing"`
	FirstTime bool   `db:"first_time"` // had no place at an earlier meeting of the group
}

// Coming are those who have a place at a meeting, newcomers first: somebody has
// to look out for them.
func (s *Store) Coming(ctx context.Context, meeting int64) (people []Attendee, err error) {
	defer fault.Wrap(&err, "who comes to meeting %d", meeting)
	err = s.db.Select(ctx, &people, `
		SELECT p.member_id, who.name, p.friends, coalesce(stands_on(s.days, m.original), false) AS standing,
		       NOT EXISTS (SELECT FROM places q JOIN meetings e ON e.id = q.meeting_id
		                   WHERE q.member_id = p.member_id AND q.coming
		                     AND e.group_id = m.group_id AND e.starts_at < m.starts_at
		                     AND e.starts_at <= $2 AND e.status <> 'called_off') AS first_time
		FROM places p
		JOIN meetings m ON m.id = p.meeting_id
		JOIN members who ON who.id = p.member_id
		LEFT JOIN standing_places s ON s.group_id = m.group_id AND s.member_id = p.member_id
		WHERE p.meeting_id = $1 AND p.coming
		ORDER BY first_time DESC, lower(who.name), p.said_at`, meeting, s.now())
	return people, err
}
