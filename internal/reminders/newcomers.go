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
// welcome; and later if the first newcomer says yes later, until the start.
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
// written, and when to look again.
func (s *Service) planNewFaces(ctx context.Context, tx postgres.Conn, groups []int64) (planned int, err error) {
	defer fault.Wrap(&err, "plan mails about newcomers")
	err = tx.Get(ctx, &planned, `
		WITH dues AS (
			SELECT m.id, m.group_id, m.starts_at, b.id AS member_id, `+eveningDue+` AS due
			FROM meetings m
			JOIN groups g ON g.id = m.group_id
			JOIN memberships r ON r.group_id = g.id AND r.role = 'organizer' AND NOT r.muted
			JOIN members b ON b.id = r.member_id
			WHERE m.group_id = ANY ($2) AND m.starts_at > $1 AND m.starts_at <= $1::timestamptz + `+ahead+`
				AND m.status IN ('on', 'moved') AND g.claimed AND g.state IN ('listed', 'paused')
				AND b.tell_newcomers
		), planned AS (
			INSERT INTO mails (kind, member_id, meeting_id, due_at, closes_at)
			SELECT '`+newFace+`', m.member_id, m.id, m.due, m.starts_at
			FROM dues m
			WHERE m.due <= $1
				AND EXISTS (SELECT FROM places p WHERE p.meeting_id = m.id AND p.coming AND `+isNew+`)
				AND NOT EXISTS (SELECT FROM mails w
					WHERE w.meeting_id = m.id AND w.member_id = m.member_id AND w.kind = '`+newFace+`')
			ON CONFLICT (member_id, meeting_id, kind) DO NOTHING
			RETURNING 1
		), next AS (
			INSERT INTO looks (group_id, at, seen_at)
			SELECT group_id, min(due), $1 FROM dues WHERE due > $1 GROUP BY group_id
		)
		SELECT count(*) FROM planned`, s.now(), postgres.Array(groups))
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

func (s *Service) newFace(ctx context.Context, on claimed) (mail.Letter, error) {
	m, err := s.current(ctx, on)
	if err != nil {
		return nil, err
	}
	if err := m.welcome(s.now()); err != nil {
		return nil, err
	}
	var coming []struct {
		Name    string `db:"name"`
		Friends int    `db:"friends"`
		New     bool   `db:"new"`
	}
	err = s.db.Select(ctx, &coming, `
		SELECT b.name, p.friends, `+isNew+` AS new
		FROM places p JOIN meetings m ON m.id = p.meeting_id JOIN members b ON b.id = p.member_id
		WHERE m.id = $1 AND p.coming
		ORDER BY p.said_at, b.id`, m.ID)
	if err != nil {
		return nil, err
	}
	zone, err := place.Zone(m.Zone)
	if err != nil {
		return nil, err
	}
	letter := mail.NewFace{
		Group: m.Group, When: m.span(zone), LookFor: m.LookFor, ComeIn: m.ComeIn,
		Link: s.base + "/edit/" + m.Slug + "/" + m.Key, Mails: s.mails(on),
	}
	for _, one := range coming {
		letter.Coming += 1 + one.Friends
		if one.New {
			letter.New++
			if one.Name != "" {
				letter.Names = append(letter.Names, one.Name)
			}
		}
	}
	if letter.New == 0 {
		return nil, unneeded("nobody comes for the first time any more")
	}
	return letter, nil
}
