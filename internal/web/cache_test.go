package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/web/htmltest"
)

// openPages are those that every stranger sees alike.
var openPages = []string{
	"/", "/?near=Asheville", "/find", "/find?q=choir", "/find?q=choir&near=Asheville", "/find?q=zzyzx&near=Asheville",
	chorusPath, firstPath, "/about", "/privacy", "/contact",
}

// wantKept wants an answer that anybody may keep for so long, and that comes again
// only when it has changed.
func (r *rig) wantKept(path, keep, vary string) answer {
	r.t.Helper()
	first := r.wantStatus(r.get(path), 200)
	again := r.wantStatus(r.ask(path, first.header.Get("ETag")), http.StatusNotModified)
	for _, a := range []answer{first, again} {
		if tag := a.header.Get("ETag"); tag == "" || tag != first.header.Get("ETag") {
			r.t.Errorf("%s has the tag %q", path, tag)
		}
		if got := a.header.Get("Cache-Control"); got != keep {
			r.t.Errorf("%s may be kept %q, want %q", path, got, keep)
		}
		if got := strings.Join(a.header.Values("Vary"), ", "); got != vary {
			r.t.Errorf("%s varies by %q, want %q", path, got, vary)
		}
		if a.header.Get("Set-Cookie") != "" {
			r.t.Errorf("%s sets a cookie", path)
		}
	}
	if again.body != "" {
		r.t.Errorf("%s comes again: %q", path, again.body)
	}
	return first
}

func TestStrangersPagesMayBeKept(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus()
	_, err := r.Search.Refresh(t.Context())
	r.must(err)
	tags := map[string]string{}
	for _, path := range openPages {
		tags[path] = r.wantKept(path, "public, max-age=60", "Accept-Encoding, Cookie").header.Get("ETag")
	}
	d := group.Details
	d.Cost = "One pound"
	_, err = r.Groups.Update(t.Context(), r.person("Maren").ID, group.ID, group.Version, d)
	r.must(err)
	r.wantStatus(r.ask(chorusPath, tags[chorusPath]), 200).page.In("main", htmltest.HasText("One pound"))
}

func TestMembersPagesAreTheirOwn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	_, err := r.Search.Refresh(t.Context())
	r.must(err)
	own := func(paths ...string) {
		t.Helper()
		for _, path := range paths {
			a := r.get(path)
			if a.header.Get("Cache-Control") != "private, no-cache" || a.header.Get("ETag") != "" || !strings.Contains(a.header.Get("Vary"), "Cookie") {
				t.Errorf("%s has %v", path, a.header)
			}
		}
	}
	r.cookies[sessionCookie] = "of-some-other-time"
	own(openPages...)
	delete(r.cookies, sessionCookie)
	r.cookies[flashCookie] = "U2F2ZWQu"
	own("/about")
	r.cookies[flashCookie] = "U2F2ZWQu"
	r.wantStatus(r.get("/about"), 200).page.In("[role=status]", htmltest.HasText("Saved."))
	r.signIn("ben@example.org")
	own(openPages...)
}

// What may be kept is said page by page: secrets stand in some addresses.
func TestOtherPagesMayNotBeKept(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	r.post("/sign-in", "email", "ana@example.org")
	link, _ := r.mailed("sign-in", "ana@example.org")
	for _, path := range []string{"/sign-in", "/list", "/nowhere", "/groups/nobody", "/find?km=0", "/find?near=Qwghlmx", chorusPath + "/claim", chorusPath + "/report", link} {
		if a := r.get(path); a.header.Get("Cache-Control") != "private, no-cache" || a.header.Get("ETag") != "" {
			t.Errorf("%s: %d with %v", path, a.status, a.header)
		}
	}
	open := []string{"/", "/find", "/interests", "/about", "/privacy", "/contact"}
	for _, route := range r.routes() {
		if route.method != fiber.MethodGet || strings.Contains(route.path, ":") {
			continue
		}
		a := r.get(route.path)
		page := strings.HasPrefix(a.header.Get("Content-Type"), "text/html")
		if page && strings.Contains(a.header.Get("Cache-Control"), "public") != slices.Contains(open, route.path) {
			t.Errorf("%s has %v", route.path, a.header)
		}
	}
}

func TestWhatProgramsReadMayBeKept(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group, organizer := r.chorus(), r.person("Maren").ID
	_, err := r.Search.Refresh(t.Context())
	r.must(err)
	bodies := map[string]string{}
	for path, keep := range map[string]string{
		"/api/v1/groups?near=Asheville": "public, max-age=60", "/api/v1/groups": "public, max-age=60",
		"/api/v1" + chorusPath: "public, max-age=60", "/api/v1" + chorusPath + "/meetings": "public, max-age=60",
		"/api/v1/places?q=ash": "public, max-age=3600", "/api/v1/interests?q=sing": "public, max-age=3600",
		"/api/openapi.json": "public, max-age=900", "/sitemap.xml": "public, max-age=900",
		"/find.ics?near=Asheville": "public, max-age=900", "/find.atom?near=Asheville": "public, max-age=900", chorusPath + ".ics": "public, max-age=900",
	} {
		bodies[path] = r.wantKept(path, keep, "Accept-Encoding").body
	}
	r.signIn("ben@example.org")
	for path, body := range bodies {
		if r.get(path).body != body {
			t.Errorf("%s is another to a member", path)
		}
	}
	path := "/api/v1" + chorusPath
	tag := r.get(path).header.Get("ETag")
	_, err = r.Meetings.CallOff(t.Context(), organizer, group, r.meeting(group, first).ID, "")
	r.must(err)
	if next := reads[apiGroupPage](r, path).Next; next == nil || next.Starts.Format(time.DateOnly) != "2026-09-15" {
		t.Errorf("the next one is %+v", next)
	}
	r.wantStatus(r.ask(path, tag), 200)
}

// Some programs ask by the time at which they asked last, which nothing here knows.
func TestADateAloneTellsNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	for _, path := range []string{chorusPath, chorusPath + ".ics", "/api/v1" + chorusPath} {
		request := httptest.NewRequest(http.MethodGet, path, nil)
		request.Header.Set("If-Modified-Since", "Tue, 01 Sep 2026 12:00:00 GMT")
		r.wantStatus(r.send(request), 200)
	}
}

// A proxy keeps one answer for those who take it packed and one for the others.
func TestPackedAnswersHaveTheSameTag(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	for _, path := range []string{chorusPath, "/api/openapi.json", chorusPath + ".ics"} {
		request := httptest.NewRequest(http.MethodGet, path, nil)
		request.Header.Set("Accept-Encoding", "gzip")
		packed, plain := r.send(request), r.get(path)
		if packed.header.Get("Content-Encoding") != "gzip" || packed.header.Get("ETag") != plain.header.Get("ETag") ||
			strings.Join(packed.header.Values("Vary"), ", ") != strings.Join(plain.header.Values("Vary"), ", ") {
			t.Errorf("%s: packed it has %v, plain %v", path, packed.header, plain.header)
		}
	}
}
