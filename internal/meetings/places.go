package meetings

import (
	"cmp"
	"context"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
)

// Attend gives a member a place at one meeting, and friends others, or changes
// how many friends come. fault.Conflict if the meeting is full, over, called off
// or only expected.
func (s *Store) Attend(ctx context.Context, group groups.Group, meeting, member int64, friends int) (err error) {
	defer fault.Wrap(&err, "attend meeting %d", meeting)
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		// Held also for its capacity, which may be another by now than on the page.
		locked, err := in.groups.Lock(ctx, group.ID)
		if err != nil {
			return err
		}
		return in.attend(ctx, locked, meeting, member, friends)
	})
}

// attend does so under the group's lock.
func (s *Store) attend(ctx context.Context, group groups.Group, meeting, member int64, friends int) error {
	m, err := s.locked(ctx, group.ID, meeting, member)
	if err != nil {
		return err
	}
	taken := m.Going
	if m.Coming() {
		taken -= 1 + m.MyFriends
	}
	if err := m.Attend(s.now(), friends, taken, group.Capacity); err != nil {
		return err
	}
	// A yes that only changes the number of friends is as old as the first
	// one: its reminder stays due.
	_, err = s.db.Exec(ctx, `
		INSERT INTO places (meeting_id, member_id, coming, friends, said_at) VALUES ($1, $2, true, $3, $4)
		ON CONFLICT (meeting_id, member_id) DO UPDATE SET coming = true, friends = excluded.friends,
			said_at = CASE WHEN places.coming THEN places.said_at ELSE excluded.said_at END`,
		meeting, member, friends, s.now())
	return err
}

// NotThisTime gives a member's place at one meeting back; a standing place goes
// on with the next one. Saying it twice is no failure.
func (s *Store) NotThisTime(ctx context.Context, group groups.Group, meeting, member int64) (err error) {
	defer fault.Wrap(&err, "not this time to meeting %d", meeting)
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		m, err := s.In(tx).locked(ctx, group.ID, meeting, member)
		if err != nil {
			return err
		}
		if err := m.Decline(s.now()); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO places (meeting_id, member_id, coming, friends, said_at) VALUES ($1, $2, false, 0, $3)
			ON CONFLICT (meeting_id, member_id) DO UPDATE SET coming = false, friends = 0, said_at = excluded.said_at`,
			meeting, member, s.now())
		return err
	})
}

// Standing tells whether a member comes to a group every time, and on which days.
func (s *Store) Standing(ctx context.Context, group, member int64) (stands bool, days Days, err error) {
	defer fault.Wrap(&err, "standing place of member %d in group %d", member, group)
	err = s.db.Get(ctx, &days, `SELECT days FROM standing_places WHERE group_id = $1 AND member_id = $2`, group, member)
	if fault.KindOf(err) == fault.NotFound {
		return false, 0, nil
	}
	return err == nil, days, err
}

// Stood tells what "I come every time" brought for the meetings known so far.
type Stood struct {
	Places int   // meetings with a place
	Full   int   // meetings that were full already
	First  int64 // the first of the meetings with a place; 0: there is none
}

// Stand gives a member a standing place: one yes for the whole series, on the days
// that it meets now. It makes them a member of the group, and gives a place at every
// coming meeting of those days that is not full and that they have not declined; those
// made later follow by themselves. A place that they have already stays as it is, with
// its friends. fault.Conflict if the listing is unclaimed, or smaller than the
// party.
func (s *Store) Stand(ctx context.Context, id, member int64, friends int) (stood Stood, err error) {
	defer fault.Wrap(&err, "stand in group %d", id)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		group, err := in.groups.Lock(ctx, id)
		if err != nil {
			return err
		}
		if err := mayStand(group, friends); err != nil {
			return err
		}
		if err := in.groups.Join(ctx, id, member); err != nil {
			return err
		}
		table, err := in.Timetable(ctx, group)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO standing_places (group_id, member_id, friends, since, days) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (group_id, member_id) DO UPDATE SET friends = excluded.friends, days = excluded.days`,
			id, member, friends, s.now(), table.Days())
		if err != nil {
			return err
		}
		stood, err = in.placesForStanding(ctx, group, member, friends)
		return err
	})
	return stood, err
}

// mayStand is the rule of taking a standing place.
func mayStand(group groups.Group, friends int) error {
	switch {
	case friends < 0 || friends > MostFriends:
		return fault.New(fault.Invalid, "You can bring up to %d friends.", MostFriends)
	case !group.Claimed:
		return fault.New(fault.Conflict, "Nobody answers for this group here yet, so places cannot be kept. You can save it and be reminded.")
	case group.Capacity > 0 && 1+friends > group.Capacity:
		return fault.New(fault.Conflict, "This group has %d places in all, fewer than you need.", group.Capacity)
	}
	return nil
}

func (s *Store) placesForStanding(ctx context.Context, group groups.Group, member int64, friends int) (stood Stood, err error) {
	var coming []struct {
		ID    int64 `db:"id"`
		Taken bool  `db:"taken"` // by the member, before
	}
	err = s.db.Select(ctx, &coming, `
		SELECT m.id, EXISTS (SELECT FROM places p WHERE p.meeting_id = m.id AND p.member_id = $3 AND p.coming) AS taken
		FROM meetings m JOIN standing_places t ON t.group_id = m.group_id AND t.member_id = $3
		WHERE m.group_id = $1 AND m.starts_at > $2 AND m.status IN ('on', 'moved') AND stands_on(t.days, m.original)
		  AND NOT EXISTS (SELECT FROM places p WHERE p.meeting_id = m.id AND p.member_id = $3 AND NOT p.coming)
		ORDER BY m.starts_at, m.id FOR UPDATE OF m`, group.ID, s.now(), member)
	if err != nil {
		return Stood{}, err
	}
	for _, m := range coming {
		if m.Taken { // with the friends who come then
			stood.First = cmp.Or(stood.First, m.ID)
			stood.Places++
			continue
		}
		err := s.attend(ctx, group, m.ID, member, friends)
		switch {
		case fault.KindOf(err) == fault.Conflict:
			stood.Full++
		case err != nil:
			return Stood{}, err
		default:
			stood.First = cmp.Or(stood.First, m.ID)
			stood.Places++
		}
	}
	return stood, nil
}

// Unstand ends a standing place and gives the places at all coming meetings
// back.
func (s *Store) Unstand(ctx context.Context, group, member int64) (err error) {
	defer fault.Wrap(&err, "end standing place in group %d", group)
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		if _, err := s.groups.In(tx).Lock(ctx, group); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM standing_places WHERE group_id = $1 AND member_id = $2`, group, member); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			DELETE FROM places p USING meetings m
			WHERE m.id = p.meeting_id AND m.group_id = $1 AND m.starts_at > $2 AND p.member_id = $3`, group, s.now(), member)
		return err
	})
}

// Leave ends a membership with all places to come. fault.Conflict for the last
// organizer.
func (s *Store) Leave(ctx context.Context, group, member int64) (err error) {
	defer fault.Wrap(&err, "leave group %d", group)
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		if err := s.In(tx).Unstand(ctx, group, member); err != nil {
			return err
		}
		return s.groups.In(tx).Leave(ctx, group, member)
	})
}

// locked finds a meeting of a group as member sees it and holds it until the
// transaction ends, so that its places are counted right.
func (s *Store) locked(ctx context.Context, group, meeting, member int64) (m Meeting, err error) {
	var id int64
	err = s.db.Get(ctx, &id, `SELECT id FROM meetings WHERE id = $1 AND group_id = $2 FOR UPDATE`, meeting, group)
	if err != nil {
		return Meeting{}, err
	}
	// Counted by a second statement: the first one's snapshot may be older than
	// the lock it waited for.
	err = s.db.Get(ctx, &m, `SELECT `+columns+seen+` WHERE m.id = $2`, member, meeting)
	return m, err
}
