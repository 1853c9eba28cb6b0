package web

import (
	"testing"
	"time"

	"regulars/internal/meetings"
	"regulars/internal/search"
)

func TestCardsSayNoMoreThanIsKnown(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	hit := search.Hit{
		Slug: "chorus", Name: "Chorus", Town: "Asheville, North Carolina", DistanceKM: 0.3, Zone: time.UTC,
		Next: &search.Next{Starts: now.Add(7 * time.Hour), Ends: now.Add(9 * time.Hour), Status: meetings.Expected},
	}
	card := cardOf(hit, true, now)
	if card.Venue != hit.Town || card.Distance != "" {
		t.Errorf("the middle of a town: %q, %q", card.Venue, card.Distance)
	}
	if card.NextWords != "Next expected Tue 1 Sep, 19:00" {
		t.Errorf("without a rhythm: %q", card.NextWords)
	}
	hit.Venue, hit.Rhythm = "Hall", "usually Tuesdays 19:00"
	card = cardOf(hit, true, now)
	if card.Distance != "under 1 km (half a mile)" || card.NextWords != "" || card.Next.IsZero() {
		t.Errorf("with a venue and a rhythm: %q, %q, %v", card.Distance, card.NextWords, card.Next)
	}
}
