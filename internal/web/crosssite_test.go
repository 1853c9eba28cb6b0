package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOtherSitesCannotPost(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signIn("ana@example.org")
	for _, c := range []struct {
		name, site, origin string
		want               int
	}{
		{"same origin", "same-origin", "http://regulars.example", 303},
		{"typed", "none", "", 303},
		{"cross site", "cross-site", "", 403},
		{"a sister's site", "same-site", "http://other.example", 403},
		{"cross site with our origin", "cross-site", "http://regulars.example", 403},
		{"older browser, here", "", "http://regulars.example", 303},
		{"older browser, elsewhere", "", "http://evil.example", 403},
		{"older browser, other scheme", "", "https://regulars.example", 403},
		{"a frame without origin", "", "null", 403},
		{"no browser", "", "", 303},
	} {
		request := httptest.NewRequest(http.MethodPost, "/account", strings.NewReader("name="+strings.ReplaceAll(c.name, " ", "+")))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if c.site != "" {
			request.Header.Set("Sec-Fetch-Site", c.site)
		}
		if c.origin != "" {
			request.Header.Set("Origin", c.origin)
		}
		if a := r.send(request); a.status != c.want {
			t.Errorf("%s: status %d, want %d", c.name, a.status, c.want)
		}
		kept := r.count(`SELECT count(*) FROM members WHERE name = $1`, c.name) == 1
		if kept != (c.want == 303) {
			t.Errorf("%s: changed %v", c.name, kept)
		}
	}
	request := httptest.NewRequest(http.MethodGet, "/about", nil)
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	r.wantStatus(r.send(request), 200) // links from elsewhere work
}
