package place_test

import (
	"slices"
	"strings"
	"testing"

	"regulars/internal/fault"
	"regulars/internal/place"
)

// world is the gazetteer, loaded once for all tests.
func world(tb testing.TB) *place.Gazetteer {
	tb.Helper()
	g, err := place.LoadOnce()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

func TestFind(t *testing.T) {
	t.Parallel()
	g := world(t)
	for words, want := range map[string]string{
		// A town alone is the largest of its name.
		"Asheville":    "Asheville, North Carolina",
		"  asheville ": "Asheville, North Carolina",
		"ASHEVILLE":    "Asheville, North Carolina",
		"Springfield":  "Springfield, Missouri",
		"Paris":        "Paris, France",
		"London":       "London, England",
		"Berlin":       "Berlin, Germany",
		"Santa Rosa":   "Santa Rosa, Philippines",
		"Singapore":    "Singapore",
		"Toronto":      "Toronto, Ontario",
		"Kansas City":  "Kansas City, Missouri",
		"Ontario":      "Ontario, California",

		// With its region, in full or abbreviated, with or without a comma.
		"asheville nc":           "Asheville, North Carolina",
		"Asheville, NC":          "Asheville, North Carolina",
		"Asheville,NC":           "Asheville, North Carolina",
		"Asheville N.C.":         "Asheville, North Carolina",
		"asheville n c":          "Asheville, North Carolina",
		"Asheville, N. Carolina": "Asheville, North Carolina",
		"Paris, TX":              "Paris, Texas",
		"paris texas":            "Paris, Texas",
		"London, Ontario":        "London, Ontario",
		"london on":              "London, Ontario",
		"Bloomington, Indiana":   "Bloomington, Indiana",
		"Bloomington IN":         "Bloomington, Indiana",
		"Santa Rosa, CA":         "Santa Rosa, California",
		"Springfield, Illinois":  "Springfield, Illinois",
		"Portland, OR":           "Portland, Oregon",
		"Portland Maine":         "Portland, Maine",
		"Ontario, CA":            "Ontario, California",
		"Billings MT":            "Billings, Montana",
		"Perth, WA":              "Perth, Western Australia",
		"Sydney NSW":             "Sydney, New South Wales",
		"Victoria, BC":           "Victoria, British Columbia",
		"München, Bayern":        "Munich, Germany",
		"Freiburg, BW":           "Freiburg, Germany",
		"Cardiff, Wales":         "Cardiff, Wales",
		"Paris, Île-de-France":   "Paris, France",

		// A region goes before a country of the same letters.
		"Salem, IN":   "Salem, Indiana",
		"Salem India": "Salem, India",
		"Delhi, IN":   "Delhi, India",
		"Toronto, CA": "Toronto, Ontario",

		// With its country.
		"Asheville, North Carolina, US":  "Asheville, North Carolina",
		"asheville nc usa":               "Asheville, North Carolina",
		"Asheville, U.S.A.":              "Asheville, North Carolina",
		"London, UK":                     "London, England",
		"London, England, Great Britain": "London, England",
		"London, Canada":                 "London, Ontario",
		"Wien, Österreich":               "Vienna, Austria",
		"Milan, Italia":                  "Milan, Italy",

		// Other names, other spellings.
		"Köln":              "Köln, Germany",
		"Koeln":             "Köln, Germany",
		"koln":              "Köln, Germany",
		"Cologne":           "Köln, Germany",
		"Wien":              "Vienna, Austria",
		"Zurich":            "Zürich, Switzerland",
		"ZÜRICH":            "Zürich, Switzerland",
		"Zu\u0308rich":      "Zürich, Switzerland",
		"muenchen":          "Munich, Germany",
		"Geneva":            "Genève, Switzerland",
		"St. Louis":         "St. Louis, Missouri",
		"Saint Louis":       "St. Louis, Missouri",
		"st louis":          "St. Louis, Missouri",
		"St.Louis, MO":      "St. Louis, Missouri",
		"St. Gallen":        "Sankt Gallen, Switzerland",
		"Fort Worth":        "Fort Worth, Texas",
		"ft. worth, tx":     "Fort Worth, Texas",
		"winston salem":     "Winston-Salem, North Carolina",
		"Xian":              "Xi’an, China",
		"Xi'an":             "Xi’an, China",
		"Agawam":            "Agawam, Massachusetts",
		"New York":          "New York City, New York",
		"New York, NY":      "New York City, New York",
		"new york new york": "New York City, New York",
		"NYC":               "New York City, New York",
		"l.a.":              "Los Angeles, California",
		"Washington, D.C.":  "Washington, District of Columbia",
		"washington dc":     "Washington, District of Columbia",
		"Quebec City":       "Québec, Quebec",
		"Mexico City":       "Mexico City, Mexico",

		// Postcodes, and towns beside them.
		"28801":                  "Asheville, North Carolina 28801",
		"28801-1234":             "Asheville, North Carolina 28801",
		"Asheville, NC 28801":    "Asheville, North Carolina 28801",
		"28801, USA":             "Asheville, North Carolina 28801",
		"28801 NC":               "Asheville, North Carolina 28801",
		"01001":                  "Agawam, Massachusetts 01001",
		"75001":                  "Addison, Texas 75001",
		"75001 Paris":            "Paris, France",
		"10115 Berlin":           "Berlin, Germany",
		"Berlin, Germany, 10115": "Berlin, Germany",
		"Asheville, NC 99999":    "Asheville, North Carolina",

		"12 High Street, Asheville NC 28801": "Asheville, North Carolina 28801",

		"Springfield near Newark, NJ": "Springfield, New Jersey",
		"35.59,-82.55":                "Asheville, North Carolina",
		"51.51, -0.13":                "London, England",
	} {
		p, err := g.Find(words)
		if err != nil {
			t.Errorf("Find(%q): %v", words, err)
		} else if p.String() != want {
			t.Errorf("Find(%q) = %s, want %s", words, p, want)
		}
	}
}

func TestFindTellsAllOfAPlace(t *testing.T) {
	t.Parallel()
	p, err := world(t).Find("koeln")
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "Köln" || p.Region != "North Rhine-Westphalia" || p.Country != "DE" || p.Zone != "Europe/Berlin" ||
		p.Population != 963395 || p.Postcode != "" || p.Point != (place.Point{Lat: 50.9333, Lon: 6.95}) {
		t.Errorf("%#v", p)
	}
	code, err := world(t).Find("28801")
	if err != nil {
		t.Fatal(err)
	}
	if code.Name != "Asheville" || code.Region != "North Carolina" || code.Country != "US" || code.Postcode != "28801" ||
		code.Zone != "America/New_York" || code.Point != (place.Point{Lat: 35.5971, Lon: -82.5565}) {
		t.Errorf("%#v", code)
	}
}

func TestFindKeepsAPointOnlyRoughly(t *testing.T) {
	t.Parallel()
	p, err := world(t).Find("35.59512,-82.55149")
	if err != nil {
		t.Fatal(err)
	}
	if want := (place.Point{Lat: 35.6, Lon: -82.55}); p.Point != want || p.Zone != "America/New_York" {
		t.Errorf("%v in %s, want %v", p.Point, p.Zone, want)
	}
}

func TestFindDoesNotKnow(t *testing.T) {
	t.Parallel()
	g := world(t)
	for words, want := range map[string]string{
		"Ashvile":           "We do not know “Ashvile”. Did you mean Asheville, North Carolina?",
		"ashvile nc":        "We do not know “ashvile nc”. Did you mean Asheville, North Carolina?",
		"Springfeld, IL":    "We do not know “Springfeld, IL”. Did you mean Springfield, Illinois?",
		"Londno":            "We do not know “Londno”. Did you mean London, England?",
		"Asheville, TX":     "We do not know “Asheville, TX”. Did you mean Asheville, North Carolina?",
		"Bury, Lancashire":  "We do not know “Bury, Lancashire”. Did you mean Bury, England?",
		"M5V":               "We do not know “M5V”: of postcodes we know those of the United States alone. Type the name of the town.",
		"BA1 1AA":           "We do not know “BA1 1AA”: of postcodes we know those of the United States alone. Type the name of the town.",
		"ba1":               "We do not know “ba1”: of postcodes we know those of the United States alone. Type the name of the town.",
		"1012 AB":           "We do not know “1012 AB”: of postcodes we know those of the United States alone. Type the name of the town.",
		"2000":              "We do not know “2000”: of postcodes we know those of the United States alone. Type the name of the town.",
		"00000":             "We do not know “00000”: of postcodes we know those of the United States alone. Type the name of the town.",
		"Texas":             "“Texas” is too wide to look near. Name a town in it, such as Houston, Texas.",
		"USA":               "“USA” is too wide to look near. Name a town in it, such as New York City, New York.",
		"U.K.":              "“U.K.” is too wide to look near. Name a town in it, such as London, England.",
		"qqqqqqqqqqqq":      "We do not know “qqqqqqqqqqqq”. Try the nearest larger town, with its region or country.",
		",":                 "We do not know “,”. Try the nearest larger town, with its region or country.",
		"<b>no</b>":         "We do not know “<b>no</b>”. Try the nearest larger town, with its region or country.",
		"x near Asheville":  "We do not know “x near Asheville”. Try the nearest larger town, with its region or country.",
		"12 High Street, Q": "We do not know “12 High Street, Q”. Try the nearest larger town, with its region or country.",
	} {
		p, err := g.Find(words)
		e, ok := fault.As(err)
		if !ok || e.Kind != fault.NotFound || e.Text != want {
			t.Errorf("Find(%q) = %s, %v; want %s", words, p, err, want)
		}
	}
}

func TestFindRefuses(t *testing.T) {
	t.Parallel()
	g := world(t)
	for _, words := range []string{
		"", " \t ", strings.Repeat("a", 201), "Ashe\x00ville", "Ashe\nville", "\xff\xfe", "91,0", "0,-181", "-90.01,0",
	} {
		if p, err := g.Find(words); fault.KindOf(err) != fault.Invalid || p != (place.Place{}) {
			t.Errorf("Find(%q) = %s, %v; want Invalid", words, p, err)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, words := range []string{
		"Asheville, NC", "28801-1234", "35.59,-82.55", "St. Louis", "Zürich", "a near b near c", ",,", "Ashvile", "\xff", "00000 x", "١٢٣٤٥",
	} {
		f.Add(words)
	}
	g := world(f)
	f.Fuzz(func(t *testing.T, words string) {
		for _, c := range g.Complete(words, 5) {
			if c.String() == "" {
				t.Fatalf("Complete(%q) gives a place without a name", words)
			}
		}
		p, err := g.Find(words)
		if err != nil {
			if kind := fault.KindOf(err); kind != fault.NotFound && kind != fault.Invalid {
				t.Fatalf("Find(%q): %v is not a visitor's failure", words, err)
			}
			return
		}
		if p.Name == "" || p.Country == "" || p.Zone == "" {
			t.Fatalf("Find(%q) = %#v lacks a part", words, p)
		}
		if _, ok := place.ParsePoint(p.Point.String()); !ok {
			t.Fatalf("Find(%q) lies off the globe: %v", words, p.Point)
		}
	})
}

func TestComplete(t *testing.T) {
	t.Parallel()
	g := world(t)
	for prefix, want := range map[string][]string{
		"ashevi":          {"Asheville, North Carolina"},
		"Zür":             {"Zürich, Switzerland"},
		"zuri":            {"Zürich, Switzerland"},
		"st. lou":         {"St. Louis, Missouri"},
		"saint lou":       {"St. Louis, Missouri"},
		"st":              {"Stockholm, Sweden", "Stuttgart, Germany"},
		"springf":         {"Springfield, Missouri", "Springfield, Massachusetts", "Springfield, Illinois"},
		"springfield, il": {"Springfield, Illinois"},
		"springfield,":    {"Springfield, Missouri"},
		"springfield, m":  {"Springfield, Missouri", "Springfield, Massachusetts"},
		"london, can":     {"London, Ontario"},
		"asheville nc":    {"Asheville, North Carolina"},
		"2880":            {"Asheville, North Carolina 28801"},
		"28801":           {"Asheville, North Carolina 28801"},
		"cologne":         {"Köln, Germany"},
		"lon":             {"London, England"},
		"new y":           {"New York City, New York"},
	} {
		got := g.Complete(prefix, 8)
		for i, w := range want {
			if i >= len(got) || got[i].String() != w {
				t.Errorf("Complete(%q) = %v, want %v first", prefix, got, want)
				break
			}
		}
	}
}

// How much of a name has been typed counts beside its people.
func TestCompleteOffersWhatIsNearlyTyped(t *testing.T) {
	t.Parallel()
	g := world(t)
	for prefix, want := range map[string]string{"Bat": "Bath, England", "Yor": "York, England", "Ber": "Bern, Switzerland"} {
		var names []string
		for _, p := range g.Complete(prefix, 5) {
			names = append(names, p.String())
		}
		if !slices.Contains(names, want) {
			t.Errorf("the first five for %q are %q, without %s", prefix, names, want)
		}
	}
}

// The Leeds that is meant is the one nearby.
func TestCompleteNear(t *testing.T) {
	t.Parallel()
	g := world(t)
	for _, c := range []struct {
		here, prefix string
		want         []string
	}{
		{"Birmingham, Alabama", "leeds", []string{"Leeds, Alabama", "Leeds, England"}},
		{"York, England", "leeds", []string{"Leeds, England"}},
		{"Toronto, Ontario", "leeds", []string{"Leeds, England"}}, // none is near
		{"Birmingham, Alabama", "leed", []string{"Leeds, Alabama"}},
		{"Birmingham, Alabama", "l", []string{"Lagos, Nigeria", "London, England"}}, // a large name stays in front
		{"Northampton, Massachusetts", "springf", []string{"Springfield, Massachusetts", "Springfield, Vermont", "Springfield, New Hampshire"}},
		{"Nashville, Tennessee", "springfield", []string{"Springfield, Tennessee", "Springfield, Missouri"}},
		{"Nashville, Tennessee", "springfield, m", []string{"Springfield, Missouri"}},
		{"Boston, Massachusetts", "springfield, m", []string{"Springfield, Massachusetts"}},
		{"Milan, Italy", "cologne", []string{"Köln, Germany"}},
		{"Bath, England", "ashevi", []string{"Asheville, North Carolina"}},
		{"Bath, England", "28801", []string{"Asheville, North Carolina 28801"}},
	} {
		here, err := g.Find(c.here)
		if err != nil {
			t.Fatal(err)
		}
		got := g.CompleteNear(c.prefix, 8, here.Point)
		for i, want := range c.want {
			if i >= len(got) || !strings.HasPrefix(got[i].String(), want) {
				t.Errorf("near %s, %q is completed to %v, want %q", c.here, c.prefix, got, c.want)
				break
			}
		}
	}
}

func TestCompleteIsOrderedAndLimited(t *testing.T) {
	t.Parallel()
	g := world(t)
	for _, prefix := range []string{"a", "san ", "new", "288", "k"} {
		for _, limit := range []int{1, 8, 50, 1000} {
			got := g.Complete(prefix, limit)
			if len(got) == 0 || len(got) > min(limit, 50) {
				t.Errorf("Complete(%q, %d) gives %d places", prefix, limit, len(got))
			}
			if !slices.Equal(got[:1], g.Complete(prefix, 1)) {
				t.Errorf("Complete(%q, %d) begins otherwise than with limit 1", prefix, limit)
			}
			seen := map[place.Place]bool{}
			for _, p := range got {
				if seen[p] {
					t.Errorf("Complete(%q, %d) gives %s twice", prefix, limit, p)
				}
				seen[p] = true
			}
		}
	}
	for _, prefix := range []string{"", "  ", ",", "qqqqqq", "288011", strings.Repeat("a", 300)} {
		if got := g.Complete(prefix, 8); len(got) != 0 {
			t.Errorf("Complete(%q) = %v, want nothing", prefix, got)
		}
	}
	if got := g.Complete("ash", 0); len(got) != 0 {
		t.Errorf("limit 0 gives %v", got)
	}
}

func TestPlaceMadeByHandHasAName(t *testing.T) {
	t.Parallel()
	if got := (place.Place{Name: "Little Hall", Country: "GB"}).String(); got != "Little Hall, GB" {
		t.Errorf("String = %q", got)
	}
}

func TestInsteadIsWhatTheSentenceNames(t *testing.T) {
	t.Parallel()
	g := world(t)
	for words, want := range map[string]string{
		"Ashvlile":        "Asheville, North Carolina",
		"asheville, ohio": "Asheville, North Carolina",
		"North Carolina":  "Charlotte, North Carolina",
		"Qwghlmxx":        "", "": "", "a\x00b": "", "\xff": "",
	} {
		p, ok := g.Instead(words)
		_, err := g.Find(words)
		switch {
		case err == nil:
			t.Errorf("%q: is known", words)
		case ok != (want != ""):
			t.Errorf("%q: got %v, %t", words, p, ok)
		case ok && (p.String() != want || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: got %v, want %s as in %q", words, p, want, err)
		}
	}
}
