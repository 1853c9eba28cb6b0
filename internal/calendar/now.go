package calendar

import (
	"context"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
)

// askEvery is how often somebody may want a calendar read at once.
const askEvery = time.Minute

// Now reads the calendar of one group, due or not. A problem is the calendar's, and
// kept with it. fault.NotFound if the group follows none, fault.TooOften within a
// minute of the last time, fault.Unavailable while many others are read.
func (f *Follower) Now(ctx context.Context, group int64) (problem bool, err error) {
	follow, err := f.ask(ctx, group)
	if err != nil {
		return false, err
	}
	leave, err := f.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	_, problem, err = f.reread(ctx, follow, f.complain)
	return problem, err
}

// ask notes that somebody wants a calendar read at once.
func (f *Follower) ask(ctx context.Context, group int64) (follow Follow, err error) {
	err = f.db.Get(ctx, &follow, `
		UPDATE follows SET asked_at = $2 WHERE group_id = $1 AND (asked_at IS NULL OR asked_at <= $3)
		RETURNING `+followColumns, group, f.now(), f.now().Add(-askEvery))
	if fault.KindOf(err) != fault.NotFound {
		return follow, err
	}
	_, follows, err := f.Of(ctx, group)
	switch {
	case err != nil:
		return follow, err
	case follows:
		return follow, errAskedAlready
	}
	return follow, fault.New(fault.NotFound, "This group follows no calendar.")
}

var errAskedAlready = fault.Later(time.Minute, "This calendar was asked for less than a minute ago. Please try again in a minute.")

// complain notes what is wrong with a calendar that somebody wanted to be read. It is
// asked for again when it would have been.
func (f *Follower) complain(ctx context.Context, _ groups.Group, follow Follow, wrong error, _ time.Duration) error {
	_, err := f.db.Exec(ctx, `UPDATE follows SET problem = $5 WHERE `+stillSo,
		follow.GroupID, follow.Address, follow.Series, follow.ReadAt, problemOf(wrong))
	return err
}
