package place

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"regulars/internal/fault"
)

// remembered is how many names Find remembers, with less than half a kilobyte for each.
const remembered = 1000

// longest is how many bytes Find reads; no town and its country need more.
const longest = 200

// Find gives the place that words mean: a town, a town with its region and
// country in full or abbreviated, with or without commas; a postcode of the
// United States; or "lat,lon", which gives that point, rounded, and the name and
// zone of the nearest town. A town without a region is the largest of its name.
//
// It answers fault.NotFound when nobody knows such a place, with a guess in the
// sentence where a town is written much alike, and fault.Invalid when the words
// cannot be a place: empty, over 200 bytes, not text, or off the globe.
//
// Names found lately are remembered, since most people ask for the same few towns and a
// page asks for its own several times. Points are not, nor is what holds a postcode, which
// may be an address: they are where somebody is.
func (g *Gazetteer) Find(words string) (Place, error) {
	words = strings.TrimSpace(words)
	if err := check(words); err != nil {
		return Place{}, err
	}
	if point, ok := parsePair(words); ok {
		return g.at(point)
	}
	if code, rest, ok := cutPostcode(words); ok {
		return g.coded(words, code, rest)
	}
	if known, ok := g.found.Get(words); ok {
		return known, nil
	}
	town, ok := g.resolve(words)
	if !ok || g.abbreviates(words, town) {
		return Place{}, g.unknown(words)
	}
	p := g.place(town)
	g.found.Add(words, p)
	return p, nil
}

// coded finds the place of words with a postcode in them, or of the words without it.
func (g *Gazetteer) coded(words, code, rest string) (Place, error) {
	if p, ok := g.byPostcode(code, rest); ok {
		return p, nil
	}
	town, ok := g.resolve(words)
	if !ok {
		town, ok = g.resolve(rest)
	}
	if !ok {
		return Place{}, g.unknown(words)
	}
	return g.place(town), nil
}

// check refuses what cannot be the name of a place.
func check(words string) error {
	switch {
	case words == "":
		return fault.New(fault.Invalid, "Name a town, or a postcode of the United States.")
	case len(words) > longest:
		return fault.New(fault.Invalid, "That is too long for a place. Name a town, or a postcode of the United States.")
	case !utf8.ValidString(words) || strings.ContainsFunc(words, unicode.IsControl):
		return fault.New(fault.Invalid, "That cannot be read as a place. Name a town, or a postcode of the United States.")
	}
	return nil
}

// at names the point by the town nearest to it.
func (g *Gazetteer) at(point Point) (Place, error) {
	if !point.onGlobe() {
		return Place{}, fault.New(fault.Invalid,
			"That point is not on the globe: the latitude goes from -90 to 90, the longitude from -180 to 180.")
	}
	p := g.Nearest(point)
	p.Point = point.Rounded()
	return p, nil
}

// abbreviates tells whether words are rather a region or country in short than the
// town: nobody who types "UK" or "USA" means Uk in Siberia or Usa in Kyushu.
func (g *Gazetteer) abbreviates(words string, town int32) bool {
	short := fold(words)
	return len(short) <= 3 && g.within(short) != nil && g.towns[town].population < 100_000
}

// Instead gives the town that may have been meant by words which Find does not
// know, the one that its sentence names; false if there is none.
func (g *Gazetteer) Instead(words string) (Place, bool) {
	words = strings.TrimSpace(words)
	if check(words) != nil {
		return Place{}, false
	}
	if wide := g.within(fold(words)); wide != nil {
		return g.place(g.firstIn(wide[0])), true
	}
	town, ok := g.guess(words)
	if !ok {
		return Place{}, false
	}
	return g.place(town), true
}

// unknown says that words are not in the gazetteer, and what may have been meant.
func (g *Gazetteer) unknown(words string) error {
	if isCode(words) {
		return fault.New(fault.NotFound, "We do not know “%s”: of postcodes we know those of the United States alone. Type the name of the town.", words)
	}
	if wide := g.within(fold(words)); wide != nil {
		return fault.New(fault.NotFound, "“%s” is too wide to look near. Name a town in it, such as %s.",
			words, g.place(g.firstIn(wide[0])))
	}
	if town, ok := g.guess(words); ok {
		return fault.New(fault.NotFound, "We do not know “%s”. Did you mean %s?", words, g.place(town))
	}
	return fault.New(fault.NotFound, "We do not know “%s”. Try the nearest larger town, with its region or country.", words)
}
