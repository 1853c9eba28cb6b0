package meetings_test

import (
	"context"
	"testing"
	"time"

	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// evenings are single dates of two hours, as a calendar without rules has them.
func evenings(walls ...schedule.Wall) meetings.Timetable {
	return meetings.Timetable{{Start: walls[0], Extra: walls[1:], Zone: newYork, Length: 2 * time.Hour}}
}

// An event that a calendar moved keeps its address, so another one on the day that it
// was on at first needs its own; also when the moved one is over.
func TestADateWhoseFirstDayIsTakenByAMovedOneGetsAnAddressOfItsOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	group := h.group(t, h.member(t, "ann"), 0)
	last, first, sooner := schedule.NewWall(2026, 12, 1, 19, 0), schedule.NewWall(2026, 9, 22, 19, 0), schedule.NewWall(2026, 9, 10, 19, 0)
	h.meets(t, group.ID, evenings(first, last))
	_, err := h.MoveTimetable(ctx, group.ID, evenings(sooner, last), meetings.Moves{first: sooner})
	must(t, err)

	h.now = sooner.Instant(newYork).Add(48 * time.Hour)
	table := evenings(first, last)
	h.meets(t, group.ID, table)
	for key, original := range map[string]schedule.Wall{"2026-09-22": sooner, "2026-09-22-2": first, "2026-12-01": last} {
		m, err := h.ByKey(ctx, group, key, 0)
		if err != nil || m.Original != original {
			t.Errorf("%s is %v (%v), want %v", key, m.Original, err, original)
		}
	}

	// the same where the horizon is extended for many at once
	_, err = h.db.Exec(ctx, `DELETE FROM meetings WHERE key = '2026-09-22-2'`)
	must(t, err)
	_, err = h.db.Exec(ctx, `UPDATE schedules SET made_through = NULL`)
	must(t, err)
	done, err := h.Extend(ctx)
	must(t, err)
	if m, err := h.ByKey(ctx, group, "2026-09-22-2", 0); err != nil || m.Original != first || done.Groups != 1 {
		t.Errorf("extended %d groups, and the date is %+v (%v)", done.Groups, m, err)
	}
}
