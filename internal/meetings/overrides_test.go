package meetings_test

import (
	"context"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
)

// secondDate and thirdDate are the second and third Tuesday of tuesdays.
var (
	secondDate = schedule.NewWall(2026, 9, 8, 19, 0)
	thirdDate  = schedule.NewWall(2026, 9, 15, 19, 0)
)

// disturbed is tuesdays with the second called off and the third moved to
// Wednesday at the library.
func disturbed() meetings.Timetable {
	table := tuesdays()
	table[0].Overrides = []schedule.Override{
		{Original: secondDate, Why: "The hall is flooded."},
		{Original: thirdDate, Start: thirdDate.AddDate(0, 0, 1), Length: time.Hour, Where: "Library"},
	}
	return table
}

func TestATimetableMovesAndCallsOff(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann, 0)
	_, err := h.Stand(ctx, group.ID, bob, 0)
	must(t, err)

	changed := h.meets(t, group.ID, disturbed())
	if len(changed) != 2 || changed[0].Meeting.Status != meetings.CalledOff || changed[1].Meeting.Status != meetings.Moved {
		t.Fatalf("who comes hears of %+v", changed)
	}
	if again := h.meets(t, group.ID, disturbed()); len(again) != 0 {
		t.Errorf("the same timetable changes %+v", again)
	}
	coming := h.upcoming(t, group.ID, bob)
	off, moved := coming[1], coming[2]
	if off.Reason != "The hall is flooded." || off.Key != "2026-09-08" || !off.ByTimetable {
		t.Errorf("called off: %+v", off)
	}
	if moved.Key != "2026-09-15" || moved.Venue != "Library" || !moved.Coming() ||
		!moved.Starts.Equal(time.Date(2026, 9, 16, 23, 0, 0, 0, time.UTC)) || moved.Ends.Sub(moved.Starts) != time.Hour {
		t.Errorf("moved: %+v", moved)
	}
	if changed := h.meets(t, group.ID, tuesdays()); len(changed) != 2 {
		t.Errorf("as usual again: %+v", changed)
	}
	for _, m := range h.upcoming(t, group.ID, bob)[:4] {
		if m.Status != meetings.On || m.Venue != "" || m.Reason != "" || m.ByTimetable || !m.Coming() {
			t.Errorf("as usual: %+v", m)
		}
	}
}

func TestAnOrganizersWordCountsMoreThanTheTimetable(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	h.meets(t, group.ID, disturbed())
	coming := h.upcoming(t, group.ID, 0)

	_, err := h.PutOn(ctx, ann, group, coming[1].ID)
	must(t, err)
	_, err = h.Move(ctx, ann, group, coming[2].ID, coming[2].Starts.Add(24*time.Hour), "", "")
	must(t, err)
	_, err = h.Materialise(ctx, group.ID)
	must(t, err)
	after := h.upcoming(t, group.ID, 0)
	if after[1].Status != meetings.On || after[1].Key != coming[1].Key {
		t.Errorf("put on, it is %+v", after[1])
	}
	if m := after[2]; !m.Starts.Equal(coming[2].Starts.Add(24*time.Hour)) || m.ByTimetable || m.Venue != "" {
		t.Errorf("moved by hand, it is %+v", m)
	}

	// what no schedule gives any more stays away
	h.meets(t, group.ID, tuesdays())
	must(t, h.Attend(ctx, group, after[4].ID, ann, 0))
	table := tuesdays()
	table[0].Except = []schedule.Wall{after[4].Original}
	h.meets(t, group.ID, table)
	_, err = h.PutOn(ctx, ann, group, after[4].ID)
	want(t, err, fault.Conflict)
}

func TestADateMovedBeyondTheHorizonTakesItsPeopleAlong(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	must(t, h.Attend(ctx, group, h.upcoming(t, group.ID, 0)[1].ID, ann, 0))
	table := tuesdays()
	far := schedule.NewWall(2027, 2, 1, 19, 0)
	table[0].Overrides = []schedule.Override{{Original: secondDate, Start: far, Length: time.Hour}}
	changed := h.meets(t, group.ID, table)
	if len(changed) != 1 || !changed[0].Meeting.Starts.Equal(far.Instant(newYork)) || changed[0].Meeting.Status != meetings.Moved {
		t.Errorf("who comes hears of %+v", changed)
	}
}

func TestAListingIsHeldAsItsCalendarHasIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	listing, err := h.groups.Import(ctx, details(), false)
	must(t, err)
	table := disturbed()
	table[0].Start = table[0].Start.AddDate(-1, 0, 0)
	h.now = thirdDate.Instant(newYork).Add(36 * time.Hour)
	h.meets(t, listing.ID, table)

	past, err := h.Past(ctx, listing.ID, 100)
	must(t, err)
	if len(past) != 12 {
		t.Fatalf("%d meetings of the last twelve weeks are held, want 12", len(past))
	}
	if off := past[1]; off.Status != meetings.CalledOff || off.Key != "2026-09-08" {
		t.Errorf("the one called off is %+v", off)
	}
	if moved := past[0]; moved.Status != meetings.Expected || moved.Key != "2026-09-15" || moved.Venue != "Library" {
		t.Errorf("the moved one is %+v", moved)
	}
	pulse, err := h.Pulse(ctx, listing.ID)
	must(t, err)
	if pulse.Known() || !pulse.Silent(h.now) || len(pulse.Beats) != 2 {
		t.Errorf("the pulse is %+v, want only the date that was called off", pulse)
	}

	// its calendar knows more of the past than we do
	table[0].Overrides = table[0].Overrides[:1]
	table[0].Except = []schedule.Wall{schedule.NewWall(2026, 9, 1, 19, 0)}
	h.meets(t, listing.ID, table)
	past, err = h.Past(ctx, listing.ID, 100)
	must(t, err)
	if len(past) != 11 || past[0].Venue != "" || past[2].Key != "2026-08-25" {
		t.Errorf("read again, there are %d: %+v", len(past), past[:3])
	}
}

// Two dates of a group at one moment would be two rows that say the same.
func TestADateIsNotMovedOntoAnother(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	coming := h.upcoming(t, group.ID, 0)
	for name, to := range map[string]time.Time{
		"one that is made":       coming[3].Starts,
		"one beyond the horizon": schedule.NewWall(2027, 3, 2, 19, 0).Instant(newYork),
	} {
		if _, err := h.Move(ctx, ann, group, coming[0].ID, to, "", ""); fault.KindOf(err) != fault.Conflict {
			t.Errorf("onto %s: %v", name, err)
		}
	}
	_, err := h.Move(ctx, ann, group, coming[0].ID, coming[0].Starts, "The library", "")
	must(t, err)
	_, err = h.CallOff(ctx, ann, group, coming[3].ID, "")
	must(t, err)
	_, err = h.Move(ctx, ann, group, coming[0].ID, coming[3].Starts, "", "")
	must(t, err)
	_, err = h.Move(ctx, ann, group, coming[0].ID, coming[4].Starts.Add(time.Hour), "", "")
	must(t, err)
}
