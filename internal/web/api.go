package web

import (
	"context"
	"math"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/meetings"
	"regulars/internal/place"
	"regulars/internal/search"
)

// What programs read. openapi.json describes every field; a test holds each
// answer against it.

// apiGroups is one page of a search.
type apiGroups struct {
	Groups []apiGroup `json:"groups"`
	Next   *string    `json:"next"` // path of the next page; null: that was all
}

// apiGroup is a group as lists show it.
type apiGroup struct {
	Slug       string      `json:"slug"`
	Name       string      `json:"name"`
	URL        string      `json:"url"`
	Interests  []string    `json:"interests"`
	Place      apiPlace    `json:"place"`
	DistanceKM *float64    `json:"distance_km"` // null: from nowhere
	Rhythm     string      `json:"rhythm"`
	Claimed    bool        `json:"claimed"`
	Traits     []string    `json:"traits"`
	Next       *apiMeeting `json:"next_meeting"`
	Pulse      *apiPulse   `json:"pulse"`
}

type apiPlace struct {
	Name string   `json:"name"`
	Lat  *float64 `json:"lat"` // null: only the name is known
	Lon  *float64 `json:"lon"`
}

type apiMeeting struct {
	Starts time.Time       `json:"starts_at"`
	Ends   time.Time       `json:"ends_at"`
	Status meetings.Status `json:"status"`
	Place  apiPlace        `json:"place"`
}

type apiPulse struct {
	Held int  `json:"held"`
	Of   int  `json:"of"`
	Low  *int `json:"low"` // null: nobody counted
	High *int `json:"high"`
}

// listGroups is the search for programs.
func (s *Server) listGroups(c *fiber.Ctx) error {
	q, err := search.ParseAPIQuery(queryValues(c))
	if err != nil {
		return err
	}
	result, err := s.look(c.UserContext(), q)
	if err != nil {
		return err
	}
	page := apiGroups{Groups: []apiGroup{}}
	for _, hit := range result.Hits {
		page.Groups = append(page.Groups, s.apiHit(hit, q.Near != ""))
	}
	if next, more := result.Next(); more {
		path := apiGroupsPath + "?" + next.Encode()
		page.Next = &path
	}
	return sendJSON(c, keepPage, page)
}

// look finds groups near a place, or everywhere if none is named.
func (s *Server) look(ctx context.Context, q search.Query) (search.Result, error) {
	if q.Near == "" {
		return s.Search.Everywhere(ctx, q)
	}
	return s.Search.Find(ctx, q)
}

// apiHit tells what was found, near tells whether that was near a place.
func (s *Server) apiHit(h search.Hit, near bool) apiGroup {
	group := apiGroup{
		Slug: h.Slug, Name: h.Name, URL: s.Site.URL + groupPath(h.Slug), Interests: []string{}, Place: placeOf(h.Venue, h.Town, h.Point),
		Rhythm: rhythmOr(h.Rhythm), Claimed: h.Claimed, Traits: orNone(h.Traits.Keys()), Pulse: apiPulseOf(h.Pulse),
	}
	for _, i := range h.Interests {
		group.Interests = append(group.Interests, i.Slug)
	}
	if near {
		km := math.Round(h.DistanceKM*10) / 10
		group.DistanceKM = &km
	}
	if h.Next != nil {
		at := group.Place.orElsewhere(h.Next.Venue)
		group.Next = &apiMeeting{h.Next.Starts.In(h.Zone), h.Next.Ends.In(h.Zone), h.Next.Status, at}
	}
	return group
}

// placeOf tells where something is to the metre, which is more than is known.
func placeOf(venue, town string, at place.Point) apiPlace {
	lat, lon := math.Round(at.Lat*1e5)/1e5, math.Round(at.Lon*1e5)/1e5
	return apiPlace{where(venue, town), &lat, &lon}
}

// orElsewhere is another place if one is named; of that only the name is known.
func (p apiPlace) orElsewhere(venue string) apiPlace {
	if venue == "" {
		return p
	}
	return apiPlace{Name: venue}
}

// apiPulseOf is null while nobody has said that a meeting took place.
func apiPulseOf(p meetings.Pulse) *apiPulse {
	if !p.Known() {
		return nil
	}
	pulse := &apiPulse{Held: p.Held, Of: p.Of}
	if p.High > 0 {
		pulse.Low, pulse.High = &p.Low, &p.High
	}
	return pulse
}

// orNone is an empty list rather than null.
func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
