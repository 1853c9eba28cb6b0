package place

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"

	"regulars/internal/fault"
)

//go:embed data/*.tsv data/*.gz
var data embed.FS

// Load reads the gazetteer that is built into the program. It takes a good part of
// a second and some tens of megabytes: load once and share. It fails only if
// the data is damaged.
func Load() (g *Gazetteer, err error) {
	defer fault.Wrap(&err, "load the gazetteer")
	l := &loader{
		g: &Gazetteer{
			regions:   []region{wholeCountry: {}},
			countries: map[string]string{},
			areas:     map[string][]area{},
		},
		regions: map[region]uint16{},
		zones:   map[string]uint16{},
	}
	if err := cmp.Or(
		rows("places.tsv.gz", 10, l.town),
		rows("regions.tsv", 4, l.region),
		rows("countries.tsv", 3, l.country),
	); err != nil {
		return nil, err
	}
	l.finishIndex() // nicknames are looked up in it
	if err := cmp.Or(
		rows("nicknames.tsv", 2, l.nickname),
		rows("postcodes_us.tsv.gz", 6, l.postcode),
	); err != nil {
		return nil, err
	}
	l.finishIndex()
	l.finishPostcodes()
	l.g.globe = stars(l.g.towns)
	l.g.found, err = lru.New[string, Place](remembered)
	return l.g, err
}

// loader keeps what is needed only until the Gazetteer is whole.
type loader struct {
	g                *Gazetteer
	regions          map[region]uint16
	zones            map[string]uint16
	spelling, folded strings.Builder
}

// rows hands every row of a data file to read. Files that are packed have a
// heading, the short ones kept by hand have none.
func rows(name string, columns int, read func(row []string) error) error {
	content, err := data.ReadFile("data/" + name)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(bytes.NewReader(content))
	if strings.HasSuffix(name, ".gz") {
		unpacked, err := gzip.NewReader(bytes.NewReader(content))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		lines = bufio.NewScanner(unpacked)
		lines.Scan()
	}
	row := make([]string, 0, columns)
	for n := 1; lines.Scan(); n++ {
		row = slices.AppendSeq(row[:0], strings.SplitSeq(lines.Text(), "\t"))
		if len(row) != columns {
			return fmt.Errorf("%s, row %d: %d columns, want %d", name, n, len(row), columns)
		}
		if err := read(row); err != nil {
			return fmt.Errorf("%s, row %d: %w", name, n, err)
		}
	}
	return lines.Err()
}

// town reads: number, name, ASCII name, region, country, latitude, longitude,
// population, zone, other names.
func (l *loader) town(row []string) error {
	name, ascii, zone, others := row[1], row[2], row[8], row[9]
	lat, errLat := tenThousandths(row[5])
	lon, errLon := tenThousandths(row[6])
	population, err := strconv.ParseInt(row[7], 10, 32)
	if err := cmp.Or(errLat, errLon, err); err != nil {
		return err
	}
	number := int32(len(l.g.towns))
	l.g.towns = append(l.g.towns, town{
		name: put(&l.spelling, name),
		lat:  lat, lon: lon,
		population: int32(population),
		region:     l.regionNumber(region{country: row[4], name: row[3]}),
		zone:       l.zoneNumber(zone),
	})
	key := fold(name)
	l.enter(key, number, false)
	if a := fold(ascii); a != "" && a != key {
		l.enter(a, number, false)
	}
	for other := range strings.SplitSeq(others, "|") {
		if o := fold(other); o != "" && o != key {
			l.enter(o, number, true)
		}
	}
	return nil
}

// region reads: country, name as the towns have it, abbreviation, other names.
func (l *loader) region(row []string) error {
	number, ok := l.regions[region{country: row[0], name: row[1]}]
	if !ok {
		return fmt.Errorf("no town lies in %s, %s", row[1], row[0])
	}
	for name := range strings.SplitSeq(row[2]+"|"+row[3], "|") {
		l.g.addArea(name, area{row[0], number})
	}
	return nil
}

// country reads: code, name, other names.
func (l *loader) country(row []string) error {
	code, name := row[0], row[1]
	l.g.countries[code] = name
	for name := range strings.SplitSeq(code+"|"+name+"|"+row[2], "|") {
		l.g.addArea(name, area{code, wholeCountry})
	}
	return nil
}

// nickname reads: what people type, the town as Find knows it.
func (l *loader) nickname(row []string) error {
	number, ok := l.g.resolve(row[1])
	if !ok {
		return fmt.Errorf("no such town: %s", row[1])
	}
	l.enter(fold(row[0]), number, false)
	return nil
}

func (l *loader) regionNumber(r region) uint16 {
	number, ok := l.regions[r]
	if !ok {
		number = uint16(len(l.g.regions))
		r = region{strings.Clone(r.country), strings.Clone(r.name)} // not the whole row
		l.regions[r] = number
		l.g.regions = append(l.g.regions, r)
		l.g.addArea(r.name, area{r.country, number})
	}
	return number
}

func (l *loader) zoneNumber(zone string) uint16 {
	number, ok := l.zones[zone]
	if !ok {
		number = uint16(len(l.g.zones))
		l.zones[strings.Clone(zone)] = number
		l.g.zones = append(l.g.zones, strings.Clone(zone))
	}
	return number
}

// enter adds a folded name to the index; finishIndex makes it findable.
func (l *loader) enter(key string, town int32, other bool) {
	weight := l.g.towns[town].population + 1
	if !other {
		weight *= ownName
	}
	name := put(&l.folded, key)
	l.g.index = append(l.g.index, entry{
		head: head(key), letters: lettersOf(key), at: name.at, size: name.size, weight: weight, other: other, town: town,
	})
}

func (l *loader) finishIndex() {
	g := l.g
	g.spelling, g.folded = l.spelling.String(), l.folded.String()
	slices.SortFunc(g.index, func(a, b entry) int {
		if c := cmp.Compare(a.head, b.head); c != 0 {
			return c
		}
		if c := strings.Compare(g.key(a), g.key(b)); c != 0 {
			return c
		}
		return cmp.Compare(a.town, b.town)
	})
}

func (g *Gazetteer) addArea(name string, a area) {
	if key := fold(name); key != "" && !slices.Contains(g.areas[key], a) {
		g.areas[key] = append(g.areas[key], a)
	}
}

// put appends a name of at most 255 bytes to a long string and says where it is.
func put(text *strings.Builder, name string) span {
	name = name[:min(len(name), math.MaxUint8)]
	s := span{uint32(text.Len()), uint8(len(name))}
	text.WriteString(name)
	return s
}

func tenThousandths(degrees string) (int32, error) {
	f, err := strconv.ParseFloat(degrees, 64)
	return int32(math.Round(f * 1e4)), err
}
