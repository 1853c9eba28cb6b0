package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"regulars/internal/groups"
)

// guarded are the routes that only organizers or only hosts may use, of the server's
// own list: one that is added is tried from that day on.
func (r *rig) guarded() (routes []route) {
	r.t.Helper()
	for _, route := range r.routes() {
		if strings.HasPrefix(route.path, "/edit/") || route.path == "/host" || strings.HasPrefix(route.path, "/host/") {
			routes = append(routes, route)
		}
	}
	if len(routes) < 30 {
		r.t.Fatalf("only %d routes are guarded", len(routes))
	}
	return routes
}

// asks opens a page or sends a form, as the route is meant.
func (r *rig) asks(method, path string, fields ...string) answer {
	r.t.Helper()
	if method == get {
		return r.get(path)
	}
	return r.post(path, fields...)
}

// digest stands for all that the database holds.
func (r *rig) digest() string {
	r.t.Helper()
	var tables []string
	r.must(r.DB.Select(r.t.Context(), &tables, `SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`))
	var parts []string
	for _, table := range tables {
		parts = append(parts, `(SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM `+table+` t)`)
	}
	var digest string
	r.must(r.DB.Get(r.t.Context(), &digest, `SELECT `+strings.Join(parts, ` || `)))
	return digest
}

// whatWaits makes one of each thing that organizers and hosts decide about, and gives
// what stands in the place of a route's parameters.
func (r *rig) whatWaits(group groups.Group) func(path string) string {
	r.t.Helper()
	listing, inner := r.imported("Barbershop", false), r.imported("Board", true)
	coming, err := r.Meetings.Upcoming(r.t.Context(), group.ID, 0, 1)
	r.must(err)
	r.wantStatus(r.post(chorusBreaks, "first", "2026-10-14", "last", "2026-10-28"), http.StatusSeeOther)
	claim, err := r.Groups.Claim(r.t.Context(), listing.ID, r.person("Dee").ID, "I lead it.")
	r.must(err)
	report, err := r.Groups.Report(r.t.Context(), group.ID, "It has ended.", "", "en")
	r.must(err)
	ids := map[string]int64{"/host/claims": claim, "/host/reports": report, "/host/withheld": inner.ID,
		"/edit/:slug/breaks": int64(r.count(`SELECT max(id) FROM breaks`))}
	return func(path string) string {
		if before, ok := strings.CutSuffix(path, "/:id"); ok {
			id, known := ids[before]
			if !known {
				r.t.Fatalf("nothing is known that %s could be about", path)
			}
			path = before + "/" + strconv.FormatInt(id, 10)
		}
		path = strings.NewReplacer(":slug", group.Slug, ":key", coming[0].Key).Replace(path)
		if strings.Contains(path, ":") {
			r.t.Fatalf("nothing is known to put into %s", path)
		}
		return path
	}
}

// Whoever is not signed in is led there, and whoever has no business with a page is told
// so; in neither case does anything change, whatever they send.
func TestOnlyWhoMayUsesWhatIsGuarded(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.listed()
	at := r.whatWaits(group)
	all := edited(group, "answer", "yes", "email", "bob@example.org", "words", "Hello.", "date", "2026-09-09", "starts", "19:00", "ends", "20:00",
		"first", "2026-11-02", "last", "2026-11-03", "rhythm", "1", "on", "4", "from", "2026-09-01", "address", "https://example.org/a.ics", "sure", "yes")
	ask := func(who string, status int) {
		t.Helper()
		for _, route := range r.guarded() {
			path, before := at(route.path), r.digest()
			got := r.asks(route.method, path, all...)
			if got.status != status || status == http.StatusSeeOther && !strings.HasPrefix(got.header.Get("Location"), "/sign-in?") {
				t.Errorf("%s: %s %s gives %d and %q", who, route.method, path, got.status, got.header.Get("Location"))
			}
			if r.digest() != before {
				t.Errorf("%s: %s %s changed something", who, route.method, path)
			}
		}
	}
	r.cookies = map[string]string{}
	ask("nobody", http.StatusSeeOther)
	r.must(r.Groups.Join(t.Context(), group.ID, r.signIn("bea@example.org").ID))
	ask("a member", http.StatusForbidden)
	cyd := r.signIn("cyd@example.org")
	_, err := r.Groups.Create(t.Context(), cyd.ID, groups.Details{Name: "Chess", Interests: []string{"chess"}, Town: group.Town, Point: group.Point, Zone: group.Zone})
	r.must(err)
	ask("the organizer of another group", http.StatusForbidden)
}

func TestEditingWhatIsNotThere(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	at := r.whatWaits(r.listed())
	for _, route := range r.guarded() {
		path, edits := strings.CutPrefix(at(route.path), "/edit/hill-street-chorus")
		if !edits {
			continue
		}
		got := r.asks(route.method, "/edit/no-such-group"+path)
		if got.status != http.StatusNotFound {
			t.Errorf("%s %s of no group gives %d", route.method, path, got.status)
		}
	}
	for _, odd := range []string{"/edit/%00", "/edit/%ff", "/edit/" + strings.Repeat("a", 3000)} {
		if a := r.get(odd); a.status < 400 || a.status >= 500 {
			t.Errorf("%s gives %d", odd[:9], a.status)
		}
	}
}
