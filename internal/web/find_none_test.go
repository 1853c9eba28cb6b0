package web

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/web/htmltest"
)

// none is what a page that finds nothing has to say and to offer.
type none struct {
	query, title, words string
	ways                map[string]string // text → query of /find
	elsewhere           []string          // groups
	near                []string
}

// hits are the names of the groups in a part of a page.
func hits(page htmltest.Page, part string) []string {
	return slices.Sorted(maps.Keys(page.Links("section[aria-labelledby=" + part + "] .hit")))
}

// Whoever finds nothing is led on, and every way offered leads to a group.
func TestNothingFoundIsNoDeadEnd(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.lists(somewhere("Far Ringers", "bell-ringing", 60), time.Tuesday, 19)
	ukes := somewhere("Ukes", "ukulele", 5)
	ukes.Interests = append(ukes.Interests, "singing")
	w.lists(ukes, time.Wednesday, 19)
	w.lists(somewhere("Quilters", "quilting", 7), time.Wednesday, 19)
	for _, want := range []none{
		{
			"q=bell+ringing&near=Asheville", "None here yet",
			"We know of no group under Bell ringing within 30 miles of Asheville, North Carolina. There may well be one that nobody has listed.",
			map[string]string{
				"All within 60 miles": "km=97&near=Asheville&q=bell+ringing", "Ukulele 3 miles": "near=Asheville&q=Ukulele",
				"Singing 3 miles":     "near=Asheville&q=Singing",
				"All of Making music": "near=Asheville&q=Making+music", "Every group near Asheville": "near=Asheville",
			},
			[]string{"Far Ringers"}, []string{"Ukes"},
		},
		{
			"q=quilting&near=Asheville&day=mon&time=evening&free=1", "None that fits yet",
			"We know of no group under Quilting within 30 miles of Asheville, North Carolina, on Mondays, in the evening.",
			map[string]string{
				"Without what you ticked": "near=Asheville&q=quilting", "All of Crafts": "near=Asheville&q=Crafts",
				"Every group near Asheville": "near=Asheville",
			},
			[]string{"Quilters"}, []string{"Ukes"},
		},
		{
			"q=quilting&near=Asheville&day=mon&week=this&km=8", "None that fits yet", "within 5 miles of Asheville, North Carolina, on Mondays, this week.",
			map[string]string{
				"On any day, at any hour": "km=8&near=Asheville&q=quilting", "All of Crafts": "km=8&near=Asheville&q=Crafts",
				"Every group near Asheville": "km=8&near=Asheville",
			},
			[]string{"Quilters"}, []string{"Ukes"},
		},
		{
			"q=zzyzx&near=Asheville", "We do not know “zzyzx”",
			"No group within 30 miles of Asheville, North Carolina has that in its name, or says it of itself.",
			map[string]string{"Every group near Asheville": "near=Asheville"},
			nil, []string{"Quilters", "Ukes"},
		},
		{
			"near=Knoxville", "None here yet", "We know of no group within 30 miles of Knoxville, Tennessee.",
			map[string]string{"All within 120 miles": "km=193&near=Knoxville"},
			[]string{"Far Ringers", "Quilters", "Ukes"}, nil,
		},
		{
			"q=chess&near=Toronto", "None here yet", "We know of no group under Chess within 50 km of Toronto, Ontario.",
			nil, nil, nil,
		},
	} {
		page := w.finds(want.query)
		page.In("#none", htmltest.HasText(want.title))
		page.In("section[aria-labelledby=none]", htmltest.HasText(want.words))
		page.In("main a[href='/list']", htmltest.Count(1))
		if got := hits(page, "elsewhere"); !slices.Equal(got, want.elsewhere) {
			t.Errorf("%s: elsewhere are %q, want %q", want.query, got, want.elsewhere)
		}
		if got := hits(page, "around"); !slices.Equal(got, want.near) {
			t.Errorf("%s: near are %q, want %q", want.query, got, want.near)
		}
		ways := page.Links("section .actions, section .browse")
		delete(ways, "List a group")
		for text, href := range ways {
			if href != "/find?"+want.ways[text] {
				t.Errorf("%s: %q leads to %s", want.query, text, href)
			}
			w.finds(strings.TrimPrefix(href, "/find?")).In("section[aria-labelledby=found] .hit")
		}
		if len(ways) != len(want.ways) {
			t.Errorf("%s: %d ways are offered, want %d: %v", want.query, len(ways), len(want.ways), ways)
		}
	}
}

// However far the nearest is, its distance is said.
func TestTheNearestHoweverFar(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.lists(somewhere("Far Ringers", "bell-ringing", 800), time.Tuesday, 19)
	page := w.finds("q=bell+ringing&near=Asheville&day=mon")
	page.In("#elsewhere", htmltest.HasText("The nearest we know of is 497 miles away"))
	page.In("section[aria-labelledby=elsewhere] .hit", htmltest.HasText("497 miles"))
	page.In("section[aria-labelledby=elsewhere] .actions", htmltest.Count(0))
}

// A name with a slip in it is looked for as far as the search goes, and from there on
// however far.
func TestANameNearlyAsTypedIsTheNearest(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.lists(somewhere("Zzyzxx Ringers", "bell-ringing", 60), time.Tuesday, 19)
	page := w.finds("q=zzyzx&near=Asheville")
	page.In("#elsewhere", htmltest.HasText("The nearest we know of is 37 miles away"))
	all := page.Links("section[aria-labelledby=elsewhere] .actions")["All within 60 miles"]
	w.finds(strings.TrimPrefix(all, "/find?")).In(".hit", htmltest.HasText("Zzyzxx Ringers"))

	w.lists(somewhere("Zzyzxx Singers", "singing", 40), time.Tuesday, 19)
	w.finds("q=zzyzx&near=Asheville").In(".hit h3", htmltest.HasText("Zzyzxx Singers"))
	ticked := w.finds("q=zzyzx&near=Asheville&day=mon")
	ticked.In("#elsewhere", htmltest.HasText("Near, but not all that you asked for"))
	way := ticked.Links("section[aria-labelledby=none]")["On any day, at any hour"]
	w.finds(strings.TrimPrefix(way, "/find?")).In(".hit h3", htmltest.HasText("Zzyzxx Singers"))
}

// Without the tick at online, groups that meet online alone do not count; so it stays.
func TestWhatIsOnlineAloneIsEasierOnAnotherDay(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	online := somewhere("Screen Singers", "singing", 3)
	online.Venue, online.Online = "", true
	w.lists(online, time.Tuesday, 19)
	ways := w.finds("q=singing&near=Asheville&online=1&day=mon").Links("section[aria-labelledby=none]")
	way := ways["On any day, at any hour"]
	if len(ways) != 1 || way == "" {
		t.Fatalf("what is easier: %v", ways)
	}
	w.finds(strings.TrimPrefix(way, "/find?")).In(".hit", htmltest.HasText("Screen Singers"))
}

// Words that mean nothing to us may mean one of these.
func TestWordsThatAreNotKnown(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	page := w.finds("q=quiltmakers&near=Asheville")
	page.In("#none", htmltest.HasText("We do not know “quiltmakers”"))
	page.In("section[aria-labelledby=none]", htmltest.HasText("Perhaps one of these was meant: Quilting"))
	page.In("section[aria-labelledby=none] a", htmltest.HasAttr("href", "/find?near=Asheville&q=Quilting"))
	page.In("form a", htmltest.HasAttr("href", "/interests?near=Asheville&q=quiltmakers"), htmltest.HasText("Choose from a list"))
	page.In("section[aria-labelledby=wishes]", htmltest.HasText("when a group starts that has “quiltmakers” in its name or description, at most once a week"))
	w.finds("q=quilting&near=Asheville").In("section[aria-labelledby=wishes]", htmltest.HasText("when a group starts that this search would find, at most"))
}

func TestAnEmptySiteIsHonest(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	page := w.finds("q=choir&near=Asheville")
	page.In("main", htmltest.HasText("We know of no group under Singing"), htmltest.HasText("There may well be one that nobody has listed."))
	page.In("main a[href='/list']", htmltest.Count(1))
	page.In(".hit, #elsewhere, #around", htmltest.Count(0))
}

func TestFewFoundLeadFurther(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.lists(somewhere("Ukes", "ukulele", 5), time.Wednesday, 19)
	w.finds("near=Asheville&km=8").In("main a", htmltest.HasAttr("href", "/find?km=24&near=Asheville"), htmltest.HasText("Look within 15 miles"))
	w.finds("near=Asheville").In("main a", htmltest.HasAttr("href", "/find?km=97&near=Asheville"), htmltest.HasText("Look within 60 miles"))
	w.finds("near=Asheville&km=193").In("main", htmltest.HasNoText("Look within"))
}

// Up to fifty groups are counted exactly.
func TestCountsOfGroups(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for range 50 {
		w.lists(somewhere("Choir", "singing", 1), time.Tuesday, 19)
	}
	for _, page := range []string{"", "&page=3"} {
		w.finds("q=choir&near=Asheville"+page).In("main", htmltest.HasText("50 groups within 15 miles of Asheville"), htmltest.HasNoText("Little"))
	}
	w.lists(somewhere("Choir", "singing", 1), time.Tuesday, 19)
	w.finds("q=choir&near=Asheville").In("main", htmltest.HasText("More than 50 groups within 15 miles of Asheville"))
}
