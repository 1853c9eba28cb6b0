package meetings_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

func TestAttendAndDecline(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	bob := h.member(t, "bob")
	group := h.group(t, h.member(t, "ann"), 0)
	next := h.upcoming(t, group.ID, bob)[0]
	if next.Mine != nil || next.Going != 0 || next.Left(group.Capacity) != -1 {
		t.Fatalf("before: %+v", next)
	}
	must(t, h.Attend(ctx, group, next.ID, bob, 2))
	next = h.upcoming(t, group.ID, bob)[0]
	if !next.Coming() || next.Going != 3 || next.MyFriends != 2 {
		t.Fatalf("with two friends: %+v", next)
	}
	if seen := h.upcoming(t, group.ID, 0)[0]; seen.Mine != nil || seen.Going != 3 {
		t.Errorf("a stranger sees %+v", seen)
	}
	must(t, h.NotThisTime(ctx, group, next.ID, bob))
	must(t, h.NotThisTime(ctx, group, next.ID, bob))
	next = h.upcoming(t, group.ID, bob)[0]
	if !next.NotThisTime() || next.Going != 0 {
		t.Fatalf("not this time: %+v", next)
	}
	h.now = next.Starts
	want(t, h.Attend(ctx, group, next.ID, bob, 0), fault.Conflict)
	want(t, h.NotThisTime(ctx, group, next.ID, bob), fault.Conflict)

	other := h.group(t, bob, 0)
	foreign := h.upcoming(t, other.ID, 0)[1]
	want(t, h.Attend(ctx, group, foreign.ID, bob, 0), fault.NotFound)
	want(t, h.NotThisTime(ctx, group, foreign.ID, bob), fault.NotFound)
}

// Fifty people press the button for five places at the same moment.
func TestNeverOverbooked(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	group := h.group(t, h.member(t, "ann"), 5)
	next := h.upcoming(t, group.ID, 0)[0]
	var people []int64
	for i := range 50 {
		people = append(people, h.member(t, fmt.Sprintf("m%d", i)))
	}
	var in, full atomic.Int32
	var wg sync.WaitGroup
	for _, who := range people {
		wg.Go(func() {
			switch err := h.Attend(ctx, group, next.ID, who, 0); {
			case err == nil:
				in.Add(1)
			case fault.KindOf(err) == fault.Conflict:
				full.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if in.Load() != 5 || full.Load() != 45 {
		t.Errorf("%d got in and %d did not", in.Load(), full.Load())
	}
	if going := h.upcoming(t, group.ID, 0)[0].Going; going != 5 {
		t.Errorf("%d places are given", going)
	}
}

func TestMoreFriendsOnlyWhereThereIsRoom(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	bob, eve := h.member(t, "bob"), h.member(t, "eve")
	group := h.group(t, h.member(t, "ann"), 4)
	next := h.upcoming(t, group.ID, 0)[0]
	must(t, h.Attend(ctx, group, next.ID, bob, 1))
	must(t, h.Attend(ctx, group, next.ID, eve, 0))
	must(t, h.Attend(ctx, group, next.ID, bob, 2))
	want(t, h.Attend(ctx, group, next.ID, bob, 3), fault.Conflict)
	if seen := h.upcoming(t, group.ID, bob)[0]; seen.MyFriends != 2 || seen.Left(4) != 0 {
		t.Errorf("got %+v", seen)
	}
}

func TestStanding(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	bob := h.member(t, "bob")
	group := h.group(t, h.member(t, "ann"), 0)
	second := h.upcoming(t, group.ID, 0)[1]
	must(t, h.NotThisTime(ctx, group, second.ID, bob))

	stood, err := h.Stand(ctx, group.ID, bob, 0)
	must(t, err)
	coming := h.upcoming(t, group.ID, bob)
	if stood.Places != len(coming)-1 || len(coming) != 16 || !coming[1].NotThisTime() {
		t.Fatalf("got %+v for %d meetings, the declined one %+v", stood, len(coming), coming[1])
	}
	if stands, _, err := h.Standing(ctx, group.ID, bob); err != nil || !stands {
		t.Errorf("stands: %v, %v", stands, err)
	}
	must(t, h.NotThisTime(ctx, group, coming[2].ID, bob))

	// The horizon moves on: the new meeting has a place, the declined one none.
	h.now = start.AddDate(0, 0, 14)
	if _, err := h.Extend(ctx); err != nil {
		t.Fatal(err)
	}
	later := h.upcoming(t, group.ID, bob)
	if !later[len(later)-1].Coming() || len(later) != 16 {
		t.Errorf("the last of %d meetings: %+v", len(later), later[len(later)-1])
	}
	if !later[0].NotThisTime() {
		t.Errorf("the declined one: %+v", later[0])
	}

	must(t, h.Unstand(ctx, group.ID, bob))
	for _, m := range h.upcoming(t, group.ID, bob) {
		if m.Mine != nil {
			t.Fatalf("after the end there is %+v", m)
		}
	}
}

// A standing place takes no friend away who has a place already.
func TestStandingLeavesPlacesAsTheyAre(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann, 3)
	must(t, h.Attend(ctx, group, h.upcoming(t, group.ID, 0)[0].ID, bob, 2))
	stood, err := h.Stand(ctx, group.ID, bob, 0)
	must(t, err)
	coming := h.upcoming(t, group.ID, bob)
	if stood.Places != 16 || stood.Full != 0 || stood.First != coming[0].ID {
		t.Errorf("got %+v", stood)
	}
	for i, friends := range []int{2, 0} {
		if m := coming[i]; !m.Coming() || m.MyFriends != friends || m.Going != 1+friends {
			t.Errorf("meeting %d: %+v, want %d friends", i, m, friends)
		}
	}
}

func TestStandingObeysCapacity(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob, eve, joe := h.member(t, "ann"), h.member(t, "bob"), h.member(t, "eve"), h.member(t, "joe")
	group := h.group(t, ann, 3)
	must(t, h.Attend(ctx, group, h.upcoming(t, group.ID, 0)[0].ID, eve, 1))
	stood, err := h.Stand(ctx, group.ID, bob, 1)
	must(t, err)
	if stood.Full != 1 || stood.Places != 15 {
		t.Errorf("got %+v", stood)
	}
	_, err = h.Stand(ctx, group.ID, joe, 3)
	want(t, err, fault.Conflict)
	_, err = h.Stand(ctx, group.ID, joe, 6)
	want(t, err, fault.Invalid)

	// New meetings: bob's two fit, eve's two do not, joe's one does.
	if _, err := h.Stand(ctx, group.ID, eve, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Stand(ctx, group.ID, joe, 0); err != nil {
		t.Fatal(err)
	}
	h.now = start.AddDate(0, 0, 14)
	if _, err := h.Extend(ctx); err != nil {
		t.Fatal(err)
	}
	last := func(member int64) meetings.Meeting {
		all := h.upcoming(t, group.ID, member)
		return all[len(all)-1]
	}
	if m := last(bob); !m.Coming() || m.Going != 3 {
		t.Errorf("bob: %+v", m)
	}
	if last(eve).Coming() || !last(joe).Coming() {
		t.Errorf("eve: %+v, joe: %+v", last(eve), last(joe))
	}
}

func TestUnclaimedListingsKeepNoPlaces(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	bob := h.member(t, "bob")
	listing, err := h.groups.Import(ctx, details(), false)
	must(t, err)
	h.meets(t, listing.ID, tuesdays())
	next := h.upcoming(t, listing.ID, bob)[0]
	if next.Status != meetings.Expected {
		t.Fatalf("got %s", next.Status)
	}
	want(t, h.Attend(ctx, listing, next.ID, bob, 0), fault.Conflict)
	_, err = h.Stand(ctx, listing.ID, bob, 0)
	want(t, err, fault.Conflict)

	must(t, h.groups.Join(ctx, listing.ID, bob))
	mine, err := h.Mine(ctx, bob, 50)
	must(t, err)
	if len(mine) != 16 || mine[0].Group != "River Singers" || mine[0].Standing {
		t.Errorf("saved: %d meetings, %+v", len(mine), mine[0])
	}

	claim, err := h.groups.Claim(ctx, listing.ID, bob, "I lead it.")
	must(t, err)
	_, err = h.groups.Decide(ctx, claim, true)
	must(t, err)
	_, err = h.Materialise(ctx, listing.ID)
	must(t, err)
	if next := h.upcoming(t, listing.ID, bob)[0]; next.Status != meetings.On {
		t.Errorf("after the claim: %s", next.Status)
	}
}

func TestLeaveGivesPlacesBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann, 0)
	_, err := h.Stand(ctx, group.ID, bob, 0)
	must(t, err)
	must(t, h.Leave(ctx, group.ID, bob))
	if next := h.upcoming(t, group.ID, bob)[0]; next.Going != 0 {
		t.Errorf("got %+v", next)
	}
	if mine, err := h.Mine(ctx, bob, 50); err != nil || len(mine) != 0 {
		t.Errorf("got %v, %v", mine, err)
	}
	_, err = h.Stand(ctx, group.ID, ann, 0)
	must(t, err)
	want(t, h.Leave(ctx, group.ID, ann), fault.Conflict)
	if stands, _, err := h.Standing(ctx, group.ID, ann); err != nil || !stands {
		t.Errorf("a refused leave took the standing place away: %v", err)
	}
}

func TestComingShowsNewcomersFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	bob, eve := h.member(t, "bob"), h.member(t, "eve")
	group := h.group(t, h.member(t, "ann"), 0)
	_, err := h.Stand(ctx, group.ID, bob, 0)
	must(t, err)
	h.now = start.AddDate(0, 0, 5)
	next := h.upcoming(t, group.ID, 0)[0]
	must(t, h.Attend(ctx, group, next.ID, eve, 1))
	people, err := h.Coming(ctx, next.ID)
	must(t, err)
	if len(people) != 2 {
		t.Fatalf("got %+v", people)
	}
	if p := people[0]; p.Name != "eve" || !p.FirstTime || p.Friends != 1 || p.Standing {
		t.Errorf("the newcomer: %+v", p)
	}
	if p := people[1]; p.Name != "bob" || p.FirstTime || !p.Standing {
		t.Errorf("the regular: %+v", p)
	}
}

// Standing and the horizon at the same moment must not miss each other.
func TestStandWhileTheHorizonMoves(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	group := h.group(t, h.member(t, "ann"), 0)
	var people []int64
	for i := range 8 {
		people = append(people, h.member(t, fmt.Sprintf("m%d", i)))
	}
	h.now = start.AddDate(0, 0, 14)
	var wg sync.WaitGroup
	for _, who := range people {
		wg.Go(func() {
			if _, err := h.Stand(ctx, group.ID, who, 0); err != nil {
				t.Error(err)
			}
		})
	}
	for range 3 {
		wg.Go(func() {
			if _, err := h.Extend(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	all := h.upcoming(t, group.ID, 0)
	if len(all) != 16 {
		t.Fatalf("%d meetings", len(all))
	}
	for _, m := range all {
		if m.Going != 8 {
			t.Errorf("%s: %d of 8", m.Key, m.Going)
		}
	}
}

func TestSaidAtKeepsTheFirstYes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	bob := h.member(t, "bob")
	group := h.group(t, h.member(t, "ann"), 0)
	next := h.upcoming(t, group.ID, 0)[0]
	said := func() (at time.Time) {
		must(t, h.db.Get(ctx, &at, `SELECT said_at FROM places WHERE meeting_id = $1 AND member_id = $2`, next.ID, bob))
		return at
	}
	must(t, h.Attend(ctx, group, next.ID, bob, 0))
	h.now = start.Add(time.Hour)
	must(t, h.Attend(ctx, group, next.ID, bob, 1))
	if !said().Equal(start) {
		t.Errorf("another friend made it a yes of %v", said())
	}
	must(t, h.NotThisTime(ctx, group, next.ID, bob))
	h.now = start.Add(2 * time.Hour)
	must(t, h.Attend(ctx, group, next.ID, bob, 0))
	if !said().Equal(h.now) {
		t.Errorf("the new yes is of %v", said())
	}
}

func TestByKey(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	m, err := h.ByKey(ctx, group, "2026-09-08", 0)
	must(t, err)
	wednesday := schedule.NewWall(2026, 9, 9, 19, 30).Instant(newYork)
	_, err = h.Move(ctx, ann, group, m.ID, wednesday, "", "")
	must(t, err)
	moved, err := h.ByKey(ctx, group, "2026-09-09", 0)
	if err != nil || moved.Key != "2026-09-08" || !moved.Starts.Equal(wednesday) {
		t.Errorf("got %+v, %v", moved, err)
	}
	for _, key := range []string{"2026-09-10", "nonsense", "", "2026-09-08-2", "2026-09-08\x00", "9999-99-99"} {
		_, err := h.ByKey(ctx, group, key, 0)
		want(t, err, fault.NotFound)
	}
}

// How many places there are is what the organizers say by now, not what the page
// showed that somebody answers from.
func TestAttendObeysTheCapacityOfNow(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	shown := h.group(t, ann, 0)
	meeting := h.upcoming(t, shown.ID, 0)[0].ID
	must(t, h.Attend(ctx, shown, meeting, ann, 0))
	_, err := h.db.Exec(ctx, `UPDATE groups SET capacity = 1 WHERE id = $1`, shown.ID)
	must(t, err)
	want(t, h.Attend(ctx, shown, meeting, bob, 0), fault.Conflict)
}
