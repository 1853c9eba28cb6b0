package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"regulars/internal/fault"
)

func TestProblems(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	for _, path := range []string{"/api", "/api/", "/API/v1/x", "/api/v1", "/api/v2/groups", "/api/v1/groups/nobody", "/api/v1/groups/%00", "/api/v1/groups/%ff",
		"/api/v1/groups/" + strings.Repeat("x", 5000), "/api/v1/groups/nobody/meetings", "/api/v1" + chorusPath + "/meetings/2026-09-08", "/api/v1/groups//meetings"} {
		r.wantStatus(r.get(path), 404)
	}
	before := r.count(`SELECT count(*) FROM groups`)
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} {
		for _, path := range []string{"/api/v1/groups", "/api/v1" + chorusPath, "/api/v1" + chorusPath + "/meetings", "/api/v1/places?q=a", "/api/openapi.json"} {
			a := r.wantStatus(r.send(httptest.NewRequest(method, path, strings.NewReader("{}"))), 405)
			if got := a.header.Get("Allow"); got != "GET, HEAD" {
				t.Errorf("%s %s allows %q", method, path, got)
			}
		}
	}
	if after := r.count(`SELECT count(*) FROM groups`); after != before {
		t.Errorf("%d groups, there were %d", after, before)
	}
	r.add(route{get, "/api/v1/often", func(*fiber.Ctx) error { return fault.Later(time.Minute, "Later, please.") }})
	if a := r.wantStatus(r.get("/api/v1/often"), 429); a.header.Get("Retry-After") != "60" {
		t.Errorf("headers are %v", a.header)
	}
	if a := r.wantStatus(r.get("/api/v1/groups?km=0&limit=0&day=someday"), 422); !strings.Contains(a.body, `"detail":"Several parameters`) || !strings.Contains(a.body, `"limit":"The limit has`) {
		t.Errorf("got %s", a.body)
	}
	head := r.wantStatus(r.send(httptest.NewRequest(http.MethodHead, "/api/v1"+chorusPath, nil)), 200)
	if head.body != "" || head.header.Get("ETag") != r.get("/api/v1"+chorusPath).header.Get("ETag") {
		t.Errorf("HEAD gives %q and %v", head.body, head.header)
	}
}

// Whatever is asked, it is the asker's mistake or no mistake at all.
func TestRubbishIsNeverOurFault(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.chorus()
	_, err := r.Search.Refresh(t.Context())
	r.must(err)
	r.careless = true
	rubbish := []string{
		"", "%00", "%ff%fe", "%c3%28", "%zz", "%", "\xff", "%F0%9F%A7%B5", "NaN", "Inf", "-Inf", "1e309", "-1", "0", "1.5", "0x10", "1_0", "%2B1",
		"99999999999999999999", "-9223372036854775808", "null", "true", "[]", "{}", "'%20OR%201=1;--", "%22);DROP%20TABLE%20groups;--", "%25%27%5C",
		"NaN,NaN", "Inf,-Inf", "91,0", "0,181", "-90,180", "1e308,1e308", ",", "35.6,-82.55,0", "$1", "..%2f..%2f", "%3Cscript%3E", "%E2%80%AE", "%20",
		strings.Repeat("x", 10_000), strings.Repeat("%F0%9F%A7%B5", 1000), strings.Repeat("a%20", 3000), strings.Repeat("mon,", 2000), strings.Repeat("%25", 3000),
	}
	filters := []string{"q", "km", "day", "time", "week", "price", "lang", "stepfree", "limit", "cursor"}
	for path, keys := range map[string][]string{
		"/api/v1/groups?": append(filters, "near", "unheard"), "/api/v1/groups?near=Asheville&": filters,
		"/api/v1" + chorusPath + "/meetings?": {"from", "to"}, "/find.ics?": {"near", "page"}, "/find.atom?near=Asheville&": {"q"},
	} {
		for _, key := range keys {
			for _, value := range rubbish {
				r.harmless(path + key + "=" + value)
			}
			r.harmless(path + key)
			r.harmless(path + key + "=1&" + key + "=2&" + key + "=%ff")
			r.harmless(path + key + "[]=1&" + key + "[x]=2;&&&=&=x")
		}
	}
	for _, path := range []string{"/api/v1/places?q=", "/api/v1/interests?q=", "/api/v1/groups/"} {
		for _, value := range rubbish {
			r.harmless(path + value)
		}
	}
}

// harmless wants an answer that is fine, or refuses what was asked. Addresses are
// sent byte by byte, as no browser would.
func (r *rig) harmless(address string) {
	r.t.Helper()
	request := httptest.NewRequest(http.MethodGet, "/", nil)
	request.RequestURI = address
	request.URL.Path, request.URL.RawQuery, _ = strings.Cut(address, "?")
	a := r.send(request)
	if a.status != 200 && a.status != 404 && a.status != 422 {
		r.t.Errorf("%.80s: status %d: %.200s", address, a.status, a.body)
	}
}
