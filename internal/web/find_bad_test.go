package web

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"regulars/internal/interest"
	"regulars/internal/web/htmltest"
)

func TestFindAsksForWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	page := w.finds("")
	page.In("h1", htmltest.HasText("Find a group"))
	page.In("main form.search", htmltest.Count(1))
	page.In("[aria-invalid], .error", htmltest.Count(0))
	page = w.finds("q=choir&day=tue")
	page.In("h1", htmltest.HasText("Singing, but where?"))
	page.In("main", htmltest.HasText("Near which town"))
	page.In("#q", htmltest.HasAttr("value", "choir"))
	page.In("#day-tue[checked]", htmltest.Count(1))
}

func TestAPlaceThatIsNotKnown(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	page := w.wantStatus(w.get("/find?q=choir&near=Ashvlile&day=tue"), 422).page
	page.In("h1", htmltest.HasText("Where is that?"))
	page.In("#near[aria-invalid=true]", htmltest.HasAttr("value", "Ashvlile"))
	page.In("#near-error", htmltest.HasText("We do not know “Ashvlile”"))
	page.In("#q", htmltest.HasAttr("value", "choir"))
	page.In("main a", htmltest.HasAttr("href", "/find?day=tue&near=Asheville%2C+North+Carolina&q=choir"))
	wide := w.wantStatus(w.get("/find?near=North+Carolina"), 422).page
	wide.In("main a", htmltest.HasAttr("href", "/find?near=Charlotte%2C+North+Carolina"))
	lost := w.wantStatus(w.get("/find?near=Qwghlmxx"), 422).page
	lost.In("#near-error", htmltest.HasText("Qwghlmxx"))
	lost.In("#meant", htmltest.Count(0))
}

func TestBadSearchesKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for query, want := range map[string]string{
		"km=0": "from 1 to 200", "km=999": "from 1 to 200", "km=far": "from 1 to 200", "km=-1": "from 1 to 200",
		"page=0": "no such page", "page=999999999999999999999": "no such page", "page=x": "no such page",
		"day=someday": "day", "time=tea": "morning",
		"free=1&km=%00": "from 1 to 200", "price=-1": "whole number from 0 on", "price=cheap": "whole number from 0 on",
		"lang=english": "two or three letters", "week=next": "“this” week",
	} {
		page := w.wantStatus(w.get("/find?q=choir&near=Asheville&"+query), 422).page
		page.In("main .error, main .notice", htmltest.HasText(want))
		page.In("#q", htmltest.HasAttr("value", "choir"))
		page.In("#near", htmltest.HasAttr("value", "Asheville"))
		page.In("#meant", htmltest.Count(0))
	}
	page := w.wantStatus(w.get("/find?near=Asheville&price=cheap&lang=english&day=tue&page=0"), 422).page
	page.In("#price[aria-invalid=true]", htmltest.HasAttr("value", "cheap"))
	page.In("#price-error, #lang-error", htmltest.Count(2))
	page.In("#lang[aria-invalid=true], details[open] #day-tue[checked]", htmltest.Count(2))
	page.In(".notice.bad p", htmltest.Count(1), htmltest.HasText("no such page"))
}

// Every page with a form for searching says what is wrong with all that an address holds,
// also with what its form does not ask for, and keeps the rest.
func TestWhatTheFormHasNoFieldForIsSaidAboveIt(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	const wrong = "near=Bath&km=0&price=cheap&lang=english&page=0&day=someday&week=next&quiet=1"
	home := w.wantStatus(w.get("/?"+wrong), 422).page
	home.In(".notice.bad p", htmltest.Count(4), htmltest.HasText("from 1 to 200"), htmltest.HasText("whole number"),
		htmltest.HasText("two or three letters"), htmltest.HasText("no such page"))
	home.In("form.search .error", htmltest.Count(2))
	chosen := w.wantStatus(w.get("/interests?q=%00choir&"+wrong), 422).page
	chosen.In(".notice.bad p", htmltest.Count(7), htmltest.HasText("“this” week"), htmltest.HasText("cannot read"))
	for _, page := range []htmltest.Page{home, chosen} {
		page.In("#near", htmltest.HasAttr("value", "Bath"))
		page.In("input[type=hidden]", htmltest.Count(1), htmltest.HasAttr("name", "quiet"))
	}
	w.wantStatus(w.get("/"), 200).page.In(".notice", htmltest.Count(0))
}

func TestUnreadableSearches(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	long := strings.Repeat("chorus ", 300)
	for query, typed := range map[string]string{
		"q=cho%00ir&near=Asheville": "choir", "q=cho%ffir&near=Asheville": "choir", "q=" + url.QueryEscape(long) + "&near=Asheville": long,
	} {
		for _, path := range []string{"/find?", "/?"} {
			page := w.wantStatus(w.get(path+query), 422).page
			page.In("#q[aria-invalid=true]", htmltest.HasAttr("value", typed))
			page.In("#q-error")
			page.In("#near", htmltest.HasAttr("value", "Asheville"))
		}
	}
	for _, near := range []string{"%00", "%ff", "As%07heville", strings.Repeat("%F0%9F%A7%B5", 190), "91,200", "1e9,1e9", "....", "%25%25", "';--"} {
		page := w.wantStatus(w.get("/find?q=choir&near="+near), 422).page
		page.In("#near-error")
		page.In("#q", htmltest.HasAttr("value", "choir"))
	}
}

// A megabyte is refused before it is read, which only a real connection shows.
func TestAMegabyteOfWords(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	w.must(err)
	ended := make(chan error, 1)
	go func() { ended <- w.Serve(listener) }()
	for _, path := range []string{"/?q=", "/find?near=Asheville&q=", "/api/v1/interests?q=", "/api/v1/places?q="} {
		conn, err := net.Dial("tcp", listener.Addr().String())
		w.must(err)
		// The other end hangs up in the middle of this, so the error says nothing.
		_, _ = fmt.Fprintf(conn, "GET %s%s HTTP/1.1\r\nHost: regulars.example\r\n\r\n", path, strings.Repeat("x", 1<<20))
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		w.must(err)
		body, err := io.ReadAll(response.Body)
		w.must(err)
		if response.StatusCode != 422 || !strings.Contains(string(body), "Please try again") || len(body) > 10_000 {
			t.Errorf("%s: status %d, %d bytes", path, response.StatusCode, len(body))
		}
		w.must(conn.Close())
	}
	w.must(w.Shutdown(t.Context()))
	w.must(<-ended)
}

func TestHomeKeepsThePlace(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	page := w.wantStatus(w.get("/?near=Bath&day=tue&time=evening"), 200).page
	page.In("#near", htmltest.HasAttr("value", "Bath"))
	page.In("#day-tue[checked], #time-evening[checked]", htmltest.Count(2))
	page.In(".browse a", htmltest.Count(len(interest.Families())), htmltest.HasAttr("href", "/find?day=tue&near=Bath&q=Crafts&time=evening"))
	page = w.wantStatus(w.get("/?near=Bath&day=tue&price=5&lang=fr&km=10&quiet=1"), 200).page
	kept := url.Values{}
	for _, name := range []string{"price", "lang", "km", "quiet"} { // for which its form has no field
		kept.Set(name, page.Attr("form.search input[type=hidden][name="+name+"]", "value"))
	}
	if got := kept.Encode(); got != "km=10&lang=fr&price=5&quiet=1" {
		t.Errorf("it keeps %s", got)
	}
	page.In("form.search input[type=hidden]", htmltest.Count(4))
	w.wantStatus(w.get("/?day=someday"), 422).page.In(".error", htmltest.HasText("day"))
}

// What the links of the home page say has to be understood as that family.
func TestFamiliesAreUnderstood(t *testing.T) {
	t.Parallel()
	for _, family := range interest.Families() {
		understood := interest.Parse(family.Name)
		if len(understood.Families) != 1 || understood.Families[0].Slug != family.Slug || named(understood) != family.Name {
			t.Errorf("%s is understood as %q", family.Name, named(understood))
		}
	}
}
