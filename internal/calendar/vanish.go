package calendar

import (
	"context"
	"time"

	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// vanish stops the dates of a listing that its calendar does not have any more.
// The listing stays, with the dates that were, for its rhythm.
func (r *run) vanish(ctx context.Context, k known) error {
	if k.closed() || k.Claimed || k.vanished() {
		return nil
	}
	group, err := r.groups.ByID(ctx, k.Group)
	if err != nil {
		return err
	}
	table, err := r.meetings.Timetable(ctx, group)
	if err != nil {
		return err
	}
	now := r.now()
	stopped, last := stop(table, now.AddDate(-yearsBack, 0, 0), now)
	if _, err := r.meetings.SetTimetable(ctx, k.Group, stopped); err != nil {
		return err
	}
	r.out.Gone++
	return markVanished(ctx, r.db, k, r.feed.AsOf, last)
}

// stop makes a timetable of its mere dates between two moments, and tells the last.
func stop(table meetings.Timetable, from, now time.Time) (stopped meetings.Timetable, last *time.Time) {
	for _, one := range table {
		dates := one.Between(from, now)
		if len(dates) == 0 {
			continue
		}
		past := one
		past.Start, past.Rule, past.Except, past.Extra = dates[0].Wall, schedule.Rule{}, nil, nil
		for _, date := range dates[1:] {
			past.Extra = append(past.Extra, date.Wall)
		}
		stopped = append(stopped, past)
		if end := dates[len(dates)-1].Start; last == nil || end.After(*last) {
			last = &end
		}
	}
	return stopped, last
}
