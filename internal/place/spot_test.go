package place_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"regulars/internal/place"
)

func TestSpots(t *testing.T) {
	t.Parallel()
	for p, want := range map[place.Point]string{
		{}:                  "(0.000000,0.000000)",
		{Lon: 90}:           "(90.000000,0.000000)",
		{Lat: 60, Lon: -45}: "(-45.000000,75.456129)",
	} {
		if got := p.Spot().String(); got != want {
			t.Errorf("%v lies at %s, want %s", p, got, want)
		}
	}
	for _, lat := range []float64{90, -90} {
		p := place.Point{Lat: lat, Lon: 10}
		if km := p.Spot().Point().DistanceKM(p); km > 12 {
			t.Errorf("%v comes back %.1f km away", p, km)
		}
	}
}

func TestSpotsAreReadAsPostgresWritesThem(t *testing.T) {
	t.Parallel()
	var s place.Spot
	for text, want := range map[string]place.Spot{"(-2.5966,60.399824)": {X: -2.5966, Y: 60.399824}, "(1e-06,-7)": {X: 1e-06, Y: -7}} {
		if err := s.Scan([]byte(text)); err != nil || s != want {
			t.Errorf("%s is read as %v, %v", text, s, err)
		}
	}
	for _, value := range []any{nil, "(1,2)", []byte("(1)"), []byte("(x,2)")} {
		if err := s.Scan(value); err == nil {
			t.Errorf("%v is read as %v", value, s)
		}
	}
}

// Whatever lies within a circle lies in a window of it, and as far from its centre as
// the map has it: wherever the circle is, across the date line and around the poles too.
func TestWindowsShowTheCircle(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(3, 4))
	seen, twice := 0, 0
	for range 40_000 {
		p, q := anywhere(chance), anywhere(chance)
		if chance.IntN(3) > 0 { // near by
			q = place.Point{Lat: max(min(p.Lat+chance.NormFloat64(), 90), -90), Lon: math.Remainder(p.Lon+3*chance.NormFloat64(), 360)}
		}
		km := p.DistanceKM(q) * (1 + chance.Float64()/10)
		windows := p.Windows(km)
		twice += len(windows) - 1
		if len(windows) > 2 {
			t.Fatalf("%v has %d windows of %.0f km", p, len(windows), km)
		}
		spot, inside := q.Spot(), false
		if rounded := spot.Point(); rounded.DistanceKM(q) > 12 || math.Abs(q.Lat) < 89 && rounded.DistanceKM(q) > 0.001 {
			t.Fatalf("%v comes back as %v", q, rounded)
		}
		for _, w := range windows {
			if spot.X < w.Low.X || spot.X > w.High.X || spot.Y < w.Low.Y || spot.Y > w.High.Y {
				continue
			}
			inside = true
			scale := 1 / math.Cos(p.Lat*math.Pi/180)
			drawn := math.Hypot(spot.X-w.Centre.X, spot.Y-w.Centre.Y) / scale * 6371.0088 * math.Pi / 180
			if far := p.DistanceKM(q); far < 50 && math.Abs(p.Lat) < 60 && math.Abs(drawn/far-1) > 0.015 {
				t.Fatalf("%v is %.3f km from %v, and %.3f km on the map", q, far, p, drawn)
			}
		}
		if !inside {
			t.Fatalf("%v is %.3f km from %v and in none of %v", q, p.DistanceKM(q), p, windows)
		}
		if far := p.DistanceKM(q); far < 50 {
			seen++
		}
	}
	if seen < 1000 || twice < 1000 {
		t.Fatalf("%d points were near, %d circles reached across the date line", seen, twice)
	}
	for _, lon := range []float64{-180, 0, 180} {
		if windows := (place.Point{Lat: 51, Lon: lon}).Windows(20_100); len(windows) > 2 {
			t.Errorf("at %v east the globe has the windows %v", lon, windows)
		}
	}
	if got := fmt.Sprint(place.Point{}.Windows(0)[0]); got != "(-0.000010,-0.000010),(0.000010,0.000010)" {
		t.Errorf("a window is written as %s", got)
	}
}

// Sheets of an atlas do not touch, and what lies on one lies as it does on the map.
func TestSheetsOfAnAtlas(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(5, 6))
	const beyond = 410 // more than lies north or south on the map
	for range 20_000 {
		p, sheet := anywhere(chance), int32(chance.Uint32())
		spot, on := p.Spot(), p.Spot().On(sheet)
		if far := on.Point().DistanceKM(spot.Point()); far > 0.0001 {
			t.Fatalf("%v is %.4f km from where it was on sheet %d", p, far, sheet)
		}
		middle, other := place.Spot{}.On(sheet), place.Spot{}.On(int32(chance.Uint32()))
		if math.Hypot(on.X-middle.X, on.Y-middle.Y) > math.Hypot(180, beyond) || math.Abs(on.Y-middle.Y) > beyond {
			t.Fatalf("%v is at %v of sheet %d, whose middle is %v", p, on, sheet, middle)
		}
		if apart := math.Max(math.Abs(middle.X-other.X), math.Abs(middle.Y-other.Y)); middle != other && apart < 2*beyond {
			t.Fatalf("the sheets of %v and %v touch", middle, other)
		}
	}
	if got := (place.Spot{X: -180, Y: 0.5}).On(math.MaxInt32).String(); got != "(32766820.000000,65535000.500000)" {
		t.Errorf("on the last sheet a spot is written as %s", got)
	}
	if w := (place.Point{}).Windows(50)[0]; w.On(0) != w || w.On(7).Centre != w.Centre.On(7) {
		t.Errorf("a window of %v is %v on sheet 7", w, w.On(7))
	}
}
