package place

import (
	"cmp"
	"iter"
	"math"
	"slices"
)

// hubKM is how far around a hub no larger town lies.
const hubKM = 10

// Hub gives the town that stands for the area around p: of all towns that have no
// larger one within ten kilometres, the nearest. A suburb, a postcode and a point in
// the street thus share the hub of their town; a hub is its own; and two hubs are
// never closer than ten kilometres.
func (g *Gazetteer) Hub(p Point) Place {
	for reach := 2.5 * hubKM; ; reach *= 4 {
		var towns []near
		for town, chord := range g.around(p, reach) {
			towns = append(towns, near{town, chord})
		}
		slices.SortFunc(towns, func(a, b near) int {
			return cmp.Or(cmp.Compare(a.chord, b.chord), cmp.Compare(a.town, b.town))
		})
		if at := slices.IndexFunc(towns, func(n near) bool { return g.isHub(n.town) }); at >= 0 {
			return g.place(towns[at].town)
		}
	}
}

// near is a town and the square of its chord to some point, on the unit sphere.
type near struct {
	town  int32
	chord float32
}

// isHub tells whether a town has no larger one within hubKM. Towns are numbered by
// size.
func (g *Gazetteer) isHub(town int32) bool {
	for other := range g.around(g.towns[town].point(), hubKM) {
		if other < town {
			return false
		}
	}
	return true
}

// around gives all towns within so many kilometres of p, with the square of the
// chord to each on the unit sphere, from south to north.
func (g *Gazetteer) around(p Point, km float64) iter.Seq2[int32, float32] {
	d, most := p.direction(), chord(km)/earthRadius
	degrees := float32(km/earthRadius*180/math.Pi) + 1e-4 // more than float32 rounds away
	at, _ := slices.BinarySearchFunc(g.globe, float32(p.Lat)-degrees, func(s star, lat float32) int {
		return cmp.Compare(s.lat, lat)
	})
	return func(yield func(int32, float32) bool) {
		for i := at; i < len(g.globe) && g.globe[i].lat <= float32(p.Lat)+degrees; i++ {
			s := &g.globe[i]
			x, y, z := s.dir[0]-float32(d[0]), s.dir[1]-float32(d[1]), s.dir[2]-float32(d[2])
			if chord := x*x + y*y + z*z; chord <= float32(most*most) && !yield(s.town, chord) {
				return
			}
		}
	}
}
