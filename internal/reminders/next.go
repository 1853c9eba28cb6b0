package reminders

import (
	"context"
	"time"

	"regulars/internal/fault"
)

// NextReminder is when a member is next reminded of one of some meetings, as things
// stand; zero if that will not be.
func (s *Service) NextReminder(ctx context.Context, member int64, meetings ...int64) (next time.Time, err error) {
	defer fault.Wrap(&err, "look when member %d is reminded", member)
	var refused bool
	err = s.db.Get(ctx, &refused, `
		SELECT EXISTS (SELECT FROM members b JOIN refusals r ON r.email = b.email WHERE b.id = $1 AND r.times >= $2)`, member, enough)
	if err != nil || refused {
		return next, err
	}
	members := make([]int64, len(meetings))
	for i := range members {
		members[i] = member
	}
	found, err := s.meetings(ctx, meetings, members)
	if err != nil {
		return next, err
	}
	for _, m := range found {
		if m, err = s.withoutDone(ctx, m); err != nil {
			return next, err
		}
		next = sooner(next, m.reminded(s.now()))
	}
	return next, nil
}

// withoutDone switches off the reminders of a meeting that have come or were dropped,
// since each comes once, even if the meeting moves on.
func (s *Service) withoutDone(ctx context.Context, m meeting) (meeting, error) {
	var done []string
	err := s.db.Select(ctx, &done, `SELECT kind FROM mails WHERE member_id = $1 AND meeting_id = $2 AND state <> 'due'`, m.MemberID, m.ID)
	for _, kind := range done {
		m.DayBefore = m.DayBefore && kind != dayBefore
		m.HoursBefore = m.HoursBefore && kind != hoursBefore
	}
	return m, err
}

// reminded is when the next reminder of the meeting comes; zero if none will.
func (m meeting) reminded(now time.Time) (next time.Time) {
	if m.willBe(now) != nil || m.Muted || !m.counts() {
		return next
	}
	if m.DayBefore && m.Evening.After(now) {
		next = m.Evening
	}
	if m.HoursBefore && m.Shortly.After(now) {
		next = sooner(next, m.Shortly)
	}
	return next
}

// counts tells whether the reader looks for the meeting: comes to it or, where nobody
// keeps places, has saved the listing.
func (m meeting) counts() bool { return m.Claimed && m.Coming || !m.Claimed && m.Saved }

// sooner is the earlier of two moments of which each may be zero: never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
