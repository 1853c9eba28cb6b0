package place_test

import (
	"math"
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
