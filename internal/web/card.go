package web

import (
	"slices"
	"strings"
	"time"

	"regulars/internal/meetings"
	"regulars/internal/search"
	"regulars/internal/words"
)

// groupCard is what a list of groups shows of one.
type groupCard struct {
	Slug, Name, Family, URL string
	Rhythm                  string
	Where                   string
	Next                    time.Time // in the group's zone; zero: NextWords instead
	NextWords               string
	Expected                bool
	Why                     []string // what speaks for it: "Met 11 of the last 12 Tuesdays", "2 km", "beginners welcome"
	Listed                  string   // why it is in the list, and where it comes from
	Pulse                   *strip   // nil: nothing is known
	Tags                    []string // what else it is
}

// newcomers are the traits that speak for a group whatever was asked for.
const newcomers = search.Beginners | search.Alone

// cardOf shows a hit of a search.
func cardOf(h search.Hit, r search.Result, now time.Time) groupCard {
	telling := newcomers | r.Query.Traits
	card := groupCard{
		Slug: h.Slug, Name: h.Name, Family: h.Family(), URL: "/groups/" + h.Slug,
		Rhythm: words.Capital(h.Rhythm), Where: where(h.Venue, h.Town), Expected: !h.Claimed, Tags: traitLabels(h.Traits &^ telling),
	}
	if h.Venue != "" && h.Town == r.Place.String() {
		card.Where = h.Venue // the title of the page says the town
	}
	far := unitAt(r.Place).says(h.DistanceKM)
	if h.Venue == "" && h.DistanceKM < 1 {
		far = "" // of a town only its middle is known
	}
	if h.Pulse.Known() {
		pulse := stripOf(h.Pulse, now)
		card.Pulse = &pulse
	}
	card.Next, card.NextWords = nextOf(h)
	card.Why = append(said(h.Pulse.Words(words.English, h.Zone), far), traitLabels(h.Traits&telling)...)
	if len(card.Why) > 0 {
		card.Why[0] = words.Capital(card.Why[0])
	}
	card.Listed = sentences(h.Why, origin(h))
	return card
}

// nextOf gives the next date, or what is to be said where a date alone would
// mislead.
func nextOf(h search.Hit) (at time.Time, said string) {
	switch {
	case h.Next == nil && !h.LastListed.IsZero():
		return at, words.English.Say("next.last-listed", words.Data{"Date": words.English.DayMonth(h.LastListed.In(h.Zone))})
	case h.Next == nil:
		return at, ""
	}
	at = h.Next.Starts.In(h.Zone)
	when := words.English.ShortMoment(at)
	switch {
	case h.Next.Status == meetings.Moved || h.Next.Venue != "":
	case h.Rhythm == "" && h.Claimed: // nothing else on the card says the hour
		return at, words.English.Say("next", words.Data{"When": when})
	case h.Rhythm == "":
		return at, words.English.Say("next.expected", words.Data{"When": when})
	default:
		return at, ""
	}
	if h.Next.Venue != "" {
		return at, words.English.Say("next.moved.to", words.Data{"When": when, "Venue": h.Next.Venue})
	}
	return at, words.English.Say("next.moved", words.Data{"When": when})
}

// origin says where a listing comes from that nobody answers for.
func origin(h search.Hit) string {
	switch {
	case h.Claimed:
		return ""
	case h.AsOf.IsZero():
		return "Expected, from a public calendar"
	}
	return "Expected, from a public calendar, as of " + words.English.Date(h.AsOf.In(h.Zone))
}

// sentences joins those that are not empty.
func sentences(all ...string) string { return strings.Join(said(all...), ". ") }

// said leaves out what is empty.
func said(all ...string) []string {
	return slices.DeleteFunc(all, func(one string) bool { return one == "" })
}
