package meetings

import (
	"context"
	"strconv"
	"time"

	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// keys are the addresses of a group's meetings that are taken.
type keys map[string]bool

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

// giveKeys gives new meetings their addresses, under their groups' locks.
func (s *Store) giveKeys(ctx context.Context, made *columnsOf) error {
	taken, err := s.takenKeys(ctx, made)
	if err != nil {
		return err
	}
	for i, group := range made.groups {
		if taken[group] == nil {
			taken[group] = keys{}
		}
		made.keys = append(made.keys, taken[group].next(made.originals[i]))
	}
	return nil
}

// takenKeys are those of the days of new meetings, whenever the meetings that have
// them are by now: a timetable may have moved those to other days, also to past ones.
// What begins with a day lies between it and "-9999" in the order of every language.
func (s *Store) takenKeys(ctx context.Context, made *columnsOf) (map[int64]keys, error) {
	days := make([]string, len(made.originals))
	for i, wall := range made.originals {
		days[i] = wall.Format(time.DateOnly)
	}
	var rows []struct {
		Group int64  `db:"group_id"`
		Key   string `db:"key"`
	}
	err := s.db.Select(ctx, &rows, `
		SELECT m.group_id, m.key
		FROM unnest($1::bigint[], $2::text[]) d (group_id, day)
		JOIN meetings m ON m.group_id = d.group_id AND m.key BETWEEN d.day AND d.day || '-9999'`,
		postgres.Array(made.groups), postgres.Array(days))
	taken := map[int64]keys{}
	for _, row := range rows {
		if taken[row.Group] == nil {
			taken[row.Group] = keys{}
		}
		taken[row.Group][row.Key] = true
	}
	return taken, err
}
