package search_test

import (
	"fmt"
	"testing"
	"time"

	"regulars/internal/schedule"
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

// A calendar that goes on without end, and that nobody reads again, is not believed for ever.
func TestAnOldCalendarIsNotOfferedForEver(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group, err := h.groups.Import(t.Context(), details("Heard of once", "singing", asheville), false)
	must(t, err)
	h.meets(t, group, schedule.Weekly(1, time.Tuesday), 19)
	_, err = h.db.Exec(t.Context(), `
		INSERT INTO origins (group_id, source, uid, fingerprint, as_of) VALUES ($1, 'here.ics', '', '', $2)`, group.ID, start)
	must(t, err)
	h.listed(t, "Answered for", "singing", offset(20, 0), time.Tuesday, 19)
	for _, at := range []struct {
		weeks int
		want  []string
	}{{51, []string{"Heard of once", "Answered for"}}, {53, []string{"Answered for"}}} {
		h.now = start.AddDate(0, 0, 7*at.weeks)
		_, err = h.meetings.Extend(t.Context())
		must(t, err)
		h.refresh(t)
		same(t, h.find(t, "q=singing&near=Asheville"), at.want...)
	}
}

// Where a program knows other interests than the one before, or makes cards otherwise, it
// makes all of them anew, once.
func TestOtherRulesMakeAllCardsAnew(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "River Singers", "singing", asheville, time.Tuesday, 19)
	h.listed(t, "Hill Quilters", "quilting", asheville, time.Saturday, 10)
	for _, noted := range []int{2, 0} {
		h.refresh(t)
		must(t, h.Renew(t.Context()))
		var all int
		must(t, h.db.Get(t.Context(), &all, `SELECT count(*) FROM changes`))
		if all != noted {
			t.Errorf("%d groups are made anew, want %d", all, noted)
		}
	}
}

// On the hour very many groups meet. What is written then does not wait for them.
func TestWhatIsWrittenDoesNotWaitForWhatTimeChanges(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 130 {
		h.listed(t, fmt.Sprintf("Choir %d", i), "singing", offset(1, 0), time.Tuesday, 19)
	}
	h.refresh(t)
	h.now = h.find(t, "q=choir&near=Asheville").Hits[0].Next.Starts
	h.listed(t, "New", "quilting", asheville, time.Saturday, 10)
	n, err := h.Refresh(t.Context())
	must(t, err)
	if n != 131 {
		t.Errorf("%d groups were made anew", n)
	}
	var later int
	must(t, h.db.Get(t.Context(), &later, `
		SELECT count(*) FROM cards c, cards made
		WHERE made.name = 'New' AND c.xmin::text::bigint > made.xmin::text::bigint`))
	if later != 130 {
		t.Errorf("%d of 130 groups were made anew after the new one", later)
	}
}
