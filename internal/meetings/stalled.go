package meetings

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
)

// Stalled is a group that somebody answers for and that search offers, but that
// has no date to come: its schedule has ended, or all its dates are called off.
// A long break, or a rule that gives one date a year, is no reason.
type Stalled struct {
	Slug string     `db:"slug"`
	Name string     `db:"name"`
	Last *time.Time `db:"last"` // when it last was to meet; nil: never; in its zone
	Zone string     `db:"zone"`
}

// stalled picks such groups; $1 is the present moment.
const stalled = `
	FROM groups g
	WHERE g.claimed AND g.state = 'listed'
	  AND EXISTS (SELECT FROM schedules s WHERE s.group_id = g.id AND s.made_through IS NOT NULL)
	  AND NOT EXISTS (SELECT FROM schedules s WHERE s.group_id = g.id AND s.resumes > $1)
	  AND NOT EXISTS (SELECT FROM meetings m WHERE m.group_id = g.id AND m.ends_at > $1 AND m.status <> 'called_off')`

// Stalled are the groups without a next date, by name; at most limit.
func (s *Store) Stalled(ctx context.Context, limit int) (all []Stalled, err error) {
	defer fault.Wrap(&err, "groups without a next date")
	err = s.db.Select(ctx, &all, `
		SELECT g.slug, g.name, g.zone,
		       (SELECT max(m.starts_at) FROM meetings m
		        WHERE m.group_id = g.id AND m.starts_at <= $1 AND m.status <> 'called_off') AS last
		`+stalled+` ORDER BY lower(g.name), g.id LIMIT $2`, s.now(), limit)
	for _, one := range all {
		if one.Last != nil {
			*one.Last = one.Last.In(groups.Details{Zone: one.Zone}.Location())
		}
	}
	return all, err
}

// CountStalled counts the groups without a next date.
func (s *Store) CountStalled(ctx context.Context) (n int, err error) {
	defer fault.Wrap(&err, "count groups without a next date")
	err = s.db.Get(ctx, &n, `SELECT count(*) `+stalled, s.now())
	return n, err
}

// resumes is the next date of a timetable, if it lies beyond the horizon; null
// for one that has an earlier one, or none.
func (t Timetable) resumes(now time.Time) (next *time.Time) {
	for _, one := range t {
		if date, coming := one.Next(now); coming && (next == nil || date.Start.Before(*next)) {
			next = &date.Start
		}
	}
	if next != nil && next.Before(now.Add(Horizon)) {
		return nil
	}
	return next
}
