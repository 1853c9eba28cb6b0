package search_test

import (
	"testing"
	"time"
)

// A card says what the group's page says, also between two meetings.
func TestPulseOfACardKeepsUpWithTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.listed(t, "River Singers", "singing", offset(2, 0), time.Tuesday, 19)
	h.refresh(t)
	first := h.find(t, "q=choir&near=Asheville").Hits[0].Next
	for _, at := range []struct {
		now  time.Time
		past int
	}{{first.Starts, 0}, {first.Starts.Add(time.Hour), 0}, {first.Ends, 1}, {first.Ends.Add(time.Hour), 1}} {
		h.now = at.now
		h.refresh(t)
		hit := h.find(t, "q=choir&near=Asheville").Hits[0]
		page, err := h.meetings.Pulse(t.Context(), group.ID)
		must(t, err)
		if past := len(page.Beats) - 1; len(hit.Pulse.Beats)-1 != at.past || past != at.past {
			t.Errorf("at %v the card looks back on %d, the page on %d; want %d", at.now, len(hit.Pulse.Beats)-1, past, at.past)
		}
	}
}
