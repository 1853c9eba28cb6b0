package meetings

import (
	"context"
	"encoding/json"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// Timetable reads when a group meets, with its breaks. Of several schedules those
// that are over are left out while others go on.
func (s *Store) Timetable(ctx context.Context, group groups.Group) (table Timetable, err error) {
	table, err = s.Schedules(ctx, group)
	return table.current(s.now()), err
}

// scheduleRow is one schedule with all that differs from its rule.
type scheduleRow struct {
	Group     int64            `db:"group_id"`
	Starts    schedule.Wall    `db:"starts"`
	Minutes   int              `db:"minutes"`
	Rule      string           `db:"rule"`
	Except    postgres.Strings `db:"except_walls"`
	Extra     postgres.Strings `db:"extra_walls"`
	Overrides []byte           `db:"overrides"`
}

// Schedules are all of a group's, over or not.
func (s *Store) Schedules(ctx context.Context, group groups.Group) (table Timetable, err error) {
	defer fault.Wrap(&err, "schedules of group %d", group.ID)
	tables, err := s.SchedulesOf(ctx, []groups.Group{group})
	return tables[group.ID], err
}

// SchedulesOf are the Schedules of several groups, by their ids.
func (s *Store) SchedulesOf(ctx context.Context, all []groups.Group) (tables map[int64]Timetable, err error) {
	defer fault.Wrap(&err, "schedules of %d groups", len(all))
	ids := idsOf(all)
	var rows []scheduleRow
	err = s.db.Select(ctx, &rows, `
		SELECT s.group_id, s.starts, s.minutes, s.rule,
		       ARRAY(SELECT to_char(wall, 'YYYY-MM-DD"T"HH24:MI:SS') FROM exceptions e
		             WHERE e.schedule_id = s.id AND NOT extra ORDER BY wall) AS except_walls,
		       ARRAY(SELECT to_char(wall, 'YYYY-MM-DD"T"HH24:MI:SS') FROM exceptions e
		             WHERE e.schedule_id = s.id AND extra ORDER BY wall) AS extra_walls,
		       (SELECT json_agg(json_build_object('original', o.original, 'starts', o.starts,
		                        'minutes', o.minutes, 'venue', o.venue, 'why', o.why) ORDER BY o.original)
		        FROM overrides o WHERE o.schedule_id = s.id) AS overrides
		FROM schedules s WHERE s.group_id = ANY ($1) ORDER BY s.id`, postgres.Array(ids))
	if err != nil {
		return nil, err
	}
	breaks, err := s.breaksOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	zones := map[int64]*time.Location{}
	for _, group := range all {
		zones[group.ID] = group.Location()
	}
	tables = map[int64]Timetable{}
	for _, row := range rows {
		one, err := row.schedule(zones[row.Group])
		if err != nil {
			return nil, err
		}
		for _, rest := range breaks[row.Group] {
			one.Breaks = append(one.Breaks, rest.Break)
		}
		tables[row.Group] = append(tables[row.Group], one)
	}
	return tables, nil
}

func idsOf(all []groups.Group) []int64 {
	ids := make([]int64, len(all))
	for i, group := range all {
		ids[i] = group.ID
	}
	return ids
}

func (row scheduleRow) schedule(zone *time.Location) (one schedule.Schedule, err error) {
	one = schedule.Schedule{Start: row.Starts, Zone: zone, Length: minutes(row.Minutes)}
	if one.Rule, err = schedule.ParseRule(row.Rule); err != nil {
		return one, err
	}
	if one.Except, err = walls(row.Except); err != nil {
		return one, err
	}
	if one.Extra, err = walls(row.Extra); err != nil {
		return one, err
	}
	one.Overrides, err = overrides(row.Overrides)
	return one, err
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

func walls(texts []string) ([]schedule.Wall, error) {
	var all []schedule.Wall
	for _, text := range texts {
		wall, err := schedule.ParseWall(text)
		if err != nil {
			return nil, err
		}
		all = append(all, wall)
	}
	return all, nil
}

// overrides reads them as the database writes them; nothing is none.
func overrides(text []byte) (all []schedule.Override, err error) {
	if text == nil {
		return nil, nil
	}
	var rows []struct {
		Original   string
		Starts     *string
		Minutes    int
		Venue, Why string
	}
	if err := json.Unmarshal(text, &rows); err != nil {
		return nil, err
	}
	for _, row := range rows {
		o := schedule.Override{Length: minutes(row.Minutes), Where: row.Venue, Why: row.Why}
		if o.Original, err = schedule.ParseWall(row.Original); err != nil {
			return nil, err
		}
		if row.Starts != nil {
			if o.Start, err = schedule.ParseWall(*row.Starts); err != nil {
				return nil, err
			}
		}
		all = append(all, o)
	}
	return all, nil
}

// replace puts a timetable in the place of what a group has.
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
	for _, o := range one.Overrides {
		_, err := s.db.Exec(ctx, `
			INSERT INTO overrides (schedule_id, original, starts, minutes, venue, why) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (schedule_id, original) DO NOTHING`, id, o.Original, o.Start, int(o.Length/time.Minute), o.Where, o.Why)
		if err != nil {
			return err
		}
	}
	return nil
}

// forget drops what the timetable says besides its rule of one date; it is as the
// rule has it then.
func (s *Store) forget(ctx context.Context, m Meeting) error {
	_, err := s.db.Exec(ctx, `
		DELETE FROM overrides WHERE original = $2 AND schedule_id IN (SELECT id FROM schedules WHERE group_id = $1)`,
		m.GroupID, m.Original)
	return err
}
