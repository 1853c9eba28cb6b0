package meetings

import (
	"context"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
)

// leftOut is somebody who comes every time and has no place at one meeting, though
// it is on one of their days and they did not say "not this time": it is new, or it was
// full or called off.
type leftOut struct {
	seat
	Meeting int64 `db:"meeting_id"`
	Taken   int   `db:"taken"` // places of the meeting
}

// Reseat gives those who come every time their places at coming meetings that were
// full and are not any more, in the order of standing. It is run after a group's
// capacity grew.
func (s *Store) Reseat(ctx context.Context, group int64) (err error) {
	defer fault.Wrap(&err, "seat those who come every time to group %d", group)
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		locked, err := in.groups.Lock(ctx, group)
		if err != nil || !locked.Claimed {
			return err
		}
		// Held first, and counted by another statement then.
		held, err := in.fromDayOf(ctx, locked, s.now(), nil)
		if err != nil {
			return err
		}
		var meetings []int64
		for _, m := range held {
			meetings = append(meetings, m.ID)
		}
		_, err = in.seatLeftOut(ctx, locked, meetings)
		return err
	})
}

// seatAgain gives those who come every time their places at a meeting that was
// called off and is on again: while it was, nobody got one. Its row is held.
func (s *Store) seatAgain(ctx context.Context, group groups.Group, m *Meeting) error {
	people, err := s.seatLeftOut(ctx, group, []int64{m.ID})
	m.Going += people
	return err
}

func (s *Store) leftOut(ctx context.Context, meetings []int64) (rows []leftOut, err error) {
	err = s.db.Select(ctx, &rows, `
		SELECT m.id AS meeting_id, s.member_id, s.friends, s.days,
			(SELECT coalesce(sum(1 + p.friends), 0) FROM places p WHERE p.meeting_id = m.id AND p.coming) AS taken
		FROM meetings m JOIN standing_places s ON s.group_id = m.group_id
		WHERE m.id = ANY ($1) AND m.starts_at > $2 AND m.status IN ('on', 'moved') AND stands_on(s.days, m.original)
		  AND NOT EXISTS (SELECT FROM places p WHERE p.meeting_id = m.id AND p.member_id = s.member_id)
		ORDER BY m.starts_at, m.id, s.since, s.member_id`, postgres.Array(meetings), s.now())
	return rows, err
}

// seatLeftOut seats as many as fit at some meetings, and tells how many people that
// are. A party that is too large does not keep out a smaller one behind it.
func (s *Store) seatLeftOut(ctx context.Context, group groups.Group, at []int64) (people int, err error) {
	rows, err := s.leftOut(ctx, at)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	var meetings, members []int64
	free := map[int64]int{}
	for _, one := range rows {
		left, known := free[one.Meeting]
		if !known {
			left = group.Capacity - one.Taken
		}
		if fits := group.Capacity == 0 || 1+one.Friends <= left; fits {
			left -= 1 + one.Friends
			people += 1 + one.Friends
			meetings, members = append(meetings, one.Meeting), append(members, one.Member)
		}
		free[one.Meeting] = left
	}
	_, err = s.db.Exec(ctx, `
		INSERT INTO places (meeting_id, member_id, coming, friends, said_at)
		SELECT n.meeting_id, s.member_id, true, s.friends, s.since
		FROM unnest($2::bigint[], $3::bigint[]) n (meeting_id, member_id)
		JOIN standing_places s ON s.group_id = $1 AND s.member_id = n.member_id`,
		group.ID, postgres.Array(meetings), postgres.Array(members))
	return people, err
}
