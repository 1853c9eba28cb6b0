package web

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/interest"
	"regulars/internal/search"
)

// nothing is what is shown where nothing fits: what was looked for, and whatever
// comes closest. Apart from words that may have been meant, every way that it offers
// was tried and leads to at least one group.
type nothing struct {
	Title, Words string
	Easier       []link      // the same with less asked for
	Similar      []link      // interests that may have been meant
	Elsewhere    []groupCard // the nearest of what was asked for, however far
	nearest      float64     // the distance of the first in kilometres, if there is one
	Closest      string      // what these are called
	All          *link       // to all of them, if the nearest is near enough for a search
	Related      []kin       // interests near here that lie close to the one asked for
	Near         []groupCard // the first groups near here that lie close to it
	Around       string      // what these are called
	Ways         []link      // to all of them
}

// kin is an interest that lies close to another, and how far its nearest group is.
type kin struct {
	Slug, Family, Name, URL string
	Far                     string
	km                      float64
}

const (
	closeOnes  = 3  // cards shown of what lies closest
	closeKin   = 6  // interests
	closeNames = 6  // that may have been meant
	closeAmong = 24 // groups looked at for these: each has to be read
)

// fillNone fills the page of a query that found nothing, unless it is a page too many.
func (s *Server) fillNone(c *fiber.Ctx, page *findPage, r search.Result) (err error) {
	if r.Query.Page > 1 {
		return nil
	}
	if page.Wishes, err = s.beyond(c, r); err != nil {
		return err
	}
	page.None, err = s.instead(c.UserContext(), r)
	return err
}

// instead looks for what comes closest to a query that found nothing.
func (s *Server) instead(ctx context.Context, r search.Result) (*nothing, error) {
	n := &nothing{}
	n.Title, n.Words = sorry(r)
	for _, look := range []func(context.Context, search.Result, *nothing) error{s.elsewhere, s.easier, s.related, s.around} {
		if err := look(ctx, r, n); err != nil {
			return nil, err
		}
	}
	if unknown(r.Understood) {
		for _, i := range interest.Similar(r.Query.Words, closeNames) {
			n.Similar = append(n.Similar, link{r.Asked().For(i.Name).URL(), i.Name})
		}
	}
	return n, nil
}

// easier asks for less at the same place, where that is not answered by what is nearest of
// what was asked for with nothing ticked.
func (s *Server) easier(ctx context.Context, r search.Result, n *nothing) error {
	asked, plain := r.Asked(), r.Asked().Plain().URL()
	if len(n.Elsewhere) == 0 && !asked.Traits.Has(search.Online) { // without which those online do not count
		return nil
	}
	near := n.nearest <= float64(r.KM)
	for _, way := range []struct {
		query search.Query
		text  string
	}{{asked.AnyTime(), "On any day, at any hour"}, {asked.Plain(), "Without what you ticked"}} {
		if way.query.URL() == asked.URL() {
			continue
		}
		found := len(n.Elsewhere) > 0 && near && way.query.URL() == plain
		if !found {
			var err error
			if found, err = s.Search.Any(ctx, way.query); err != nil {
				return err
			}
		}
		if asked = way.query; found {
			n.Easier = append(n.Easier, link{way.query.URL(), way.text})
		}
	}
	return nil
}

// elsewhere looks for the nearest of what was asked for, however far.
func (s *Server) elsewhere(ctx context.Context, r search.Result, n *nothing) error {
	found, err := s.Search.Nearest(ctx, r.Query.Plain(), closeOnes)
	if err != nil || len(found.Hits) == 0 {
		return err
	}
	far, u := found.Hits[0].DistanceKM, unitAt(r.Place)
	n.nearest = far
	n.Elsewhere, n.Closest = s.cards(found, closeOnes), "The nearest we know of is "+u.says(far)+" away"
	if far <= float64(r.KM) && r.Query.Narrow() { // only what was ticked stands between
		n.Closest = "Near, but not all that you asked for"
	} else if km, ok := u.reaching(far); ok {
		n.All = &link{r.Query.Plain().Within(km).URL(), "All " + u.within(km)}
	} else {
		n.Elsewhere = n.Elsewhere[:1] // nobody goes there; but it is done somewhere
	}
	return nil
}

// related looks around here for what lies close to the interest asked for: others
// of its family.
func (s *Server) related(ctx context.Context, r search.Result, n *nothing) error {
	for _, family := range familiesOf(r.Understood) {
		query := r.Asked().Plain().For(family.Name)
		found, err := s.Search.Nearby(ctx, query, closeAmong)
		if err != nil {
			return err
		}
		if len(found.Hits) > 0 {
			n.addKin(query, found, r.Understood)
			s.addNear(n, found, "Related groups near "+r.Place.Name)
			n.Ways = append(n.Ways, link{query.URL(), "All of " + family.Name})
		}
	}
	return nil
}

// around looks for any group at all: near here, or else as far as anybody goes.
func (s *Server) around(ctx context.Context, r search.Result, n *nothing) error {
	if r.Query.Words == "" {
		return nil
	}
	all := r.Asked().Plain().For("")
	every := link{all.URL(), "Every group near " + r.Place.Name}
	if len(n.Near) > 0 { // they are groups
		n.Ways = append(n.Ways, every)
		return nil
	}
	found, err := s.Search.Nearest(ctx, all, closeOnes)
	if err != nil || len(found.Hits) == 0 {
		return err
	}
	title, most := "The nearest groups of any kind", float64(search.MaxKM)
	if found.Hits[0].DistanceKM <= float64(r.KM) {
		title, most = "Other groups near "+r.Place.Name, float64(r.KM)
		n.Ways = append(n.Ways, every)
	}
	found.Hits = slices.DeleteFunc(found.Hits, func(hit search.Hit) bool { return hit.DistanceKM > most })
	s.addNear(n, found, title)
	return nil
}

// addKin notes the interests of some groups, those of the first ones first.
func (n *nothing) addKin(q search.Query, found search.Result, asked interest.Query) {
	for _, hit := range found.Hits {
		for _, i := range hit.Interests {
			at := slices.IndexFunc(n.Related, func(k kin) bool { return k.Slug == i.Slug })
			if at < 0 && len(n.Related) < closeKin && neighbour(i, asked) {
				at = len(n.Related)
				n.Related = append(n.Related, kin{Slug: i.Slug, Family: i.Family, Name: i.Name, URL: q.For(i.Name).URL(), km: hit.DistanceKM})
			}
			if at >= 0 {
				n.Related[at].km = min(n.Related[at].km, hit.DistanceKM)
				n.Related[at].Far = unitAt(found.Place).says(n.Related[at].km)
			}
		}
	}
}

// addNear shows the first groups of those found, unless some are shown already: one list
// is enough, and no group stands in two.
func (s *Server) addNear(n *nothing, found search.Result, title string) {
	if len(n.Near) > 0 {
		return
	}
	found.Hits = slices.DeleteFunc(found.Hits, func(hit search.Hit) bool {
		return slices.ContainsFunc(n.Elsewhere, func(shown groupCard) bool { return shown.Slug == hit.Slug })
	})
	if len(found.Hits) > 0 {
		n.Near, n.Around = s.cards(found, closeOnes), title
	}
}

// familiesOf are the families of the interests asked for, each once.
func familiesOf(asked interest.Query) (families []interest.Family) {
	for _, i := range asked.Interests {
		family, ok := interest.FamilyBySlug(i.Family)
		if ok && !slices.ContainsFunc(families, func(f interest.Family) bool { return f.Slug == family.Slug }) {
			families = append(families, family)
		}
	}
	return families[:min(len(families), 2)]
}

// neighbour tells whether an interest is another of the families asked for.
func neighbour(i interest.Interest, asked interest.Query) bool {
	family := false
	for _, a := range asked.Interests {
		if a.Slug == i.Slug {
			return false
		}
		family = family || a.Family == i.Family
	}
	return family
}

// unknown tells that nothing of the words means anything to us.
func unknown(asked interest.Query) bool {
	return len(asked.Interests)+len(asked.Families) == 0 && len(asked.Rest) > 0
}

// sorry says what was not found. Where nothing narrows the search down, it says what
// that means and what it does not.
func sorry(r search.Result) (title, words string) {
	title, words = "None here yet", "We know of no group"
	if r.Query.Narrow() {
		title = "None that fits yet"
	}
	switch {
	case unknown(r.Understood):
		return "We do not know " + named(r.Understood),
			"No group " + within(r) + " has that in its name, or says it of itself."
	case r.Query.Words != "":
		words += " under " + named(r.Understood)
	}
	words += " " + within(r) + "."
	if !r.Query.Narrow() {
		words += " There may well be one that nobody has listed."
	}
	return title, words
}
