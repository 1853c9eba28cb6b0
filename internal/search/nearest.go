package search

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"regulars/internal/place"
)

// candidate is a group as it stands under one interest, or as words found it.
type candidate struct {
	ID      int64   `db:"group_id"`
	X       float64 `db:"x"` // its spot, see place.Spot
	Y       float64 `db:"y"`
	Dated   bool    `db:"dated"` // has a date to come
	Steady  float64 `db:"steady"`
	Traits  Trait   `db:"traits"`
	Shelf   bool    `db:"shelf"`   // is one of the interests asked for, or as good
	Named   bool    `db:"named"`   // its name holds the words
	Edition int32   `db:"edition"` // of its card
	KM      float64 `db:"-"`       // from the place of the search
}

func (c candidate) isNamed() bool { return c.Named }

// shelved reads the nearest groups under each interest asked for, as many of each as the
// query wants. They come from the index in order of distance.
func (s *Service) shelved(ctx context.Context, r Result, km int) ([]candidate, error) {
	ask := asking{}
	here := ask.circle(s, r, km)
	var shelves []string
	for _, id := range wanted(r.Query, r.Understood) {
		shelves = append(shelves, here.shelves(ask.arg(id))...)
	}
	return s.candidates(ctx, r, strings.Join(shelves, " UNION ALL "), ask.args)
}

// said reads the nearest of the groups whose names or descriptions hold the words of
// a search; see asking.said.
func (s *Service) said(ctx context.Context, r Result, km, anywhere int) ([]candidate, error) {
	if r.Query.listed {
		return nil, nil
	}
	ask := asking{}
	return s.candidates(ctx, r, ask.circle(s, r, km).spoken(ask.said(r, km, anywhere)), ask.args)
}

// slips reads the nearest of those whose names hold the words of a search nearly.
func (s *Service) slips(ctx context.Context, r Result, km int) ([]candidate, error) {
	if r.Query.listed {
		return nil, nil
	}
	ask := asking{}
	return s.candidates(ctx, r, ask.circle(s, r, km).spoken(ask.slips(r, km)), ask.args)
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
		one.KM = r.Place.DistanceKM(place.Spot{X: one.X, Y: one.Y}.Point())
	}
	return found, err
}

// circle is where is looked: the windows of the map that show it, as a text calls them,
// the conditions that a row has to fit, and how many rows are read at most.
type circle struct {
	windows    []window
	fits, most string
}

// window is the spot and the box of a place.Window.
type window struct{ centre, box string }

func (a *asking) circle(s *Service, r Result, km int) circle {
	c := circle{fits: a.fits(s, r.Query), most: strconv.Itoa(cmp.Or(r.Query.most, candidates))}
	for _, w := range r.Place.Windows(float64(km)) {
		c.windows = append(c.windows, window{a.arg(w.Centre.String()) + "::point", a.arg(w.String()) + "::box"})
	}
	return c
}

// shelves read the nearest rows of one interest, one for each window. A window is wider
// than the circle.
func (c circle) shelves(interest string) (shelves []string) {
	for _, w := range c.windows {
		shelves = append(shelves, `(
		SELECT group_id, spot[0] AS x, spot[1] AS y, dated, steady, traits, edition, true AS shelf FROM listings
		WHERE interest = `+interest+` AND spot <@ `+w.box+` AND `+c.fits+`
		ORDER BY spot <-> `+w.centre+` LIMIT `+c.most+`)`)
	}
	return shelves
}

// spoken reads the nearest rows of the groups that a query finds by words; "" if there is
// no query. They are looked up one by one (LIMIT 1): Postgres takes every word for a
// common one and would rather read all rows.
func (c circle) spoken(said string) string {
	if said == "" {
		return ""
	}
	var inside, far []string
	for _, w := range c.windows {
		inside, far = append(inside, `l.spot <@ `+w.box), append(far, `l.spot <-> `+w.centre)
	}
	return `
		SELECT said.group_id, l.spot[0] AS x, l.spot[1] AS y, l.dated, l.steady * said.weight AS steady, l.traits, l.edition, said.shelf, said.named
		FROM (` + said + `) said
		CROSS JOIN LATERAL (
			SELECT spot, dated, steady, traits, edition
			FROM listings WHERE group_id = said.group_id AND interest = 0 AND ` + c.fits + ` LIMIT 1) l
		WHERE ` + strings.Join(inside, " OR ") + `
		ORDER BY least(` + strings.Join(far, ", ") + `) LIMIT ` + c.most
}

// within are the candidates that are no farther than that.
func within(all []candidate, km int) (near []candidate) {
	for _, one := range all {
		if one.KM <= float64(km) {
			near = append(near, one)
		}
	}
	return near
}
