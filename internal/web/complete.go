package web

import (
	"github.com/gofiber/fiber/v2"

	"regulars/internal/interest"
)

const placesPath = "/api/v1/places"

const (
	proposals    = 8   // answers to what is being typed
	longestStart = 100 // characters that anybody types before choosing
)

// proposedPlace is a town or postcode; Find takes its name.
type proposedPlace struct {
	Name    string  `json:"name"`
	Country string  `json:"country"`
	Lat     float64 `json:"lat"`
	Lon     float64 `json:"lon"`
}

// proposedInterest is a word, and the interest or family that it means.
type proposedInterest struct {
	Text string `json:"text"`
	Name string `json:"name"`
	Slug string `json:"slug"`
}

// completePlace prefers the Leeds that lies near the place already chosen, if one is.
// A place that nobody knows is none: it is being mended just now.
func (s *Server) completePlace(c *fiber.Ctx) error {
	begun, err := begun(c)
	if err != nil {
		return err
	}
	places := s.Places.Complete(begun, proposals)
	if near, err := s.Places.Find(c.Query("near")); err == nil {
		places = s.Places.CompleteNear(begun, proposals, near.Point)
	}
	found := []proposedPlace{}
	for _, p := range places {
		found = append(found, proposedPlace{p.String(), p.Country, p.Lat, p.Lon})
	}
	return propose(c, fiber.Map{"places": found})
}

func (s *Server) completeInterest(c *fiber.Ctx) error {
	begun, err := begun(c)
	if err != nil {
		return err
	}
	found := []proposedInterest{}
	for _, i := range interest.Complete(begun, proposals) {
		found = append(found, proposedInterest(i))
	}
	return propose(c, fiber.Map{"interests": found})
}

// begun reads what has been typed so far; fault.Invalid if nothing was, or
// nothing that can be completed.
func begun(c *fiber.Ctx) (string, error) {
	form := readQuery(c)
	text := form.Needed("q", longestStart, "Give the beginning of a word as q.")
	return text, form.Err()
}

// propose answers the same to everyone, so it may be kept for a while.
func propose(c *fiber.Ctx, found fiber.Map) error {
	return sendJSON(c, keepWord, found)
}
