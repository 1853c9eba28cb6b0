package reminders

import (
	"context"

	"regulars/internal/fault"
)

// The kinds of planned mails.
const (
	dayBefore   = "reminder"      // 18:00 the day before, in the group's zone
	hoursBefore = "reminder-soon" // two hours before, by choice
)

// evening is when the reminder of meeting m of group g is due. A day before by
// the calendar and not 24 hours: it stays 18:00 across a clock change.
const evening = `(((m.starts_at AT TIME ZONE g.zone)::date - 1 + time '18:00') AT TIME ZONE g.zone)`

// plan writes the reminders that are due now and not yet written. Only due ones:
// a meeting that moves, is called off or loses somebody before then leaves
// nothing to take back, and a missed tick is made up by the next one, until the
// meeting starts.
//
// Whoever said yes after the hour of a reminder has just read when it is, so it
// is left out; so is that of the day before for whoever gets the one of two
// hours before at the same moment, because the server was away. No place is due
// earlier than 31 hours ahead: 00:00 to 18:00 the day before, and a clock change.
func (s *Service) plan(ctx context.Context) (planned int, err error) {
	defer fault.Wrap(&err, "plan reminders")
	n, err := s.db.Exec(ctx, `
		WITH soon AS (
			SELECT m.id, m.group_id, m.starts_at, m.starts_at - interval '2 hours' AS shortly,
				`+evening+` AS evening, g.claimed
			FROM meetings m JOIN groups g ON g.id = m.group_id
			WHERE m.starts_at > $1 AND m.starts_at <= $1::timestamptz + interval '32 hours'
				AND m.status IN ('expected', 'on', 'moved') AND g.state IN ('listed', 'paused')
		), comers AS (
			SELECT s.id, s.starts_at, s.shortly, s.evening, p.member_id, p.said_at
			FROM soon s JOIN places p ON p.meeting_id = s.id AND p.coming
			WHERE s.claimed
			UNION ALL
			SELECT s.id, s.starts_at, s.shortly, s.evening, saved.member_id, saved.joined_at
			FROM soon s JOIN memberships saved ON saved.group_id = s.group_id
			WHERE NOT s.claimed
		)
		INSERT INTO mails (kind, member_id, meeting_id, due_at, closes_at)
		SELECT k.kind, c.member_id, c.id, k.due, c.starts_at
		FROM comers c
		JOIN members b ON b.id = c.member_id
		CROSS JOIN LATERAL (VALUES
			('`+dayBefore+`', c.evening, b.remind_day_before AND NOT (b.remind_hours_before AND c.shortly <= $1)),
			('`+hoursBefore+`', c.shortly, b.remind_hours_before)
		) AS k (kind, due, wanted)
		WHERE k.wanted AND k.due <= $1 AND c.said_at <= k.due
			AND NOT EXISTS (
				SELECT FROM mails
				WHERE meeting_id = c.id AND member_id = c.member_id AND kind = k.kind)
		ON CONFLICT (meeting_id, member_id, kind) WHERE meeting_id IS NOT NULL DO NOTHING`, s.now())
	return int(n), err
}
