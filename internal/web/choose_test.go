package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"regulars/internal/interest"
	"regulars/internal/web/htmltest"
)

// Without script there is a list of all interests, which keeps what was asked for
// besides and finds several at once.
func TestChoosingInterestsFromAList(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.lists(somewhere("Hill Street Chorus", "singing", 3), time.Tuesday, 19)
	w.lists(somewhere("Meeples", "board-games", 3), time.Tuesday, 19)
	w.lists(somewhere("Quilters", "quilting", 3), time.Tuesday, 19)
	found := w.finds("q=choir&near=Asheville&day=tue&price=0&quiet=1&km=48")
	page := w.wantStatus(w.get(found.Attr("form.search .label-row a", "href")), 200).page
	page.In("#near", htmltest.HasAttr("value", "Asheville"))
	page.In("form[action='/find'] fieldset", htmltest.Count(len(interest.Families())))
	page.In("input[name=q]", htmltest.Count(len(interest.Families())+len(interest.All())))
	page.In("input[name=q]:checked", htmltest.Count(1), htmltest.HasAttr("value", "Singing"))
	page.In("details[open]", htmltest.Count(1), htmltest.HasText("Making music"))
	kept := url.Values{"near": {"Asheville"}}
	for _, name := range []string{"day", "km", "price", "quiet"} {
		kept.Set(name, page.Attr("input[type=hidden][name="+name+"]", "value"))
	}
	if got := kept.Encode(); got != "day=tue&km=48&near=Asheville&price=0&quiet=1" {
		t.Errorf("it keeps %s", got)
	}
	two := w.finds("near=Asheville&q=Singing&q=Board+games")
	two.In("h1", htmltest.HasText("Singing and Board games near Asheville"))
	two.In(".hit", htmltest.Count(2), htmltest.HasText("Meeples"), htmltest.HasText("Hill Street Chorus"))
	two.In("#q", htmltest.HasAttr("value", "Singing, Board games"))
	w.finds("near=Asheville&q=Making+music").In(".hit", htmltest.Count(1), htmltest.HasText("Hill Street Chorus"))
	w.wantStatus(w.get("/interests?near="+strings.Repeat("x", 201)), 422).page.In("#near-error", htmltest.HasText("too long"))
	w.wantStatus(w.get("/"), 200).page.In("form.search a", htmltest.HasAttr("href", "/interests?"))
}

// So many boxes may be ticked as anybody ticks, and all of them count; words that were typed
// before and have no box stay.
func TestTickingManyInterests(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	asked := url.Values{"near": {"Asheville"}}
	all := interest.All()
	for _, i := range all[:40] {
		asked.Add("q", i.Name)
	}
	w.lists(somewhere("The last one", all[39].Slug, 3), time.Tuesday, 19)
	w.lists(somewhere("Another", all[40].Slug, 3), time.Tuesday, 19)
	found := w.finds(asked.Encode())
	found.In(".hit", htmltest.Count(1), htmltest.HasText("The last one"))
	found.In("h1", htmltest.HasText(all[4].Name+" and 35 more near Asheville"))
	again := w.wantStatus(w.get(found.Attr("form.search .label-row a", "href")), 200).page
	again.In("input[name=q]:checked", htmltest.Count(40))

	page := w.wantStatus(w.get("/interests?near=Asheville&q=zither+qawwali+singing"), 200).page
	page.In("input[name=q]:checked", htmltest.Count(1), htmltest.HasAttr("value", "Singing"))
	page.In("input[type=hidden][name=q]", htmltest.Count(1), htmltest.HasAttr("value", "zither, qawwali"))
	w.finds("near=Asheville&q=Singing&q=zither,+qawwali").In("h1", htmltest.HasText("Singing, “zither” and “qawwali” near Asheville"))
}

// A page that was widened goes on as wide.
func TestPagesOfAWidenedSearch(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.lists(somewhere("Near", "singing", 1), time.Tuesday, 19)
	for range 22 {
		w.lists(somewhere("Far", "singing", 40), time.Tuesday, 19)
	}
	first := w.finds("q=choir&near=Asheville")
	first.In("main", htmltest.HasText("23 groups within 30 miles of Asheville, North Carolina, nearest and steadiest first. Little within 15 miles, so this looks within 30 miles."))
	next := first.Attr("a[rel=next]", "href")
	if next != "/find?km=48&near=Asheville&page=2&q=choir" {
		t.Errorf("then comes %s", next)
	}
	second := w.wantStatus(w.get(next), 200).page
	second.In(".hit", htmltest.Count(3))
	second.In("main", htmltest.HasText("23 groups within 30 miles"), htmltest.HasNoText("Little within"))
}
