package place_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"regulars/internal/place"
)

// anywhere is a random point, at the poles and the date line as often as elsewhere.
func anywhere(chance *rand.Rand) place.Point {
	p := place.Point{Lat: 180*chance.Float64() - 90, Lon: 360*chance.Float64() - 180}
	switch chance.IntN(4) {
	case 0:
		p.Lat = math.Copysign(90-chance.ExpFloat64(), p.Lat)
	case 1:
		p.Lon = math.Copysign(180-chance.Float64(), p.Lon)
	}
	return place.Point{Lat: max(min(p.Lat, 90), -90), Lon: p.Lon}
}

func TestWhatIsNearSharesACell(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(1, 2))
	near := 0
	for range 20_000 {
		p, km := anywhere(chance), 1+199*chance.Float64()
		const kmPerDegree = 111.2
		reach := 1.2 * km / kmPerDegree
		q := place.Point{
			Lat: max(min(p.Lat+reach*(2*chance.Float64()-1), 90), -90),
			Lon: math.Remainder(p.Lon+reach/math.Max(math.Cos(p.Lat*math.Pi/180), 0.01)*(2*chance.Float64()-1), 360),
		}
		if p.DistanceKM(q) > km {
			continue
		}
		all := q.Cells()
		if shares(t, p, km, 80, p.CellsWithin(km), all) && shares(t, p, km, 72, p.FewCellsWithin(km), []int32{all[1], all[3], all[5]}) {
			near++
		}
	}
	if near < 2000 {
		t.Errorf("only %d points were near", near)
	}
}

// shares tells whether there are cells around p, as there are up to that far north and south; a
// point within km has to share one of them.
func shares(t *testing.T, p place.Point, km, north float64, around, cells []int32) bool {
	t.Helper()
	switch {
	case len(around) > 50:
		t.Fatalf("%d cells within %.0f km of %v", len(around), km, p)
	case len(around) == 0 && math.Abs(p.Lat) < north:
		t.Fatalf("no cells within %.0f km of %v", km, p)
	case len(around) > 0 && !slices.ContainsFunc(cells, func(cell int32) bool { return slices.Contains(around, cell) }):
		t.Fatalf("a point within %.2f km of %v shares none of its cells", km, p)
	}
	return len(around) > 0
}

// Nothing is told by cells that are everywhere.
func TestWhatIsFarSharesNoCell(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		p, q := anywhere(chance), anywhere(chance)
		if p.DistanceKM(q) < 1500 {
			continue
		}
		for _, cell := range p.CellsWithin(200) {
			if slices.Contains(q.Cells(), cell) {
				t.Fatalf("%v and %v share a cell", p, q)
			}
		}
	}
}

func TestCellsOfOneSizeAreTheirOwn(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(5, 6))
	size := map[int32]int{}
	for range 5000 {
		for n, cell := range anywhere(chance).Cells() {
			if other, met := size[cell]; met && other != n {
				t.Fatalf("cell %d is of sizes %d and %d", cell, other, n)
			}
			size[cell] = n
		}
	}
}
