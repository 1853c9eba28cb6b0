package meetings

import (
	"context"
	"time"

	"regulars/internal/fault"
)

// Between are a group's meetings that start in [from, to), as far as they are made
// already: called-off ones and those of the past included, in order.
func (s *Store) Between(ctx context.Context, group int64, from, to time.Time) (dated []Meeting, err error) {
	defer fault.Wrap(&err, "meetings of group %d from %v to %v", group, from, to)
	err = s.db.Select(ctx, &dated, `
		SELECT `+columns+seen+`
		WHERE m.group_id = $2 AND m.starts_at >= $3 AND m.starts_at < $4
		ORDER BY m.starts_at, m.id`, 0, group, from, to)
	return dated, err
}
