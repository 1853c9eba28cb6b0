package place_test

import (
	"math"
	"strings"
	"testing"

	"regulars/internal/place"
)

var (
	asheville = place.Point{Lat: 35.5951, Lon: -82.5515}
	london    = place.Point{Lat: 51.5074, Lon: -0.1278}
	paris     = place.Point{Lat: 48.8566, Lon: 2.3522}
)

func TestDistance(t *testing.T) {
	t.Parallel()
	quarter := math.Pi / 2 * 6371.0088
	tests := []struct {
		name string
		a, b place.Point
		km   float64
	}{
		{"nowhere", asheville, asheville, 0},
		{"London to Paris", london, paris, 343.6},
		{"the same way back", paris, london, 343.6},
		{"pole to equator", place.Point{Lat: 90}, place.Point{Lon: 77}, quarter},
		{"to the other side", place.Point{Lat: 10, Lon: 20}, place.Point{Lat: -10, Lon: -160}, 2 * quarter},
		{"over the date line", place.Point{Lon: 179.9}, place.Point{Lon: -179.9}, 22.24},
		{"across a street", place.Point{Lat: 35, Lon: 20}, place.Point{Lat: 35.0001, Lon: 20}, 0.01112},
	}
	for _, tt := range tests {
		if got := tt.a.DistanceKM(tt.b); math.Abs(got-tt.km) > max(0.1, tt.km)*1e-3 {
			t.Errorf("%s: %.5f km, want %.5f", tt.name, got, tt.km)
		}
	}
}

func TestRounded(t *testing.T) {
	t.Parallel()
	got := asheville.Rounded()
	if want := (place.Point{Lat: 35.6, Lon: -82.55}); got != want {
		t.Errorf("Rounded = %v, want %v", got, want)
	}
	if got.Rounded() != got {
		t.Errorf("rounding twice moves %v", got)
	}
	if km := got.DistanceKM(asheville); km > 0.8 {
		t.Errorf("rounding moves by %.2f km", km)
	}
}

func TestCube(t *testing.T) {
	t.Parallel()
	for p, want := range map[place.Point]string{
		{}:                  "(6371.009, 0.000, 0.000)",
		{Lon: 90}:           "(0.000, 6371.009, 0.000)",
		{Lat: 90, Lon: -45}: "(0.000, -0.000, 6371.009)",
	} {
		if got := p.Cube(); got != want {
			t.Errorf("%v: Cube = %s, want %s", p, got, want)
		}
	}
}

// The chord between two cubes must be Chord of their distance: searches within a
// radius rest on it.
func TestChordIsTheDistanceOfCubes(t *testing.T) {
	t.Parallel()
	coordinates := func(p place.Point) (v [3]float64) {
		for i, s := range strings.Split(strings.Trim(p.Cube(), "()"), ", ") {
			v[i] = number(t, s)
		}
		return v
	}
	for _, other := range []place.Point{london, paris, {Lat: -35, Lon: 97}, {Lat: 35.6, Lon: -82.5}} {
		a, b := coordinates(asheville), coordinates(other)
		straight := math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2])
		if chord := place.Chord(asheville.DistanceKM(other)); math.Abs(chord-straight) > 0.003 {
			t.Errorf("to %v: Chord = %.4f km, the cubes are %.4f apart", other, chord, straight)
		}
	}
	if got := place.Chord(-3); got != 0 {
		t.Errorf("Chord of a negative distance = %v", got)
	}
	if half, more := place.Chord(math.Pi*6371.0088), place.Chord(50000); half != more {
		t.Errorf("beyond half the globe the chord goes on: %v, %v", half, more)
	}
}

func TestParsePoint(t *testing.T) {
	t.Parallel()
	good := map[string]place.Point{
		"35.59,-82.55":    {Lat: 35.59, Lon: -82.55},
		" 35.59 , -82.55": {Lat: 35.59, Lon: -82.55},
		"-90,180":         {Lat: -90, Lon: 180},
		"+1,.5":           {Lat: 1, Lon: 0.5},
		"0,0":             {},
	}
	for s, want := range good {
		if got, ok := place.ParsePoint(s); !ok || got != want {
			t.Errorf("ParsePoint(%q) = %v, %v", s, got, ok)
		}
	}
	for _, s := range []string{
		"", ",", "35.59", "35.59,", "35.59 -82.55", "90.1,0", "0,180.1", "NaN,0", "Inf,0", "1e1,0", "0x1,0", "1_0,0",
		"1,2,3", "Paris, TX", "--1,0", "28801-1234",
	} {
		if got, ok := place.ParsePoint(s); ok || got != (place.Point{}) {
			t.Errorf("ParsePoint(%q) = %v, %v; want nothing", s, got, ok)
		}
	}
}

func TestPointStringIsParsed(t *testing.T) {
	t.Parallel()
	for _, p := range []place.Point{asheville, london, {}, {Lat: -0.00001, Lon: 180}, {Lat: 90, Lon: -180}} {
		if got, ok := place.ParsePoint(p.String()); !ok || got != p {
			t.Errorf("%v is written %q and read %v, %v", p, p.String(), got, ok)
		}
	}
}
