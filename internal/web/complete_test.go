package web

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"regulars/internal/groups"
)

func TestCompletion(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	a := r.wantStatus(r.get("/api/v1/places?q=ashev"), 200)
	var places struct{ Places []proposedPlace }
	r.must(json.Unmarshal([]byte(a.body), &places))
	if len(places.Places) == 0 || places.Places[0] != (proposedPlace{"Asheville, North Carolina", "US", 35.6009, -82.554}) {
		t.Errorf("got %s", a.body)
	}
	if !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") || !strings.Contains(a.header.Get("Cache-Control"), "public") {
		t.Errorf("headers are %v", a.header)
	}
	a = r.wantStatus(r.get("/api/v1/interests?q=barbersh"), 200)
	var interests struct{ Interests []proposedInterest }
	r.must(json.Unmarshal([]byte(a.body), &interests))
	if len(interests.Interests) != 1 || interests.Interests[0] != (proposedInterest{"barbershop", "Singing", "singing"}) {
		t.Errorf("got %s", a.body)
	}
	r.must(json.Unmarshal([]byte(r.get("/api/v1/places?q=s").body), &places))
	r.must(json.Unmarshal([]byte(r.get("/api/v1/interests?q=s").body), &interests))
	if len(places.Places) != 8 || len(interests.Interests) != 8 {
		t.Errorf("%d places and %d interests, want 8 of each", len(places.Places), len(interests.Interests))
	}
	if got := r.get("/api/v1/places?q=qwghlmxx").body; got != `{"places":[]}` {
		t.Errorf("got %s", got)
	}
	if got := r.get("/api/v1/interests?q=qwghlmxx").body; got != `{"interests":[]}` {
		t.Errorf("got %s", got)
	}
}

// The page says which place was chosen, so that of two towns the one nearby comes
// first.
func TestCompletionPrefersWhatIsNear(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for near, want := range map[string]string{
		"": "Leeds, England", "Birmingham, Alabama": "Leeds, Alabama", "33.52,-86.8": "Leeds, Alabama", "Qwghlmx": "Leeds, England",
	} {
		page := r.wantStatus(r.get("/?near="+url.QueryEscape(near)), 200).page
		path := page.Attr("#near", "data-complete")
		if want := placesPath; near == "" && path != want {
			t.Errorf("without a place it is completed by %s", path)
		}
		address, err := url.Parse(path)
		r.must(err)
		query := address.Query()
		query.Set("q", "leeds")
		var found struct{ Places []proposedPlace }
		r.must(json.Unmarshal([]byte(r.wantStatus(r.get(placesPath+"?"+query.Encode()), 200).body), &found))
		if len(found.Places) < 2 || found.Places[0].Name != want {
			t.Errorf("near %q: got %v, want %s first", near, found.Places, want)
		}
	}
}

func TestCompletionRefusesWhatCannotBeTyped(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, path := range []string{"/api/v1/places", "/api/v1/interests"} {
		for _, query := range []string{"", "?q=", "?q=+", "?q=a%00", "?q=%ff", "?q=" + strings.Repeat("x", 101)} {
			a := r.wantStatus(r.get(path+query), 422)
			var said struct {
				Status int
				Detail string
				Errors map[string]string
			}
			r.must(json.Unmarshal([]byte(a.body), &said))
			if a.header.Get("Content-Type") != "application/problem+json" || said.Status != 422 || said.Detail == "" || said.Errors["q"] == "" {
				t.Errorf("%s%.20s: got %s, %s", path, query, a.header.Get("Content-Type"), a.body)
			}
		}
	}
}

func TestSitemapHasEveryListedGroup(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for i := range 3 {
		w.lists(somewhere(fmt.Sprintf("Choir %d", i), "singing", 1), time.Tuesday, 19)
	}
	hidden := w.lists(somewhere("Paused", "singing", 1), time.Tuesday, 19)
	w.must(w.Groups.SetState(t.Context(), w.organizer, hidden.ID, groups.Paused))
	a := w.wantStatus(w.get("/sitemap.xml"), 200)
	if got := a.header.Get("Content-Type"); got != "application/xml; charset=utf-8" {
		t.Errorf("content type is %q", got)
	}
	var file sitemap
	w.must(xml.Unmarshal([]byte(a.body), &file))
	found := map[string]string{}
	for _, page := range file.Pages {
		found[page.Loc] = page.LastMod
	}
	if found["http://regulars.example/groups/choir-2"] != "2026-09-01T12:00:00Z" {
		t.Errorf("the sitemap is %v", found)
	}
	if _, there := found["http://regulars.example/"]; !there || len(found) != 9 {
		t.Errorf("the sitemap is %v", found)
	}
}
