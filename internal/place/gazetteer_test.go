package place

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"
)

func loaded(tb testing.TB) *Gazetteer {
	tb.Helper()
	g, err := LoadOnce()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// What String says, Find must find. The data has some towns twice (Buenaventura);
// either entry will do.
func TestTheLargestTownsFindThemselves(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	for number := range int32(5000) {
		p := g.place(number)
		got, err := g.Find(p.String())
		entryTwice := got.Name == p.Name && got.Region == p.Region && got.DistanceKM(p.Point) < 50
		if err != nil || got != p && !entryTwice {
			t.Errorf("%s finds %s, %v (%v km off)", p, got, err, got.DistanceKM(p.Point))
		}
	}
}

// Of the small ones a few share everything with a neighbour.
func TestNearlyAllTownsFindThemselves(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	tried, lost := 0, 0
	for number := int32(5000); int(number) < len(g.towns); number += 23 {
		tried++
		if found, ok := g.resolve(g.say(number)); !ok || found != number {
			lost++
		}
	}
	if lost*1000 > tried {
		t.Errorf("%d of %d towns are not found by the name we give them", lost, tried)
	}
}

func TestPostcodesFindThemselves(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	for i := 0; i < len(g.postcodes); i += 40 {
		p := g.postcodePlace(g.postcodes[i])
		if got, err := g.Find(p.String()); err != nil || got.Postcode != p.Postcode {
			t.Errorf("%s finds %s, %v", p, got, err)
		}
	}
}

func TestEveryTownIsWhole(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	if len(g.towns) < 160_000 || len(g.postcodes) < 41_000 {
		t.Fatalf("%d towns, %d postcodes", len(g.towns), len(g.postcodes))
	}
	for _, zone := range g.zones {
		if _, err := time.LoadLocation(zone); err != nil {
			t.Errorf("zone %q: %v", zone, err)
		}
	}
	for i, town := range g.towns {
		if i > 0 && town.population > g.towns[i-1].population {
			t.Fatalf("town %d is larger than the one before it", i)
		}
		if !town.point().onGlobe() || town.name.size == 0 {
			t.Errorf("town %d: %v", i, town)
		}
	}
	for _, r := range g.regions[1:] {
		if g.countries[r.country] == "" {
			t.Errorf("country %q has no name", r.country)
		}
	}
}

// Nearest skips most towns; here none is skipped.
func TestNearestIsTheNearest(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	random := rand.New(rand.NewPCG(1, 2))
	points := []Point{
		{90, 0}, {-90, 0}, {0, 180}, {0, -180}, {-17.7, 179.99}, {-17.7, -179.99}, {35.59, -82.55}, {0, -130}, {78.2, 15.6},
	}
	for range 15 {
		points = append(points, Point{random.Float64()*180 - 90, random.Float64()*360 - 180})
	}
	for _, p := range points {
		best := g.towns[0].point().DistanceKM(p)
		for _, town := range g.towns {
			best = min(best, town.point().DistanceKM(p))
		}
		if near := g.Nearest(p); near.DistanceKM(p) > best+0.01 {
			t.Errorf("nearest to %v: %s at %.3f km, but one lies at %.3f km", p, near, near.DistanceKM(p), best)
		}
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"":                  "",
		"Köln":              "koln",
		"ŁÓDŹ":              "lodz",
		"Straße":            "strasse",
		"Þórshöfn":          "thorshofn",
		"Xi’an":             "xian",
		"Hawaiʻi":           "hawaii",
		"Winston-Salem":     "winston salem",
		"  St.  Louis ":     "saint louis",
		"St.Louis":          "saint louis",
		"Mt. St. Helens":    "mount saint helens",
		"Washington, D. C.": "washington dc",
		"U.S.A.":            "usa",
		"N. Carolina":       "n carolina",
		"2 Rivers":          "2 rivers",
		"München":           "munchen",
	} {
		if got := fold(s); got != want {
			t.Errorf("fold(%q) = %q, want %q", s, got, want)
		}
		if once := fold(s); fold(once) != once {
			t.Errorf("fold(%q) folds on to %q", once, fold(once))
		}
	}
}

func TestFoldPrefixLeavesTheLastWordOpen(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"": "", " ": "", "st": "st", "St ": "saint ", "st. l": "saint l", "new y": "new y", "new ": "new ", "Kö": "ko",
	} {
		if got := foldPrefix(s); got != want {
			t.Errorf("foldPrefix(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestEdits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"paris", "paris", 0}, {"paris", "pars", 1}, {"pars", "paris", 1}, {"paris", "parks", 1},
		{"londno", "london", 1}, {"ashvile", "asheville", 2}, {"ab", "ba", 1}, {"abc", "xyz", 3}, {"", "abc", 3},
	} {
		if got := edits(tt.a, tt.b); got != tt.want {
			t.Errorf("edits(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestRowsRefuseDamage(t *testing.T) {
	t.Parallel()
	for name, columns := range map[string]int{"countries.tsv": 4, "places.tsv.gz": 9, "missing.tsv": 1} {
		if err := rows(name, columns, func([]string) error { return nil }); err == nil {
			t.Errorf("%s is read as if it had %d columns", name, columns)
		}
	}
}

// Rows that no town or code stands behind would be dead weight.
func TestShortFilesAreUsed(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	for name, columns := range map[string]int{"nicknames.tsv": 2, "regions.tsv": 4, "countries.tsv": 3} {
		err := rows(name, columns, func(row []string) error {
			switch name {
			case "nicknames.tsv":
				p, err := g.Find(row[0])
				if want, _ := g.Find(row[1]); err != nil || p != want {
					t.Errorf("%s finds %s, %v; want %s", row[0], p, err, row[1])
				}
			case "regions.tsv":
				if !slices.ContainsFunc(g.within(fold(row[2])), func(a area) bool {
					return a.country == row[0] && g.regions[a.region].name == row[1]
				}) {
					t.Errorf("%s is not short for %s", row[2], row[1])
				}
			default:
				if !slices.Contains(g.within(fold(row[1])), area{row[0], wholeCountry}) {
					t.Errorf("%s is not the country %s", row[1], row[0])
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	for where, want := range map[string][]string{
		"":                      nil,
		"nowhere":               nil,
		"north carolina":        {"North Carolina US"},
		"nc us":                 {"North Carolina US"},
		"new south wales":       {"New South Wales AU"},
		"georgia":               {"Georgia US", " GE"},
		"georgia usa":           {"Georgia US"},
		"us nc":                 nil,
		"nc canada":             nil,
		"ontario canada":        {"Ontario CA"},
		"england great britain": {"England GB"},
	} {
		var got []string
		for _, a := range g.within(where) {
			got = append(got, g.regions[a.region].name+" "+a.country)
		}
		if !slices.Equal(got, want) {
			t.Errorf("within(%q) = %q, want %q", where, got, want)
		}
	}
}

func TestTownsOfOneNameAreToldApart(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	here, err := g.Find("Changzhi")
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, e := range g.named("changzhi") {
		said = append(said, g.say(e.town))
	}
	slices.Sort(said)
	if len(said) < 2 || len(slices.Compact(slices.Clone(said))) != len(said) || !slices.Contains(said, here.String()) {
		t.Errorf("towns called Changzhi are said to be %q", said)
	}
	for _, words := range []string{"Changzhi near London", "Changzhi near Nowhere at all", " near ", "near Changzhi near"} {
		if p, err := g.Find(words); err == nil {
			t.Errorf("Find(%q) = %s", words, p)
		}
	}
}

func TestAlike(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	names := func(entries []entry) (names []string) {
		for _, e := range entries {
			names = append(names, g.key(e))
		}
		return names
	}
	one, two := g.alike("ashvile")
	if !slices.Contains(names(one), "ashville") || !slices.Contains(names(two), "asheville") {
		t.Errorf("alike(ashvile) = %q, %q", names(one), names(two))
	}
	if slices.Contains(names(two), "nashville") {
		t.Error("two edits may change the first letter")
	}
	if _, two := g.alike("pars"); len(two) != 0 {
		t.Errorf("alike(pars) allows two edits: %q", names(two))
	}
	for _, name := range []string{"", "par", "m5v 3l8", strings.Repeat("a", 61)} {
		if one, two := g.alike(name); one != nil || two != nil {
			t.Errorf("alike(%q) = %q, %q, want nothing", name, names(one), names(two))
		}
	}
}

// A server has many visitors; with -race this proves that they do not disturb each other.
func TestManyAskAtOnce(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	var all sync.WaitGroup
	for _, words := range []string{"Asheville, NC", "28801", "35.59,-82.55", "Londno", "Wien", "Wien"} {
		all.Go(func() {
			for range 3 {
				p, err := g.Find(words)
				if (err != nil) != (words == "Londno") {
					t.Errorf("Find(%q) = %s, %v", words, p, err)
				}
				if g.Complete("san", 5) == nil || g.Nearest(p.Point).Zone == "" {
					t.Error("nothing there")
				}
			}
		})
	}
	all.Wait()
}

// What says where somebody is, is not remembered, nor what may say anything.
func TestNamesAloneAreRemembered(t *testing.T) {
	t.Parallel()
	g := loaded(t)
	for words, kept := range map[string]bool{
		"Bath, England": true, "35.5951,-82.5515": false, "28801": false, "12 Hill Street, Asheville, NC 28801": false, "at my sister's": false,
	} {
		for range 2 {
			_, err := g.Find(words)
			if g.found.Contains(words) != kept || kept && err != nil {
				t.Errorf("%q is remembered: %t, %v", words, !kept, err)
			}
		}
	}
}

func TestMemoryStaysModest(t *testing.T) {
	g := loaded(t)
	kept := len(g.spelling) + len(g.folded) +
		len(g.towns)*int(unsafe.Sizeof(town{})) + len(g.index)*int(unsafe.Sizeof(entry{})) +
		len(g.postcodes)*int(unsafe.Sizeof(postcode{})) + len(g.globe)*int(unsafe.Sizeof(star{}))
	if mb := kept >> 20; mb > 40 {
		t.Errorf("the gazetteer keeps %d MB", mb)
	}
}
