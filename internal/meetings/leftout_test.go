package meetings_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"regulars/internal/schedule"
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

// standing makes members who come every time, in this order, whatever dates there are.
func (h *house) standing(t *testing.T, group int64, members ...int64) {
	t.Helper()
	for _, member := range members {
		h.now = h.now.Add(time.Minute)
		_, err := h.Stand(context.Background(), group, member, 0)
		must(t, err)
	}
}

// One who says "I come every time" while a date is called off comes to it once it is
// on again, as far as there is room and unless they said "not this time".
func TestADatePutOnAgainSeatsThoseWhoComeEveryTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob, eve, joe, kim := h.member(t, "ann"), h.member(t, "bob"), h.member(t, "eve"), h.member(t, "joe"), h.member(t, "kim")
	group := h.group(t, ann, 3)
	date := h.upcoming(t, group.ID, 0)[2]
	must(t, h.Attend(ctx, group, date.ID, ann, 0))
	_, err := h.CallOff(ctx, ann, group, date.ID, "")
	must(t, err)
	must(t, h.NotThisTime(ctx, group, date.ID, bob))
	h.standing(t, group.ID, bob, eve, joe)
	_, err = h.db.Exec(ctx, `INSERT INTO standing_places (group_id, member_id, since) VALUES ($1, $2, $3)`, group.ID, kim, h.now.Add(time.Minute))
	must(t, err) // for whom there is no room

	on, err := h.PutOn(ctx, ann, group, date.ID)
	must(t, err)
	if on.Meeting.Going != 3 {
		t.Errorf("%d people come, want 3", on.Meeting.Going)
	}
	var coming []int64
	must(t, h.db.Select(ctx, &coming, `SELECT member_id FROM places WHERE meeting_id = $1 AND coming ORDER BY member_id`, date.ID))
	if !slices.Equal(coming, []int64{ann, eve, joe}) {
		t.Errorf("%v come, want %v", coming, []int64{ann, eve, joe})
	}
}

// The same where a calendar had called a date off before it came within the horizon:
// those who come every time have their places, and hear that it is on.
func TestADateThatACalendarRestoresSeatsThoseWhoComeEveryTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann, 0)
	h.standing(t, group.ID, bob)
	h.now = h.now.Add(8 * 24 * time.Hour)
	table := tuesdays()
	restored := schedule.NewWall(2026, 12, 29, 19, 0)
	table[0].Overrides = []schedule.Override{{Original: restored}}
	if changed := h.meets(t, group.ID, table); len(changed) != 0 {
		t.Errorf("a date that nobody knew yet is told: %+v", changed)
	}
	changed := h.meets(t, group.ID, tuesdays())
	if len(changed) != 1 || changed[0].Meeting.Original != restored || changed[0].Meeting.Going != 1 {
		t.Errorf("who comes hears of %+v", changed)
	}
	coming := h.upcoming(t, group.ID, bob)
	if last := coming[len(coming)-1]; last.Original != restored || !last.Coming() {
		t.Errorf("bob has no place at %+v", last)
	}
}
