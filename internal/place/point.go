package place

import (
	"math"
	"strconv"
	"strings"
)

// earthRadius is the mean radius of the earth in kilometres, R₁ of the IUGG's
// Geodetic Reference System 1980.
const earthRadius = 6371.0088

// Point is a place on the globe in degrees of WGS 84: Lat from -90 to 90, north
// positive, and Lon from -180 to 180, east positive.
type Point struct{ Lat, Lon float64 }

// DistanceKM is the great-circle distance between two points in kilometres, by
// the haversine formula (R. W. Sinnott, "Virtues of the Haversine", 1984), which
// stays exact for points that lie close together. A sphere stands in for the
// ellipsoid; that is wrong by at most 0.6 %.
func (p Point) DistanceKM(q Point) float64 {
	dLat, dLon := radians(q.Lat-p.Lat), radians(q.Lon-p.Lon)
	a, b := math.Sin(dLat/2), math.Sin(dLon/2)
	h := a*a + math.Cos(radians(p.Lat))*math.Cos(radians(q.Lat))*b*b
	return 2 * earthRadius * math.Asin(math.Sqrt(min(h, 1)))
}

// Rounded moves p by up to 800 m, to two decimals of a degree, so that a home
// cannot be told from where someone searched.
func (p Point) Rounded() Point {
	return Point{math.Round(p.Lat*100) / 100, math.Round(p.Lon*100) / 100}
}

// chord is the length in kilometres of the straight line through the earth between
// points km kilometres apart on its surface.
func chord(km float64) float64 {
	angle := min(max(km, 0)/earthRadius, math.Pi)
	return 2 * earthRadius * math.Sin(angle/2)
}

// String writes p as ParsePoint reads it, to five decimals (a metre).
func (p Point) String() string {
	return decimal(p.Lat) + "," + decimal(p.Lon)
}

// ParsePoint reads "35.59,-82.55", latitude first. It is false for anything
// else and for what lies off the globe.
func ParsePoint(s string) (Point, bool) {
	p, ok := parsePair(s)
	if !ok || !p.onGlobe() {
		return Point{}, false
	}
	return p, true
}

func (p Point) onGlobe() bool { return math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180 }

// parsePair reads two plain decimal numbers, on the globe or off it.
func parsePair(s string) (p Point, ok bool) {
	// ParseFloat alone would let "Inf", "0x1p3" and "1_0" pass.
	if strings.Trim(s, "+-.0123456789, \t") != "" {
		return Point{}, false
	}
	lat, lon, found := strings.Cut(s, ",")
	var errLat, errLon error
	p.Lat, errLat = strconv.ParseFloat(strings.TrimSpace(lat), 64)
	p.Lon, errLon = strconv.ParseFloat(strings.TrimSpace(lon), 64)
	if !found || errLat != nil || errLon != nil {
		return Point{}, false
	}
	return p, true
}

// direction is the unit vector from the earth's centre to p.
func (p Point) direction() [3]float64 {
	sinLat, cosLat := math.Sincos(radians(p.Lat))
	sinLon, cosLon := math.Sincos(radians(p.Lon))
	return [3]float64{cosLat * cosLon, cosLat * sinLon, sinLat}
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

func decimal(degrees float64) string {
	return strconv.FormatFloat(math.Round(degrees*1e5)/1e5, 'f', -1, 64)
}
