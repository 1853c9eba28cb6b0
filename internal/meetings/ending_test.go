package meetings_test

import (
	"testing"
	"time"

	"regulars/internal/meetings"
)

// A group that comes back has the dates that fell with it, as they were, with those who
// come every time; what an organizer called off stays so.
func TestAGroupThatComesBackHasItsDates(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{meetings.GroupEnded, meetings.GroupTakenDown} {
		h := newHouse(t)
		ann, bob, eve := h.member(t, "ann"), h.member(t, "bob"), h.member(t, "eve")
		group := h.group(t, ann, 0)
		before := h.upcoming(t, group.ID, 0)
		must(t, h.Attend(t.Context(), group, before[2].ID, bob, 0))
		_, err := h.CallOff(t.Context(), ann, group, before[0].ID, "Storm")
		must(t, err)
		moved, err := h.Move(t.Context(), ann, group, before[1].ID, before[1].Starts.Add(24*time.Hour), "Library", "The hall is let")
		must(t, err)
		must(t, second(h.CallOffAll(t.Context(), group.ID, reason)))
		must(t, second(h.Stand(t.Context(), group.ID, eve, 0)))

		changed, err := h.PutOnAll(t.Context(), group.ID)
		must(t, err)
		if len(changed) != len(before)-1 {
			t.Errorf("who comes hears of %d dates, want %d", len(changed), len(before)-1)
		}
		after := h.upcoming(t, group.ID, eve)
		if after[0].Status != meetings.CalledOff || after[0].Reason != "Storm" {
			t.Errorf("what was called off before is %+v", after[0])
		}
		if m := after[1]; m.Status != meetings.Moved || m.Venue != "Library" || !m.Starts.Equal(moved.Meeting.Starts) || !m.Coming() {
			t.Errorf("what was moved before is %+v", m)
		}
		if m := after[2]; m.Status != meetings.On || m.Reason != "" || m.Going != 2 || !m.Coming() {
			t.Errorf("the third is %+v", m)
		}
	}
}
