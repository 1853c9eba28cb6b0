package meetings

import (
	"cmp"
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/postgres"
)

// atOnce is how many groups are extended in one transaction: so many that the
// rows take the time and not the statements, so few that whoever changes one of
// these groups meanwhile does not wait to speak of.
const atOnce = 250

// Extended tells what one run of Extend did.
type Extended struct {
	Groups  int // whose meetings were made further ahead
	Stalled int // groups without a next date, as CountStalled gives them
}

// Extend makes meetings further ahead for groups whose horizon has come nearer.
// One group that fails does not stop the others; its error is returned with the
// count of the rest. Several processes may do so at once and share the work.
func (s *Store) Extend(ctx context.Context) (done Extended, err error) {
	defer fault.Wrap(&err, "extend the horizon")
	// Groups that somebody else holds are passed over at first: most likely they
	// are being extended. What is left then is waited for, and what failed is
	// tried once more.
	var failed error
	for _, held := range []string{"SKIP LOCKED", ""} {
		failed = s.extendAll(ctx, held, &done)
	}
	done.Stalled, err = s.CountStalled(ctx)
	return done, cmp.Or(failed, err)
}

// extendAll extends what is due, some groups at a time, by their ids. The error
// is the last one of those that there were.
func (s *Store) extendAll(ctx context.Context, held string, done *Extended) (err error) {
	for after := int64(0); ; {
		due, failed := s.extendSome(ctx, after, held, done)
		err = cmp.Or(failed, err)
		if len(due) == 0 || ctx.Err() != nil {
			return err
		}
		after = due[len(due)-1].ID
	}
}

// extendSome extends the next groups that are due. For nearly all of them nothing
// happened but that time went by: these are extended together. The rest are made
// anew one by one, and so are all if that fails.
func (s *Store) extendSome(ctx context.Context, after int64, held string, done *Extended) (due []groups.Group, err error) {
	var apart []groups.Group
	made := 0
	err = s.db.InTx(ctx, func(tx postgres.Conn) error {
		in := s.In(tx)
		if due, err = in.due(ctx, after, held); err != nil || len(due) == 0 {
			return err
		}
		made, apart, err = in.extendTogether(ctx, due)
		return err
	})
	if err != nil {
		made, apart = 0, due
	}
	done.Groups += made
	if len(apart) > 0 {
		err = nil // each tells for itself
	}
	for _, group := range apart {
		if failed := s.extendApart(ctx, group.ID); failed != nil {
			err = failed
			continue
		}
		done.Groups++
	}
	return due, err
}

// extendApart makes a group's meetings anew. Dates may change with that, where a zone
// has other clocks by now, say: whoever has a place there is told of it in the same
// transaction, or a kill just after it would leave them without a word.
func (s *Store) extendApart(ctx context.Context, group int64) error {
	return s.db.InTx(ctx, func(tx postgres.Conn) error {
		changed, err := s.In(tx).Materialise(ctx, group)
		if err != nil || len(changed) == 0 || s.Tell == nil {
			return err
		}
		return s.Tell(ctx, tx, changed)
	})
}

// due locks the next groups whose horizon has come nearer.
func (s *Store) due(ctx context.Context, after int64, held string) (due []groups.Group, err error) {
	err = s.db.Select(ctx, &due, `
		SELECT g.id, g.claimed, g.zone, coalesce(g.capacity, 0) AS capacity FROM groups g
		WHERE g.id > $1 AND g.state <> 'removed' AND g.id IN (
			SELECT s.group_id FROM schedules s
			WHERE s.group_id > $1 AND (s.made_through IS NULL OR s.made_through < $2))
		ORDER BY g.id LIMIT $3 FOR NO KEY UPDATE OF g `+held, after, s.now().Add(Horizon-slack), atOnce)
	return due, err
}

// extendTogether extends groups under their locks, and gives back those for which
// more has to be done than to add dates.
func (s *Store) extendTogether(ctx context.Context, due []groups.Group) (made int, apart []groups.Group, err error) {
	tables, err := s.SchedulesOf(ctx, due)
	if err != nil {
		return 0, nil, err
	}
	existing, err := s.comingOf(ctx, due)
	if err != nil {
		return 0, nil, err
	}
	b := batch{now: s.now(), resumes: map[int64]time.Time{}, capacity: map[int64]int{}}
	for _, group := range due {
		if !b.extend(group, tables[group.ID], existing[group.ID], s.since(group)) {
			apart = append(apart, group)
		}
	}
	made, err = s.save(ctx, b)
	return made, apart, err
}
