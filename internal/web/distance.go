package web

import (
	"fmt"
	"math"
	"strconv"

	"regulars/internal/place"
	"regulars/internal/search"
)

// unit is what distances are said in. It goes by the country that is searched and
// not by the browser, so that a page is the same for everyone and can be kept.
type unit struct {
	one, many string
	perKM     float64
	radii     []int // those that can be chosen, in km: round numbers in the unit
}

var (
	kilometres = unit{"km", "km", 1, []int{5, 10, 25, 50, 100, search.MaxKM}}
	miles      = unit{"mile", "miles", 0.621371, []int{5, 8, 24, 48, 97, 193}}
)

// unitAt is what people measure in at a place.
func unitAt(p place.Place) unit {
	if p.InMiles() {
		return miles
	}
	return kilometres
}

// says how long something is, as a whole number: "25 km", "15 miles". More is
// seldom known: a listing's point is often the middle of its town.
func (u unit) says(km float64) string {
	switch n := int(math.Round(km * u.perKM)); {
	case n < 1:
		return "under 1 " + u.one
	case n == 1:
		return "1 " + u.one
	case n >= 1000:
		return fmt.Sprintf("%d,%03d %s", n/1000, n%1000, u.many)
	default:
		return strconv.Itoa(n) + " " + u.many
	}
}

// within says a distance that is looked within.
func (u unit) within(km int) string { return "within " + u.says(float64(km)) }

// next is the next larger distance that can be chosen, in kilometres; false if there
// is none.
func (u unit) next(km int) (wider int, ok bool) { return u.reaching(float64(km + 1)) }

// reaching is the smallest distance that can be chosen and reaches so far; false if
// none does.
func (u unit) reaching(km float64) (radius int, ok bool) {
	for _, radius := range u.radii {
		if float64(radius) >= km {
			return radius, true
		}
	}
	return 0, false
}
