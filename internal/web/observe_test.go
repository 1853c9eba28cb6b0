package web

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"regulars/internal/fault"
)

func TestTheLogKeepsSecretsAndPlacesOut(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.get("/sign-in/very-secret?near=Asheville")
	r.get("/about?near=Asheville")
	r.get("/wrong/very-secret")
	r.signIn("ana@example.org")
	r.get("/account")
	logged := r.logged.String()
	for _, no := range []string{"very-secret", "Asheville", r.cookies[sessionCookie], "ana@example.org"} {
		if strings.Contains(logged, no) {
			t.Errorf("the log holds %q: %s", no, logged)
		}
	}
	for _, want := range []string{"path=/sign-in/:token status=404", "path=/about status=200", "path=none status=404"} {
		if !strings.Contains(logged, want) {
			t.Errorf("the log lacks %q: %s", want, logged)
		}
	}
}

// Sentences quote what was typed, also those that refuse what was right in itself.
func TestTheLogKeepsAddressesOut(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.listed()
	for _, status := range []int{303, 429} {
		r.wantStatus(r.post("/edit/hill-street-chorus/invite", "email", "secret@example.org"), status)
	}
	if log := r.logged.String(); !strings.Contains(log, "status=429") || strings.Contains(log, "secret@example.org") {
		t.Errorf("the log is\n%s", log)
	}
	often := fmt.Errorf("invite: %w", fault.New(fault.TooOften, "An invitation to secret@example.org went out."))
	if said := fmt.Sprint(logged(often)); said != "too often" {
		t.Errorf("a refusal is logged as %q", said)
	}
}

// times are when a line was logged, and how long a request took.
var times = regexp.MustCompile(`(time|took)=\S+`)

// Where somebody is, and what they look for, is in no log: whatever asks, and
// whatever becomes of it.
func TestTheLogKeepsSearchesOut(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.lists(somewhere("Hill Street Chorus", "singing", 3), time.Tuesday, 19)
	_, err := w.Search.Refresh(t.Context())
	w.must(err)
	paths := []string{"/find", "/find.ics", "/find.atom", "/api/v1/groups", "/", "/interests"}
	ask := func() {
		for _, path := range paths {
			for _, near := range []string{"35.60,-82.55", "51.38123,-2.36456", "Asheville", "Qwghlmxx", "28801", "99999"} {
				w.get(path + "?q=gamblers&near=" + near)
			}
		}
		w.get("/api/v1/places?q=Qwghl&near=51.38,-2.36")
	}
	ask()
	w.must(w.DB.Close())
	ask()
	logged := times.ReplaceAllString(w.logged.String(), "") // 16:40:51.38 is no place
	if strings.Count(logged, "path=/find ") < 12 || !strings.Contains(logged, "status=422") || !strings.Contains(logged, "level=ERROR") {
		t.Errorf("the log is\n%s", logged)
	}
	for _, no := range []string{"35.6", "82.55", "51.38", "2.36", "Asheville", "Qwghl", "28801", "99999", "gamblers"} {
		if strings.Contains(logged, no) {
			t.Errorf("the log holds %q: %s", no, logged)
		}
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.get("/about")
	r.get("/about")
	r.get("/sign-in/very-secret")
	r.get("/nowhere/at/all")
	body := r.wantStatus(r.get("/metrics"), 200).body
	for _, want := range []string{
		`regulars_requests_total{route="/about",status="200"} 2`,
		`regulars_requests_total{route="/sign-in/:token",status="404"} 1`,
		`regulars_requests_total{route="none",status="404"} 1`,
		`regulars_request_seconds_count{route="/about"} 2`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
	if strings.Contains(body, "very-secret") {
		t.Error("metrics hold a secret")
	}
}

func TestMetricsOfMails(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	exec := func(statement string, args ...any) {
		_, err := r.DB.Exec(t.Context(), statement, args...)
		r.must(err)
	}
	exec(`INSERT INTO mail_counts (kind, outcome, mails) VALUES ('reminder', 'sent', 41), ('sign-in', 'failed', 1)`)
	overdue := func(seconds string) {
		t.Helper()
		body := r.wantStatus(r.get("/metrics"), 200).body
		for _, want := range []string{
			`regulars_mails_total{kind="reminder",outcome="sent"} 41`,
			`regulars_mails_total{kind="sign-in",outcome="failed"} 1`,
			`regulars_mails_oldest_due_seconds ` + seconds + "\n",
		} {
			if !strings.Contains(body, want) {
				t.Errorf("metrics lack %s", want)
			}
		}
	}
	overdue("0")
	exec(`INSERT INTO mails (kind, email, due_at, closes_at) VALUES ('sign-in', 'ana@example.org', $1, $2)`,
		r.at.Add(-90*time.Second), r.at.Add(time.Hour))
	overdue("90")
	// Nobody plans: what is due is not even written.
	exec(`INSERT INTO looks (group_id, at, seen_at) VALUES (1, $1, $1)`, r.at.Add(-10*time.Minute))
	overdue("600")
}
