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
// counts. Names close by with slips in them count where little was found.
//
// What follows a first page reads as far as that did, and so finds the same.
func (s *Service) widely(ctx context.Context, r *Result) (found []ranked, err error) {
	all, err := s.standingOrMentioning(ctx, *r)
	if err != nil {
		return nil, err
	}
	said, slips, err := s.speaking(ctx, *r, all)
	if err != nil {
		return nil, err
	}
	all = append(all, said...)
	for _, r.KM = range r.distances() {
		if found = r.Query.rank(within(all, r.KM)); len(found) >= r.Query.enough() {
			break
		}
	}
	if usual := r.usual(); r.KM != usual {
		r.Little, r.Query.KM = usual, r.KM
	}
	if len(slips) == 0 {
		return found, nil
	}
	return r.Query.rank(within(append(all, slips...), r.KM)), nil
}

// standingOrMentioning reads the groups on the shelves of what was asked for, or else those
// that merely mention it, where it is looked no farther.
func (s *Service) standingOrMentioning(ctx context.Context, r Result) ([]candidate, error) {
	standing, err := s.shelved(ctx, r, r.widest())
	if err != nil || anyWithin(standing, r.widest()) || !r.Query.lastWay(r.widest()) {
		return standing, err
	}
	mentioning, err := s.mentioning(ctx, r, r.widest())
	return append(standing, mentioning...), err
}

// satisfied is how many groups are enough not to look in further ways.
func (q Query) satisfied() int {
	if q.nearby {
		return q.Limit
	}
	return few
}

// fewest is how many groups are enough not to look for slips.
func (q Query) fewest() int {
	if q.whether {
		return 1
	}
	return q.satisfied()
}

// lastWay tells that it is looked no farther after this, so that mentions and slips are all
// that is left: whoever wants the nearest asks again, around the globe.
func (q Query) lastWay(km int) bool { return !q.nearby || km == globe }

// distances are how far is looked, one after the other while there is not enough.
func (r Result) distances() []int {
	if r.Query.KM != 0 {
		return []int{r.Query.KM}
	}
	usual, wide := Reach(r.Place)
	return []int{usual, wide}
}

// usual is the distance within which is looked at first.
func (r Result) usual() int { return r.distances()[0] }

// widest is the distance within which is looked at last.
func (r Result) widest() int { return slices.Max(r.distances()) }

// close is the distance within which groups make it needless to look in other ways. It is the
// same on all pages of a search, which may have been widened.
func (r Result) close() int {
	usual, _ := Reach(r.Place)
	if r.Query.nearby {
		usual = MaxKM
	}
	return min(usual, r.widest())
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
