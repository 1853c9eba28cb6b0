package search_test

import (
	"testing"
	"time"

	"regulars/internal/schedule"
	"regulars/internal/search"
)

// What is asked for beside a page of results is answered without one.
func TestLooksBesideASearch(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.dates(t, "Run out", start, weeks(schedule.NewWall(2026, 8, 4, 18, 30), 4)...) // in Asheville
	h.says(t, "Speaks of it", "walking", "We go singing afterwards.", offset(1, 0))
	h.listed(t, "Near", "singing", offset(3, 0), time.Monday, 19)
	h.listed(t, "Farther", "singing", offset(20, 0), time.Tuesday, 19)
	h.listed(t, "In another country", "singing", offset(900, 0), time.Tuesday, 19)
	h.listed(t, "Chess", "chess", offset(900, 0), time.Tuesday, 19)
	h.says(t, "Plays it", "walking", "Afterwards there is chess.", offset(100, 0))
	h.refresh(t)
	for query, want := range map[string]bool{
		"q=singing&near=Asheville": true, "q=singing&near=Asheville&day=mon": true, "q=chess&near=Asheville": false,
		"q=singing&near=Asheville&day=wed": false, "q=walking&near=Asheville&km=1": true, "q=zyzzyva&near=Asheville": false,
		"q=Farthre&near=Asheville": true, // a slip
	} {
		if found, err := h.Any(t.Context(), asked(t, query)); err != nil || found != want {
			t.Errorf("%s finds any: %v, %v", query, found, err)
		}
	}
	singing := search.Query{Words: "singing", Near: asheville.String()}
	all := []string{"Run out", "Near", "Farther", "In another country"}
	for n := range all {
		r, err := h.Nearest(t.Context(), singing, n+1)
		must(t, err)
		same(t, r, all[:n+1]...)
	}
	r, err := h.Nearest(t.Context(), search.Query{Words: "chess", Near: asheville.String()}, 1)
	must(t, err)
	same(t, r, "Chess") // and not who merely speaks of it
	r, err = h.Nearby(t.Context(), singing, 4)
	must(t, err)
	same(t, r, "Near", "Farther", "Run out")

	// The description counts where no group is listed, unless those are asked for.
	walking := search.Query{Words: "chess", Near: offset(100, 0).String(), KM: 10}
	r, err = h.Find(t.Context(), walking)
	must(t, err)
	same(t, r, "Plays it")
	r, err = h.Listed(t.Context(), walking)
	must(t, err)
	same(t, r)
}

// Who typed a word that stands in a name as it was typed made no slip; that a
// description has it means nothing.
func TestSlipsAreLookedForWhereNoNameHasTheWord(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says(t, "Ramblers", "walking", "We start at the meadow.", offset(2, 0))
	h.listed(t, "Meadowbrook Ramblers", "walking", offset(1, 0), time.Tuesday, 19)
	h.refresh(t)
	same(t, h.find(t, "q=meadow&near=Asheville"), "Meadowbrook Ramblers", "Ramblers")
	h.listed(t, "Meadow Walks", "walking", offset(3, 0), time.Tuesday, 19)
	h.refresh(t)
	same(t, h.find(t, "q=meadow&near=Asheville"), "Meadow Walks", "Ramblers")
}
