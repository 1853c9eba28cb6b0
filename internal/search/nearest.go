package search

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"regulars/internal/place"
)

// candidate is a group as it stands under one interest, or as words found it.
type candidate struct {
	ID      int64      `db:"group_id"`
	Pin     place.Spot `db:"pin"`    // on the sheet where it was found
	Dated   bool       `db:"dated"`  // has a date to come
	Steady  float64    `db:"steady"` // what it is worth where it was found, see facts.worth
	Traits  Trait      `db:"traits"`
	Shelf   bool       `db:"shelf"`   // is one of the interests asked for, or as good
	Named   bool       `db:"named"`   // its name holds the words
	Edition int32      `db:"edition"` // of its card
	KM      float64    `db:"-"`       // from the place of the search
}

func (c candidate) isNamed() bool { return c.Named }

// shelved reads the nearest groups under each interest asked for, as many of each as the
// query wants. They come from the index in order of distance.
func (s *Service) shelved(ctx context.Context, r Result, km int) ([]candidate, error) {
	return s.standing(ctx, r, km, wanted(r.Query, r.Understood))
}

// mentioning reads the nearest groups that merely mention an interest asked for. Beside
// words that we do not know, a mention says too little.
func (s *Service) mentioning(ctx context.Context, r Result, km int) ([]candidate, error) {
	if r.Query.listed || isBlank(r.Understood) || spokenIn(r).Texts != "" {
		return nil, nil
	}
	shelves := wanted(r.Query, r.Understood)
	for i, id := range shelves {
		shelves[i] = inPassing(id)
	}
	return s.standing(ctx, r, km, shelves)
}

// standing reads the nearest groups on each of some shelves.
func (s *Service) standing(ctx context.Context, r Result, km int, shelves []int32) ([]candidate, error) {
	ask := asking{}
	found, err := s.candidates(ctx, r, ask.shelves(s, r, km, shelves), ask.args)
	for i := range found {
		found[i].Shelf = true
	}
	return found, err
}

// said reads the nearest of the groups whose names or descriptions hold the words of
// a search; see asking.said.
func (s *Service) said(ctx context.Context, r Result, km int) ([]candidate, error) {
	if r.Query.listed {
		return nil, nil
	}
	ask := asking{}
	return s.candidates(ctx, r, ask.spoken(r.Place, km, r.Query.mostRows(), ask.said(s, r, km)), ask.args)
}

// slips reads the nearest of those whose names hold the words of a search nearly.
func (s *Service) slips(ctx context.Context, r Result, km int) ([]candidate, error) {
	if r.Query.listed {
		return nil, nil
	}
	ask := asking{}
	return s.candidates(ctx, r, ask.spoken(r.Place, km, r.Query.mostRows(), ask.slips(s, r, km)), ask.args)
}

// candidates reads the groups that a query finds, and how far they are; none if there is
// no query.
func (s *Service) candidates(ctx context.Context, r Result, query string, args []any) ([]candidate, error) {
	if query == "" {
		return nil, nil
	}
	found, err := read[candidate](ctx, s, query, args...)
	for i := range found {
		one := &found[i]
		one.KM = r.Place.DistanceKM(one.Pin.Point())
	}
	return found, err
}

// mostRows is how many rows are read of an interest at most.
func (q Query) mostRows() string { return strconv.Itoa(cmp.Or(q.most, candidates)) }

// windows show what lies within km of a place under one interest: its rows are on a sheet
// of their own, as Spot.On has it. A window is wider than the circle.
func windows(p place.Place, km int, interest int32) (windows []place.Window) {
	for _, w := range p.Windows(float64(km)) {
		windows = append(windows, w.On(interest))
	}
	return windows
}

// centre and box are those of a window, as the text calls them.
func (a *asking) centre(w place.Window) string { return a.arg(w.Centre.String()) + "::point" }
func (a *asking) box(w place.Window) string    { return a.arg(w.String()) + "::box" }

// shelves reads the nearest rows of each of some shelves, which may be those of the interests
// asked for; "" if there are none.
func (a *asking) shelves(s *Service, r Result, km int, ids []int32) string {
	fits, most := a.fits(s, r.Query), r.Query.mostRows()
	var shelves []string
	for _, id := range ids {
		for _, w := range windows(r.Place, km, id) {
			shelves = append(shelves, `(
		SELECT group_id, pin, dated, steady, traits, edition FROM listings
		WHERE pin <@ `+a.box(w)+` AND `+fits+`
		ORDER BY pin <-> `+a.centre(w)+` LIMIT `+most+`)`)
		}
	}
	return strings.Join(shelves, " UNION ALL ")
}

// spoken reads the nearest of the cards that a query finds by words; "" if there is no
// query.
func (a *asking) spoken(p place.Place, km int, most, said string) string {
	if said == "" {
		return ""
	}
	var far []string
	for _, w := range windows(p, km, everything) {
		far = append(far, `pin <-> `+a.centre(w))
	}
	return `
		SELECT group_id, pin, dated, steady * weight AS steady, traits, edition, shelf, named
		FROM (` + said + `) said
		ORDER BY least(` + strings.Join(far, ", ") + `) LIMIT ` + most
}

// within are the candidates that are no farther than that.
func within(all []candidate, km int) []candidate {
	near := make([]candidate, 0, len(all))
	for _, one := range all {
		if one.KM <= float64(km) {
			near = append(near, one)
		}
	}
	return near
}

// anyWithin tells whether any of the candidates is no farther than that.
func anyWithin(all []candidate, km int) bool {
	return slices.ContainsFunc(all, func(one candidate) bool { return one.KM <= float64(km) })
}
