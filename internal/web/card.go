package web

import (
	"fmt"
	"math"
	"strings"
	"time"

	"regulars/internal/meetings"
	"regulars/internal/search"
)

// groupCard is what the partial group-card shows of a group.
type groupCard struct {
	Slug, Name, Family, URL string
	Rhythm                  string
	Venue, Distance         string
	Next                    time.Time // in the group's zone; zero: NextWords instead
	NextWords               string
	Expected                bool
	Why                     string
	Pulse                   *strip // nil: nothing is known
	Tags                    []string
}

// cardOf shows what was found. Miles are said too where people measure in them.
func cardOf(h search.Hit, miles bool, now time.Time) groupCard {
	card := groupCard{
		Slug: h.Slug, Name: h.Name, Family: h.Family(), URL: "/groups/" + h.Slug,
		Rhythm: capital(h.Rhythm), Venue: h.Venue, Distance: distance(h.DistanceKM, miles),
		Expected: !h.Claimed, Tags: traitLabels(h.Traits),
	}
	if h.Pulse.Known() {
		pulse := stripOf(h.Pulse, now)
		card.Pulse = &pulse
	}
	if card.Venue == "" {
		card.Venue = h.Town
		if h.DistanceKM < 1 {
			card.Distance = "" // of a town only its middle is known
		}
	}
	card.Next, card.NextWords = nextOf(h)
	card.Why = sentences(h.Why, origin(h), h.Pulse.Words())
	return card
}

// nextOf gives the next date, or what is to be said where a date alone would
// mislead.
func nextOf(h search.Hit) (at time.Time, words string) {
	switch {
	case h.Next == nil && !h.LastListed.IsZero():
		return at, "Last listed for " + h.LastListed.In(h.Zone).Format("2 January")
	case h.Next == nil:
		return at, ""
	}
	at = h.Next.Starts.In(h.Zone)
	switch {
	case h.Next.Status == meetings.Moved || h.Next.Venue != "":
	case h.Rhythm == "" && h.Claimed: // nothing else on the card says the hour
		return at, "Next: " + at.Format("Mon 2 Jan, 15:04")
	case h.Rhythm == "":
		return at, "Next expected " + at.Format("Mon 2 Jan, 15:04")
	default:
		return at, ""
	}
	words = "Next, moved this once: " + at.Format("Mon 2 Jan, 15:04")
	if h.Next.Venue != "" {
		words += ", " + h.Next.Venue
	}
	return at, words
}

// origin says where a listing comes from that nobody answers for.
func origin(h search.Hit) string {
	switch {
	case h.Claimed:
		return ""
	case h.AsOf.IsZero():
		return "Expected, from a public calendar"
	}
	return "Expected, from a public calendar, as of " + h.AsOf.In(h.Zone).Format("2 January 2006")
}

// distance says how far away a group is, no more exactly than is known: a
// listing's point is often the middle of its town.
func distance(km float64, miles bool) string {
	const milesPerKM = 0.621371
	far, long := math.Round(km), km*milesPerKM
	switch {
	case far < 1 && miles:
		return "under 1 km (half a mile)"
	case far < 1:
		return "under 1 km"
	case !miles:
		return fmt.Sprintf("%.0f km", far)
	case long < 3:
		return fmt.Sprintf("%.0f km (%.1f miles)", far, long)
	}
	return fmt.Sprintf("%.0f km (%.0f miles)", far, long)
}

// sentences joins those that are not empty.
func sentences(all ...string) string {
	var said []string
	for _, one := range all {
		if one != "" {
			said = append(said, one)
		}
	}
	return strings.Join(said, ". ")
}

// capital begins a sentence.
func capital(words string) string {
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}
