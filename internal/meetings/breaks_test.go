package meetings_test

import (
	"strings"
	"testing"

	"regulars/internal/fault"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// autumn is the first half of October 2026, which has two Tuesdays.
func autumn() schedule.Break {
	return schedule.Break{From: schedule.NewWall(2026, 10, 1, 0, 0), Through: schedule.NewWall(2026, 10, 13, 0, 0), Why: "autumn  break"}
}

func (h *house) rests(t *testing.T, group int64, rest schedule.Break) []meetings.Changed {
	t.Helper()
	changed, err := h.AddBreak(t.Context(), group, rest)
	must(t, err)
	return changed
}

func TestABreakCallsOffWhatPeopleCountOnAndDropsTheRest(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.group(t, h.member(t, "ann"), 0)
	bob := h.member(t, "bob")
	var sixth, twentieth meetings.Meeting
	for _, m := range h.upcoming(t, group.ID, 0) {
		switch m.Key {
		case "2026-10-06":
			sixth = m
		case "2026-10-20":
			twentieth = m
		}
	}
	must(t, h.Attend(t.Context(), group, sixth.ID, bob, 0))
	must(t, h.Attend(t.Context(), group, twentieth.ID, bob, 0))

	changed := h.rests(t, group.ID, autumn())
	if len(changed) != 1 || changed[0].Meeting.ID != sixth.ID || changed[0].Meeting.Reason != "autumn break" {
		t.Fatalf("who comes hears of %+v", changed)
	}
	coming := h.upcoming(t, group.ID, bob)
	if len(coming) != 15 {
		t.Errorf("%d dates are listed, want 14 and the one called off", len(coming))
	}
	table, err := h.Timetable(t.Context(), group)
	must(t, err)
	if len(table[0].Breaks) != 1 || table[0].Breaks[0].Why != "autumn break" {
		t.Errorf("the timetable has the breaks %v", table[0].Breaks)
	}
	_, err = h.PutOn(t.Context(), h.member(t, "eve"), group, sixth.ID)
	want(t, err, fault.Forbidden)
	_, err = h.PutOn(t.Context(), 1, group, sixth.ID)
	want(t, err, fault.Conflict)
}

func TestABreakTakenAwayPutsItsDatesOnAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann, 0)
	_, err := h.Stand(t.Context(), group.ID, bob, 0)
	must(t, err)
	if changed := h.rests(t, group.ID, autumn()); len(changed) != 2 {
		t.Fatalf("bob hears of %d dates", len(changed))
	}
	rests, err := h.Breaks(t.Context(), group)
	must(t, err)
	changed, err := h.RemoveBreak(t.Context(), group.ID, rests[0].ID)
	must(t, err)
	if len(changed) != 2 || changed[0].Meeting.Status != meetings.On || changed[0].Meeting.Reason != "" {
		t.Errorf("he hears of %+v", changed)
	}
	for _, m := range h.upcoming(t, group.ID, bob) {
		if m.Status != meetings.On || !m.Coming() {
			t.Errorf("%s is %s, place kept: %t", m.Key, m.Status, m.Coming())
		}
	}
	_, err = h.RemoveBreak(t.Context(), group.ID, rests[0].ID)
	want(t, err, fault.NotFound)
}

func TestABreakLeavesAloneWhatAnOrganizerSaid(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	sixth, err := h.ByKey(t.Context(), group, "2026-10-06", 0)
	must(t, err)
	thirteenth, err := h.ByKey(t.Context(), group, "2026-10-13", 0)
	must(t, err)
	_, err = h.Move(t.Context(), ann, group, sixth.ID, schedule.NewWall(2026, 10, 7, 19, 0).Instant(newYork), "", "")
	must(t, err)
	_, err = h.CallOff(t.Context(), ann, group, thirteenth.ID, "the hall is painted")
	must(t, err)
	h.rests(t, group.ID, autumn())
	rests, err := h.Breaks(t.Context(), group)
	must(t, err)
	_, err = h.RemoveBreak(t.Context(), group.ID, rests[0].ID)
	must(t, err)
	if m, err := h.ByKey(t.Context(), group, "2026-10-06", 0); err != nil || m.Status != meetings.Moved {
		t.Errorf("the moved one is %s (%v)", m.Status, err)
	}
	if m, err := h.ByKey(t.Context(), group, "2026-10-13", 0); err != nil || m.Status != meetings.CalledOff || m.Reason != "the hall is painted" {
		t.Errorf("the one called off is %s: %s (%v)", m.Status, m.Reason, err)
	}
}

func TestABreakOutlivesAnotherTimetable(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.group(t, h.member(t, "ann"), 0)
	h.rests(t, group.ID, autumn())
	again := autumn()
	again.Why = "harvest"
	h.rests(t, group.ID, again) // the same days: another reason
	later := tuesdays()
	later[0].Start = schedule.NewWall(2026, 9, 1, 20, 0)
	h.meets(t, group.ID, later)
	if coming := h.upcoming(t, group.ID, 0); len(coming) != 14 {
		t.Errorf("%d dates", len(coming))
	}
	if rests, err := h.Breaks(t.Context(), group); err != nil || len(rests) != 1 || rests[0].Why != "harvest" {
		t.Errorf("breaks are %v (%v)", rests, err)
	}
}

func TestBreaksThatCannotBe(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.group(t, h.member(t, "ann"), 0)
	day := func(year, month, date int) schedule.Wall {
		return schedule.NewWall(year, 1, 1, 0, 0).AddDate(0, month-1, date-1)
	}
	for name, rest := range map[string]schedule.Break{
		"backwards": {From: day(2026, 10, 2), Through: day(2026, 10, 1)},
		"over":      {From: day(2026, 8, 1), Through: day(2026, 8, 31)},
		"far":       {From: day(2029, 8, 1), Through: day(2029, 8, 31)},
		"long":      {From: day(2026, 10, 1), Through: day(2027, 10, 1)},
		"wordy":     {From: day(2026, 10, 1), Through: day(2026, 10, 2), Why: strings.Repeat("é", 121)},
	} {
		if _, err := h.AddBreak(t.Context(), group.ID, rest); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range 40 {
		h.rests(t, group.ID, schedule.Break{From: day(2027, 1, 1+i), Through: day(2027, 1, 1+i)})
	}
	_, err := h.AddBreak(t.Context(), group.ID, autumn())
	want(t, err, fault.Conflict)
}
