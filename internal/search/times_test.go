package search_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// A group may dance on Friday evenings and on Sunday mornings. What happens once is
// no time at which it meets, unless it is next.
func TestTimesAreThoseThatComeBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	friday, sunday := schedule.NewWall(2026, 9, 4, 19, 0), schedule.NewWall(2026, 9, 6, 8, 30)
	once, next := schedule.NewWall(2026, 9, 12, 14, 0), schedule.NewWall(2026, 9, 2, 14, 0)
	h.dates(t, "Dancers", start, slices.Concat([]schedule.Wall{next}, weeks(friday, 4), weeks(sunday, 4), []schedule.Wall{once})...)
	h.refresh(t)
	for filter, want := range map[string]int{
		"day=fri&time=evening": 1, "day=sun&time=morning": 1, "day=wed&time=afternoon": 1,
		"day=fri&time=morning": 0, "day=sun&time=evening": 0, "day=sat": 0,
	} {
		if found := names(h.find(t, "near=Asheville&"+filter)); len(found) != want {
			t.Errorf("%s: got %q", filter, found)
		}
	}
}

// onDate finds a group's coming meeting by its local date, as in "2006-01-02".
func (h *house) onDate(t *testing.T, group int64, date string) meetings.Meeting {
	t.Helper()
	coming, err := h.meetings.Upcoming(context.Background(), group, 0, 200)
	must(t, err)
	at := slices.IndexFunc(coming, func(m meetings.Meeting) bool { return m.Starts.Format(time.DateOnly) == date })
	if at < 0 {
		t.Fatalf("there is no meeting on %s", date)
	}
	return coming[at]
}

// A rule says when a group would meet, and its dates when it does.
func TestTimesAreThoseOfTheDatesNotOfTheRule(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	group := h.listed(t, "River Singers", "singing", asheville, time.Tuesday, 19)
	coming, err := h.meetings.Upcoming(ctx, group.ID, 0, 200)
	must(t, err)
	for _, m := range coming {
		noon := schedule.WallOf(m.Starts, group.Location()).Midnight().AddDate(0, 0, 1).Add(12 * time.Hour)
		_, err := h.meetings.Move(ctx, h.organizer, group, m.ID, noon.Instant(group.Location()), "", "")
		must(t, err)
	}
	h.refresh(t)
	same(t, h.find(t, "near=Asheville&day=wed&time=afternoon"), "River Singers")
	same(t, h.find(t, "near=Asheville&day=wed&time=afternoon&week=this"), "River Singers")
	same(t, h.find(t, "near=Asheville&day=tue"))
	same(t, h.find(t, "near=Asheville&day=wed&time=evening"))
}

// Whoever is free on Thursday of this week wants a meeting on that day, not a group
// that meets on Thursdays and this week on Tuesday.
func TestDaysOfThisWeekAreItsDates(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	group := h.listed(t, "River Singers", "singing", asheville, time.Tuesday, 19)
	h.meets(t, group, schedule.Weekly(1, time.Tuesday, time.Thursday), 19)
	_, err := h.meetings.CallOff(ctx, h.organizer, group, h.onDate(t, group.ID, "2026-09-03").ID, "")
	must(t, err)
	monthly := h.listed(t, "Monthly", "singing", offset(3, 0), time.Wednesday, 10)
	h.meets(t, monthly, schedule.Weekly(4, time.Wednesday), 10)
	_, err = h.meetings.Move(ctx, h.organizer, monthly, h.onDate(t, monthly.ID, "2026-09-02").ID,
		schedule.NewWall(2026, 9, 5, 10, 0).Instant(monthly.Location()), "", "")
	must(t, err)
	h.refresh(t)
	finds := func(filter string, want ...string) {
		t.Helper()
		same(t, h.find(t, "near=Asheville&"+filter), want...)
	}
	finds("day=thu", "River Singers")
	finds("day=thu&week=this")
	finds("day=tue&time=evening&week=this", "River Singers")
	finds("day=sat&time=morning&week=this", "Monthly")
	finds("day=wed", "Monthly") // as all its later dates
	finds("day=wed&week=this")
	finds("week=this", "River Singers", "Monthly")

	h.now = time.Date(2026, 9, 4, 16, 0, 0, 0, time.UTC) // the Thursday that follows is within a week now
	h.refresh(t)
	finds("day=thu&week=this", "River Singers")
	h.now = time.Date(2026, 9, 23, 14, 1, 0, 0, time.UTC) // a week before its next Wednesday
	h.refresh(t)
	finds("day=wed&week=this", "Monthly")
}

// What has no date to come can be found by when it usually met, behind what has
// one; but nobody can say that it meets this week.
func TestWithoutDatesTheRhythmCounts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.dates(t, "Run out", start, weeks(schedule.NewWall(2026, 9, 1, 18, 30), 4)...)
	h.listed(t, "Goes on", "singing", offset(20, 0), time.Tuesday, 19)
	h.now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	_, err := h.meetings.Extend(context.Background())
	must(t, err)
	h.refresh(t)
	r := h.find(t, "near=Asheville&day=tue&time=evening")
	same(t, r, "Goes on", "Run out")
	if usual := r.Hits[1].Rhythm; usual != "usually Tuesdays 18:30" {
		t.Errorf("it meets %q", usual)
	}
	same(t, h.find(t, "near=Asheville&day=wed"))
	same(t, h.find(t, "near=Asheville&day=tue&time=morning"))
	same(t, h.find(t, "near=Asheville&day=tue&week=this"), "Goes on")
}
