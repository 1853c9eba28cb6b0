package meetings_test

import (
	"context"
	"testing"
	"time"

	"regulars/internal/meetings"
	"regulars/internal/schedule"
	"regulars/internal/words"
)

// each is a timetable of one schedule from 1 September 2026 on, a Tuesday.
func each(day, hour int, rule schedule.Rule) meetings.Timetable {
	return meetings.Timetable{{Start: schedule.NewWall(2026, 9, day, hour, 0), Zone: newYork, Length: 2 * time.Hour, Rule: rule}}
}

// places counts those that a member has at dates that are on, and all such dates.
func (h *house) places(t *testing.T, group, member int64) (places, dates int) {
	t.Helper()
	for _, m := range h.upcoming(t, group, member) {
		if m.Status != meetings.CalledOff {
			dates++
			if m.Coming() {
				places++
			}
		}
	}
	return places, dates
}

func TestAStandingPlaceHoldsForTheDayThatWasSaid(t *testing.T) {
	t.Parallel()
	tuesday := each(1, 19, schedule.Weekly(1, time.Tuesday))
	besides := each(1, 19, schedule.Weekly(1, time.Tuesday))
	besides[0].Extra = []schedule.Wall{schedule.NewWall(2026, 9, 12, 10, 0)}
	for name, c := range map[string]struct {
		said, now     meetings.Timetable
		places, dates int
	}{
		"another hour":           {tuesday, each(1, 10, schedule.Weekly(1, time.Tuesday)), 16, 16},
		"every other one":        {tuesday, each(1, 19, schedule.Weekly(2, time.Tuesday)), 8, 8},
		"another weekday":        {tuesday, each(2, 19, schedule.Weekly(1, time.Wednesday)), 0, 16},
		"one more weekday":       {tuesday, each(1, 19, schedule.Weekly(1, time.Tuesday, time.Thursday)), 16, 32},
		"one weekday less":       {each(1, 19, schedule.Weekly(1, time.Tuesday, time.Thursday)), tuesday, 16, 16},
		"an extra date besides":  {tuesday, besides, 16, 17},
		"said with an extra one": {besides, besides, 16, 17},
		"another Tuesday":        {each(1, 19, schedule.MonthlyByWeekday([]int{1}, time.Tuesday)), each(1, 19, schedule.MonthlyByWeekday([]int{3}, time.Tuesday)), 4, 4},
		"the same date":          {each(15, 19, schedule.MonthlyByDay(15)), each(15, 10, schedule.MonthlyByDay(15)), 4, 4},
		"another date":           {each(15, 19, schedule.MonthlyByDay(15)), each(16, 19, schedule.MonthlyByDay(16)), 0, 4},
		"dates without a rule": {evenings(schedule.NewWall(2026, 9, 3, 19, 0), schedule.NewWall(2026, 9, 22, 19, 0)),
			evenings(schedule.NewWall(2026, 9, 3, 19, 0), schedule.NewWall(2026, 9, 26, 19, 0)), 2, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			bob := h.member(t, "bob")
			group := h.group(t, h.member(t, "ann"), 0)
			h.meets(t, group.ID, c.said)
			_, err := h.Stand(context.Background(), group.ID, bob, 0)
			must(t, err)
			h.meets(t, group.ID, c.now)
			if places, dates := h.places(t, group.ID, bob); places != c.places || dates != c.dates {
				t.Errorf("%d places at %d dates, want %d at %d", places, dates, c.places, c.dates)
			}
		})
	}
}

// Who came every Tuesday sees what became of it, and is asked for Wednesdays; the yes
// that they give then holds, also as the horizon moves on.
func TestAnotherWeekdayAsksThoseWhoComeEveryTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob, eve := h.member(t, "ann"), h.member(t, "bob"), h.member(t, "eve")
	group := h.group(t, ann, 1)
	_, err := h.Stand(ctx, group.ID, bob, 0)
	must(t, err)
	if changed := h.meets(t, group.ID, each(2, 19, schedule.Weekly(1, time.Wednesday))); len(changed) != 16 {
		t.Errorf("bob hears of %d", len(changed))
	}
	mine, err := h.Mine(ctx, bob, 50)
	must(t, err)
	if len(mine) != 32 || mine[0].Status != meetings.CalledOff || mine[1].Status != meetings.On || mine[1].Mine != nil || mine[1].Standing {
		t.Errorf("bob sees %d dates, the first %+v and %+v", len(mine), mine[0], mine[1])
	}
	stood, err := h.Stand(ctx, group.ID, eve, 0) // the only place of each Wednesday is free
	must(t, err)
	h.now = start.AddDate(0, 0, 14)
	_, err = h.Extend(ctx)
	must(t, err)
	if places, dates := h.places(t, group.ID, eve); stood.Places != 16 || places != dates || dates != 16 {
		t.Errorf("eve stands with %+v, and has %d places at %d dates", stood, places, dates)
	}
	if places, _ := h.places(t, group.ID, bob); places != 0 {
		t.Errorf("bob has %d places on Wednesdays", places)
	}
	stands, days, err := h.Standing(ctx, group.ID, bob)
	if must(t, err); !stands || days.Habit(words.English) != "every Tuesday" {
		t.Errorf("bob stands %v, %s", stands, days.Habit(words.English))
	}
}

// One date that the organizers move to another day keeps its places: who has one is told.
func TestAMovedDateKeepsStandingPlaces(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann, 0)
	_, err := h.Stand(ctx, group.ID, bob, 0)
	must(t, err)
	first := h.upcoming(t, group.ID, bob)[0]
	_, err = h.Move(ctx, ann, group, first.ID, first.Starts.AddDate(0, 0, 2), "", "")
	must(t, err)
	_, err = h.CallOff(ctx, ann, group, first.ID, "")
	must(t, err)
	_, err = h.PutOn(ctx, ann, group, first.ID)
	must(t, err)
	if mine, err := h.Mine(ctx, bob, 50); err != nil || len(mine) != 16 || !mine[0].Coming() || !mine[0].Standing {
		t.Errorf("bob has %d dates, the first %+v (%v)", len(mine), mine[0], err)
	}
}

// Only a group that meets every week has "the last three Tuesdays".
func TestThePulseNamesTheWeekdayOfWeeklyGroups(t *testing.T) {
	t.Parallel()
	for want, days := range map[string][]int{
		"Met 3 of the last 3 Tuesdays":         {0, 7, 14},
		"Met 5 of the last 5 Tuesdays":         {0, 7, 28, 35, 42}, // with a break
		"Met 3 of the last 3 times it was due": {0, 14, 28},
		"Met 4 of the last 4 times it was due": {0, 28, 63, 91},
		"Met 2 of the last 2 times it was due": {0, 9},
	} {
		var beats []meetings.Beat
		for _, day := range days {
			at := time.Date(2026, 9, 1+day, 19, 0, 0, 0, newYork)
			beats = append(beats, meetings.Beat{Starts: at, Ends: at.Add(time.Hour), Status: meetings.Held})
		}
		if got := meetings.PulseOf(beats, true, start.AddDate(1, 0, 0)).Words(words.English, newYork); got != want {
			t.Errorf("%v: %q, want %q", days, got, want)
		}
	}
}
