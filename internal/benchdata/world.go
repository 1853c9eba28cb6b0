// Package benchdata makes up the groups of a large site, and what people look for
// among them, to measure at a size that no real site has yet.
//
// Everything comes from a seed: the same seed, number and moment give the same rows.
package benchdata

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"regulars/internal/interest"
	"regulars/internal/place"
)

const (
	// home is where the site began.
	home = "Bath, England"
	// peoplePerGroup is how many people live there for each group. A site of more
	// groups reaches farther: to ten million people around its home with 10,000
	// groups, and from Iceland to the Urals and the Sahara with a million. Its towns
	// do not have more groups for that.
	peoplePerGroup = 1000
)

// World is what groups and searches are drawn from.
type World struct {
	seed      uint64
	groups    int // how many there are
	gazetteer *place.Gazetteer
	reach     []place.Settlement
	byPeople  wheel               // of these
	interests []interest.Interest // commonest first
	byFame    wheel               // of these
	known     []interest.Interest // those of them that people ask for
	towns     map[int]place.Place // those that were drawn, by their numbers
}

// NewWorld makes the world of a site with so many groups: the towns around its home
// by their people, and the curated interests in an order that the seed gives.
func NewWorld(gazetteer *place.Gazetteer, seed uint64, groups int) (*World, error) {
	middle, err := gazetteer.Find(home)
	if err != nil {
		return nil, err
	}
	w := &World{seed: seed, groups: groups, gazetteer: gazetteer, interests: interest.All(), towns: map[int]place.Place{}}
	w.reach = around(gazetteer.Settlements(), middle.Point, groups*peoplePerGroup)
	for _, town := range w.reach {
		w.byPeople.add(float64(town.Population))
	}
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(w.interests), func(i, j int) {
		w.interests[i], w.interests[j] = w.interests[j], w.interests[i]
	})
	for rank := range w.interests {
		w.byFame.add(1 / float64(1+rank)) // Zipf's law
	}
	return w, nil
}

// around are the towns nearest to a point in which so many people live.
func around(towns []place.Settlement, middle place.Point, people int) []place.Settlement {
	slices.SortFunc(towns, func(a, b place.Settlement) int {
		return cmp.Compare(a.DistanceKM(middle), b.DistanceKM(middle))
	})
	for n, town := range towns {
		if people -= town.Population; people <= 0 {
			return towns[:n+1]
		}
	}
	return towns
}

// chance is the source of all that is random about one thing: a group, or a search.
func (w *World) chance(kind, number int) chance {
	return chance{rand.New(rand.NewPCG(w.seed, uint64(kind)<<32|uint64(number)))}
}

// The kinds of things that chance is asked for.
const (
	ofGroup = 1 + iota
	ofSearch
)

// town draws one by its people. To name one takes a while, so those drawn are kept.
func (w *World) town(c chance) place.Place {
	number := w.reach[c.spin(w.byPeople)].Number
	town, drawn := w.towns[number]
	if !drawn {
		town = w.gazetteer.Town(number)
		w.towns[number] = town
	}
	return town
}

// pointIn is a point in a town: the larger it is, the wider.
func pointIn(town place.Place, c chance) place.Point {
	const kmPerDegree = 111.2
	spread := (0.5 + math.Sqrt(float64(town.Population))/250) / kmPerDegree
	return place.Point{
		Lat: min(max(town.Lat+spread*c.NormFloat64(), -89.9), 89.9),
		Lon: min(max(town.Lon+spread*c.NormFloat64()/math.Cos(town.Lat*math.Pi/180), -180), 180),
	}
}

// chance draws.
type chance struct{ *rand.Rand }

// percent is true so many times in a hundred.
func (c chance) percent(n int) bool { return c.IntN(100) < n }

// spin gives a place of the wheel by its weight.
func (c chance) spin(w wheel) int {
	return sort.SearchFloat64s(w, c.Float64()*w[len(w)-1])
}

// of gives one of several.
func of[T any](c chance, several []T) T { return several[c.IntN(len(several))] }

// wheel holds running sums of weights.
type wheel []float64

func (w *wheel) add(weight float64) {
	sum := weight
	if n := len(*w); n > 0 {
		sum += (*w)[n-1]
	}
	*w = append(*w, sum)
}
