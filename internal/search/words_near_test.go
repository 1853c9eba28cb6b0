package search_test

import (
	"strings"
	"testing"
	"time"

	"regulars/internal/search"
)

// Words are looked for in the cells around a place, by the index of both: a word may be common
// in the world, and a town great. Workers would take longer to start than it takes.
func TestWordsNearAPlaceUseTheirIndex(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "Wharf Singers", "singing", asheville, time.Tuesday, 19)
	h.refresh(t)
	_, err := h.db.Exec(t.Context(), `UPDATE pg_class SET reltuples = 1000000, relpages = 1 WHERE relname = 'cards'`)
	must(t, err)
	for name, q := range map[string]search.Query{
		"one word":         {Words: "wharf"},
		"beside singing":   {Words: "singing wharf"},
		"as far as we go":  {Words: "wharf", KM: search.MaxKM},
		"a name":           {Words: "chess singing"},
		"on certain days":  {Words: "wharf", Days: []time.Weekday{time.Tuesday}},
		"for a small room": {Words: "wharf", Traits: search.Quiet},
	} {
		q.Near = "Asheville"
		r, err := h.Find(t.Context(), q)
		must(t, err)
		statement, args := h.Said(r)
		var plan []string
		must(t, h.db.Select(t.Context(), &plan, "EXPLAIN "+statement, args...))
		text := strings.Join(plan, "\n")
		if !strings.Contains(text, "on cards_words_in_cells") || strings.Contains(text, "Gather") {
			t.Errorf("%s: the plan is\n%s", name, text)
		}
	}
}

func TestWordsThatSayNothingDoNotHideTheOthers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says(t, "Wharf Friends", "ukulele", "We pick ourselves a kumquat.", offset(1, 0))
	h.says(t, "Wharf Foes", "ukulele", "No other one.", offset(1, 0))
	h.refresh(t)
	same(t, h.find(t, "q=themselves+wharf&near=Asheville"), "Wharf Friends", "Wharf Foes")
	same(t, h.find(t, "q=kumquat+wharf+themselves&near=Asheville"), "Wharf Friends")
	same(t, h.find(t, "q=kumquat+wharf&near=Asheville&km=200"), "Wharf Friends")
	same(t, h.find(t, "q=themselves&near=Asheville"))
}

// A word that a name here has as it was typed is no slip, though that group is not there on
// the days asked for.
func TestAWordThatIsRightIsNoSlip(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.listed(t, "Buttercup Friends", "ukulele", offset(1, 0), time.Tuesday, 19)
	h.listed(t, "Butercup Foes", "ukulele", offset(2, 0), time.Wednesday, 19)
	h.refresh(t)
	same(t, h.find(t, "q=buttercup&near=Asheville&day=wed"))
	same(t, h.find(t, "q=butercops&near=Asheville&day=wed"), "Butercup Foes")
	same(t, h.find(t, "q=buttercup&near=Asheville&day=tue"), "Buttercup Friends")
}
