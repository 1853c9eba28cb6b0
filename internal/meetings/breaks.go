package meetings

import (
	"context"
	"slices"
	"strings"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// What a break may be.
const (
	mostBreaks  = 40
	longestWhy  = 120                  // characters
	yearsOff    = 2                    // how far ahead it may end
	longestRest = 184 * 24 * time.Hour // half a year; who rests longer pauses the group
)

// Break is a time without meetings of one group, whatever its schedules say.
type Break struct {
	ID int64 `db:"id"`
	schedule.Break
}

// Over tells whether the break has ended before a day.
func (b Break) Over(today schedule.Wall) bool { return b.Through.Before(today.Midnight()) }

// Breaks are a group's breaks in order, past ones included: their days have no
// meetings either.
func (s *Store) Breaks(ctx context.Context, group groups.Group) (breaks []Break, err error) {
	defer fault.Wrap(&err, "breaks of group %d", group.ID)
	all, err := s.breaksOf(ctx, []int64{group.ID})
	return all[group.ID], err
}

// breaksOf are the breaks of several groups.
func (s *Store) breaksOf(ctx context.Context, ids []int64) (map[int64][]Break, error) {
	var rows []struct {
		ID    int64         `db:"id"`
		Group int64         `db:"group_id"`
		First schedule.Wall `db:"first"`
		Last  schedule.Wall `db:"last"`
		Why   string        `db:"why"`
	}
	err := s.db.Select(ctx, &rows, `
		SELECT id, group_id, first, last, why FROM breaks WHERE group_id = ANY ($1) ORDER BY first, last`, postgres.Array(ids))
	breaks := map[int64][]Break{}
	for _, row := range rows {
		breaks[row.Group] = append(breaks[row.Group], Break{row.ID, schedule.Break{From: row.First, Through: row.Last, Why: row.Why}})
	}
	return breaks, err
}

// AddBreak keeps a group from meeting on some days; Why is at most 120 characters
// and may be empty. Meetings on those days are called off if somebody has a place
// there, else deleted; what an organizer moved by hand stays. The changes are
// those whose people have to hear.
func (s *Store) AddBreak(ctx context.Context, group int64, rest schedule.Break) (changed []Changed, err error) {
	defer fault.Wrap(&err, "add break to group %d", group)
	return s.remade(ctx, group, nil, func(in *Store, locked groups.Group) error {
		today := schedule.WallOf(in.now(), locked.Location()).Midnight()
		if err := checkBreak(&rest, today); err != nil {
			return err
		}
		known, err := in.Breaks(ctx, locked)
		if err != nil {
			return err
		}
		coming := slices.DeleteFunc(known, func(b Break) bool { return b.Over(today) })
		if len(coming) >= mostBreaks {
			return fault.New(fault.Conflict, "A group can have %d breaks. Please remove one first.", mostBreaks)
		}
		_, err = in.db.Exec(ctx, `
			INSERT INTO breaks (group_id, first, last, why) VALUES ($1, $2, $3, $4)
			ON CONFLICT ON CONSTRAINT breaks_once DO UPDATE SET why = excluded.why`,
			group, rest.From.Midnight(), rest.Through.Midnight(), rest.Why)
		return err
	})
}

// RemoveBreak takes a break away: its days are as the schedules have them, and
// the dates that it called off are on again. fault.NotFound if there is none.
func (s *Store) RemoveBreak(ctx context.Context, group, id int64) (changed []Changed, err error) {
	defer fault.Wrap(&err, "remove break %d of group %d", id, group)
	return s.remade(ctx, group, nil, func(in *Store, _ groups.Group) error {
		var gone int64
		return in.db.Get(ctx, &gone, `DELETE FROM breaks WHERE group_id = $1 AND id = $2 RETURNING id`, group, id)
	})
}

// checkBreak says what is wrong with a break, by the fields "first", "last" and
// "why".
func checkBreak(rest *schedule.Break, today schedule.Wall) error {
	var wrong fault.Fields
	rest.Why = strings.Join(strings.Fields(rest.Why), " ")
	if len([]rune(rest.Why)) > longestWhy {
		wrong.Add("why", "That is too long: at most %d characters, please.", longestWhy)
	}
	switch {
	case rest.Through.Before(rest.From):
		wrong.Add("last", "The last day has to come after the first.")
	case rest.Through.Before(today):
		wrong.Add("last", "That is over already.")
	case rest.Through.After(today.AddDate(yearsOff, 0, 0)):
		wrong.Add("last", "Please type a day within the next %d years.", yearsOff)
	case rest.Through.After(rest.From.Add(longestRest)):
		wrong.Add("first", "That is more than half a year. For so long, please pause the group.")
	}
	return wrong.Err()
}
