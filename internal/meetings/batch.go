package meetings

import (
	"context"
	"maps"
	"slices"
	"time"

	"regulars/internal/groups"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// batch is what extending many groups at once writes, by column, as one statement
// takes it.
type batch struct {
	now      time.Time
	extended []int64             // groups
	resumes  map[int64]time.Time // of those with a next date beyond the horizon
	capacity map[int64]int       // of claimed groups that get meetings

	columnsOf // of the new meetings
}

// extend adds what a group lacks up to the horizon; false if that is not enough to
// make its meetings agree with its timetable since a moment.
func (b *batch) extend(group groups.Group, table Timetable, existing []Meeting, since time.Time) bool {
	p := compare(table.scheduled(since, b.now.Add(Horizon)), existing, nil, since, group.Claimed)
	if len(p.renewed)+len(p.dropped) > 0 {
		return false
	}
	b.extended = append(b.extended, group.ID)
	if next := table.resumes(b.now); next != nil {
		b.resumes[group.ID] = *next
	}
	for _, date := range p.added {
		b.append(group.ID, Of(date, group.Claimed))
	}
	if group.Claimed && len(p.added) > 0 {
		b.capacity[group.ID] = group.Capacity
	}
	return true
}

// comingOf are the meetings of several groups that compare needs to see, as
// fromDayOf gives them for one. They are not held: which dates a group has, and
// what its timetable makes of them, changes under its own lock alone.
func (s *Store) comingOf(ctx context.Context, all []groups.Group) (map[int64][]Meeting, error) {
	var days []schedule.Wall
	var since []string
	for _, group := range all {
		from := s.since(group)
		days = append(days, dayOf(from, group))
		since = append(since, from.Format(time.RFC3339Nano))
	}
	var rows []Meeting
	const seen = `
		SELECT m.id, m.group_id, m.original, m.starts_at, m.ends_at, m.status, m.reason, m.venue, m.by_timetable`
	err := s.db.Select(ctx, &rows, seen+`
		FROM unnest($1::bigint[], $2::timestamp[], $3::timestamptz[]) g (id, day, since)
		JOIN meetings m ON m.group_id = g.id AND (m.original >= g.day OR m.starts_at > g.since)
		UNION `+seen+` -- and what a timetable may have moved from before
		FROM schedules s JOIN overrides o ON o.schedule_id = s.id
		JOIN meetings m ON m.group_id = s.group_id AND m.original = o.original
		WHERE s.group_id = ANY ($1)
		ORDER BY original`, postgres.Array(idsOf(all)), wallArray(days), postgres.Array(since))
	coming := map[int64][]Meeting{}
	for _, m := range rows {
		coming[m.GroupID] = append(coming[m.GroupID], m)
	}
	return coming, err
}

// save writes a batch and tells how many groups it extended.
func (s *Store) save(ctx context.Context, b batch) (made int, err error) {
	if made, err = s.markMade(ctx, b); err != nil || len(b.groups) == 0 {
		return made, err
	}
	if err := s.giveKeys(ctx, &b.columnsOf); err != nil {
		return 0, err
	}
	in, err := s.seatsOf(ctx, b)
	if err != nil {
		return 0, err
	}
	return made, s.insert(ctx, b, in)
}

// markMade notes how far ahead the groups' meetings are made now. One that another
// process extended between the choice of this batch and its locks does not count
// again.
func (s *Store) markMade(ctx context.Context, b batch) (made int, err error) {
	through := b.now.Add(Horizon)
	err = s.db.Get(ctx, &made, `
		WITH extended AS (
			UPDATE schedules SET made_through = $2, resumes = NULL
			WHERE group_id = ANY ($1) AND (made_through IS NULL OR made_through < $3)
			RETURNING group_id)
		SELECT count(DISTINCT group_id) FROM extended`, postgres.Array(b.extended), through, through.Add(-slack))
	if err != nil {
		return 0, err
	}
	for group, next := range b.resumes {
		if _, err := s.db.Exec(ctx, `UPDATE schedules SET resumes = $2 WHERE group_id = $1`, group, next); err != nil {
			return 0, err
		}
	}
	return made, nil
}

// insert puts in the new meetings, with a place at each for those in its group.
func (s *Store) insert(ctx context.Context, b batch, in seats) error {
	_, err := s.db.Exec(ctx, `
		WITH made AS (
			INSERT INTO meetings (group_id, key, original, starts_at, ends_at, status, venue, reason, by_timetable)
			SELECT group_id, key, original, starts_at, ends_at, status, venue, reason, by_timetable
			FROM unnest($1::bigint[], $2::text[], $3::timestamp[], $4::timestamptz[], $5::timestamptz[],
			            $6::text[], $7::text[], $8::text[], $9::boolean[])
			     m (group_id, key, original, starts_at, ends_at, status, venue, reason, by_timetable)
			RETURNING id, group_id, original, status)
		INSERT INTO places (meeting_id, member_id, coming, friends, said_at)
		SELECT made.id, s.member_id, true, s.friends, s.since
		FROM made
		JOIN unnest($10::bigint[], $11::timestamp[], $12::bigint[]) seated (group_id, original, member_id)
			ON seated.group_id = made.group_id AND seated.original = made.original
		JOIN standing_places s ON s.group_id = seated.group_id AND s.member_id = seated.member_id
		WHERE made.status <> 'called_off'
		  AND s.group_id = ANY ($10)`, // said once more, or all standing places are read for each batch
		postgres.Array(b.groups), postgres.Array(b.keys), wallArray(b.originals), postgres.Array(b.starts), postgres.Array(b.ends),
		postgres.Array(b.statuses), postgres.Array(b.venues), postgres.Array(b.reasons), postgres.Array(b.byTimetable),
		postgres.Array(in.groups), wallArray(in.originals), postgres.Array(in.members))
	return err
}

// seats are who gets a place at which new meeting of which group, by column.
type seats struct {
	groups, members []int64
	originals       []schedule.Wall
}

// seatsOf are those who come every time and for whom there is room.
func (s *Store) seatsOf(ctx context.Context, b batch) (in seats, err error) {
	var rows []struct {
		Group int64 `db:"group_id"`
		seat
	}
	err = s.db.Select(ctx, &rows, `
		SELECT group_id, member_id, friends, days FROM standing_places
		WHERE group_id = ANY ($1) ORDER BY since, member_id`, postgres.Array(slices.Collect(maps.Keys(b.capacity))))
	standing := map[int64][]seat{}
	for _, row := range rows {
		standing[row.Group] = append(standing[row.Group], row.seat)
	}
	for i, group := range b.groups {
		for _, one := range seated(standing[group], b.originals[i], b.capacity[group]) {
			in.groups, in.members = append(in.groups, group), append(in.members, one.Member)
			in.originals = append(in.originals, b.originals[i])
		}
	}
	return in, err
}
