package place

import (
	"cmp"
	"math"
	"slices"
)

// star is a town seen from the earth's centre: its latitude in degrees and its
// direction, a unit vector.
type star struct {
	lat  float32
	dir  [3]float32
	town int32
}

// stars gives all towns from south to north.
func stars(towns []town) []star {
	all := make([]star, len(towns))
	for i, t := range towns {
		p := t.point()
		d := p.direction()
		all[i] = star{float32(p.Lat), [3]float32{float32(d[0]), float32(d[1]), float32(d[2])}, int32(i)}
	}
	slices.SortFunc(all, func(a, b star) int { return cmp.Compare(a.lat, b.lat) })
	return all
}

// Nearest gives the town whose middle lies nearest to p, however far that is.
func (g *Gazetteer) Nearest(p Point) Place { return g.place(g.nearest(p)) }

// nearest walks north and south from p's latitude until the towns there are
// further away by latitude alone than the best so far. Comparing directions
// instead of longitudes keeps it right at the poles and at the date line.
func (g *Gazetteer) nearest(p Point) int32 {
	d := p.direction()
	want := [3]float32{float32(d[0]), float32(d[1]), float32(d[2])}
	north, _ := slices.BinarySearchFunc(g.globe, float32(p.Lat), func(s star, lat float32) int {
		return cmp.Compare(s.lat, lat)
	})
	south := north - 1
	best, reach := star{}, math.Inf(1) // reach: degrees of latitude still worth a look
	closest := float32(math.MaxFloat32)
	look := func(s star) {
		x, y, z := s.dir[0]-want[0], s.dir[1]-want[1], s.dir[2]-want[2]
		if chord := x*x + y*y + z*z; chord < closest {
			best, closest = s, chord
			angle := 2 * math.Asin(min(math.Sqrt(float64(chord))/2, 1))
			reach = angle*180/math.Pi + 1e-4 // more than float32 rounds away
		}
	}
	for ; north < len(g.globe) && float64(g.globe[north].lat)-p.Lat <= reach; north++ {
		look(g.globe[north])
	}
	for ; south >= 0 && p.Lat-float64(g.globe[south].lat) <= reach; south-- {
		look(g.globe[south])
	}
	return best.town
}
