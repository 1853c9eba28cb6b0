package web

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"regulars/internal/calendar"
	"regulars/internal/groups"
	"regulars/internal/limits"
	"regulars/internal/meetings"
	"regulars/internal/members"
	"regulars/internal/place"
	"regulars/internal/postgres"
	"regulars/internal/postgres/pgtest"
	"regulars/internal/reminders"
	"regulars/internal/search"
	"regulars/internal/token"
	"regulars/internal/web/htmltest"
	"regulars/internal/wishes"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// gazetteer is loaded once for all tests.
var gazetteer = sync.OnceValues(place.Load)

// rig is the whole site on a database of its own, and one browser before it.
type rig struct {
	*Server
	t        testing.TB
	at       time.Time
	cookies  map[string]string
	logged   *strings.Builder
	careless bool   // asks the API as its description does not allow
	language string // Accept-Language of the browser
}

func newRig(t testing.TB) *rig { return newRigOn(t, pgtest.New(t)) }

func newRigOn(t testing.TB, db *postgres.DB) *rig {
	t.Helper()
	places, err := gazetteer()
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse("http://regulars.example")
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, at: time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC), cookies: map[string]string{}, logged: &strings.Builder{}}
	now := func() time.Time { return r.at }
	log := slog.New(slog.NewTextHandler(r.logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	signer := token.NewSigner([]byte(strings.Repeat("k", 32)))
	kept := groups.New(db, now)
	dated := meetings.New(db, kept, now)
	follower := calendar.NewFollower(db, kept, dated, calendar.NewFetcher(calendar.Anywhere), now, log)
	follower.Tell = func(ctx context.Context, tx postgres.Conn, changed []meetings.Changed) error {
		_, err := reminders.Tell(ctx, tx, dated, r.at, changed...)
		return err
	}
	follower.Warn = func(ctx context.Context, tx postgres.Conn, group groups.Group, follow calendar.Follow) error {
		return reminders.WarnOfCalendar(ctx, tx, r.at, group.ID, follow.Problem)
	}
	found := search.New(db, dated, places, now)
	r.Server = New(Deps{
		DB: db, Members: members.New(db, now), Groups: kept, Meetings: dated, Calendars: follower,
		Search: found, Wishes: wishes.New(db, kept, found, places, now),
		Reminders: reminders.New(db, nil, nil, signer, base.String(), now, log), // pages post mails and send none
		Places:    places, Signer: signer, Limits: limits.New(db, signer, now),
		Site: Site{Name: "Regulars", Contact: "the library", Version: "test"}, BaseURL: base, Now: now, Log: log,
	})
	return r
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
	page   htmltest.Page
}

// get asks for a page.
func (r *rig) get(path string) answer {
	r.t.Helper()
	return r.send(httptest.NewRequest(http.MethodGet, path, nil))
}

// post sends a form as the site's own page would; fields are pairs.
func (r *rig) post(path string, fields ...string) answer {
	r.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return r.postRaw(path, form.Encode())
}

func (r *rig) postRaw(path, body string) answer {
	r.t.Helper()
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return r.send(request)
}

// send sends any request, with the browser's cookies, and keeps those it gets.
func (r *rig) send(request *http.Request) answer {
	r.t.Helper()
	request.Host = r.BaseURL.Host
	request.Header.Set("Accept-Language", r.language)
	for name, value := range r.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := r.app.Test(request, -1)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, cookie := range response.Cookies() {
		if cookie.Value == "" {
			delete(r.cookies, cookie.Name)
		} else {
			r.cookies[cookie.Name] = cookie.Value
		}
	}
	a := answer{response.StatusCode, response.Header, string(body), htmltest.Parse(r.t, string(body))}
	if strings.HasPrefix(request.URL.Path, "/api") {
		r.checkDescribed(request, a)
	}
	return a
}

// wantStatus ends the test if the status is another.
func (r *rig) wantStatus(a answer, want int) answer {
	r.t.Helper()
	if a.status != want {
		r.t.Fatalf("status is %d, want %d: %s", a.status, want, a.page.Text("main"))
	}
	return a
}

// wantRedirect wants 303 to path, and follows it.
func (r *rig) wantRedirect(a answer, path string) answer {
	r.t.Helper()
	r.wantStatus(a, http.StatusSeeOther)
	if got := a.header.Get("Location"); got != path {
		r.t.Fatalf("goes on to %q, want %q", got, path)
	}
	return r.get(path)
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// signIn makes this browser that of a member.
func (r *rig) signIn(email string) members.Member {
	r.t.Helper()
	m, err := r.Members.Ensure(r.t.Context(), email)
	r.must(err)
	r.cookies[sessionCookie], err = r.Members.Start(r.t.Context(), m.ID)
	r.must(err)
	return m
}

// mailed gives the path in the last mail of a kind to an address, and how many
// there are.
func (r *rig) mailed(kind, email string) (path string, count int) {
	r.t.Helper()
	var abouts []string
	r.must(r.DB.Select(r.t.Context(), &abouts,
		`SELECT about FROM mails WHERE kind = $1 AND email = $2::citext ORDER BY id`, kind, email))
	if len(abouts) == 0 {
		return "", 0
	}
	var about struct{ Link int64 }
	r.must(json.Unmarshal([]byte(abouts[len(abouts)-1]), &about))
	if kind == "sign-in" {
		return "/sign-in/" + r.Signer.Sign("sign-in", about.Link), len(abouts)
	}
	return "/address/" + r.Signer.Sign("address", about.Link), len(abouts)
}

func (r *rig) count(query string, args ...any) (n int) {
	r.t.Helper()
	r.must(r.DB.Get(r.t.Context(), &n, query, args...))
	return n
}
