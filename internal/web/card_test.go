package web

import (
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/search"
)

func TestCardsSayNoMoreThanIsKnown(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	hit := search.Hit{
		Slug: "chorus", Name: "Chorus", Town: "Asheville, North Carolina", DistanceKM: 0.3, Zone: time.UTC,
		Next: &search.Next{Starts: now.Add(7 * time.Hour), Ends: now.Add(9 * time.Hour), Status: meetings.Expected},
	}
	here := search.Result{Place: place.Place{Country: "US"}}
	card := cardOf(hit, here, now)
	if card.Where != hit.Town || len(card.Why) != 0 {
		t.Errorf("the middle of a town: %q, %q", card.Where, card.Why)
	}
	if card.NextWords != "Next expected Tue 1 Sep, 19:00" {
		t.Errorf("without a rhythm: %q", card.NextWords)
	}
	hit.Venue, hit.Rhythm = "Hall", "usually Tuesdays 19:00"
	if elsewhere := cardOf(hit, here, now).Where; elsewhere != "Hall, Asheville, North Carolina" {
		t.Errorf("in another town: %q", elsewhere)
	}
	here.Place.Name, here.Place.Region, here.Place.Country = "Asheville", "North Carolina", ""
	if inTown := cardOf(hit, here, now).Where; inTown != "Hall" {
		t.Errorf("in the town: %q", inTown)
	}
	here.Place.Country = "US"
	card = cardOf(hit, here, now)
	if !slices.Equal(card.Why, []string{"Under 1 mile"}) || card.NextWords != "" || card.Next.IsZero() {
		t.Errorf("with a venue and a rhythm: %q, %q, %v", card.Why, card.NextWords, card.Next)
	}
}

// A card says in one line what speaks for the group: how it has been going, how far
// it is, that newcomers are welcome, and what was asked for. The rest are its tags.
func TestACardSaysWhatSpeaksForTheGroup(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	pulse := meetings.Pulse{Held: 2, Of: 3, Low: 6, High: 9}
	for week := 3; week >= 0; week-- {
		starts := now.AddDate(0, 0, -7*week)
		pulse.Beats = append(pulse.Beats, meetings.Beat{Starts: starts, Ends: starts.Add(time.Hour), Status: meetings.Held})
	}
	hit := search.Hit{
		Name: "Chorus", Venue: "Hall", DistanceKM: 1.9, Zone: time.UTC, Claimed: true, Pulse: pulse, Why: "Listed under Singing",
		Traits: search.Beginners | search.StepFree | search.Quiet,
	}
	card := cardOf(hit, search.Result{Query: search.Query{Traits: search.StepFree}}, now)
	if got := strings.Join(card.Why, " · "); got != "Met 2 of the last 3 Tuesdays, usually 6 to 9 people · 2 km · beginners welcome · step-free" {
		t.Errorf("got %q", got)
	}
	if !slices.Equal(card.Tags, []string{"quiet room"}) || card.Listed != "Listed under Singing" {
		t.Errorf("got %q and %q", card.Tags, card.Listed)
	}
}

// That one can come alone is what organizers say. Who comes with whom, nobody knows.
func TestNobodyIsSaidToComeAlone(t *testing.T) {
	t.Parallel()
	page, card := traitWords(groups.Details{Alone: true}), traitLabels(search.Alone)
	if !slices.Equal(page, []string{"you can come alone"}) || !slices.Equal(card, []string{"can come alone"}) {
		t.Errorf("the page says %q, the cards %q", page, card)
	}
}
