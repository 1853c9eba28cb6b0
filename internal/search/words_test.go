package search_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"regulars/internal/benchdata"
	"regulars/internal/groups"
	"regulars/internal/place"
	"regulars/internal/schedule"
	"regulars/internal/search"
)

// says makes a group that says something of itself.
func (h *house) says(t *testing.T, name, interest, about string, at place.Point) groups.Group {
	t.Helper()
	d := details(name, interest, at)
	d.About = about
	group, err := h.groups.Create(context.Background(), h.organizer, d)
	must(t, err)
	h.meets(t, group, schedule.Weekly(1, time.Tuesday), 19)
	return group
}

func TestKindsOfAnInterestAreFoundWithIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "Long lines", "contra-dance", offset(1, 0), time.Tuesday, 19)
	h.listed(t, "Circles", "folk-dance", offset(2, 0), time.Tuesday, 19)
	h.refresh(t)
	r := h.find(t, "q=folk+dancing&near=Asheville")
	same(t, r, "Long lines", "Circles")
	if why := r.Hits[0].Why; why != "Listed under Contra dance" {
		t.Errorf("got %q", why)
	}
	same(t, h.find(t, "q=contra&near=Asheville"), "Long lines")
}

func TestWhatAGroupSpeaksOfIsFoundAfterWhatIsListed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says(t, "Thursday Larks", "book-club", "Books, and trivia: our trivia is easy.", offset(1, 0))
	h.listed(t, "Quizzards", "trivia", offset(3, 0), time.Tuesday, 19)
	h.refresh(t)
	r := h.find(t, "q=pub+quiz&near=Asheville")
	same(t, r, "Quizzards", "Thursday Larks")
	if why := r.Hits[1].Why; why != "It speaks of this, or of a kind of it" {
		t.Errorf("got %q", why)
	}
	same(t, h.find(t, "q=games&near=Asheville"), "Quizzards", "Thursday Larks")
	same(t, h.find(t, "near=Asheville"), "Thursday Larks", "Quizzards")
}

func TestLeftoverWordsAreLookedForInDescriptions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says(t, "Soul Travellers", "spiritual-circle", "We read the teachings of **Eckankar** ([more](https://zither.example/zither)).", offset(1, 0))
	h.says(t, "Eckankar by the river", "spiritual-circle", "Come in.", offset(3, 0))
	h.says(t, "Slow Walkers", "hiking", "We amble like slöths; nobody hurries.", offset(4, 0))
	h.listed(t, "Fell Runners", "hiking", offset(2, 0), time.Tuesday, 19)
	h.refresh(t)
	r := h.find(t, "q=eckankar&near=Asheville")
	same(t, r, "Eckankar by the river", "Soul Travellers")
	if said, named := r.Hits[1].Why, r.Hits[0].Why; said != "Its description mentions it" || named != "Its name matches" {
		t.Errorf("got %q and %q", said, named)
	}
	same(t, h.find(t, "q=sloth+hiking&near=Asheville"), "Slow Walkers", "Fell Runners")
	same(t, h.find(t, "q=teaching+eckankar&near=Asheville"), "Soul Travellers")
	same(t, h.find(t, "q=hurrying+nowhere&near=Asheville"))
	same(t, h.find(t, "q=zither&near=Asheville"))
	same(t, h.find(t, "q=eckankar&near=Asheville&day=sun"))
	same(t, h.find(t, "q=eckankar&near=Asheville&km=2"), "Soul Travellers")
}

func TestANameOfSeveralWordsIsMeant(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "Black Cat Book Club", "book-club", offset(9, 0), time.Tuesday, 19)
	h.listed(t, "Cats of Asheville", "animals", offset(1, 0), time.Tuesday, 19)
	h.listed(t, "Try New Things!", "outdoor-adventures", offset(9, 0), time.Tuesday, 19)
	h.listed(t, "Techto", "startups", offset(9, 0), time.Tuesday, 19)
	h.listed(t, "Asheville Social Club", "social-club", offset(9, 0), time.Tuesday, 19)
	h.listed(t, "Asheville Social Bees", "social-club", offset(4, 0), time.Tuesday, 19)
	h.listed(t, "Queen City Stitchers", "quilting", offset(8, 0), time.Tuesday, 19)
	h.listed(t, "Soul City", "walking", offset(9, 0), time.Tuesday, 19)
	h.refresh(t)
	for typed, want := range map[string]string{
		"black+cat": "Black Cat Book Club", "try+new+things": "Try New Things!", "techto": "Techto",
		"asheville+social+club": "Asheville Social Club", "soul+city": "Soul City",
	} {
		if found := names(h.find(t, "q="+typed+"&near=Asheville")); len(found) == 0 || found[0] != want {
			t.Errorf("%s: got %q", typed, found)
		}
	}
	// Every group there has the name of the place; it is not asked for.
	same(t, h.find(t, "q=cats+asheville+nc&near=Asheville,+NC"), "Cats of Asheville")
}

// Groups that merely mention an interest are found, but only where none is listed under it.
func TestMentionsCountWhereNoneIsListed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says(t, "Babel", "language-exchange", "Talk in Korean, French, Italian and more.", offset(1, 0))
	h.says(t, "Meeples", "board-games", "We play Code Names.", offset(1, 0))
	h.listed(t, "Welcome Table Breakfast", "church", offset(1, 0), time.Tuesday, 8)
	h.refresh(t)
	breakfast := h.find(t, "q=breakfast&near=Asheville")
	same(t, breakfast, "Welcome Table Breakfast")
	if why := breakfast.Hits[0].Why; why != "Its name matches" {
		t.Errorf("got %q", why)
	}
	same(t, h.find(t, "q=korean&near=Asheville"), "Babel")
	same(t, h.find(t, "q=korean+group&near=Asheville"), "Babel")
	same(t, h.find(t, "q=korean+asheville&near=Asheville"), "Babel") // every other group there has the name of the place
	same(t, h.find(t, "q=korean+hiking&near=Asheville"), "Babel")
	same(t, h.find(t, "q=korean&near=Asheville&day=sun"))
	same(t, h.find(t, "q=coding&near=Asheville"))
	h.listed(t, "Annyeong", "korean", offset(46, 0), time.Tuesday, 19)
	h.refresh(t)
	same(t, h.find(t, "q=korean&near=Asheville"), "Annyeong")
	same(t, h.find(t, "q=korean&near=Asheville&km=40"), "Babel")
}

// A search that is widened for a mention finds those as far as it says, as does the same
// search with that distance.
func TestMentionsAreLookedForAsFarAsASearchGoes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says(t, "Near", "walking", "We sing shanties, or play the piano.", offset(10, 0))
	h.says(t, "Far", "walking", "There is a piano, and board games.", offset(40, 0))
	h.says(t, "Farther", "walking", "There is a piano.", offset(60, 0))
	h.says(t, "Golfers", "walking", "Once we watched a game of go.", offset(1, 0))
	h.refresh(t)
	wide := h.find(t, "q=piano&near=Asheville")
	same(t, wide, "Near", "Far")
	if wide.Little == 0 || wide.KM != 48 {
		t.Errorf("looked within %d km, before that %d", wide.KM, wide.Little)
	}
	same(t, h.find(t, "q=piano&near=Asheville&km=48"), "Near", "Far")
	same(t, h.find(t, "q=piano&near=Asheville&km=20"), "Near")
	// Who speaks of both is what was asked for.
	same(t, h.find(t, "q=piano+and+board+games&near=Asheville"), "Far", "Near")
	for _, typed := range []string{"piano", "making+music", "go"} {
		for _, hit := range h.find(t, "q="+typed+"&near=Asheville").Hits {
			if hit.Why != "It speaks of this, or of a kind of it" {
				t.Errorf("%s, %s: %s", typed, hit.Name, hit.Why)
			}
		}
	}
	family, err := h.Nearby(t.Context(), search.Query{Words: "Making music", Near: asheville.String()}, 5)
	must(t, err)
	same(t, family) // none is listed there
}

// What is filtered is filtered among those that words find too.
func TestWordsAreFiltered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	four, d := 4, details("Zither Friends", "singing", offset(1, 0))
	d.Price, d.Language, d.StepFree = &four, "fr", true
	group, err := h.groups.Create(t.Context(), h.organizer, d)
	must(t, err)
	h.meets(t, group, schedule.Weekly(1, time.Saturday), 10)
	h.says(t, "Zither Circle", "singing", "", offset(2, 0)) // on Tuesday evenings
	h.refresh(t)
	for filter, want := range map[string][]string{
		"": {"Zither Friends", "Zither Circle"}, "week=this": {"Zither Friends", "Zither Circle"},
		"price=4": {"Zither Friends"}, "price=3": nil, "lang=fr": {"Zither Friends"}, "lang=de": nil, "stepfree=1": {"Zither Friends"},
		"day=tue": {"Zither Circle"}, "day=tue&time=morning": nil, "day=sat&time=morning&week=this": {"Zither Friends"},
	} {
		same(t, h.find(t, "q=zither&near=Asheville&"+filter), want...)
		all, err := h.Everywhere(t.Context(), asked(t, "q=zither&"+filter))
		must(t, err)
		same(t, all, want...)
	}
}

// Signs that mean nothing in a query of ours mean nothing in one of Postgres either. Words
// that say nothing ask for every group.
func TestStrangeWordsFindNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "River Singers", "singing", asheville, time.Tuesday, 19)
	h.refresh(t)
	find := func(typed string) search.Result {
		return h.find(t, url.Values{"q": {typed}, "near": {"Asheville"}}.Encode())
	}
	for _, typed := range []string{"ʼ", "ˈa", "²", "合唱", "מקהלה", "ﷺ", "٣", "a:A <-> b", strings.Repeat("x", 200)} {
		same(t, find(typed))
	}
	for _, typed := range []string{"ª", "& | !", "the of"} {
		same(t, find(typed), "River Singers")
	}
}

// crowded fills the house with two thousand groups all over the world.
func (h *house) crowded(t *testing.T) {
	t.Helper()
	g, err := gazetteer()
	must(t, err)
	world, err := benchdata.NewWorld(g, 1, 2000)
	must(t, err)
	must(t, world.Fill(t.Context(), h.db, start, func(int) {}))
}

// A word may be as common near here as a group is, and a filter leave one of all.
func TestTheOneThatFitsIsFoundAmongManyWithTheWord(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.crowded(t)
	d := details("The One", "walking", asheville)
	d.About, d.StepFree = "We look for the quokka.", true
	group, err := h.groups.Create(t.Context(), h.organizer, d)
	must(t, err)
	h.meets(t, group, schedule.Weekly(1, time.Saturday), 10)
	_, err = h.db.Exec(t.Context(), `DELETE FROM changes WHERE group_id <> $1`, group.ID)
	must(t, err)
	h.refresh(t)
	_, err = h.db.Exec(t.Context(), `
		UPDATE cards SET words = one.words, pin = one.pin, cells = one.cells, traits = 0
		FROM (SELECT words, pin, cells FROM cards WHERE group_id = $1) one WHERE group_id <> $1`, group.ID)
	must(t, err)
	same(t, h.find(t, "q=quokka&stepfree=1&near=Asheville"), "The One")
	same(t, h.find(t, "q=quokka&day=sat&time=morning&near=Asheville&stepfree=1"), "The One")
}

// The pages of a search that had to look farther are those of one circle, however its groups
// were found.
func TestPagesAgreeAboutSlips(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 30 {
		h.says(t, fmt.Sprintf("Zzyzxx %d", i), "walking", "", offset(float64(10+i), 0))
	}
	h.refresh(t)
	pages := func(query string) int {
		first := h.find(t, query)
		second, err := h.Find(t.Context(), first.Query.OnPage(2))
		must(t, err)
		all := append(names(first), names(second)...)
		slices.Sort(all)
		if len(slices.Compact(all)) != first.Found || second.Found != first.Found {
			t.Errorf("%s: %d groups on two pages that speak of %d and %d", query, len(all), first.Found, second.Found)
		}
		return len(all)
	}
	if n := pages("q=zzyzx&near=Asheville"); n != 30 {
		t.Errorf("%d groups on two pages", n)
	}
	h.says(t, "Zzyzx Hill", "walking", "", offset(45, 0))
	h.refresh(t)
	if n := pages("q=zzyzx&near=Asheville"); n != 1 {
		t.Errorf("%d groups beside the one that has the word as it was typed", n)
	}
}

// The world has more groups with a common word than are looked at.
func TestTheNearestWithACommonWordIsFoundFromAnywhere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.crowded(t)
	_, err := h.db.Exec(t.Context(), `UPDATE cards SET words = to_tsvector('english', 'quokka')`)
	must(t, err)
	h.says(t, "Nearest", "walking", "We look for the quokka.", asheville)
	_, err = h.db.Exec(t.Context(), `DELETE FROM changes WHERE group_id NOT IN (SELECT id FROM groups WHERE name = 'Nearest')`)
	must(t, err)
	h.refresh(t)
	r, err := h.Nearest(t.Context(), search.Query{Words: "quokka", Near: asheville.String()}, 1)
	must(t, err)
	same(t, r, "Nearest")
}

// The name of the place says nothing about what is looked for, but a name that has all that
// was typed is what was meant.
func TestThePlaceTypedTwice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "River Singers", "singing", offset(1, 0), time.Tuesday, 19)
	h.listed(t, "Hill Quilters", "quilting", offset(2, 0), time.Tuesday, 19)
	h.listed(t, "Asheville Walkers", "walking", offset(9, 0), time.Tuesday, 19)
	h.refresh(t)
	same(t, h.find(t, "q=groups+in+Asheville&near=Asheville"), "River Singers", "Hill Quilters", "Asheville Walkers")
	same(t, h.find(t, "q=singing+in+Asheville&near=Asheville"), "River Singers")
	same(t, h.find(t, "q=Asheville+walkers&near=Asheville"), "Asheville Walkers")
	same(t, h.find(t, "q=Bristol&near=Asheville"))
}

// Without a place words are looked for in the same texts.
func TestWordsAreFoundEverywhere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says(t, "Soul Travellers", "walking", "We follow Eckankar.", offset(1, 0))
	h.says(t, "Eckankar Circle", "walking", "", offset(900, 0))
	h.says(t, "Hill Quilters", "quilting", "", offset(2, 0))
	h.refresh(t)
	r, err := h.Everywhere(t.Context(), search.Query{Words: "eckankar"})
	must(t, err)
	same(t, r, "Soul Travellers", "Eckankar Circle")
	if r.Hits[0].Why != "Its description mentions it" || r.Hits[1].Why != "Its name matches" {
		t.Errorf("they say: %s, %s", r.Hits[0].Why, r.Hits[1].Why)
	}
}
