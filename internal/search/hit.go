package search

import (
	"slices"
	"strings"
	"time"

	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/place"
)

// Hit is a group as found. What it points to belongs to all who find the group, and is
// not to be changed.
type Hit struct {
	ID         int64
	Slug       string
	Name       string
	Interests  []interest.Interest // the first is the one it is known for
	Venue      string
	Town       string
	Point      place.Point
	DistanceKM float64
	Zone       *time.Location
	Rhythm     string    // when it meets, in words: "Every Tuesday, 19:00 to 21:00"
	Claimed    bool      // an organizer answers for it; else it is expected, from a public calendar
	Next       *Next     // nil: no date to come is known; ask first
	AsOf       time.Time // of the calendar it comes from; zero: listed by an organizer
	LastListed time.Time // last date that calendar lists; zero: it goes on
	Pulse      meetings.Pulse
	Traits     Trait
	Why        string // why it is listed: "Listed under Singing"
}

// Next is the next meeting of a group.
type Next struct {
	Starts, Ends time.Time
	Status       meetings.Status
	Venue        string // another place this once, or empty
}

// Family is the slug of the family of what the group is known for, or "".
func (h Hit) Family() string {
	if len(h.Interests) == 0 {
		return ""
	}
	return h.Interests[0].Family
}

// why says in one clause why a group is listed: for the interests that were
// asked for, or all that it has if none was, for its name, or for what it says of
// itself.
func (h Hit) why(result Result, named bool) string {
	var shelves []string
	for _, i := range h.Interests {
		if means(result.Understood, i) {
			shelves = append(shelves, i.Name)
		}
	}
	switch under := strings.Join(shelves, ", "); {
	case named && under != "":
		return "Its name matches, and it is listed under " + under
	case named:
		return "Its name matches"
	case under != "":
		return "Listed under " + under
	case isBlank(result.Understood):
		return "Near " + result.Place.Name
	case h.isCalled(result.Understood.Telling):
		return "Its name matches"
	case spokenIn(result).Texts != "":
		return "Its description mentions it"
	default:
		return "It speaks of this, or of a kind of it"
	}
}

// isCalled tells whether there are words, and all of them stand in the name.
func (h Hit) isCalled(words []string) bool {
	name := interest.Words(h.Name)
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !slices.Contains(name, word) })
}

// means tells whether an interest was asked for: by itself, as a kind of another,
// with its family, or because nothing else was.
func means(asked interest.Query, i interest.Interest) bool {
	if isBlank(asked) {
		return true
	}
	return slices.ContainsFunc(asked.Interests, func(a interest.Interest) bool {
		return a.Slug == i.Slug || slices.Contains(i.Broader, a.Slug)
	}) ||
		slices.ContainsFunc(asked.Families, func(f interest.Family) bool { return f.Slug == i.Family })
}

// isBlank tells that nothing in particular was asked for.
func isBlank(asked interest.Query) bool {
	return len(asked.Interests)+len(asked.Families)+len(asked.Rest) == 0
}

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
