package web

import (
	"strings"
	"testing"

	"regulars/internal/web/htmltest"
)

func TestPagesAboutTheSite(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for path, want := range map[string]string{
		"/about":   "GeoNames",
		"/privacy": "90 days",
		"/contact": "run by the library",
	} {
		page := r.wantStatus(r.get(path), 200).page
		page.In("main", htmltest.HasText(want))
		page.In("title", htmltest.HasText("Regulars"))
		page.In("meta[name=description]", htmltest.Count(1))
	}
	robots := r.wantStatus(r.get("/robots.txt"), 200)
	if !strings.Contains(robots.body, "Sitemap: http://regulars.example/sitemap.xml") {
		t.Errorf("robots.txt is %q", robots.body)
	}
}
