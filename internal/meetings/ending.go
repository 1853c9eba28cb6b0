package meetings

import (
	"context"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
)

// Why dates are called off that fall with their group. Such a date is known again by
// it, see PutOnAll.
const (
	GroupEnded     = "The group has ended."
	GroupTakenDown = "The group was taken down."
)

// CallOffAll calls off everything to come, because the group ends: GroupEnded or
// GroupTakenDown. The changes are those whose people have to hear. Meetings are held before they are read, so
// that nobody who takes a place meanwhile is left out.
func (s *Store) CallOffAll(ctx context.Context, group int64, reason string) (changed []Changed, err error) {
	defer fault.Wrap(&err, "call off all meetings of group %d", group)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		if _, err := s.groups.In(tx).Lock(ctx, group); err != nil {
			return err
		}
		var held []int64
		err := tx.Select(ctx, &held, `
			SELECT id FROM meetings WHERE group_id = $1 AND starts_at > $2 AND status <> 'called_off'
			ORDER BY id FOR UPDATE`, group, s.now())
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE meetings SET status = 'called_off', reason = $2 WHERE id = ANY ($1)`,
			postgres.Array(held), reason)
		if err != nil {
			return err
		}
		var off []Meeting
		err = tx.Select(ctx, &off, `SELECT `+columns+seen+` WHERE m.id = ANY ($2) ORDER BY m.starts_at`,
			0, postgres.Array(held))
		changed = nil
		for _, m := range off {
			if m.Going > 0 {
				changed = append(changed, Changed{Meeting: m, Was: m.Starts, WasVenue: m.Venue})
			}
		}
		return err
	})
	return changed, err
}

// PutOnAll takes back what CallOffAll did to a group that is listed again: dates to
// come are on, at the time and place that they had, with those who come every time.
// The changes are those whose people have to hear.
func (s *Store) PutOnAll(ctx context.Context, group int64) (changed []Changed, err error) {
	defer fault.Wrap(&err, "put on all meetings of group %d", group)
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		locked, err := in.groups.Lock(ctx, group)
		if err != nil {
			return err
		}
		all, err := in.fromDayOf(ctx, locked, s.now(), nil)
		if err != nil {
			return err
		}
		changed, err = in.putOnAll(ctx, locked, all)
		return err
	})
	return changed, err
}

// putOnAll does so with those of some meetings that were called off with their group.
func (s *Store) putOnAll(ctx context.Context, group groups.Group, all []Meeting) (changed []Changed, err error) {
	for _, m := range all {
		if !m.fellWithGroup() || m.Started(s.now()) {
			continue
		}
		was := m
		m.Status, m.Reason = m.undisturbed(group), ""
		if _, err := s.db.Exec(ctx, `UPDATE meetings SET status = $2, reason = '' WHERE id = $1`, m.ID, string(m.Status)); err != nil {
			return nil, err
		}
		if err := s.seatAgain(ctx, group, &m); err != nil {
			return nil, err
		}
		if m.Going > 0 {
			changed = append(changed, m.since(was))
		}
	}
	return changed, nil
}

// fellWithGroup tells whether the meeting was called off with its group.
func (m Meeting) fellWithGroup() bool {
	return m.Status == CalledOff && (m.Reason == GroupEnded || m.Reason == GroupTakenDown)
}

// undisturbed is what a meeting is that nobody called off.
func (m Meeting) undisturbed(group groups.Group) Status {
	switch {
	case !group.Claimed:
		return Expected
	case m.Venue != "" || !m.Starts.Equal(m.Original.Instant(group.Location())):
		return Moved
	}
	return On
}
