package web

import (
	"context"
	"fmt"
	"slices"

	"regulars/internal/interest"
	"regulars/internal/search"
)

// nothing is what is shown where nothing fits. Every link in it was tried and
// leads to at least one group.
type nothing struct {
	Words  string
	Links  []link
	Others []link      // interests that lie close to the one asked for
	Cards  []groupCard // the first few of what is closest
}

const (
	closeOnes   = 3 // cards shown of what lies closest
	closeOthers = 6 // interests
)

// alternative is another query that somebody who found nothing may like.
type alternative struct {
	search.Query
	text string
}

// instead looks for what comes closest to a query that found nothing.
func (s *Server) instead(ctx context.Context, r search.Result) (*nothing, error) {
	none := &nothing{Words: sorry(r)}
	for _, steps := range alternatives(r) {
		for _, a := range steps {
			found, err := s.Search.Find(ctx, a.Query)
			if err != nil {
				return nil, err
			}
			if len(found.Hits) > 0 {
				none.take(a, found, s.cards(found, closeOnes), r.Understood)
				break
			}
		}
	}
	return none, nil
}

// take offers an alternative that found something.
func (n *nothing) take(a alternative, found search.Result, cards []groupCard, asked interest.Query) {
	n.Links = append(n.Links, link{a.URL(), a.text})
	if n.Cards == nil {
		n.Cards = cards
	}
	for _, hit := range found.Hits {
		for _, i := range hit.Interests {
			other := link{a.For(i.Name).URL(), i.Name}
			if len(n.Others) < closeOthers && neighbour(i, asked) && !slices.ContainsFunc(n.Others, other.says) {
				n.Others = append(n.Others, other)
			}
		}
	}
}

func (l link) says(other link) bool { return l.Text == other.Text }

// neighbour tells whether an interest is another of the family asked for.
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

// alternatives are other queries, those closest to the one asked first. Of each
// row the first that finds something is offered.
func alternatives(r search.Result) [][]alternative {
	q := r.Query
	plain := q.AnyTime()
	plain.Traits, plain.Price, plain.Lang = 0, nil, ""
	var rows [][]alternative
	if len(q.Days)+len(q.Times) > 0 {
		rows = append(rows, []alternative{{q.AnyTime(), "On any day, at any hour"}})
	}
	if q.Traits != 0 {
		rows = append(rows, []alternative{{plain, "Without what you ticked"}})
	}
	rows = append(rows, wider(q, "Within %d km"))
	for _, i := range r.Understood.Interests {
		if family, ok := interest.FamilyBySlug(i.Family); ok {
			near := plain.For(family.Name)
			rows = append(rows, append([]alternative{{near, "All of " + family.Name}},
				wider(near, "All of "+family.Name+" within %d km")...))
			break // one is enough of a neighbourhood
		}
	}
	if q.Words != "" {
		all := plain.For("")
		rows = append(rows, append([]alternative{{all, "Every group near " + r.Place.Name}},
			wider(all, "Every group within %d km")...))
	}
	return rows
}

// wider widens the circle step by step.
func wider(q search.Query, text string) (steps []alternative) {
	for km := q.KM; km < search.MaxKM; {
		km = nextRadius(km)
		steps = append(steps, alternative{q.Within(km), fmt.Sprintf(text, km)})
	}
	return steps
}

// sorry says what was not found.
func sorry(r search.Result) string {
	understood := r.Understood
	switch {
	case len(understood.Interests)+len(understood.Families) > 0:
		return "We know of nothing under " + named(understood) + " " + within(r) + "."
	case len(understood.Rest) > 0:
		return "We do not know what " + named(understood) + " is, and no group is called so " + within(r) + "."
	}
	return "We know of no group " + within(r) + "."
}
