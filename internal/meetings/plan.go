package meetings

import (
	"cmp"
	"context"
	"slices"
	"time"

	"regulars/internal/groups"
	"regulars/internal/schedule"
)

// plan is what has to change for the meetings to agree with a timetable.
type plan struct {
	added   []schedule.Date
	renewed []renewed
	dropped []Meeting
}

// renewed is a meeting that is to be as a date has it.
type renewed struct {
	meeting Meeting
	date    schedule.Date
}

// Moves tell which date became which, where that is known: from the original time
// to another one of the timetable.
type Moves map[schedule.Wall]schedule.Wall

// compare finds the plan. What people changed by hand (moved, called off, held)
// and what began before a moment is left alone, unless the timetable calls it off
// or has it later. A meeting whose time is not in the timetable any more takes over
// the one that its date became, or another time of the same local date, with its
// places. One that an earlier timetable called off is on again if this one has its
// date.
func compare(dates []schedule.Date, existing []Meeting, moves Moves, since time.Time, claimed bool) plan {
	at := map[schedule.Wall]Meeting{}
	for _, m := range existing {
		at[m.Original] = m
	}
	var p plan
	var unmet []schedule.Date
	for _, date := range dates {
		m, known := at[date.Wall]
		delete(at, date.Wall)
		switch {
		case !known:
			unmet = append(unmet, date)
		case m.follows(date, since) && !m.as(date, claimed):
			p.renewed = append(p.renewed, renewed{m, date})
		}
	}
	var left []Meeting
	for _, m := range existing {
		if _, gone := at[m.Original]; gone && (m.plain() || m.fallen()) && !m.Started(since) {
			left = append(left, m)
		}
	}
	became := func(m Meeting, date schedule.Date) bool { return moves[m.Original] == date.Wall }
	sameDay := func(m Meeting, date schedule.Date) bool { return m.Original.Midnight() == date.Wall.Midnight() }
	for _, pair := range []func(Meeting, schedule.Date) bool{became, sameDay} {
		unmet = slices.DeleteFunc(unmet, func(date schedule.Date) bool {
			i := slices.IndexFunc(left, func(m Meeting) bool { return pair(m, date) })
			if i < 0 {
				return false
			}
			p.renewed = append(p.renewed, renewed{left[i], date})
			left = slices.Delete(left, i, i+1)
			return true
		})
	}
	p.added = unmet
	for _, m := range left {
		if m.plain() || !claimed { // one called off stays so, if anybody can have counted on it
			p.dropped = append(p.dropped, m)
		}
	}
	return p
}

// plain tells whether a meeting still is what the timetable made it.
func (m Meeting) plain() bool {
	return m.Status == On || m.Status == Expected || m.Status == Moved && m.ByTimetable
}

// fallen tells whether a timetable called the meeting off, and nobody else.
func (m Meeting) fallen() bool { return m.Status == CalledOff && m.ByTimetable }

// follows tells whether the meeting is to be as its date in the timetable. What was
// moved by hand stays so, but for nothing if nobody meets; what has begun is over,
// unless it is to be later.
func (m Meeting) follows(date schedule.Date, since time.Time) bool {
	if m.Started(since) && !date.Start.After(since) {
		return false
	}
	return m.plain() || m.fallen() || m.Status == Moved && date.CalledOff()
}

// as tells whether the meeting is as a date of the timetable has it.
func (m Meeting) as(date schedule.Date, claimed bool) bool {
	now := m
	now.take(date, claimed)
	return now.Status == m.Status && now.Starts.Equal(m.Starts) && now.Ends.Equal(m.Ends) && now.Venue == m.Venue && now.Reason == m.Reason
}

// calledOffThere is why a date is called off whose calendar does not say why.
const calledOffThere = "Its calendar says that it is called off."

// Of is the meeting that a date of a timetable makes; it has no ID and no Key.
func Of(date schedule.Date, claimed bool) (m Meeting) {
	m.take(date, claimed)
	return m
}

// take makes the meeting what a date of the timetable says. Where nobody answers
// for the group, it is no more than expected, at whatever time.
func (m *Meeting) take(date schedule.Date, claimed bool) {
	m.Original, m.Starts, m.Ends = date.Wall, date.Start, date.End
	m.Status, m.Venue, m.Reason, m.ByTimetable = Expected, "", "", date.Override != nil
	if claimed {
		m.Status = On
	}
	switch {
	case date.CalledOff():
		m.Status, m.Reason = CalledOff, cmp.Or(date.Override.Why, calledOffThere)
	case date.Override != nil:
		m.Venue, m.Reason = date.Override.Where, date.Override.Why
		if claimed {
			m.Status = Moved
		}
	}
}

// without is why a timetable calls off a date that it does not have.
func (t Timetable) without(w schedule.Wall) string {
	for _, one := range t {
		for _, rest := range one.Breaks {
			if rest.Covers(w) {
				return cmp.Or(rest.Why, "The group has a break.")
			}
		}
		if slices.Contains(one.Except, w) {
			return "The group does not meet on this date."
		}
	}
	return OtherTimes
}

// OtherTimes is why a date is called off that the rules do not give any more.
const OtherTimes = "The group meets at other times now."

// renew makes meetings what the timetable says of them by now.
func (s *Store) renew(ctx context.Context, group groups.Group, all []renewed) (changed []Changed, err error) {
	for _, r := range all {
		m, was := r.meeting, r.meeting
		m.take(r.date, group.Claimed)
		_, err := s.db.Exec(ctx, `
			UPDATE meetings
			SET original = $2, starts_at = $3, ends_at = $4, status = $5, reason = $6, venue = $7, by_timetable = $8
			WHERE id = $1`,
			m.ID, m.Original, m.Starts, m.Ends, string(m.Status), m.Reason, m.Venue, m.ByTimetable)
		if err != nil {
			return nil, err
		}
		if was.Status == CalledOff {
			if err := s.seatAgain(ctx, group, &m); err != nil {
				return nil, err
			}
		}
		off := (m.Status == CalledOff) != (was.Status == CalledOff)
		if m.Going > 0 && (off || m.Venue != was.Venue || !m.Starts.Equal(was.Starts)) {
			changed = append(changed, m.since(was))
		}
	}
	return changed, nil
}

// drop deletes meetings that are no more, or calls them off where somebody
// counts on them.
func (s *Store) drop(ctx context.Context, all []Meeting, table Timetable) (changed []Changed, err error) {
	for _, m := range all {
		if m.Going == 0 {
			if _, err := s.db.Exec(ctx, `DELETE FROM meetings WHERE id = $1`, m.ID); err != nil {
				return nil, err
			}
			continue
		}
		was := m
		m.Status, m.Reason, m.ByTimetable = CalledOff, table.without(m.Original), true
		_, err := s.db.Exec(ctx, `
			UPDATE meetings SET status = $2, reason = $3, by_timetable = $4 WHERE id = $1`,
			m.ID, string(m.Status), m.Reason, m.ByTimetable)
		if err != nil {
			return nil, err
		}
		changed = append(changed, m.since(was))
	}
	return changed, nil
}
