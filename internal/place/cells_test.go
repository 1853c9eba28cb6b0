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
		cells := p.CellsWithin(km)
		if len(cells) > 40 {
			t.Fatalf("%d cells within %.0f km of %v", len(cells), km, p)
		}
		if len(cells) == 0 {
			if math.Abs(p.Lat) < 80 {
				t.Fatalf("no cells within %.0f km of %v", km, p)
			}
			continue
		}
		shares := slices.ContainsFunc(q.Cells(), func(cell int32) bool { return slices.Contains(cells, cell) })
		if p.DistanceKM(q) <= km {
			near++
			if !shares {
				t.Fatalf("%v and %v are %.2f km apart and share no cell of %.2f km", p, q, p.DistanceKM(q), km)
			}
		}
	}
	if near < 2000 {
		t.Errorf("only %d points were near", near)
	}
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
