package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"regulars/public"
)

func TestAssets(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	address := r.get("/about").page.Attr("link[rel=stylesheet]", "href")
	for path, kind := range map[string]string{
		address:                           "text/css; charset=utf-8",
		assetURL("/js/regulars.js"):       "text/javascript; charset=utf-8",
		assetURL("/icon.svg"):             "image/svg+xml",
		assetURL("/manifest.webmanifest"): "application/manifest+json",
	} {
		a := r.wantStatus(r.get(path), 200)
		if a.header.Get("Content-Type") != kind || !strings.Contains(a.header.Get("Cache-Control"), "immutable") || a.body == "" {
			t.Errorf("%s: %v and %d bytes", path, a.header, len(a.body))
		}
	}
	old := r.wantStatus(r.get(strings.Replace(address, public.Version, "0ld", 1)), 200)
	if got := old.header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("an old address may be kept: %q", got)
	}
}

func TestPagesAreCompressed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	request := httptest.NewRequest(http.MethodGet, "/privacy", nil)
	request.Header.Set("Accept-Encoding", "gzip")
	a := r.wantStatus(r.send(request), 200)
	if a.header.Get("Content-Encoding") != "gzip" || !strings.HasPrefix(a.body, "\x1f\x8b") {
		t.Errorf("encoding is %q", a.header.Get("Content-Encoding"))
	}
}
