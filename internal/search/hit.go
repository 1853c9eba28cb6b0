package search

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"regulars/internal/interest"
	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/postgres"
)

// Hit is a group as found.
type Hit struct {
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

// row is a card as read.
type row struct {
	Named      bool             `db:"named"`
	Slug       string           `db:"slug"`
	Name       string           `db:"name"`
	Interests  postgres.Strings `db:"interests"`
	Venue      string           `db:"venue"`
	Town       string           `db:"town"`
	Lat        float64          `db:"lat"`
	Lon        float64          `db:"lon"`
	Zone       string           `db:"zone"`
	Rhythm     string           `db:"rhythm"`
	Claimed    bool             `db:"claimed"`
	NextAt     *time.Time       `db:"next_at"`
	NextEnds   *time.Time       `db:"next_ends"`
	NextStatus string           `db:"next_status"`
	NextVenue  string           `db:"next_venue"`
	AsOf       *time.Time       `db:"as_of"`
	LastListed *time.Time       `db:"last_listed"`
	Held       int              `db:"held"`
	Of         int              `db:"of"`
	Low        int              `db:"low"`
	High       int              `db:"high"`
	Beats      []byte           `db:"beats"`
	Traits     Trait            `db:"traits"`
}

func (r row) hit(result Result) Hit {
	h := Hit{
		Slug: r.Slug, Name: r.Name, Venue: r.Venue, Town: r.Town, Point: place.Point{Lat: r.Lat, Lon: r.Lon},
		Zone: zone(r.Zone), Rhythm: r.Rhythm, Claimed: r.Claimed,
		AsOf: orZero(r.AsOf), LastListed: orZero(r.LastListed),
		Pulse: meetings.Pulse{Held: r.Held, Of: r.Of, Low: r.Low, High: r.High}, Traits: r.Traits,
	}
	h.DistanceKM = h.Point.DistanceKM(result.Place.Point)
	for _, slug := range r.Interests {
		if i, known := interest.BySlug(slug); known {
			h.Interests = append(h.Interests, i)
		}
	}
	if r.NextAt != nil && r.NextEnds != nil {
		h.Next = &Next{Starts: *r.NextAt, Ends: *r.NextEnds, Status: meetings.Status(r.NextStatus), Venue: r.NextVenue}
	}
	// Cards hold what json made of Beats; should an older version have written
	// something else, the strip is left out and the sentence stays.
	if err := json.Unmarshal(r.Beats, &h.Pulse.Beats); err != nil {
		h.Pulse.Beats = nil
	}
	h.Why = h.why(result, r.Named)
	return h
}

// why says in one clause why a group is listed: for the interests that were
// asked for, or all that it has if none was, or for its name.
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
	default:
		return "Near " + result.Place.Name
	}
}

// means tells whether an interest was asked for: by itself, with its family, or
// because nothing else was.
func means(asked interest.Query, i interest.Interest) bool {
	if len(asked.Interests)+len(asked.Families)+len(asked.Rest) == 0 {
		return true
	}
	return slices.ContainsFunc(asked.Interests, func(a interest.Interest) bool { return a.Slug == i.Slug }) ||
		slices.ContainsFunc(asked.Families, func(f interest.Family) bool { return f.Slug == i.Family })
}

func zone(name string) *time.Location {
	if loaded, err := time.LoadLocation(name); err == nil {
		return loaded
	}
	return time.UTC
}

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
