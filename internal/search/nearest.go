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
	Pin     place.Spot `db:"pin"`   // on the sheet where it was found
	Dated   bool       `db:"dated"` // has a date to come
	Steady  float64    `db:"steady"`
	Traits  Trait      `db:"traits"`
	Shelf   bool       `db:"shelf"`   // is one of the interests asked for, or as good
	Named   bool       `db:"named"`   // it was found by its name
	Slip    bool       `db:"slip"`    // which has the words nearly
	Edition int32      `db:"edition"` // of its card
	KM      float64    `db:"-"`       // from the place of the search
}

// shelved reads the nearest groups under each interest asked for, as many of each as the
// query wants. They come from the index in order of distance.
func (s *Service) shelved(ctx context.Context, r Result, km int) ([]candidate, error) {
	return s.standing(ctx, r, km, wanted(r.Query, r.Understood))
}

// mentioning reads the nearest groups that merely mention an interest asked for. Beside
// words that we do not know, a mention says too little.
func (s *Service) mentioning(ctx context.Context, r Result, km int) ([]candidate, error) {
	if r.Query.listed || isBlank(r.Understood) || len(spokenIn(r).rest) > 0 {
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

// speaking reads the nearest of the groups that have the words of a search in their names
// or descriptions, and of those whose names nearly have them if too few are found already;
// see asking.speaking.
func (s *Service) speaking(ctx context.Context, r Result, already []candidate) (found, slips []candidate, err error) {
	words, ids := spokenIn(r), idsOf(within(already, r.widest()))
	if r.Query.listed || words.none() || r.Query.whether && len(ids) > 0 {
		return nil, nil, nil
	}
	ask := asking{}
	found, err = s.candidates(ctx, r, ask.speaking(s, r, words, ids), ask.args)
	for _, one := range found {
		if one.Slip {
			slips = append(slips, one)
		}
	}
	return slices.DeleteFunc(found, func(one candidate) bool { return one.Slip }), slips, err
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

// centre gives the name by which the text calls the spot that distances are measured from.
func (a *asking) centre(w place.Window) string { return a.arg(w.Centre.String()) + "::point" }

// box gives the name by which the text calls a window.
func (a *asking) box(w place.Window) string { return a.arg(w.String()) + "::box" }

// shelves reads the nearest rows of each of some shelves, which may be those of the interests
// asked for; "" if there are none.
func (a *asking) shelves(s *Service, r Result, km int, ids []int32) string {
	fits, most := a.fits(s, r.Query), r.Query.mostRows()
	var shelves []string
	for _, id := range ids {
		for _, w := range r.Place.Windows(float64(km)) { // which are wider than the circle
			shelves = append(shelves, a.shelf(w.On(id), fits, most))
		}
	}
	return strings.Join(shelves, " UNION ALL ")
}

// shelf reads the nearest rows in a window of one shelf's sheet.
func (a *asking) shelf(w place.Window, fits, most string) string {
	centre, box := a.centre(w), a.box(w)
	return `(
		SELECT group_id, pin, dated, steady, traits, edition FROM listings
		WHERE pin <@ ` + box + ` AND ` + fits + `
		ORDER BY pin <-> ` + centre + ` LIMIT ` + most + `)`
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

// idsOf are the numbers of the groups among some candidates, each once. Where there are none,
// Postgres is to read an empty array, and no NULL.
func idsOf(all []candidate) []int64 {
	ids := make([]int64, 0, len(all))
	for _, one := range all {
		ids = append(ids, one.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// anyWithin tells whether any of the candidates is no farther than that.
func anyWithin(all []candidate, km int) bool {
	return slices.ContainsFunc(all, func(one candidate) bool { return one.KM <= float64(km) })
}
