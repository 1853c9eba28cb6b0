package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"regulars/internal/web/htmltest"
)

// ask asks for a feed as a program that has a version of it does.
func (r *rig) ask(path, has string) answer {
	r.t.Helper()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("If-None-Match", has)
	return r.send(request)
}

func TestFeedsAreSentAndSentAgainOnlyWhenChanged(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group, organizer := r.chorus(), r.person("Maren").ID
	for path, want := range map[string]struct{ kind, holds string }{
		"/groups/hill-street-chorus.ics":            {"text/calendar; charset=utf-8", "RRULE:FREQ=WEEKLY;BYDAY=TU\r\n"},
		"/groups/hill-street-chorus.atom":           {"application/atom+xml; charset=utf-8", "<entry>"},
		"/groups/hill-street-chorus/2026-09-08.ics": {"text/calendar; charset=utf-8", "DTSTART;TZID=America/New_York:20260908T183000\r\n"},
	} {
		first := r.wantStatus(r.get(path), 200)
		tag := first.header.Get("ETag")
		if got := first.header.Get("Content-Type"); got != want.kind || !strings.Contains(first.body, want.holds) {
			t.Errorf("%s is %s:\n%s", path, got, first.body)
		}
		if keep := first.header.Get("Cache-Control"); keep != "public, max-age=900" {
			t.Errorf("%s is kept %q", path, keep)
		}
		if again := r.wantStatus(r.ask(path, tag), http.StatusNotModified); again.body != "" || again.header.Get("ETag") != tag {
			t.Errorf("%s: sent again %q with %q", path, again.body, again.header.Get("ETag"))
		}
		if other := r.wantStatus(r.ask(path, `W/"another"`), 200); other.body != first.body {
			t.Errorf("%s came out differently", path)
		}
	}
	path := "/groups/hill-street-chorus.ics"
	tag := r.get(path).header.Get("ETag")
	next, err := r.Meetings.ByKey(t.Context(), group, "2026-09-08", 0)
	r.must(err)
	_, err = r.Meetings.CallOff(t.Context(), organizer, group, next.ID, "ill")
	r.must(err)
	if changed := r.wantStatus(r.ask(path, tag), 200); !strings.Contains(changed.body, "STATUS:CANCELLED") {
		t.Errorf("says nothing of the date called off:\n%s", changed.body)
	}
}

func TestFeedsOfGroupsThatAreNotShownAreNotThere(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus()
	paths := []string{"/groups/hill-street-chorus.ics", "/groups/hill-street-chorus.atom", "/groups/hill-street-chorus/2026-09-08.ics"}
	for _, path := range []string{"/groups/nobody.ics", "/groups/nobody.atom", "/groups/hill-street-chorus/2026-09-09.ics", "/groups/hill-street-chorus/x.ics", "/calendar/abc.ics"} {
		r.wantStatus(r.get(path), http.StatusNotFound)
	}
	for _, state := range []string{"withheld", "removed"} {
		_, err := r.DB.Exec(t.Context(), `UPDATE groups SET state = $2 WHERE id = $1`, group.ID, state)
		r.must(err)
		for _, path := range paths {
			r.wantStatus(r.get(path), http.StatusNotFound)
		}
	}
	_, err := r.DB.Exec(t.Context(), `UPDATE groups SET state = 'paused' WHERE id = $1`, group.ID)
	r.must(err)
	for _, path := range paths {
		r.wantStatus(r.get(path), 200)
	}
}

func TestOldAddressesOfFeedsLeadOn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group, organizer := r.chorus(), r.person("Maren").ID
	d := group.Details
	d.Name = "Valley Chorus"
	group, err := r.Groups.Update(t.Context(), organizer, group.ID, group.Version, d)
	r.must(err)
	m, err := r.Meetings.ByKey(t.Context(), group, "2026-09-08", 0)
	r.must(err)
	_, err = r.Meetings.Move(t.Context(), organizer, group, m.ID, m.Starts.Add(48*time.Hour), "", "")
	r.must(err)
	for from, to := range map[string]string{
		"/groups/hill-street-chorus.ics":            "/groups/valley-chorus.ics",
		"/groups/hill-street-chorus.atom":           "/groups/valley-chorus.atom",
		"/groups/hill-street-chorus/2026-09-08.ics": "/groups/valley-chorus/2026-09-08.ics",
		"/groups/valley-chorus/2026-09-10.ics":      "/groups/valley-chorus/2026-09-08.ics",
	} {
		a := r.get(from)
		if a.header.Get("Location") != to || a.status != http.StatusMovedPermanently && a.status != http.StatusFound {
			t.Errorf("%s gives %d to %q, want %q", from, a.status, a.header.Get("Location"), to)
		}
	}
}

func TestAMembersCalendarHasASecretAddress(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	group := r.chorus()
	ben := r.signIn("ben@example.org")
	r.wantStatus(r.get("/account"), 200).page.In("#calendar ~ ul a", htmltest.Count(0))
	r.wantRedirect(r.post("/account/calendar"), "/account#calendar").page.In(".notice.good", htmltest.HasText("Your calendar has an address now."))

	address := func() string {
		t.Helper()
		page := r.wantStatus(r.get("/account"), 200).page
		page.In("a[href^='webcal://regulars.example/calendar/']", htmltest.Count(1))
		return strings.TrimPrefix(page.Attr("#calendar ~ ul a[href$='.ics'].plain", "href"), r.Site.URL)
	}
	first := address()
	m, err := r.Meetings.ByKey(t.Context(), group, "2026-09-08", 0)
	r.must(err)
	r.must(r.Meetings.Attend(t.Context(), group, m.ID, ben.ID, 0))
	r.cookies = map[string]string{} // calendar programs have none
	a := r.wantStatus(r.get(first), 200)
	if a.header.Get("Cache-Control") != "private, max-age=300" || strings.Count(a.body, "BEGIN:VEVENT") != 1 {
		t.Errorf("%v\n%s", a.header, a.body)
	}
	if strings.Contains(r.logged.String(), first) {
		t.Error("the secret is in the log")
	}

	r.signIn("ben@example.org")
	r.wantRedirect(r.post("/account/calendar"), "/account#calendar").page.In(".notice.good", htmltest.HasText("has a new address. The one before leads nowhere now."))
	second := address()
	r.wantStatus(r.get(first), http.StatusNotFound)
	r.wantStatus(r.get(second), 200)
	r.wantRedirect(r.post("/account/calendar/end"), "/account#calendar")
	r.wantStatus(r.get(second), http.StatusNotFound)

	r.cookies = map[string]string{}
	r.wantStatus(r.post("/account/calendar"), http.StatusSeeOther) // to sign in
	if n := r.count(`SELECT count(*) FROM calendar_links`); n != 0 {
		t.Errorf("%d calendars of nobody", n)
	}
}

func TestPagesLeadToCalendars(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	page := r.wantStatus(r.get("/groups/hill-street-chorus"), 200).page
	for _, address := range []string{
		"webcal://regulars.example/groups/hill-street-chorus.ics",
		"https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2Fregulars.example%2Fgroups%2Fhill-street-chorus.ics",
		"https://outlook.live.com/calendar/0/addfromweb?name=Hill+Street+Chorus&url=http%3A%2F%2Fregulars.example%2Fgroups%2Fhill-street-chorus.ics",
	} {
		page.In("#calendar ~ ul a[href='"+address+"']", htmltest.Count(1))
	}
	r.wantStatus(r.get("/groups/hill-street-chorus/2026-09-08"), 200).page.
		In("a[href='/groups/hill-street-chorus/2026-09-08.ics']", htmltest.Count(1))
}
