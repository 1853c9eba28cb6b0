package meetings

import (
	"context"
	"strconv"
	"time"

	"regulars/internal/groups"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

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
