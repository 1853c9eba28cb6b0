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

// When the reminders of meeting m of group g are due to member b. The one of the
// day before goes by the calendar and not by 24 hours: it stays 18:00 across a
// clock change. Neither falls into the night of the member.
const (
	eveningDue = `before_night(((m.starts_at AT TIME ZONE g.zone)::date - 1 + make_time(b.remind_at, 0, 0))
		AT TIME ZONE g.zone, ` + homeZone + `)`
	shortlyDue = `before_night(m.starts_at - make_interval(hours => b.remind_hours), ` + homeZone + `)`
	homeZone   = `coalesce(nullif(b.zone, 'UTC'), g.zone)` // UTC: not known yet
)

// planAll plans what is due now, of every kind.
func (s *Service) planAll(ctx context.Context) (planned int, err error) {
	planned, err = s.plan(ctx)
	if err != nil {
		return planned, err
	}
	faces, err := s.planNewFaces(ctx)
	return planned + faces, err
}

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
			SELECT m.id, m.group_id, m.starts_at, g.zone, g.claimed
			FROM meetings m JOIN groups g ON g.id = m.group_id
			WHERE m.starts_at > $1 AND m.starts_at <= $1::timestamptz + interval '56 hours'
				AND m.status IN ('expected', 'on', 'moved') AND g.state IN ('listed', 'paused')
		), comers AS (
			SELECT s.*, p.member_id, p.said_at
			FROM soon s JOIN places p ON p.meeting_id = s.id AND p.coming
			WHERE s.claimed
			UNION ALL
			SELECT s.*, saved.member_id, saved.joined_at
			FROM soon s JOIN memberships saved ON saved.group_id = s.group_id
			WHERE NOT s.claimed
		), hours AS (
			SELECT m.id, m.member_id, m.starts_at, m.said_at, b.remind_day_before, b.remind_hours_before,
				`+eveningDue+` AS evening, `+shortlyDue+` AS shortly
			FROM comers m JOIN members b ON b.id = m.member_id
				CROSS JOIN LATERAL (SELECT m.zone) g -- as eveningDue calls it
			WHERE NOT EXISTS (SELECT FROM memberships r
				WHERE r.group_id = m.group_id AND r.member_id = m.member_id AND r.muted)
		)
		INSERT INTO mails (kind, member_id, meeting_id, due_at, closes_at)
		SELECT k.kind, h.member_id, h.id, k.due, h.starts_at
		FROM hours h
		CROSS JOIN LATERAL (VALUES
			('`+dayBefore+`', h.evening, h.remind_day_before AND NOT (h.remind_hours_before AND h.shortly <= $1)),
			('`+hoursBefore+`', h.shortly, h.remind_hours_before)
		) AS k (kind, due, wanted)
		WHERE k.wanted AND k.due <= $1 AND h.said_at <= k.due
			AND NOT EXISTS (
				SELECT FROM mails
				WHERE meeting_id = h.id AND member_id = h.member_id AND kind = k.kind)
		ON CONFLICT (meeting_id, member_id, kind) WHERE meeting_id IS NOT NULL DO NOTHING`, s.now())
	return int(n), err
}
