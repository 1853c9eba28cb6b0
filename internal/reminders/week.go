package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/place"
)

// weekAhead is the mail with the meetings from Monday to Sunday. It comes on Sunday
// at 18:00 by its reader's clock, or later, until Monday at 9:00.
const weekAhead = "week-ahead"

// memberZone is where member b lives; while that is not known, where the next
// meeting is that they said anything about.
const memberZone = `coalesce(nullif(b.zone, 'UTC'), (
	SELECT g.zone FROM places p JOIN meetings m ON m.id = p.meeting_id JOIN groups g ON g.id = m.group_id
	WHERE p.member_id = b.id AND m.starts_at > $1 ORDER BY m.starts_at LIMIT 1), 'UTC')`

// theirs are the meetings m of groups g, to come after $1, that member b looks for in
// the time from b.begins to b.ends: of a group that they belong to, or with a word of
// theirs about it. They are found from the member's own rows, as nearly all meetings
// are others'.
const theirs = `(
		SELECT e.id FROM memberships r JOIN meetings e ON e.group_id = r.group_id
		WHERE r.member_id = b.id AND e.starts_at >= b.begins AND e.starts_at < b.ends
		UNION
		SELECT e.id FROM places p JOIN meetings e ON e.id = p.meeting_id
		WHERE p.member_id = b.id AND e.starts_at >= b.begins AND e.starts_at < b.ends
	) own
	JOIN meetings m ON m.id = own.id AND m.starts_at > $1 AND m.status IN ('expected', 'on', 'moved', 'called_off')
	JOIN groups g ON g.id = m.group_id AND g.state IN ('listed', 'paused')
		AND NOT EXISTS (SELECT FROM memberships r WHERE r.group_id = g.id AND r.member_id = b.id AND r.muted)`

// planWeeks writes the mails about the week that are due now and not yet written,
// for everybody in whose week something takes place. All goes by the clock on the
// wall, so a change of clocks on that Sunday shifts nothing. Six hours after
// Sunday 18:00 the Monday begins that the mail speaks of.
func (s *Service) planWeeks(ctx context.Context) (planned int, err error) {
	defer fault.Wrap(&err, "plan mails about the week")
	if day := s.now().UTC().Weekday(); day != time.Sunday && day != time.Monday {
		return 0, nil // Sunday evening is nowhere
	}
	n, err := s.db.Exec(ctx, `
		WITH readers AS (
			SELECT b.id, `+memberZone+` AS zone FROM members b WHERE b.tell_week
		), mondays AS (
			SELECT r.*, date_trunc('week', $1::timestamptz AT TIME ZONE r.zone + interval '6 hours') AS monday FROM readers r
		), weeks AS (
			SELECT m.id, m.zone, m.monday::date AS monday, m.monday AT TIME ZONE m.zone AS begins,
				(m.monday + interval '7 days') AT TIME ZONE m.zone AS ends,
				(m.monday - interval '6 hours') AT TIME ZONE m.zone AS due,
				(m.monday + interval '9 hours') AT TIME ZONE m.zone AS closes
			FROM mondays m
		)
		INSERT INTO mails (kind, member_id, about, due_at, closes_at)
		SELECT '`+weekAhead+`', b.id, jsonb_build_object('week', b.monday), after_night($1, b.zone), b.closes
		FROM weeks b
		WHERE b.due <= $1 AND b.closes > $1
			AND NOT EXISTS (SELECT FROM mails w
				WHERE w.kind = '`+weekAhead+`' AND w.member_id = b.id AND w.about ->> 'week' = b.monday::text)
			AND EXISTS (SELECT FROM `+theirs+` WHERE m.status <> 'called_off')
		ON CONFLICT (member_id, (about ->> 'week')) WHERE kind = '`+weekAhead+`' DO NOTHING`, s.now())
	return int(n), err
}

// weekMeeting is a meeting of somebody's week.
type weekMeeting struct {
	Group    string    `db:"group_name"`
	Slug     string    `db:"slug"`
	Key      string    `db:"key"`
	Zone     string    `db:"zone"`
	Venue    string    `db:"venue"`
	Starts   time.Time `db:"starts_at"`
	Ends     time.Time `db:"ends_at"`
	Status   string    `db:"status"`
	Said     bool      `db:"said"` // that they come, or not this time
	Coming   bool      `db:"coming"`
	Friends  int       `db:"friends"`
	TellWeek bool      `db:"tell_week"`
	Name     string    `db:"member_name"`
}

// week reads a member's week, as far as it is still to come.
func (s *Service) week(ctx context.Context, member int64, monday string) (week []weekMeeting, err error) {
	defer fault.Wrap(&err, "read the week of member %d", member)
	err = s.db.Select(ctx, &week, `
		WITH reader AS (
			SELECT b.id, b.name, b.tell_week, $3::date::timestamp AS monday, `+memberZone+` AS zone
			FROM members b WHERE b.id = $2
		), b AS (
			SELECT r.id, r.name, r.tell_week, r.monday AT TIME ZONE r.zone AS begins,
				(r.monday + interval '7 days') AT TIME ZONE r.zone AS ends
			FROM reader r
		)
		SELECT g.name AS group_name, g.slug, m.key, g.zone, coalesce(nullif(m.venue, ''), g.venue) AS venue,
			m.starts_at, m.ends_at, m.status, b.name AS member_name, b.tell_week,
			p.member_id IS NOT NULL AS said, coalesce(p.coming, false) AS coming, coalesce(p.friends, 0) AS friends
		FROM b CROSS JOIN LATERAL `+theirs+`
			LEFT JOIN places p ON p.meeting_id = m.id AND p.member_id = b.id
		ORDER BY m.starts_at, m.id`, s.now(), member, monday)
	return week, err
}

func (s *Service) weekAhead(ctx context.Context, on subject) (mail.Letter, error) {
	week, err := s.week(ctx, on.MemberID, on.Week)
	if err != nil {
		return nil, err
	}
	monday, err := time.Parse(time.DateOnly, on.Week)
	if err != nil {
		return nil, err
	}
	letter := mail.WeekAhead{Monday: monday, Link: s.base + "/mine", Mails: s.mails(on.claimed)}
	takesPlace := false
	for _, m := range week {
		if !m.TellWeek {
			return nil, unneeded("mails of this kind are switched off")
		}
		one, err := s.ofWeek(m)
		if err != nil {
			return nil, err
		}
		letter.Name, letter.Meetings = m.Name, append(letter.Meetings, one)
		takesPlace = takesPlace || !one.CalledOff
	}
	if !takesPlace {
		return nil, unneeded("no meeting in this week")
	}
	return letter, nil
}

func (s *Service) ofWeek(m weekMeeting) (mail.WeekMeeting, error) {
	zone, err := place.Zone(m.Zone)
	return mail.WeekMeeting{
		Group: m.Group, When: mail.Span{From: m.Starts.In(zone), To: m.Ends.In(zone)}, Where: m.Venue,
		Coming: m.Coming, Friends: m.Friends, Declined: m.Said && !m.Coming,
		Expected: m.Status == "expected", Moved: m.Status == "moved", CalledOff: m.Status == "called_off",
		URL: s.base + "/groups/" + m.Slug + "/" + m.Key,
	}, err
}
