package meetings_test

import (
	"context"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/schedule"
	"regulars/internal/words"
)

func TestMeetingsKeepTheHourAcrossTheClockChange(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.group(t, h.member(t, "ann"), 0)
	coming := h.upcoming(t, group.ID, 0)
	if len(coming) != 16 || coming[0].Key != "2026-09-01" {
		t.Fatalf("%d meetings from %s", len(coming), coming[0].Key)
	}
	for _, m := range coming {
		local := m.Starts.In(newYork)
		if local.Format("Mon 15:04") != "Tue 19:00" || local.Format(time.DateOnly) != m.Key || m.Ends.Sub(m.Starts) != 2*time.Hour {
			t.Errorf("%s starts %v, ends %v", m.Key, local, m.Ends)
		}
	}
}

func TestSecondMeetingOfADay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.group(t, h.member(t, "ann"), 0)
	table := append(tuesdays(), schedule.Schedule{
		Start: schedule.NewWall(2026, 9, 1, 14, 0), Zone: newYork, Length: time.Hour, Rule: schedule.Weekly(1, time.Tuesday)})
	h.meets(t, group.ID, table)
	coming := h.upcoming(t, group.ID, 0)
	if len(coming) != 32 || coming[0].Key != "2026-09-01-2" || coming[1].Key != "2026-09-01" {
		t.Errorf("%d meetings: %s, %s", len(coming), coming[0].Key, coming[1].Key)
	}
}

func TestAnotherHourKeepsThePlaces(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	bob := h.member(t, "bob")
	group := h.group(t, h.member(t, "ann"), 0)
	before := h.upcoming(t, group.ID, 0)[0]
	must(t, h.Attend(ctx, group, before.ID, bob, 0))
	later := tuesdays()
	later[0].Start = schedule.NewWall(2026, 9, 1, 19, 30)
	changed := h.meets(t, group.ID, later)
	if len(changed) != 1 || !changed[0].Was.Equal(before.Starts) || changed[0].Meeting.ID != before.ID {
		t.Fatalf("got %+v", changed)
	}
	after := h.upcoming(t, group.ID, bob)
	if len(after) != 16 || !after[0].Coming() || after[0].Starts.Sub(before.Starts) != 30*time.Minute {
		t.Errorf("%d meetings, first %+v", len(after), after[0])
	}
}

func TestAnotherWeekdayCallsOffWhatPeopleCountOn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	bob, eve := h.member(t, "bob"), h.member(t, "eve")
	group := h.group(t, h.member(t, "ann"), 0)
	tuesday := h.upcoming(t, group.ID, 0)[1]
	must(t, h.Attend(ctx, group, tuesday.ID, eve, 0))
	must(t, h.NotThisTime(ctx, group, tuesday.ID, bob))

	wednesdays := tuesdays()
	wednesdays[0].Start, wednesdays[0].Rule = schedule.NewWall(2026, 9, 2, 19, 0), schedule.Weekly(1, time.Wednesday)
	changed := h.meets(t, group.ID, wednesdays)
	if len(changed) != 1 || changed[0].Meeting.ID != tuesday.ID || changed[0].Meeting.Status != meetings.CalledOff {
		t.Fatalf("got %+v", changed)
	}
	coming := h.upcoming(t, group.ID, 0)
	if len(coming) != 17 {
		t.Fatalf("%d meetings, want 16 and the one called off", len(coming))
	}
	if coming[1].Status != meetings.CalledOff || coming[1].Reason == "" || coming[0].Key != "2026-09-02" {
		t.Errorf("got %+v", coming[:2])
	}
}

func TestAnotherZoneMovesTheInstants(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	before := h.upcoming(t, group.ID, 0)[0]
	d := group.Details
	d.Town, d.Zone = "Denver, Colorado", "America/Denver"
	group, err := h.groups.Update(ctx, ann, group.ID, group.Version, d)
	must(t, err)
	_, err = h.Materialise(ctx, group.ID)
	must(t, err)
	if after := h.upcoming(t, group.ID, 0)[0]; after.Starts.Sub(before.Starts) != 2*time.Hour || after.Original != before.Original {
		t.Errorf("from %v to %v", before.Starts, after.Starts)
	}
}

func TestExtendLeavesChangedDatesAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	coming := h.upcoming(t, group.ID, 0)
	_, err := h.CallOff(ctx, ann, group, coming[1].ID, "Hall is closed")
	must(t, err)
	to := schedule.NewWall(2026, 10, 1, 18, 0).Instant(newYork)
	_, err = h.Move(ctx, ann, group, coming[2].ID, to, "Library", "")
	must(t, err)
	for range 2 {
		_, err = h.Materialise(ctx, group.ID)
		must(t, err)
	}
	off, err := h.ByKey(ctx, group, coming[1].Key, 0)
	if err != nil || off.Status != meetings.CalledOff || off.Reason != "Hall is closed" {
		t.Errorf("got %+v, %v", off, err)
	}
	moved, err := h.ByKey(ctx, group, coming[2].Key, 0)
	if err != nil || moved.Status != meetings.Moved || !moved.Starts.Equal(to) || moved.Venue != "Library" {
		t.Errorf("got %+v, %v", moved, err)
	}
	if all := h.upcoming(t, group.ID, 0); len(all) != 16 {
		t.Errorf("%d meetings", len(all))
	}
}

func TestExtendOnlyWhatIsDueAndSaysWhatHasNoNextDate(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	if done, err := h.Extend(ctx); err != nil || done.Groups != 0 || done.Stalled != 0 {
		t.Fatalf("got %+v, %v", done, err)
	}
	h.now = start.AddDate(0, 0, 30)
	if done, err := h.Extend(ctx); err != nil || done.Groups != 1 {
		t.Fatalf("got %+v, %v", done, err)
	}
	_, err := h.CallOffAll(ctx, group.ID, "The group has ended.")
	must(t, err)
	if done, err := h.Extend(ctx); err != nil || done.Stalled != 1 {
		t.Errorf("got %+v, %v", done, err)
	}
}

func TestTimetableRoundTrip(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.group(t, h.member(t, "ann"), 0)
	table := tuesdays()
	table[0].Except = []schedule.Wall{schedule.NewWall(2026, 9, 8, 19, 0)}
	table[0].Extra = []schedule.Wall{schedule.NewWall(2026, 9, 10, 19, 0)}
	h.meets(t, group.ID, table)
	got, err := h.Timetable(context.Background(), group)
	must(t, err)
	if len(got) != 1 || got[0].Start != table[0].Start || got[0].Rule.String() != table[0].Rule.String() ||
		got[0].Except[0] != table[0].Except[0] || got[0].Extra[0] != table[0].Extra[0] || got[0].Length != 2*time.Hour {
		t.Errorf("got %+v", got)
	}
	coming := h.upcoming(t, group.ID, 0)
	if coming[0].Key != "2026-09-01" || coming[1].Key != "2026-09-10" || coming[2].Key != "2026-09-15" {
		t.Errorf("got %s, %s, %s", coming[0].Key, coming[1].Key, coming[2].Key)
	}
}

func TestOrganizersChangeOneDate(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann, 0)
	next := h.upcoming(t, group.ID, 0)[0]
	for _, err := range []error{
		second(h.CallOff(ctx, bob, group, next.ID, "")),
		second(h.PutOn(ctx, bob, group, next.ID)),
		second(h.Move(ctx, bob, group, next.ID, next.Starts.Add(time.Hour), "", "")),
		second(h.Hold(ctx, bob, group, next.ID, nil)),
	} {
		want(t, err, fault.Forbidden)
	}
	changed, err := h.Move(ctx, ann, group, next.ID, next.Starts.Add(time.Hour), "Library", "  Heating \n broken ")
	must(t, err)
	if !changed.Was.Equal(next.Starts) || changed.Meeting.Reason != "Heating broken" {
		t.Errorf("got %+v", changed)
	}
	_, err = h.CallOff(ctx, ann, group, next.ID, "")
	must(t, err)
	want(t, second(h.CallOff(ctx, ann, group, next.ID, "")), fault.Conflict)
	back, err := h.PutOn(ctx, ann, group, next.ID)
	must(t, err)
	if !back.Meeting.Starts.Equal(next.Starts) || !back.Meeting.Ends.Equal(next.Ends) || back.Meeting.Status != meetings.On || back.Meeting.Venue != "" {
		t.Errorf("got %+v", back.Meeting)
	}
}

func second[A any](_ A, err error) error { return err }

func TestPulse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	coming := h.upcoming(t, group.ID, 0)
	if p := h.pulse(t, group); p.Known() || p.Of != 0 || len(p.Beats) != 1 || p.Words(words.English, newYork) != "" {
		t.Errorf("at the start: %+v", p)
	}
	h.now = coming[13].Starts.Add(-time.Hour)
	for i, came := range []int{3, 6, 7, 8, 9, 6, 7, 8, 40, 7} {
		_, err := h.Hold(ctx, ann, group, coming[i+2].ID, &came)
		must(t, err)
	}
	p := h.pulse(t, group)
	if p.Held != 10 || p.Of != 11 || p.Low != 6 || p.High != 8 || len(p.Beats) != 12 {
		t.Errorf("got %+v", p)
	}
	if got := p.Words(words.English, newYork); got != "Met 10 of the last 11 Tuesdays, usually 6 to 8 people" {
		t.Errorf("got %q", got)
	}
	p.Beats[3].Starts = p.Beats[3].Starts.AddDate(0, 0, 1)
	if got := p.Words(words.English, newYork); got != "Met 10 of the last 11 times it was due, usually 6 to 8 people" {
		t.Errorf("not always on a Tuesday: got %q", got)
	}
}

// The pulse leaves out what nobody said a word of before the first meeting that was
// held, also where that is long ago: who begins to note it has missed nothing before,
// and who has stopped is not as good as new.
func TestPulseCountsFromTheFirstMeetingHeld(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	coming := h.upcoming(t, group.ID, 0)
	for _, one := range []struct {
		past, held, of, beats int // after so many dates, each with the next one
		words                 string
	}{
		{4, 0, 0, 5, ""},
		{5, 1, 2, 3, "Met 1 of the last 2 Tuesdays"}, // the third is called off, the fifth noted, after it nothing
		{7, 1, 4, 5, "Met 1 of the last 4 Tuesdays"},
		{16, 1, 12, 13, "Met 1 of the last 12 Tuesdays"},
		{17, 0, 12, 13, "None of the last 12 meetings is known to have taken place"},
		{30, 0, 12, 13, "None of the last 12 meetings is known to have taken place"},
	} {
		h.now = coming[0].Ends.AddDate(0, 0, 7*(one.past-1)).Add(2 * time.Hour)
		must(t, second(h.Materialise(t.Context(), group.ID)))
		if one.past == 4 {
			_, err := h.CallOff(t.Context(), ann, group, coming[2].ID, "")
			must(t, err)
		}
		if one.past == 5 {
			_, err := h.Hold(t.Context(), ann, group, coming[4].ID, nil)
			must(t, err)
		}
		p := h.pulse(t, group)
		if p.Held != one.held || p.Of != one.of || len(p.Beats) != one.beats || p.Known() != (one.past > 4) {
			t.Errorf("after %d dates: %+v", one.past, p)
		}
		if got := p.Words(words.English, newYork); got != one.words {
			t.Errorf("after %d dates: %q, want %q", one.past, got, one.words)
		}
	}
}

func (h *house) pulse(t *testing.T, group groups.Group) meetings.Pulse {
	t.Helper()
	p, err := h.Pulse(context.Background(), group.ID)
	must(t, err)
	return p
}
