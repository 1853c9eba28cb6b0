package meetings

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// Horizon is how far ahead meetings are made from schedules.
const Horizon = 16 * 7 * 24 * time.Hour

// slack is how much of the horizon may be missing before it is extended.
const slack = 7 * 24 * time.Hour

// Changed is a meeting with places whose people have to hear about a change.
type Changed struct {
	Meeting  Meeting   // as it is now
	Was      time.Time // when it would have started
	WasOff   bool      // it was called off
	WasVenue string    // as Venue of a meeting
}

// since is the change of a meeting since it was as given.
func (m Meeting) since(was Meeting) Changed {
	return Changed{Meeting: m, Was: was.Starts, WasOff: was.Status == CalledOff, WasVenue: was.Venue}
}

// SetTimetable replaces when a group meets and makes its meetings anew. Meetings
// keep their places where the date stays; a date that is no more is called off
// if somebody has a place at it, else deleted. The changes are returned for
// those who come to be told. Breaks are the group's own and stay as they are.
func (s *Store) SetTimetable(ctx context.Context, group int64, table Timetable) (changed []Changed, err error) {
	return s.MoveTimetable(ctx, group, table, nil)
}

// MoveTimetable is SetTimetable where it is known which dates became which: those
// who have a place go along.
func (s *Store) MoveTimetable(ctx context.Context, group int64, table Timetable, moves Moves) (changed []Changed, err error) {
	defer fault.Wrap(&err, "set timetable of group %d", group)
	return s.remade(ctx, group, moves, func(in *Store, _ groups.Group) error { return in.replace(ctx, group, table) })
}

// ChangeTimetable is SetTimetable for a timetable that depends on the one that
// stands, which nobody else changes meanwhile. An error of the rule changes
// nothing.
func (s *Store) ChangeTimetable(ctx context.Context, group int64, rule func(Timetable) (Timetable, error)) (changed []Changed, err error) {
	defer fault.Wrap(&err, "change timetable of group %d", group)
	return s.remade(ctx, group, nil, func(in *Store, locked groups.Group) error {
		table, err := in.Schedules(ctx, locked)
		if err != nil {
			return err
		}
		if table, err = rule(table); err != nil {
			return err
		}
		return in.replace(ctx, group, table)
	})
}

// Materialise makes a group's meetings up to the horizon. It is run after its
// zone, capacity or claim changed.
func (s *Store) Materialise(ctx context.Context, group int64) (changed []Changed, err error) {
	defer fault.Wrap(&err, "make meetings of group %d", group)
	return s.remade(ctx, group, nil, func(*Store, groups.Group) error { return nil })
}

// remade changes when a group meets under its lock and makes its meetings anew.
func (s *Store) remade(ctx context.Context, group int64, moves Moves, rule func(in *Store, locked groups.Group) error) (changed []Changed, err error) {
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		locked, err := in.groups.Lock(ctx, group)
		if err != nil {
			return err
		}
		if err := rule(in, locked); err != nil {
			return err
		}
		changed, err = in.materialise(ctx, locked, moves)
		return err
	})
	return changed, err
}

// Kept is how far back the meetings of a listing are held that nobody answers
// for: as its calendar has them, for its rhythm and for whoever claims it.
const Kept = 12 * 7 * 24 * time.Hour

// since is the moment from which on a timetable says when a group meets. What was
// before happened as it did; but of a listing that nobody answers for here the
// calendar knows more than we do.
func (s *Store) since(group groups.Group) time.Time {
	if group.Claimed {
		return s.now()
	}
	return s.now().Add(-Kept)
}

// materialise does so under the group's lock.
func (s *Store) materialise(ctx context.Context, group groups.Group, moves Moves) ([]Changed, error) {
	table, err := s.Schedules(ctx, group)
	if err != nil {
		return nil, err
	}
	now, since := s.now(), s.since(group)
	dates := table.scheduled(since, now.Add(Horizon))
	existing, err := s.fromDayOf(ctx, group, since, dates)
	if err != nil {
		return nil, err
	}
	p := compare(dates, existing, moves, since, group.Claimed)
	changed, err := s.renew(ctx, group, p.renewed)
	if err != nil {
		return nil, err
	}
	dropped, err := s.drop(ctx, p.dropped, table)
	if err != nil {
		return nil, err
	}
	if err := s.add(ctx, group, p.added); err != nil {
		return nil, err
	}
	_, err = s.db.Exec(ctx, `UPDATE schedules SET made_through = $2, resumes = $3 WHERE group_id = $1`,
		group.ID, now.Add(Horizon), table.resumes(now))
	return append(changed, dropped...), err
}

// fromDayOf are a group's meetings of a moment's local date and later, by original
// or by real date, and those of some dates. They are held first, and then read:
// whoever takes a place at one meanwhile waits, and does not lose it with a date
// that goes.
func (s *Store) fromDayOf(ctx context.Context, group groups.Group, since time.Time, dates []schedule.Date) (existing []Meeting, err error) {
	var walls []schedule.Wall
	for _, date := range dates {
		walls = append(walls, date.Wall)
	}
	var held []int64
	err = s.db.Select(ctx, &held, `
		SELECT id FROM meetings
		WHERE group_id = $1 AND (original >= $2 OR starts_at > $3 OR original = ANY ($4::timestamp[]))
		ORDER BY id FOR UPDATE`, group.ID, dayOf(since, group), since, wallArray(walls))
	if err != nil {
		return nil, err
	}
	err = s.db.Select(ctx, &existing, `SELECT `+columns+seen+` WHERE m.id = ANY ($2) ORDER BY m.original`, 0, postgres.Array(held))
	return existing, err
}

// dayOf is the beginning of a group's local date at a moment.
func dayOf(at time.Time, group groups.Group) schedule.Wall {
	return schedule.WallOf(at, group.Location()).Midnight()
}
