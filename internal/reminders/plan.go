package reminders

import (
	"context"
	"errors"
	"sync"

	"regulars/internal/fault"
	"regulars/internal/postgres"
)

// The kinds of planned mails.
const (
	dayBefore   = "reminder"      // the day before at the member's hour, in the group's zone
	hoursBefore = "reminder-soon" // so many hours before, by choice
)

// When the reminders of meeting m of group g are due to member b. The one of the
// day before goes by the calendar and not by 24 hours: its hour stays the same across
// a clock change. Neither falls into the night of the member; asking costs ten times
// as much as the rest, and 8:00 to 20:00 is no night for who lives in the zone.
const (
	eveningDue = `CASE WHEN b.zone IN ('UTC', g.zone) THEN ` + evening + ` ELSE before_night(` + evening + `, b.zone) END`
	evening    = `((m.starts_at AT TIME ZONE g.zone)::date - 1 + make_time(b.remind_at, 0, 0)) AT TIME ZONE g.zone`
	shortlyDue = `CASE WHEN b.remind_hours_before THEN before_night(m.starts_at - make_interval(hours => b.remind_hours), ` + homeZone + `) END`
	homeZone   = `coalesce(nullif(b.zone, 'UTC'), g.zone)` // UTC: not known yet
)

// ahead is how long before a meeting its first reminder may be due: 00:00 to 8:00
// the day before, a night elsewhere, and a clock change.
const ahead = `interval '56 hours'`

// slice is how many groups are planned at a time. Whatever there is to plan, it
// takes little memory, and mails leave while the rest is planned.
const slice = 200

// planners is how many connections to the database plan at once.
const planners = 2

// planAll plans what is due now, of every kind, and tells more whenever there are
// new mails.
func (s *Service) planAll(ctx context.Context, more chan<- struct{}) (planned int, err error) {
	defer fault.Wrap(&err, "plan reminders")
	defer fault.Catch(&err)
	if err := s.distrust(ctx); err != nil {
		return 0, err
	}
	var r run
	var planning sync.WaitGroup
	for range planners {
		planning.Go(func() { r.guard(func() { s.planOn(ctx, &r, more) }) })
	}
	planning.Wait()
	weeks, err := s.planWeeks(ctx)
	return r.report.Planned + weeks, errors.Join(r.err, err)
}

// planOn plans until nothing is left that is due, or the run is over.
func (s *Service) planOn(ctx context.Context, r *run, more chan<- struct{}) {
	for looked := 1; looked > 0 && !r.over(); {
		var n int
		var err error
		looked, n, err = s.planSome(ctx)
		r.note(Report{Planned: n}, nil, err)
		select {
		case more <- struct{}{}:
		default: // it is told already
		}
	}
}

// distrust takes back looks from the future: the clock was set back since. Clocks
// of two machines may differ by a little.
func (s *Service) distrust(ctx context.Context) error {
	_, err := s.db.Exec(ctx, `
		UPDATE looks SET at = '-infinity', seen_at = '-infinity'
		WHERE seen_at > $1::timestamptz + interval '1 minute'`, s.now())
	return err
}

// lookAround lets the next planning look at all groups where something may be due,
// should a change ever have escaped it.
func (s *Service) lookAround(ctx context.Context) error {
	_, err := s.db.Exec(ctx, `
		INSERT INTO looks (group_id)
		SELECT DISTINCT group_id FROM meetings
		WHERE starts_at > $1 AND starts_at <= $1::timestamptz + `+ahead, s.now())
	return err
}

// planSome looks at some groups whose time has come, and writes what is due to
// their members. Several processes may plan at once, each other groups.
func (s *Service) planSome(ctx context.Context) (looked, planned int, err error) {
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		groups, err := s.choose(ctx, tx)
		if err != nil || len(groups) == 0 {
			return err
		}
		looked = len(groups)
		planned, err = s.planFor(ctx, tx, groups)
		return err
	})
	return looked, planned, err
}

// choose takes some groups whose time has come for this planner alone. A group may
// have several looks, of which two planners hold one each; so the groups themselves
// are locked, by their ids in order. Of two planners of a group one waits here, and
// then finds it planned.
func (s *Service) choose(ctx context.Context, tx postgres.Conn) (groups []int64, err error) {
	err = tx.Select(ctx, &groups, `
		SELECT DISTINCT group_id FROM (
			SELECT group_id FROM looks WHERE at <= $1 ORDER BY at
			LIMIT $2 FOR UPDATE SKIP LOCKED) now
		ORDER BY group_id`, s.now(), slice)
	if err != nil || len(groups) == 0 {
		return nil, err
	}
	_, err = tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('looks', id)) FROM unnest($1::bigint[]) id`,
		postgres.Array(groups))
	return groups, err
}

// planFor plans for groups that were chosen. It waits for nobody: who holds a look
// of theirs may be waiting for one of the groups, and takes that look away later.
func (s *Service) planFor(ctx context.Context, tx postgres.Conn, groups []int64) (planned int, err error) {
	// What changes from here on adds a row that stays. A statement of its own
	// sees all that was committed before.
	_, err = tx.Exec(ctx, `
		DELETE FROM looks WHERE id = ANY (ARRAY(
			SELECT id FROM looks WHERE group_id = ANY ($1) FOR UPDATE SKIP LOCKED))`, postgres.Array(groups))
	if err != nil {
		return 0, err
	}
	reminders, err := s.plan(ctx, tx, groups)
	if err != nil {
		return 0, err
	}
	faces, err := s.planNewFaces(ctx, tx, groups)
	return reminders + faces, err
}

// plan writes the reminders of groups that are due now and not yet written, and
// when to look again. Only due ones: a meeting that moves, is called off or loses
// somebody before then leaves nothing to take back, and a missed tick is made up
// by the next one, until the meeting starts.
//
// Whoever said yes after the hour of a reminder has just read when it is, so it
// is left out; so is that of the day before for whoever gets the one some hours
// before at the same moment, because the server was away.
func (s *Service) plan(ctx context.Context, tx postgres.Conn, groups []int64) (planned int, err error) {
	n, err := tx.Exec(ctx, `
		WITH soon AS (
			SELECT m.id, m.group_id, m.starts_at, g.zone, g.claimed
			FROM meetings m JOIN groups g ON g.id = m.group_id
			WHERE m.group_id = ANY ($2) AND m.starts_at > $1 AND m.starts_at <= $1::timestamptz + `+ahead+`
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
			SELECT m.id, m.group_id, m.starts_at, m.member_id, m.said_at, b.remind_day_before,
				`+eveningDue+` AS evening, `+shortlyDue+` AS shortly
			FROM comers m JOIN members b ON b.id = m.member_id
				CROSS JOIN LATERAL (SELECT m.zone) g -- as eveningDue calls it
			WHERE NOT EXISTS (SELECT FROM memberships r
				WHERE r.group_id = m.group_id AND r.member_id = m.member_id AND r.muted)
		), dues AS NOT MATERIALIZED ( -- writing it down costs more than going through hours again
			SELECT '`+dayBefore+`' AS kind, h.*, h.evening AS due
			FROM hours h WHERE h.remind_day_before AND (h.shortly <= $1) IS NOT true
			UNION ALL
			SELECT '`+hoursBefore+`', h.*, h.shortly
			FROM hours h WHERE h.shortly IS NOT NULL
		), later AS (
			SELECT group_id, due AS at FROM dues WHERE due > $1
			UNION ALL
			SELECT group_id, starts_at - `+ahead+` FROM meetings
			WHERE group_id = ANY ($2) AND starts_at > $1::timestamptz + `+ahead+`
		), next AS (
			INSERT INTO looks (group_id, at, seen_at)
			SELECT g.id, coalesce(min(l.at), 'infinity'), $1
			FROM groups g LEFT JOIN later l ON l.group_id = g.id
			WHERE g.id = ANY ($2)
			GROUP BY g.id
		)
		INSERT INTO mails (kind, member_id, meeting_id, due_at, closes_at)
		SELECT d.kind, d.member_id, d.id, d.due, d.starts_at
		FROM dues d
		WHERE d.due <= $1 AND d.said_at <= d.due
		ON CONFLICT (member_id, meeting_id, kind) DO NOTHING`, s.now(), postgres.Array(groups))
	return int(n), err
}
