package meetings

import (
	"context"
	"strconv"
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
// those who come to be told.
func (s *Store) SetTimetable(ctx context.Context, group int64, table Timetable) (changed []Changed, err error) {
	defer fault.Wrap(&err, "set timetable of group %d", group)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		locked, err := in.groups.Lock(ctx, group)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM schedules WHERE group_id = $1`, group); err != nil {
			return err
		}
		for _, one := range table {
			if err := in.addSchedule(ctx, group, one); err != nil {
				return err
			}
		}
		changed, err = in.materialise(ctx, locked)
		return err
	})
	return changed, err
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
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		locked, err := in.groups.Lock(ctx, group)
		if err != nil {
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
	p := compare(table.Between(now, now.Add(Horizon)), existing, now)
	changed, err := s.retime(ctx, p.retimed)
	if err != nil {
		return nil, err
	}
	dropped, err := s.drop(ctx, p.dropped)
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
	_, err = s.db.Exec(ctx, `UPDATE schedules SET made_through = $2 WHERE group_id = $1`, group.ID, now.Add(Horizon))
	return append(changed, dropped...), err
}

// fromToday are a group's meetings of today's local date and later, by original
// or by real date.
func (s *Store) fromToday(ctx context.Context, group groups.Group) (existing []Meeting, err error) {
	now := s.now()
	year, month, day := now.In(group.Location()).Date()
	today := schedule.NewWall(year, month, day, 0, 0)
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

type retimed struct {
	meeting Meeting
	date    schedule.Date
}

// compare finds the plan. What people changed by hand (moved, called off, held)
// and what has begun is left alone. A meeting whose time is not in the timetable
// any more takes over another time of the same local date, with its places.
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
		case m.plain(now) && !(m.Starts.Equal(date.Start) && m.Ends.Equal(date.End)):
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

func (s *Store) retime(ctx context.Context, all []retimed) (changed []Changed, err error) {
	for _, r := range all {
		_, err := s.db.Exec(ctx, `UPDATE meetings SET original = $2, starts_at = $3, ends_at = $4 WHERE id = $1`,
			r.meeting.ID, r.date.Wall, r.date.Start, r.date.End)
		if err != nil {
			return nil, err
		}
		was := r.meeting.Starts
		r.meeting.Original, r.meeting.Starts, r.meeting.Ends = r.date.Wall, r.date.Start, r.date.End
		if r.meeting.Going > 0 && !was.Equal(r.meeting.Starts) {
			changed = append(changed, Changed{r.meeting, was})
		}
	}
	return changed, nil
}

// drop deletes meetings that are no more, or calls them off where somebody
// counts on them.
func (s *Store) drop(ctx context.Context, all []Meeting) (changed []Changed, err error) {
	for _, m := range all {
		if m.Going == 0 {
			if _, err := s.db.Exec(ctx, `DELETE FROM meetings WHERE id = $1`, m.ID); err != nil {
				return nil, err
			}
			continue
		}
		m.Status, m.Reason = CalledOff, "The group meets at other times now."
		if _, err := s.db.Exec(ctx, `UPDATE meetings SET status = $2, reason = $3 WHERE id = $1`, m.ID, string(m.Status), m.Reason); err != nil {
			return nil, err
		}
		changed = append(changed, Changed{m, m.Starts})
	}
	return changed, nil
}

// add makes meetings with places for those who come every time.
func (s *Store) add(ctx context.Context, group groups.Group, dates []schedule.Date, existing []Meeting) error {
	if len(dates) == 0 {
		return nil
	}
	status := Expected
	if group.Claimed {
		status = On
	}
	var originals []schedule.Wall
	var keys []string
	var starts, ends []string
	taken := takenKeys(existing)
	for _, date := range dates {
		originals = append(originals, date.Wall)
		keys = append(keys, taken.next(date.Wall))
		starts = append(starts, date.Start.Format(time.RFC3339))
		ends = append(ends, date.End.Format(time.RFC3339))
	}
	var ids []int64
	err := s.db.Select(ctx, &ids, `
		INSERT INTO meetings (group_id, key, original, starts_at, ends_at, status)
		SELECT $1, d.key, d.original, d.starts_at, d.ends_at, $6
		FROM unnest($2::text[], $3::timestamp[], $4::timestamptz[], $5::timestamptz[]) d (key, original, starts_at, ends_at)
		RETURNING id`,
		group.ID, postgres.Array(keys), wallArray(originals), postgres.Array(starts), postgres.Array(ends), string(status))
	if err != nil || !group.Claimed {
		return err
	}
	return s.seatStanding(ctx, group, ids)
}

// seatStanding gives those who come every time their places at new meetings.
func (s *Store) seatStanding(ctx context.Context, group groups.Group, meetings []int64) error {
	var standing []seat
	err := s.db.Select(ctx, &standing, `
		SELECT member_id, friends FROM standing_places WHERE group_id = $1 ORDER BY since, member_id`, group.ID)
	if err != nil {
		return err
	}
	var members []int64
	for _, one := range seated(standing, group.Capacity) {
		members = append(members, one.Member)
	}
	_, err = s.db.Exec(ctx, `
		INSERT INTO places (meeting_id, member_id, coming, friends, said_at)
		SELECT m.id, s.member_id, true, s.friends, s.since
		FROM unnest($2::bigint[]) m (id), standing_places s
		WHERE s.group_id = $1 AND s.member_id = ANY ($3::bigint[])`,
		group.ID, postgres.Array(meetings), postgres.Array(members))
	return err
}

type seat struct {
	Member  int64 `db:"member_id"`
	Friends int   `db:"friends"`
}

// seated are those of the standing, in their order, for whom there is room. A
// party that is too large does not keep out a smaller one behind it.
func seated(standing []seat, capacity int) []seat {
	if capacity == 0 {
		return standing
	}
	var in []seat
	for _, one := range standing {
		if 1+one.Friends <= capacity {
			capacity -= 1 + one.Friends
			in = append(in, one)
		}
	}
	return in
}

// keys are the addresses of meetings that are taken.
type keys map[string]bool

func takenKeys(existing []Meeting) keys {
	taken := keys{}
	for _, m := range existing {
		taken[m.Key] = true
	}
	return taken
}

// next takes the key of a date, with "-2" for the second meeting of a day.
func (k keys) next(wall schedule.Wall) string {
	day := wall.Format(time.DateOnly)
	key := day
	for n := 2; k[key]; n++ {
		key = day + "-" + strconv.Itoa(n)
	}
	k[key] = true
	return key
}

func wallArray(walls []schedule.Wall) any {
	texts := make([]string, len(walls))
	for i, wall := range walls {
		texts[i] = wall.Format("2006-01-02T15:04:05")
	}
	return postgres.Array(texts)
}

// Extended tells what one run of Extend did.
type Extended struct {
	Groups  int // whose meetings were made further ahead
	Endless int // claimed groups with a repeating schedule and yet no next date: an alarm
}

// Extend makes meetings further ahead for groups whose horizon has come nearer.
// One group that fails does not stop the others; its error is returned with the
// count of the rest.
func (s *Store) Extend(ctx context.Context) (done Extended, err error) {
	defer fault.Wrap(&err, "extend the horizon")
	var due []int64
	err = s.db.Select(ctx, &due, `
		SELECT DISTINCT s.group_id FROM schedules s JOIN groups g ON g.id = s.group_id
		WHERE (s.made_through IS NULL OR s.made_through < $1) AND g.state <> 'removed'
		ORDER BY s.group_id`, s.now().Add(Horizon-slack))
	if err != nil {
		return Extended{}, err
	}
	var failed error
	for _, group := range due {
		if _, err := s.Materialise(ctx, group); err != nil {
			failed = err
			continue
		}
		done.Groups++
	}
	err = s.db.Get(ctx, &done.Endless, `
		SELECT count(DISTINCT g.id) FROM groups g JOIN schedules s ON s.group_id = g.id
		WHERE g.claimed AND g.state = 'listed' AND s.rule <> '' AND s.rule !~ '(UNTIL|COUNT)='
		  AND NOT EXISTS (SELECT FROM meetings m WHERE m.group_id = g.id AND m.starts_at > $1 AND m.status <> 'called_off')`,
		s.now())
	if failed != nil {
		err = failed
	}
	return done, err
}
