package meetings_test

import (
	"context"
	"testing"
	"time"

	"regulars/internal/fault"
	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/postgres"
	"regulars/internal/schedule"
)

// meanwhile lets somebody take a place in a transaction that is still open when
// an organizer's change begins, and commits it once the change waits.
func (h *house) meanwhile(t *testing.T, group groups.Group, meeting, member int64, change func() ([]meetings.Changed, error)) []meetings.Changed {
	t.Helper()
	ctx := context.Background()
	type outcome struct {
		changed []meetings.Changed
		err     error
	}
	ended := make(chan outcome, 1)
	must(t, h.db.InTx(ctx, func(tx postgres.Conn) error {
		if err := h.In(tx).Attend(ctx, group, meeting, member, 0); err != nil {
			return err
		}
		go func() {
			changed, err := change()
			ended <- outcome{changed, err}
		}()
		return h.untilOneWaits(ctx)
	}))
	o := <-ended
	must(t, o.err)
	return o.changed
}

// untilOneWaits returns when a connection waits for a lock of another.
func (h *house) untilOneWaits(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	for waiting := 0; waiting == 0; {
		err := h.db.Get(ctx, &waiting, `
			SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`)
		if err != nil {
			return err
		}
	}
	return nil
}

func TestPlaceTakenWhileTheTimetableChanges(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bob := h.member(t, "bob")
	group := h.group(t, h.member(t, "ann"), 0)
	next := h.upcoming(t, group.ID, 0)[0]
	changed := h.meanwhile(t, group, next.ID, bob, func() ([]meetings.Changed, error) {
		return h.SetTimetable(context.Background(), group.ID, weekly(time.Thursday))
	})
	if len(changed) != 1 || changed[0].Meeting.ID != next.ID || changed[0].Meeting.Status != meetings.CalledOff {
		t.Fatalf("to be told: %+v", changed)
	}
	if kept := h.upcoming(t, group.ID, bob)[0]; kept.ID != next.ID || !kept.Coming() {
		t.Errorf("bob's meeting is %+v", kept)
	}
}

func TestPlaceTakenWhileTheGroupEnds(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bob := h.member(t, "bob")
	group := h.group(t, h.member(t, "ann"), 0)
	next := h.upcoming(t, group.ID, 0)[0]
	changed := h.meanwhile(t, group, next.ID, bob, func() ([]meetings.Changed, error) {
		return h.CallOffAll(context.Background(), group.ID, "The group has ended.")
	})
	if len(changed) != 1 || changed[0].Meeting.ID != next.ID || changed[0].Meeting.Reason != "The group has ended." {
		t.Fatalf("to be told: %+v", changed)
	}
}

// Whoever changes the day by mistake changes it back.
func TestTimetableChangedBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann, bob := h.member(t, "ann"), h.member(t, "bob")
	group := h.group(t, ann, 0)
	coming := h.upcoming(t, group.ID, 0)
	must(t, h.Attend(ctx, group, coming[0].ID, bob, 0))
	must(t, h.Attend(ctx, group, coming[1].ID, bob, 0))
	_, err := h.CallOff(ctx, ann, group, coming[1].ID, "The hall is being painted.")
	must(t, err)

	if changed := h.meets(t, group.ID, weekly(time.Thursday)); len(changed) != 1 {
		t.Fatalf("called off: %+v", changed)
	}
	changed := h.meets(t, group.ID, tuesdays())
	if len(changed) != 1 || changed[0].Meeting.Status != meetings.On || changed[0].Meeting.Reason != "" {
		t.Fatalf("on again: %+v", changed)
	}
	back := h.upcoming(t, group.ID, bob)
	if back[0].Status != meetings.On || !back[0].Coming() {
		t.Errorf("the first is %+v", back[0])
	}
	if back[1].Status != meetings.CalledOff {
		t.Errorf("what a person called off is %+v", back[1])
	}
}

func TestPutOnNeverIntoThePast(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	next := h.upcoming(t, group.ID, 0)[0]
	later := next.Starts.AddDate(0, 0, 2)
	_, err := h.Move(ctx, ann, group, next.ID, later, "", "")
	must(t, err)
	h.now = next.Starts.Add(time.Hour)
	_, err = h.PutOn(ctx, ann, group, next.ID)
	want(t, err, fault.Conflict)
	if m, err := h.ByKey(ctx, group, next.Key, 0); err != nil || !m.Starts.Equal(later) {
		t.Errorf("it starts %v, %v; want %v", m.Starts, err, later)
	}
}

func TestMovedDateLeadsThereForGood(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	next := h.upcoming(t, group.ID, 0)[0]
	to := next.Starts.AddDate(0, 0, 2)
	_, err := h.Move(ctx, ann, group, next.ID, to, "", "")
	must(t, err)
	h.now = to.Add(3 * time.Hour)
	_, err = h.Hold(ctx, ann, group, next.ID, nil)
	must(t, err)
	if m, err := h.ByKey(ctx, group, "2026-09-03", 0); err != nil || m.ID != next.ID {
		t.Errorf("the new date leads to %+v, %v", m, err)
	}
}

// A meeting under way is no meeting that passed without a word.
func TestPulseWhileTheyMeet(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.Background()
	ann := h.member(t, "ann")
	group := h.group(t, ann, 0)
	coming := h.upcoming(t, group.ID, 0)
	h.now = coming[0].Ends
	_, err := h.Hold(ctx, ann, group, coming[0].ID, nil)
	must(t, err)
	h.now = coming[1].Starts.Add(time.Hour)
	during, err := h.Pulse(ctx, group.ID)
	must(t, err)
	h.now = coming[1].Ends
	after, err := h.Pulse(ctx, group.ID)
	must(t, err)
	if during.Held != 1 || during.Of != 1 || after.Of != 2 {
		t.Errorf("while they meet %d of %d, afterwards %d of %d", during.Held, during.Of, after.Held, after.Of)
	}
}

func weekly(day time.Weekday) meetings.Timetable {
	table := tuesdays()
	table[0].Start = table[0].Start.AddDate(0, 0, int(day-time.Tuesday))
	table[0].Rule = schedule.Weekly(1, day)
	return table
}
