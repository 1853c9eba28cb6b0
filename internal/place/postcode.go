package place

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// postcode is one of the United States.
type postcode struct {
	number   int32 // "01001" is 1001
	lat, lon int32 // ten-thousandths of a degree
	name     span
	region   uint16
}

// fiveDigits finds a postcode among other words, with the four digits that some
// append to it.
var fiveDigits = regexp.MustCompile(`(?:^|[\s,])(\d{5})(?:-\d{4})?(?:$|[\s,])`)

// anyCode is the form of most countries' postcodes: one or two short words.
var anyCode = regexp.MustCompile(`^[A-Za-z\d]{2,6}(?:[ -][A-Za-z\d]{2,4})?$`)

// isCode tells whether words are a postcode by their form, of whichever country: one or two
// short words with a digit, and no more than two letters without one ("1012 AB").
func isCode(words string) bool {
	for _, word := range strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == '-' }) {
		if len(word) > 2 && !strings.ContainsAny(word, "0123456789") {
			return false
		}
	}
	return anyCode.MatchString(words) && strings.ContainsAny(words, "0123456789")
}

// withTown is how far in kilometres a postcode may lie from the town written
// beside it. Five digits are a postcode in many countries: "75001 Paris" is
// not in Texas.
const withTown = 80

// postcode reads: country, postcode, place, region's abbreviation, latitude,
// longitude.
func (l *loader) postcode(row []string) error {
	number, err := strconv.ParseInt(row[1], 10, 32)
	lat, errLat := tenThousandths(row[4])
	lon, errLon := tenThousandths(row[5])
	if err := cmp.Or(err, errLat, errLon); err != nil {
		return err
	}
	p := postcode{number: int32(number), lat: lat, lon: lon, name: put(&l.spelling, row[2])}
	for _, a := range l.g.areas[fold(row[3])] {
		if a.country == row[0] {
			p.region = a.region // the army's and the islands' have none
		}
	}
	l.g.postcodes = append(l.g.postcodes, p)
	return nil
}

func (l *loader) finishPostcodes() {
	l.g.spelling = l.spelling.String()
	slices.SortStableFunc(l.g.postcodes, func(a, b postcode) int { return cmp.Compare(a.number, b.number) })
}

// cutPostcode takes a postcode out of words.
func cutPostcode(words string) (code, rest string, ok bool) {
	at := fiveDigits.FindStringSubmatchIndex(words)
	if at == nil {
		return "", words, false
	}
	return words[at[2]:at[3]], strings.Trim(words[:at[0]]+" "+words[at[1]:], " ,"), true
}

// byPostcode finds what a postcode stands for, provided that the words beside it,
// if any, do not speak of somewhere else.
func (g *Gazetteer) byPostcode(code, rest string) (Place, bool) {
	number, _ := strconv.Atoi(code)
	at, ok := g.searchPostcode(number)
	if !ok {
		return Place{}, false
	}
	p := g.postcodePlace(g.postcodes[at])
	if rest == "" || g.covers(rest, p) {
		return p, true
	}
	town, ok := g.resolve(rest)
	return p, ok && g.towns[town].point().DistanceKM(p.Point) <= withTown
}

// covers tells whether words name p itself, or end with its region or country as
// an address does.
func (g *Gazetteer) covers(words string, p Place) bool {
	folded := fold(words)
	if folded == fold(p.Name) {
		return true
	}
	tokens := strings.Fields(folded)
	for i := range tokens {
		for _, a := range g.within(strings.Join(tokens[i:], " ")) {
			if a.country == p.Country && (a.region == wholeCountry || g.regions[a.region].name == p.Region) {
				return true
			}
		}
	}
	return false
}

// searchPostcode gives the position of the first postcode that is not below
// number, and whether it is that one.
func (g *Gazetteer) searchPostcode(number int) (at int, found bool) {
	return slices.BinarySearchFunc(g.postcodes, number, func(p postcode, number int) int {
		return cmp.Compare(int(p.number), number)
	})
}

func (g *Gazetteer) postcodePlace(c postcode) Place {
	point := Point{float64(c.lat) / 1e4, float64(c.lon) / 1e4}
	p := Place{
		Name:     c.name.of(g.spelling),
		Region:   g.regions[c.region].name,
		Country:  "US",
		Point:    point,
		Zone:     g.zones[g.towns[g.nearest(point)].zone],
		Postcode: c.code(),
	}
	p.said = listed(p.Name, p.Region) + " " + p.Postcode
	return p
}

func (c postcode) code() string {
	digits := strconv.Itoa(int(c.number))
	return "00000"[len(digits):] + digits
}

// completePostcode gives the postcodes that begin with the digits.
func (g *Gazetteer) completePostcode(digits string, limit int) []Place {
	if len(digits) > 5 {
		return nil
	}
	from, _ := strconv.Atoi((digits + "00000")[:5])
	at, _ := g.searchPostcode(from)
	var found []Place
	for ; at < len(g.postcodes) && len(found) < limit; at++ {
		c := g.postcodes[at]
		if !strings.HasPrefix(c.code(), digits) {
			break
		}
		found = append(found, g.postcodePlace(c))
	}
	return found
}
