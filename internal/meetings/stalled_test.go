package meetings_test

import (
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// stalled are the slugs of groups without a next date, counted and listed alike.
func (h *house) stalled(t *testing.T) (slugs []string) {
	t.Helper()
	all, err := h.Stalled(t.Context(), 10)
	must(t, err)
	for _, one := range all {
		slugs = append(slugs, one.Slug)
	}
	if n, err := h.CountStalled(t.Context()); err != nil || n != len(all) {
		t.Errorf("%d are counted (%v), %d listed", n, err, len(all))
	}
	return slugs
}

func TestASeriesThatHasEndedStalls(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.group(t, h.member(t, "ann"), 0)
	h.meets(t, group.ID, meetings.Timetable{tuesdays()[0].EndBefore(schedule.NewWall(2026, 9, 15, 0, 0))})
	if got := h.stalled(t); len(got) != 0 {
		t.Errorf("with two dates to come %v stall", got)
	}
	h.now = time.Date(2026, 9, 9, 0, 30, 0, 0, time.UTC) // the last one is under way
	if got := h.stalled(t); len(got) != 0 {
		t.Errorf("during the last date %v stall", got)
	}
	h.now = h.now.Add(24 * time.Hour)
	all, err := h.Stalled(t.Context(), 10)
	must(t, err)
	if len(all) != 1 || all[0].Name != group.Name || all[0].Last.Format("2 Jan 15:04") != "8 Sep 19:00" {
		t.Errorf("got %+v", all)
	}
}

func TestALongBreakDoesNotStallAndAnEndlessOneDoes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	h.rests(t, group.ID, schedule.Break{From: schedule.NewWall(2026, 9, 1, 0, 0), Through: schedule.NewWall(2027, 2, 1, 0, 0)})
	if coming := h.upcoming(t, group.ID, 0); len(coming) != 0 {
		t.Fatalf("%d dates in the break", len(coming))
	}
	if got := h.stalled(t); len(got) != 0 {
		t.Errorf("in a break %v stall", got)
	}
	yearly, err := schedule.ParseRule("FREQ=YEARLY")
	must(t, err)
	h.meets(t, group.ID, meetings.Timetable{{Start: schedule.NewWall(2026, 6, 1, 19, 0), Zone: newYork, Length: time.Hour, Rule: yearly}})
	if got := h.stalled(t); len(got) != 0 {
		t.Errorf("of those that meet every June %v stall", got)
	}
	never, err := schedule.ParseRule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
	must(t, err)
	h.meets(t, group.ID, meetings.Timetable{{Start: schedule.NewWall(2026, 6, 1, 19, 0), Zone: newYork, Length: time.Hour, Rule: never}})
	if got := h.stalled(t); len(got) != 1 {
		t.Errorf("of those that meet every 30 February %v stall", got)
	}
}

func TestOnlyWhatSearchOffersStalls(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	_, err := h.CallOffAll(t.Context(), group.ID, "ill")
	must(t, err)
	if got := h.stalled(t); len(got) != 1 {
		t.Errorf("all dates are called off, and %v stall", got)
	}
	must(t, h.groups.SetState(t.Context(), ann, group.ID, groups.Paused))
	listing, err := h.groups.Import(t.Context(), groups.Details{Name: "Chess", Interests: []string{"chess"}, Town: "Asheville", Zone: "America/New_York"}, false)
	must(t, err)
	h.meets(t, listing.ID, meetings.Timetable{tuesdays()[0].EndBefore(schedule.NewWall(2026, 9, 2, 0, 0))})
	h.now = h.now.AddDate(0, 1, 0)
	if got := h.stalled(t); len(got) != 0 {
		t.Errorf("paused and unclaimed, %v stall", got)
	}
}
