package place

import (
	"cmp"
	"encoding/binary"
	"iter"
	"slices"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Gazetteer holds the towns of the world. It may be used by many goroutines at once.
type Gazetteer struct {
	towns     []town  // largest first
	spelling  string  // the towns' names, one after another
	index     []entry // every name of every town, sorted by its folded form
	folded    string  // the folded names, one after another
	regions   []region
	countries map[string]string // code → English name
	areas     map[string][]area // folded name or abbreviation → regions, then countries
	zones     []string
	postcodes []postcode // sorted by code
	globe     []star     // every town, from south to north

	found *lru.Cache[string, Place] // by the words that Find was asked for
}

// town is a Place with everything interned: 160,000 of them stay in memory.
type town struct {
	name       span
	lat, lon   int32 // ten-thousandths of a degree, as the data has them
	population int32
	region     uint16
	zone       uint16
}

type region struct{ country, name string }

// area is a region, or a whole country when region is wholeCountry.
type area struct {
	country string
	region  uint16
}

const wholeCountry = 0 // regions[0] is not a region

// span is a piece of a long string.
type span struct {
	at   uint32
	size uint8
}

func (s span) of(text string) string { return text[s.at : s.at+uint32(s.size)] }

// entry is one folded name of one town, packed into 32 bytes.
type entry struct {
	head    uint64 // the name's first eight bytes, so that sorting seldom looks further
	at      uint32 // the name's place in folded
	letters uint32 // which letters occur, see lettersOf
	weight  int32  // orders the towns that share a name
	town    int32
	size    uint8
	other   bool // an alternate name
}

// ownName is how many times more a town's own name weighs, by its people, than
// an alternate one: "Cologne" is Köln rather than the village in Lombardy, yet
// "Agawam" is Agawam and not Springfield, which was called so once.
const ownName = 8

// key is the entry's folded name.
func (g *Gazetteer) key(e entry) string { return g.folded[e.at : e.at+uint32(e.size)] }

// head gives the first eight bytes of s such that numbers compare as strings do.
func head(s string) uint64 {
	var b [8]byte
	copy(b[:], s)
	return binary.BigEndian.Uint64(b[:])
}

// named gives the entries whose folded name is exactly name.
func (g *Gazetteer) named(name string) []entry {
	from := g.search(name)
	to := from
	for to < len(g.index) && g.key(g.index[to]) == name {
		to++
	}
	return g.index[from:to]
}

// search gives the position of the first entry that does not sort before name.
func (g *Gazetteer) search(name string) int {
	h := head(name)
	at, _ := slices.BinarySearchFunc(g.index, name, func(e entry, name string) int {
		if c := cmp.Compare(e.head, h); c != 0 {
			return c
		}
		return strings.Compare(g.key(e), name)
	})
	return at
}

// resolve finds the town that words mean: the largest of that name.
func (g *Gazetteer) resolve(words string) (number int32, ok bool) {
	if number, ok := g.resolveNear(words); ok {
		return number, true
	}
	for name, within := range g.readings(words) {
		if best, ok := g.largest(g.named(name), within); ok {
			return best.town, true
		}
	}
	return 0, false
}

// readings gives the ways to read words as a folded name and the areas it may lie
// in, nil for anywhere. The longest name comes first: "new york" is a town before
// it is a place called New in York. What stands behind a comma is never part of
// the name. Readings whose area nobody knows are left out.
func (g *Gazetteer) readings(words string) iter.Seq2[string, []area] {
	first, rest, _ := strings.Cut(words, ",")
	name, after := strings.Fields(fold(first)), fold(rest)
	return func(yield func(string, []area) bool) {
		for cut := len(name); cut > 0; cut-- {
			where := strings.TrimSpace(strings.Join(name[cut:], " ") + " " + after)
			within := g.within(where)
			if where != "" && within == nil {
				continue
			}
			if !yield(strings.Join(name[:cut], " "), within) {
				return
			}
		}
	}
}

// within reads folded words as a region, a country or both in this order.
func (g *Gazetteer) within(where string) []area {
	if known := g.areas[where]; known != nil || where == "" {
		return known
	}
	var both []area
	for i, c := range where {
		if c != ' ' {
			continue
		}
		for _, country := range g.areas[where[i+1:]] {
			for _, region := range g.areas[where[:i]] {
				if country.region == wholeCountry && region.country == country.country {
					both = append(both, region)
				}
			}
		}
	}
	return both
}

// largest gives the weightiest of the entries that lies in one of the areas. A
// region goes before a country of the same letters: "Salem, IN" is in Indiana,
// though India has a larger one.
func (g *Gazetteer) largest(entries []entry, within []area) (best entry, ok bool) {
	rank := func(e entry) int {
		for _, a := range within {
			if a.region != wholeCountry && a.region == g.towns[e.town].region {
				return 2
			}
		}
		for _, a := range within {
			if a.region == wholeCountry && a.country == g.regionOf(e.town).country {
				return 1
			}
		}
		return 0
	}
	bestRank := 0
	for _, e := range entries {
		r := rank(e)
		if within != nil && r == 0 {
			continue
		}
		if !ok || r > bestRank || r == bestRank && e.weight > best.weight {
			best, bestRank, ok = e, r, true
		}
	}
	return best, ok
}

func (g *Gazetteer) regionOf(number int32) region { return g.regions[g.towns[number].region] }

// place makes a Place of a town.
func (g *Gazetteer) place(number int32) Place {
	t, r := g.towns[number], g.regionOf(number)
	return Place{
		Name:       t.name.of(g.spelling),
		Region:     r.name,
		Country:    r.country,
		Point:      t.point(),
		Zone:       g.zones[t.zone],
		Population: int(t.population),
		said:       g.say(number),
	}
}

func (t town) point() Point { return Point{float64(t.lat) / 1e4, float64(t.lon) / 1e4} }

// sayRegion are the countries whose people name a town with its region and leave
// the country out.
var sayRegion = map[string]bool{"US": true, "CA": true, "AU": true, "GB": true}

// say finds the shortest usual name of a town that resolves to it.
func (g *Gazetteer) say(number int32) string {
	said, ok := g.sayPlain(number)
	if !ok {
		if near, ok := g.sayNear(number); ok {
			return near
		}
	}
	return said
}

// sayPlain names a town with its region, country or both. It is false if that
// resolves to a larger one.
func (g *Gazetteer) sayPlain(number int32) (said string, ok bool) {
	r, name := g.regionOf(number), g.towns[number].name.of(g.spelling)
	country := g.countries[r.country]
	short := listed(name, country)
	switch {
	case name == country:
		short = name
	case sayRegion[r.country] && r.name != "":
		short = listed(name, r.name)
	}
	for _, said = range []string{short, listed(name, r.name, country)} {
		if found, ok := g.resolve(said); ok && found == number {
			return said, true
		}
	}
	return said, false
}
