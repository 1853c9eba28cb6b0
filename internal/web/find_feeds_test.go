package web

import (
	"encoding/xml"
	"net/http"
	"strings"
	"testing"
	"time"

	"regulars/internal/groups"
	"regulars/internal/web/htmltest"
)

// hears is what a news reader has of a search.
type hears struct {
	Title string `xml:"title"`
	Links []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		Title   string `xml:"title"`
		Summary string `xml:"summary"`
	} `xml:"entry"`
}

func (w *town) news(query string) (heard hears) {
	w.t.Helper()
	_, err := w.Search.Refresh(w.t.Context())
	w.must(err)
	a := w.wantStatus(w.get("/find.atom?"+query), 200)
	if kind := a.header.Get("Content-Type"); kind != atomType {
		w.t.Errorf("%s is %s", query, kind)
	}
	w.must(xml.Unmarshal([]byte(a.body), &heard))
	return heard
}

func TestASearchCanBeFollowed(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	group := w.lists(somewhere("Hill Street Chorus", "singing", 3), time.Tuesday, 19)
	w.lists(somewhere("Ukes", "ukulele", 5), time.Wednesday, 19)
	page := w.finds("q=choir&near=Asheville&day=tue&page=1") // little nearby: what follows looks as far as the page
	atom, ics := page.Attr("link[type='application/atom+xml']", "href"), page.Attr("link[type='text/calendar']", "href")
	page.In("main details summary", htmltest.HasText("Follow this search"))
	page.In("main details a[href^='webcal://regulars.example/find.ics?day=tue&km=48&near=Asheville&q=choir']", htmltest.Count(1))
	page.In("main details a", htmltest.HasAttr("href", atom))

	heard := w.news(strings.TrimPrefix(atom, "/find.atom?"))
	if heard.Title != "Singing near Asheville, North Carolina" || len(heard.Links) != 2 || heard.Links[0].Href != "http://regulars.example/find?day=tue&km=48&near=Asheville&q=choir" || heard.Links[1].Href != "http://regulars.example"+atom {
		t.Errorf("got %+v", heard)
	}
	want := "Every Tuesday, 19:00 to 21:00. Next: Tuesday 1 September, 19:00. Hill Street Hall, Asheville, North Carolina."
	if len(heard.Entries) != 1 || heard.Entries[0].Title != group.Name || heard.Entries[0].Summary != want {
		t.Errorf("got %+v", heard.Entries)
	}
	calendar := w.wantStatus(w.get(strings.TrimPrefix(ics, w.Site.URL)), 200)
	own := w.wantStatus(w.get(groupPath(group.Slug)+".ics"), 200)
	if calendar.header.Get("Content-Type") != calendarType || strings.Count(calendar.body, "BEGIN:VEVENT") != 1 || events(calendar.body) != events(own.body) {
		t.Errorf("the search tells\n%s\nthe group\n%s", calendar.body, own.body)
	}
}

// events is what stands between the first event and the end.
func events(ics string) string {
	_, after, _ := strings.Cut(ics, "BEGIN:VEVENT")
	return after
}

func TestFeedsOfASearchTakeTheSameFilters(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	d := somewhere("Evening", "singing", 3)
	d.Quiet = true
	w.lists(d, time.Tuesday, 19)
	expected := w.imports(somewhere("Morning", "quilting", 12))
	w.meets(expected, time.Saturday, 10)
	for query, want := range map[string]string{
		"near=Asheville": "Evening, Morning", "near=Asheville&km=5": "Evening", "near=Asheville&day=sat": "Morning", "near=Asheville&quiet=1": "Evening",
		"near=Asheville&q=zzyzx": "", "": "Evening, Morning", "q=crafts": "Morning",
	} {
		heard := w.news(query)
		calendar := w.wantStatus(w.get("/find.ics?"+query), 200).body
		for _, name := range []string{"Evening", "Morning"} {
			wanted, told := strings.Contains(want, name), false
			for _, entry := range heard.Entries {
				told = told || entry.Title == name
			}
			if dated := strings.Contains(calendar, "SUMMARY:"+name); told != wanted || dated != wanted {
				t.Errorf("%q: %s in the news %v, in the calendar %v, want %v", query, name, told, dated, wanted)
			}
		}
	}
	if got := w.news("q=crafts"); got.Title != "Crafts everywhere" || !strings.Contains(got.Entries[0].Summary, "Next expected Saturday 5 September, 10:00") || !strings.Contains(got.Entries[0].Summary, "Expected, from a public calendar, as of 14 August 2026") {
		t.Errorf("got %+v", got)
	}
}

func TestWhatCannotBeFollowed(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for _, path := range []string{"/find.ics?", "/find.atom?"} {
		for _, query := range []string{"near=Qwghlmx", "near=Asheville&km=0", "near=%ff", "near=Asheville&day=someday"} {
			w.wantStatus(w.get(path+query), http.StatusUnprocessableEntity)
		}
	}
	w.wantStatus(w.post("/find.ics?near=Asheville"), http.StatusNotFound)
	w.finds("").In("main > details", htmltest.Count(0))
	w.finds("near=Knoxville").In("main > details", htmltest.Count(1))
}

// However many are found, a feed stays within bounds.
func TestASearchIsFollowedSoFar(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for range followed + 3 {
		w.lists(somewhere("Choir", "singing", 3), time.Tuesday, 19)
	}
	last := w.lists(somewhere("Near Choir", "singing", 0), time.Tuesday, 19)
	if n := len(w.news("near=Asheville").Entries); n != followed {
		t.Errorf("%d groups are told of", n)
	}
	w.must(w.Groups.SetState(t.Context(), w.organizer, last.ID, groups.Removed)) // the search has not noticed yet
	if n := strings.Count(w.get("/find.ics?near=Asheville").body, "BEGIN:VEVENT"); n != followed-1 {
		t.Errorf("%d events", n)
	}
}
