package search_test

import (
	"testing"
	"time"

	"regulars/internal/search"
)

// A card is read once, and again as soon as there is another edition of it, whoever
// wrote that.
func TestCardsAreReadOnceForEachEdition(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	group := h.listed(t, "River Singers", "singing", offset(2, 0), time.Tuesday, 19)
	h.refresh(t)
	found := func(want string) {
		t.Helper()
		same(t, h.find(t, "q=choir&near=Asheville"), want)
		r, err := h.Everywhere(t.Context(), search.Query{Words: "choir"})
		must(t, err)
		same(t, r, want)
	}
	change := func(statement string) {
		t.Helper()
		_, err := h.db.Exec(t.Context(), statement, group.ID)
		must(t, err)
	}
	found("River Singers")
	change(`UPDATE cards SET name = 'nobody reads this' WHERE group_id = $1`)
	found("River Singers")
	change(`UPDATE cards SET name = 'Lake Singers', edition = edition # 1 WHERE group_id = $1`)
	change(`UPDATE listings SET edition = edition # 1 WHERE group_id = $1`)
	found("Lake Singers")

	// Of those that were written before there were editions none is kept.
	for _, name := range []string{"Hill Singers", "Dale Singers"} {
		change(`UPDATE cards SET name = '` + name + `', edition = 0 WHERE group_id = $1`)
		change(`UPDATE listings SET edition = 0 WHERE group_id = $1`)
		found(name)
	}

	// Another process writes one.
	g, err := gazetteer()
	must(t, err)
	d := group.Details
	d.Name = "Sea Singers"
	_, err = h.groups.Update(t.Context(), h.organizer, group.ID, group.Version, d)
	must(t, err)
	_, err = search.New(h.db, h.meetings, g, func() time.Time { return h.now }).Refresh(t.Context())
	must(t, err)
	found("Sea Singers")

	change(`DELETE FROM cards WHERE group_id = $1`)
	same(t, h.find(t, "q=choir&near=Asheville"))
}
