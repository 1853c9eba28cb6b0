package meetings

import (
	"context"
	"slices"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// What organizers do to one date. Each takes the organizer's member id and
// answers fault.Forbidden to anybody else; each returns the meeting as it is
// then, and Was as it was.

// CallOff calls one date off, for a reason of at most 300 characters.
func (s *Store) CallOff(ctx context.Context, by int64, group groups.Group, meeting int64, reason string) (Changed, error) {
	return s.change(ctx, "call off", by, group, meeting, func(_ *Store, m *Meeting) error {
		if err := m.CallOff(); err != nil {
			return err
		}
		if err := checkReason(&reason); err != nil {
			return err
		}
		m.Status, m.Reason, m.Came, m.ByTimetable = CalledOff, reason, nil, false
		return nil
	})
}

// PutOn takes back that a date was called off, moved or held: it is on again, as
// its timetable has it; if that is what called it off or moved it, as the schedule
// has it without that. fault.Conflict if that would be in the past by now, or no
// schedule has the date any more.
func (s *Store) PutOn(ctx context.Context, by int64, group groups.Group, meeting int64) (Changed, error) {
	return s.change(ctx, "put on", by, group, meeting, func(in *Store, m *Meeting) error {
		if m.ByTimetable {
			if err := in.forget(ctx, *m); err != nil {
				return err
			}
		}
		table, err := in.Schedules(ctx, group)
		if err != nil {
			return err
		}
		date, given := table.date(m.Original)
		starts := m.Original.Instant(group.Location())
		if given {
			starts = date.Start
		}
		if err := m.PutOn(s.now(), starts, given); err != nil {
			return err
		}
		if given {
			m.Came = nil
			m.take(date, group.Claimed)
			return nil
		}
		m.Status, m.Reason, m.Venue, m.Came, m.ByTimetable = On, "", "", nil, false
		m.Starts, m.Ends = starts, starts.Add(m.Ends.Sub(m.Starts))
		return nil
	})
}

// Move moves one date to another time, or another venue (empty: the group's).
// fault.Conflict if the group meets at that very time already.
func (s *Store) Move(ctx context.Context, by int64, group groups.Group, meeting int64, to time.Time, venue, reason string) (Changed, error) {
	return s.change(ctx, "move", by, group, meeting, func(in *Store, m *Meeting) error {
		if err := m.Move(s.now(), to); err != nil {
			return err
		}
		if err := in.checkFree(ctx, group, *m, to); err != nil {
			return err
		}
		if err := checkReason(&reason); err != nil {
			return err
		}
		if err := checkVenue(&venue); err != nil {
			return err
		}
		m.Ends = to.Add(m.Ends.Sub(m.Starts))
		m.Starts, m.Status, m.Venue, m.Reason, m.ByTimetable = to, Moved, venue, reason, false
		return nil
	})
}

// checkFree refuses to move a date to where another one of the group begins. Past the
// horizon only the timetable knows of those.
func (s *Store) checkFree(ctx context.Context, group groups.Group, m Meeting, to time.Time) error {
	if to.Equal(m.Starts) {
		return nil
	}
	var taken bool
	err := s.db.Get(ctx, &taken, `
		SELECT EXISTS (SELECT FROM meetings WHERE group_id = $1 AND id <> $2 AND starts_at = $3 AND status <> 'called_off')`,
		group.ID, m.ID, to)
	if err != nil {
		return err
	}
	if !taken && to.After(s.now().Add(Horizon)) {
		table, err := s.Schedules(ctx, group)
		if err != nil {
			return err
		}
		taken = slices.ContainsFunc(table.Between(to, to.Add(time.Second)), func(date schedule.Date) bool { return !date.CalledOff() })
	}
	if taken {
		return fault.New(fault.Conflict, "The group meets at that time already. Please choose another, or call this date off.")
	}
	return nil
}

// Hold says that a meeting took place, and how many came (nil: not counted).
func (s *Store) Hold(ctx context.Context, by int64, group groups.Group, meeting int64, came *int) (Changed, error) {
	return s.change(ctx, "hold", by, group, meeting, func(_ *Store, m *Meeting) error {
		if err := m.Hold(s.now(), came); err != nil {
			return err
		}
		was := m.Status
		m.Status, m.Came, m.ByTimetable = Held, came, false
		if was == CalledOff {
			m.Reason = "" // it was not called off after all
		}
		return nil
	})
}

// Note says something about one date, in at most 300 characters; empty takes it
// away. The date stays as it is, so nobody has to be told.
func (s *Store) Note(ctx context.Context, by int64, group groups.Group, meeting int64, note string) error {
	_, err := s.change(ctx, "note something about", by, group, meeting, func(_ *Store, m *Meeting) error {
		m.Note = strings.Join(strings.Fields(note), " ")
		if len([]rune(m.Note)) > longestReason {
			return (fault.Fields{"note": "That is too long: at most 300 characters, please."}).Err()
		}
		return nil
	})
	return err
}

// change applies a rule to a meeting under its group's lock and its own, and
// saves it. What an organizer says of a date counts more than its timetable.
func (s *Store) change(ctx context.Context, what string, by int64, group groups.Group, meeting int64, rule func(in *Store, m *Meeting) error) (changed Changed, err error) {
	defer fault.Wrap(&err, "%s meeting %d", what, meeting)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		if role, err := in.groups.Role(ctx, group.ID, by); err != nil || role != groups.Organizer {
			return forbidden(err)
		}
		locked, err := in.groups.Lock(ctx, group.ID)
		if err != nil {
			return err
		}
		m, err := in.locked(ctx, group.ID, meeting, 0)
		if err != nil {
			return err
		}
		was := m
		if err := rule(in, &m); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE meetings SET starts_at = $2, ends_at = $3, status = $4, reason = $5, venue = $6, came = $7, by_timetable = $8, note = $9
			WHERE id = $1`,
			m.ID, m.Starts, m.Ends, string(m.Status), m.Reason, m.Venue, m.Came, m.ByTimetable, m.Note)
		if err == nil && was.Status == CalledOff {
			err = in.seatAgain(ctx, locked, &m)
		}
		changed = m.since(was)
		return err
	})
	return changed, err
}

func forbidden(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Forbidden, "Only the organizers of this group can do that.")
}

const longestReason = 300 // characters

func checkReason(reason *string) error {
	*reason = strings.Join(strings.Fields(*reason), " ")
	if len([]rune(*reason)) > longestReason {
		return (fault.Fields{"reason": "That is too long: at most 300 characters, please."}).Err()
	}
	return nil
}

func checkVenue(venue *string) error {
	*venue = strings.Join(strings.Fields(*venue), " ")
	if len([]rune(*venue)) > 200 {
		return (fault.Fields{"venue": "That is too long: at most 200 characters, please."}).Err()
	}
	return nil
}
