package meetings

import (
	"cmp"
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
	Meeting Meeting   // as it is now
	Was     time.Time // when it would have started
}

// SetTimetable replaces when a group meets and makes its meetings anew. Meetings
// keep their places where the date stays; a date that is no more is called off
// if somebody has a place at it, else deleted. The changes are returned for
// those who come to be told. Breaks are the group's own and stay as they are.
func (s *Store) SetTimetable(ctx context.Context, group int64, table Timetable) (changed []Changed, err error) {
	defer fault.Wrap(&err, "set timetable of group %d", group)
	return s.remade(ctx, group, func(in *Store, _ groups.Group) error { return in.replace(ctx, group, table) })
}

// ChangeTimetable is SetTimetable for a timetable that depends on the one that
// stands, which nobody else changes meanwhile. An error of the rule changes
// nothing.
func (s *Store) ChangeTimetable(ctx context.Context, group int64, rule func(Timetable) (Timetable, error)) (changed []Changed, err error) {
	defer fault.Wrap(&err, "change timetable of group %d", group)
	return s.remade(ctx, group, func(in *Store, locked groups.Group) error {
		table, err := in.Timetable(ctx, locked)
		if err != nil {
			return err
		}
		if table, err = rule(table); err != nil {
			return err
		}
		return in.replace(ctx, group, table)
	})
}

func (s *Store) replace(ctx context.Context, group int64, table Timetable) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM schedules WHERE group_id = $1`, group); err != nil {
		return err
	}
	for _, one := range table {
		if err := s.addSchedule(ctx, group, one); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) addSchedule(ctx context.Context, group int64, one schedule.Schedule) error {
	var id int64
	err := s.db.Get(ctx, &id, `
		INSERT INTO schedules (group_id, starts, minutes, rule) VALUES ($1, $2, $3, $4) RETURNING id`,
		group, one.Start, int(one.Length/time.Minute), one.Rule.String())
	if err != nil {
		return err
	}
	for extra, dates := range map[bool][]schedule.Wall{false: one.Except, true: one.Extra} {
		_, err := s.db.Exec(ctx, `
			INSERT INTO exceptions (schedule_id, wall, extra) SELECT $1, unnest($2::timestamp[]), $3
			ON CONFLICT (schedule_id, wall) DO NOTHING`, id, wallArray(dates), extra)
		if err != nil {
			return err
		}
	}
	return nil
}

// Materialise makes a group's meetings up to the horizon. It is run after its
// zone, capacity or claim changed.
func (s *Store) Materialise(ctx context.Context, group int64) (changed []Changed, err error) {
	defer fault.Wrap(&err, "make meetings of group %d", group)
	return s.remade(ctx, group, func(*Store, groups.Group) error { return nil })
}

// remade changes when a group meets under its lock and makes its meetings anew.
func (s *Store) remade(ctx context.Context, group int64, rule func(in *Store, locked groups.Group) error) (changed []Changed, err error) {
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		locked, err := in.groups.Lock(ctx, group)
		if err != nil {
			return err
		}
		if err := rule(in, locked); err != nil {
			return err
		}
		changed, err = in.materialise(ctx, locked)
		return err
	})
	return changed, err
}

// materialise does so under the group's lock.
func (s *Store) materialise(ctx context.Context, group groups.Group) ([]Changed, error) {
	table, err := s.Timetable(ctx, group)
	if err != nil {
		return nil, err
	}
	now := s.now()
	existing, err := s.fromToday(ctx, group)
	if err != nil {
		return nil, err
	}
	dates := table.Between(now, now.Add(Horizon))
	p := compare(dates, existing, now)
	changed, err := s.retime(ctx, p.retimed)
	if err != nil {
		return nil, err
	}
	dropped, err := s.drop(ctx, p.dropped, table)
	if err != nil {
		return nil, err
	}
	if err := s.add(ctx, group, p.added, existing); err != nil {
		return nil, err
	}
	if group.Claimed {
		_, err = s.db.Exec(ctx, `
			UPDATE meetings SET status = 'on' WHERE group_id = $1 AND status = 'expected' AND starts_at > $2`, group.ID, now)
		if err != nil {
			return nil, err
		}
	}
	_, err = s.db.Exec(ctx, `UPDATE schedules SET made_through = $2, resumes = $3 WHERE group_id = $1`,
		group.ID, now.Add(Horizon), table.resumes(dates, now))
	return append(changed, dropped...), err
}

// fromToday are a group's meetings of today's local date and later, by original
// or by real date. They are held first, and then read: whoever takes a place at
// one meanwhile waits, and does not lose it with a date that goes.
func (s *Store) fromToday(ctx context.Context, group groups.Group) (existing []Meeting, err error) {
	now := s.now()
	today := schedule.WallOf(now, group.Location()).Midnight()
	_, err = s.db.Exec(ctx, `
		SELECT FROM meetings WHERE group_id = $1 AND (original >= $2 OR starts_at > $3) ORDER BY id FOR UPDATE`,
		group.ID, today, now)
	if err != nil {
		return nil, err
	}
	err = s.db.Select(ctx, &existing, `
		SELECT `+columns+seen+`
		WHERE m.group_id = $2 AND (m.original >= $3 OR m.starts_at > $4) ORDER BY m.original`,
		0, group.ID, today, now)
	return existing, err
}

// plan is what has to change for the meetings to agree with a timetable.
type plan struct {
	added   []schedule.Date
	retimed []retimed
	dropped []Meeting
}

// retimed is a meeting that gets the time of a date.
type retimed struct {
	meeting Meeting
	date    schedule.Date
}

// compare finds the plan. What people changed by hand (moved, called off, held)
// and what has begun is left alone. A meeting whose time is not in the timetable
// any more takes over another time of the same local date, with its places. One
// that an earlier timetable called off is on again if this one has its date.
func compare(dates []schedule.Date, existing []Meeting, now time.Time) plan {
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
		case m.superseded(now), m.plain(now) && !(m.Starts.Equal(date.Start) && m.Ends.Equal(date.End)):
			p.retimed = append(p.retimed, retimed{m, date})
		}
	}
	left := map[string][]Meeting{}
	for _, m := range existing {
		if _, gone := at[m.Original]; gone && m.plain(now) {
			day := m.Original.Format(time.DateOnly)
			left[day] = append(left[day], m)
		}
	}
	for _, date := range unmet {
		day := date.Wall.Format(time.DateOnly)
		if same := left[day]; len(same) > 0 {
			p.retimed = append(p.retimed, retimed{same[0], date})
			left[day] = same[1:]
		} else {
			p.added = append(p.added, date)
		}
	}
	for _, m := range existing {
		for _, other := range left[m.Original.Format(time.DateOnly)] {
			if other.ID == m.ID {
				p.dropped = append(p.dropped, m)
			}
		}
	}
	return p
}

// plain tells whether a meeting still is what the schedule made it.
func (m Meeting) plain(now time.Time) bool {
	return (m.Status == On || m.Status == Expected) && !m.Started(now)
}

// without is why a timetable calls off a date that it does not have.
func (t Timetable) without(w schedule.Wall) string {
	for _, one := range t {
		for _, rest := range one.Breaks {
			if rest.Covers(w) {
				return cmp.Or(rest.Why, "The group has a break.")
			}
		}
	}
	return "The group meets at other times now."
}

// superseded tells whether a timetable called the meeting off, and nobody else.
func (m Meeting) superseded(now time.Time) bool {
	return m.Status == CalledOff && m.Fallen && !m.Started(now)
}

// retime gives meetings the times of their dates, and puts those on again that a
// timetable had called off: they had places, so they are no mere expectation.
func (s *Store) retime(ctx context.Context, all []retimed) (changed []Changed, err error) {
	for _, r := range all {
		m, again := r.meeting, r.meeting.Status == CalledOff
		if again {
			m.Status, m.Reason, m.Fallen = On, "", false
		}
		m.Original, m.Starts, m.Ends = r.date.Wall, r.date.Start, r.date.End
		_, err := s.db.Exec(ctx, `
			UPDATE meetings SET original = $2, starts_at = $3, ends_at = $4, status = $5, reason = $6, superseded = $7 WHERE id = $1`,
			m.ID, m.Original, m.Starts, m.Ends, string(m.Status), m.Reason, m.Fallen)
		if err != nil {
			return nil, err
		}
		if was := r.meeting.Starts; m.Going > 0 && (again || !was.Equal(m.Starts)) {
			changed = append(changed, Changed{m, was})
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
		m.Status, m.Reason, m.Fallen = CalledOff, table.without(m.Original), true
		_, err := s.db.Exec(ctx, `
			UPDATE meetings SET status = $2, reason = $3, superseded = $4 WHERE id = $1`,
			m.ID, string(m.Status), m.Reason, m.Fallen)
		if err != nil {
			return nil, err
		}
		changed = append(changed, Changed{m, m.Starts})
	}
	return changed, nil
}
