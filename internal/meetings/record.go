package meetings

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// Revision tells how often something has changed and when it last did, as
// calendars say it (RFC 5545, SEQUENCE and LAST-MODIFIED).
type Revision struct {
	Sequence  int       `db:"sequence"` // from 0 on
	ChangedAt time.Time `db:"changed_at"`
}

// Plus is the revision of what consists of two parts: it has changed as often as both
// together, and when the later of them did.
func (r Revision) Plus(part Revision) Revision {
	r.Sequence += part.Sequence
	if part.ChangedAt.After(r.ChangedAt) {
		r.ChangedAt = part.ChangedAt
	}
	return r
}

// Record is a meeting with its revision.
type Record struct {
	Meeting
	Revision
}

// Records are a group's meetings that start after a moment, and all those ever
// moved or called off, in order.
func (s *Store) Records(ctx context.Context, group int64, since time.Time) ([]Record, error) {
	records, err := s.RecordsOf(ctx, []int64{group}, since)
	return records[group], err
}

// RecordsOf are the Records of several groups, by their ids.
func (s *Store) RecordsOf(ctx context.Context, groups []int64, since time.Time) (records map[int64][]Record, err error) {
	defer fault.Wrap(&err, "meetings of %d groups since %v", len(groups), since)
	var rows []Record
	err = s.db.Select(ctx, &rows, `
		SELECT `+columns+`, m.sequence, m.changed_at`+seen+`
		WHERE m.group_id = ANY ($2) AND (m.starts_at > $3 OR m.status IN ('moved', 'called_off'))
		ORDER BY m.starts_at, m.id`, 0, postgres.Array(groups), since)
	records = map[int64][]Record{}
	for _, row := range rows {
		records[row.GroupID] = append(records[row.GroupID], row)
	}
	return records, err
}

// RecordsByID are meetings of any groups, by their ids; those that have gone are left
// out.
func (s *Store) RecordsByID(ctx context.Context, ids []int64) (records []Record, err error) {
	defer fault.Wrap(&err, "find %d meetings", len(ids))
	err = s.db.Select(ctx, &records, `
		SELECT `+columns+`, m.sequence, m.changed_at`+seen+`
		WHERE m.id = ANY ($2) ORDER BY m.id`, 0, postgres.Array(ids))
	return records, err
}

// Record is the meeting of a key as ByKey finds it.
func (s *Store) Record(ctx context.Context, group groups.Group, key string) (r Record, err error) {
	if r.Meeting, err = s.ByKey(ctx, group, key, 0); err != nil {
		return r, err
	}
	defer fault.Wrap(&err, "revision of meeting %d", r.ID)
	err = s.db.Get(ctx, &r.Revision, `SELECT sequence, changed_at FROM meetings WHERE id = $1`, r.ID)
	return r, err
}

// Agenda are the meetings after a moment that a member has a place at, and the
// expected ones of listings saved; in order.
func (s *Store) Agenda(ctx context.Context, member int64, since time.Time) (records []Record, err error) {
	defer fault.Wrap(&err, "agenda of member %d", member)
	err = s.db.Select(ctx, &records, `
		SELECT `+columns+`, m.sequence, m.changed_at`+seen+`
		JOIN groups g ON g.id = m.group_id AND g.state IN ('listed', 'paused')
		LEFT JOIN memberships b ON b.group_id = m.group_id AND b.member_id = $1
		WHERE m.starts_at > $2
		  AND (mine.coming OR (m.status = 'expected' AND b.member_id IS NOT NULL))
		ORDER BY m.starts_at, m.id`, member, since)
	return records, err
}

// RevisionsOf tells how often groups' timetables were replaced, by the groups'
// ids. One that never had a date has none.
func (s *Store) RevisionsOf(ctx context.Context, groups []int64) (revisions map[int64]Revision, err error) {
	defer fault.Wrap(&err, "revisions of %d timetables", len(groups))
	var rows []struct {
		GroupID int64 `db:"group_id"`
		Revision
	}
	err = s.db.Select(ctx, &rows, `
		SELECT group_id, sequence, changed_at FROM timetables WHERE group_id = ANY ($1)`, postgres.Array(groups))
	revisions = map[int64]Revision{}
	for _, row := range rows {
		revisions[row.GroupID] = row.Revision
	}
	return revisions, err
}

// UIDs are what the calendar that a group was imported from calls its events, so
// that ours can call them alike.
type UIDs struct {
	Series map[schedule.Wall]string // what repeats, by its first wall time
	Dates  map[schedule.Wall]string // single dates
}

// UIDsOf gives those of several groups by the groups' ids. Both maps of each are
// there, if empty.
func (s *Store) UIDsOf(ctx context.Context, groups []int64) (uids map[int64]UIDs, err error) {
	defer fault.Wrap(&err, "event names of %d groups", len(groups))
	var rows []struct {
		GroupID int64         `db:"group_id"`
		Wall    schedule.Wall `db:"wall"`
		Repeats bool          `db:"repeats"`
		UID     string        `db:"uid"`
	}
	err = s.db.Select(ctx, &rows, `
		SELECT group_id, wall, repeats, uid FROM event_uids WHERE group_id = ANY ($1)`, postgres.Array(groups))
	uids = map[int64]UIDs{}
	for _, id := range groups {
		uids[id] = UIDs{map[schedule.Wall]string{}, map[schedule.Wall]string{}}
	}
	for _, row := range rows {
		if row.Repeats {
			uids[row.GroupID].Series[row.Wall] = row.UID
		} else {
			uids[row.GroupID].Dates[row.Wall] = row.UID
		}
	}
	return uids, err
}

// SetUIDs replaces those of one group. Of two events that are called alike the
// earlier keeps the name, and a series keeps it before a date.
func (s *Store) SetUIDs(ctx context.Context, group int64, uids UIDs) (err error) {
	defer fault.Wrap(&err, "name the events of group %d", group)
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		if _, err := tx.Exec(ctx, `DELETE FROM event_uids WHERE group_id = $1`, group); err != nil {
			return err
		}
		if err := in.addUIDs(ctx, group, true, uids.Series); err != nil {
			return err
		}
		return in.addUIDs(ctx, group, false, uids.Dates)
	})
}

func (s *Store) addUIDs(ctx context.Context, group int64, repeats bool, uids map[schedule.Wall]string) error {
	var walls []schedule.Wall
	var names []string
	for wall, uid := range uids {
		walls, names = append(walls, wall), append(names, uid)
	}
	_, err := s.db.Exec(ctx, `
		INSERT INTO event_uids (group_id, wall, repeats, uid)
		SELECT $1, min(u.wall), $2, u.uid FROM unnest($3::timestamp[], $4::text[]) u (wall, uid) GROUP BY u.uid
		ON CONFLICT ON CONSTRAINT event_uids_once DO NOTHING`,
		group, repeats, wallArray(walls), postgres.Array(names))
	return err
}
