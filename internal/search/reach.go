package search

import (
	"context"
	"math"
	"slices"

	"regulars/internal/place"
)

// Reach is how far is looked from a place where nobody chose a distance, in
// kilometres: the first, and the second where there is little within the first. In
// miles they are as round: 15 and 30.
func Reach(from place.Place) (usual, wide int) {
	if from.InMiles() {
		return 24, 48
	}
	return 25, 50
}

// few is how many groups are so few that it is looked farther.
const few = 5

// widely ranks what is near within the distance that was chosen, or else as far as
// Reach says. Where nothing stands under what was asked for, what merely mentions it
// counts. Names with slips in them are looked for where little was found, no name
// among it that has the words as they were typed, and no farther than people go: that
// takes ten times as long as all the rest.
//
// What follows a first page reads as far as that did, and so finds the same.
func (s *Service) widely(ctx context.Context, r *Result) (found []ranked, err error) {
	distances := r.distances()
	widest := slices.Max(distances)
	shelved, err := s.shelved(ctx, *r, widest)
	if err != nil {
		return nil, err
	}
	all := shelved
	if !anyWithin(shelved, widest) {
		mentioning, err := s.mentioning(ctx, *r, widest)
		if err != nil {
			return nil, err
		}
		all = append(all, mentioning...)
	}
	said, err := s.said(ctx, *r, widest)
	if err != nil {
		return nil, err
	}
	all = append(all, said...)
	for _, r.KM = range distances {
		if found = r.Query.rank(within(all, r.KM)); len(found) >= r.Query.enough() {
			break
		}
	}
	if r.KM != distances[0] {
		r.Little, r.Query.KM = distances[0], r.KM
	}
	if len(found) >= r.Query.satisfied() || slices.ContainsFunc(within(said, r.KM), candidate.isNamed) {
		return found, nil
	}
	slips, err := s.slips(ctx, *r, min(r.KM, MaxKM))
	return r.Query.rank(within(append(all, slips...), r.KM)), err
}

// satisfied is with how many groups nobody looks for slips.
func (q Query) satisfied() int {
	switch {
	case q.whether:
		return 1
	case q.nearby:
		return q.Limit
	}
	return few
}

// distances are how far is looked, one after the other while there is not enough.
func (r Result) distances() []int {
	if r.Query.KM != 0 {
		return []int{r.Query.KM}
	}
	usual, wide := Reach(r.Place)
	return []int{usual, wide}
}

// enough is with how many groups it is not looked farther. Only a first page can tell
// that there is little; where it widened the search, the pages that follow are as wide.
func (q Query) enough() int {
	switch first := q.Page < 2 && q.after == (position{}); {
	case q.after.Wide:
		return math.MaxInt
	case first:
		return few
	}
	return 0
}

// Asked is the query without the distance that a widened search has put in.
func (r Result) Asked() Query {
	q := r.Query
	if r.Little != 0 {
		q.KM = 0
	}
	return q
}
