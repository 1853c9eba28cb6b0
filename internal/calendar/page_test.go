package calendar_test

import (
	"strings"
	"testing"

	"regulars/internal/calendar"
)

func TestCommonFolder(t *testing.T) {
	t.Parallel()
	for pages, want := range map[string]string{
		"":                          "",
		"https://a.example/choir/1": "https://a.example/choir/",
		"https://a.example/choir/1 https://a.example/choir/2/":                   "https://a.example/choir/",
		"https://a.example/choir/1 https://a.example/choirs/2":                   "https://a.example/",
		"https://a.example/choir/2026/1?x=/y https://a.example/choir/2025/9#z":   "https://a.example/choir/",
		"https://a.example https://a.example/choir/2":                            "https://a.example/",
		"http://one.example/a https://two.example/b/1 https://two.example/b/2":   "",
		"https://two.example/b/1 https://two.example/b/2 http://two.example/b/3": "",
		"https://a.example/caf%C3%A9/1 https://a.example/caf%C3%A9/2":            "https://a.example/caf%C3%A9/",
	} {
		got, ok := calendar.CommonFolder(strings.Fields(pages)...)
		if got != want || ok != (want != "") {
			t.Errorf("%s: %q, %t; want %q", pages, got, ok, want)
		}
	}
}

// A page is a group's own only if one of its events says so, or if the whole calendar is
// its own.
func TestWhosePageItIs(t *testing.T) {
	t.Parallel()
	weekly := func(uid, name string, more ...string) string {
		return vevent(uid, name, append(more, "DTSTART"+nyc+"20260901T183000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY")...)
	}
	bagpipes, knitting := weekly("1", "Bagpipe practice"), weekly("2", "Knitting circle", "URL:https://example.org/knit")
	h := newHouse(t, at)
	h.read(t, text("house.ics", vcal("X-WR-CALNAME:Hill House", bagpipes, knitting)))
	h.read(t, text("https://hall.example/hall.ics", vcal(weekly("3", "Chess"))))
	h.read(t, text("site.ics", vcal("X-WR-CALNAME:Town Hall", "URL:https://town.example/hall", weekly("4", "Quilting"))))
	for name, want := range map[string]calendar.Origin{
		"Bagpipe practice": {Source: "house.ics", Calendar: "Hill House"},
		"Knitting circle":  {Source: "house.ics", Calendar: "Hill House", Page: "https://example.org/knit", Own: true},
		"Chess":            {Source: "https://hall.example/hall.ics", Page: "https://hall.example/hall.ics"},
		"Quilting":         {Source: "site.ics", Calendar: "Town Hall", Page: "https://town.example/hall"},
	} {
		got, _, err := calendar.Listing(ctx, h.db, h.group(t, name).ID)
		want.AsOf = got.AsOf
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, want)
		}
	}
	if shown := (calendar.Origin{Source: "https://www.hall.example/x.ics"}).Shown(); shown != "hall.example" {
		t.Errorf("it is shown as %s", shown)
	}
}
