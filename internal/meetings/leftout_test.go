package meetings_test

import (
	"context"
	"slices"
	"testing"
	"time"
)

// Of those who come every time and found a date full, more places seat as many as fit,
// in the order of standing; whoever said "not this time" stays away.
func TestMorePlacesSeatThoseWhoComeEveryTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob, eve, joe, kim := h.member(t, "ann"), h.member(t, "bob"), h.member(t, "eve"), h.member(t, "joe"), h.member(t, "kim")
	group := h.group(t, ann, 1)
	coming := h.upcoming(t, group.ID, 0)
	must(t, h.Attend(ctx, group, coming[0].ID, ann, 0))
	must(t, h.Attend(ctx, group, coming[1].ID, ann, 0))
	must(t, h.NotThisTime(ctx, group, coming[1].ID, joe))
	holds := func(capacity int) {
		t.Helper()
		_, err := h.db.Exec(ctx, `UPDATE groups SET capacity = nullif($2, 0) WHERE id = $1`, group.ID, capacity)
		must(t, err)
		must(t, h.Reseat(ctx, group.ID))
	}
	comes := func(date int, want ...int64) {
		t.Helper()
		var got []int64
		must(t, h.db.Select(ctx, &got, `SELECT member_id FROM places WHERE meeting_id = $1 AND coming ORDER BY member_id`, coming[date].ID))
		if !slices.Equal(got, want) {
			t.Errorf("to date %d come %v, want %v", date, got, want)
		}
	}
	for _, one := range []struct {
		member  int64
		friends int
	}{{bob, 0}, {eve, 1}, {joe, 0}, {kim, 0}} {
		h.now = h.now.Add(time.Minute)
		_, err := h.db.Exec(ctx, `INSERT INTO standing_places (group_id, member_id, friends, since) VALUES ($1, $2, $3, $4)`, group.ID, one.member, one.friends, h.now)
		must(t, err)
	}
	holds(1)
	comes(0, ann)
	comes(2, bob)
	holds(3) // bob, then joe, for whom there is room beside eve's two
	comes(0, ann, bob, joe)
	comes(1, ann, bob, kim)
	comes(2, bob, eve)
	holds(0)
	comes(0, ann, bob, eve, joe, kim)
	comes(1, ann, bob, eve, kim)
}
