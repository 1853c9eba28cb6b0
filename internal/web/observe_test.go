package web

import (
	"strings"
	"testing"
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
