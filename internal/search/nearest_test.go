package search_test

import (
	"testing"
	"time"

	"regulars/internal/search"
)

// What is asked for beside a page of results is answered without one.
func TestLooksBesideASearch(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says(t, "Speaks of it", "walking", "We go singing afterwards.", offset(1, 0))
	h.listed(t, "Doubtful but near", "singing", offset(3, 0), time.Monday, 19)
	h.listed(t, "Farther", "singing", offset(20, 0), time.Tuesday, 19)
	h.listed(t, "In another country", "singing", offset(900, 0), time.Tuesday, 19)
	h.listed(t, "Chess", "chess", offset(900, 0), time.Tuesday, 19)
	h.refresh(t)
	for query, want := range map[string]bool{
		"q=singing&near=Asheville": true, "q=singing&near=Asheville&day=mon": true, "q=chess&near=Asheville": false,
		"q=singing&near=Asheville&day=wed": false, "q=walking&near=Asheville&km=1": true, "q=zyzzyva&near=Asheville": false,
		"q=Farthre&near=Asheville": true, // a slip
	} {
		any, err := h.Any(t.Context(), asked(t, query))
		if must(t, err); any != want {
			t.Errorf("%s: any is %v", query, any)
		}
	}
	all := []string{"Doubtful but near", "Farther", "In another country"}
	for n := range all {
		r, err := h.Nearest(t.Context(), search.Query{Words: "singing", Near: asheville.String()}, n+1)
		must(t, err)
		same(t, r, all[:n+1]...)
	}
	r, err := h.Nearby(t.Context(), search.Query{Words: "singing", Near: asheville.String()}, 3)
	must(t, err)
	same(t, r, "Doubtful but near", "Farther")

	// The description counts where hardly any group is listed, unless those are asked for.
	near := search.Query{Words: "singing", Near: asheville.String(), KM: 10}
	r, err = h.Find(t.Context(), near)
	must(t, err)
	same(t, r, "Doubtful but near", "Speaks of it")
	r, err = h.Listed(t.Context(), near)
	must(t, err)
	same(t, r, "Doubtful but near")
}
