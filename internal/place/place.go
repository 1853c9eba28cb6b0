// Package place knows where towns are: points on the globe, how far apart they
// lie, and a gazetteer of the world's towns that finds them by the words people
// use ("asheville nc", "Köln", "28801").
package place

import "strings"

// Place is a town, or the part of one that a postcode stands for.
type Place struct {
	Name       string // as written where it lies: "Köln"
	Region     string // state, province or land; may be empty
	Country    string // ISO 3166-1 code of two letters
	Point             // its middle, or the point that was asked for
	Zone       string // IANA time zone: "Europe/Berlin"
	Population int    // 0 when not known, and for postcodes
	Postcode   string // only when it was found by one

	said string
}

// String names the place in the shortest way that people use and that
// Gazetteer.Find understands: "Asheville, North Carolina", "Toronto, Ontario",
// "Köln, Germany", "Neustadt, Hesse, Germany".
func (p Place) String() string {
	if p.said != "" {
		return p.said
	}
	return listed(p.Name, p.Region, p.Country)
}

// InMiles tells whether people there measure distances in miles.
func (p Place) InMiles() bool {
	switch p.Country {
	case "US", "GB", "LR", "MM":
		return true
	}
	return false
}

// listed joins the parts that are not empty.
func listed(parts ...string) string {
	var b strings.Builder
	for _, part := range parts {
		if b.Len() > 0 && part != "" {
			b.WriteString(", ")
		}
		b.WriteString(part)
	}
	return b.String()
}
