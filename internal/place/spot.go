package place

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Spot is where a point lies on a Mercator map of the globe: X to the east and Y to the
// north, both in degrees of longitude. Around any place such a map has one scale in all
// directions, so that what is nearest on it is nearest on the globe, but for what the
// scale changes on the way: 1.4 % in 50 km at 60° north. Postgres searches a plane
// several times as fast as space.
type Spot struct{ X, Y float64 }

// northernmost is where the map ends, and minus it where it begins; beyond lies nothing
// but ice.
const northernmost = 89.9

// Spot is where p lies on the map.
func (p Point) Spot() Spot {
	lat := max(-northernmost, min(northernmost, p.Lat))
	return Spot{p.Lon, degrees(math.Asinh(math.Tan(radians(lat))))}
}

// pitch is from the middle of one sheet to that of the next, in degrees of longitude: the
// map is 360 wide and 807 high.
const pitch = 1000

// On is where s lies on a sheet of an atlas: many maps side by side on one plane, each of
// the same globe. What is nearest on one sheet is nearest of all that is there, so that an
// index of spots alone tells what is nearest of one kind. It takes Postgres half the
// time of an index of kind and spot. The map itself is sheet 0.
func (s Spot) On(sheet int32) Spot {
	return Spot{s.X + pitch*float64(sheet>>16), s.Y + pitch*float64(sheet&0xffff)}
}

// Point is the place on the globe, whichever sheet s is on.
func (s Spot) Point() Point {
	x, y := math.Remainder(s.X, pitch), math.Remainder(s.Y, pitch)
	return Point{degrees(math.Atan(math.Sinh(radians(y)))), x}
}

// String writes s as a value of Postgres's type point, to a tenth of a metre at the
// equator.
func (s Spot) String() string { return fmt.Sprintf("(%.6f,%.6f)", s.X, s.Y) }

// Scan reads a value of Postgres's type point, as sql.Scanner wants it.
func (s *Spot) Scan(value any) error {
	text, _ := value.([]byte)
	x, y, _ := strings.Cut(strings.Trim(string(text), "()"), ",")
	var errX, errY error
	s.X, errX = strconv.ParseFloat(x, 64)
	s.Y, errY = strconv.ParseFloat(y, 64)
	if err := cmp.Or(errX, errY); err != nil {
		return fmt.Errorf("%q is no spot: %w", value, err)
	}
	return nil
}

// Window is a rectangle of the map, and the spot from which distances in it are measured:
// across the date line, where the map begins anew, that is one beyond its edge.
type Window struct{ Centre, Low, High Spot }

// String writes the rectangle as a value of Postgres's type box.
func (w Window) String() string { return w.Low.String() + "," + w.High.String() }

// On is the same window on a sheet of an atlas.
func (w Window) On(sheet int32) Window {
	return Window{w.Centre.On(sheet), w.Low.On(sheet), w.High.On(sheet)}
}

// Windows are what the map shows of the circle of so many kilometres around p, and some
// more: one window, or two where it reaches across the date line.
func (p Point) Windows(km float64) []Window {
	const slack = 1e-5 // more than String rounds away
	angle, centre := km/earthRadius, p.Spot()
	south, north := p.Lat-degrees(angle), p.Lat+degrees(angle)
	west, east := p.Lon-180, p.Lon+180
	if south > -90 && north < 90 { // else a pole is inside
		wide := degrees(math.Asin(math.Sin(angle)/math.Cos(radians(p.Lat)))) + slack
		west, east = p.Lon-wide, p.Lon+wide
	}
	low, high := Point{Lat: south}.Spot().Y-slack, Point{Lat: north}.Spot().Y+slack
	var windows []Window
	for _, turn := range []float64{0, -360, 360} {
		from, to := max(west+turn, -180), min(east+turn, 180)
		if from < to {
			windows = append(windows, Window{Spot{centre.X + turn, centre.Y}, Spot{from, low}, Spot{to, high}})
		}
	}
	return windows
}

func degrees(radians float64) float64 { return radians * 180 / math.Pi }
