package web

import (
	"testing"
)

func TestHeaders(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	header := r.get("/sign-in").header
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "same-origin",
		"Strict-Transport-Security": "", "Cache-Control": "private, no-cache", "Access-Control-Allow-Origin": "",
	} {
		if got := header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	r.BaseURL.Scheme = "https"
	if got := r.get("/nowhere").header; got.Get("Strict-Transport-Security") == "" || got.Get("Content-Security-Policy") == "" {
		t.Errorf("an error page over https has %v", got)
	}
}
