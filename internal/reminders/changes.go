package reminders

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"regulars/internal/fault"
	"regulars/internal/mail"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

// Before is what those who come to a meeting knew of it when it changed.
type Before struct {
	Meeting int64     `json:"meeting"` // its id
	Starts  time.Time `json:"starts"`
	Off     bool      `json:"off,omitempty"`
	Venue   string    `json:"venue,omitempty"` // of this meeting alone
	At      time.Time `json:"at"`              // of the change
}

// before is what was known of meetings that change now.
func before(changed []meetings.Changed, now time.Time) (known []Before) {
	for _, c := range changed {
		known = append(known, Before{Meeting: c.Meeting.ID, Starts: c.Was, Off: c.WasOff, Venue: c.WasVenue, At: now})
	}
	return known
}

// PostChange queues a mail to a member about meetings that were moved, called off
// or put on again. It leaves at once if the first is less than twelve hours away,
// and not by night otherwise. One about any of them that has not left yet is
// replaced by one that says it all: what is now, and what was before the first
// change. What cancels out is no news, so then neither comes; told says whether one
// does.
func PostChange(ctx context.Context, tx postgres.Conn, now time.Time, member int64, changed ...meetings.Changed) (told bool, err error) {
	defer fault.Wrap(&err, "post changes of %d meetings", len(changed))
	about, err := takeWaiting(ctx, tx, member, changed)
	if err != nil {
		return false, err
	}
	about.Before = append(about.Before, before(changed, now)...)
	fresh, err := unheard(ctx, tx, member, about.Before)
	if err != nil || len(fresh) == 0 {
		return false, err
	}
	about.Meeting = fresh[0].Meeting
	text, err := json.Marshal(about)
	if err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO mails (kind, member_id, about, due_at, closes_at)
		SELECT 'meeting-changed', b.id, $4::jsonb, due, due + interval '24 hours'
		FROM meetings m JOIN groups g ON g.id = m.group_id JOIN members b ON b.id = $1
		CROSS JOIN LATERAL (SELECT CASE
			WHEN $5::timestamptz <= $3::timestamptz + interval '12 hours' THEN $3
			ELSE after_night($3, `+homeZone+`) END AS due) d
		WHERE m.id = $2`, member, about.Meeting, now, string(text), soonest(about.Before, changed))
	if err != nil {
		return false, err
	}
	return true, announce(ctx, tx)
}

// soonest is when the first of some meetings starts, or would have.
func soonest(known []Before, changed []meetings.Changed) time.Time {
	var starts []time.Time
	for _, b := range known {
		starts = append(starts, b.Starts)
	}
	for _, c := range changed {
		starts = append(starts, c.Meeting.Starts)
	}
	return slices.MinFunc(starts, time.Time.Compare)
}

// takeWaiting takes away the mails about any of these meetings that have not left
// yet, and gives what they say.
func takeWaiting(ctx context.Context, tx postgres.Conn, member int64, changed []meetings.Changed) (said About, err error) {
	var ids []int64
	for _, c := range changed {
		ids = append(ids, c.Meeting.ID)
	}
	var abouts []string
	err = tx.Select(ctx, &abouts, `
		WITH taken AS (
			DELETE FROM mails
			WHERE kind = 'meeting-changed' AND member_id = $1 AND state = 'due' AND claimed_until IS NULL
				AND EXISTS (SELECT FROM jsonb_to_recordset(about -> 'before') AS b (meeting bigint)
					WHERE b.meeting = ANY ($2))
			RETURNING id, about)
		SELECT about FROM taken ORDER BY id`, member, postgres.Array(ids))
	for _, text := range abouts {
		var about About
		if err := json.Unmarshal([]byte(text), &about); err != nil {
			return said, err
		}
		said.Before = append(said.Before, about.Before...)
	}
	return said, err
}

// unheard gives, of all that was known of some meetings, what is otherwise now: for
// each meeting what its reader knew last, the soonest meeting first. Nobody knows
// what had changed before they said yes: they saw it changed. So somebody who gives
// a place back and takes it again knows what was then. Whoever does not come has
// nothing to hear.
func unheard(ctx context.Context, db postgres.Conn, member int64, known []Before) (news []Before, err error) {
	defer fault.Wrap(&err, "look what member %d has not heard", member)
	var ids []int64
	for _, b := range known {
		ids = append(ids, b.Meeting)
	}
	var stand []struct {
		ID     int64     `db:"id"`
		Starts time.Time `db:"starts_at"`
		Off    bool      `db:"off"`
		Venue  string    `db:"venue"`
		Said   time.Time `db:"said_at"`
	}
	err = db.Select(ctx, &stand, `
		SELECT m.id, m.starts_at, m.status = 'called_off' AS off, m.venue, p.said_at
		FROM meetings m JOIN places p ON p.meeting_id = m.id AND p.member_id = $1 AND p.coming
		WHERE m.id = ANY ($2) ORDER BY m.starts_at, m.id`, member, postgres.Array(ids))
	for _, now := range stand {
		last := slices.IndexFunc(known, func(b Before) bool { return b.Meeting == now.ID && !b.At.Before(now.Said) })
		if last < 0 {
			continue
		}
		was := known[last]
		elsewhere := !was.Starts.Equal(now.Starts) || was.Venue != now.Venue
		if was.Off != now.Off || !now.Off && elsewhere {
			news = append(news, was)
		}
	}
	return news, err
}

// meetingChanged tells somebody that a meeting was moved or called off, or is on
// again.
func (s *Service) meetingChanged(ctx context.Context, on subject) (mail.Letter, error) {
	news, err := unheard(ctx, s.db, on.MemberID, on.Before)
	if err != nil {
		return nil, err
	}
	if len(news) == 0 {
		return nil, unneeded("all is as its reader knows it")
	}
	was := news[max(0, slices.IndexFunc(news, func(b Before) bool { return b.Meeting == on.Meeting }))]
	m, err := s.meeting(ctx, was.Meeting, on.MemberID)
	if err != nil {
		return nil, err
	}
	if now := s.now(); !now.Before(m.Starts) && !now.Before(was.Starts) {
		return nil, unneeded("too late")
	}
	if !m.TellChanges || m.Muted {
		return nil, unneeded("mails of this kind are switched off")
	}
	zone, err := place.Zone(m.Zone)
	if err != nil {
		return nil, err
	}
	letter := s.changeInWords(on, m, was, len(news)-1, zone)
	if m.Status != "called_off" || m.Reason != meetings.OtherTimes {
		return letter, nil
	}
	return s.withNext(ctx, letter, m, zone)
}

// withNext adds the next date of a group that meets at other times, where its reader has
// said nothing about it: what they said was of other days, so they are asked.
func (s *Service) withNext(ctx context.Context, letter mail.MeetingChanged, m meeting, zone *time.Location) (mail.Letter, error) {
	var next []struct {
		Key    string    `db:"key"`
		Starts time.Time `db:"starts_at"`
		Ends   time.Time `db:"ends_at"`
	}
	err := s.db.Select(ctx, &next, `
		SELECT n.key, n.starts_at, n.ends_at FROM meetings c JOIN meetings n ON n.group_id = c.group_id
		WHERE c.id = $1 AND n.status IN ('on', 'moved') AND n.starts_at > $3
		  AND NOT EXISTS (SELECT FROM places p WHERE p.meeting_id = n.id AND p.member_id = $2)
		ORDER BY n.starts_at, n.id LIMIT 1`, m.ID, m.MemberID, s.now())
	if err != nil || len(next) == 0 {
		return letter, err
	}
	letter.Next = mail.Span{From: next[0].Starts.In(zone), To: next[0].Ends.In(zone)}
	m.Key = next[0].Key
	letter.Link = s.meetingPage(m)
	return letter, nil
}

// changeInWords is the letter about one meeting that is not what it was, and so many
// more.
func (s *Service) changeInWords(on subject, m meeting, was Before, more int, zone *time.Location) mail.MeetingChanged {
	off, later := m.Status == "called_off", !was.Starts.Equal(m.Starts)
	letter := mail.MeetingChanged{
		Group: m.Group, When: m.span(zone), Where: m.where(),
		CalledOff: off, Moved: !off && (m.Status == "moved" || later || !was.Off), Reason: m.Reason,
		More: more, Ended: m.State == "removed",
		Link: s.meetingPage(m), Mails: s.mails(on.claimed),
	}
	if later {
		letter.Was.From = was.Starts.In(zone)
	}
	if letter.Ended { // its pages are gone
		letter.Link = s.base + "/find"
	}
	return letter
}
