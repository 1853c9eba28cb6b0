package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

// newFace is the mail that tells organizers who comes for the first time. It comes
// when a reminder of the day before would, so that there is time to think of a
// welcome; and later if the first newcomer says yes later, until the start. It comes
// again for those who say yes after it, an hour after the last one at the earliest.
const newFace = "new-face"

// isNew tells whether the member of place p has never kept a place in the group
// of meeting m before, and does not organize it.
const isNew = `
	NOT EXISTS (SELECT FROM places q JOIN meetings e ON e.id = q.meeting_id
		WHERE q.member_id = p.member_id AND q.coming AND e.group_id = m.group_id
			AND e.status <> 'called_off' AND e.starts_at < m.starts_at)
	AND NOT EXISTS (SELECT FROM memberships o
		WHERE o.group_id = m.group_id AND o.member_id = p.member_id AND o.role = 'organizer')`

// planNewFaces writes the mails about newcomers of groups that are due now and not
// written, and when to look again. What comes of a newcomer's word does not come by
// night, unless the morning would be less than two hours before the meeting.
//
// A mail that was settled is renewed when there is somebody of whom it did not tell;
// one that was dropped told of nobody. A renewed row is another mail, so it gets an
// id of its own: mailboxes throw away what comes twice under one Message-ID. It
// remembers since when its reader has not been told, for the moment of sending.
func (s *Service) planNewFaces(ctx context.Context, tx postgres.Conn, groups []int64) (planned int, err error) {
	defer fault.Wrap(&err, "plan mails about newcomers")
	err = tx.Get(ctx, &planned, `
		WITH organizers AS (
			SELECT m.id, m.group_id, m.starts_at, b.id AS member_id, `+eveningDue+` AS evening, `+homeZone+` AS home,
				CASE WHEN w.state IN ('sent', 'failed') THEN w.settled_at
					ELSE (w.about ->> 'told')::timestamptz END AS told
			FROM meetings m
			JOIN groups g ON g.id = m.group_id
			JOIN memberships r ON r.group_id = g.id AND r.role = 'organizer' AND NOT r.muted
			JOIN members b ON b.id = r.member_id
			LEFT JOIN mails w ON w.member_id = b.id AND w.meeting_id = m.id AND w.kind = '`+newFace+`'
			WHERE m.group_id = ANY ($2) AND m.starts_at > $1 AND m.starts_at <= $1::timestamptz + `+ahead+`
				AND m.status IN ('on', 'moved') AND g.claimed AND g.state IN ('listed', 'paused')
				AND b.tell_newcomers AND w.state IS DISTINCT FROM 'due'
				AND NOT EXISTS (SELECT FROM refusals f WHERE f.email = b.email AND f.times >= $3)
		), faces AS (
			SELECT m.*, (SELECT min(p.said_at) FROM places p
				WHERE p.meeting_id = m.id AND p.coming AND (p.said_at <= m.told) IS NOT true AND `+isNew+`) AS said
			FROM organizers m WHERE m.evening <= $1
		), dues AS (
			SELECT f.*, CASE WHEN morning + interval '2 hours' < starts_at THEN morning ELSE at END AS due
			FROM faces f
				CROSS JOIN LATERAL (SELECT greatest(evening, said, told + interval '1 hour')) soonest (at)
				CROSS JOIN LATERAL (SELECT after_night(at, home)) day (morning)
			WHERE said IS NOT NULL
		), planned AS (
			INSERT INTO mails (kind, member_id, meeting_id, due_at, closes_at, about)
			SELECT '`+newFace+`', member_id, id, due, starts_at, jsonb_strip_nulls(jsonb_build_object('told', told))
			FROM dues WHERE due <= $1
			ON CONFLICT (member_id, meeting_id, kind) DO UPDATE SET id = DEFAULT, state = 'due', attempts = 0,
				due_at = excluded.due_at, closes_at = excluded.closes_at, about = excluded.about, answer = '', settled_at = NULL
			WHERE mails.state <> 'due'
			RETURNING 1
		), next AS (
			INSERT INTO looks (group_id, at, seen_at)
			SELECT group_id, min(at), $1 FROM (
				SELECT group_id, evening FROM organizers WHERE evening > $1
				UNION ALL
				SELECT group_id, due FROM dues WHERE due > $1 AND due < starts_at) later (group_id, at)
			GROUP BY group_id
		)
		SELECT count(*) FROM planned`, s.now(), postgres.Array(groups), enough)
	return planned, err
}

// welcome is the rule of a mail about newcomers at the moment of sending.
func (m meeting) welcome(now time.Time) error {
	if err := m.willBe(now); err != nil {
		return err
	}
	switch {
	case !m.Organizes:
		return unneeded("organizes the group no more")
	case !m.TellNewcomers || m.Muted:
		return unneeded("mails of this kind are switched off")
	case now.Before(m.Evening):
		return notYet{m.Evening, m.Starts}
	}
	return nil
}

func (s *Service) newFace(ctx context.Context, on subject) (mail.Letter, error) {
	m, err := s.current(ctx, on.claimed)
	if err != nil {
		return nil, err
	}
	if err := m.welcome(s.now()); err != nil {
		return nil, err
	}
	zone, err := place.Zone(m.Zone)
	if err != nil {
		return nil, err
	}
	letter := mail.NewFace{
		Group: m.Group, When: m.span(zone), LookFor: m.LookFor, ComeIn: m.ComeIn,
		Link: s.base + "/edit/" + m.Slug + "/" + m.Key, Mails: s.mails(on.claimed),
	}
	unknown, err := s.faces(ctx, &letter, m.ID, on.Told)
	if err == nil && unknown == 0 {
		err = unneeded("nobody comes for the first time any more")
	}
	return letter, err
}

// faces puts into the letter who comes to a meeting, and counts the newcomers who
// said so after a moment (nil: ever).
func (s *Service) faces(ctx context.Context, letter *mail.NewFace, meeting int64, told *time.Time) (unknown int, err error) {
	var coming []struct {
		Name    string    `db:"name"`
		Friends int       `db:"friends"`
		Said    time.Time `db:"said_at"`
		New     bool      `db:"new"`
	}
	err = s.db.Select(ctx, &coming, `
		SELECT b.name, p.friends, p.said_at, `+isNew+` AS new
		FROM places p JOIN meetings m ON m.id = p.meeting_id JOIN members b ON b.id = p.member_id
		WHERE m.id = $1 AND p.coming
		ORDER BY p.said_at, b.id`, meeting)
	for _, one := range coming {
		letter.Coming += 1 + one.Friends
		if !one.New {
			continue
		}
		letter.New++
		if told == nil || one.Said.After(*told) {
			unknown++
		}
		if one.Name != "" {
			letter.Names = append(letter.Names, one.Name)
		}
	}
	return unknown, err
}
