package meetings

import (
	"context"
	"time"

	"regulars/internal/groups"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// add makes meetings with places for those who come every time.
func (s *Store) add(ctx context.Context, group groups.Group, dates []schedule.Date) error {
	if len(dates) == 0 {
		return nil
	}
	var made columnsOf
	for _, date := range dates {
		made.append(group.ID, Of(date, group.Claimed))
	}
	if err := s.giveKeys(ctx, &made); err != nil {
		return err
	}
	var rows []struct {
		ID     int64  `db:"id"`
		Status Status `db:"status"`
	}
	err := s.db.Select(ctx, &rows, `
		INSERT INTO meetings (group_id, key, original, starts_at, ends_at, status, venue, reason, by_timetable)
		SELECT $1, d.* FROM unnest($2::text[], $3::timestamp[], $4::timestamptz[], $5::timestamptz[],
		                           $6::text[], $7::text[], $8::text[], $9::boolean[]) d
		RETURNING id, status`,
		group.ID, postgres.Array(made.keys), wallArray(made.originals), postgres.Array(made.starts), postgres.Array(made.ends),
		postgres.Array(made.statuses), postgres.Array(made.venues), postgres.Array(made.reasons), postgres.Array(made.byTimetable))
	if err != nil || !group.Claimed {
		return err
	}
	var ids []int64
	for _, row := range rows {
		if row.Status != CalledOff {
			ids = append(ids, row.ID)
		}
	}
	_, err = s.seatLeftOut(ctx, group, ids)
	return err
}

// columnsOf are new meetings by column, as one statement takes them.
type columnsOf struct {
	groups                                        []int64
	keys, starts, ends, statuses, venues, reasons []string
	originals                                     []schedule.Wall
	byTimetable                                   []bool
}

func (c *columnsOf) append(group int64, m Meeting) {
	c.groups, c.originals = append(c.groups, group), append(c.originals, m.Original)
	c.starts, c.ends = append(c.starts, m.Starts.Format(time.RFC3339)), append(c.ends, m.Ends.Format(time.RFC3339))
	c.statuses, c.venues = append(c.statuses, string(m.Status)), append(c.venues, m.Venue)
	c.reasons, c.byTimetable = append(c.reasons, m.Reason), append(c.byTimetable, m.ByTimetable)
}

type seat struct {
	Member  int64 `db:"member_id"`
	Friends int   `db:"friends"`
	Days    Days  `db:"days"`
}

// seated are those of the standing, in their order, who come on the day of a date and
// for whom there is room. A party that is too large does not keep out a smaller one
// behind it.
func seated(standing []seat, original schedule.Wall, capacity int) (in []seat) {
	left := capacity
	for _, one := range standing {
		if one.Days.Hold(original) && (capacity == 0 || 1+one.Friends <= left) {
			left -= 1 + one.Friends
			in = append(in, one)
		}
	}
	return in
}

func wallArray(walls []schedule.Wall) any {
	texts := make([]string, len(walls))
	for i, wall := range walls {
		texts[i] = wall.Format("2006-01-02T15:04:05")
	}
	return postgres.Array(texts)
}
