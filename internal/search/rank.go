package search

import (
	"cmp"
	"math"
	"slices"
)

// ranked is a group with its place in the order of results.
type ranked struct {
	position
	Named   bool  `db:"named"`   // its name holds the words typed
	Traits  Trait `db:"traits"`  // what it is
	Edition int32 `db:"edition"` // of its card
}

// rank puts every group once, the best first, by two tiers: groups with a date to
// come, then those whose calendar has run out but was alive when it was read. A
// newcomer who is sent to a date that exists is helped; one who has to ask first is
// helped less, and is told so. Within a tier the cost decides.
func (q Query) rank(all []candidate) (best []ranked) {
	weigh := weigh
	if q.nearby {
		weigh = measure
	}
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Compare(a.ID, b.ID) })
	for len(all) > 0 {
		one := 1
		for one < len(all) && all[one].ID == all[0].ID {
			one++
		}
		best, all = append(best, weigh(all[:one])), all[one:]
	}
	slices.SortFunc(best, func(a, b ranked) int { return a.compare(b.position) })
	return best
}

// measure is weigh for those who ask for distances alone.
func measure(ways []candidate) ranked {
	group := weigh(ways)
	group.Cost, group.Undated = ways[0].KM, false
	return group
}

// weigh reckons what it costs a newcomer to go to one group, given all the ways in
// which it was found.
//
// That is the distance, with two kilometres added so that the next street does not
// beat the next but one for nothing, divided by what the group is worth (see worth): a
// group that meets without fail outranks a doubtful one up to twice as near, and one that
// meets soon or welcomes newcomers another that is hardly nearer. A name that holds the words typed counts as a quarter of the way: whoever
// types a group's name wants that group. So does each interest beyond the first that
// a group shares with the words: "women's walking group" is two of them.
func weigh(ways []candidate) ranked {
	const quarter = 0.25
	group := ranked{position: position{ID: ways[0].ID, Undated: true}, Edition: ways[0].Edition}
	nearest, steadiest, shelves := math.Inf(1), 0.0, 0
	for _, way := range ways {
		nearest, steadiest = min(nearest, way.KM), max(steadiest, way.Steady)
		group.Traits, group.Named = group.Traits|way.Traits, group.Named || way.Named
		group.Undated = group.Undated && !way.Dated
		if way.Shelf {
			shelves++
		}
	}
	group.Cost = (nearest + 2) / steadiest * math.Pow(quarter, float64(max(shelves-1, 0)))
	if group.Named {
		group.Cost *= quarter
	}
	return group
}

// compare tells which of two places in the order is the better one.
func (p position) compare(other position) int {
	switch {
	case p.Undated == other.Undated:
		return cmp.Or(cmp.Compare(p.Cost, other.Cost), cmp.Compare(p.ID, other.ID))
	case p.Undated:
		return 1
	}
	return -1
}

// following are those that come after the last one shown: on the page that was asked
// for by number, or after a cursor.
func following(all []ranked, q Query) []ranked {
	if q.after != (position{}) {
		at, _ := slices.BinarySearchFunc(all, q.after, func(one ranked, after position) int {
			return cmp.Or(one.compare(after), -1)
		})
		all = all[at:]
	}
	return all[min(len(all), q.limit()*max(q.Page-1, 0)):]
}
