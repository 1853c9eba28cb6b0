package meetings

import (
	"context"

	"regulars/internal/fault"
)

// Extended tells what one run of Extend did.
type Extended struct {
	Groups  int // whose meetings were made further ahead
	Stalled int // groups without a next date, as CountStalled gives them
}

// Extend makes meetings further ahead for groups whose horizon has come nearer.
// One group that fails does not stop the others; its error is returned with the
// count of the rest.
func (s *Store) Extend(ctx context.Context) (done Extended, err error) {
	defer fault.Wrap(&err, "extend the horizon")
	var due []int64
	err = s.db.Select(ctx, &due, `
		SELECT DISTINCT s.group_id FROM schedules s JOIN groups g ON g.id = s.group_id
		WHERE (s.made_through IS NULL OR s.made_through < $1) AND g.state <> 'removed'
		ORDER BY s.group_id`, s.now().Add(Horizon-slack))
	if err != nil {
		return Extended{}, err
	}
	var failed error
	for _, group := range due {
		if _, err := s.Materialise(ctx, group); err != nil {
			failed = err
			continue
		}
		done.Groups++
	}
	done.Stalled, err = s.CountStalled(ctx)
	if failed != nil {
		err = failed
	}
	return done, err
}
